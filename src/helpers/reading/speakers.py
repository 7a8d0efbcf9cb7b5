"""Which of the printed names asks: as labelled, else who sounds like an interviewer."""

from bisect import bisect
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from .marks import ANSWERER, ASKER, Unit
from .weights import Evidence, weighed, weights

ASKS_OFTEN, SOUNDS_LIKE_ASKING, FAR_APART = 0.5, 0.7, 1.0  # shares of turns, log odds a turn, log odds
LONG_STRETCH, MANY_LONG = 700, 1 / 3  # characters of a turn; more such turns than this share: no interviewer
OFTEN, MOST_LINES, SPEAKING = 3, 0.5, 0.2  # labels a name; shares of lines with a label, of these with I, you, we
SPEAKS = ("speaks as I", "speaks as we", "addresses you", "ends in a question mark")
NAMED = ("name", "initials", "numbered", "name-dash", "name-line", "timed", "capitals")


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


def conversation(units: list[Unit], evidence: Evidence) -> list[int]:
    """The units that open with a name, if names that recur open most lines: who speaks is plain then."""
    opening = [i for i, unit in enumerate(units) if unit.opens_line and unit.label and unit.label.kind in NAMED]
    names = [label.key for i in opening if (label := units[i].label)]
    recurring = {name for name, count in Counter(names).items() if count >= OFTEN}
    if len(recurring) < 2:
        return []
    lines = sum(unit.opens_line and not unit.follows for unit in units[opening[0] : opening[-1] + 1])
    often = sum(name in recurring for name in names)
    changes = sum(one != other for one, other in pairwise(names))
    plain = min(often, changes) >= MOST_LINES * lines and evidence.has(*SPEAKS)[opening].mean() >= SPEAKING
    return opening if plain else []


class Sound:
    """How much a stretch sounds like a question (above 0) or an answer (below 0), in log odds."""

    def __init__(self, evidence: Evidence):
        sums, column = weighed(evidence.wording), weights().column

        def odds(part: str) -> np.ndarray:
            return sums[:, column[f"{part}question"]] - sums[:, column[f"{part}answer"]]

        self.inside, self.opens, self.closes = (odds(part).tolist() for part in ("", "opens_", "closes_"))
        self.goes_on = weights().of("any sentence", "goes_on_question")

    def of(self, stretch: list[int]) -> float:
        whole = sum(self.inside[i] for i in stretch) + self.opens[stretch[0]] + self.closes[stretch[-1]]
        return whole + self.goes_on * (len(stretch) - 1)


def find_roles(units: list[Unit], evidence: Evidence) -> tuple[dict[str, str], str]:
    """The roles of the names that are certain, and the name that perhaps asks ("" if none does): by `key_of`."""
    labelled = {i: unit.label for i, unit in enumerate(units) if unit.label}
    short = merged(list(dict.fromkeys(label.key for label in labelled.values())))
    sound = Sound(evidence)
    asked = np.flatnonzero(evidence.has("an unmarked question before a mark")).tolist()
    asks: dict[str, list[float]] = defaultdict(list)
    long: Counter = Counter()
    roles: dict[str, str] = {}
    for i, label in labelled.items():
        key = short.get(label.key, label.key)
        stretch = _stretch(units, asked, i)
        asks[key].append(sound.of(stretch))
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


def _stretch(units: list[Unit], asked: list[int], i: int) -> list[int]:
    """A unit and those behind it up to the next mark, or to the unmarked question before it."""
    j = i + 1
    while j < len(units) and (units[j].follows or not (units[j].label or units[j].dash == "dash")):
        j += 1
    before = bisect(asked, j - 1)
    last = asked[before - 1] if before and asked[before - 1] > i else j
    last = last if last < j and units[last].opens_line else j  # the question to the next speaker
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
