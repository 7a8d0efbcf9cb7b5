"""Kazakh suffixes: their forms by vowel harmony and assimilation, the order they come in, and the stems they change.

The grammar is data: a row of lexicons/suffixes.csv is a suffix in archiphonemes (capitals), the states it may follow
and the state it leaves; a word class is a state too. `endings` reads the end of a word as suffixes in every way.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ..sheets import rows

VOWELS = "аәеёиоөуұүыіэюя"
_VOWEL = frozenset(VOWELS)
CONSONANTS = "#-бвгғджзйкқлмнңпрстфхһцчшщъь"  # and the end of the word, #
VOICED = {"п": "б", "к": "г", "қ": "ғ"}
VOICELESS = {voiced: plain for plain, voiced in VOICED.items()}
# What a suffix looks back at, one bit each: a vowel, a glide or р, л, a nasal, a voiced fricative, a voiceless sound.
_SOUNDS = {"аәеёоөұүыіэя": 1, "рйу": 2, "ию": 3, "л": 4, "мнң": 8, "зж": 16, "пткқсшщчцхфһ": 32, "бвгдғ": 48}
SOUND = {letter: bits for letters, bits in _SOUNDS.items() for letter in letters}
ANY_SOUND = 63
# The first sound of a suffix after each of these six: the archiphonemes of suffixes.csv, besides the vowels А and Ы.
_INITIAL = {"Л": "ллдддт", "Д": "дддддт", "Н": "нддддт", "Ң": "нддндт", "Т": "дддндт", "Ғ": "ғғғғғқ"}
_INITIAL |= {"Б": "мммббп", "М": "ммммбп"}
_BACK, _FRONT = str.maketrans("АЫ", "аы"), str.maketrans("АЫқғ", "еікг")
_HARMONY = dict.fromkeys("аоұыяё", 1) | dict.fromkeys("әеөүіэ", 2)  # back 1, front 2; у, и, ю follow their neighbours
_BOUND = {"verb_i", "verb_j", "verb_p", "presp", "indp", "des", "qp"}  # states in which no word can end
_BARE_VERB = 4.0
LONGEST = 7  # letters of a suffix


class Suffix(NamedTuple):
    """A suffix as printed, and its tag."""

    form: str
    tag: str


BARE = Suffix("", "imp2")  # the bare stem of a verb is its imperative


class Ending(NamedTuple):
    """A sequence of suffixes to the end of a word, and what it asks of the stem before it (sets as bits)."""

    after: int  # states
    sounds: int
    harmony: int
    cost: float
    suffixes: tuple[Suffix, ...]
    kept: str  # what derivation adds to the lemma
    makes: str  # the word class that derivation makes


class _Form(NamedTuple):
    """A printed form and the suffixes it may be: each as if it closed the word, and the states it gives."""

    sound: int  # its last sound
    harmony: int  # 0 if it has no vowel that tells
    plain: list[tuple[Ending, int]]
    voiced: list[tuple[Ending, int]]  # those that are spelled so only before a vowel


class Grammar(NamedTuple):
    """Suffixes by printed form, states as bits, names of the tags."""

    forms: dict[str, _Form]
    states: dict[str, int]
    names: dict[str, str]


def harmony(text: str) -> int:
    """1 back, 2 front, 3 either: by the last vowel that tells.

    >>> harmony("кітап"), harmony("мектеп"), harmony("у")
    (1, 2, 3)
    """
    for letter in reversed(text):
        if letter in _HARMONY:
            return _HARMONY[letter]
    return 2 if "и" in text else 3


def allomorphs(shape: str) -> dict[str, tuple[int, int]]:
    """Every printed form of a suffix shape ("Ым/м": after consonants/vowels), with the sounds and harmony it follows.

    >>> sorted(allomorphs("ЛАр"))
    ['дар', 'дер', 'лар', 'лер', 'тар', 'тер']
    """
    after_consonant, _, after_vowel = shape.partition("/")
    out: dict[str, tuple[int, int]] = {}
    for k in range(6):
        plain = after_vowel or after_consonant if k == 0 else after_consonant
        plain = _INITIAL[plain[0]][k] + plain[1:] if plain[0] in _INITIAL else plain
        for side, table in ((1, _BACK), (2, _FRONT)):
            form = plain.translate(table)
            sounds, sides = out.get(form, (0, 0))
            out[form] = sounds | 1 << k, sides | side
    return out


@cache
def grammar() -> Grammar:
    """lexicons/suffixes.csv, every shape spelled out."""
    states: dict[str, int] = {"inv": 1}
    forms: dict[str, _Form] = {}
    names: dict[str, str] = {}

    def bits(text: str) -> int:
        return sum(states.setdefault(name, 1 << len(states)) for name in text.split())

    def at(form: str) -> _Form:
        side = harmony(form) if any(c in _HARMONY for c in form) else 0
        return forms.setdefault(form, _Form(SOUND[form[-1]], side, [], []))

    for row in rows("suffixes.csv"):
        after, gives, tag, makes = bits(row["after"]), bits(row["gives"]), row["tag"], row["makes"]
        names.setdefault(tag, row["name"])
        for form, (sounds, sides) in allomorphs(row["shape"]).items():
            kept = form if makes else ""
            ending = Ending(after, sounds, sides, float(row["cost"]), (Suffix(form, tag),), kept, makes)
            at(form).plain.append((ending, gives))
            if form[-1] in "қк" and len(form) > 1:  # -лық, but -лығы
                voiced = form[:-1] + VOICED[form[-1]]
                at(voiced).voiced.append((ending._replace(suffixes=(Suffix(voiced, tag),)), gives))
    return Grammar(forms, states, names)


@lru_cache(maxsize=1 << 15)
def endings(text: str) -> tuple[Ending, ...]:
    """Every way to read `text` as suffixes up to the end of a word; "" is the bare stem, for a verb the imperative.

    >>> [[s.tag for s in e.suffixes] for e in endings("мекпіз")]
    [['prosp', 'pred1pl']]
    """
    forms, states, _ = grammar()
    if not text:
        verbal = states["verb"] | states["vneg"]
        final = sum(bit for name, bit in states.items() if name not in _BOUND) & ~verbal
        bare = Ending(verbal, ANY_SOUND, 3, _BARE_VERB, (BARE,), "", "")
        return (Ending(final, ANY_SOUND, 3, 0.0, (), "", ""), bare)
    out = []
    for k in range(1, min(len(text), LONGEST) + 1):
        form = forms.get(text[:k])
        rest = form and endings(text[k:])
        if not rest:
            continue
        if text[k : k + 1] in _VOWEL:
            found = form.voiced if text[k - 1] in "қк" else form.plain + form.voiced
        else:
            found = form.plain
        for a, gives in found:
            for r in rest:
                if gives & r.after and form.sound & r.sounds and (form.harmony or a.harmony) & r.harmony:
                    kept, makes = (a.kept + r.kept, r.makes or a.makes) if a.kept else ("", "")
                    side = a.harmony if form.harmony else a.harmony & r.harmony
                    suffixes = a.suffixes + r.suffixes
                    out.append(Ending(a.after, a.sounds, side, a.cost + r.cost, suffixes, kept, makes))
    return tuple(out)


def printed(tags: Iterable[str], more: int = 0) -> set[str]:
    """The printed forms of suffixes in a row where they end a word, alone or with up to `more` others behind them.

    >>> sorted(printed(["neg", "past"]))[:4]
    ['бады', 'беді', 'мады', 'меді']
    """
    out, chains = set(), {("", -1)}
    steps = [{tag} for tag in tags]
    for number, step in enumerate([*steps, *[None] * more]):
        chains = {longer for chain in chains for longer in _longer(*chain, step)}
        if number + 1 >= len(steps):
            out |= {text for text, gives in chains if gives & ~_bound()}
    return out


def _longer(text: str, gives: int, tags: set[str] | None) -> Iterator[tuple[str, int]]:
    """The chain of suffixes with one more behind it: its text, and the state it leaves."""
    for form, entry in grammar().forms.items():
        for ending, leaves in entry.plain:
            fits = not text or (
                ending.after & gives and ending.sounds & SOUND[text[-1]] and ending.harmony & harmony(text)
            )
            if fits and (tags is None or ending.suffixes[0].tag in tags):
                yield text + form, leaves


def _bound() -> int:
    return sum(grammar().states.get(name, 0) for name in _BOUND)


def infinitive(stem: str) -> str:
    """The headword of a verb stem.

    >>> [infinitive(stem) for stem in ("бол", "тап", "қой", "оқы", "ки")]
    ['болу', 'табу', 'қою', 'оқу', 'кию']
    """
    last = stem[-1]
    if last in "йи":
        return stem[: -1 if last == "й" else None] + "ю"
    if last in "ыі":
        return stem[:-2] + "ю" if stem[-2:-1] == "й" else stem[:-1] + "у"
    return stem[:-1] + VOICED.get(last, last) + "у"


def verb_stem(headword: str) -> str:
    """The regular stem of an infinitive; lexicons/stem_forms.csv has the others.

    >>> verb_stem("табу"), verb_stem("қою"), verb_stem("айну")
    ('тап', 'қой', 'айны')
    """
    if headword.endswith("ию"):
        return headword[:-1]
    if headword.endswith("ю"):
        return headword[:-1] + "й"
    stem = headword[:-2] + VOICELESS.get(headword[-2], headword[-2])
    if len(stem) > 2 and not {stem[-1], stem[-2]} & _VOWEL and (stem[-1] != "т" or stem[-2] not in "рлнй"):
        return stem + ("і" if harmony(stem) == 2 else "ы")
    return stem


def spellings(stem: str, state: str, special: str = "") -> list[tuple[str, str, str]]:
    """How a stem is spelled before suffixes: text, state, and the letters that must follow ("" for any, # the end).

    `special` is the form before a vowel where it is not the regular one (орын, орн; қорық, қорқ).

    >>> spellings("қоғам", "noun"), spellings("топ", "noun")[1]
    ([('қоғам', 'noun', '')], ('тоб', 'noun', 'аәеёиоөуұүыіэюя'))
    """
    last, cut = stem[-1], stem[:-1]
    if state == "inv":
        return [(stem, state, "")]
    if state == "verb":
        out = [(stem, state, CONSONANTS if last in VOICED else "")]
        if last in "ыі":
            out.append((cut, "verb_i", VOWELS))
        if last == "й" or stem[-2:] in ("йы", "йі"):
            out.append((cut if last == "й" else stem[:-2], "verb_j", "юя"))
        elif last == "и":
            out.append((stem, "verb_j", "юя"))
        elif last == "п":  # тауып
            out.append((cut + "у", "verb_p", VOWELS))
    else:
        hard = last == "қ" or (last == "к" and stem[-2:-1] in _VOWEL)
        out = [(stem, state, CONSONANTS if hard else "")]
        if last == "ь":
            out.append((cut, state, VOWELS))
        elif stem[-2:] in ("ст", "зд"):  # коммунистер, съезде, съезі
            out.append((cut, state, last if last == "т" else last + VOWELS))
        elif stem[-2:] == "сс":  # процесі, конгресте
            out.append((cut, state, ""))
        elif stem[-2:] == "кт":  # фактілер
            out.append((stem + "і", state, CONSONANTS))
        if special:
            out.append((special, state, VOWELS))
    if last in VOICED:
        out.append((special if state == "verb" and special else cut + VOICED[last], state, VOWELS))
    return out
