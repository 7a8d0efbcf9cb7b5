"""Forms with two frequent readings: which one the neighbours ask for, by the rules in lexicons/context.csv."""

from functools import cache, lru_cache

from ..sheets import rows
from .morphology import best


@cache
def ambiguous() -> dict[str, list[tuple[str, frozenset[str], frozenset[str]]]]:
    """The forms whose lemma depends on the neighbours (lexicons/context.csv): lemma, traits before, traits after.

    >>> "ал" in ambiguous()
    True
    """
    rules: dict[str, list[tuple[str, frozenset[str], frozenset[str]]]] = {}
    for row in rows("context.csv"):
        rule = (row["lemma"], frozenset(row["before"].split()), frozenset(row["after"].split()))
        rules.setdefault(row["form"], []).append(rule)
    return rules


@lru_cache(maxsize=1 << 14)
def _traits(token: str) -> set[str]:
    if not any(c.isalnum() for c in token):
        return {"mark", token, *(("quote",) if token in ("»", "”", '"') else ())}
    if token[0].isdigit():
        return {"num"}
    reading = best(token)
    out = {reading.suffixes[-1].tag if reading.suffixes else reading.pos, reading.pos if not reading.suffixes else ""}
    out |= {"capital"} if token[0].isupper() else set()
    return out | ({"degree"} if reading.lemma in ("өте", "тым", "ең", "біраз") else set())


def in_context(words: list[str], i: int) -> str | None:
    """The lemma that the neighbours of words[i] ask for, or None: then the lemma of `lemmatize` stands.

    `words` are the words and marks of a text as printed. Only the forms of `ambiguous()` have rules; the first rule
    whose traits (last suffix tag or word class, mark, quote, capital, …) meet the neighbours decides.

    >>> in_context("Маған сен !".split(), 1)
    'сену'
    """
    for lemma, before, after in ambiguous().get(words[i].lower(), ()):
        if before and not before & (_traits(words[i - 1]) if i else {"mark"}):
            continue
        if after and not after & (_traits(words[i + 1]) if i + 1 < len(words) else {"mark"}):
            continue
        return lemma
    return None
