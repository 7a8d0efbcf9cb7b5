"""List the lemmas of texts with class, gloss, count and a sentence, for proofreading: benchmarks/glosses.py TEXT …

`--sample N --seed S` draws N lemmas by chance (a plain text of sentences will do), to judge how many glosses are right.
"""

import argparse
import random
import warnings
from pathlib import Path

import pandas as pd

from helpers import read_transcript, tokenize
from helpers.words.morphology import analyse, gloss


def listing(path: Path) -> pd.DataFrame:
    """One row per lemma and class of a text: gloss, count, forms, and the words around one of them."""
    warnings.simplefilter("ignore")
    tokens = tokenize(read_transcript(path))
    words = tokens[tokens["kind"] == "word"].copy()
    if "pos" not in words:
        words["pos"] = [reading_of(text, lemma).pos for text, lemma in zip(words["text"], words["lemma"])]
    said = (tokens["text"].astype(str) + tokens["after"].astype(str)).groupby(tokens["line"]).sum()
    rows = []
    for (lemma, pos), group in words.groupby(["lemma", "pos"], observed=True):
        first = group.iloc[len(group) // 2]
        line = said[first["line"]]
        at = line.find(str(first["text"]))
        context = line[max(0, at - 50) : at + 60].strip().replace("\n", " ")
        forms = " ".join(dict.fromkeys(group["text"].astype(str)))
        rows.append([lemma, pos, gloss(lemma, pos), len(group), forms, context])
    return pd.DataFrame(rows, columns=["lemma", "pos", "gloss", "count", "forms", "context"])


def reading_of(text: str, lemma: str):
    """The reading of a word that has this lemma."""
    readings = analyse(text)
    return next((reading for reading in readings if reading.lemma == lemma), readings[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    every = pd.concat([listing(path) for path in options.texts], ignore_index=True)
    every = every.drop_duplicates(["lemma", "pos"])
    if options.sample:
        every = every.loc[sorted(random.Random(options.seed).sample(list(every.index), options.sample))]
    for row in every.itertuples(index=False):
        print(f"{row.lemma} ({row.pos}) ‘{row.gloss}’ {row.count}: {row.forms} | {row.context}")
