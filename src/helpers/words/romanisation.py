"""Kazakh in Latin letters, by the table in lexicons/romanisation.csv."""

import re
from functools import cache

from ..checks import checked
from ..sheets import rows

SYSTEMS = ("bgn", "2021", "iso9")


@cache
def _table(system: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """Latin by Cyrillic letter, capitals too, and a pattern that finds the letters."""
    latin = {row["letter"]: row[system] for row in rows("romanisation.csv")}
    for letter, written in list(latin.items()):
        latin.setdefault(letter.capitalize(), written[:1].upper() + written[1:])
        latin.setdefault(letter.upper(), written.upper())
    return latin, re.compile("|".join(sorted(latin, key=len, reverse=True)))


@checked
def romanize(text: str, system: str = "bgn") -> str:
    """Kazakh in Latin letters; everything that is not Kazakh Cyrillic stays.

    Parameters
    ----------
    text : str
        A word or a text.
    system : "bgn", "2021" or "iso9"
        "bgn" (BGN/PCGN 1979, in use on English-language maps and in library catalogues) can be read aloud by readers
        of English; нг is n·g, so that it is not taken for ң, ng. "2021" is the alphabet of the government of
        Kazakhstan of January 2021; it has no ё ц ч щ э ю я ъ ь, which are written here as they sound. "iso9"
        (ISO 9:1995) writes a letter for a letter, so that it can be turned back; it is not made for reading aloud.

    Raises
    ------
    ValueError
        For another system.

    Examples
    --------
    >>> romanize("Сұхбат"), romanize("Сұхбат", "2021"), romanize("Сұхбат", "iso9")
    ('Sukhbat', 'Sūhbat', 'Su̇hbat')
    """
    if system not in SYSTEMS:
        raise ValueError(f"system={system!r}: there are {', '.join(map(repr, SYSTEMS))}")
    latin, letters = _table(system)

    def written(found: re.Match[str]) -> str:
        letter = found[0]
        before, behind = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        in_capitals = behind.isupper() or (before.isupper() and not behind.isalpha())
        return latin[letter].upper() if letter.isupper() and in_capitals else latin[letter]

    return letters.sub(written, text)
