"""How fast and how large: the whole pipeline and its stages against peers on the same text in the same run.

    python benchmarks/speed.py                     about three minutes: 500 to 1 million words, imports, two processes
    python benchmarks/speed.py --full --runs 9     10 million words as well, medians of three runs
    python benchmarks/speed.py --only pipeline     one part: pipeline, import or processes

Every measurement runs in a fresh process, so that nothing remembered from another one helps. Seconds are of the
processor (of the wall for two processes), so that other programs on the machine disturb little. Prints ratios against
the targets, writes build/speed.csv, build/speed_figures.csv and build/speed.png.
"""

import argparse
import csv
import json
import random
import statistics
import subprocess
import sys
import time
from importlib import import_module
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
NEWS = ROOT.parent / "shared/data/kaznerd_sentences.txt"
SIZES, LARGE = (500, 10_000, 100_000, 1_000_000), 10_000_000
TYPES = 120_000  # distinct words of the third text
ENDINGS = (
    "лар лер дар дер тар тер ым ім ымыз іміз ы і сы сі ның нің дың дің ға ге қа ке ны ні ды ді да де та те мен пен"
).split()
CUES = (
    "мүмкін шығар сияқты әрине өте нағыз жақсы жаман біз менің сіз қалай екен бойынша керек тиіс емес жоқ бірақ алайда"
).split()


def clock(run):
    """The result of a call and its seconds of processor time."""
    start = time.process_time()
    return run(), time.process_time() - start


def peak() -> float:
    """The most memory this process has had, in MB; not known on Windows."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)


def pipeline(path: str) -> dict:
    """read, tokenize (of it: lemmatize), find_markers, frequencies of words and of categories, as the peers do from the
    plain text; finding who speaks (read_transcript), which no peer does, is timed apart."""
    import warnings

    from helpers import find_markers, frequencies, read_transcript
    from helpers.words import tokens

    base, lemmas, inside = peak(), tokens._lemmas, []

    def timed(*arguments):
        column, seconds = clock(lambda: lemmas(*arguments))
        inside.append(seconds)
        return column

    tokens._lemmas = timed
    text, read = clock(lambda: Path(path).read_text(encoding="utf-8"))
    table, tokenized = clock(lambda: tokens.tokenize(text))
    markers, marked = clock(lambda: find_markers(table))
    _, counted = clock(lambda: (frequencies(table), frequencies(table, of="category", markers=markers)))
    stages = {"read": read, "tokenize": tokenized, "of it lemmas": inside[0], "markers": marked, "frequencies": counted}
    whole = read + tokenized + marked + counted
    facts = {"peak": peak() - base, "types": table["norm"].cat.categories.size}
    warnings.simplefilter("ignore")  # news is no interview
    _, turns = clock(lambda: read_transcript(path))
    return {"whole": whole} | stages | {"turns, apart": turns} | facts


def _nltk(path: str, by_line: bool = False, count: bool = False) -> dict:
    from nltk import FreqDist, word_tokenize

    base, text, note = peak(), Path(path).read_text(encoding="utf-8"), ""

    def run():
        nonlocal note
        if by_line:
            return [word for line in text.splitlines() for word in word_tokenize(line, preserve_line=True)]
        try:
            return word_tokenize(text, preserve_line=True)
        except TimeoutError:
            note = "stopped by NLTK's limit of 5 s; done in stretches of a million characters"
            lines = text.splitlines(keepends=True)
            stretches = ("".join(lines[i : i + 8000]) for i in range(0, len(lines), 8000))
            return [word for stretch in stretches for word in word_tokenize(stretch, preserve_line=True)]

    words, seconds = clock(run)
    if count:
        seconds += clock(lambda: FreqDist(words))[1]
    return {"whole": seconds, "peak": peak() - base, "note": note}


def word_tokenize(path: str) -> dict:
    return _nltk(path)


def word_tokenize_by_line(path: str) -> dict:
    return _nltk(path, by_line=True)


def word_tokenize_and_freqdist(path: str) -> dict:
    return _nltk(path, count=True)


def usual_notebook(path: str) -> dict:
    """A loop over lines, object columns, apply and str.contains, as found in many notebooks."""
    import pandas as pd
    from nltk import word_tokenize

    def strip(word):
        for ending in sorted(ENDINGS, key=len, reverse=True):
            if word.endswith(ending) and len(word) > len(ending) + 2:
                return word[: -len(ending)]
        return word

    def run():
        rows = []
        for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines()):
            for word in word_tokenize(line, preserve_line=True):
                rows.append({"line": number, "token": word})
        table = pd.DataFrame(rows)
        table["norm"] = table["token"].apply(lambda word: word.lower())
        table = table[table["norm"].apply(lambda word: any(c.isalpha() for c in word))]
        table["lemma"] = table["norm"].apply(strip)
        for i in range(0, len(CUES), 2):  # ten categories of two words
            table[f"category {i // 2}"] = table["norm"].str.contains("|".join(CUES[i : i + 2]))
        return table["lemma"].value_counts(), table.filter(like="category").sum()

    base = peak()
    _, seconds = clock(run)
    return {"whole": seconds, "peak": peak() - base}


def count_vectorizer(path: str) -> dict:
    from sklearn.feature_extraction.text import CountVectorizer

    base, lines = peak(), Path(path).read_text(encoding="utf-8").splitlines()
    _, seconds = clock(lambda: CountVectorizer().fit_transform(lines).sum(0))
    return {"whole": seconds, "peak": peak() - base}


def spacy_blank(path: str) -> dict:
    from collections import Counter

    import spacy

    base, lines = peak(), Path(path).read_text(encoding="utf-8").splitlines()
    nlp = spacy.blank("xx")
    _, seconds = clock(lambda: Counter(token.norm_ for doc in nlp.pipe(lines) for token in doc))
    return {"whole": seconds, "peak": peak() - base}


def importing(names: str) -> dict:
    """`import module`, or `module name name …`: the module and these names of it."""

    def run():
        module, *wanted = names.split()
        return [getattr(import_module(module), name) for name in ["__name__", *wanted]]

    return {"whole": clock(run)[1]}


def folder(path: str) -> dict:
    """process_folder by the clock on the wall, and starting the processes apart: one has its imports behind it too."""
    from joblib import Parallel, delayed

    from helpers import process_folder

    path, _, jobs = path.rpartition(":")
    start = time.perf_counter()
    Parallel(int(jobs))(delayed(import_module)("helpers.corpus") for _ in range(int(jobs)))
    ready = time.perf_counter()
    made = process_folder(path, n_jobs=int(jobs), progress=False)
    words = int(made.documents["words"].sum())
    return {"whole": time.perf_counter() - ready, "starting": ready - start, "words": words}


PEERS = {
    "word_tokenize": word_tokenize,
    "word_tokenize + FreqDist": word_tokenize_and_freqdist,
    "word_tokenize by line": word_tokenize_by_line,
    "usual notebook code": usual_notebook,
    "CountVectorizer": count_vectorizer,
    "spaCy blank": spacy_blank,
}
CHILDREN = PEERS | {"Suhbat": pipeline, "import": importing, "folder": folder}


def measure(name: str, argument, runs: int = 1) -> dict | None:
    """The median run of a fresh process each time; None where the tool is not installed."""
    found = []
    for _ in range(runs):
        command = [sys.executable, __file__, "--child", name, str(argument)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        if "ModuleNotFoundError" in done.stderr:
            return None
        if done.returncode:
            raise RuntimeError(done.stderr)
        found.append(json.loads(done.stdout))
    return sorted(found, key=lambda run: run["whole"])[(len(found) - 1) // 2]


def lines_of(kind: str):
    """Lines without end of one of the three texts."""
    if kind == "many types":
        rng = random.Random(0)
        with (ROOT / "src/helpers/lexicons/stems.csv").open(encoding="utf-8", newline="") as file:
            stems = [row["headword"] for row in csv.DictReader(file)]
        words = set()
        while len(words) < TYPES:
            words.add(rng.choice(stems) + "".join(rng.choices(ENDINGS, k=rng.randint(1, 3))))
        words = sorted(words)
        while True:
            yield " ".join(rng.choices(words, k=7)) + ", " + " ".join(rng.choices(words, k=6)) + "."
    own = [*sorted(ROOT.glob("data/samples/*.txt")), *sorted(ROOT.glob("data/raw/*.txt"))]
    texts = [NEWS] if kind == "news" and NEWS.exists() else [p for p in own if "1048" not in p.name]
    yield from cycle([line for path in texts for line in path.read_text(encoding="utf-8").splitlines() if line])


def write_text(kind: str, words: int) -> Path:
    path = BUILD / "speed" / f"{kind}_{words}.txt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            for line in lines_of(kind):
                file.write(line + "\n")
                words -= len(line.split())
                if words <= 0:
                    break
    return path


def write_folder(documents: int = 500, words: int = 600) -> Path:
    """Interviews made of news sentences: questions and answers in turn."""
    path, lines = BUILD / "speed" / "documents", lines_of("news")
    path.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        turns, length = ["Тақырып"], 0
        while length < words:
            turns += [f"- {next(lines).rstrip('.')}?", f"- {next(lines)} {next(lines)} {next(lines)}"]
            length += len(turns[-1].split()) + len(turns[-2].split())
        (path / f"{number:04}.txt").write_text("\n".join(turns), encoding="utf-8")
    return path


def bench_pipeline(full: bool, runs: int) -> tuple[list[dict], list[tuple]]:
    rows, at = [], {}
    for kind in ("news", "few types", "many types"):
        if kind == "news" and not NEWS.exists():
            print("No news text here (../shared/data/kaznerd_sentences.txt): the interviews stand in for it.")
        for words in (*SIZES, *([LARGE] * full)):
            path, large = write_text(kind, words), words >= SIZES[-1]
            often = max(1, runs // 3) if large or kind != "news" else runs
            peers = list(PEERS) if kind == "news" and words <= SIZES[-1] else ["word_tokenize + FreqDist"]
            for name in ["Suhbat", *peers]:
                run = measure(name, path, often if large or name == "Suhbat" else 1)
                if run is None:
                    print(f"{name} is not installed: skipped") if large else None
                    continue
                at[kind, words, name] = run
                facts = {"text": kind, "words": words, "types": run.pop("types", ""), "peak_mb": run.pop("peak")}
                facts["note"] = run.pop("note", "")
                rows += [
                    facts | {"what": name, "stage": stage, "seconds": seconds, "us_a_word": 1e6 * seconds / words}
                    for stage, seconds in run.items()
                ]
                run["peak"], run["types"] = facts["peak_mb"], facts["types"]
                print(
                    f"{kind:10} {words:>9,} {name:25} {1e6 * run['whole'] / words:8.2f} µs/word {run['peak']:6.0f} MB"
                )
    million, top = SIZES[-1], LARGE if full else SIZES[-1]

    def ratio(kind, peer, *stages):
        if (kind, million, peer) not in at:
            return None
        return at[kind, million, peer]["whole"] / sum(at[kind, million, "Suhbat"][s] for s in stages or ["whole"])

    def growth(kind):
        return [(words, at[kind, words, "Suhbat"]["whole"]) for words in (*SIZES[1:], *([LARGE] * full))]

    figures = [
        ("tokenize, full table / word_tokenize", ratio("news", "word_tokenize", "tokenize"), ">=", 2),
        ("news / word_tokenize by line", ratio("news", "word_tokenize by line"), ">=", 1.3),
        ("few types / word_tokenize + FreqDist", ratio("few types", "word_tokenize + FreqDist"), ">=", 1.3),
        ("many types / word_tokenize + FreqDist", ratio("many types", "word_tokenize + FreqDist"), ">=", 0.5),
        ("news / usual notebook code", ratio("news", "usual notebook code"), ">=", 5),
        ("news / CountVectorizer", ratio("news", "CountVectorizer"), "", None),
        ("news / spaCy blank", ratio("news", "spaCy blank"), "", None),
        *(
            (f"{kind} / {peer}, finding turns too", ratio(kind, peer, "whole", "turns, apart"), "", None)
            for kind, peer in (
                ("news", "word_tokenize by line"),
                ("few types", "word_tokenize + FreqDist"),
                ("many types", "word_tokenize + FreqDist"),
                ("news", "usual notebook code"),
            )
        ),
        *(
            (f"growth exponent, {part} to {top // million} M, {kind}", exponent(growth(kind)[first:]), "<=", 1.05)
            for kind in ("news", "few types", "many types")
            for part, first in (("10 k", 0), ("last step", -2))
        ),
        *(
            (f"MB a million words, {kind}", at[kind, million, "Suhbat"]["peak"], "<=", 400)
            for kind in ("news", "many types")
        ),
    ]
    if full:
        figures.append(("MB at 10 M words of news", at["news", LARGE, "Suhbat"]["peak"], "<=", 4096))
    return rows, figures


def exponent(points) -> float:
    """The slope of log seconds on log words."""
    from math import log

    return statistics.linear_regression([log(x) for x, _ in points], [log(y) for _, y in points]).slope


def bench_import(runs: int) -> list[tuple]:
    used = "helpers read_transcript tokenize find_markers frequencies"
    seconds = {"pandas": [], "helpers": [], used: []}
    for _ in range(2 * runs + 1):
        for names, found in seconds.items():
            found.append(measure("import", names)["whole"])
    pandas, bare, four = map(statistics.median, seconds.values())
    return [
        ("import helpers / import pandas", bare / pandas, "<=", 1.15),
        ("and the four main functions / import pandas", four / pandas, "<=", 1.15),
    ]


def bench_processes(runs: int) -> list[tuple]:
    path, times = write_folder(), {1: [], 2: []}
    for _ in range(max(1, runs // 3)):
        for jobs in times:
            times[jobs].append(measure("folder", f"{path}:{jobs}"))
    one, two = (min(found, key=lambda run: run["whole"]) for found in times.values())
    cold = one["whole"] / (two["whole"] + two["starting"])
    print(f"{len(list(path.iterdir()))} documents: {one['whole']:.1f} s in one process, {two['whole']:.1f} s in two")
    return [
        ("two processes, 500 documents", one["whole"] / two["whole"], ">=", 1.7),
        ("the same, with starting the processes", cold, "", None),
        ("ms a document of 600 words, one process", 2 * one["whole"], "", None),
    ]


def draw(rows: list[dict]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    whole = [row for row in rows if row["stage"] == "whole"]
    for kind, style in (("news", "o-k"), ("few types", "s--k"), ("many types", "^:k")):
        mine = [row for row in whole if row["text"] == kind and row["what"] == "Suhbat"]
        left.loglog([row["words"] for row in mine], [row["seconds"] for row in mine], style, label=kind)
    left.set(xlabel="words", ylabel="seconds", title="Whole pipeline")
    left.legend()
    bars = {row["what"]: row["us_a_word"] for row in whole if row["text"] == "news" and row["words"] == SIZES[-1]}
    stages = [row for row in rows if row["what"] == "Suhbat" and row["text"] == "news" and row["words"] == SIZES[-1]]
    bars |= {f"  {row['stage']}": row["us_a_word"] for row in stages if row["stage"] != "whole"}
    names = sorted(bars, key=lambda name: (name.startswith("  "), bars[name]))[::-1]
    right.barh(names, [bars[name] for name in names], color=["0.75" if name[0] == " " else "0.4" for name in names])
    right.set(xlabel="µs a word, one million words of news", title="Peers, and our stages (light)")
    figure.savefig(BUILD / "speed.png", dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="10 million words as well")
    parser.add_argument(
        "--runs", type=int, default=3, help="runs a measurement; a third of them from 1 million words on"
    )
    parser.add_argument("--only", choices=("pipeline", "import", "processes"))
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        sys.path.append(str(ROOT / "src"))
        print(json.dumps(CHILDREN[args.child[0]](args.child[1])))
        return
    BUILD.mkdir(exist_ok=True)
    figures = []
    if args.only in (None, "import"):
        figures += bench_import(args.runs)
    if args.only in (None, "pipeline"):
        rows, found = bench_pipeline(args.full, args.runs)
        figures += found
        with (BUILD / "speed.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, "text words types what stage seconds us_a_word peak_mb note".split())
            out.writeheader()
            out.writerows(rows)
        draw(rows)
    if args.only in (None, "processes"):
        figures += bench_processes(args.runs)
    with (BUILD / "speed_figures.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["figure", "value", "sign", "target", "verdict"])
        for name, value, sign, target in figures:
            if value is None:
                print(f"{name:58} not measured")
                continue
            reached = target is None or (value >= target if sign == ">=" else value <= target)
            verdict = "" if target is None else "met" if reached else "MISSED"
            print(f"{name:58} {value:8.2f}  {sign} {'' if target is None else target}  {verdict}")
            out.writerow([name, value, sign, target, verdict])


if __name__ == "__main__":
    main()
