"""A rule of the lexicon in plain English, made from its pattern."""

from ..sheets import rows
from ..words.tags import classes, tags
from .patterns import Atom, Step, expand, lists, parse_pattern

MOST = 6  # words that are told of a list
PLACES = {
    "^": "at the beginning of a clause",
    "$": "at the end of a clause",
    "?": "in a question",
    "!?": "in no question",
    "??": "in a sentence that ends without a mark",
}
NAMES = {  # of what is no word, and of tags that have a beginning in common
    "punct": "punctuation mark",
    "stop": "end of the sentence",
    "number": "number",
    "nominal": "noun, adjective, pronoun, name or numeral",
    "poss": "possessive ending",
    "pred": "person ending",
    "ptcp": "participle",
    "conv": "converb",
}
ROLES = {"not": "not ", "maybe": "perhaps "}


def in_words(pattern: str) -> str:
    """What a pattern says, in English; "" for what is none, such as a rule that somebody typed into the table.

    >>> in_words("{vn} (да|де) [<керек>] !болу ?")
    'any form of керек; before it a word marked “verbal noun”, then perhaps да or де; after it not болу; in a question'
    """
    try:
        steps = parse_pattern(pattern)
    except ValueError:
        return ""
    spans = [n for n, step in enumerate(steps) if step.span]
    sides = {"": steps[spans[0] : spans[-1] + 1], "before it ": steps[: spans[0]], "after it ": steps[spans[-1] + 1 :]}
    told = [lead + _in_turn(part) for lead, part in sides.items() if any(step.kind not in PLACES for step in part)]
    return "; ".join([*told, *(PLACES[step.kind] for step in steps if step.kind in PLACES)])


def _in_turn(steps: tuple[Step, ...]) -> str:
    return ", then ".join(_element(step) for step in steps if step.kind not in PLACES)


def _element(step: Step) -> str:
    far = "anywhere in the clause " if step.gap else ""
    return f"{far}{ROLES.get(step.kind, '')}{_either([_atom(atom) for atom in step.atoms])}"


def _atom(atom: Atom) -> str:
    """An alternative: its words, or any word, with the endings or of the class that is asked for."""
    lead = {"lemma": "any form of ", "ending": "a word in -", "": "a word"}.get(atom.by, "")
    asked = " and ".join(_either([_tag(name) for name in clause]) for clause in atom.needs)
    barred = _either([_tag(name) for name in atom.bars])
    parts = [lead + _either(list(atom.words)), asked and f"marked {asked}", barred and f"not marked {barred}"]
    return " ".join(filter(None, parts))


def _either(names: list[str]) -> str:
    """The names in a row, with the last ones only counted where there are many."""
    if len(names) > MOST:
        names = [*names[: MOST - 1], f"{len(names) - MOST + 1} more"]
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _tag(name: str) -> str:
    """What a tag, or a name of several, is called."""
    if name in NAMES:
        return NAMES[name]
    if name in lists("tags"):
        note = next(row["note"] for row in rows("lists.csv") if row["name"] == name)
        return note.partition(",")[0].removeprefix("a ")
    named = (classes()[tag]["name"] if tag in classes() else tags()[tag].name for tag in sorted(expand(name)))
    return _either(list(dict.fromkeys(f"“{tag}”" for tag in named)))
