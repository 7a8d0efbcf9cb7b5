"""Who speaks in each sentence: of all ways to read a text the one with the most evidence.

A sentence is in one of eight states: before the interview, the first of a question or further in it, the first of an
answer or further in it, an interruption of either (a subhead, a caption), after the interview. Each row of
lexicons/turn_weights.csv is a piece of evidence and what it speaks for, in log odds; the sum over the text decides
(Viterbi's algorithm). A text in which nobody speaks is the way that stays "before" to its end.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from .marks import ANSWERER, ASKER
from .weights import SCHEMES, Evidence, Scheme, times, weighed, weights

BEFORE, ASKS, ASKING, REPLIES, REPLYING, BREAK_ASKING, BREAK_REPLYING, AFTER = STATES = range(8)
COUNTS: dict[int, tuple[str, ...]] = {  # the columns of turn_weights.csv that count for a sentence in a state
    BEFORE: ("before",),
    ASKS: ("question", "opens_question"),
    ASKING: ("question", "goes_on_question"),
    REPLIES: ("answer", "opens_answer"),
    REPLYING: ("answer", "goes_on_answer"),
    BREAK_ASKING: ("interruption",),
    BREAK_REPLYING: ("interruption",),
    AFTER: ("after",),
}
CLOSES: dict[int, tuple[str, ...]] = dict.fromkeys((ASKS, ASKING), ("closes_question",))
CLOSES |= dict.fromkeys((REPLIES, REPLYING), ("closes_answer",))
CLOSERS = (ASKS, REPLIES, AFTER)  # states that close the turn before them
FOLLOWS = {  # what may come behind a state, at the start of a line or at a mark
    BEFORE: (BEFORE, ASKS, REPLIES),
    ASKS: (ASKING, REPLIES, ASKS, BREAK_ASKING, AFTER),
    ASKING: (ASKING, REPLIES, ASKS, BREAK_ASKING, AFTER),
    REPLIES: (REPLYING, ASKS, REPLIES, BREAK_REPLYING, AFTER),
    REPLYING: (REPLYING, ASKS, REPLIES, BREAK_REPLYING, AFTER),
    BREAK_ASKING: (BREAK_ASKING, ASKING, REPLIES, ASKS, AFTER),
    BREAK_REPLYING: (BREAK_REPLYING, REPLYING, ASKS, REPLIES, AFTER),
    AFTER: (AFTER,),
}
GOES_ON = {ASKS: ASKING, REPLIES: REPLYING}
AFTERWARDS = [GOES_ON.get(state, state) for state in STATES]  # the state of what follows where nothing can open
ROLES = {ASKS: ASKER, ASKING: ASKER, REPLIES: ANSWERER, REPLYING: ANSWERER}
OPENS = {ASKS: "opens_question", REPLIES: "opens_answer", AFTER: "after"}
OPENS |= dict.fromkeys((BREAK_ASKING, BREAK_REPLYING), "interruption")
LEAVES = {BEFORE: "after the lead"}
LEAVES |= dict.fromkeys((ASKS, ASKING, BREAK_ASKING), "after a question")
LEAVES |= dict.fromkeys((REPLIES, REPLYING, BREAK_REPLYING), "after an answer")
END_CUES = (  # what a line after the interview begins with; else NO_END counts
    "byline",
    "page",
    "bare name",
    "caption",
    "link",
    "names a guest of the lead",
    "dateline",
    "printed twice",
    "short line",
)
NO_END = "nothing shows the end"
NEVER = -1e4
BLOCK = 4096  # places whose steps are held in memory at once
NEEDED = 1.0  # log odds by which an interview must beat "nobody speaks": what is in doubt stays unread, with a warning


@dataclass
class Reading:
    """The states of the sentences, how sure each is, and the sum of the evidence above "nobody speaks"."""

    states: np.ndarray
    margins: np.ndarray
    total: float
    scheme: Scheme


class Scores(NamedTuple):
    """Log odds of the places where something may change: schemes × places × states, except the kinds of place."""

    states: np.ndarray  # of being in a state from there to the next place
    closes: np.ndarray  # of closing a turn before the next place
    kinds: np.ndarray  # which of `_passages` leads to each place


@cache
def _columns(of: str) -> np.ndarray:
    """Which columns of the weights count for being in each state, for closing a turn in it: columns × states."""
    counts = COUNTS if of == "states" else CLOSES
    return np.array([[float(name in counts.get(state, ())) for state in STATES] for name in weights().column])


def passage(state: int, after: int) -> tuple[str, str] | None:
    """The cell of the weights that counts where one state follows another: a row "after …", or none."""
    if after not in FOLLOWS[state] or after not in OPENS or (state == after and state not in GOES_ON):
        return None
    return LEAVES[state], OPENS[after]


@cache
def _allowed() -> tuple[np.ndarray, np.ndarray]:
    """Which states may follow which, at the start of a line and within one (there only turns may open)."""
    start = np.array([[after in FOLLOWS[state] for after in STATES] for state in STATES])
    within = start & np.isin(STATES, [BEFORE, *GOES_ON])[None, :]
    within[STATES, [GOES_ON.get(state, state) for state in STATES]] = True
    return start, within


def _passages() -> np.ndarray:
    """What it costs to go from one state to the next: kinds of place × states × states.

    The kinds: at the start of a line or within one; without or with a sign that the interview has ended (× 2).
    """
    costs = np.array([[weights().of(*cell) if (cell := passage(a, b)) else 0.0 for b in STATES] for a in STATES])
    kinds = []
    for allowed in _allowed():
        for no_end in (weights().of(NO_END, "after"), 0.0):
            kind = np.where(allowed, costs, NEVER)
            kind[:AFTER, AFTER] += no_end
            kinds.append(kind)
    return np.array(kinds)


def _scores(evidence: Evidence, starts: np.ndarray, words: np.ndarray, bonus: np.ndarray | float) -> Scores:
    """The scores of the stretches that begin at `starts`; nothing changes within one."""
    counts, closes = _columns("states"), _columns("closes")
    states = evidence.under(SCHEMES, counts) + (times(words, counts) + bonus)
    opener = np.isin(STATES, list(GOES_ON))
    never = np.zeros(states.shape[1:], dtype=bool)
    never[evidence.role == ASKS, REPLIES] = True
    never[(evidence.role == REPLIES) | evidence.asks_nobody, ASKS] = True
    never[evidence.continues] |= opener
    never[evidence.ended] |= ~np.isin(STATES, (BEFORE, AFTER))
    never[evidence.certain] |= ~opener
    never[0] |= [state not in FOLLOWS[BEFORE] for state in STATES]
    within = states[..., AFTERWARDS]
    ends = np.append(starts[1:], states.shape[1]) - 1
    kinds = 2 * ~evidence.opens_line + evidence.has(*END_CUES)
    stretches = np.add.reduceat(within, starts, axis=1) - within[:, starts]
    opening = states[:, starts] + np.where(never[starts], NEVER, 0.0)
    closing = evidence.under(SCHEMES, closes)[:, ends] + times(words[ends], closes)
    return Scores(opening + stretches, closing, kinds[starts])


def _steps(scores: Scores, first: int, end: int) -> np.ndarray:
    """The score of going on from each place to the next, from first to end: places × schemes × states × states."""
    passages = _passages()[scores.kinds[first + 1 : end + 1]][:, None]
    closes = scores.closes[:, first:end].swapaxes(0, 1)[..., None]
    after = scores.states[:, first + 1 : end + 1].swapaxes(0, 1)[:, :, None]
    return passages + np.where(np.isin(STATES, CLOSERS), closes, 0.0) + after


def _best(first: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """The best score of the ways from `first` (schemes × states) to the place behind each step: places × …"""
    best = np.empty((len(steps), *first.shape))
    ways = np.empty(steps.shape[1:])
    now = first
    for step, after in zip(steps, best):
        np.add(now[..., None], step, out=ways)
        np.maximum.reduce(ways, axis=-2, out=after)
        now = after
    return best


def _forward(scores: Scores) -> np.ndarray:
    """The best score of every way to each place and state: schemes × places × states."""
    best = [scores.states[None, :, 0]]
    last = len(scores.kinds) - 1
    for first in range(0, last, BLOCK):
        best.append(_best(best[-1][-1], _steps(scores, first, min(first + BLOCK, last))))
    return np.concatenate(best).swapaxes(0, 1)


def _backward(scores: Scores) -> np.ndarray:
    """The best score of every way on from each place and state to the end: schemes × places × states."""
    speaks = np.where(np.array(STATES) == BEFORE, NEVER * 9, 0.0)
    best = [scores.closes[None, :, -1] + speaks]
    for end in range(len(scores.kinds) - 1, 0, -BLOCK):
        steps = _steps(scores, max(0, end - BLOCK), end)[::-1].swapaxes(-1, -2)
        best.append(_best(best[-1][-1], steps))
    return np.concatenate(best)[::-1].swapaxes(0, 1)


def decode(evidence: Evidence, must_speak: bool = False, bonus: np.ndarray | float = 0.0) -> Reading:
    """The reading with the most evidence; `must_speak` where it is certain that somebody does.

    `bonus` is added to the scores of the states (sentences × states): the trainer asks with it for a wide margin.
    """
    places = evidence.opens_line | (evidence.marked & ~evidence.continues)
    places[0] = True
    starts = np.flatnonzero(places)
    words = weighed(evidence.on)
    scores = _scores(evidence, starts, words, bonus)
    forward = _forward(scores)
    spoken = (forward[:, -1] + scores.closes[:, -1])[:, BEFORE + 1 :].max(axis=1)
    nobody = weights().column["nobody"]
    silent = evidence.under(SCHEMES, np.eye(words.shape[1])[:, [nobody]]).sum(axis=(1, 2)) + words[:, nobody].sum()
    gains = spoken + [weights().of(scheme.name, "nobody") for scheme in SCHEMES] - silent
    best = int(gains.argmax())
    total = float(gains[best] - np.broadcast_to(bonus, (len(places), len(STATES)))[:, BEFORE].sum())
    if total <= NEEDED and not must_speak:
        return Reading(np.full(len(places), BEFORE), np.full(len(places), abs(total)), total, SCHEMES[best])
    chosen = Scores(scores.states[best, None], scores.closes[best, None], scores.kinds)
    through = forward[best] + _backward(chosen)[0]
    path, stretch = through.argmax(axis=1), np.cumsum(places) - 1
    margins = _margins(through, path)[stretch]
    states = np.where(places, path[stretch], np.array(AFTERWARDS)[path[stretch]])
    return Reading(states, margins if must_speak else np.minimum(total, margins), total, SCHEMES[best])


def _margins(through: np.ndarray, path: np.ndarray) -> np.ndarray:
    """By how much the best way beats, at each place, the best one in which somebody else speaks there."""
    roles = np.array([ROLES.get(state, "") for state in STATES])
    rivals = np.where(roles[None, :] != roles[path][:, None], through, NEVER * 9)
    return np.maximum(0.0, through.max(axis=1) - rivals.max(axis=1))
