"""How well the stance tagger finds labels it was not tuned on, beside a computed baseline; and how fast it is.

    python benchmarks/stance.py TEXT LABELS [TEXT LABELS ...]      (default: the interview of data/)

LABELS are in the codebook's format (section 8). The baseline is the lexicon as a word list with endings, without
context and without the analyser (`fixed_words(endings=True)`). A marker counts as found if start, end and category are
those of a label.
"""

import argparse
import sys
import time
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from helpers import (  # noqa: E402
    agreement,
    find_markers,
    fixed_words,
    read_labels,
    read_lexicon,
    read_transcript,
    tokenize,
)

OWN = [ROOT / "data/raw/kopbaev_interview.txt", ROOT / "data/labels/labels_codebook.tsv"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", default=OWN, help="TEXT LABELS pairs")
    files = parser.parse_args().files
    lexicon = read_lexicon()
    base = fixed_words(lexicon, endings=True)
    parts = {"gold": [], "tagger": [], "baseline": []}
    shift = seconds = words = 0
    for text, labels in zip(files[::2], files[1::2], strict=True):
        transcript = read_transcript(text)
        tokens = tokenize(transcript)
        begin = time.perf_counter()
        found = find_markers(tokens, lexicon)
        seconds += time.perf_counter() - begin
        words += int((tokens["kind"] == "word").sum())
        tables = (read_labels(labels, transcript), found, find_markers(tokens, base))
        for name, table in zip(parts, tables):
            parts[name].append(table.assign(start=table["start"] + shift, end=table["end"] + shift))
        shift += len(transcript.text) + 1
    gold, tagger, baseline = (pd.concat(tables, ignore_index=True) for tables in parts.values())
    table = agreement(tagger, gold)[["category", "labels", "found", "both", "precision", "recall", "F1"]]
    other = agreement(baseline, gold)[["precision", "recall", "F1"]].add_prefix("base ")
    print(pd.concat([table, other], axis=1).round(3).to_string(index=False, na_rep="–"))
    print(f"\n{words} words, {len(gold)} labels; find_markers took {seconds:.2f} s.")
    shown = lexicon["example"] != ""
    fired = lexicon["id"].isin(tagger["marker"])
    print(
        f"Lexicon: {len(lexicon)} rows, {shown.sum()} ({shown.mean():.0%}) with an example sentence that tests it; "
        f"{fired.sum()} fire in these texts, {(shown & fired).sum()} of them with one."
    )
    print("The labels were made by a language model, not by people, and no native speaker has reviewed them.")


if __name__ == "__main__":
    main()
