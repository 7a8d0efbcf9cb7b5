"""The sounds behind the letters: what a suffix looks back at, vowel harmony, and which consonants voice."""

import re

VOWELS = "аәеёиоөуұүыіэюя"
VOWEL_SET = frozenset(VOWELS)
CONSONANTS = "#-бвгғджзйкқлмнңпрстфхһцчшщъь"  # and the end of the word, #
VOICED = {"п": "б", "к": "г", "қ": "ғ"}
VOICELESS = {voiced: plain for plain, voiced in VOICED.items()}

# What a suffix looks back at, one bit each.
VOWEL, GLIDE, LATERAL, NASAL, FRICATIVE, UNVOICED = 1, 2, 4, 8, 16, 32
KINDS = (VOWEL, GLIDE, LATERAL, NASAL, FRICATIVE, UNVOICED)
ANY_SOUND = sum(KINDS)
_LETTERS_OF = {
    "аәеёоөұүыіэя": VOWEL,
    "рйу": GLIDE,
    "ию": VOWEL | GLIDE,
    "л": LATERAL,
    "мнң": NASAL,
    "зж": FRICATIVE,
    "пткқсшщчцхфһ": UNVOICED,
    "бвгдғ": FRICATIVE | UNVOICED,
}
SOUND = {letter: bits for letters, bits in _LETTERS_OF.items() for letter in letters}

# The first sound of a suffix after each of KINDS: the archiphonemes of suffixes.csv, besides the vowels А and Ы.
_INITIAL = {
    "Л": "ллдддт",
    "Д": "дддддт",
    "Н": "нддддт",
    "Ң": "нддндт",
    "Т": "дддндт",
    "Ғ": "ғғғғғқ",
    "Б": "мммббп",
    "М": "ммммбп",
}
BACK, FRONT = 1, 2
EITHER = BACK | FRONT
_VOWELS_OF = {BACK: str.maketrans("АЫ", "аы"), FRONT: str.maketrans("АЫқғ", "еікг")}
_BOTH_LETTERS = frozenset("ьиё")
_ALLOWS_BOTH = re.compile("ь$|[аоұыя].*[иё][^аәеёиоөұуүыіэюя]+$").search  # медальдар, октябрьде; кредитке, тарихқа
_HARMONY = dict.fromkeys("аоұыя", BACK) | dict.fromkeys("әеөүіэ", FRONT)  # у, и, ю, ё follow their neighbours


def tells_harmony(text: str) -> bool:
    """Whether a vowel of the text is back or front by itself."""
    return any(letter in _HARMONY for letter in text)


def harmony(text: str) -> int:
    """BACK, FRONT or EITHER: by the last vowel that tells; loans in -ь, -ит, -ёр and the like allow both.

    >>> harmony("кітап"), harmony("мектеп"), harmony("у"), harmony("октябрь")
    (1, 2, 3, 3)
    """
    if not _BOTH_LETTERS.isdisjoint(text) and _ALLOWS_BOTH(text):
        return EITHER
    for letter in reversed(text):
        if letter in _HARMONY:
            return _HARMONY[letter]
    return FRONT if "и" in text else EITHER


def allomorphs(shape: str) -> dict[str, tuple[int, int]]:
    """Every printed form of a suffix shape, with the sounds and harmony it follows.

    "Ым/м": after consonants/vowels; "=еді": always so.

    >>> sorted(allomorphs("ЛАр"))
    ['дар', 'дер', 'лар', 'лер', 'тар', 'тер']
    """
    after_consonant, _, after_vowel = shape.partition("/")
    out: dict[str, tuple[int, int]] = {}
    if not shape:
        return out
    if shape[0] == "=":
        return {shape[1:]: (ANY_SOUND, EITHER)}
    for number, kind in enumerate(KINDS):
        plain = after_vowel or after_consonant if kind == VOWEL else after_consonant
        if plain[0] in _INITIAL:
            plain = _INITIAL[plain[0]][number] + plain[1:]
        for side, vowels in _VOWELS_OF.items():
            form = plain.translate(vowels)
            sounds, sides = out.get(form, (0, 0))
            out[form] = (sounds | kind, sides | side)
    return out
