"""Which of the printed names asks: as labelled, else who sounds like an interviewer."""

from collections import Counter, defaultdict

import numpy as np

from .decoder import COLUMNS, Evidence, weights
from .marks import ANSWERER, ASKER, Unit

ASKS_OFTEN, SOUNDS_LIKE_ASKING, FAR_APART = 0.5, 0.7, 1.0  # shares of turns, log odds a turn, log odds
LONG_STRETCH, MANY_LONG = 700, 1 / 3  # characters of a turn; more such turns than this share: no interviewer


def merged(names: list[str]) -> dict[str, str]:
    """Initials → the one name they stand for: {"м.м": "мақпал мейір"}, of names as `key_of` writes them."""
    full = defaultdict(set)
    for name in names:
        if " " in name:
            full["".join(word[0] for word in name.split())].add(name)
    short = {}
    for name in names:
        letters = "".join(filter(str.isalpha, name))
        if len(name) < 6 and "." in name and len(full.get(letters, ())) == 1:
            short[name] = min(full[letters])
    return short


def sounds_like_asking(evidence: list[Evidence]) -> float:
    """How much a stretch sounds like a question (above 0) or an answer (below 0), in log odds."""
    table, score = weights(), 0.0
    none = np.zeros(len(COLUMNS))
    for k, sentence in enumerate(evidence):
        total = dict(zip(COLUMNS, sum((table.get(name, none) for name in sentence.wording), none)))
        score += total["question"] - total["answer"]
        if k == 0:
            score += total["opens_question"] - total["opens_answer"]
        else:
            score += table["any sentence"][COLUMNS.index("goes_on_question")]
        if k == len(evidence) - 1:
            score += total["closes_question"] - total["closes_answer"]
    return score


def find_roles(units: list[Unit], evidence: list[Evidence]) -> tuple[dict[str, str], str]:
    """The roles of the names that are certain, and the name that perhaps asks ("" if none does): by `key_of`."""
    labelled = {i: unit.label for i, unit in enumerate(units) if unit.label}
    keys = [label.key for label in labelled.values()]
    short = merged(list(dict.fromkeys(keys)))
    asks: dict[str, list[float]] = defaultdict(list)
    long: Counter = Counter()
    roles: dict[str, str] = {}
    for i, label in labelled.items():
        key = short.get(label.key, label.key)
        stretch = _stretch(units, evidence, i)
        asks[key].append(sounds_like_asking([evidence[j] for j in stretch]))
        long[key] += units[stretch[-1]].end - units[i].start > LONG_STRETCH
        if label.role:
            roles[key] = label.role
    perhaps = ""
    if ASKER not in roles.values():
        perhaps, clear = _who_asks({key: values for key, values in asks.items() if key not in roles}, long)
        if perhaps and clear:
            roles[perhaps] = ASKER
    if ASKER in roles.values():
        roles = {key: roles.get(key, ANSWERER) for key in asks}
    return roles | {name: roles[key] for name, key in short.items() if key in roles}, perhaps


def _stretch(units: list[Unit], evidence: list[Evidence], i: int) -> list[int]:
    """A unit and those behind it up to the next mark, or to the unmarked question before it."""
    j = i + 1
    while j < len(units) and (units[j].follows or not (units[j].label or units[j].dash == "dash")):
        j += 1
    asked = [k for k in range(i + 1, j) if "an unmarked question before a mark" in evidence[k].cues]
    last = asked[-1] if asked and units[asked[-1]].opens_line else j  # the question to the next speaker
    words = [k for k in range(i, last) if units[k].speech < units[k].end]
    return words or [i]


def _who_asks(asks: dict[str, list[float]], long: Counter) -> tuple[str, bool]:
    """The name that sounds most like asking, and whether that is clear."""
    if not asks:
        return "", False
    mean = {key: sum(values) / len(values) for key, values in asks.items()}
    best = max(mean, key=lambda key: mean[key])
    second = max((value for key, value in mean.items() if key != best), default=mean[best] - FAR_APART)
    times = len(asks[best])
    often = sum(value > 1 for value in asks[best]) >= ASKS_OFTEN * times
    clear = often and mean[best] > SOUNDS_LIKE_ASKING and times > (len(mean) > 2)
    clear = clear or (len(mean) == 2 and mean[best] - second > FAR_APART and times > 1)
    if times < 2 or mean[best] <= 0 or long[best] > times * MANY_LONG:
        return "", False
    return best, clear and mean[best] > second and len(mean) > 1
