"""Merge word lists into src/helpers/lexicons/stems.csv and check it: benchmarks/stems.py [MORE.csv ...] [--text TEXT]

Sorted by the Kazakh alphabet, one row a headword and class; the first gloss wins. `band` is log2 of how often the
analyser meets the headword in TEXT (expected counts: a form with several readings is shared out by their costs).
"""

import argparse
import csv
import math
import re
import sys
from collections import Counter
from pathlib import Path

LEXICONS = Path(__file__).parents[1] / "src/helpers/lexicons"
STEMS = LEXICONS / "stems.csv"
CLASSES = {"noun", "name", "adj", "adv", "num", "pron", "verb", "post", "conj", "part", "modal", "intj"}
TWINS = str.maketrans("aceiopxyhk", "асеіорхуһк")  # Latin letters typed for Cyrillic ones
INFLECTED = """өзі деген бағытты алдында арасында артында астында үстінде аясында барысында кезінде сыртында айналасында
соңында басында басынан бір-бірі жанында болашақта шетелде далаға жазда қыста күзде көктемде түнде ішке сыртқа сырттан
түсте төменде сөйтіп бола бастап негізі түрде екендік салыстырғанда ішінде ішінен үстінен алдынан ішіне үстіне астына 
артынан болдырмау жарамау жақтырмау жетіспеу шығармау үндемеу ішін үйде шеттен шығысқа жасынан жасын факті ортада
қатардағы төңіректегі
жоғарыдағы сонымен деуші күнде үштен шетінен маңайдан"""  # taken for headwords but forms of others
KEPT = """көптеген ауған тұрған қаған орган бақан бүлдірген декан желкен талқан тоған қалқан қылқан өркен
туған-туысқан ағайын-туған"""
PARTICIPLE = re.compile(r"..*[ғгқк][ае]н$")
ALPHABET = {c: i for i, c in enumerate("-аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")}


def merge(paths: list[Path]) -> list[dict[str, str]]:
    """Rows of all files, by the alphabet, without doubles, phrases and inflected forms."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as f:
            for row in csv.DictReader(f):
                head, cls = str(row["headword"]).strip(), str(row["class"]).strip()
                head = head.translate(TWINS) if any("а" <= c <= "я" for c in head) else head
                head = re.sub("йу$", "ю", head) if cls == "verb" else head
                fits = cls in CLASSES and (cls != "verb" or head[-1:] in ("у", "ю"))
                if head and fits and not any(c in head for c in " +") and head not in INFLECTED.split():
                    new = {"headword": head, "class": cls, "gloss": row["gloss"] or "", "band": row.get("band") or ""}
                    rows.setdefault((head, cls), new)
    heads = {head for head, cls in rows if cls == "verb"}
    bases = {h[:-1] for h in heads}
    for head, cls in list(rows):
        if (
            cls in ("adj", "adv", "noun")
            and PARTICIPLE.match(head)
            and head not in KEPT.split()
            and participle_of(head, bases)
        ):
            del rows[head, cls]
    return sorted(
        rows.values(), key=lambda r: ([ALPHABET.get(c, 99) for c in r["headword"].lower()], r["headword"], r["class"])
    )


def participle_of(head: str, bases: set[str]) -> bool:
    stem = head[:-3]
    return stem in bases or stem[:-1] + {"п": "б", "қ": "ғ", "к": "г"}.get(stem[-1], "?") in bases


def write(rows: list[dict[str, str]]) -> None:
    with STEMS.open("w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, ["headword", "class", "gloss", "band"], lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def bands(rows: list[dict[str, str]], text: str) -> None:
    """Set every row's band from expected counts in a text."""
    from helpers.words import morphology
    from helpers.words.readings import readings as found

    counts: Counter = Counter()
    types = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))
    for word, n in types.items():
        small = word.lower()
        readings = found(small, word[0].isupper())
        closed = small in morphology.closed_words()
        if closed or not readings:
            continue
        least = readings[0][0]
        weights: dict[tuple[str, str], float] = {}
        for cost, _, stem, _ in readings:
            key = (stem[1], stem[0][-1]) if stem else ("", "")
            weights[key] = max(weights.get(key, 0), math.exp(least - cost))
        total = sum(weights.values())
        for key, weight in weights.items():
            counts[key] += n * weight / total
    for row in rows:
        n = counts[row["headword"], row["class"]]
        row["band"] = str(round(math.log2(n + 1))) if n > 0.5 else ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", nargs="*", type=Path)
    parser.add_argument("--text", type=Path)
    args = parser.parse_args()
    table = merge([p for p in (STEMS, *args.lists) if p.exists()])
    write(table)
    sys.path.insert(0, str(LEXICONS.parents[1]))
    from helpers.words import morphology, stems, suffixes

    for _ in range(4 if args.text else 0):
        bands(table, args.text.read_text(encoding="utf-8"))
        write(table)
        stems.lexicon.cache_clear()
        suffixes.endings.cache_clear()
        morphology.best.cache_clear()
    other = [(r["headword"], r["class"], morphology.lemmatize(r["headword"])) for r in table]
    print(len(table), "rows; headwords with another lemma first:", [o for o in other if o[0] != o[2]])
