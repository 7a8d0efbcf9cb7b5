"""Charts of an interview from beginning to end: its turns, and where words stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..categories import CATEGORIES
from ..checks import checked, some_words
from ..columns import select
from ..counting.items import values
from ..errors import ArgumentError
from ..labels import counted, label
from ..results import one_document
from ..words.wordlists import glosses, homographs
from . import drawing as draw
from .drawing import SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LETTERS = {"interviewer": "Q", "interviewee": "A"}
LABELLED = 30  # turns whose numbers and lengths have room on an axis
TURNS = 1000  # bars that can be told apart
STRIPS = 40  # documents, or pairs, that have a row


def turns_of(tokens, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The words of the turns, and one row per turn: name, pair, series, words, first (how many words before it)."""
    one_document(tokens)
    spoken = select(tokens, "turn")
    draw.need(spoken)
    spoken = spoken.assign(series=spoken[by].astype(str), role=spoken["role"].astype(str))
    groups = spoken.groupby("turn", sort=True, dropna=False)
    turns = groups[["pair", "role", "series"]].first().assign(words=groups.size())
    turns["first"] = turns["words"].cumsum() - turns["words"]
    turns = turns.reset_index()
    numbers = ["" if pd.isna(number) else str(number) for number in turns["pair"].fillna(turns["turn"])]
    turns["name"] = [LETTERS.get(role, "T") + number for role, number in zip(turns["role"], numbers)]
    return spoken.reset_index(drop=True), turns


def need_room(turns: pd.DataFrame) -> None:
    if len(turns) > TURNS:
        raise ArgumentError(
            f"a chart has room for {TURNS:,} turns, not {len(turns):,}; draw a part of the interview, such as "
            "tokens[tokens['turn'] <= 600]"
        )


@checked
def turn_lengths(tokens, *, by: str = "role", ax=None) -> Axes:
    """Words in each turn, in order; one kind of bar per role, or with by="speaker" per speaker.

    >>> from helpers import tokenize
    >>> turn_lengths(tokenize("Партия құрасыз ба?")).get_title(loc="left")
    'not known has 3 of 3 words'
    """
    spoken, turns = turns_of(tokens, by)
    need_room(turns)
    ax, places, said = draw.axes(ax, 3.6), np.arange(len(turns)), []
    for key, (_, colour, hatch, _) in draw.styles(list(turns["series"].unique())).items():
        mine = (turns["series"] == key).to_numpy()
        sizes, name = turns.loc[mine, "words"], label(key) or "unnamed"
        ax.bar(places[mine], sizes, color=colour, hatch=hatch, edgecolor="white", label=f"{name} (n = {sizes.sum():,})")
        said.append(
            f"{name}: {counted(len(sizes), 'turn')}, {counted(sizes.sum(), 'word')}, "
            f"median {sizes.median():.0f}, longest {sizes.max()}, shortest {sizes.min()}"
        )
    if len(turns) <= LABELLED:
        for place, size in zip(places, turns["words"]):
            ax.text(place, size, f"{size}", ha="center", va="bottom", fontsize=SMALL)
    step = 1 if len(turns) <= LABELLED else -(-2 * len(turns) // LABELLED)
    ax.set_xticks(places[::step], turns["name"][::step], fontsize=SMALL)
    ax.set_ylim(0, turns["words"].max() * 1.1)
    sizes = turns.groupby("series")["words"].sum().sort_values(ascending=False)
    title = f"{label(sizes.index[0]) or 'unnamed'} has {sizes.iloc[0]:,} of {len(spoken):,} words"
    words = f"Words in each of {len(turns)} turns, in order, n = {len(spoken):,} words. {'; '.join(said)}."
    return draw.finish(ax, title, f"turn (n = {len(spoken):,} words)", "words", words, legend=True)


def _places(spoken, what, of: str) -> dict[str, np.ndarray]:
    """Where in the words each row occurs: words looked up in a column, or the categories of markers."""
    if isinstance(what, pd.DataFrame):
        inside, starts = select(what, "turn"), spoken["start"].to_numpy()
        at = np.searchsorted(starts, inside["start"].to_numpy(), side="right") - 1
        own = set(what["category"]) & set(CATEGORIES)  # other names have no rows but their own
        names = values(inside, "category")["category"] if own else what["category"].unique()
        return {label(name): np.sort(at[(inside["category"] == name).to_numpy()]) for name in names}
    what = [what] if isinstance(what, str) else list(what)
    draw.room(len(what))
    column = spoken[of].astype(str).to_numpy()
    meant = [_meaning(spoken, word) if of == "lemma" else "" for word in what]
    names = draw.names(pd.DataFrame({of: what, "gloss": meant}))
    return {name: np.flatnonzero(column == word) for name, word in zip(names, what)}


def _meaning(spoken: pd.DataFrame, lemma: str) -> str:
    """The gloss of a lemma; where its classes differ in meaning, of each class that stands in the text."""
    if lemma not in homographs() or "pos" not in spoken:
        return glosses([lemma])[0]
    classes = spoken.loc[(spoken["lemma"] == lemma).to_numpy(), "pos"].astype(str).value_counts(sort=False).index
    return " / ".join(dict.fromkeys(glosses([lemma] * len(classes), classes))) or glosses([lemma])[0]


@checked(what=some_words)
def dispersion(tokens, what, *, of: str = "lemma", by: str = "role", ax=None) -> Axes:
    """Where words, or the categories of a markers table, stand in the interview, with speakers and borders of turns.

    `what` is a list of words, looked up in the column `of`, or a table of `find_markers`. With the tokens of several
    documents it is one word or category, and every document has a strip.

    >>> from helpers import charts, tokenize
    >>> charts.describe(dispersion(tokenize("Біз де біз."), ["біз"]))
    'біз ‘we’ is in 1 of 1 turns. 3 words. біз ‘we’: 2, in 1 turn, first at word 1, last at word 3.'
    """
    if "document" in tokens and tokens["document"].nunique() > 1:
        return _strips(tokens, what, of, ax)
    spoken, turns = turns_of(tokens, by)
    hits = _places(spoken, what, of)
    draw.need(hits)
    ax = draw.axes(ax, 1.8 + 0.26 * len(hits))
    places, top, starts = draw.rows(ax, list(hits)), len(hits) - 0.3, turns["first"].to_numpy()
    for key, (_, colour, hatch, _) in draw.styles(list(turns["series"].unique())).items():
        bands = turns.loc[(turns["series"] == key).to_numpy(), ["first", "words"]].to_numpy()
        name = label(key) or "unnamed"
        ax.broken_barh(bands, (top, 0.6), facecolor=colour, hatch=hatch, edgecolor="white", label=name)
    if len(turns) <= 2 * LABELLED:
        ax.vlines(starts, -0.7, top + 0.6, color="#999999", linewidth=0.7)
    for place, spots in zip(places, hits.values()):
        ax.vlines(spots + 0.5, place - 0.34, place + 0.34, color="black", linewidth=1.4)
    ax.set(xlim=(0, len(spoken)), ylim=(-0.7, top + 0.6))
    inside = {name: len(set(np.searchsorted(starts, spots, side="right"))) for name, spots in hits.items()}
    draw.margin(ax, places, [f"{len(spots)} in {inside[name]}" for name, spots in hits.items()], "count in turns")
    said = [
        f"{name}: {len(spots)}, in {counted(inside[name], 'turn')}"
        + (f", first at word {spots[0] + 1}, last at word {spots[-1] + 1}" if len(spots) else "")
        for name, spots in hits.items()
    ]
    most = [name for name in inside if inside[name] == max(inside.values())]
    leading = most[0] if len(most) == 1 else draw.named([name.split(" ‘")[0] for name in most], 3)
    title = f"{leading} {'is' if len(most) == 1 else 'are'} in {inside[most[0]]} of {len(turns)} turns"
    title += ", the most" if len(hits) > len(most) else ""
    words = f"{title}. {len(spoken):,} words. {'; '.join(said)}."
    return draw.finish(ax, title, f"word of the interview (n = {len(spoken):,}); grey lines: a new turn", "", words,
                       legend=True)  # fmt: skip


def _strips(tokens, what, of: str, ax) -> Axes:
    """One word in many documents: a strip per document, as long as the document is, with a mark at each place."""
    if isinstance(what, pd.DataFrame) or (not isinstance(what, str) and len(what) > 1):
        raise ArgumentError(
            "over several documents dispersion shows one word; give it one, or the tokens of one document"
        )
    spoken = select(tokens, "turn")
    draw.need(spoken)
    sizes = spoken.groupby("document", observed=True).size()
    hits, found = {}, ""
    for name in sizes.index[:STRIPS]:
        ((found, hits[name]),) = _places(spoken[(spoken["document"] == name).to_numpy()], what, of).items()
    ax = draw.axes(ax, 1.6 + 0.26 * len(hits))
    places = draw.rows(ax, list(map(str, hits)))
    ax.barh(places, sizes[list(hits)], 0.7, color=draw.SHADE, edgecolor="none")
    for place, spots in zip(places, hits.values()):
        ax.vlines(spots + 0.5, place - 0.34, place + 0.34, color="black", linewidth=1.4)
    draw.margin(ax, places, [f"{len(spots)} of {sizes[name]:,}" for name, spots in hits.items()], "count of words")
    have = sum(len(spots) > 0 for spots in hits.values())
    cut = f" (the first {STRIPS} of {len(sizes)} documents)" if len(sizes) > STRIPS else ""
    title = f"{found} is in {have} of {len(hits)} documents{cut}"
    said = "; ".join(f"{name}: {len(spots)}" for name, spots in hits.items())
    words = f"{title}. Where it stands in each, n = {sizes.sum():,} words. {said}."
    return draw.finish(ax, title, "word of the document", "", words)
