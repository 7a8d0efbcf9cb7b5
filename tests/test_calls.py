"""What a public function cannot use ends in a result or in one sentence of ours: every function × every bad input."""

import inspect
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import helpers
from helpers import charts, classroom, markup, measures
from helpers.arguments import nearest
from helpers.errors import ArgumentError, LexiconError, ReviewError, TranscriptError, Undefined

ROOT = Path(__file__).parents[1]
OURS = (ArgumentError, LexiconError, ReviewError, TranscriptError, Undefined)
INTERVIEW = """Кітапхана туралы әңгіме
- Кітапханаға кім келеді? Сіз білесіз бе?
- Бәрі келеді. Біз соған қуанамыз, бірақ орын әлі аз. Меніңше, жаңа үй керек.
- Ертең ашасыз ба?
- Жоқ, ашпаймыз. Мүмкін, келесі жылы ашармыз.
"""


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """What fits, by the name of the argument."""
    folder = tmp_path_factory.mktemp("calls")
    path = folder / "talk.txt"
    path.write_text(INTERVIEW, encoding="utf-8")
    transcript = helpers.read_transcript(path)
    tokens = helpers.tokenize(transcript)
    markers = helpers.find_markers(tokens)
    gold = markers[["start", "end", "text", "category"]]
    where = {"path": path, "lexicon": None, "folder": folder}
    tables = {"transcript": transcript, "tokens": tokens, "markers": markers, "found": markers, "gold": gold}
    return tables | where | {"source": tokens, "marker": markers.iloc[0], "table": helpers.frequencies(tokens)}


def public():
    """(name, function) of every public function, also those of the public modules, and of every public class."""
    for module in (helpers, charts, markup, measures, classroom):
        for name in getattr(module, "__all__", None) or dir(module):
            found = getattr(module, name)
            mine = inspect.isroutine(found) or (inspect.isclass(found) and not issubclass(found, Exception))
            if mine and found.__module__.startswith("helpers") and not name.startswith("_"):
                yield f"{module.__name__}.{name}", found


FUNCTIONS = dict(public())
FUNCTIONS["helpers.measures.alpha"] = lambda first, second: measures.alpha(first, second)
COUNTS = {"counts": [1, 0, 2], "sizes": [9, 10, 11]}
SAMPLES = {"a": 5, "b": 3, "c": 100, "d": 80}
SETS = {"gold": {1, 2}, "found": {2, 3}}
MEASURED = {
    "alpha": {"first": "yynn", "second": "ynnn"},
    "design_effect": COUNTS,
    "design_effect_of_sums": {"f": 4, "n": 40, "parts": 4, "f_f": 16, "f_n": 40, "n_n": 400},
    "dp": COUNTS,
    "dp_norm": COUNTS,
    "dp_ceiling": {"f": 2, "sizes": [9, 10, 11]},
    "dp_floor": {"f": 2, "sizes": [9, 10, 11]},
    "dp_rescaled": {"dp": 0.8, "floor": 0.7, "ceiling": 0.9},
    "f1": SETS,
    "precision": SETS,
    "recall": SETS,
    "f1_range": {"hits": 3, "misses": 1, "false": 0},
    "kappa": {"first": "yynn", "second": "ynnn"},
    "log_likelihood": SAMPLES,
    "log_ratio": SAMPLES,
    "mattr": {"tokens": "a b a c".split(), "window": 2},
    "mtld": {"tokens": "a b a c d d".split(), "minimum_factors": 0},
    "rate_interval": {"f": 12, "n": 321},
    "ratio_interval": {"p1": 0.05, "low1": 0.03, "high1": 0.08, "p2": 0.02, "low2": 0.01, "high2": 0.04},
    "t_quantile": {"parts": 12},
    "wilson": {"f": 3, "n": 10},
}
PARTS = ["text", "lines", "segments", "notes"]
NEEDED = {  # arguments that fit, where their name does not say it
    "helpers.analyse": {"word": "кітап"},
    "helpers.lemmatize": {"word": "кітап"},
    "helpers.romanize": {"text": "кітап"},
    "helpers.concordance": {"query": "кітап"},
    "helpers.explore": {"query": "кітап"},
    "helpers.mentions": {"tokens": "tokens", "markers": "markers"},
    "helpers.Analysis": {"lemma": "кітап", "pos": "noun", "stem": "кітап", "suffixes": (), "known": True},
    "helpers.Transcript": {"name": "talk", "encoding": "utf-8", "layout": "-", **dict.fromkeys(PARTS, "notes")},
    "helpers.classroom.check": {"exercise": "01.1", "answer": 3},
    "helpers.classroom.read_class": {"folder": "class", "tokens": "own tokens"},
    **{f"helpers.measures.{name}": given for name, given in MEASURED.items()},
    "helpers.showing.charts.by_document": {"summary": "summary"},
    "helpers.tokenize": {"source": "transcript"},
    "helpers.document_rates": {"summary": "summary"},
    "helpers.process_folder": {"path": "folder", "progress": False},
    "helpers.read_labels": {"path": "labels"},
    "helpers.read_translation": {"path": "labels"},
    "helpers.read_review": {"path": "sheet"},
    "helpers.read_lexicon": {"path": None},
    "helpers.stop_words": {"path": None},
    "helpers.read_table": {"path": "sheet"},
    "helpers.export_review": {"path": "out"},
    "helpers.write_table": {"path": "out"},
    "helpers.write_conllu": {"path": "out"},
    "helpers.showing.charts.dispersion": {"what": ["біз"]},
    "helpers.showing.charts.effects": {"table": "effects"},
    "helpers.showing.charts.vocabulary_growth": {"table": "growth"},
    "helpers.showing.charts.scores": {"table": "scores"},
    "helpers.showing.charts.describe": {"ax": "chart"},
    "helpers.showing.charts.image": {"ax": "chart"},
    "helpers.showing.charts.vector": {"ax": "chart"},
    "helpers.showing.charts.save": {"ax": "chart", "path": "picture"},
    "helpers.showing.markup.Html": {"body": "<b>", "words": "bold"},
    "helpers.showing.markup.figure": {"ax": "chart"},
    "helpers.showing.markup.safe": {"text": "<b>"},
    "helpers.showing.markup.kwic": {"df": "lines"},
    "helpers.showing.markup.table": {"df": "table"},
}


@pytest.fixture(scope="module")
def fitting(good):
    """Arguments with which each function gives a result: what it must be given."""
    transcript, tokens, markers, folder = (good[name] for name in ("transcript", "tokens", "markers", "folder"))
    (folder / "in").mkdir()
    (folder / "in/a.txt").write_text(INTERVIEW, encoding="utf-8")
    made = helpers.process_folder(folder / "in", progress=False)
    made_of = {
        **{name: good[name] for name in ("transcript", "tokens", "markers")},
        "summary": made.summary,
        "folder": folder / "in",
        "labels": ROOT / "tests/data/kopbaev_sentences.tsv",
        "sheet": helpers.export_review(tokens, markers, folder / "review.csv"),
        "out": folder / "out.csv",
        "picture": folder / "chart.svg",
        "effects": helpers.compare(tokens),
        "growth": helpers.vocabulary_growth(tokens),
        "class": ROOT / "data/class",
        "own tokens": helpers.tokenize(helpers.read_transcript(ROOT / "data/raw/kopbaev_interview.txt")),
        "notes": transcript.notes,
        "scores": helpers.f1_interval(markers, good["gold"], tokens, draws=20),
        "chart": charts.turn_lengths(tokens),
        "lines": helpers.concordance(tokens, "кітап"),
        "table": good["table"],
    }

    def arguments(name):
        given = {}
        special = NEEDED.get(name, {})
        for parameter in inspect.signature(FUNCTIONS[name]).parameters.values():
            value = special.get(parameter.name)
            if parameter.name in special:
                given[parameter.name] = made_of.get(value, value) if isinstance(value, str) else value
            elif parameter.default is parameter.empty:
                given[parameter.name] = good[parameter.name]
        return given

    return arguments


BAD = {
    "None": None,
    "bytes": b"abc",
    "path": Path("nowhere/at/all.txt"),
    "list": [1, 2],
    "empty list": [],
    "text": "nowhere",
    "empty text": "",
    "minus one": -1,
    "half": 0.5,
    "nan": float("nan"),
    "infinite": float("inf"),
    "true": True,
    "huge": 10**30,
    "object": object(),
    "frame": pd.DataFrame({"x": [1.5, None]}),
    "empty frame": pd.DataFrame(),
    "array": np.zeros(3),
    "dict": {"a": 1},
}
SHAPES = (
    "transcript",
    "tokens",
    "markers",
    "no rows",
    "no columns",
    "a column less",
    "start is text",
    "start is missing",
)


def shaped(shape, value, good):
    """A table that looks like the right one, or the right one in the wrong place."""
    if shape in good:
        return good[shape]
    if not isinstance(value, pd.DataFrame):
        return None
    if shape == "no rows":
        return value.iloc[:0]
    if shape == "no columns":
        return value[[]]
    if shape == "a column less":
        return value.iloc[:, 1:]
    if "start" not in value:
        return None
    return value.assign(start="x" if shape == "start is text" else np.nan)


def one_sentence(call, what):
    """Whether a call gives a result (True) or one sentence of ours (False); anything else fails the test."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            call()
        return True
    except (*OURS, ValueError, FileNotFoundError) as error:
        said = str(error)
        assert said and "\n" not in said and len(said) < 900, (what, said)
        ours = isinstance(error, OURS) or "helpers" in error.__traceback__.tb_next.tb_frame.f_code.co_filename
        assert ours, (what, repr(error))
        assert not isinstance(error, UnicodeError), (what, repr(error))
        last = list(walk(error.__traceback__))[-1]
        assert "helpers" in last or isinstance(error, OURS), (what, last, repr(error))
        return False
    except Exception as error:
        pytest.fail(f"{what}: {type(error).__name__}: {str(error)[:200]}")


def walk(traceback):
    while traceback:
        yield traceback.tb_frame.f_code.co_filename
        traceback = traceback.tb_next


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_arguments_that_fit_give_a_result(name, fitting):
    if name in ("helpers.read_labels", "helpers.read_translation"):
        pytest.skip("fits another text")
    assert one_sentence(partial(FUNCTIONS[name], **fitting(name)), name)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_bad_argument_ends_in_a_result_or_one_sentence(name, fitting, good, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = fitting(name)
    failures = []
    for parameter in inspect.signature(FUNCTIONS[name]).parameters:
        tried = {f"{parameter}={label}": value for label, value in BAD.items()}
        tried |= {f"{parameter}={label}": shaped(label, given.get(parameter), good) for label in SHAPES}
        for label, value in tried.items():
            try:
                one_sentence(partial(FUNCTIONS[name], **(given | {parameter: value})), f"{name}({label})")
            except (AssertionError, pytest.fail.Exception) as error:
                failures.append(str(error).splitlines()[0])
    if failures:
        pytest.fail("\n".join(failures), pytrace=False)


@pytest.fixture(scope="module")
def t(good):
    return good["tokens"], good["markers"], good["transcript"]


WRONG = {
    "a column that is none": (lambda k, m, t: helpers.concordance(k, "кітап", of="lema"), "did you mean 'lemma'"),
    "a transcript": (lambda k, m, t: helpers.frequencies(t), "not a transcript; make it so"),
    "a word for a marker": (lambda k, m, t: helpers.explain(k, "word"), "one row of find_markers"),
    "a table of one row": (lambda k, m, t: helpers.explain(k, m.iloc[:1]), "one row of find_markers"),
    "by": (lambda k, m, t: helpers.frequencies(k, by="rolle"), "did you mean 'role'"),
    "category": (lambda k, m, t: helpers.concordance(k, "hedges", of="category", markers=m), "did you mean 'hedge'"),
    "section": (lambda k, m, t: helpers.frequencies(k, section="trun"), "did you mean 'turn'"),
    "heading": (lambda k, m, t: helpers.frequencies(k, section="heading"), "did you mean 'headline'"),
    "swapped": (lambda k, m, t: helpers.compare(m, k), "must be the table of tokenize; this is a table of markers"),
    "group": (lambda k, m, t: helpers.compare(k, groups=["interviewee", "interviwer"]), "did you mean 'interviewer'"),
    "part of the tokens": (lambda k, m, t: helpers.frequencies(k[k["role"] == "interviewer"], markers=m), "more of it"),
    "another text": (
        lambda k, m, t: helpers.frequencies(helpers.tokenize("Ол кеше үйге келді."), markers=m),
        "another text",
    ),
    "the same places, other words": (
        lambda k, m, t: helpers.compare(k.assign(text="x"), markers=m),
        "another text than the tokens",
    ),
    "stop list": (lambda k, m, t: helpers.frequencies(k, stop="no.csv"), "is no file"),
    "a chart of no markers": (lambda k, m, t: charts.dispersion(k, m.iloc[:0]), "nothing to draw"),
    "half a word": (lambda k, m, t: helpers.frequencies(k, top=2.5), "whole number from 0"),
    "less than none": (lambda k, m, t: helpers.ngrams(k, n=0), "whole number from 1 to 100"),
    "documents": (lambda k, m, t: helpers.frequencies(k.assign(document="a"), markers=m), "no column document"),
}


@pytest.mark.parametrize(("call", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_names_the_argument_and_what_it_may_be(t, call, said):
    with pytest.raises(ArgumentError, match=said):
        call(*t)


@pytest.mark.parametrize("count", ["frequencies", "find_markers", "vocabulary_growth", "diversity"])
def test_half_a_character_in_a_text_is_named_with_what_to_do_or_counted(count):
    tokens = helpers.tokenize("- Біз бар\ud800мыз ба?\n- Біз \ud800 бармыз, бармыз.")
    assert "".join(tokens["text"].astype(object) + tokens["after"].astype(object)).count("\ud800") == 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            assert len(getattr(helpers, count)(tokens))
        except ArgumentError as error:
            assert "U+D800" in str(error) and "encode('utf-8', 'replace')" in str(error)


def test_a_word_and_a_list_of_one_word_give_the_same_chart(t):
    tokens, _, _ = t
    one, several = charts.dispersion(tokens, "ашу"), charts.dispersion(tokens, ["ашу"])
    assert charts.describe(one) == charts.describe(several)
    assert "3, in 2 turns" in charts.describe(one)


@pytest.mark.parametrize("name", ["explain", "export_review", "stance_by_role", "stance_by_turn"])
def test_the_old_order_of_tables_gives_the_same_with_a_warning(t, tmp_path, name):
    tokens, markers, _ = t
    function = getattr(helpers, name, None) or getattr(charts, name)
    more = [tmp_path / "r.csv"] if name == "export_review" else []
    second = markers.iloc[0] if name == "explain" else markers
    new = function(tokens, second, *more)
    with pytest.warns(FutureWarning, match="tokens first"):
        old = function(second, tokens, *more)
    told = [charts.describe(found) if hasattr(found, "figure") else str(found) for found in (new, old)]
    assert told[0] == told[1]


def test_the_nearest_name_is_offered_only_if_it_is_near():
    assert nearest("Hedges", ["hedge", "booster"]) == "; did you mean 'hedge'?"
    assert nearest("xyz", ["hedge", "booster"]) == "; it may be hedge, booster"
