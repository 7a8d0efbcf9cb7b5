"""What the lines outside the turns are: headline, lead, intro, subhead, caption, byline."""

from typing import NamedTuple

from . import cues
from .decoder import AFTER, BEFORE, BREAK_ASKING, BREAK_REPLYING
from .evidence import SUBHEAD_WORDS, SUBHEAD_WORDS_LOOSE, is_loose, is_short
from .marks import Line

SURE = 0.6  # confidence from which a decision is not listed as doubtful


class Section(NamedTuple):
    name: str
    reason: str
    confidence: float


def find_sections(lines: list[Line], opens: list[int], states: dict[int, int]) -> dict[int, Section]:
    """What the lines outside the turns are: turns open on the lines `opens`, lines begin in `states`."""
    first = opens[0]
    sections = _head(lines, first)
    state, opening = BEFORE, set(opens)
    for k in range(first + 1, len(lines)):
        state = states.get(k, state)
        if k in opening:
            continue
        if state == AFTER:
            sections[k] = Section("byline", "author, page furniture or other text after the interview", 1.0)
        elif lines[k].tag == "headline":
            sections[k] = Section("subhead", "typed with #", 1.0)
        elif state in (BREAK_ASKING, BREAK_REPLYING):
            sections[k] = _break(lines[k].text, lines[k].tag)
    return sections


def _break(text: str, tag: str) -> Section:
    if tag in ("caption", "link"):
        return Section("caption", "its wording", 1.0)
    if cues.in_capitals(text):
        return Section("subhead", "set in capitals", 1.0)
    if cues.DATELINE.match(text.strip()):
        return Section("caption", "a place and a date", SURE)
    return Section("subhead", "short line without full stop", SURE)


def _head(lines: list[Line], first: int) -> dict[int, Section]:
    """The lines before the first turn: headline, lead, intro, byline, caption."""
    title = next((k for k in range(first) if lines[k].tag in ("", "headline")), -1)
    headline = lines[title].text.strip() if title >= 0 else None
    again = {k for k in range(first) if lines[k].tag == "headline" or lines[k].text.strip() == headline}
    sections = {k: Section("headline", "the headline again", 1.0) for k in again}
    if title >= 0:
        sections[title] = Section("headline", "first line of the text", 1.0)
    texts = [k for k in range(first) if k not in again and not lines[k].tag]
    lead = texts[0] if len(texts) > 1 else -1
    words = SUBHEAD_WORDS_LOOSE if is_loose(lines[first:]) else SUBHEAD_WORDS
    for k in range(first):
        if k not in again:
            subhead = k == first - 1 and lead >= 0 and is_short(lines[k].text, words)
            sections[k] = _before(lines[k].tag, k == lead, subhead)
    return sections


def _before(tag: str, is_lead: bool, is_subhead: bool) -> Section:
    """What a line before the first turn is that is no headline."""
    if tag in ("byline", "caption"):
        return Section(tag, "its wording", 1.0)
    if is_subhead:
        return Section("subhead", "short line before the first turn", SURE)
    if is_lead:
        return Section("lead", "first line after the headline", 1.0)
    return Section("intro", "page furniture" if tag else "before the first turn", 1.0)
