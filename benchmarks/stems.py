"""Merge word lists into src/helpers/lexicons/stems.csv and check it: python benchmarks/stems.py [MORE.csv ...]

Sorted by the Kazakh alphabet, one row a headword and class; the first gloss wins. Lists rows that the analyser does not
give back as they stand (`lemmatize(headword) == headword`).
"""

import csv
import sys
from pathlib import Path

STEMS = Path(__file__).parents[1] / "src/helpers/lexicons/stems.csv"
CLASSES = set("noun name adj adv num pron verb post conj part modal intj".split())
TWINS = str.maketrans("aceiopxyhk", "асеіорхуһк")  # Latin letters typed for Cyrillic ones
INFLECTED = {"өзі", "деген", "бағытты"}  # listed as headwords but forms of others
ALPHABET = {c: i for i, c in enumerate("-аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")}


def merge(paths: list[Path]) -> list[tuple[str, str, str]]:
    """Rows of all files, by the alphabet, without doubles."""
    rows: dict[tuple[str, str], str] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as f:
            for line, row in enumerate(csv.DictReader(f), 2):
                head, cls, text = (str(row.get(k) or "").strip() for k in ("headword", "class", "gloss"))
                head = head.translate(TWINS) if any("а" <= c <= "я" for c in head) else head
                if not head or head in INFLECTED or cls not in CLASSES or (cls == "verb" and head[-1] not in "ую"):
                    print(f"{path.name}:{line}: left out {head!r} {cls!r}", file=sys.stderr)
                    continue
                rows.setdefault((head, cls), text)
    order = {c: i for i, c in enumerate(sorted(CLASSES))}

    def key(row: tuple[str, str]) -> tuple:
        return [ALPHABET.get(c, 99) for c in row[0].lower()], row[0], order[row[1]]

    return [(head, cls, rows[head, cls]) for head, cls in sorted(rows, key=key)]


if __name__ == "__main__":
    table = merge([p for p in (STEMS, *map(Path, sys.argv[1:])) if p.exists()])
    with STEMS.open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerows([("headword", "class", "gloss"), *table])
    sys.path.insert(0, str(STEMS.parents[2]))
    from helpers.morphology import analyse, lemmatize

    odd = [(h, c, lemmatize(h)) for h, c, _ in table if lemmatize(h) != h and not any(a.lemma == h for a in analyse(h))]
    print(len(table), "rows;", len(odd), "headwords not among their own analyses:", odd[:20])
    swapped = [(h, c, lemmatize(h)) for h, c, _ in table if lemmatize(h) != h]
    print(len(swapped), "headwords with another lemma first:", swapped[:60])
