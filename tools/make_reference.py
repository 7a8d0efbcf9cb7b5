"""Make data/reference/news_lemmas.csv: python tools/make_reference.py ../shared/data/kaznerd_sentences.txt

Counts the lemmas of the sentences of KazNERD, repeated ones once, with this package's own tokenizer: run it again when
lemmas change. Only counts are written, those of lemmas counted once in one row for all. The README beside the table
says what is in it.
"""

import argparse
import re
from pathlib import Path

import pandas as pd

from helpers import tokenize
from helpers.columns import counts
from helpers.counting.items import by_class, with_class

TARGET = Path(__file__).resolve().parents[1] / "data" / "reference"
RUN, SAME = 5, 0.5  # words in a run, and the share of runs seen before from which on a sentence is a repetition
ONCE = "(lemmas counted once)"  # the row that stands for them, so that the words counted add up
BATCH = 2_000  # sentences tokenized at a time


def distinct(lines: list[str]) -> list[str]:
    """The sentences that are new: fewer than half of their runs of five words have stood in an earlier one."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for line in lines:
        words = re.findall(r"\w+", line.lower())
        runs = [tuple(words[at : at + RUN]) for at in range(max(len(words) - RUN + 1, 1))]
        if words and sum(run in seen for run in runs) < SAME * len(runs):
            kept.append(line)
        seen.update(runs)
    return kept


def counted(sentences: list[str]) -> pd.DataFrame:
    """lemma, pos (of lemmas whose classes differ in meaning), count."""
    parts = []
    for at in range(0, len(sentences), BATCH):
        tokens = tokenize("\n".join(sentences[at : at + BATCH]))
        words = tokens[(tokens["kind"] == "word").to_numpy()]
        parts.append(counts(words.assign(lemma=by_class(words, "lemma")), ["lemma"]).astype({"lemma": str}))
    table = pd.concat(parts).groupby("lemma")["count"].sum().reset_index()
    table = with_class(table, "lemma")
    return table.sort_values(["count", "lemma"], ascending=[False, True], kind="stable", ignore_index=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path, help="a text file, one sentence a line")
    lines = parser.parse_args().sentences.read_text(encoding="utf-8").splitlines()
    sentences = distinct(lines)
    table = counted(sentences)
    TARGET.mkdir(parents=True, exist_ok=True)
    once = table["count"] == 1
    rest = pd.DataFrame({"lemma": [ONCE], "pos": "", "count": once.sum()})
    kept = pd.concat([table[~once], rest])
    kept.to_csv(TARGET / "news_lemmas.csv", index=False, lineterminator="\n")
    facts = {
        "sentences read": len([line for line in lines if line.strip()]),
        "sentences left after repetitions, counted": len(sentences),
        "words counted": int(table["count"].sum()),
        "different lemmas": len(table),
        "lemmas counted once, together in the last row": int(once.sum()),
    }
    rows = "\n".join(f"| {name} | {number:,} |" for name, number in facts.items())
    readme = TARGET / "README.md"
    before, mark, _ = readme.read_text(encoding="utf-8").partition("<!-- counts -->\n")
    readme.write_text(f"{before}{mark}| what | how many |\n|---|---|\n{rows}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
