"""The letters of a word as typed and as counted: invisible characters, look-alike Latin letters, case."""

import re
import unicodedata

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width characters
HYPHEN = r"[-\u2010\u2011]"
_LATIN = "AaBCcEeHhIiKMOoPpTXxYyƏəǝ"
LOOK_ALIKE = str.maketrans(_LATIN, "АаВСсЕеНһІіКМОоРрТХхУуӘәә")
_DROP = dict.fromkeys(map(ord, INVISIBLE))
TO_CYRILLIC = LOOK_ALIKE | _DROP
_PLAIN = re.compile("[А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+").fullmatch  # nothing to mend
_PARTS = re.compile(f"({HYPHEN})")


def normalise(token: str) -> str:
    """The form of a token that is counted: lower case, without invisible characters, look-alike letters made Cyrillic.

    Soft hyphens and zero-width characters are dropped and combining marks composed (NFC). In each hyphen part that has
    Cyrillic letters and whose Latin letters all look like Cyrillic ones, these are replaced; `Facebook-те` stays.

    >>> normalise("Тариxта")  # with a Latin x
    'тарихта'
    """
    token = mended(token)
    return token if token.islower() else token.lower()


def mended(token: str) -> str:
    """The same with its capitals: what the lemma is made from."""
    if token.isascii() or _PLAIN(token):
        return token
    token = unicodedata.normalize("NFC", token.translate(_DROP))
    return "".join(_cyrillic(part) for part in _PARTS.split(token))


def _cyrillic(part: str) -> str:
    latin = {c for c in part if c.isalpha() and c < "ɐ" or c in "əǝ"}
    cyrillic = any("Ѐ" <= c <= "ԯ" for c in part)
    return part.translate(LOOK_ALIKE) if latin and cyrillic and latin <= set(_LATIN) else part
