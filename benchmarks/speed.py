"""How fast and how large: reading, tokens, markers and counts beside NLTK on the same text in the same run.

    python benchmarks/speed.py                          some minutes: the news, texts up to a million words
    python benchmarks/speed.py --full --runs 3          three million words as well, medians of three runs
    python benchmarks/speed.py --only news imports      some parts: news, heaps, types, imports, processes, make
    python benchmarks/speed.py --against DIR            an older version (its folder) beside this one

Every measurement has a process of its own. `cold` is its first run, from the file, after the imports; `warm` is the
second. Nothing is repeated: the news as they are (../shared/data/kaznerd_sentences.txt; without them a generated text
stands in), and texts whose types grow by Heaps' law, V = K·n^β. Seconds are processor time (by the clock on the wall
for processes and make).
Prints the figures with their targets; writes build/speed.csv and build/speed.png.
"""

import argparse
import csv
import json
import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
NEWS = ROOT.parent / "shared/data/kaznerd_sentences.txt"
KEPT = 130_000  # words of the news from behind, the share that issue 21 keeps apart
SIZES, LARGE = (100_000, 300_000, 1_000_000), 3_000_000
USUAL_GROWTH = (12.0, 0.65)  # K and β where there are no news to fit them to
PARTS = ("news", "heaps", "types", "imports", "processes", "make")
TARGETS = {  # figure: sign and target of issue 21; none where it is only printed
    "news from the file, cold / word_tokenize by line": (">=", 2.5),
    "news from the file, warm / word_tokenize by line": (">=", 4),
    "news kept from the file, cold / word_tokenize by line": (">=", 2),
    "news kept from the file, warm / word_tokenize by line": (">=", 3.2),
    "news without reading, warm / word_tokenize by line": (">=", 6),
    "a new word type / the older version": ("<=", 0.3),
    "first tokenize / the older version": ("<=", 0.4),
    "import, read, tokenize, markers, chart / import pandas, pyplot": ("<=", 1.4),
    "a million words of Heaps text, cold / word_tokenize + FreqDist": (">=", 1),
    "growth exponent on Heaps text": ("<=", 1.03),
    "MB above the libraries, a million words of Heaps text": ("<=", 280),
    "two processes / one, starts included": (">=", 1.7),
    "make / the older version": ("<=", 0.75),
}


# -- what a fresh process measures


def clock(run: Callable) -> tuple[object, float]:
    """The result of a call and its seconds of processor time."""
    start = time.process_time()
    return run(), time.process_time() - start


def peak() -> float:
    """The most memory this process has had, in MB; not known on Windows."""
    try:
        import resource
    except ImportError:
        return math.nan
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)


def pipeline(path: str, reading: str) -> dict:
    """From the file to markers and counts, twice; `reading` no: as one text, without asking who speaks."""
    import warnings

    from helpers import find_markers, frequencies, read_transcript, tokenize

    libraries()  # memory is counted above them
    warnings.simplefilter("ignore")  # the news are no interview
    base = peak()
    out: dict = {}
    for run in ("cold", "warm"):
        source, read = clock(lambda: read_transcript(path) if reading == "yes" else Path(path).read_text("utf-8"))
        tokens, cut = clock(partial(tokenize, source))
        markers, marked = clock(partial(find_markers, tokens))
        _, counted = clock(partial(frequencies, tokens, section=None))
        out |= {run: read + cut + marked + counted, f"{run} read": read, f"{run} tokenize": cut}
        out |= {f"{run} markers": marked, f"{run} counts": counted}
        out.setdefault("peak", peak() - base)
    return out | {"words": int((tokens["kind"] == "word").sum()), "types": int(tokens["norm"].nunique())}


def word_tokenize(path: str, counted: str) -> dict:
    """NLTK's tokenizer line by line, twice; `counted` yes: FreqDist of the words too."""
    from nltk import FreqDist
    from nltk import word_tokenize as cut

    def run() -> object:
        lines = Path(path).read_text("utf-8").splitlines()
        words = [word for line in lines for word in cut(line, preserve_line=True)]
        return FreqDist(words) if counted == "yes" else words

    base = peak()
    out = {"cold": clock(run)[1], "peak": peak() - base}
    return out | {"warm": clock(run)[1]}


def new_types(path: str, _: str) -> dict:
    """The best reading of every distinct word, seconds a type; the lists are loaded before."""
    from helpers.morphology import best  # the path that every version has

    words = list(dict.fromkeys(word for word in Path(path).read_text("utf-8").split() if word.isalpha()))
    best("сөз")
    return {"cold": clock(lambda: [best(word) for word in words])[1] / len(words), "types": len(words)}


def first_tokenize(*_: str) -> dict:
    """The first call behind the import."""
    from helpers import tokenize

    return {"cold": clock(lambda: tokenize("Біз келдік."))[1]}


def libraries(*_: str) -> dict:
    return {"cold": clock(lambda: [import_module(name) for name in ("pandas", "matplotlib.pyplot")])[1]}


def first_chart(path: str, _: str) -> dict:
    """Import, read, tokenize, markers and one chart."""

    def run() -> None:
        from helpers import charts, find_markers, frequencies, read_transcript, tokenize

        tokens = tokenize(read_transcript(path))
        find_markers(tokens)
        charts.rates(frequencies(tokens))

    return {"cold": clock(run)[1]}


def folder(path: str, jobs: str) -> dict:
    """A folder of interviews by the clock on the wall, starting the processes included."""
    from helpers import process_folder

    start = time.perf_counter()
    process_folder(path, n_jobs=int(jobs), progress=False)
    return {"cold": time.perf_counter() - start}


CHILDREN = {
    run.__name__: run for run in (pipeline, word_tokenize, new_types, first_tokenize, libraries, first_chart, folder)
}


def measure(run: Callable, *arguments: object, runs: int = 1, version: Path = ROOT) -> dict:
    """The run with the median time among fresh processes, with the package of this version."""
    command = [sys.executable, __file__, "--child", run.__name__, *map(str, arguments), *[""] * (2 - len(arguments))]
    environment = os.environ | {"PYTHONPATH": str(version / "src"), "MPLBACKEND": "agg"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(BUILD / "speed/pycache")}
    found = []
    for _ in range(runs):
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment)
        if done.returncode:
            raise RuntimeError(done.stderr)
        found.append(json.loads(done.stdout))
    return sorted(found, key=lambda one: one["cold"])[(len(found) - 1) // 2]


def pages(version: Path) -> tuple[float, float]:
    """What `make` does once there is a `.venv`: seconds by the clock on the wall, and of processors in all."""
    environment = os.environ | {"PYTHONPATH": str(version / "src")}
    command = [sys.executable, "tools/pages.py", "html"]
    start, before = time.perf_counter(), os.times()
    subprocess.run(command, cwd=version, check=True, capture_output=True, env=environment)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, spent


# -- texts


def growth(words: list[str]) -> tuple[float, float]:
    """K and β of Heaps' law by least squares on logarithms, at twenty places of a text (Heaps 1978)."""
    seen: set[str] = set()
    places = {len(words) * n // 20 for n in range(1, 21)}
    points = []
    for n, word in enumerate(words, 1):
        seen.add(word)
        if n in places:
            points.append((math.log(n), math.log(len(seen))))
    line = statistics.linear_regression(*zip(*points))
    return math.exp(line.intercept), line.slope


def made_words(rng: random.Random) -> Iterator[str]:
    """Distinct words by the suffix grammar: a listed noun, or every third time a stem made up of syllables."""
    from helpers.sheets import rows
    from helpers.words.sounds import SOUND, harmony
    from helpers.words.suffixes import grammar

    stems = [row["headword"] for row in rows("stems.csv") if row["class"] == "noun"]
    forms = [(form, *one) for form, entry in grammar().forms.items() for one in entry.plain]
    seen = set()
    while True:
        word = rng.choice(stems)
        if rng.random() < 1 / 3:
            vowels = rng.choice(("аоұы", "еөүі"))
            word = "".join(
                rng.choice("бдкқлмнрстш") + rng.choice(vowels) + rng.choice("лмнрс") for _ in range(rng.randint(2, 3))
            )
        state = grammar().states["noun"]
        for _ in range(rng.randint(0, 3)):
            sound, side = SOUND.get(word[-1], 0), harmony(word)
            fits = [one for one in forms if one[1].after & state and one[1].sounds & sound and one[1].harmony & side]
            if fits:
                form, _, state = rng.choice(fits)
                word += form
        if word not in seen:
            seen.add(word)
            yield word


def heaps_text(words: int, k: float, beta: float) -> Path:
    """A text of so many words whose types grow by Heaps' law: a word is new, or drawn from what was written before."""
    path = BUILD / "speed" / f"heaps_{words}.txt"
    if path.exists():
        return path
    rng = random.Random(0)
    new = made_words(rng)
    written: list[str] = []
    types = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for n in count(1):
            if types < k * n**beta:
                written.append(next(new))
                types += 1
            else:
                written.append(rng.choice(written))
            if n % 14 == 0 or n == words:
                file.write(" ".join(written[-14:]).capitalize() + ".\n")
            if n == words:
                return path
    return path


def news_texts() -> dict[str, Path]:
    """The news and the part that is kept; a generated text where they are absent."""
    if not NEWS.exists():
        print("no news here (../shared/data/kaznerd_sentences.txt): a generated text stands in")
        return {"news": heaps_text(200_000, *USUAL_GROWTH), "news kept": heaps_text(KEPT, *USUAL_GROWTH)}
    lines = NEWS.read_text("utf-8").splitlines()
    kept: list[str] = []
    words = 0
    while words < KEPT:
        kept.append(lines.pop())
        words += len(kept[-1].split())
    path = BUILD / "speed/news_kept.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(kept[::-1]), encoding="utf-8")
    return {"news": NEWS, "news kept": path}


def interviews(documents: int = 1500) -> Path:
    """A folder of generated interviews, questions and answers in turn."""
    path = BUILD / "speed/interviews"
    lines = heaps_text(SIZES[-1], *USUAL_GROWTH).read_text("utf-8").splitlines()
    path.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        some = lines[45 * number : 45 * number + 45]
        turns = [f"- {line.rstrip('.')}?" if at % 3 == 0 else f"- {line}" for at, line in enumerate(some)]
        (path / f"{number:04}.txt").write_text("\n".join(["Тақырып", *turns]), encoding="utf-8")
    return path


# -- the parts


class Bench:
    """What has been measured: figures by name, and points of time against words for the chart."""

    def __init__(self, runs: int, full: bool, against: Path | None):
        self.runs = runs
        self.sizes = [*SIZES, LARGE] if full else list(SIZES)
        self.against = against
        self.figures: dict[str, float] = {}
        self.points: dict[str, list[tuple[int, float]]] = {}

    def news(self) -> None:
        for name, path in news_texts().items():
            peer = measure(word_tokenize, path, "no", runs=self.runs)
            ours = measure(pipeline, path, "yes", runs=self.runs)
            plain = measure(pipeline, path, "no", runs=self.runs)
            stages = {key: round(value, 2) for key, value in ours.items()}
            print(f"{name}: word_tokenize by line {peer['cold']:.2f} s; {stages}")
            for run in ("cold", "warm"):
                self.figures[f"{name} from the file, {run} / word_tokenize by line"] = peer[run] / ours[run]
                self.figures[f"{name} without reading, {run} / word_tokenize by line"] = peer[run] / plain[run]
        for table in (BUILD / "speed/pycache").rglob("*.tables"):
            table.unlink()
        without = measure(pipeline, news_texts()["news"], "yes")
        self.figures["news from the file, cold without kept tables, seconds"] = without["cold"]

    def heaps(self) -> None:
        k, beta = growth(NEWS.read_text("utf-8").lower().split()) if NEWS.exists() else USUAL_GROWTH
        print(f"Heaps' law: K = {k:.1f}, β = {beta:.3f}")
        for words in self.sizes:
            path = heaps_text(words, k, beta)
            ours = measure(pipeline, path, "no", runs=self.runs)
            peer = measure(word_tokenize, path, "yes", runs=self.runs)
            print(f"{words:>9,} words, {ours['types']:,} types, {ours['peak']:.0f} MB:", end=" ")
            print(f"{ours['cold']:.2f} s, NLTK {peer['cold']:.2f} s")
            for name, run in (("Suhbat, cold", ours["cold"]), ("Suhbat, warm", ours["warm"]), ("NLTK", peer["cold"])):
                self.points.setdefault(name, []).append((words, run))
            if words == SIZES[-1]:
                self.figures["a million words of Heaps text, cold / word_tokenize + FreqDist"] = (
                    peer["cold"] / ours["cold"]
                )
                self.figures["MB above the libraries, a million words of Heaps text"] = ours["peak"]
        logs = [(math.log(words), math.log(seconds)) for words, seconds in self.points["Suhbat, cold"]]
        self.figures["growth exponent on Heaps text"] = statistics.linear_regression(*zip(*logs)).slope

    def types(self) -> None:
        path = news_texts()["news"]
        ours = measure(new_types, path, runs=self.runs)
        print(f"a new word type: {1e6 * ours['cold']:.1f} µs ({ours['types']:,} types)")
        first = measure(first_tokenize, runs=self.runs)
        if self.against:
            older = measure(new_types, path, runs=self.runs, version=self.against)
            self.figures["a new word type / the older version"] = ours["cold"] / older["cold"]
            older = measure(first_tokenize, runs=self.runs, version=self.against)
            self.figures["first tokenize / the older version"] = first["cold"] / older["cold"]

    def imports(self) -> None:
        path = ROOT / "data/raw/kopbaev_interview.txt"
        measure(first_chart, path)  # so that every module is compiled, as it is on a user's machine
        ratio = measure(first_chart, path, runs=self.runs)["cold"] / measure(libraries, runs=self.runs)["cold"]
        self.figures["import, read, tokenize, markers, chart / import pandas, pyplot"] = ratio

    def processes(self) -> None:
        path = interviews()
        one, two = (measure(folder, path, jobs)["cold"] for jobs in (1, 2))
        print(f"{len(list(path.iterdir()))} interviews: {one:.1f} s in one process, {two:.1f} s in two")
        self.figures["two processes / one, starts included"] = one / two

    def make(self) -> None:
        if self.against:
            ours, older = (pages(version) for version in (ROOT, self.against))
            print(f"make: {ours[0]:.1f} s, {ours[1]:.1f} s of processors; older: {older[0]:.1f} s, {older[1]:.1f} s")
            self.figures["make / the older version"] = ours[0] / older[0]
            self.figures["make / the older version, processor time"] = ours[1] / older[1]

    def show(self) -> None:
        """Print the figures with their targets, and write them."""
        rows = []
        for name, value in self.figures.items():
            sign, target = TARGETS.get(name, ("", None))
            reached = target is not None and (value >= target if sign == ">=" else value <= target)
            verdict = "" if target is None else "met" if reached else "missed"
            rows.append([name, f"{value:.3g}", f"{sign} {target or ''}".strip(), verdict])
            print("{:68} {:>8}  {:8} {}".format(*rows[-1]))
        with (BUILD / "speed.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["figure", "value", "target", "verdict"], *rows])

    def draw(self) -> None:
        """Seconds against words, both logarithmic."""
        import matplotlib

        matplotlib.use("agg")
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
        for (name, points), style in zip(self.points.items(), ("o-k", "s--k", "^:k")):
            axes.loglog(*zip(*points), style, label=name if name != "NLTK" else "word_tokenize by line + FreqDist")
        axes.set(xlabel="words", ylabel="seconds", title="Text whose types grow by Heaps' law")
        axes.legend()
        figure.savefig(BUILD / "speed.png", dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="three million words as well")
    parser.add_argument("--runs", type=int, default=1, help="fresh processes a measurement; the median counts")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--against", type=Path, help="the folder of an older version")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(CHILDREN[args.child[0]](*args.child[1:])))
        return
    BUILD.mkdir(exist_ok=True)
    sys.path.insert(0, str(ROOT / "src"))
    bench = Bench(args.runs, args.full, args.against and args.against.resolve())
    measure(first_tokenize)  # so that the kept tables are there
    for part in args.only:
        getattr(bench, part)()
    bench.show()
    if bench.points:
        bench.draw()


if __name__ == "__main__":
    main()
