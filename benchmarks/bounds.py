"""Does the time grow no faster than the input? python benchmarks/bounds.py [LARGEST] (default 200,000 hits).

Each case runs on inputs that double; printed are the seconds of each and the exponent over the last two doublings
(1: linear). Cases: a concordance of very many hits, in lines of ten words and in one line; lexicons whose pattern has
very many gaps or options; frequencies, n-grams and markers of as many words.
"""

import sys
import time
import warnings
from math import log2

import pandas as pd

import helpers

WORDS = "біз бүгін жаңа кітап туралы айтамыз бірақ бәрі де емес"


def lexicon(pattern: str) -> pd.DataFrame:
    row = helpers.read_lexicon().query("category == 'hedge'").iloc[0]
    return pd.DataFrame([dict(row) | {"id": "one", "pattern": pattern, "example": ""}])


def lines(number: int) -> pd.DataFrame:
    return helpers.tokenize(f"{WORDS}.\n" * number)


def one_line(number: int) -> pd.DataFrame:
    return helpers.tokenize(f"{WORDS} " * number)


CASES = {  # what is made before the clock starts, what is timed, and the largest size as a share of LARGEST
    "concordance in lines": (lines, lambda made, size: helpers.concordance(made, "біз"), 1),
    "concordance in one line": (one_line, lambda made, size: helpers.concordance(made, "біз", width=60), 1),
    "frequencies": (lines, lambda made, size: helpers.frequencies(made, section=None), 1),
    "n-grams": (lines, lambda made, size: helpers.ngrams(made, section=None), 1),
    "markers": (lines, lambda made, size: helpers.find_markers(made), 1),
    "a pattern of gaps": (
        lambda size: lines(200),
        lambda made, size: helpers.find_markers(made, lexicon("біз " + "… емес " * size)),
        1 / 50,
    ),
    "a pattern of options": (
        lambda size: lines(200),
        lambda made, size: helpers.find_markers(made, lexicon("|".join(f"біз{n}" for n in range(size)))),
        1 / 50,
    ),
}


def main() -> None:
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    warnings.simplefilter("ignore")
    rows = []
    for name, (make, run, share) in CASES.items():
        sizes = [int(largest * share / divisor) for divisor in (4, 2, 1)]
        seconds, said = [], ""
        for size in sizes:
            made = make(size)
            began = time.process_time()
            try:
                run(made, size)
            except ValueError as error:
                said = str(error)[:60]
            seconds.append(time.process_time() - began)
        exponent = log2(seconds[2] / seconds[0]) / 2
        rows.append([name, sizes[-1], *seconds, exponent, said])
    columns = ["case", "size", "a quarter", "half", "seconds", "exponent", "refused"]
    print(pd.DataFrame(rows, columns=columns).round(2).to_string(index=False))


if __name__ == "__main__":
    main()
