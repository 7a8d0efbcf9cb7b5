"""The places behind the rows of a table of counts: the sentences in which what was counted stands."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..columns import unit
from ..counting.concordance import concordance
from ..counting.sequences import together
from ..errors import ArgumentError
from ..labels import label
from ..words.wordlists import without

STANCE = ("category", "subtype", "marker")
WORDS = ("ngram", "lemma", "norm", "text")
PAIR = ["first", "second"]  # the columns of a table of collocations
SECTIONS = ("turn", None)  # where a table may have counted: in turns, or everywhere


class Place(NamedTuple):
    """One place: line and speaker, the sentence around the hit, its English."""

    where: str
    left: str
    keyword: str
    right: str
    english: str


class Opened(NamedTuple):
    """What a row of a table opens to: the number of its places, and the first of them."""

    number: int
    places: list[Place]


def opened(
    df: pd.DataFrame,
    tokens: pd.DataFrame,
    markers: pd.DataFrame | None,
    translation: pd.DataFrame | None,
    limit: int,
) -> list[Opened]:
    """The places of every row: those whose values in the columns that tokens (or markers) have too are the row's."""
    if {*PAIR} <= {*df}:
        return _of_pairs(df, tokens, translation, limit)
    of = next((name for name in (*STANCE, *WORDS) if name in df), None)
    if of is None:
        raise ArgumentError(f"table: df must have a column {', '.join((*STANCE, *WORDS))} for its rows to open")
    if of in STANCE and markers is None:
        raise ArgumentError(f"table: markers must be given for the rows of a table of column {of!r} to open")
    source = tokens if markers is None or of in WORDS else markers
    keys = [name for name in df if name in source and (name != of or of in WORDS)]  # Айқын and айқын are two
    counted = markers if of in STANCE else None
    hidden = _hidden(tokens, df.attrs.get("stop") if of in WORDS[1:] else None)
    rows = df.to_dict("records")
    return [_row(row, of, keys, tokens, counted, translation, limit, hidden) for row in rows]


def _row(row, of, keys, tokens, markers, translation, limit, hidden) -> Opened:
    counted = _counted(row)
    keys = [key for key in keys if key != "pos" or row[key]]  # only homographs are counted by class
    for section in SECTIONS:
        hits = _hits(row, of, keys, tokens, markers, translation, section)
        hits = hits[[place not in hidden for place in _starts(hits, tokens)]]
        if counted in (None, len(hits)):
            return Opened(len(hits), [_place(hit) for hit in hits.head(limit).to_dict("records")])
    raise _of_other_tokens(row, row[of], len(hits))


def _of_pairs(df, tokens, translation, limit) -> list[Opened]:
    """The places of pairs of words that stand together: from the first word to the second."""
    if "window" not in df.attrs:
        raise ArgumentError("table: df must be a table of collocations, with its attrs, for its rows to open")
    how = {name: df.attrs[name] for name in ("window", "of", "section")}
    rows = []
    for row in df.to_dict("records"):
        hits = concordance(tokens, markers=together(tokens, row["first"], row["second"], **how), section=None,
                           translation=translation)  # fmt: skip
        if len(hits) != row["count"]:
            raise _of_other_tokens(row, row["first"], len(hits))
        rows.append(Opened(len(hits), [_place(hit) for hit in hits.head(limit).to_dict("records")]))
    return rows


def _of_other_tokens(row: dict, name: object, found: int) -> ArgumentError:
    return ArgumentError(
        f"table: tokens must be those that df was counted from, and df must have all columns it was counted by; "
        f"{name!r} counts {_counted(row)} there and has {found} places here"
    )


def _hidden(tokens: pd.DataFrame, stop) -> set[tuple]:
    """Where the words begin that a stop list hides: ours holds forms, so a lemma can keep some of its places."""
    rows = tokens.reset_index(drop=True)
    kept, _ = without(rows, stop)
    return set(_starts(rows.drop(kept.index), tokens))


def _starts(rows: pd.DataFrame, tokens: pd.DataFrame) -> list[tuple]:
    return list(rows[unit(tokens, "start")].itertuples(index=False, name=None))


def _counted(row: dict) -> int | None:
    """What a row counts: its `count`, or those of the groups that are compared."""
    if "count" in row:
        return int(row["count"])
    groups = [value for name, value in row.items() if str(name).startswith("count_")]
    return int(sum(groups)) if groups else None


def _hits(row, of, keys, tokens, markers, translation, section) -> pd.DataFrame:
    """The concordance of one row."""
    how = {"markers": markers, "of": of} if markers is not None else {"of": "norm" if of == "ngram" else of}
    found = concordance(tokens, str(row[of]), section=section, translation=translation, **how)
    source = (tokens if markers is None else markers).set_index(unit(tokens, "start"), drop=False)
    source = source[~source.index.duplicated()]
    at = pd.MultiIndex.from_frame(found[unit(tokens, "start")]) if "document" in tokens else found["start"]
    fits = [(source[key].reindex(at) == row[key]).to_numpy(bool) for key in keys]
    return found[np.logical_and.reduce(fits)] if fits else found


def _place(hit: dict) -> Place:
    where = [str(hit["document"])] if "document" in hit else []
    where += [f"line {hit['line']}", str(hit["speaker"]) or label(hit["role"])]
    return Place(" · ".join(where), hit["left"], hit["keyword"], hit["right"], hit.get("en", ""))
