"""Which of the words before a colon, initials and names that may open turns do name somebody who speaks."""

import re
from collections import Counter

from .marks import ASKER, Label, Line, Unit

MOST_BEFORE_DASH = 4
INITIAL = re.compile(r"\b\w(?:\.|$)")  # beside a surname in capitals: who speaks once at a round table
IN_GROUPS = ("name-line", "name-dash", "capitals")  # kinds of label that count where two names or more have them twice


class Names:
    """What may be labels, and which of them name somebody who speaks."""

    def __init__(self, lines: list[Line], units: list[Unit], found: dict[int, Label]):
        self.units = units
        self.found = _without_headline(lines, units, found)
        at_lines = [label for i, label in self.found.items() if units[i].opens_line]
        self.counts = Counter((label.kind, label.key) for label in at_lines)
        self.inside = Counter(label.key for i, label in self.found.items() if not units[i].opens_line)
        self.initials = sum(label.kind == "initials" for label in self.found.values())
        self.groups = {kind: _group(kind, self.counts) for kind in IN_GROUPS}

    def credible(self) -> dict[int, Label]:
        """The labels that name somebody, by unit; none if only one does."""
        names = {i: label for i, label in self.found.items() if self._is_credible(i, label)}
        certain = any(label.certain for label in names.values())
        return names if len(names) > 1 or certain else {}

    def _is_credible(self, i: int, label: Label) -> bool:
        here, inside = self.counts[label.kind, label.key], self.inside[label.key]
        if label.certain or label.kind in ("numbered", "timed"):
            return True
        if label.kind in self.groups:
            return label.key in self.groups[label.kind]
        if not self.units[i].opens_line:
            return here + inside > 2 or (here > 0 and label.kind == "name" and bool(label.role))
        if label.kind == "initials":
            return self.initials > 1
        if label.name[0] in '«“"' or ".kz" in label.key:
            label.role = label.role or ASKER  # an outlet
            return here > 1
        if label.role:
            return len(label.key) > 1 or here > 1
        next_dash = label.alone and i + 1 < len(self.units) and self.units[i + 1].dash == "dash"
        return here > 1 or len(label.name.split()) > 1 or next_dash


def _without_headline(lines: list[Line], units: list[Unit], found: dict[int, Label]) -> dict[int, Label]:
    """What may be labels without a headline that looks like a turn, and where that is printed again."""
    first = next((k for k, line in enumerate(lines) if not line.tag), 0)
    title = lines[first].text.strip() if lines else ""
    opens = {unit.line for i, unit in enumerate(units) if unit.opens_line and (i in found or unit.dash)}
    again = {i for i in found if lines[units[i].line].text.strip() == title}
    if not again or (len(again) == 1 and first + 1 in opens):
        return found
    return {i: x for i, x in found.items() if i not in again or x.certain or x.kind in ("timed", "numbered")}


def _group(kind: str, counts: Counter) -> set[str]:
    """Names alone on a line, before a dash, in capitals before a full stop: at least two of them, each twice."""
    keys = {key for (of, key), count in counts.items() if of == kind and count > 1}
    most = MOST_BEFORE_DASH if kind == "name-dash" else len(keys)  # more are what sentences such as "X – town" tell of
    if not 1 < len(keys) <= most:
        return set()
    initials = {key for of, key in counts if of == kind == "capitals" and INITIAL.search(key)}
    return keys | initials
