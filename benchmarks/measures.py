"""Compare our figures with those of NLTK, LexicalRichness and scattertext on the same tokens of the interview.

    python benchmarks/measures.py

Development only: `pip install lexicalrichness scattertext`; a package that is absent is skipped with a word. A line per
figure: ours, theirs, and whether they agree to 1e-9; where the convention differs, the difference is named instead.
"""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from helpers import collocations, frequencies, measures, read_transcript, tokenize  # noqa: E402

failed = []


def same(name: str, ours: float, theirs: float) -> None:
    agree = abs(ours - theirs) <= 1e-9 * max(1, abs(theirs))
    if not agree:
        failed.append(name)
    print(f"  {'equal ' if agree else 'DIFFER'}  {name:<46} {ours:.10f}  {theirs:.10f}")


def differs(name: str, ours: float, theirs: float, why: str) -> None:
    print(f"  other   {name:<46} {ours:.10f}  {theirs:.10f}  {why}")


def absent(*modules: str) -> bool:
    try:
        for module in modules:
            import_module(module)
    except ImportError as error:
        print(f"  skipped: {error}")
        return True
    return False


def nltk_figures(tokens: pd.DataFrame, words: pd.DataFrame) -> None:
    from nltk import FreqDist
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures, f_measure, precision, recall
    from nltk.metrics.agreement import AnnotationTask

    norms = words["norm"].astype(str).tolist()
    ours = dict(frequencies(tokens, of="norm")[["norm", "count"]].itertuples(index=False))
    same("counts: words in which FreqDist differs", sum(ours[w] != c for w, c in FreqDist(norms).items()), 0)
    rows = tokens[tokens["kind"].isin(["word", "number"]) & (tokens["section"] == "turn")]
    for window in (2, 5):
        table = collocations(tokens, of="norm", window=window, min_count=1)
        padded = []
        for _, sentence in rows.groupby("sentence"):
            padded += [*sentence["norm"].astype(str), *[None] * (window - 1)]
        finder = BigramCollocationFinder.from_words(padded, window_size=window)
        for column, name in (("t", "student_t"), ("G2", "likelihood_ratio"), ("PMI", "pmi")):
            theirs = dict(finder.score_ngrams(getattr(BigramAssocMeasures, name)))
            gaps = [abs(s - theirs[p]) for p, s in zip(zip(table["first"], table["second"]), table[column])]
            same(f"{column}, window {window}: largest gap of {len(gaps)} pairs", max(gaps), 0)
        theirs = dict(finder.score_ngrams(BigramAssocMeasures.dice))
        pair = next(iter(zip(table["first"], table["second"], table["logDice"])))
        same(f"logDice, window {window}: 14 + log₂ Dice", pair[2], 14 + np.log2(theirs[pair[:2]]))
    n_ii, n_ix, n_xi, n = 110, 2552, 221, 31777
    ours = measures.log_likelihood(n_ii, n_xi - n_ii, n_ix, n - n_ix, cells=4)
    same("G², four cells, Dunning's example", ours, BigramAssocMeasures.likelihood_ratio(n_ii, (n_ix, n_xi), n))
    gold, found = set(norms[:200]), set(norms[100:])
    for name, theirs in (("precision", precision), ("recall", recall), ("f1", f_measure)):
        same(name, getattr(measures, name)(gold, found), theirs(gold, found))
    first, second = words["role"].astype(str).tolist(), words["role"].astype(str).tolist()[::-1]
    task = AnnotationTask([(c, i, label) for c, coding in enumerate((first, second)) for i, label in enumerate(coding)])
    same("kappa", measures.kappa(first, second), task.kappa())
    same("Krippendorff's alpha", measures.alpha(first, second), task.alpha())


def richness_figures(words: pd.DataFrame) -> None:
    if absent("lexicalrichness"):
        return
    from lexicalrichness import LexicalRichness

    for role, part in [("all", words), *words.groupby("role", observed=True)]:
        norms = part["norm"].astype(str).tolist()
        theirs = LexicalRichness(norms, preprocessor=None, tokenizer=None)
        same(f"TTR, {role}", len(set(norms)) / len(norms), theirs.ttr)
        same(f"MATTR(50), {role}", measures.mattr(norms, 50), theirs.mattr(window_size=50))
        same(f"MTLD, {role}, no minimum", measures.mtld(norms, minimum=0), theirs.mtld(threshold=0.72))


def scattertext_figures(tokens: pd.DataFrame, words: pd.DataFrame) -> None:
    if absent("scattertext", "scipy"):
        return
    from scattertext.dispersion.dispersion import Dispersion
    from scattertext.TermDocMatrixFromFrequencies import TermDocMatrixFromFrequencies
    from scattertext.termscoring.g2 import G2
    from scattertext.termscoring.logrelativerisk import LogRelativeRisk
    from scipy.sparse import csr_matrix

    table = frequencies(tokens, of="norm").set_index("norm")
    parts = pd.crosstab(words["turn"], words["norm"].astype(str))
    theirs = Dispersion(term_doc_mat=csr_matrix(parts.to_numpy()))
    ours = table.loc[parts.columns, "dp"].to_numpy()
    same(f"DP over 12 turns: largest gap of {len(ours)} words", np.abs(ours - theirs.dp()).max(), 0)
    sizes = parts.sum(axis=1)
    norm = np.array([measures.dp_norm(parts[word], sizes) for word in parts])
    same("DPnorm: largest gap", np.abs(norm - theirs.dp_norm()).max(), 0)

    both = pd.crosstab(words["norm"].astype(str), words["role"].astype(str))
    a, b = both["interviewee"], both["interviewer"]
    c, d = a.sum(), b.sum()
    np.seterr(divide="ignore", invalid="ignore")  # theirs takes the logarithm of 0
    corpus = TermDocMatrixFromFrequencies(both.rename_axis("term")).build()
    scores = G2(corpus).set_categories("interviewee").get_scores()[both.index]
    gap = np.abs(measures.log_likelihood(a, b, c, d, cells=4) - scores).max()
    same("G², signed, four cells: largest gap", gap, 0)
    why = "theirs names Rayson & Garside but takes four cells, the table has their two"
    differs("G² of біз, two cells", measures.log_likelihood(a["біз"], b["біз"], c, d), scores["біз"], why)
    scores = LogRelativeRisk(corpus).set_categories("interviewee").get_scores()
    why = "theirs adds .01 to the counts alone, ours ½ to every cell (Walter 1975)"
    differs("log ratio of біз", measures.log_ratio(a["біз"], b["біз"], c, d, zero_safe=True), scores["біз"], why)
    exact = LogRelativeRisk(corpus, lambda_=0).set_categories("interviewee").get_scores()
    used = (a > 0) & (b > 0)
    gap = np.abs(measures.log_ratio(a[used], b[used], c, d) - exact[both.index][used]).max()
    same(f"log ratio of the {used.sum()} words both use, nothing added: gap", gap, 0)


def main() -> int:
    tokens = tokenize(read_transcript(ROOT / "data" / "raw" / "kopbaev_interview.txt"))
    words = tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]
    print("NLTK")
    nltk_figures(tokens, words)
    print("LexicalRichness")
    richness_figures(words)
    print("scattertext")
    scattertext_figures(tokens, words)
    print(f"{len(failed)} figures differ" + (f": {', '.join(failed)}" if failed else ""))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
