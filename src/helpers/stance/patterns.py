"""The pattern language of a stance lexicon.

A pattern is a list of words, read from left to right:

    керек  ,         this word (small letters) or this punctuation mark, as printed
    <ойлау|санау>    any form of these headwords; for attitude only what the grammar filter (codebook 3.3) lets through
    *уынша           any word with this ending
    {vn,dat|acc,!neg}  suffixes or word class: vn, and dat or acc, and not neg; alone or right behind one of the above
    x|y    (x)       one or the other; x may stand here
    ~affected        the words of this list of lists.csv, one or the other; <~affected> any form of them
    !x     ..        x must not stand here; any words of the same clause up to the next element
    ^  $   ?  !?     a clause begins here, ends here; the sentence does, does not end in a question mark
    [x y]            these words are the marker, the rest is its context; without brackets all of it is the marker
    x+               in a marker of several words: the endings of x that the pattern does not name keep their own labels

The longest marker wins, then the pattern with more elements, then the row that stands first. A printed word is used up
whole; a single headword leaves its endings to the suffix rows, which are braces alone. Tags are those of `analyse`:
`pred1` stands for pred1sg and pred1pl, and so on; lists.csv names groups of them (`case`, `finite`, `nominal`); what is
no word has the tags `number`, `punct` and `stop` (. ! ? …).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ..sheets import rows
from ..words.tags import all_tags

NO_WORD = frozenset({"number", "punct", "stop"})  # the tags of tokens that are no words
_ATOM = r"(?:<[^<>{}\s]+>|\*?[^<>{}|()!+^$?\[\]\s]+)?(?:\{[^{}\s]*\})?"
_PIECE = re.compile(
    rf"""(?P<opens>\[?)
    (?: (?P<gap>\.\.)
      | (?P<place>!\?|\?\?|[\^$?])
      | (?P<not>!?)(?P<maybe>\(?)(?P<atoms>{_ATOM}(?:\|{_ATOM})*)(?P<end>\)?)(?P<open>\+?) )
    (?P<closes>\]?)(?:\s+|$)""",
    re.VERBOSE,
)


class Atom(NamedTuple):
    """One alternative of an element: words by form, headword or ending, and the tags that they must and must not have.

    `needs` has a tuple of names for each clause, one of which must be there.
    """

    by: str  # form, lemma, ending, or "" where the tags alone decide
    words: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    bars: tuple[str, ...] = ()


class Step(NamedTuple):
    """One element of a pattern; kind: word, not, maybe or a place (`^`, `$` …); gap: `..` stands before it."""

    kind: str
    atoms: tuple[Atom, ...] = ()
    span: bool = False
    open: bool = False
    gap: bool = False


@cache
def lists(of: str) -> dict[str, tuple[str, ...]]:
    """The named lists of lexicons/lists.csv, those of "words" or those of "tags"."""
    return {row["name"]: tuple(row["members"].split()) for row in rows("lists.csv") if row["of"] == of}


@lru_cache(maxsize=1 << 10)
def expand(name: str) -> frozenset[str]:
    """The tags that a name in braces stands for; empty if there is no such tag.

    >>> sorted(expand("pred1"))
    ['pred1pl', 'pred1sg']
    """
    tags = all_tags() | NO_WORD
    if name in lists("tags"):
        return frozenset(lists("tags")[name])
    return frozenset({name}) if name in tags else frozenset(tag for tag in tags if tag.startswith(name))


def asked_in_turn(atom: Atom) -> list[frozenset[str]]:
    """The tags that an atom asks for (not those it forbids), one set for each of its clauses."""
    return [frozenset().union(*map(expand, clause)) for clause in atom.needs]


@lru_cache(maxsize=1 << 12)
def parse_pattern(pattern: str) -> tuple[Step, ...]:
    """Read a pattern into its elements; ValueError says what is wrong with it.

    >>> [step.kind for step in parse_pattern("{vn} (да|де) [<керек>] !<ету>")]
    ['word', 'maybe', 'word', 'not']
    """
    steps: list[Step] = []
    inside, gap, brackets = "[" not in pattern, False, 0
    for piece in _pieces(re.sub(r"~(\w+)", _listed, pattern.strip().lower())):
        brackets += len(piece["opens"] + piece["closes"])
        inside = inside or bool(piece["opens"])
        if piece["gap"]:
            gap = True
        elif piece["place"]:
            steps.append(Step(piece["place"]))
        else:
            steps.append(_word(piece, inside, gap))
            gap = False
        inside = inside and not piece["closes"]
    if brackets not in (0, 2) or gap or not any(step.span and step.kind == "word" for step in steps):
        raise ValueError("needs one marker, [ ] around at least one word, and an element behind every ..")
    spans = [n for n, step in enumerate(steps) if step.span]
    inner = steps[spans[0] : spans[-1] + 1]
    if not all(step.span for step in inner) or any(step.gap for step in inner[1:]):
        raise ValueError("the words of a marker follow each other: no .. ! ^ $ ? between them")
    return tuple(steps)


def _listed(name: re.Match) -> str:
    if name[1] not in lists("words"):
        raise ValueError(f"lists.csv has no list of words {name[1]!r}")
    return "|".join(lists("words")[name[1]])


def _pieces(pattern: str) -> Iterator[re.Match]:
    at = 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if not piece or bool(piece["maybe"]) != bool(piece["end"]) or piece["atoms"] == "":
            raise ValueError(f"cannot read {pattern[at:]!r}")
        yield piece
        at = piece.end()


def _word(piece: re.Match, inside: bool, gap: bool) -> Step:
    text, kind = piece["atoms"], "word"
    if piece["not"]:
        kind = "not"
    elif piece["maybe"]:
        kind = "maybe"
    if "" in re.sub(r"<[^<>]*>|\{[^{}]*\}", "x", text).split("|"):
        raise ValueError(f"an empty alternative in {text!r}")
    atoms = tuple(_atom(text) for text in re.findall(rf"{_ATOM}(?=\||$)", text) if text)
    return Step(kind, atoms, inside and kind != "not", bool(piece["open"]), gap)


def _atom(text: str) -> Atom:
    head, _, tags = text.partition("{")
    needs: list[tuple[str, ...]] = []
    bars: list[str] = []
    for clause in filter(None, tags.rstrip("}").split(",")):
        names = clause.lstrip("!").split("|")
        for name in names:
            if not expand(name):
                raise ValueError(f"there is no tag {name!r}")
        if clause[0] == "!":
            bars += names
        else:
            needs.append(tuple(names))
    by = {"": "", "<": "lemma", "*": "ending"}.get(head[:1], "form")
    if head == "*":
        by = "form"
    words = {"": (), "lemma": tuple(head[1:-1].split("|")), "ending": (head[1:],), "form": (head,)}[by]
    return Atom(by, words, tuple(needs), tuple(bars))
