"""Score lemmas against a treebank: python benchmarks/lemmas.py FILE.conllu [--context] [--show N] [--text TEXT]

For each word class the share of right lemmas, per document too; B-cubed and pairwise F1 of the groups that lemmas make
of the word types (Bagga and Baldwin 1998). The treebank (UD Kazakh-KTB) has bare verb stems without voice, so the
infinitive of the gold stem, with voice suffixes or without, is right; so is each allomorph of a particle, and one form
of the copula for another. --context scores the lemma column of `tokenize`; --text says how many running words of a text
have their stem listed, and how fast they are analysed beside nltk's word_tokenize.
"""

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from helpers.words import suffixes
from helpers.words.morphology import best, lemmatize
from helpers.words.spelling import infinitive
from helpers.words.stems import lexicon

VOICE = re.findall(r"\w+", "ыл іл л ын ін н ыс іс с дыр дір тыр тір т ыт іт ғыз гіз қыз кіз ар ер ыр ір қар кер қыр")
SAME = [set(s.split()) for s in ("да де та те", "мен бен пен", "ма ме ба бе па пе", "ғой қой", "ғана қана", "ол олар")]
COPULA = {"емес", "екен", "еді", "е"}
SKIP = {"PUNCT", "NUM", "SYM", "X"}
CONTENT = {"NOUN", "VERB", "ADJ", "ADV", "PROPN"}


def sentences(path: Path):
    """(document, text, tokens) of each sentence; a token is (form, lemmas, word classes, features)."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        meta = dict(re.findall(r"^# (\S+) = (.*)$", block, re.M))
        tokens, last = [], 0
        for line in block.splitlines():
            col = line.split("\t")
            if len(col) != 10 or "." in col[0]:
                continue
            if "-" in col[0]:
                last = int(col[0].split("-")[1])
                tokens.append((col[1], [], [], []))
            elif int(col[0]) <= last:
                for kept, value in zip(tokens[-1][1:], (col[2], col[3], col[5]), strict=True):
                    kept.append(value)
            else:
                tokens.append((col[1], [col[2]], [col[3]], [col[5]]))
        if tokens and "text" in meta:
            yield meta.get("sent_id", "").split(".tagged")[0], meta["text"], tokens


def is_form_of(lemma: str, stem: str, depth: int = 3) -> bool:
    """Whether a lemma is the infinitive of a verb stem, with up to three voice suffixes."""
    if infinitive(stem) == lemma:
        return True
    base = infinitive(stem)[:-1]
    longer = {s + v for s in (stem, base) for v in VOICE if lemma.startswith((s + v)[:-1])}
    return depth > 0 and any(is_form_of(lemma, s, depth - 1) for s in longer)


def right(form: str, gold: list[str], upos: list[str], lemma: str) -> bool:
    gold = [g.lower() for g in gold]
    if len(gold) > 1 and lemma in {form.lower(), *gold, "".join(gold)}:
        return True
    if (gold[0] in COPULA and lemma in COPULA) or any(gold[0] in s and lemma in s for s in SAME):
        return True
    return is_form_of(lemma, gold[0]) if upos[0] in ("VERB", "AUX") else lemma == gold[0]


def grouping(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """B-cubed and pairwise F1 of predicted against gold groups."""
    gold, pred, both = Counter(g for g, _ in pairs), Counter(p for _, p in pairs), Counter(pairs)
    precision = sum(n * n / pred[p] for (_, p), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[g] for (g, _), n in both.items()) / len(pairs)
    hit, wanted, made = (sum(n * (n - 1) / 2 for n in c.values()) for c in (both, gold, pred))
    return 2 * precision * recall / (precision + recall), 2 * hit / (wanted + made)


def in_context(text: str, forms: list[str]) -> list[str]:
    """The lemmas that `tokenize` gives to the tokens of a sentence; word by word where it cuts differently."""
    from helpers import tokenize

    table, at, out = tokenize(text), 0, []
    lemma = {(s, e): x for s, e, x in zip(table["start"], table["end"], table["lemma"], strict=True)}
    for form in forms:
        start = text.find(form, at)
        at = start + len(form) if start >= 0 else at
        out.append(lemma.get((start, at)) or lemmatize(form))
    return out


def score(path: Path, context: bool, show: int) -> None:
    classes, documents, wrong = defaultdict(list), defaultdict(list), Counter()
    gold_of, lemma_of = defaultdict(Counter), defaultdict(Counter)
    for document, text, tokens in sentences(path):
        forms = [t[0] for t in tokens]
        lemmas = in_context(text, forms) if context else map(lemmatize, forms)
        for (form, gold, upos, feats), lemma in zip(tokens, lemmas, strict=True):
            if not gold or upos[0] in SKIP:
                continue
            ok = right(form, gold, upos, lemma.lower())
            classes["VERB" if upos[0] == "AUX" else upos[0]].append(ok)
            documents[document].append(ok)
            if not ok:
                wrong[form, lemma, gold[0], upos[0]] += 1
            if upos[0] in CONTENT:
                voice = re.search(r"Voice=\w+", feats[0])
                gold_of[form.lower()][gold[0].lower() + (voice[0] if voice else "")] += 1
                lemma_of[form.lower()][lemma.lower()] += 1
    for name, table in (("class", classes), ("document", documents)):
        for key, oks in sorted(table.items(), key=lambda kv: -len(kv[1])):
            print(f"{name:8} {key:40} {sum(oks) / len(oks):.3f} of {len(oks)}")
    for (form, lemma, gold, upos), n in wrong.most_common(show):
        print(f"{n:4} {form} → {lemma}, treebank {gold} {upos}")
    everything = [ok for oks in classes.values() for ok in oks]
    groups = grouping([(c.most_common(1)[0][0], lemma_of[f].most_common(1)[0][0]) for f, c in gold_of.items()])
    print(f"all {sum(everything) / len(everything):.4f}; B-cubed {groups[0]:.4f}, pairwise {groups[1]:.4f}")


def coverage(text: str) -> float:
    """The share of running words whose best reading has a listed stem."""
    counts = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))
    known = sum(n for word, n in counts.items() if (found := best(word)) and found.known)
    return known / sum(counts.values())


def speed(text: str) -> None:
    import nltk

    lines = text.splitlines()
    clock = time.perf_counter
    start = clock()
    words = [word for line in lines for word in nltk.word_tokenize(line, preserve_line=True)]
    reference = (clock() - start) / len(words)
    lexicon()
    for name, analyser in (("once per type", best), ("each word anew", best.__wrapped__)):
        best.cache_clear()
        suffixes.endings.cache_clear()
        start = clock()
        for word in words:
            analyser(word)
        each = (clock() - start) / len(words)
        print(f"{name}: {each * 1e6:.1f} µs a word, {reference / each:.2f} × word_tokenize ({reference * 1e6:.1f} µs)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank", nargs="?", type=Path)
    parser.add_argument("--context", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--text", type=Path)
    args = parser.parse_args()
    if args.treebank:
        score(args.treebank, args.context, args.show)
    if args.text:
        source = args.text.read_text(encoding="utf-8")
        print(f"stem listed: {coverage(source):.3f} of the running words")
        speed(source)
