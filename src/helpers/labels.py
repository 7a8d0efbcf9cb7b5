"""Readable names of what code calls `self_mention`, `of_turns` or `count_interviewee`: for display only.

They stand in lexicons/labels.csv and categories.csv (en, kk, ru; kk and ru made by a language model, not reviewed by a
native speaker). A row such as `count_*` names every column that begins so.
"""

from functools import cache

from .categories import TABLE
from .sheets import rows

LANGUAGES = ("en", "kk", "ru")
ANY = "*"


@cache
def _names() -> dict[str, dict[str, str]]:
    """The readable names of every code name, by language."""
    names = {row["name"]: {language: row[language] for language in LANGUAGES} for row in rows("labels.csv")}
    return names | {category.name: category.names for category in TABLE}


def label(name: object, language: str = "en") -> str:
    """The readable name of a category, subtype, role, section or column; the name itself where there is none.

    >>> label("self_mention"), label("count_interviewee"), label("eval_neg", "ru"), label("ttt")
    ('self-mention', 'count, interviewee', 'отрицательная оценка', 'ttt')
    """
    names, code = _names(), str(name)
    if code in names:
        return names[code][language]
    before, mark, after = code.partition("_")
    family = names.get(f"{before}{mark}{ANY}") if mark else None
    return family[language].replace(ANY, label(after, language)) if family else code


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the singular where it is one.

    >>> counted(1, "line"), counted(1200, "hit")
    ('1 line', '1,200 hits')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def at_least(number: int) -> str:
    """How often something must occur, in words.

    >>> at_least(1), at_least(2), at_least(3)
    ('at least once', 'at least twice', 'at least 3 times')
    """
    words = {1: "once", 2: "twice"}
    return f"at least {words.get(number, f'{number} times')}"
