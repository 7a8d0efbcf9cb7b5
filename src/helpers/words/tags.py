"""What the tags of suffixes and the word classes are called, in words and by the conventions of linguists."""

from functools import cache
from typing import NamedTuple

from ..sheets import rows
from .sounds import allomorphs

UNKNOWN = "x"  # the class of what no list and no guess covers


class Tag(NamedTuple):
    """What a tag is called: in words, in a Leipzig gloss, in the features of Universal Dependencies."""

    name: str
    leipzig: str
    ud: str


@cache
def tags() -> dict[str | tuple[str, str], Tag]:
    """Every tag that `analyse` gives to a suffix, by itself and with each printed form (suffixes.csv, clitics.csv).

    >>> tags()["acc"].leipzig, tags()["сыздар", "pred2pl"].leipzig
    ('ACC', '2PL.POL')
    """
    out: dict[str | tuple[str, str], Tag] = {}
    for row in rows("suffixes.csv") + rows("clitics.csv"):
        tag = Tag(row["name"], row.get("leipzig") or row["tag"].upper(), row.get("ud") or "")
        out.setdefault(row["tag"], tag)
        for form in allomorphs(row.get("shape", "")):
            out.setdefault((form, row["tag"]), tag)
    return out


def tag_of(suffix: tuple[str, str]) -> Tag:
    """What a suffix (form, tag) is called.

    >>> tag_of(("-ақ", "emph")).leipzig
    'EMPH'
    """
    return tags().get(suffix) or tags()[suffix[1]]


@cache
def lemma_features() -> dict[tuple[str, str], str]:
    """The features of Universal Dependencies that a pronoun has by itself, by lemma and class (closed.csv).

    >>> lemma_features()["олар", "pron"]
    'Number=Plur|Person=3|PronType=Prs'
    """
    return {(row["lemma"], row["pos"]): row["ud"] for row in rows("closed.csv") if row["ud"]}


@cache
def classes() -> dict[str, dict[str, str]]:
    """The rows of lexicons/classes.csv by word class: name, Universal Dependencies' name, state, cost.

    >>> classes()["post"]["ud"]
    'ADP'
    """
    return {row["class"]: row for row in rows("classes.csv")}


@cache
def all_tags() -> frozenset[str]:
    """The tags of suffixes and the word classes that a reading of a word may have.

    >>> sorted(all_tags() & {"acc", "noun", "emph", "imp2", "x", "punct"})
    ['acc', 'emph', 'imp2', 'noun', 'x']
    """
    suffixes = {tag for tag in tags() if isinstance(tag, str)}
    return frozenset(suffixes | set(classes())) - {"punct"}
