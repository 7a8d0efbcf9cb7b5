# Thin over tools/build.py, which does the same without make: python tools/build.py [html|test|lab|…]
PYTHON ?= python3

html test lab lint clean notebooks classroom share:
	@$(PYTHON) tools/build.py $@ $(if $(TEXT),--text "$(TEXT)")

.PHONY: html test lab lint clean notebooks classroom share
