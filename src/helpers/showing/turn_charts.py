"""Charts of an interview from beginning to end: its turns, where words stand in it, its stance markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..categories import PERSON, SUBTYPES
from ..checks import checked, some_words
from ..columns import select
from ..counting.frequencies import frequencies
from ..results import one_document
from ..stance.tagger import mentions
from ..words.wordlists import glosses
from . import drawing as draw
from .drawing import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WITHOUT_ENDINGS = "* pronouns and question forms, without person endings"


def _turns(tokens, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The words of the turns, and a row a turn: name, letter, pair, series, words, first (how many words before it)."""
    one_document(tokens)
    spoken = select(tokens, "turn")
    draw.need(spoken)
    spoken = spoken.assign(series=spoken[by].astype(str), role=spoken["role"].astype(str))
    groups = spoken.groupby("turn", sort=True, dropna=False)
    turns = groups[["pair", "role", "series"]].first().assign(words=groups.size())
    turns["first"] = turns["words"].cumsum() - turns["words"]
    return spoken.reset_index(drop=True), turns.reset_index()


def _ordered(categories) -> list[str]:
    """The categories that occur, in the codebook's order, then others."""
    found = set(categories.astype(str))
    return [*(name for name in SUBTYPES if name in found), *sorted(found.difference(SUBTYPES))]


@checked
def turn_lengths(tokens, *, by: str = "role", ax=None) -> Axes:
    """Words in each turn, in order; one kind of bar a role, or with by="speaker" a speaker.

    >>> from helpers import tokenize
    >>> turn_lengths(tokenize("Партия құрасыз ба?")).get_ylabel()
    'words'
    """
    spoken, turns = _turns(tokens, by)
    ax, places, said = draw.axes(ax, max(6.5, 1.5 + 0.34 * len(turns)), 3.8), np.arange(len(turns)), []
    for key, (_, colour, hatch, _) in draw.styles(turns["series"].unique()).items():
        mine = (turns["series"] == key).to_numpy()
        sizes, name = turns.loc[mine, "words"], key or "unnamed"
        ax.bar(places[mine], sizes, color=colour, hatch=hatch, edgecolor="white", label=f"{name} (n = {sizes.sum():,})")
        said.append(
            f"{name}: {len(sizes)} turns, {sizes.sum():,} words, median {sizes.median():.0f}, longest {sizes.max()}, "
            f"shortest {sizes.min()}"
        )
    for place, size in zip(places, turns["words"]):
        ax.text(place, size, f"{size}", ha="center", va="bottom", fontsize=8)
    ax.set_xticks(places, turns["turn"].astype(str).replace("<NA>", "–"), fontsize=8)
    ax.set_ylim(0, turns["words"].max() * 1.1)
    words = f"Words in each of {len(turns)} turns, in order, n = {len(spoken):,} words. {'; '.join(said)}."
    return draw.finish(ax, f"Length of turns (n = {len(spoken):,} words)", "turn", "words", words, legend=True)


@checked(what=some_words)
def dispersion(tokens, what, *, of: str = "lemma", by: str = "role", ax=None) -> Axes:
    """Where words, or the categories of a markers table, stand in the interview, with speakers and borders of turns.

    `what` is a list of words, looked up in the column `of`, or a table of `find_markers`.

    >>> from helpers import charts, tokenize
    >>> charts.describe(dispersion(tokenize("Біз де біз."), ["біз"]))
    'Where each row occurs among 3 words in 1 turns. біз ‘we’: 2, in 1 turns, first at word 1, last at word 3.'
    """
    spoken, turns = _turns(tokens, by)
    if isinstance(what, pd.DataFrame):
        inside, starts = select(what, "turn"), spoken["start"].to_numpy()
        at = np.searchsorted(starts, inside["start"].to_numpy(), side="right") - 1
        hits = {name: np.sort(at[(inside["category"] == name).to_numpy()]) for name in _ordered(inside["category"])}
    else:
        column = spoken[of].astype(str).to_numpy()
        glossed = draw.names(pd.DataFrame({of: what, "gloss": glosses(what)})) if of == "lemma" else what
        hits = {name: np.flatnonzero(column == word) for name, word in zip(glossed, what)}
    ax = draw.axes(ax, 8.5, 1.7 + 0.26 * len(hits))
    places, top, starts = draw.rows(ax, list(hits)), len(hits) - 0.3, turns["first"].to_numpy()
    for key, (_, colour, hatch, _) in draw.styles(turns["series"].unique()).items():
        bands = turns.loc[(turns["series"] == key).to_numpy(), ["first", "words"]].to_numpy()
        ax.broken_barh(bands, (top, 0.6), facecolor=colour, hatch=hatch, edgecolor="white", label=key or "unnamed")
    ax.vlines(starts, -0.7, top + 0.6, color="#999999", linewidth=0.7)
    for place, spots in zip(places, hits.values()):
        ax.vlines(spots + 0.5, place - 0.34, place + 0.34, color="black", linewidth=1.4)
    ax.set(xlim=(0, len(spoken)), ylim=(-0.7, top + 0.6))
    draw.margin(ax, places, [str(len(spots)) for spots in hits.values()])
    said = [
        f"{name}: {len(spots)}, in {len(set(np.searchsorted(starts, spots, side='right')))} turns"
        + (f", first at word {spots[0] + 1}, last at word {spots[-1] + 1}" if len(spots) else "")
        for name, spots in hits.items()
    ]
    words = f"Where each row occurs among {len(spoken):,} words in {len(turns)} turns. {'; '.join(said)}."
    title = f"Across the interview (n = {len(spoken):,} words)"
    return draw.finish(ax, title, "word of the interview; grey lines: a new turn", "", words, legend=True)


def _counted(markers, endings: bool) -> pd.DataFrame:
    """The markers of the turns, without person endings unless wanted: біз … -мыз names one person, not two."""
    markers = select(markers, "turn")
    draw.need(markers)
    return markers if endings else mentions(markers)


def _starred(categories, endings: bool) -> tuple[list[str], str]:
    """The names of the rows, with a star where person endings were left out, and the note to the star."""
    names = [name + "*" * (name in PERSON and not endings) for name in categories]
    return names, WITHOUT_ENDINGS if any(name.endswith("*") for name in names) else ""


@checked
def stance_by_role(markers, tokens, *, by: str = "role", endings: bool = False, ax=None) -> Axes:
    """Markers of each category per 1,000 words of each role, with Wilson's 95 % interval.

    Persons are counted by pronouns and question forms; `endings=True` counts person endings too (codebook 3.4 a).

    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Біз дайынбыз.")
    >>> stance_by_role(find_markers(tokens), tokens).get_title(loc="left")
    'Stance markers by role (n = 2)'
    """
    markers = _counted(markers, endings)
    table, order = frequencies(tokens, by=by, markers=markers), _ordered(markers["category"])
    names, note = _starred(order, endings)
    table["category"] = table["category"].map(dict(zip(order, names)))
    return draw.dots(ax, table, by, f"Stance markers by {by} (n = {len(markers):,})", names, note=note)


@checked
def stance_by_turn(markers, tokens, *, endings: bool = False, ax=None) -> Axes:
    """Markers of each category in each turn, the question and answer of a pair side by side.

    A cell holds the count, its shade the count per 100 words of the turn; `endings` as in `stance_by_role`.

    >>> from helpers import charts, find_markers, tokenize
    >>> tokens = tokenize("Біз дайынбыз.").assign(turn=1)
    >>> charts.describe(stance_by_turn(find_markers(tokens), tokens))[:52]
    'Stance markers in each of 1 turns, n = 2 markers in '
    """
    markers, (spoken, turns) = _counted(markers, endings), _turns(tokens, "role")
    categories = _ordered(markers["category"])
    counts = pd.crosstab(markers["category"].astype(str), markers["turn"].astype("Int64").fillna(0))
    counts = counts.reindex(index=categories, columns=turns["turn"].fillna(0), fill_value=0).to_numpy()
    shares = 100 * counts / turns["words"].to_numpy()
    ax = draw.axes(ax, 2.6 + 0.42 * len(turns), 1.9 + 0.28 * len(categories))
    (names, note), ceiling = _starred(categories, endings), max(shares.max(initial=0), 1)
    places = draw.rows(ax, names)
    shade = np.where(counts > 0, shares, np.nan)[::-1]
    across, up = np.arange(len(turns) + 1), np.arange(len(categories) + 1) - 0.5
    ax.pcolormesh(across, up, shade, cmap="Greys", vmin=-0.3 * ceiling, vmax=2.4 * ceiling, edgecolor="white")
    for row, column in np.argwhere(counts):
        ax.text(column + 0.5, places[row], counts[row, column], ha="center", va="center", fontsize=9)
    letters = turns["role"].map({"interviewer": "Q", "interviewee": "A"}).fillna("T")
    numbers = turns["pair"].fillna(turns["turn"]).astype(str).replace("<NA>", "–")
    heads = [f"{letter}{number}\n{size}" for letter, number, size in zip(letters, numbers, turns["words"])]
    ax.set_xticks(across[:-1] + 0.5, heads, fontsize=8)
    ax.tick_params(length=0)
    ax.vlines(np.flatnonzero(numbers != numbers.shift()), up[0], up[-1], color=COLOURS[0])
    sides = [(name, (letters == letter).to_numpy()) for letter, name in zip("QAT", ("questions", "answers", "turns"))]
    said = [
        f"{category}: {line.sum()}, in "
        + " and ".join(f"{(line[side] > 0).sum()} of {side.sum()} {name}" for name, side in sides if side.any())
        for category, line in zip(categories, counts)
    ]
    words = (
        f"Stance markers in each of {len(turns)} turns, n = {counts.sum()} markers in {len(spoken):,} words. "
        f"Figures are counts, darker cells have more per 100 words (at most {ceiling:.0f}). {'; '.join(said)}. {note}"
    )
    xlabel = f"question (Q) and answer (A) of a pair, words in the turn below\n{note}".strip()
    return draw.finish(ax, f"Stance turn by turn (n = {counts.sum()} markers)", xlabel, "", words)
