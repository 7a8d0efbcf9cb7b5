"""An interview as annotated text in HTML, and what else the notebooks show as HTML: tables, concordances, figures.

Colours and switches are CSS alone. What a viewer that strips styles leaves is still the text with its labels in
brackets and the English beside it.
"""

from bisect import bisect_left
from functools import cache
from itertools import pairwise

import pandas as pd

from ..results import one_document
from ..stance.lexicon import as_lexicon
from .display import Html, figure, kwic, page, safe, table

__all__ = ["Html", "annotated", "figure", "kwic", "safe", "table"]
LOOKS = {  # the label in the text, the codebook's Kazakh name, colour and underline
    "hedge": ("hedge", "жұмсарту", "#3a8fc7", "dotted"),
    "booster": ("boost", "нығайту", "#d55e00", "solid"),
    "attitude": ("att", "баға", "#009e73", "dashed"),
    "self_mention": ("self", "сөйлеуші", "#8a8a8a", "solid"),
    "audience": ("aud", "тыңдаушыға қарату", "#c0699a", "double"),
    "evidential": ("evid", "дереккөз", "#b8860b", "dotted"),
    "obligation": ("obl", "міндет", "#8b6bd9", "dashed"),
    "intention": ("int", "ниет", "#2a9d9d", "double"),
    "negation": ("neg", "болымсыздық", "#d0505a", "solid"),
    "contrast": ("contr", "қарсы қою", "#7a8b2f", "dotted"),
}
OTHER = ("", "", "#8a8a8a", "dashed")


def annotated(source, markers: pd.DataFrame, translation: pd.DataFrame | None = None) -> Html:
    """The text with every stance marker coloured and labelled, and a legend that switches categories on and off.

    `source` is a transcript or its tokens (of a part, if you like), `markers` a table as of `find_markers` (a column
    `gloss` is used if there is one), `translation` the table of `read_translation`. Subtype and gloss show on hover,
    focus or tap; English at each sentence, or at all.

    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Біз дайынбыз.")
    >>> annotated(tokens, find_markers(tokens))
    Annotated text: 1 lines, 3 markers (self_mention 2, intention 1).
    """
    if not isinstance(source, pd.DataFrame):
        from ..words.tokens import tokenize

        source = tokenize(source)
    one_document(source, markers)
    lines = list(_lines(source))
    english = {} if translation is None else dict(zip(translation["start"].tolist(), translation["en"]))
    marks, categories, counts = _marks(markers, lines)
    body, group = [], None
    for line in lines:
        if line["group"] != group:
            body.append(f'{"</div>" if group else ""}<div class="turn{" asked" * (line["role"] == "interviewer")}">')
            body.append(f'<p class="who" lang="en">{line["head"]}</p>')
            group = line["group"]
        body.append(_line(line, marks, categories, english))
    legend = [f"<legend>{sum(counts.values())} stance markers</legend>"]
    for number, name in enumerate(categories):
        kazakh = LOOKS.get(name, OTHER)[1]
        legend.append(
            f'<label><input type="checkbox" checked autocomplete="off" class="k{number}"> <mark class="c{number}">'
            f'{safe(name)}</mark> <span lang="kk">{kazakh}</span> {counts[name]}</label>'
        )
    if english:
        legend.append('<label><input type="checkbox" autocomplete="off" class="all"> English of every sentence</label>')
    rules = "".join(_rule(number, name) for number, name in enumerate(categories))
    said = ", ".join(f"{name} {counts[name]}" for name in categories)
    words = f"Annotated text: {len(lines)} lines, {sum(counts.values())} markers ({said or 'none'})."
    fields = f'<fieldset lang="en">{" ".join(legend)}</fieldset>'
    text = "\n".join(body) + ("</div>" if group else "")
    return page(f'{fields}\n<div lang="kk">\n{text}\n</div>', words, "text", extra=rules)


def _rule(number: int, name: str) -> str:
    hue, edge = LOOKS.get(name, OTHER)[2:]
    off = f".suhbat:has(.k{number}:not(:checked)) div mark.c{number}"
    return (
        f".suhbat .c{number} {{ --hue: {hue}; --edge: {edge}; }}\n"
        f"{off} {{ background: none; border: 0; padding: 0; }} {off} > abbr {{ display: none; }}\n"
    )


def _lines(tokens):
    """The printed lines: start, pieces (sentence, start, end), text, and the heading they stand under."""
    names = ["start", "end", "text", "after", "line", "turn", "section", "role", "speaker", "pair", "sentence"]
    columns = [tokens[name].astype(object).where(tokens[name].notna(), None).tolist() for name in names]
    line = None
    for start, end, text, after, number, turn, section, role, speaker, pair, sentence in zip(*columns):
        group = (section, None) if turn is None else ("turn", turn)
        if line is None or (number, group) != (line["number"], line["group"]) or start != line["end"]:
            if line is not None:
                yield line | {"text": "".join(line["text"])}
            what = [
                f"Turn {turn}" if turn is not None else str(section).capitalize(),
                role if role != "unknown" else "",
            ]
            what += [f"pair {pair}" if pair is not None else "", speaker]
            head = " · ".join(f"<bdi>{safe(part)}</bdi>" for part in what if part)
            line = {
                "number": number,
                "group": group,
                "role": role,
                "head": head,
                "start": start,
                "end": start,
                "text": [],
                "pieces": [],
            }
        line["text"].append(text + after)
        line["end"] += len(text) + len(after)
        pieces = line["pieces"]
        if pieces and pieces[-1][0] == sentence:
            pieces[-1] = (sentence, pieces[-1][1], end)
        else:
            pieces.append((sentence, start, end))
    if line is not None:
        yield line | {"text": "".join(line["text"])}


def _marks(markers, lines):
    """Markers as sorted (start, end, category, title); the categories shown; how many of each."""
    gloss = markers["gloss"] if "gloss" in markers else markers["marker"].map(_glosses())
    columns = [markers[name].tolist() for name in ("start", "end", "text", "category", "subtype", "marker")]
    marks, counts = [], {}
    spans = sorted((line["start"], line["start"] + len(line["text"])) for line in lines)
    starts = [span[0] for span in spans]
    for start, end, text, category, subtype, marker, meaning in zip(*columns, gloss.fillna("").astype(str)):
        at = bisect_left(starts, start + 1) - 1
        if at >= 0 and start < spans[at][1]:
            meaning = f", ‘{meaning}’" if meaning else ""
            title = f"{text}: {category}, {subtype}{meaning}; decided by {marker}"
            marks.append((start, end, str(category), title))
            counts[str(category)] = counts.get(str(category), 0) + 1
    known = [*LOOKS]
    order = sorted(counts, key=lambda name: (known.index(name) if name in known else len(known), name))
    return sorted(marks), order, counts


@cache
def _glosses() -> dict[str, str]:
    lexicon = as_lexicon(None)
    return dict(zip(lexicon["id"], lexicon["gloss"]))


def _line(line, marks, categories, english) -> str:
    """One line: its pieces between the edges of sentences and markers, each inside the markers that cover it."""
    start, stop = line["start"], line["start"] + len(line["text"])
    first = bisect_left(marks, (start,))
    while first > 0 and marks[first - 1][1] > start:
        first -= 1
    here = [mark for mark in marks[first : bisect_left(marks, (stop,))] if mark[1] > start]
    edges = {start, stop, *(edge for piece in line["pieces"] for edge in piece[1:])}
    edges |= {min(max(edge, start), stop) for mark in here for edge in mark[:2]}
    said = {end: english[at] for _, at, end in line["pieces"] if at in english}
    parts, edges = [], sorted(edges)
    over = {edge: [] for edge in edges}  # the markers over the piece that begins there
    for mark in here:
        for edge in edges[bisect_left(edges, mark[0]) : bisect_left(edges, mark[1])]:
            over[edge].append(mark)
    for low, high in pairwise(edges):
        text = safe(line["text"][low - start : high - start])
        for number, name in reversed(list(enumerate(categories))):
            titles = [mark[3] for mark in over[low] if mark[2] == name]
            if titles:
                tag = LOOKS.get(name, [safe(name)])[0]
                tag = f'<abbr lang="en" tabindex="0" title="{safe("; ".join(titles))}">[{tag}]</abbr>'
                text = f'<mark class="c{number}">{text}{tag}</mark>'
        parts.append(text)
        if high in said:
            parts.append(
                '<label class="one" lang="en"><input type="checkbox" autocomplete="off">EN</label>'
                f'<span class="en" lang="en"><br>{safe(said[high])}</span>'
            )
    number = f'<span class="no" lang="en" title="line {line["number"]}">{line["number"]}</span> '
    return f'<p class="line" dir="auto">{number}{"".join(parts).rstrip()}</p>'
