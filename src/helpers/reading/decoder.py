"""Who speaks in each sentence: of all ways to read a text the one with the most evidence.

A sentence is in one of eight states: before the interview, the first of a question or further in it, the first of an
answer or further in it, an interruption of either (a subhead, a caption), after the interview. Each row of
lexicons/turn_weights.csv is a piece of evidence and what it speaks for, in log odds; the sum over the text decides
(Viterbi's algorithm). A text in which nobody speaks is the way that stays "before" to its end.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np

from ..sheets import rows
from .marks import ANSWERER, ASKER

STATES = (
    "before",
    "opens question",
    "question",
    "opens answer",
    "answer",
    "break in question",
    "break in answer",
    "after",
)
BEFORE, ASKS, ASKING, REPLIES, REPLYING, BREAK_ASKING, BREAK_REPLYING, AFTER = range(8)
COLUMNS = (
    "nobody",
    "before",
    "question",
    "opens_question",
    "goes_on_question",
    "closes_question",
    "answer",
    "opens_answer",
    "goes_on_answer",
    "closes_answer",
    "interruption",
    "after",
)
FOLLOWS = {
    BEFORE: (BEFORE, ASKS, REPLIES),
    ASKS: (ASKING, REPLIES, ASKS, BREAK_ASKING, AFTER),
    ASKING: (ASKING, REPLIES, ASKS, BREAK_ASKING, AFTER),
    REPLIES: (REPLYING, ASKS, REPLIES, BREAK_REPLYING, AFTER),
    REPLYING: (REPLYING, ASKS, REPLIES, BREAK_REPLYING, AFTER),
    BREAK_ASKING: (BREAK_ASKING, ASKING, REPLIES, ASKS, AFTER),
    BREAK_REPLYING: (BREAK_REPLYING, REPLYING, ASKS, REPLIES, AFTER),
    AFTER: (AFTER,),
}
TURN_STATES = {ASKS: ASKER, ASKING: ASKER, REPLIES: ANSWERER, REPLYING: ANSWERER}
NEVER = -1e4
NEEDED = 1.0  # log odds by which an interview must beat "nobody speaks": what is in doubt stays unread, with a warning


class Scheme(NamedTuple):
    """Whose turns carry a mark."""

    name: str
    questions_marked: bool
    answers_marked: bool


SCHEMES = (
    Scheme("both marked", True, True),
    Scheme("answers marked", False, True),
    Scheme("questions marked", True, False),
)


@dataclass
class Evidence:
    """What is known of a sentence: names of rows in turn_weights.csv, and what the printed marks allow."""

    cues: set[str]
    marked: bool = False  # a dash or a label
    opens_line: bool = True
    role: str = ""  # of its label, where known
    certain: bool = False  # a turn opens here: typed, or named in the call
    asks_nobody: bool = False  # a paragraph without mark that can be no question
    wording: frozenset[str] = frozenset()  # of the cues, those of the words alone
    continues: bool = False  # its label stands on the line before: it can open nothing


@dataclass
class Reading:
    """The states of the sentences, how sure each is, and the sum of the evidence above "nobody speaks"."""

    states: list[int]
    margins: list[float]
    total: float
    scheme: Scheme
    names: list[set[str]] = field(default_factory=list)


@cache
def weights() -> dict[str, np.ndarray]:
    """The rows of turn_weights.csv: evidence → weights in the order of COLUMNS."""
    return {row["evidence"]: np.array([float(row[c] or 0) for c in COLUMNS]) for row in rows("turn_weights.csv")}


def scored(evidence: Evidence, scheme: Scheme) -> set[str]:
    """The rows that count for a sentence under a scheme."""
    return evidence.cues | set(_scheme_rows(scheme, evidence.marked, evidence.opens_line))


@cache
def _scheme_rows(scheme: Scheme, marked: bool, opens_line: bool) -> tuple[str, ...]:
    """What it shows that a place where a turn may open carries a mark, or none."""
    if not marked and not opens_line:
        return ()
    here = "a mark" if marked else "no mark"
    questions = "one" if scheme.questions_marked else "none"
    answers = "one" if scheme.answers_marked else "none"
    return f"{here}, questions have {questions}", f"{here}, answers have {answers}"


def _sums(sentences: list[Evidence]) -> np.ndarray:
    """The weights of all the evidence in each sentence, added up: sentences × COLUMNS."""
    table = weights()
    place = {name: k for k, name in enumerate(table)}
    counts = np.zeros((len(sentences), len(table)))
    for i, sentence in enumerate(sentences):
        counts[i, [place[name] for name in sentence.cues if name in place]] = 1.0
    return counts @ np.array(list(table.values()))


class Emissions(NamedTuple):
    """Scores of the sentences: in the eight states, of closing a turn with them, of nobody speaking at all."""

    states: np.ndarray
    closes_question: np.ndarray
    closes_answer: np.ndarray
    nobody: float


def _emissions(sentences: list[Evidence], scheme: Scheme, sums: np.ndarray) -> Emissions:
    table = weights()
    more = {
        kind: sum((table[name] for name in _scheme_rows(scheme, *kind)), np.zeros(len(COLUMNS)))
        for kind in ((True, True), (True, False), (False, True), (False, False))
    }
    sums = sums + np.array([more[sentence.marked, sentence.opens_line] for sentence in sentences])
    at = {name: sums[:, k] for k, name in enumerate(COLUMNS)}
    out = np.empty((len(sentences), len(STATES)))
    out[:, BEFORE], out[:, AFTER] = at["before"], at["after"]
    out[:, ASKS] = at["question"] + at["opens_question"]
    out[:, ASKING] = at["question"] + at["goes_on_question"]
    out[:, REPLIES] = at["answer"] + at["opens_answer"]
    out[:, REPLYING] = at["answer"] + at["goes_on_answer"]
    out[:, BREAK_ASKING] = out[:, BREAK_REPLYING] = at["interruption"]
    for i, sentence in enumerate(sentences):
        if sentence.role == ASKER:
            out[i, REPLIES] += NEVER
        elif sentence.role == ANSWERER:
            out[i, ASKS] += NEVER
        if sentence.certain:
            out[i, [state for state in range(len(STATES)) if state not in (ASKS, REPLIES)]] += NEVER
        if sentence.asks_nobody:
            out[i, ASKS] += NEVER
        if sentence.continues or not (sentence.marked or sentence.opens_line):
            out[i, [ASKS, REPLIES]] += NEVER
    return Emissions(out, at["closes_question"], at["closes_answer"], float(at["nobody"].sum()))


OPENS = {
    ASKS: "opens_question",
    REPLIES: "opens_answer",
    BREAK_ASKING: "interruption",
    BREAK_REPLYING: "interruption",
    AFTER: "after",
}
LEAVES = {BEFORE: "after the lead"}
LEAVES |= dict.fromkeys((ASKS, ASKING, BREAK_ASKING), "after a question")
LEAVES |= dict.fromkeys((REPLIES, REPLYING, BREAK_REPLYING), "after an answer")


def passage(state: int, after: int) -> tuple[str, str] | None:
    """The cell of the weights that counts where one state follows another: a row "after …", or none."""
    if after not in OPENS or (state == after and state not in (ASKS, REPLIES)):
        return None
    return LEAVES[state], OPENS[after]


def _passages() -> np.ndarray:
    """What it costs to go from one state to the next."""
    table = weights()
    passages = np.full((len(STATES), len(STATES)), NEVER)
    for state, following in FOLLOWS.items():
        for after in following:
            cell = passage(state, after)
            passages[state, after] = table[cell[0]][COLUMNS.index(cell[1])] if cell else 0.0
    return passages


NO_END = "nothing shows the end"
END_CUES = frozenset(  # what a line after the interview begins with
    {
        "byline",
        "page",
        "bare name",
        "caption",
        "link",
        "names a guest of the lead",
        "dateline",
        "printed twice",
        "short line",
    }
)
INSIDE_LINE = {  # states that a sentence in the middle of a line may follow
    BREAK_ASKING: (BREAK_ASKING,),
    BREAK_REPLYING: (BREAK_REPLYING,),
    AFTER: (AFTER,),
    ASKING: (ASKS, ASKING),
    REPLYING: (REPLIES, REPLYING),
}


def _steps(sentences: list[Evidence], closes_question: np.ndarray, closes_answer: np.ndarray) -> np.ndarray:
    """For each sentence but the first the score of every passage into it."""
    passages = _passages()
    inside = passages.copy()
    for state, before in INSIDE_LINE.items():
        for other in set(range(len(STATES))) - set(before):
            inside[other, state] = NEVER
    steps = np.where(np.array([s.opens_line for s in sentences[1:]])[:, None, None], passages, inside)
    unsaid = np.array([not END_CUES & s.cues for s in sentences[1:]], dtype=bool)
    steps[unsaid, :AFTER, AFTER] += weights()[NO_END][COLUMNS.index("after")]
    for state in (ASKS, ASKING):
        for after in (REPLIES, ASKS, AFTER):
            steps[:, state, after] += closes_question[:-1]
    for state in (REPLIES, REPLYING):
        for after in (REPLIES, ASKS, AFTER):
            steps[:, state, after] += closes_answer[:-1]
    return steps


def decode(
    sentences: list[Evidence],
    schemes: tuple[Scheme, ...] = SCHEMES,
    must_speak: bool = False,
    bonus: np.ndarray | float = 0.0,
) -> Reading:
    """The reading with the most evidence; `must_speak` where it is certain that somebody does.

    `bonus` is added to the scores of the states (sentences × states): the trainer asks with it for a wide margin.
    """
    sums = _sums(sentences)
    every = [_emissions(sentences, scheme, sums) for scheme in schemes]
    emissions = np.stack([scores.states for scores in every]) + bonus
    steps = np.stack([_steps(sentences, scores.closes_question, scores.closes_answer) for scores in every])
    for k, scores in enumerate(every):  # the last turn closes, too
        emissions[k, -1, [ASKS, ASKING]] += scores.closes_question[-1]
        emissions[k, -1, [REPLIES, REPLYING]] += scores.closes_answer[-1]
    size = len(sentences)
    forward, backward = np.empty_like(emissions), np.zeros_like(emissions)
    forward[:, 0] = emissions[:, 0]
    forward[:, 0, [ASKING, REPLYING, BREAK_ASKING, BREAK_REPLYING, AFTER]] = NEVER
    for i in range(1, size):
        forward[:, i] = (forward[:, i - 1, :, None] + steps[:, i - 1]).max(axis=1) + emissions[:, i]
    nobody = np.array([scores.nobody for scores in every])
    if not isinstance(bonus, float):
        nobody = nobody + bonus[:, BEFORE].sum()
    spoken = forward[:, -1].copy()
    spoken[:, BEFORE] = NEVER * 9
    gain = spoken.max(axis=1) - nobody + [weights()[scheme.name][0] for scheme in schemes]
    best = int(gain.argmax())
    total = float(gain[best])
    if total <= NEEDED and not must_speak:
        return Reading([BEFORE] * size, [abs(total)] * size, total, schemes[best])
    backward[best, -1, BEFORE] = NEVER * 9
    for i in range(size - 2, -1, -1):
        backward[best, i] = (steps[best, i] + (emissions[best, i + 1] + backward[best, i + 1])).max(axis=1)
    through = forward[best] + backward[best]
    states = [int(spoken[best].argmax())]
    for i in range(size - 1, 0, -1):
        states.append(int((forward[best, i - 1] + steps[best, i - 1, :, states[-1]]).argmax()))
    states.reverse()
    margins = np.minimum(np.inf if must_speak else total, _margins(through, np.array(states))).tolist()
    names = [scored(sentence, schemes[best]) for sentence in sentences]
    return Reading(states, margins, total, schemes[best], names)


def _margins(through: np.ndarray, states: np.ndarray) -> np.ndarray:
    """By how much the best reading beats, at each sentence, the best one in which somebody else speaks there."""
    roles = np.array([TURN_STATES.get(state, "") for state in range(len(STATES))])
    rivals = np.where(roles[None, :] != roles[states][:, None], through, NEVER * 9)
    return np.maximum(0.0, through[np.arange(len(states)), states] - rivals.max(axis=1))
