"""The evidence in each sentence of a text: its words, its line, its mark, and what stands beside it."""

import re
from collections import Counter

import numpy as np

from . import cues
from .decoder import ASKS, REPLIES
from .marks import ANSWERER, ASKER, Label, Line, Unit
from .weights import Evidence, weights

LOOSE = 0.25  # share of lines without full stop from which a missing one says nothing
SENTENCES_A_PARAGRAPH = 1.4  # sentences a line from which lines are paragraphs
SUBHEAD_WORDS, SUBHEAD_WORDS_LOOSE, SUBHEAD_LENGTH = 10, 4, 90
LONGEST_HEADING, SHORTEST_AGAIN = 120, 15  # characters of a heading; of a line that counts as printed twice
FEW_QUESTIONS = 3  # a text with fewer lines that end in a question mark may have lost them
NAME_PAIR = re.compile(rf"[{cues.UPPER}][\w-]{{2,}} [{cues.UPPER}][\w-]{{3,}}")
SHORTEST_PARAGRAPH = 120  # characters of a line that may still be somebody's speech behind page furniture
FURNITURE = ("byline", "link", "page")  # kinds of line that end an interview if nobody speaks after them
STEM = 5  # letters of a name by which it is found again in another case
TO_SOMEBODY = ("addresses you", "thanks for the interview")
ASKING = ("ends in a question mark", "has an ask word, no question mark", *TO_SOMEBODY)
OPENED = {ASKER: ASKS, ANSWERER: REPLIES}


def is_loose(lines: list[Line]) -> bool:
    """Whether so many lines lack a full stop that a missing one says nothing."""
    return sum(not cues.ends_sentence(line.text) for line in lines) > len(lines) * LOOSE


def is_short(line: str, words: int) -> bool:
    """Whether a line is short enough for a subhead and has no full stop."""
    if len(line) >= SUBHEAD_LENGTH or cues.ends_sentence(line):
        return False
    return len(line.split()) <= words and any(map(str.isalpha, line))


def gather(lines: list[Line], units: list[Unit]) -> Evidence:
    """The evidence in each sentence of the non-blank lines."""
    page = Page(lines, units)
    page.show(cues.wording([unit.words for unit in units]))
    wording = page.on.copy()
    page.show_lines()
    page.show_marks()
    page.show_neighbours()
    asks_nobody = page.show_paragraphs()
    role = [OPENED.get(unit.label.role, 0) if unit.label else 0 for unit in units]
    certain = np.array([bool(unit.label and unit.label.certain) for unit in units], dtype=bool)
    return Evidence(
        page.on, wording, page.marked, page.opens, page.continues, asks_nobody, certain & page.marked, np.array(role),
        page.ended(),
    )  # fmt: skip


class Page:
    """The evidence as it is gathered, and what of the whole text a sentence is weighed against."""

    def __init__(self, lines: list[Line], units: list[Unit]):
        self.lines, self.units = lines, units
        self.row = weights().row
        self.on = np.zeros((len(units), len(self.row)), dtype=bool)
        self.opens = np.array([unit.opens_line for unit in units], dtype=bool)
        self.continues = np.array([unit.follows or unit.inside for unit in units], dtype=bool)
        self.marked = np.array([bool(unit.label or unit.dash) for unit in units], dtype=bool)
        follows = np.array([unit.follows for unit in units], dtype=bool)
        self.marked = np.where(self.continues, follows, self.marked)
        self.line_of = np.array([unit.line for unit in units])
        self.last = np.append(self.line_of[1:] != self.line_of[:-1], True)
        self.paragraphs = len(units) > SENTENCES_A_PARAGRAPH * self.last.sum()

    def show(self, evidence: dict[str, np.ndarray]) -> None:
        """Add the evidence of sentences: names of rows, and where they hold."""
        for name, where in evidence.items():
            self.on[:, self.row[name]] |= where

    def has(self, *names: str) -> np.ndarray:
        return np.asarray(self.on[:, [self.row[name] for name in names]].any(axis=1))

    def show_lines(self) -> None:
        """Add what the lines as a whole show."""
        loose, units = is_loose(self.lines), self.units
        self._bare_lower_case()
        listed = np.array([unit.text.rstrip()[-1:] in (":", ";") for unit in units], dtype=bool)
        follows = np.array([unit.follows for unit in units], dtype=bool)
        self.show({"comes after a colon": np.append(False, listed[:-1]) & ~follows})
        if not loose:
            full = np.array([cues.ends_sentence(unit.text) for unit in units], dtype=bool)
            self.show({"no full stop": ~full})
        printed = Counter(line.text.strip() for line in self.lines)
        again = {text for text, count in printed.items() if count > 1}
        words = SUBHEAD_WORDS_LOOSE if loose else SUBHEAD_WORDS
        for i, unit in enumerate(units):
            line = self.lines[unit.line]
            found = [line.tag] if line.tag not in ("", "headline") else []
            if unit.opens_line:
                found += _heading_evidence(line, unit, words, again)
            for name in found:
                self.on[i, self.row[name]] = True
        if guests := _guests(units):
            for i in np.flatnonzero(self.opens).tolist():
                if any(word[:STEM] in guests for word in units[i].words.split()):
                    self.on[i, self.row["names a guest of the lead"]] = True

    def _bare_lower_case(self) -> None:
        """Drop small letters as evidence where most turns begin with one: a transcript without capitals."""
        lower = self.on[:, self.row["begins in lower case"]]
        if lower[self.marked].mean() > 0.5 if self.marked.any() else False:
            lower[:] = False

    def show_marks(self) -> None:
        """Add what the dashes and the labels show."""
        units, labels = self.units, [unit.label for unit in self.units if unit.label]
        dashes = sum(unit.dash == "dash" and not unit.follows for unit in units)
        asked = sum(label.role == ASKER for label in labels)
        several = len({label.key for label in labels if label.role != ASKER and label.name}) > 1
        many_inline = sum(unit.dash == "inline" for unit in units) >= max(3, dashes)
        for_dashes = ["a dash"]
        for_dashes += ["a dash, questions have labels"] if asked > 1 else []
        for_dashes += ["a dash, answers have labels"] if len(labels) - asked > max(1, dashes / 3) else []
        inline = "one of many dashes inside lines" if many_inline else "a dash inside a line"
        before: Label | None = None
        for i in np.flatnonzero(self.marked & ~self.continues).tolist():
            label = units[i].label
            if label:
                found = _label_evidence(label, before, several)
                before = label
            else:
                found = [inline] if units[i].dash == "inline" else for_dashes
            self.on[i, [self.row[name] for name in found]] = True

    def show_neighbours(self) -> None:
        """Add what a question and the mark before or behind it show together."""
        asking = self.has(*ASKING)
        next_asks, next_marked, next_opens = (np.append(x[1:], False) for x in (asking, self.marked, self.opens))
        changes = np.flatnonzero(self.opens | self.marked)
        latest = np.searchsorted(changes, np.arange(len(self.units)), side="right") - 1
        on_marked = np.where(latest >= 0, self.marked[changes[latest]], False)
        question = self.has("ends in a question mark") & next_opens
        pairs = {
            ("an unmarked question before a mark", "a mark after an unmarked question"): next_marked & ~on_marked,
            ("", "a mark after a marked question"): next_marked & on_marked,
            ("a marked question before a line without mark", "no mark, after a marked question"): ~next_marked
            & on_marked,
        }
        silent = self.opens & ~self.marked & ~asking & ~next_asks
        labels = sum(unit.label is not None for unit in self.units)
        if not self.paragraphs and 2 * labels < self.marked.sum():  # what would be one paragraph counts once
            silent &= ~np.append(False, silent[:-1])
        self.show({"no mark, no question, no you": silent})
        for (here, behind), where in pairs.items():
            self.show({behind: np.append(False, (question & where)[:-1])})
            if here:
                self.show({here: question & where})

    def show_paragraphs(self) -> np.ndarray:
        """Where lines are paragraphs: add whether they ask. Result: those without mark that can be no question."""
        if not self.paragraphs:
            return np.zeros(len(self.units), dtype=bool)
        last_of = np.flatnonzero(self.last)[np.searchsorted(self.line_of[self.last], self.line_of)]
        questions = self.has("ends in a question mark")
        ends = np.zeros(len(self.units), dtype=bool)
        ends[self.last] = [cues.is_question(self.units[i].text) for i in np.flatnonzero(self.last).tolist()]
        ends = ends[last_of]
        dash = np.array([bool(unit.dash) for unit in self.units], dtype=bool)
        plain = self.opens & ~dash
        speaking = np.unique(self.line_of[self.has(*TO_SOMEBODY)])
        asks = np.isin(self.line_of, speaking) | self.has(*ASKING)[last_of]
        nobody = self.opens & ~self.marked & ~asks
        self.show({"a paragraph that asks": plain & ends, "a paragraph that does not ask": plain & ~ends})
        self.show({"a paragraph that asks nobody": nobody})
        return nobody & (questions[self.last].sum() >= FEW_QUESTIONS)

    def ended(self) -> np.ndarray:
        """Where the page goes on after the interview: from the first furniture behind which nobody speaks any more."""
        tags = [self.lines[unit.line].tag for unit in self.units]
        thanks = self.has("thanks for the interview")
        speech = self.marked | thanks
        for i in np.flatnonzero(self.last).tolist():
            text = self.lines[self.units[i].line].text
            speech[i] |= not tags[i] and len(text) >= SHORTEST_PARAGRAPH and cues.ends_sentence(text)
        behind = int(np.flatnonzero(speech)[-1]) + 1 if speech.any() else len(tags)
        shown = np.array([tag in FURNITURE for tag in tags], dtype=bool) & self.opens
        shown[:behind] = False
        return np.asarray(np.maximum.accumulate(shown))


def _heading_evidence(line: Line, unit: Unit, words: int, again: set[str]) -> list[str]:
    """What a line shows that may be a heading, a name, a dateline or one of the lines printed `again`."""
    text, found = line.text, []
    if len(text) > SHORTEST_AGAIN and again and not (unit.inside or unit.label) and text.strip() in again:
        found.append("printed twice")
    if len(text) >= LONGEST_HEADING:
        return found
    if "," in text and cues.DATELINE.match(text.strip()):
        found.append("dateline")
    if unit.label:
        return found
    if line.tag == "headline" or cues.in_capitals(text):
        found.append("in capitals")
    elif not unit.inside and is_short(text, words):
        found.append("short line")
    return [*found, "bare name"] if cues.is_name(text) else found


def _label_evidence(label: Label, before: Label | None, several: bool) -> list[str]:
    """What a label shows behind the one before it; `several` guests answer."""
    another = ["another speaker"] if before and before.key != label.key else []
    guest = ["one of several guests"] if several and label.role != ASKER else []
    return ["a label", *another, *guest]


def _guests(units: list[Unit]) -> set[str]:
    """Beginnings of the names (two words with capitals) in what stands before the first mark."""
    stems: set[str] = set()
    for unit in units:
        if unit.label or unit.dash:
            break
        for pair in NAME_PAIR.findall(unit.text[:400]):
            stems |= {word[:STEM] for word in pair.split()}
    return stems
