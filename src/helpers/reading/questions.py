"""Questions that are told by their print: set in capitals or in bold type."""

import re

from . import cues
from .marks import ASKER, Label, Line, Unit
from .numbered import to_line_end

BOLD = re.compile(r"(\*\*|__)[^*]+\1")


def questions_in_capitals(units: list[Unit]) -> dict[int, Label]:
    """Questions set in capitals: at least three such lines, two in five of them ask; short ones are subheads."""
    capitals = [i for i, unit in enumerate(units) if unit.opens_line and cues.in_capitals(unit.text)]
    return _set_off(units, capitals, "in capitals")


def questions_in_bold(lines: list[Line], units: list[Unit]) -> dict[int, Label]:
    """Questions that stand in ** from the first to the last letter of their line, as Markdown prints bold type."""
    bold = {k for k, line in enumerate(lines) if BOLD.fullmatch(line.text.strip())}
    return _set_off(units, [i for i, unit in enumerate(units) if unit.opens_line and unit.line in bold], "in bold")


def _set_off(units: list[Unit], lines: list[int], kind: str) -> dict[int, Label]:
    """Labels of the lines that are set off, if enough of them ask, from the first that does."""
    asked = [i for i in lines if cues.is_question(to_line_end(units, i).rstrip("*_ "))]
    if len(lines) < 3 or len(asked) < max(2, 0.4 * len(lines)):
        return {}
    questions = [i for i in lines if i >= asked[0] and (i in asked or len(units[i].text.split()) > 3)]
    return {i: Label("", kind, 0, False, role=ASKER) for i in questions}
