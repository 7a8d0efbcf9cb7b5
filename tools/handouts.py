"""What a class prints: `make handouts` writes A4 pages as HTML, and as PDF where Chromium is there.

Everything is made from the text, its translation, the markers, the codebook and the lesson plan; no figure is typed.
"""

import datetime
import os
import re
import shutil
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path

import mistune
import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import codebook
import keeping
import labelsheet
from helpers.labels import label
from helpers.passages import english as english_of
from notebooks import ROOT

TEMPLATES = ROOT / "tools" / "template"
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer"]
WORDS_TO_CUT = 14
LEAST_SUFFIXES, MOST_SUFFIXES = 2, 4
CUT_CLASSES = ("noun", "verb", "adj")
EXAMPLES = 2  # of each category, from the text
TITLES = {
    "interview": "The interview, to read and to mark",
    "interview_key": "The interview with its marks (key)",
    "codebook": "The ten categories on two sides",
    "words": "Words to cut at their suffixes",
    "words_key": "Words to cut at their suffixes (key)",
    "ten_sentences": "Ten sentences to label, and kappa by hand",
    "exit_cards": "Exit cards",
    "rubric": "The rubric, and two papers marked with it",
    "lesson_plan": "The lesson plan",
}

FOR_STUDENTS = ("interview", "codebook", "words", "ten_sentences", "exit_cards")  # no key, no rubric, no plan


class Text:
    """A text and what is made from it, once."""

    def __init__(self, path: Path):
        from helpers import find_markers, read_transcript, read_translation, tokenize

        self.path, self.name = path, path.stem
        self.transcript = read_transcript(path)
        self.tokens = tokenize(self.transcript)
        self.markers = find_markers(self.tokens)
        english = labelsheet.english_file(path)
        self.english = read_translation(english, self.transcript) if english.exists() else None

    @cached_property
    def speech(self) -> pd.DataFrame:
        """The tokens of the turns; of the whole text where there are none."""
        turns = self.tokens[self.tokens["section"] == "turn"]
        return turns if len(turns) else self.tokens

    @cached_property
    def sentences(self) -> list[dict]:
        """One entry per sentence: line (only where a line begins), role, Kazakh, Latin letters, English, marks."""
        from helpers import romanize

        found, before = [], None
        for _, part in self.tokens[self.tokens["sentence"].notna()].groupby("sentence"):
            start, end, line = int(part["start"].min()), int(part["end"].max()), int(part["line"].iloc[0])
            kazakh = self.transcript.text[start:end]
            english = "" if self.english is None else english_of(self.english, start, end)
            marks = self.markers[(self.markers["start"] >= start) & (self.markers["end"] <= end)]
            role = str(part["role"].iloc[0]) if part["section"].iloc[0] == "turn" else str(part["section"].iloc[0])
            found.append(
                {
                    "line": line if line != before else "",
                    "role": role,
                    "kazakh": kazakh,
                    "latin": romanize(kazakh),
                    "english": english,
                    "marks": marks[["text", "category", "subtype"]].to_dict("records"),
                    "pieces": pieces(kazakh, start, marks),
                }
            )
            before = line
        return found

    @cached_property
    def built(self) -> list[dict]:
        """Words with several suffixes, the most frequent first: printed form, stem, gloss, suffixes."""
        from helpers import analyse, romanize, stop_words
        from helpers.words.wordlists import glosses

        words = self.speech[self.speech["kind"] == "word"]
        chosen, stems = [], set()
        counts = words["norm"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        for word in counts.index:
            reading = next(iter(analyse(word)), None)
            if (
                word in stop_words()
                or reading is None
                or not reading.known
                or not LEAST_SUFFIXES <= len(reading.suffixes) <= MOST_SUFFIXES
            ):
                continue
            meaning = glosses([reading.lemma])[0]
            if reading.lemma in stems or not meaning or "-" in word or reading.pos not in CUT_CLASSES:
                continue
            stems.add(reading.lemma)
            parts = str(reading).partition(" = ")[2]
            chosen.append({"word": word, "latin": romanize(word), "gloss": meaning, "parts": parts})
        return sorted(chosen[:WORDS_TO_CUT], key=lambda row: len(row["word"]))

    @cached_property
    def examples(self) -> dict[str, list[dict]]:
        """By category: some markers of the text with the English of their sentence."""
        found: dict[str, list[dict]] = {}
        for category, rows in self.markers.groupby("category", sort=False):
            different = rows.drop_duplicates("text").head(EXAMPLES)
            found[str(category)] = [
                {"text": text, "line": line, "english": self.around(start, end)}
                for text, line, start, end in different[["text", "line", "start", "end"]].itertuples(index=False)
            ]
        return found

    def around(self, start: int, end: int) -> str:
        return "" if self.english is None else english_of(self.english, start, end)

    @cached_property
    def ten(self) -> list[dict]:
        return labelsheet.sentences(self.path)

    @cached_property
    def figures(self) -> dict:
        """What the two sample papers speak of: the most frequent content word, and hedges of both speakers."""
        from helpers import frequencies

        words = frequencies(self.tokens, stop=True)
        first, second = words.iloc[0], words.iloc[1]
        rates = frequencies(self.tokens, by="role", markers=self.markers)
        hedges = rates[rates["category"] == "hedge"].set_index("role")
        guest = self.markers.query("category == 'hedge' and section == 'turn' and role == 'interviewee'")
        return {
            "word": first,
            "close": second["rate"] > first["low"],
            "hedges": hedges.to_dict("index"),
            "lines": sorted(set(guest["line"])),
        }


def pieces(kazakh: str, start: int, marks: pd.DataFrame) -> list[tuple[str, str]]:
    """A sentence in pieces: text, and the categories of its mark or ""."""
    found, at = [], 0
    for (first, last), rows in marks.groupby(["start", "end"], sort=True):
        if first - start < at:
            continue
        found += [(kazakh[at : first - start], ""), (kazakh[first - start : last - start], ", ".join(rows["category"]))]
        at = last - start
    return [piece for piece in [*found, (kazakh[at:], "")] if piece[0]]


def in_html(text: str) -> Markup:
    """Markdown as HTML."""
    return Markup(mistune.html(text))


def lesson_plan() -> str:
    return (ROOT / "docs" / "lesson_plan.md").read_text(encoding="utf-8")


def rubric() -> str:
    """The table of the lesson plan's section on assessment, with what stands around it."""
    found = re.search(r"^## Assessment\n(.*?)(?=^## |\Z)", lesson_plan(), re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {"markdown": in_html, "label": label}
    return made


def make(path: Path, folder: Path, say=print) -> list[Path]:
    """Write all pages for a text into a folder; returns the HTML files."""
    from helpers.categories import TABLE

    text, templates = Text(path), environment()
    folder.mkdir(parents=True, exist_ok=True)
    entries = codebook.entries((ROOT / "docs" / "codebook.md").read_text(encoding="utf-8"))
    common = {"text": text, "today": datetime.date.today().isoformat(), "categories": TABLE, "entries": entries}
    common |= {"lesson_plan": lesson_plan(), "rubric": rubric()}
    written = []
    for name, title in TITLES.items():
        page = templates.get_template(f"handouts/{name}.html.j2").render(common | {"title": title, "name": name})
        written.append(keeping.write(folder / f"{name}.html", page.encode()))
    printed = to_pdf(written)
    kinds = "HTML and PDF" if printed else "HTML; no Chromium here for PDF: print them from a browser"
    say(f"{len(written)} hand-outs for {text.name} ({kinds}) in {folder}")
    return written


def for_students(made: Path, folder: Path) -> None:
    """Copies of the pages that students may have."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in made.iterdir():
        if page.stem in FOR_STUDENTS:
            shutil.copy(page, folder)


def browser() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def to_pdf(pages: list[Path]) -> bool:
    """Print pages to PDF beside them; False where there is no browser for it."""
    program = browser()
    if not program:
        return False
    with tempfile.TemporaryDirectory() as profile:
        for page in pages:
            target = page.with_suffix(".pdf")
            command = [
                program,
                *FLAGS,
                f"--user-data-dir={profile}",
                f"--print-to-pdf={target}",
                page.resolve().as_uri(),
            ]
            if subprocess.run(command, capture_output=True, timeout=120).returncode or not target.exists():
                return False
    return True
