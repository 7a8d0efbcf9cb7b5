"""Turns whose sentences have a line each, read as if each turn were one paragraph, where dashes show by alternating."""

from dataclasses import replace

from . import cues
from .marks import Line, Unit

FEW_DASHES = 4  # lines with a dash that may show by alternating who asks
MOSTLY, HARDLY = 0.6, 0.2  # share of every other one of them that ends in a question mark; of those between


def in_paragraphs(lines: list[Line], units: list[Unit]) -> list[Unit]:
    """The sentences as if each turn were one paragraph, if dashes open lines and nothing else does; [] if not."""
    dashes = [i for i, unit in enumerate(units) if unit.dash == "dash"]
    asked = [cues.is_question(units[i].text) for i in dashes]
    other = any(unit.label or unit.dash == "inline" for unit in units)
    if other or len(dashes) < FEW_DASHES:
        return []
    questions, answers = asked[::2], asked[1::2]
    if sum(questions) < MOSTLY * len(questions) or sum(answers) > HARDLY * len(answers):
        return []
    inside = [dashes[0] < i < dashes[-1] and not (unit.dash or lines[unit.line].tag) for i, unit in enumerate(units)]
    return [replace(unit, opens_line=unit.opens_line and not within) for unit, within in zip(units, inside)]


def is_unstopped(lines: list[Line], joined: list[Unit]) -> bool:
    """Whether most lines that are joined to others have no full stop: none of them is a heading for lack of it."""
    within = [lines[unit.line].text for unit in joined if not unit.opens_line]
    return sum(not cues.ends_sentence(text) for text in within) > MOSTLY * len(within)
