"""Broken and malicious inputs to all but the reader (that is fuzz.py): python benchmarks/hostile.py [N] [SEED].

N inputs in all (default 2,000), shared among the parts below; each must end in a result or in one sentence of ours (an
error class of `helpers.errors`). Prints, for each part, how many were tried, gave a result, were refused in a sentence,
and which failed otherwise, with the input that did it.
"""

import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd

import helpers
from helpers import charts, errors, markup

OURS = tuple(kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ValueError))
WORDS = "Біз бару керек деп ойлаймыз бірақ жол ұзақ емес пе иә әрине мүмкін партия құрмаймыз дейді екен шығар".split()
ODD = ["<script>alert(1)</script>", "=1+1", "\u202e", "\u0306", "\0", "\ud800", "а\u0301" * 40, "🙂", "½", "Ⅳ"]
ODD += [
    "\ufeff",
    "'",
    '"',
    "../..",
    "`x`",
    "${7*7}",
    "{{7*7}}",
    "%s",
    "\u2028",
    "\r",
    "\n- ",
    "А:",
    "1" * 400,
    "-" * 200,
]
TEXTS = 300  # that all parts but the first share
CELLS = ["", "yes", "нет", "hedge", "=cmd", "9" * 5000, "-1", "1,5", "\u0306", "x" * 2000, '"', "# title", "1 of 9"]


def text(rng: random.Random) -> str:
    """Words and oddities, in lines that may be turns."""
    pieces = rng.choices(WORDS + ODD, k=rng.randint(0, 25))
    return "".join(piece + rng.choice([" ", ", ", ". ", "? ", "\n- ", "\n", ""]) for piece in pieces)


def sheet(rng: random.Random, header: list[str]) -> bytes:
    """A CSV with something wrong in it, in some encoding."""
    rows = [header, *([rng.choice(CELLS) for _ in range(rng.randint(0, 14))] for _ in range(rng.randint(0, 6)))]
    rng.shuffle(rows[0])
    data = "\r\n".join(rng.choice(",;\t").join(row) for row in rows)
    return data.encode(rng.choice(["utf-8", "utf-8-sig", "utf-16", "koi8-r"]), "replace")


@cache
def read(number: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tokens and markers of one of so many hostile texts, which all parts but `find` share."""
    tokens = helpers.tokenize(text(random.Random(f"text {number}")))
    return tokens, helpers.find_markers(tokens)


def some(rng: random.Random) -> tuple[pd.DataFrame, pd.DataFrame]:
    return read(rng.randrange(TEXTS))


def safe(html: object) -> None:
    assert "<script" not in str(html), "a script came through"


def find(rng, folder):
    helpers.find_markers(helpers.tokenize(text(rng)))


def words(rng, folder):
    word = "".join(rng.choices(WORDS + ODD, k=rng.randint(0, 4)))
    helpers.analyse(word), helpers.lemmatize(word), helpers.romanize(word)


def show(rng, folder):
    tokens, markers = some(rng)
    safe(markup.annotated(tokens.assign(speaker=rng.choice(ODD)), markers.assign(subtype=rng.choice(ODD))))


def search(rng, folder):
    tokens, _ = some(rng)
    query = "".join(rng.choices([*WORDS, *ODD, "*", "?", "[", " "], k=rng.randint(0, 4)))
    safe(markup.kwic(helpers.concordance(tokens, query, of="norm")))


def why(rng, folder):
    tokens, markers = some(rng)
    if len(markers):
        safe(helpers.explain(tokens, markers.iloc[rng.randrange(len(markers))])._repr_html_())


def review(rng, folder):
    number = rng.randrange(TEXTS)
    tokens, markers = read(number)
    sheet = folder / f"{number}.csv"
    if not sheet.exists():
        helpers.export_review(tokens, markers, sheet)
    data = bytearray(sheet.read_bytes())
    for _ in range(rng.randint(0, 3)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    (folder / "changed.csv").write_bytes(data)
    helpers.read_review(folder / "changed.csv", tokens, partial=True)


def sheets(rng, folder):
    path = folder / "sheet.csv"
    path.write_bytes(sheet(rng, ["keep", "category", "automatic", "text", "start", "end", "line"]))
    helpers.read_table(path)


def lexicons(rng, folder):
    path = folder / "lexicon.csv"
    path.write_bytes(sheet(rng, ["id", "pattern", "category", "subtype", "note"]))
    helpers.read_lexicon(path)


def tables(rng, folder):
    tokens, _ = some(rng)
    count = rng.choice([helpers.frequencies, helpers.ngrams, helpers.collocations])
    safe(markup.table(count(tokens, section=None)))


def draw(rng, folder):
    tokens, markers = some(rng)
    charts.describe(charts.dispersion(tokens, rng.choice([WORDS[:3], markers])))


def folders(rng, folder):
    place = Path(tempfile.mkdtemp(dir=folder))
    for number in range(3):
        (place / f"{number} {rng.choice(['=a', 'ә', '<b>', ' '])}.txt").write_bytes(
            text(rng).encode("utf-8", "replace")
        )
    helpers.process_folder(place, progress=False, n_jobs=1)


PARTS = {  # of a thousand inputs; more of what is quick, so that 100,000 take some fifteen minutes of processor time
    find: 100,
    words: 450,
    show: 6,
    search: 40,
    why: 20,
    review: 30,
    sheets: 200,
    lexicons: 150,
    tables: 2,
    draw: 1,
    folders: 1,
}


def attack(part, count: int, seed: int, folder: Path) -> Counter:
    """So many inputs to one part; what became of them."""
    found: Counter = Counter()
    for number in range(count):
        try:
            part(random.Random(f"{part.__name__} {seed} {number}"), folder)
            found["result"] += 1
        except OURS:
            found["refused"] += 1
        except Exception as error:
            kind = f"{type(error).__name__}: {str(error)[:100]!r}"
            if kind not in found:
                print(f"  {part.__name__}, input {number}: {kind}", flush=True)
            found[kind] += 1
    return found


def main() -> None:
    given = [int(value) for value in sys.argv[1:3]]
    total, seed = [*given, *[2000, 0][len(given) :]]
    warnings.simplefilter("ignore")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for part, share in PARTS.items():
            began = time.process_time()
            count = max(1, total * share // sum(PARTS.values()))
            found = attack(part, count, seed, Path(folder))
            bare = count - found["result"] - found["refused"]
            rows.append([part.__name__, count, found["result"], found["refused"], bare, time.process_time() - began])
    columns = ["part", "tried", "result", "our sentence", "bare", "CPU s"]
    print(pd.DataFrame(rows, columns=columns).round(1).to_string(index=False))


if __name__ == "__main__":
    main()
