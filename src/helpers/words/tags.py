"""Every name that an analysis can carry: suffix tags and word classes, read from the lexicons."""

from functools import cache

from ..sheets import rows
from .morphology import CLITICS, UNKNOWN
from .suffixes import BARE, grammar


@cache
def all_tags() -> frozenset[str]:
    """The tags of suffixes and the word classes that `analyse` can give, so that nothing about them is typed twice.

    >>> {"poss3", "hearsay", "verb"} <= all_tags()
    True
    """
    suffixes = {*grammar().names, BARE.tag, *CLITICS.values()}
    closed = rows("closed.csv")
    suffixes |= {tag for row in closed for tag in row["tags"].split()}
    classes = {row["pos"] for row in closed} | {row["class"] for row in rows("stems.csv")}
    classes |= {row["makes"] for row in rows("suffixes.csv")}
    return frozenset(suffixes | classes | {UNKNOWN}) - {""}
