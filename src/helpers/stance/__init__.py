"""Tokens → markers: the lexicon and its patterns, matching, the tagger, explanation, review, evaluation."""
