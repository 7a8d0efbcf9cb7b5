"""Kazakh suffixes: the order they come in, what each asks of the stem before it, and what its tag is called.

The grammar is data: a row of lexicons/suffixes.csv is a suffix in archiphonemes (capitals), the states it may follow
and the state it leaves; a word class is a state too. `endings` reads the end of a word as suffixes in every way.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ..sheets import rows
from .sounds import ANY_SOUND, EITHER, SOUND, VOICED, VOWEL_SET, allomorphs, harmony, tells_harmony

_BOUND = {"verb_i", "verb_j", "verb_p", "presp", "indp", "des", "qp", "ptcp_short"}  # states in which no word can end
_VERBAL = ("verb", "vneg")  # in these a word is an imperative


class Suffix(NamedTuple):
    """A suffix as printed, and its tag."""

    form: str
    tag: str


class Ending(NamedTuple):
    """A sequence of suffixes to the end of a word, and what it asks of the stem before it (sets as bits)."""

    after: int  # states
    sounds: int
    harmony: int
    cost: float
    suffixes: tuple[Suffix, ...]
    kept: str  # what derivation adds to the lemma
    makes: str  # the word class that derivation makes


class Form(NamedTuple):
    """A printed form and the suffixes it may be: each as if it closed the word, and the states it gives."""

    sound: int  # its last sound
    harmony: int  # 0 if it has no vowel that tells
    plain: list[tuple[Ending, int]]
    before_vowel: list[tuple[Ending, int]]  # there -лық is spelled otherwise: -лығы


class Grammar(NamedTuple):
    """Suffixes by printed form; states as bits; how a word ends that has no more suffixes."""

    forms: dict[str, Form]
    states: dict[str, int]
    bare: tuple[Ending, ...]
    longest: int  # letters of the longest suffix


@cache
def grammar() -> Grammar:
    """lexicons/suffixes.csv, every shape spelled out."""
    states: dict[str, int] = {"inv": 1}
    forms: dict[str, Form] = {}
    voiced: list[tuple[str, Ending, int]] = []

    def bits(names: str) -> int:
        return sum(states.setdefault(name, 1 << len(states)) for name in names.split())

    def at(form: str) -> Form:
        side = harmony(form) if tells_harmony(form) else 0
        return forms.setdefault(form, Form(SOUND[form[-1]], side, [], []))

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
            if form[-1] not in "қк":
                at(form).before_vowel.append((ending, gives))
            elif len(form) > 1:
                spelled = form[:-1] + VOICED[form[-1]]
                voiced.append((spelled, ending._replace(suffixes=(Suffix(spelled, tag),)), gives))
    for form, ending, gives in voiced:
        at(form).before_vowel.append((ending, gives))
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
        found = form.before_vowel if text[length : length + 1] in VOWEL_SET else form.plain
        fitting = [rest for rest in following if form.sound & rest.sounds]
        for first, gives in found if fitting else ():
            for rest in fitting:
                if gives & rest.after and (form.harmony or first.harmony) & rest.harmony:
                    side = first.harmony if form.harmony else first.harmony & rest.harmony
                    out.append(_joined(first, rest, side))
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
