"""How a marker of the second person addresses: politely (сіз, -ңыз, -сыз) or familiarly (сен, -ң, -сың)."""

import re

import numpy as np
import pandas as pd

SECOND_PERSON = {"pron2", "poss2", "pred2", "imperative"}  # subtypes of audience that have a politeness
_POLITE_WORDS = {"сіз", "сіздер"}
_POLITE_PLURAL = re.compile("[ыі]зд[ае]р")  # -ңыздар, -сыздар; the familiar ones are -ңдар, -сыңдар
_POLITE_END = re.compile("[сң][ыі]з(?:д[ае]р)?$")


def addresses(tokens: pd.DataFrame, first: np.ndarray, subtypes: list[str]) -> list[str]:
    """For each marker "polite" or "familiar" by the word at `first`; "" where the subtype is no second person."""
    persons = [n for n, subtype in enumerate(subtypes) if subtype in SECOND_PERSON]
    words = tokens[["norm", "lemma", "tags"]].iloc[first[persons]].astype(object)
    found = [""] * len(subtypes)
    for n, norm, lemma, tags in zip(persons, words["norm"], words["lemma"], words["tags"]):
        found[n] = _address(norm, lemma, str(tags).split())
    return found


def _address(norm: str, lemma: str, tags: list[str]) -> str:
    polite = lemma in _POLITE_WORDS or any(tag.endswith("pol") for tag in tags)
    if "pred2pl" in tags or "imp2pl" in tags:
        polite = bool(_POLITE_PLURAL.search(norm))
    elif not any("2" in tag for tag in tags):  # a word that the lexicon lists whole
        polite = polite or bool(_POLITE_END.search(norm) and lemma != "сен")
    return "polite" if polite else "familiar"
