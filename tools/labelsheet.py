"""One page on which a student labels ten sentences: offline, on a phone; it saves one small file for `read_class`.

This page alone runs a script. It is inline, and the page's content security policy forbids everything else: no other
script, no request to anywhere.
"""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

import keeping
from notebooks import ROOT

TEMPLATES = ROOT / "tools" / "template"
ARTICLE = ROOT / "data" / "raw" / "kopbaev_interview.txt"
IN_ARTICLE = range(27, 37)  # the lines of notebook 06, "How well do you agree?"
HOW_MANY = 10
LEAST = 5  # words a sentence needs to be worth labelling


def ten_sentences(transcript, tokens) -> list[tuple[int, int]]:
    """Where the sentences to label begin and end: those of notebook 06, in another text the first of the turns."""
    words = tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]
    if transcript.name == ARTICLE.stem:
        words = words[words["line"].isin(IN_ARTICLE)]
    else:
        words = words[words.groupby("sentence")["text"].transform("size") >= LEAST]
    edges = words.groupby("sentence", sort=True).agg(start=("start", "min"), end=("end", "max"))
    return [(int(start), int(end)) for start, end in edges.head(HOW_MANY).itertuples(index=False)]


def english_file(path: Path) -> Path:
    """The translation that belongs to a text: beside it, or in data/translation."""
    beside = path.with_suffix(".en.tsv")
    return beside if beside.exists() else ROOT / "data" / "translation" / f"{path.stem}.tsv"


def hint(parts) -> str:
    """A word in its parts with what its stem means: what a student who reads no Kazakh needs to label it."""
    meaning = "" if parts[0].gloss in ("?", parts[0].form) else f" “{parts[0].gloss.replace('.', ' ')}”"
    return "-".join(part.form for part in parts) + meaning


def sentences(path: Path) -> list[dict]:
    """The sentences to label: start, end, English, pieces (text, and the start of a word or None), hints by start."""
    from helpers import read_transcript, read_translation, tokenize
    from helpers.passages import english as english_of
    from helpers.showing.interlinear import parts_of

    transcript = read_transcript(path)
    tokens = tokenize(transcript)
    translation = read_translation(english_file(path), transcript) if english_file(path).exists() else None
    found = []
    for start, end in ten_sentences(transcript, tokens):
        inside = tokens[(tokens["start"] >= start) & (tokens["end"] <= end)]
        hints = {int(token.start): hint(parts_of(token)) for token in inside.itertuples() if token.kind == "word"}
        pieces = []
        for at, text, after, kind in inside[["start", "text", "after", "kind"]].itertuples(index=False):
            pieces.append((str(text), int(at) if kind == "word" else None))
            pieces.append((str(after).replace("\n", " "), None))
        english = "" if translation is None else english_of(translation, start, end)
        found.append({"start": start, "end": end, "pieces": pieces, "hints": hints, "english": english})
    return found


def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def make(path: Path, target: Path) -> Path:
    """Write the page for a text."""
    from helpers.categories import TABLE

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, keep_trailing_newline=False)
    style = environment.get_template("labelsheet.css.j2").render(categories=TABLE)
    script = (TEMPLATES / "labelsheet.js").read_text(encoding="utf-8")
    policy = f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(style)}'; base-uri 'none'; "
    policy += "form-action 'none'"
    page = environment.get_template("labelsheet.html.j2").render(
        categories=TABLE,
        says=definitions(),
        sentences=sentences(path),
        style=style,
        script=script,
        policy=policy,
        name=path.stem,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    keeping.write(target, page.encode())
    return target


def definitions() -> dict[str, str]:
    """The one line of each category, from the table at the beginning of the codebook."""
    text = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    ]
    return {row[0].strip("`"): row[2] for row in rows if len(row) == 4}
