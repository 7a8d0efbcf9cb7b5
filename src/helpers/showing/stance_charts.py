"""Charts of stance markers: by role, in every turn, and at their places beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..checks import checked
from ..columns import select
from ..counting.frequencies import frequencies
from ..counting.items import values
from ..labels import label
from ..stance.mentions import mentions
from . import drawing as draw
from .drawing import COLOURS, SMALL
from .rate_charts import draw_dots
from .turn_charts import LETTERS, STRIPS, need_room, turns_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ONCE = "persons once per clause: the pronoun, else the ending"
EVERY = "every form of a person counts"
POLARITY = "negation"
APART = (("booster", "shared", "shared (ғой, қой)"), ("evidential", "indirective", "indirective forms (-ыпты, екен)"))
SIDES = (("Q", "questions"), ("A", "answers"), ("T", "turns"))
PAIRS, BANDS = 12, 4  # pairs in one band of stance_by_turn, and bands
CROWD = 3  # turns in a pair, on average, from which on a band holds so many times twelve turns instead
LEAST = 1 / 30  # of the longest band: how wide a column is at least, to hold a figure
EVEN = "#707070"  # dots that do not stand out
FAR = 2  # standard errors above an even spread from which on a dot is coloured


def _counted(tokens, markers, endings: bool) -> tuple[pd.DataFrame, str]:
    """The markers of the turns, a person once per clause unless endings are wanted; and what to say of that."""
    markers = select(markers, "turn")
    draw.need(markers)
    counted, persons = (markers, EVERY) if endings else (mentions(tokens, markers), ONCE)
    return counted, "; ".join([persons, *_told(counted)])


def _told(markers: pd.DataFrame) -> list[str]:
    """What a reader must know of four categories before comparing their counts (codebook 11)."""
    said = []
    if "subtype" in markers:
        for category, subtype, name in APART:
            mine = markers.loc[(markers["category"] == category).to_numpy(), "subtype"]
            if (special := (mine == subtype).sum()) > 0:
                said.append(f"{name}: {special} of the {len(mine)} {label(category)} marks")
    if "address" in markers:
        forms = markers.loc[(markers["address"] != "").to_numpy(), "address"].astype(str).value_counts()
        said += (
            [f"second person: {', '.join(f'{count} {form}' for form, count in forms.items())}"] if len(forms) else []
        )
    return [*said, "negation is polarity: grammar, no stand by itself"]


def _categories(markers: pd.DataFrame) -> list[str]:
    """The rows of a chart of stance; polarity stands last, apart from stance."""
    names = values(markers, "category")["category"].tolist()
    return [*(name for name in names if name != POLARITY), *(name for name in names if name == POLARITY)]


@checked
def stance_by_role(tokens, markers, *, by: str = "role", endings: bool = False, ax=None) -> Axes:
    """Markers of each category per 1,000 words of each role, with their intervals; all ten have their row.

    A person is counted once per clause; `endings=True` counts every form, endings beside pronouns (codebook 3.4 a).

    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Біз дайынбыз.")
    >>> stance_by_role(tokens, find_markers(tokens)).get_title(loc="left")
    'self-mention and intention come most often: 1 of 2 words'
    """
    markers, note = _counted(tokens, markers, endings)
    table = frequencies(tokens, by=by, markers=markers)
    return draw_dots(ax, table, by, _categories(markers), note)


@checked
def stance_by_turn(tokens, markers, *, endings: bool = False, ax=None) -> Axes:
    """Markers of each category in each turn: a column is as wide as the turn is long, a dot's area is the count.

    Questions are shaded; after twelve pairs a new band begins, and after four bands the chart ends, which it says.
    Coloured: more than two standard errors above an even spread over the words. `endings` as in `stance_by_role`.

    >>> from helpers import charts, find_markers, tokenize
    >>> tokens = tokenize("Біз дайынбыз.").assign(turn=1)
    >>> charts.describe(stance_by_turn(tokens, find_markers(tokens)))[:52]
    'Stance markers in each of 1 turns, n = 2 markers in '
    """
    (markers, note), (spoken, turns) = _counted(tokens, markers, endings), turns_of(tokens, "role")
    categories = _categories(markers)
    table = pd.crosstab(markers["category"].astype(str), markers["turn"].astype("Int64").fillna(0))
    counts = table.reindex(index=categories, columns=turns["turn"].fillna(0), fill_value=0).to_numpy()
    even = counts.sum(1, keepdims=True) * turns["words"].to_numpy() / len(spoken)
    excess = (counts - even) / np.sqrt(np.maximum(even, 1e-9))
    band = _bands(turns)
    bands = min(band.max() + 1, BANDS)
    shown, rows = np.flatnonzero(band < bands), len(categories)
    least = LEAST * turns["words"].groupby(band).sum().max()
    widths = np.maximum(turns["words"].to_numpy(), least)
    left = widths.cumsum() - widths
    left = left - left[np.searchsorted(band, band)]
    base = (bands - 1 - band) * (rows + 2.4)
    ax = draw.axes(ax, 1.2 + bands * (0.26 * rows + 0.62))
    for i in shown:
        middle = left[i] + widths[i] / 2
        if turns["name"][i].startswith("Q"):
            ax.fill_between([left[i], left[i] + widths[i]], base[i] - 0.6, base[i] + rows - 0.4, color=draw.SHADE)
        heading = f"{turns['name'][i]}\n{turns['words'][i]}"
        ax.text(middle, base[i] + rows - 0.25, heading, ha="center", va="bottom", fontsize=SMALL)
        for row in np.flatnonzero(counts[:, i]):
            place = base[i] + rows - 1 - row
            stands_out = excess[row, i] > FAR
            look = {"color": COLOURS[0], "edgecolor": "black"} if stands_out else {"color": EVEN, "edgecolor": EVEN}
            ax.scatter(middle, place, 62 * counts[row, i], linewidth=1.8, zorder=2, **look)
            if counts[row, i] > 1:
                ax.text(middle, place, counts[row, i], ha="center", va="center_baseline", fontsize=SMALL, color="white")
    heights = np.concatenate([np.arange(rows)[::-1] + base[np.searchsorted(band, b)] for b in range(bands)])
    ax.hlines(heights, 0, (left + widths)[shown].max(), color="#DDDDDD", linewidth=0.7, zorder=0)
    ax.set_yticks(heights, [label(name) for name in categories] * bands, fontsize=SMALL)
    ax.set(xlim=(0, (left + widths)[shown].max()), ylim=(-0.7, bands * (rows + 2.4) - 0.9), xticks=[])
    totals = [str(number) for number in counts[:, shown].sum(1)]
    for height, total in zip(heights, totals):
        ax.text(1.02, height, total, transform=ax.get_yaxis_transform(), fontsize=SMALL, va="center")
    surplus = np.where(excess > FAR, counts - even, 0)
    row, column = np.unravel_index(surplus.argmax(), surplus.shape)
    title = (
        f"{label(categories[row])} stands out in {turns['name'][column]}: {counts[row, column]} of {counts[row].sum()}"
    )
    title = title if surplus.any() else "No category stands out in a turn"
    cut = f"; the first {len(shown)} of {len(turns)} turns" if len(shown) < len(turns) else ""
    sides = [(what, turns["name"].str.startswith(letter).to_numpy()) for letter, what in SIDES]
    said = [
        f"{label(name)}: {line.sum()}, in "
        + " and ".join(f"{(line[side] > 0).sum()} of {side.sum()} {what}" for what, side in sides if side.any())
        for name, line in zip(categories, counts)
    ]
    words = (
        f"Stance markers in each of {len(turns)} turns, n = {counts.sum()} markers in {len(spoken):,} words. {title}. "
        f"A dot's area is the count, a column's width the length of the turn. {'; '.join(said)}. {note}{cut}"
    )
    ax.spines["left"].set_visible(False)
    xlabel = (
        f"n = {counts.sum()} markers; width of a column: words of the turn (number below its name), questions shaded\n"
        f"area and figure: count; blue with a ring: over {FAR} standard errors above an even spread\n{note}{cut}"
    )
    return draw.finish(ax, title, xlabel, "", words)


def _bands(turns: pd.DataFrame) -> np.ndarray:
    """The band in which each turn stands: twelve pairs in one, or as many turns where pairs hold very many."""
    band = pd.factorize(turns["pair"].fillna(turns["turn"]).fillna(0))[0] // PAIRS
    crowded = np.bincount(band).max() > CROWD * PAIRS
    return np.arange(len(turns)) // (CROWD * PAIRS) if crowded else band


@checked
def pairs(tokens, markers, *, ax=None) -> Axes:
    """Each question beside its answer, as long as they are, with a mark where each stance marker stands.

    The six most frequent categories have a mark of their own; the first forty pairs are shown.

    >>> from helpers import find_markers, tokenize
    >>> text = tokenize("Сіз дайынсыз ба? Біз дайынбыз.").assign(turn=1, pair=1, role="interviewee")
    >>> pairs(text, find_markers(text)).get_title(loc="left")
    '0 marks in questions, 7 in answers'
    """
    spoken, turns = turns_of(tokens, "role")
    markers = select(markers, "turn")
    turns = turns[turns["pair"].notna() & turns["role"].isin(list(LETTERS))]
    draw.need(turns)
    numbers = turns["pair"].unique()
    turns = turns[turns["pair"].isin(numbers[:STRIPS])]
    need_room(turns)
    gap = 0.04 * turns["words"].max()
    within = turns.groupby(["pair", "role"], sort=False)["words"].cumsum() - turns["words"]
    longest = (
        (within + turns["words"])[turns["role"] == "interviewer"].max() if (turns["role"] == "interviewer").any() else 0
    )
    turns = turns.assign(left=within + np.where(turns["role"] == "interviewer", 0, longest + gap))
    rows = dict(zip(numbers[:STRIPS], range(len(numbers))[::-1]))
    ax = draw.axes(ax, 1.9 + 0.34 * len(rows))
    places = draw.rows(ax, [str(number) for number in rows])
    for role, colour in (("interviewer", draw.SHADE), ("interviewee", "#E4E4E4")):
        mine = turns[turns["role"] == role]
        ax.barh(
            mine["pair"].map(dict(zip(rows, places))), mine["words"], 0.8, mine["left"], color=colour, edgecolor="white"
        )
    turn = turns.set_index("turn")
    inside = markers[markers["turn"].isin(turn.index)]
    at = np.searchsorted(spoken["start"].to_numpy(), inside["start"].to_numpy(), side="right") - 1
    x = at - inside["turn"].map(turn["first"]) + inside["turn"].map(turn["left"]) + 0.5
    y = inside["turn"].map(turn["pair"]).map(dict(zip(rows, places)))
    common = inside["category"].astype(str).value_counts().index[: len(COLOURS)]
    for step, (name, (_, colour, _, shape)) in enumerate(draw.styles(list(common)).items()):
        mine = (inside["category"] == name).to_numpy()
        look = {"color": colour, "markersize": 5, "label": f"{label(name)} ({mine.sum()})"}
        ax.plot(x[mine], y[mine].astype(float) + 0.3 - 0.12 * step, shape, **look)
    asked = (inside["turn"].map(turn["role"]) == "interviewer").sum()
    title = f"{asked} marks in questions, {len(inside) - asked} in answers"
    left_out = sorted(set(inside["category"].astype(str)).difference(common))
    rest = f"; not drawn: {', '.join(map(label, left_out))}" if left_out else ""
    cut = f"; the first {STRIPS} of {len(numbers)} pairs" if len(numbers) > STRIPS else ""
    words = f"{title}. {len(rows)} pairs of question and answer side by side, n = {len(spoken):,} words{rest}{cut}."
    ax.set_xticks([])
    xlabel = f"questions left, answers right, one unit per word (n = {len(spoken):,}){rest}{cut}"
    return draw.finish(ax, title, xlabel, "pair", words, legend=True)
