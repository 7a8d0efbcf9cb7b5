"""Would the tests notice? Change one condition, constant or line at a time and run the tests that concern it.

    python tools/mutate.py                      every module of the package, a sample of each
    python tools/mutate.py counting reading     these rooms or modules, such as sheets or stance/review
    python tools/mutate.py --sample 20 --seed 3

Run inside `.venv`; not in CI. Everything happens in a copy of the collection, so that the files here stay as they are.
For each group of modules pytest starts once and collects its tests; a first run notes which test enters which
function and how long it takes. A change is then made in the functions as they are in memory (and in the copy's file),
and a forked process runs the tests that enter the changed function, quickest first, until one fails. What runs at
import, or once for many tests (caches, shared fixtures), is tried on all tests of the group. Prints a line for each
change that no test noticed, then how many were noticed by module; build/mutants.csv has every change and what became
of it. A change that cannot matter (an order that is sorted later) is named in tools/mutate_same.csv: module, the
line's text, the change, why.
"""

import argparse
import ast
import csv
import functools
import gc
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import types
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
COPIED = ["src", "tests", "data", "docs", "notebooks", "tools", "benchmarks"]
SECONDS = 20  # of processor time for the tests of one change, beside thrice what they take without it
ENOUGH = 30  # seconds of tests tried on one change
EXAMPLES = 15  # of a property, of the hundred that the suite tries
CONTROLS = 40  # tests that must pass when a module is put in place without a change
STANCE = ["test_stance.py", "test_stance_review.py", "test_sheets.py", "test_evaluation.py", "test_mentions.py",
          "src/helpers/stance"]  # fmt: skip
WORDS = ["test_morphology.py", "test_tokens.py", "test_romanisation.py", "test_interlinear.py", "test_analysis.py",
         "test_glosses.py", "test_compiled.py", "test_stance.py", "src/helpers/words"]  # fmt: skip
SHOWING = ["test_markup.py", "test_charts.py", "test_tables.py", "test_interlinear.py", "test_explore.py",
           "test_security.py", "src/helpers/showing"]  # fmt: skip
SHEETS = ["test_sheets.py", "test_tables.py", "test_stance_review.py", "src/helpers/sheets.py", "src/helpers/cells.py"]
TESTS = {  # a module's path begins so: the tests that concern it
    "reading/": ["test_transcript.py", "test_translations.py", "test_reading_*.py", "test_language.py",
                 "src/helpers/reading"],
    "words/": WORDS,
    "stance/": STANCE,
    "counting/": ["test_counting.py", "test_mentions.py", "test_analysis.py", "src/helpers/counting"],
    "showing/": SHOWING,
    "measures/": ["test_measures.py", "test_counting.py", "src/helpers/measures"],
    "columns": ["test_counting.py", "test_stance.py", "test_tables.py"],
    "passages": ["test_counting.py", "test_stance_review.py", "src/helpers/passages.py"],
    "cells": SHEETS,
    "sheets": SHEETS,
    "results": ["test_tables.py", "test_counting.py", "test_corpus.py", "src/helpers/results.py"],
    "checks": ["test_calls.py", "test_counting.py"],
    "arguments": ["test_calls.py", "test_counting.py"],
    "corpus": ["test_corpus.py", "test_long_runs.py", "src/helpers/corpus.py"],
    "batches": ["test_corpus.py", "test_long_runs.py"],
    "folders": ["test_corpus.py", "test_long_runs.py"],
    "pools": ["test_long_runs.py", "test_corpus.py"],
    "stored": ["test_long_runs.py", "test_corpus.py"],
    "class": ["test_classroom.py", "test_evaluation.py", "src/helpers/classroom.py"],
    "labels": ["test_classroom.py", "test_evaluation.py", "test_translations.py", "src/helpers/labels.py"],
    "letters": ["test_tokens.py", "test_transcript.py", "test_language.py", "src/helpers/letters.py"],
    "compiled": ["test_compiled.py"],
    "": ["test_house.py", "test_calls.py", "test_stance.py"],
}  # fmt: skip
SWAPS = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip


class Change(NamedTuple):
    """What is put in the place of some characters of a module."""

    start: int
    end: int
    new: str
    line: int
    kind: str


class Source:
    """A module's text, and where its nodes stand in it."""

    def __init__(self, text: str):
        self.text = text
        self.tree = ast.parse(text)
        self.begins = [0]
        for line in text.encode().splitlines(keepends=True):
            self.begins.append(self.begins[-1] + len(line))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        return self.begins[node.lineno - 1] + node.col_offset, self.begins[node.end_lineno - 1] + node.end_col_offset

    def part(self, node: ast.expr | ast.stmt) -> str:
        start, end = self.span(node)
        return self.text.encode()[start:end].decode()

    def changed(self, change: Change) -> str:
        data = self.text.encode()
        return (data[: change.start] + change.new.encode() + data[change.end :]).decode()


def hidden(tree: ast.Module) -> set[int]:
    """The nodes that say nothing to a test: docstrings and annotations, with all in them."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.append(first)
        found += [part for part in (getattr(node, "annotation", None), getattr(node, "returns", None)) if part]
        if isinstance(node, ast.Raise) or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
            found.append(node)
    return {id(inner) for node in found for inner in ast.walk(node)}


def changes(source: Source) -> list[Change]:
    """Every change that can be made to a module."""
    skip = hidden(source.tree)
    return [change for node in ast.walk(source.tree) if id(node) not in skip for change in of_node(source, node)]


def of_node(source: Source, node: ast.AST) -> list[Change]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        new = f"{source.part(node.left)} {SWAPS[type(node.ops[0])]} {source.part(node.comparators[0])}"
        return [Change(*source.span(node), f"({new})", node.lineno, "comparison")]
    if isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        new = word.join(f"({source.part(value)})" for value in node.values)
        return [Change(*source.span(node), f"({new})", node.lineno, "and/or")]
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        return [Change(*source.span(node.test), f"(not ({source.part(node.test)}))", node.lineno, "condition")]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return [Change(*source.span(node), repr(node.value + 1), node.lineno, "constant")]
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        sign = "-" if isinstance(node.op, ast.Add) else "+"
        return [
            Change(
                *source.span(node), f"({source.part(node.left)} {sign} ({source.part(node.right)}))", node.lineno, "sum"
            )
        ]
    if isinstance(node, (ast.Expr, ast.AugAssign)) or (isinstance(node, ast.Return) and node.value):
        new = "return None" if isinstance(node, ast.Return) else "pass"
        return [Change(*source.span(node), new, node.lineno, "line")]
    return []


WARM = "- Сіз қалай ойлайсыз?\n- Меніңше, бұл өте жақсы, бірақ мүмкін емес шығар."


def files_of(module: str, folder: Path) -> tuple[str, ...]:
    """The test files that concern a module."""
    patterns = next(tests for begin, tests in TESTS.items() if module.startswith(begin))
    places = [pattern if pattern.startswith("src/") else f"tests/{pattern}" for pattern in patterns]
    return tuple(str(file) for place in places for file in sorted(folder.glob(place)))


class Known(NamedTuple):
    """Of a first run: seconds of each test, which tests enter which function, and what is entered once for many."""

    seconds: dict[str, float]
    enter: dict[tuple, set[str]]
    shared: set[tuple]

    @classmethod
    def of(cls, seconds: dict, enter: list, shared: list) -> "Known":
        places = {(file, line): set(tests) for file, line, tests in enter}
        return cls(seconds, places, {tuple(place) for place in shared})


class Watcher:
    """Notes which function of the package each test enters (a pytest plugin)."""

    def __init__(self, package: str):
        self.package = package
        self.test = ""
        self.seconds: dict[str, float] = {}
        self.enter: dict[tuple, set[str]] = defaultdict(set)
        self.shared: set[tuple] = set()
        self.depth = 0  # of calls whose result is kept for other tests
        self.kept = {one.__wrapped__.__code__ for one in caches() if hasattr(one.__wrapped__, "__code__")}

    def trace(self, frame, event, arg):
        code = frame.f_code
        if not code.co_filename.startswith(self.package):
            return None
        place = (code.co_filename, code.co_firstlineno)
        self.enter[place].add(self.test)
        if code in self.kept:
            self.depth += 1
            self.shared.add(place)
            frame.f_trace_lines = False
            return self.inner
        if self.depth:
            self.shared.add(place)
        return None

    def inner(self, frame, event, arg):
        if event == "return":
            self.depth -= 1
        return self.inner

    def run(self, item, following) -> bool:
        """Run one test; whether it passed."""
        self.test = item.nodeid
        began = time.process_time()
        sys.settrace(self.trace)
        try:
            good = passes(item, following)
        finally:
            sys.settrace(None)
        self.seconds[item.nodeid] = time.process_time() - began
        return good

    def pytest_fixture_setup(self, fixturedef, request):
        if fixturedef.scope == "function":
            return None
        self.depth += 1
        try:
            from _pytest.fixtures import pytest_fixture_setup

            return pytest_fixture_setup(fixturedef, request) or True
        finally:
            self.depth -= 1


def caches() -> list:
    """The functions of the package whose results are kept."""
    kind = type(functools.lru_cache(print))
    return [one for one in gc.get_objects() if isinstance(one, kind) and str(one.__module__).startswith("helpers")]


def passes(item, following) -> bool:
    from _pytest.runner import runtestprotocol

    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def in_child(work, seconds: float | None = None):
    """What `work()` returns in a process of its own; None if that died or took too long."""
    with tempfile.NamedTemporaryFile() as file:
        child = os.fork()
        if not child:
            code = 1
            try:
                if seconds:
                    limit = int(seconds) + 1
                    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
                    signal.alarm(20 * limit)  # of waiting, on a busy machine
                nothing = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nothing, 1)
                os.dup2(nothing, 2)
                Path(file.name).write_text(json.dumps(work()), encoding="utf-8")
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        return None if status else json.loads(Path(file.name).read_text(encoding="utf-8"))


def place_of(source: Source, change: Change, file: Path) -> tuple | None:
    """The function in whose body a change stands; None for what runs at import."""
    found = None
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            start = source.span(node.body[0])[0]
            if start <= change.start and change.end <= source.span(node)[1]:
                first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                found = max(found or (str(file), 0), (str(file), first))
    return found


def put(new: str, file: Path, everything: bool) -> None:
    """Let the functions in memory be those of the changed text; with `everything` also what ran at import."""
    code = compile(new, str(file), "exec")
    for one in caches():
        one.cache_clear()
    swap(code, file)
    if not everything:
        return
    name = ".".join(file.with_suffix("").parts[file.parts.index("src") + 1 :])
    old = sys.modules[name]
    fresh = types.ModuleType(name)
    fresh.__dict__.update({"__file__": str(file), "__package__": old.__package__, "__spec__": old.__spec__})
    sys.modules[name] = fresh
    types.FunctionType(code, fresh.__dict__)()
    sys.modules[name] = old
    replaced = {}
    for key, value in vars(fresh).items():
        before = vars(old).get(key)
        if key.startswith("__") or isinstance(value, types.ModuleType) or getattr(value, "__module__", name) != name:
            continue
        if isinstance(value, types.FunctionType) and isinstance(before, types.FunctionType):
            before.__defaults__, before.__kwdefaults__ = value.__defaults__, value.__kwdefaults__
        else:
            replaced[key] = (before, value)
    for module in [one for one in list(sys.modules.values()) if isinstance(one, types.ModuleType)]:
        space = vars(module)
        for key, (before, value) in replaced.items():
            if key in space and space[key] is before:
                space[key] = value


def swap(code: types.CodeType, file: Path) -> None:
    """Give each function of a file that is in memory its new code."""
    new = {}
    waiting = [code]
    while waiting:
        for inner in waiting.pop().co_consts:
            if isinstance(inner, types.CodeType):
                new[inner.co_qualname, inner.co_firstlineno] = inner
                waiting.append(inner)
    for one in gc.get_objects():
        if isinstance(one, types.FunctionType) and one.__code__.co_filename == str(file):
            with_new = new.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if with_new and len(with_new.co_freevars) == len(one.__code__.co_freevars):
                one.__code__ = with_new


def same() -> set[tuple[str, str, str]]:
    """The changes that are known to change nothing."""
    path = ROOT / "tools/mutate_same.csv"
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["module"], row["line"], row["new"]) for row in csv.DictReader(file)}


def prepare(folder: Path) -> None:
    """A copy of the collection, and what every test imports, imported once."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in [one for one in ROOT.iterdir() if one.is_file()]:
        shutil.copy(file, folder)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder / "src"))
    os.environ |= {"PYTHONPATH": str(folder / "src"), "CI": "1"}
    os.chdir(folder)


class Group:
    """The modules that the same tests concern, changed one after another inside one run of pytest (a plugin)."""

    def __init__(self, folder: Path, modules: list[str], sample: int, seed: int):
        self.folder, self.modules, self.sample, self.seed = folder, modules, sample, seed
        self.rows: list[list] = []

    def pytest_runtestloop(self, session):
        from hypothesis import settings

        settings.register_profile("few", settings.get_profile("ci"), max_examples=EXAMPLES)
        settings.load_profile("few")
        known = Known.of(*in_child(functools.partial(self.look, session)))
        for item in list(session.items):
            if item.nodeid not in known.seconds:
                session.items.remove(item)
        import helpers

        helpers.find_markers(helpers.tokenize(WARM))
        for module in self.modules:
            began = time.monotonic()
            count: Counter = Counter()
            for row in self.attack(module, session, known):
                self.rows.append(row)
                count[row[-1]] += 1
                if row[-1] == "not":
                    print(f"  {module}:{row[1]} {row[3]}: {row[2]} → {row[4]}", flush=True)
            if count:
                share = f"{count['noticed']}/{count.total()} noticed ({count['noticed'] / count.total():.0%})"
                print(f"{module}: {share}, {time.monotonic() - began:.0f} s", flush=True)
        return True

    def look(self, session) -> tuple:
        watcher = Watcher(str(self.folder / "src/helpers"))
        session.config.pluginmanager.register(watcher)
        after = [*session.items[1:], None]
        failing = [item.nodeid for item, following in zip(session.items, after) if not watcher.run(item, following)]
        seconds = {test: time for test, time in watcher.seconds.items() if test not in failing}
        return seconds, [[*place, sorted(tests)] for place, tests in watcher.enter.items()], sorted(watcher.shared)

    def attack(self, module: str, session, known: Known):
        """Make a sample of the changes of a module: (module, line, was, kind, new, noticed or not) of each."""
        file = self.folder / "src/helpers" / f"{module}.py"
        source = Source(file.read_text(encoding="utf-8"))
        lines = source.text.splitlines()
        quickest = sorted(session.items, key=lambda item: known.seconds[item.nodeid])[:CONTROLS]
        if not tried(source.text, None, file, quickest, SECONDS):
            print(f"{module}: its tests fail without any change; left out", flush=True)
            return
        nothing = same()
        every = [c for c in changes(source) if (module, lines[c.line - 1].strip(), c.new) not in nothing]
        chosen = random.Random(f"{module} {self.seed}").sample(every, min(self.sample, len(every)))
        for change in sorted(chosen):
            new = source.changed(change)
            try:
                compile(new, module, "exec")
            except SyntaxError:
                continue
            file.write_text(new, encoding="utf-8")
            try:
                found = self.noticed(new, place_of(source, change, file), file, session, known)
            finally:
                file.write_text(source.text, encoding="utf-8")
            yield [module, change.line, lines[change.line - 1].strip(), change.kind, change.new, found]

    def noticed(self, new: str, place: tuple | None, file: Path, session, known: Known) -> str:
        entering = known.enter.get(place, set())
        if not entering:  # called at import, if at all
            place = None
        items = sorted(session.items, key=lambda item: (item.nodeid not in entering, known.seconds[item.nodeid]))
        if place and place not in known.shared:
            items = [item for item in items if item.nodeid in entering]
        spent, chosen = 0.0, []
        for item in items:
            spent += known.seconds[item.nodeid]
            if spent > ENOUGH and chosen:
                break
            chosen.append(item)

        return "not" if tried(new, place, file, chosen, spent) else "noticed"


def tried(new: str, place: tuple | None, file: Path, items: list, seconds: float) -> bool:
    """Whether all these tests pass with a module's new text."""

    def work() -> bool:
        put(new, file, everything=not place)
        return all(passes(item, following) for item, following in zip(items, [*items[1:], None]))

    return bool(in_child(work, SECONDS + 3 * seconds))


def in_group(folder: Path, tests: tuple[str, ...], modules: list[str], sample: int, seed: int) -> list[list]:
    import pytest

    group = Group(folder, modules, sample, seed)
    quiet = ["-s", "-m", "not whole", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:terminal"]
    quiet += ["-o", "addopts=", "--doctest-modules", "--import-mode=importlib"]
    pytest.main([*quiet, *tests], plugins=[group])
    return group.rows


def modules(wanted: list[str]) -> list[str]:
    package = ROOT / "src/helpers"
    every = sorted(file.relative_to(package).with_suffix("").as_posix() for file in package.rglob("*.py"))
    every = [name for name in every if not name.endswith("__init__")]
    if not wanted:
        return every
    return [name for name in every if any(name == one or name.startswith(f"{one}/") for one in wanted)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--sample", type=int, default=10, help="changes of one module at most")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    total: Counter = Counter()
    with tempfile.TemporaryDirectory() as place, (ROOT / "build/mutants.csv").open("w", encoding="utf-8") as file:
        folder = Path(place).resolve()
        prepare(folder)
        table = csv.writer(file)
        table.writerow(["module", "line", "was", "kind", "new", "found"])
        groups = defaultdict(list)
        for module in modules(options.modules):
            groups[files_of(module, folder)].append(module)
        for tests, part in groups.items():
            rows = in_process(folder, tests, part, options.sample, options.seed)
            table.writerows(rows)
            file.flush()
            total += Counter(row[-1] for row in rows)
    if total:
        print(f"all: {total['noticed']}/{total.total()} ({total['noticed'] / total.total():.0%})")


def in_process(*arguments) -> list[list]:
    """A group in a process of its own, which prints as it goes."""
    with tempfile.NamedTemporaryFile() as file:
        child = os.fork()
        if not child:
            code = 1
            try:
                Path(file.name).write_text(json.dumps(in_group(*arguments)), encoding="utf-8")
                code = 0
            finally:
                os._exit(code)
        os.waitpid(child, 0)
        return json.loads(Path(file.name).read_text(encoding="utf-8") or "[]")


if __name__ == "__main__":
    main()
