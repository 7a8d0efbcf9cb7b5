"""Tables and annotated text as HTML: escaped, self-contained, without scripts, readable where styles are stripped."""

import hashlib
import html
import re
from collections import defaultdict
from numbers import Integral, Real

import numpy as np
import pandas as pd

from .stance import SUBTYPES
from .tables import note as note_of

# Short label, light and dark background, underline of each category: never colour alone.
_LOOKS = {
    "hedge": ("HED", "#dcecf9", "#16425f", "dotted 2px"),
    "booster": ("BST", "#fbe3c4", "#633c06", "solid 3px"),
    "attitude": ("ATT", "#f6dbe9", "#652048", "double 4px"),
    "self_mention": ("SELF", "#d9f0e3", "#0f4a2f", "solid 1px"),
    "audience": ("AUD", "#fdf5bf", "#534a05", "dashed 2px"),
    "evidential": ("EVI", "#e6e0f5", "#3c2f6b", "dotted 3px"),
    "obligation": ("OBL", "#f8d9d2", "#6b2414", "dashed 3px"),
    "intention": ("INT", "#d5eef0", "#0d4a50", "double 3px"),
    "negation": ("NEG", "#e4e4e4", "#474747", "solid 2px"),
    "contrast": ("CON", "#e8edcf", "#434d0b", "dashed 1px"),
}
assert list(_LOOKS) == [name for name in SUBTYPES if name != "-"]
_CSS = """% {color:#1b1b1b;background:#fff;padding:.6em .8em;border:1px solid #bbb;line-height:2}
% fieldset{border:1px solid #999;line-height:1.9}% label{margin-right:.9em;display:inline-block}
% p{margin:.35em 0 .35em 3em;text-indent:-2.2em}% .no{color:#555}% .who{font-size:.85em}
% mark,% .key{color:inherit;padding:0 .12em;border-radius:.15em}% mark{position:relative}
% sup{font:600 .58em sans-serif;margin-left:.15em}% mark:focus{outline:2px solid #0b4f9e}
% mark:hover::after,% mark:focus::after{content:attr(data-tip);position:absolute;left:0;top:1.9em;z-index:5;
width:max-content;max-width:min(24em,60vw);background:#222;color:#fff;padding:.3em .6em;text-indent:0;
font:normal .8rem/1.4 sans-serif;border-radius:.25em}
% .en{display:none;font:italic .88em/1.5 serif;color:#333}
%:has(.x-en:checked) .en{display:block;text-indent:0;margin-left:.5em}
@media (max-width:40rem){% p{margin-left:0;text-indent:0}}"""
_NIGHT = """% {color:#ececea;background:#17181a;border-color:#555}% .en,% .no{color:#c9c9c4}
% mark:focus{outline-color:#8ec1ff}% mark:hover::after,% mark:focus::after{background:#f2f2f0;color:#111}"""
_PAPER = "@media print{% {border:0}% mark{print-color-adjust:exact}% input{display:none}}"
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CYRILLIC = re.compile("[Ѐ-ԯ]")


class Html(str):
    """HTML that Jupyter shows as such."""

    def _repr_html_(self) -> str:
        return str(self)


def escape(text) -> str:
    """Text as inert HTML: mark-up escaped, control and direction characters shown by their code point.

    >>> escape('<b>"қ"</b>\u202e')
    '&lt;b&gt;&quot;қ&quot;&lt;/b&gt;[U+202E]'
    """
    return _HIDDEN.sub(lambda m: f"[U+{ord(m[0]):04X}]", html.escape(str(text)))


def _cell(value) -> str:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if value is None or (not isinstance(value, (list, tuple)) and pd.isna(value)):
        return "–"
    if isinstance(value, Integral):
        return f"{value:,}"
    if isinstance(value, Real):
        return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return escape(value)


def table(frame: pd.DataFrame, caption: str = "", note: str | None = None) -> Html:
    """A table with its caption above and, below, the note on what it is (`attrs`; `note=""` for none).

    Columns with Cyrillic letters carry `lang="kk"`, unless they are printed text that is none. The index is not shown.

    >>> '<caption>Words</caption>' in table(pd.DataFrame({"word": ["біз"], "count": [3]}), "Words")
    True
    """
    below = note_of(frame) if note is None else note
    columns = {str(name): frame[name].astype(object).tolist() for name in frame}
    kazakh = {
        name: ' lang="kk"' for name, cells in columns.items() if any(_CYRILLIC.search(str(c)) for c in cells[:99])
    }
    words = {name for name, cells in columns.items() if any(isinstance(cell, str) for cell in cells)}
    style = {name: f' style="text-align:{"left" if name in words else "right"}"' for name in columns}
    head = "".join(f'<th scope="col"{style[name]}>{escape(name.replace("_", " "))}</th>' for name in columns)
    rows = (
        "".join(f"<td{kazakh.get(name, '')}{style[name]}>{_cell(value)}</td>" for name, value in zip(columns, row))
        for row in zip(*columns.values())
    )
    body = "\n".join(f"<tr>{row}</tr>" for row in rows) or f'<tr><td colspan="{len(columns)}">no rows</td></tr>'
    label, under = escape(caption or "table"), f'<p class="note"><small>{escape(below)}</small></p>' if below else ""
    top = f"<caption>{escape(caption)}</caption>" if caption else ""
    return Html(
        f'<div class="suhbat-table" role="region" aria-label="{label}" tabindex="0" style="overflow-x:auto"><table>'
        f"{top}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>{under}"
    )


def concordance(hits: pd.DataFrame, caption: str = "") -> Html:
    """A concordance typeset with the keyword in the middle; `hits` as from `helpers.concordance`.

    >>> hits = pd.DataFrame({"line": [8], "left": ["Шынымен"], "keyword": ["партия"], "right": ["құрасыз ба?"]})
    >>> "<mark>партия</mark>" in concordance(hits)
    True
    """
    caption = caption or f"{hits.attrs.get('title', 'Concordance')}: {len(hits)} hits"
    shown = [name for name in ("document", "line", "speaker", "role") if name in hits and hits[name].astype(str).any()]
    head = "".join(f'<th scope="col">{name}</th>' for name in (*shown, "before", "keyword", "after"))
    rows = []
    for *where, left, word, right in zip(*(hits[name].astype(str) for name in (*shown, "left", "keyword", "right"))):
        cells = "".join(f"<td>{escape(value)}</td>" for value in where)
        cells += f'<td lang="kk" style="text-align:right">{escape(left)}</td>'
        cells += f'<td lang="kk" style="text-align:center;white-space:nowrap"><mark>{escape(word)}</mark></td>'
        rows.append(f'<tr>{cells}<td lang="kk" style="text-align:left">{escape(right)}</td></tr>')
    if "en" in hits:
        width = len(shown) + 3
        english = (
            f'<tr><td colspan="{width}" style="text-align:center"><i>{escape(en)}</i></td></tr>' for en in hits["en"]
        )
        rows = [row + extra for row, extra in zip(rows, english)]
    body = "\n".join(rows) or f'<tr><td colspan="{len(shown) + 3}">no hits</td></tr>'
    return Html(
        f'<div class="suhbat-table" role="region" aria-label="{escape(caption)}" tabindex="0" style="overflow-x:auto">'
        f"<table><caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def annotated(tokens: pd.DataFrame, markers: pd.DataFrame, translation: pd.DataFrame | None = None) -> Html:
    """The text with its stance markers: colour, underline and label a category, more on hover, focus or tap.

    Parameters
    ----------
    tokens : the table of `tokenize`, or some of its rows.
    markers : the table of `find_markers`; those outside the tokens are left out.
    translation : the table of `read_translation`; its English is shown on request.

    Returns
    -------
    Html
        One self-contained block: a legend with counts whose boxes switch categories off (CSS alone), then a paragraph
        a line with speaker and line number. Without styles the labels stand in brackets behind the marked words.

    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Әрине, біз келеміз.")
    >>> "[BST]" in annotated(tokens, find_markers(tokens))
    True
    """
    spans, counts = defaultdict(list), dict.fromkeys(_LOOKS, 0)
    inside = markers[markers["start"].isin(set(tokens["start"])).to_numpy()]
    fields = (inside[c].astype(str) for c in ("category", "subtype", "marker", "rule"))
    for start, end, category, *why in zip(inside["start"].tolist(), inside["end"].tolist(), *fields):
        spans[start].append((end, category, f"{category}: {why[0]} · {why[1]} · {why[2]}"))
        counts[category] += 1
    english = {} if translation is None else dict(zip(translation["end"], translation["en"]))
    columns = ("start", "end", "text", "after", "line", "turn", "role", "speaker")
    out, line, stop, turn = [], None, -1, object()
    for start, end, text, after, number, now, role, speaker in zip(*(tokens[c].tolist() for c in columns)):
        if number != line:
            who = speaker or role
            fresh = f'<b class="who">{escape(who)}</b> ' if pd.isna(now) or now != turn else ""
            turn = None if pd.isna(now) else now
            out.append(f'{"</p>" if line else ""}<p class="{escape(role)}"><small class="no">{number}</small> {fresh}')
            line = number
        if start in spans:
            stop = spans[start][0][0]
            names = [category for _, category, _ in spans[start]]
            tip = escape("; ".join(words for *_, words in spans[start]))
            kinds = " ".join(f"c-{name}" for name in names)
            out.append(f'<mark class="{kinds}" tabindex="0" title="{tip}" data-tip="{tip}">')
        out.append(escape(text))
        if end == stop:
            labels = "".join(f'<sup class="l-{name}">[{_LOOKS[name][0]}]</sup>' for name in names)
            out.append(f"{labels}</mark>")
            stop = -1
        out.append(escape(after).replace("\n", " "))
        if english.get(end):
            out.append(f' <span class="en" lang="en">{escape(english[end])} </span>')
    body = "".join(out) + ("</p>" if line else "")
    key = "s" + hashlib.sha256((body + "".join(map(str, counts.values()))).encode()).hexdigest()[:8]
    boxes = "".join(
        f'<label><input type="checkbox" class="x-{name}" checked> <span class="key c-{name}">{name} [{_LOOKS[name][0]}]'
        f"</span> {count}</label> "
        for name, count in counts.items()
        if count
    )
    if english:
        boxes += '<label><input type="checkbox" class="x-en"> English (by a language model, unreviewed)</label>'
    return Html(
        f'<style>{_style(key)}</style><section class="suhbat-text" id="{key}" aria-label="Annotated text">'
        f"<fieldset><legend>Stance markers: switch a category off or on</legend>{boxes}</fieldset>"
        f'<div lang="kk">{body}</div></section>'
    )


def _style(key: str) -> str:
    """The rules of one annotated text; every selector begins with its id (%), so that two on a page do not meet."""
    light, night = [_CSS], [_NIGHT]
    for name, (_, day, dark, line) in _LOOKS.items():
        light.append(f"% .c-{name}{{background:{day};border-bottom:{line} currentColor}}")
        night.append(f"% .c-{name}{{background:{dark}}}")
        off = f'%:has(.x-{name}:not(:checked)) mark.c-{name}:not([class*=" "])'
        light.append(f"%:has(.x-{name}:not(:checked)) .l-{name}{{display:none}}")
        light.append(f"{off}{{background:none;border:0}}{off}::after{{display:none}}")
    rules = "".join(light) + f"@media (prefers-color-scheme:dark){{{''.join(night)}}}" + _PAPER
    return rules.replace("\n", "").replace("%", f"#{key}")
