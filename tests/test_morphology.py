import csv
import string
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import Analysis, analyse, lemmatize, tokenize
from helpers.letters import mended
from helpers.sheets import rows
from helpers.words.context import has, reading_traits, rules
from helpers.words.glosses import gloss
from helpers.words.morphology import best
from helpers.words.tags import classes, tags

DATA = Path(__file__).parent / "data"
NEWS = Path(__file__).parents[2] / "shared/data/kaznerd_sentences.txt"
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
TAGS = {tag for tag in tags() if isinstance(tag, str)}


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@pytest.mark.parametrize("row", table("analyses.csv"), ids=lambda row: row["form"])
def test_best_reading_has_this_lemma_and_these_suffixes(row):
    first = analyse(row["form"])[0]
    assert (first.lemma, " ".join(first.tags)) == (row["lemma"], row["tags"])


def test_every_word_of_the_interview_has_its_lemma():
    words = table("interview_lemmas.csv")
    assert len(words) > 350
    assert [(w["form"], lemmatize(w["form"]), w["lemma"]) for w in words if lemmatize(w["form"]) != w["lemma"]] == []


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("ұлттық мемлекеттік тамыз семіз теңіз біз қазақстандық", {"poss1pl", "pred1pl", "past"}),
        ("бастады басқа немесе маған алма тұрмыс", {"neg"}),
        ("кейін дейін сайын жұмысын басын қарсы", {"opt1sg", "opt3"}),
        ("тамақ көмек ұрпақ еңбек топырақ ұшақ", {"prosp", "comp"}),
        ("әлсіз негізсіз тәуелсіз сөзсіз", {"pred2pol"}),
        ("типті қатысты кітапты тапты қауіпті", {"indirect"}),
        ("шешім ғылым қалам білім бөлім қоғам", {"poss1sg", "pred1sg"}),
    ],
)
def test_look_alikes_do_not_get_these_tags(words, tags):
    assert [w for w in words.split() if tags & set(analyse(w)[0].tags)] == []


@settings(max_examples=300, deadline=None)
@example("\uf900")
@example("\u1e9e\u0130")
@given(st.text(max_size=30) | st.text(KAZAKH + KAZAKH.upper() + "-", max_size=20))
def test_stem_and_suffixes_joined_are_the_word_and_a_letter_suffices(text):
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in mended(text))
    found = analyse(text)
    assert all(a.stem + "".join(s.form for s in a.suffixes) == small for a in found)
    assert bool(found) == any(c.isalpha() for c in small)
    assert lemmatize(text) == (found[0].lemma if found else text)


@settings(max_examples=200, deadline=None)
@given(st.text(KAZAKH, min_size=1, max_size=20))
def test_every_reading_has_a_class_and_tags_that_the_lists_name(word):
    for a in analyse(word):
        assert a.pos in set(classes()) and a.lemma
        assert set(a.tags) <= TAGS


@pytest.mark.parametrize("text", ["ә" * 10_000, "лар" * 3333, "А-" * 5000, "\u200b" * 10_000 + "а", "🙂ы" * 5000])
def test_ten_thousand_characters_return(text):
    assert isinstance(lemmatize(text), str)
    assert analyse(text)


def test_a_headword_is_a_lemma_of_its_own_readings():
    heads = {row["headword"] for row in rows("stems.csv")}
    lost = [h for h in heads if h not in {a.lemma for a in analyse(h)} and best(h).pos not in ("part", "conj")]
    assert lost == []


def test_lemmatize_of_a_headword_is_that_headword_but_for_listed_homographs():
    exceptions = {(row["headword"], row["lemma"]) for row in table("homograph_headwords.csv")}
    heads = {row["headword"] for row in rows("stems.csv")}
    other = {(h, lemma) for h in heads if (lemma := lemmatize(h)).lower() != h.lower()}
    assert other - exceptions == set()
    assert len(exceptions) < 100


def test_stem_list_is_sound_and_sorted():
    listed = rows("stems.csv")
    order = {c: i for i, c in enumerate("-" + KAZAKH)}
    keys = [[order.get(c, 99) for c in row["headword"].lower()] for row in listed]
    assert keys == sorted(keys)
    assert Counter((row["headword"], row["class"]) for row in listed).most_common(1)[0][1] == 1
    assert {row["class"] for row in listed} <= set(classes())
    assert [r["headword"] for r in listed if r["class"] == "verb" and r["headword"][-1] not in "ую"] == []
    latin = set(string.ascii_letters)
    assert [
        r["headword"] for r in listed if latin & set(r["headword"]) and not set(r["headword"]) <= latin | {"-"}
    ] == []


def test_suffix_grammar_uses_only_states_that_occur():
    table = rows("suffixes.csv")
    reached = {"noun", "adj", "adv", "num", "verb", "verb_i", "verb_j", "verb_p"}
    reached |= {name for row in table for name in row["gives"].split()}
    reached |= {name for row in rows("closed.csv") for name in row["takes"].split()}
    assert {name for row in table for name in row["after"].split()} <= reached


def test_words_of_the_interview_have_a_gloss():
    lemmas = {
        row["lemma"] for row in table("interview_lemmas.csv") if best(row["form"]).known and "-" not in row["form"]
    }
    assert sorted(w for w in lemmas if not gloss(w)) == []


def test_an_analysis_reads_as_a_sum():
    assert repr(analyse("біріктірмекпіз")[0]).startswith("біріктірмекпіз = біріктір “unite")
    assert repr(analyse("біріктірмекпіз")[0]).endswith("(verb біріктіру) + мек prospective + піз we")
    assert repr(Analysis("аб", "x", "аб", (), False)) == "аб = аб “?” (x аб)"


@pytest.mark.parametrize(
    ("sentence", "word", "lemma"),
    [
        ("Ал біз оны ал .", 0, "ал"),
        ("Біз оны ал .", 2, "алу"),
        ("Маған сен !", 1, "сену"),
        ("Сен кел .", 0, "сен"),
        ("Айтып қой .", 1, "қою"),
        ("Ол келді қой .", 2, "ғой"),
        ("Үш қой сатты .", 1, "қой"),
        ("Айқын Қоңыров келді", 0, "Айқын"),
        ("айқын идеология", 0, "айқын"),
        ("Заң күшіне енді .", 2, "ену"),
        ("Енді біз барамыз", 0, "енді"),
        ("Оның ұлы келді", 1, "ұл"),
        ("Олар жаңа жолды жасады.", 2, "жол"),
        ("Бұл жолды көйлек.", 1, "жолды"),
        ("Олар көпірлі өзенді де көрді.", 2, "өзен"),
        ("Той сәтті аяқталды.", 1, "сәтті"),
        ("Олар мұны заңды деп біледі.", 2, "заңды"),
        ("Орыстың ұлы ақыны туралы.", 1, "ұлы"),
        ("Оның екі ұлы бар.", 2, "ұл"),
        ("Сары түсті гүл.", 1, "түсті"),
        ("Сары гүл жерге түсті.", 3, "түсу"),
        ("Славян тілді халықтар.", 1, "тілді"),
        ("Балалар 40 пайызды құрады.", 3, "құрау"),
        ("Комиссия құрады.", 1, "құру"),
        ("Лұрыстан тауы.", 0, "Лұрыстан"),
        ("Кітапты оқып көр.", 2, "көру"),
        ("Жұрт қасірет шекті.", 2, "шегу"),
        ("Даусымды тыңда!", 1, "тыңдау"),
        ("Тыңда мал жайылды.", 0, "тың"),
    ],
)
def test_neighbours_decide_between_two_frequent_readings(sentence, word, lemma):
    assert tokenize(sentence)["lemma"][word] == lemma


def test_context_rules_choose_a_reading_that_the_word_has():
    for form, listed in rules().items():
        known = [reading_traits(a) for a in (*analyse(form), *analyse(form.capitalize()))]
        for rule in listed if form else ():
            assert any(has(traits, rule.reading) for traits in known), (form, rule)


@pytest.mark.parametrize(
    ("sentence", "classes"),
    [
        ("Мен бүгін келдім.", ["pron"]),
        ("Анам мен әкем ұстаз.", ["conj"]),
        ("Бірақ мен оны көрмедім, ата мен апа көрді.", ["pron", "conj"]),
        ("2015 жылы мен университетке түстім.", ["pron"]),
        ("Қалалар мен ауылдарда мен болдым.", ["conj", "pron"]),
        ("«Айқын» мен «Егемен» жазды.", ["conj"]),
        ("Меніңше, сен мен мен бұл жерде қателестік.", ["conj", "pron"]),
    ],
)
def test_and_is_told_from_i(sentence, classes):
    table = tokenize(sentence)
    assert table.loc[table["norm"] == "мен", "pos"].tolist() == classes


@pytest.mark.parametrize(
    ("sentence", "word", "lemma"),
    [
        ("Кеше Арман келді.", 1, "Арман"),
        ("Кеше арман орындалды.", 1, "арман"),
        ("Сәуле Асқарқызы айтты.", 0, "Сәуле"),
        ("Арман мен үміт керек.", 0, "арман"),
    ],
)
def test_a_word_that_is_also_a_given_name_is_one_where_its_capital_or_a_surname_says_so(sentence, word, lemma):
    assert tokenize(sentence)["lemma"][word] == lemma


def test_importing_the_analyser_reads_no_list():
    code = (
        "import helpers.words.morphology, helpers.words.stems as m, helpers.words.suffixes as s;"
        "print(m.lexicon.cache_info().currsize + s.grammar.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"


@pytest.mark.skipif(not NEWS.exists(), reason="the news sentences in ../shared are absent")
def test_nine_in_ten_running_words_of_the_news_have_their_stem_listed():
    words = [w.strip("«».,!?:;()\"'") for w in NEWS.read_text(encoding="utf-8").split()][:60_000]
    words = [w for w in words if w.isalpha()]
    assert sum(best(w).known for w in words) / len(words) > 0.9
