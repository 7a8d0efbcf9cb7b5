"""List the lemmas of texts with class, gloss, count and a sentence, for proofreading: benchmarks/glosses.py TEXT …

`--sample N --seed S` draws N of them by chance, to judge how many glosses are right (docs/glosses.md). Plain text
without turns will do, such as a sentence a line.
"""

import argparse
import random
from pathlib import Path

import pandas as pd

from helpers import tokenize
from helpers.reading.decoding import read_text
from helpers.words.glosses import gloss


def listing(path: Path) -> pd.DataFrame:
    """One row per lemma and class of a text: gloss, count, forms, and the words around one of them."""
    tokens = tokenize(read_text(path)[0])
    words = tokens[(tokens["kind"] == "word")]
    said = (tokens["text"].astype(str) + tokens["after"].astype(str)).groupby(tokens["line"]).sum()
    rows = []
    for (lemma, pos), group in words.groupby(["lemma", "pos"], observed=True, sort=False):
        shown = group.iloc[len(group) // 2]
        line = said[shown["line"]]
        at = line.find(str(shown["text"]))
        context = line[max(0, at - 50) : at + 60].strip()
        forms = " ".join(dict.fromkeys(group["text"].astype(str)))
        rows.append([lemma, pos, gloss(lemma, pos), len(group), forms, context])
    return pd.DataFrame(rows, columns=["lemma", "pos", "gloss", "count", "forms", "context"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    every = pd.concat([listing(path) for path in options.texts], ignore_index=True)
    every = every.drop_duplicates(["lemma", "pos"]).sort_values(["lemma", "pos"], ignore_index=True)
    if options.sample:
        every = every.loc[sorted(random.Random(options.seed).sample(list(every.index), options.sample))]
    for row in every.itertuples(index=False):
        print(f"{row.lemma} ({row.pos}) ‘{row.gloss}’ {row.count}: {row.forms} | {row.context}")
