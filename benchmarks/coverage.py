"""What the printed 95 % intervals of rates cover: python benchmarks/coverage.py [--runs 400]

Simulates turns or documents in which a word clusters (beta-binomial, correlation rho within a part) and counts how
often the true rate lies inside the interval of `helpers.measures`, beside Wilson's for independent words. Then the
words of the bundled interview are shuffled over its turns: how many rows of `compare` exclude equality?
"""

import argparse
from pathlib import Path

import numpy as np

from helpers import compare, read_transcript, tokenize
from helpers.measures import design_effect, rate_interval, wilson

RAW = Path(__file__).resolve().parents[1] / "data" / "raw" / "kopbaev_interview.txt"
TURNS = [4, 82, 5, 39, 6, 44, 13, 65, 6, 33, 25, 58]  # words of the bundled interview's turns
DESIGNS = {
    "12 turns of the interview": TURNS,
    "its 6 answers": TURNS[1::2],
    "7 documents of 200 words": [200] * 7,
    "30 documents of 200 words": [200] * 30,
}
RATES, CORRELATIONS = (5, 20, 50, 100), (0.0, 0.01, 0.02, 0.04)


def simulated(sizes: np.ndarray, rate: float, rho: float, rng: np.random.Generator) -> np.ndarray:
    """How often the word stands in each part."""
    if not rho:
        return rng.binomial(sizes, rate)
    size = 1 / rho - 1
    return rng.binomial(sizes, rng.beta(rate * size, (1 - rate) * size, len(sizes)))


def covered(sizes: np.ndarray, rate: float, rho: float, runs: int, rng: np.random.Generator) -> tuple[float, float]:
    """The share of runs whose interval holds the rate: by design effect, by Wilson; the word occurs in all runs."""
    hits = []
    while len(hits) < runs:
        counts = simulated(sizes, rate, rho, rng)
        if counts.any():
            low, high = rate_interval(counts.sum(), sizes.sum(), design_effect(counts, sizes), len(sizes))
            below, above = wilson(counts.sum(), sizes.sum())
            hits.append((low <= rate <= high, below <= rate <= above))
    ours, independent = np.mean(hits, axis=0)
    return float(ours), float(independent)


def shuffled(runs: int, rng: np.random.Generator) -> tuple[float, int]:
    """Rows of `compare` that exclude equality when the interview's words are in random order, and rows in all."""
    tokens = tokenize(read_transcript(RAW))
    words = tokens[((tokens["kind"] == "word") & (tokens["section"] == "turn")).to_numpy()]
    columns = ["text", "norm", "lemma", "pos"]
    excluded, rows = [], 0
    for _ in range(runs):
        order = rng.permutation(len(words))
        mixed = words.assign(**{name: words[name].astype(str).to_numpy()[order] for name in columns})
        table = compare(mixed)
        excluded.append(((table["low"] > 0) | (table["high"] < 0)).sum())
        rows = len(table)
    return float(np.mean(excluded)), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=400)
    runs, rng = parser.parse_args().runs, np.random.default_rng(1)
    print("share of intervals that hold the true rate: by design effect (Wilson, words independent)")
    for name, sizes in DESIGNS.items():
        print(f"\n{name}\n  per 1,000   " + "   ".join(f"rho = {rho:<7g}" for rho in CORRELATIONS))
        for rate in RATES:
            cells = [covered(np.array(sizes), rate / 1000, rho, runs, rng) for rho in CORRELATIONS]
            print(f"  {rate:9}   " + "   ".join(f"{ours:.3f} ({other:.3f})" for ours, other in cells))
    excluded, rows = shuffled(max(20, runs // 10), rng)
    print(f"\nwords shuffled over the interview: {excluded:.2f} of {rows} rows of compare exclude equality")


if __name__ == "__main__":
    main()
