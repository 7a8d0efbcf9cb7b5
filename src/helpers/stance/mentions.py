"""Persons counted once per clause: the pronoun, or where it is dropped the ending (codebook 3.4 a)."""

import numpy as np
import pandas as pd

from ..categories import PERSON
from ..checks import checked, tokens_or_markers
from ..columns import unit

FORM = r"(?P<form>pron|poss|pred)(?P<person>\w*)"  # subtypes of persons; the others (question forms) all count
COMMANDS = {"imperative": "pred2"}  # an ending, too
BORDERS = {",", ";", ":", "–", "—", "-"}  # after one of these a second pronoun belongs to another clause


@checked(tokens=tokens_or_markers)
def mentions(tokens: pd.DataFrame, markers: pd.DataFrame | None = None) -> pd.DataFrame:
    """The markers with every person once per clause, so that біз … -мыз and a lone -мыз both name a person once.

    A clause ends with a finite ending of the person, at a sentence's end, or at a comma before another pronoun. Of
    its forms the first one stays: the pronoun, else the ending. Question forms and all other categories stay.
    `mentions(markers)`, without tokens, does not see commas.

    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Біз қорғаймыз. Қорғаймыз!")
    >>> mentions(tokens, find_markers(tokens))["text"].tolist()
    ['Біз', 'Қорғаймыз']
    """
    if markers is None:
        tokens, markers = tokens.iloc[:0], tokens
    subtypes = markers["subtype"].astype(str).replace(COMMANDS)
    parts = subtypes.where(markers["category"].isin(PERSON)).str.extract(f"^{FORM}$")
    persons = markers.assign(form=parts["form"], person=parts["person"], at=np.arange(len(markers)))
    persons = persons[persons["form"].notna()].assign(border=_borders(tokens, markers)[persons["form"].notna()])
    persons = persons.sort_values("start", kind="stable")
    where = [*unit(markers, "sentence"), "person"]
    persons["group"] = persons.groupby(where, observed=True, dropna=False, sort=False).ngroup()
    return markers.drop(markers.index[_named_already(persons)])


def _named_already(persons: pd.DataFrame) -> list[int]:
    """The places of the forms of a person whose clause has named it before; a group is one person in one sentence."""
    dropped = []
    before: dict[int, tuple[bool, int]] = {}  # of each group: whether its clause has named the person, and the border
    for row in persons[["group", "form", "border", "at"]].itertuples():
        named, border = before.get(row.group, (False, -1))
        again = row.form == "pron" and row.border > border
        if named and not again:
            dropped.append(row.at)
        before[row.group] = (row.form != "pred", row.border)
    return dropped


def _borders(tokens: pd.DataFrame, markers: pd.DataFrame) -> np.ndarray:
    """How many borders of clauses stand before each marker."""
    if tokens.empty:
        return np.zeros(len(markers), int)
    keys = ["document", "start"] if "document" in tokens else ["start"]
    passed = tokens[keys].assign(border=tokens["text"].isin(BORDERS).cumsum().to_numpy())
    return markers[keys].astype({k: passed[k].dtype for k in keys}).merge(passed, "left", keys)["border"].to_numpy()
