"""Kazakh suffixes: the order they come in, what each asks of the stem before it, and what its tag is called.

The grammar is data: a row of lexicons/suffixes.csv is a suffix in archiphonemes (capitals), the states it may follow
and the state it leaves; a word class is a state too. `endings` reads the end of a word as suffixes in every way.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from ..sheets import rows
from .sounds import ANY_SOUND, EITHER, SOUND, VOICED, VOWEL_SET, allomorphs, harmony, tells_harmony

_BOUND = {"verb_i", "verb_j", "verb_p", "presp", "indp", "des", "qp"}  # states in which no word can end
_VERBAL = ("verb", "vneg")  # in these a word is an imperative


class Suffix(NamedTuple):
    """A suffix as printed, and its tag."""

    form: str
    tag: str


class Tag(NamedTuple):
    """What a tag is called: in words, in a Leipzig gloss, in the features of Universal Dependencies."""

    name: str
    leipzig: str
    ud: str


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
    """Suffixes by printed form; states as bits; how a word ends that has no more suffixes."""

    forms: dict[str, _Form]
    states: dict[str, int]
    bare: tuple[Ending, ...]
    longest: int  # letters of the longest suffix


@cache
def tags() -> dict[Suffix | str, Tag]:
    """Every tag that `analyse` gives, by itself and with each printed form: suffixes.csv, clitics.csv.

    >>> tags()["acc"].leipzig, tags()[Suffix("сыздар", "pred2pl")].leipzig
    ('ACC', '2PL.POL')
    """
    out: dict[Suffix | str, Tag] = {}
    for row in rows("suffixes.csv") + rows("clitics.csv"):
        tag = Tag(row["name"], row["leipzig"], row["ud"])
        out.setdefault(row["tag"], tag)
        for form in allomorphs(row.get("shape", "")):
            out.setdefault(Suffix(form, row["tag"]), tag)
    return out


@cache
def classes() -> dict[str, dict[str, str]]:
    """The rows of lexicons/classes.csv by word class: name, Universal Dependencies' name, state, cost.

    >>> classes()["post"]["ud"]
    'ADP'
    """
    return {row["class"]: row for row in rows("classes.csv")}


@cache
def grammar() -> Grammar:
    """lexicons/suffixes.csv, every shape spelled out."""
    states: dict[str, int] = {"inv": 1}
    forms: dict[str, _Form] = {}

    def bits(names: str) -> int:
        return sum(states.setdefault(name, 1 << len(states)) for name in names.split())

    def at(form: str) -> _Form:
        side = harmony(form) if tells_harmony(form) else 0
        return forms.setdefault(form, _Form(SOUND[form[-1]], side, [], []))

    bare = []
    for row in rows("suffixes.csv"):
        after, gives, tag, makes = bits(row["after"]), bits(row["gives"]), row["tag"], row["makes"]
        cost = float(row["cost"])
        if not row["shape"]:
            bare.append(Ending(after, ANY_SOUND, EITHER, cost, (Suffix("", tag),), "", ""))
        for form, (sounds, sides) in allomorphs(row["shape"]).items():
            kept = form if makes else ""
            ending = Ending(after, sounds, sides, cost, (Suffix(form, tag),), kept, makes)
            at(form).plain.append((ending, gives))
            if form[-1] in "қк" and len(form) > 1:  # -лық, but -лығы
                voiced = form[:-1] + VOICED[form[-1]]
                at(voiced).voiced.append((ending._replace(suffixes=(Suffix(voiced, tag),)), gives))
    final = sum(bit for name, bit in states.items() if name not in _BOUND and name not in _VERBAL)
    nothing = Ending(final, ANY_SOUND, EITHER, 0.0, (), "", "")
    return Grammar(forms, states, (nothing, *bare), max(map(len, forms)))


def _joined(first: Ending, rest: Ending, side: int) -> Ending:
    """An ending with one more suffix before it."""
    kept = makes = ""
    if first.kept:
        kept, makes = first.kept + rest.kept, rest.makes or first.makes
    suffixes = first.suffixes + rest.suffixes
    return Ending(first.after, first.sounds, side, first.cost + rest.cost, suffixes, kept, makes)


@lru_cache(maxsize=1 << 15)
def endings(text: str) -> tuple[Ending, ...]:
    """Every way to read `text` as suffixes up to the end of a word; "" is the bare stem, for a verb the imperative.

    >>> [[s.tag for s in e.suffixes] for e in endings("мекпіз")]
    [['prosp', 'pred1pl']]
    """
    rules = grammar()
    if not text:
        return rules.bare
    out = []
    for length in range(1, min(len(text), rules.longest) + 1):
        form = rules.forms.get(text[:length])
        following = endings(text[length:]) if form else ()
        if not form or not following:
            continue
        found = form.plain
        if text[length : length + 1] in VOWEL_SET:
            found = form.voiced if text[length - 1] in "қк" else form.plain + form.voiced
        for first, gives in found:
            for rest in following:
                if gives & rest.after and form.sound & rest.sounds and (form.harmony or first.harmony) & rest.harmony:
                    side = first.harmony if form.harmony else first.harmony & rest.harmony
                    out.append(_joined(first, rest, side))
    return tuple(out)
