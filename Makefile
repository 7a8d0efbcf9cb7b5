# Thin over tools/build.py, which does the same without make: python tools/build.py [html|test|lab|…]
PYTHON ?= python3
export SUHBAT_TEXT := $(value TEXT)

html test quick lab lint clean notebooks classroom share handouts labelsheet:
	@$(PYTHON) tools/build.py $@

.PHONY: html test quick lab lint clean notebooks classroom share handouts labelsheet
