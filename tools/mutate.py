"""Would the tests notice? Change one condition, constant or line at a time and run the tests that concern it.

    python tools/mutate.py                      every module of the package, a sample of each
    python tools/mutate.py counting reading     these rooms or modules, such as sheets or stance/review
    python tools/mutate.py --sample 20 --seed 3

Run inside `.venv`; not in CI: it takes hours. Everything happens in a copy of the collection, so that the files here
stay as they are. Prints a line for each change that no test noticed, then how many were noticed by module; both also
go to build/mutants.csv. A change that cannot matter (a message, an order that is sorted later) is named as such in
tools/mutate_same.csv: module, the line's text, the change, why.
"""

import argparse
import ast
import contextlib
import csv
import io
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
COPIED = ["src", "tests", "data", "docs", "notebooks", "tools", "benchmarks"]
SECONDS = 120  # of processor time for the tests of one change: one that makes them go on for ever is noticed by that
TESTS = {  # a module's path begins so: the tests that concern it, in the order in which they are run
    "reading/": ["test_transcript.py", "test_translations.py", "test_reading*.py", "test_cues*.py", "test_formats*.py"],
    "words/": ["test_morphology.py", "test_tokens.py", "test_romanisation.py", "test_interlinear.py",
               "test_glosses*.py",               "test_words*.py", "test_stance.py"],
    "stance/review": ["test_stance_review.py", "test_sheets.py"],
    "stance/evaluation": ["test_evaluation.py", "test_measures.py"],
    "stance/labels": ["test_evaluation.py", "test_translations.py"],
    "stance/": ["test_stance.py", "test_stance_review.py", "test_evaluation.py", "test_baseline*.py"],
    "counting/": ["test_counting.py", "test_search*.py"],
    "showing/": ["test_markup.py", "test_charts.py", "test_tables.py", "test_interlinear.py", "test_places*.py"],
    "measures": ["test_measures.py"],
    "columns": ["test_counting.py"],
    "passages": ["test_counting.py", "test_stance_review.py"],
    "cells": ["test_sheets.py", "test_tables.py", "test_stance_review.py"],
    "sheets": ["test_sheets.py", "test_tables.py", "test_stance_review.py"],
    "results": ["test_tables.py", "test_counting.py", "test_corpus.py"],
    "checks": ["test_calls.py"],
    "arguments": ["test_calls.py"],
    "corpus": ["test_corpus.py", "test_long_runs.py"],
    "pools": ["test_long_runs.py", "test_corpus.py"],
    "stored": ["test_long_runs.py"],
    "classroom": ["test_classroom*.py", "test_handouts*.py", "test_evaluation.py"],
    "": ["test_house.py", "test_project.py", "test_calls.py", "test_stance.py"],
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


def tests_of(module: str, folder: Path) -> list[str]:
    patterns = next(tests for begin, tests in TESTS.items() if module.startswith(begin))
    files = [str(file) for pattern in patterns for file in sorted((folder / "tests").glob(pattern))]
    return [*files, str(folder / "src/helpers" / f"{module}.py")]


def noticed(folder: Path, tests: list[str]) -> bool:
    """Whether a test fails, in a process of its own that has imported everything but this package."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        signal.alarm(10 * SECONDS)  # of waiting, on a busy machine
        os.chdir(folder)
        with open(os.devnull, "w") as nothing, contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
            import pytest

            code = pytest.main(["-x", "-q", "-m", "not whole", "-p", "no:cacheprovider", *tests])
        os._exit(min(int(code), 100))
    _, status = os.waitpid(child, 0)
    return status != 0


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
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "CITATION.cff", "environment.yml", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder / "src"))
    os.environ |= {"PYTHONPATH": str(folder / "src"), "CI": "1"}
    import hypothesis.strategies
    import matplotlib.figure
    import nltk
    import pandas
    import pytest

    del hypothesis, matplotlib, nltk, pandas, pytest


def attack(module: str, folder: Path, sample: int, seed: int) -> tuple[Counter, list[list]]:
    """Make a sample of the changes of a module; how many were noticed, and those that were not."""
    file = folder / "src/helpers" / f"{module}.py"
    source = Source(file.read_text(encoding="utf-8"))
    lines = source.text.splitlines()
    tests, known = tests_of(module, folder), same()
    every = [c for c in changes(source) if (module, lines[c.line - 1].strip(), c.new) not in known]
    chosen = random.Random(f"{module} {seed}").sample(every, min(sample, len(every)))
    if chosen and noticed(folder, tests):
        print(f"{module}: its tests fail without any change; left out", flush=True)
        return Counter(), []
    count: Counter = Counter()
    survivors = []
    for change in sorted(chosen):
        new = source.changed(change)
        try:
            compile(new, module, "exec")
        except SyntaxError:
            continue
        file.write_text(new, encoding="utf-8")
        found = noticed(folder, tests)
        count["noticed" if found else "not"] += 1
        if not found:
            survivors.append([module, change.line, lines[change.line - 1].strip(), change.kind, change.new])
            print(
                f"  {module}:{change.line} {change.kind}: {lines[change.line - 1].strip()} → {change.new}", flush=True
            )
    file.write_text(source.text, encoding="utf-8")
    return count, survivors


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
    parser.add_argument("--sample", type=int, default=12, help="changes a module at most")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["module", "line", "was", "kind", "new"])
    total: Counter = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        prepare(folder)
        for module in modules(options.modules):
            began = time.monotonic()
            count, survivors = attack(module, folder, options.sample, options.seed)
            table.writerows(survivors)
            total += count
            if count:
                share = f"{count['noticed']}/{count.total()} noticed ({count['noticed'] / count.total():.0%})"
                print(f"{module}: {share}, {time.monotonic() - began:.0f} s", flush=True)
    if total:
        print(f"all: {total['noticed']}/{total.total()} ({total['noticed'] / total.total():.0%})")
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build/mutants.csv").write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
