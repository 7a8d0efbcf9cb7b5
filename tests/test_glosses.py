"""Glosses: what a word means where it is listed, made of a listed word, abbreviated, or written with figures."""

import pytest

from helpers import analyse, tokenize
from helpers.words.glosses import gloss


@pytest.mark.parametrize(
    ("lemma", "pos", "meaning"),
    [
        ("мұнай", "noun", "oil"),
        ("ж.", "noun", "year"),
        ("ғ.", "noun", "century"),
        ("телефонсыз", "adj", "telephone (without)"),
        ("тоннадай", "adv", "ton (like)"),
        ("қолшатырсыз", "adj", "umbrella (without)"),
        ("сап-сары", "adj", "very yellow"),
        ("көм-көк", "adj", "very blue"),
        ("әп-әдемі", "adj", "very beautiful"),
        ("жақсы-жақсы", "adj", "good"),
    ],
)
def test_a_word_is_glossed_though_only_its_base_is_listed(lemma, pos, meaning):
    assert gloss(lemma, pos).startswith(meaning)


def test_an_unknown_word_and_its_derivative_have_no_gloss():
    assert gloss("брымтақ", "noun") == ""
    assert gloss("брымтақсыз", "adj") == ""


@pytest.mark.parametrize(
    ("form", "lemma", "tags"),
    [("3-ақ", "3", ("emph",)), ("2-еуі", "2", ("coll", "poss3")), ("100-деген", "100", ("approx",))],
)
def test_figures_with_an_ending_are_numerals(form, lemma, tags):
    first = analyse(form)[0]
    assert (first.lemma, first.pos, first.tags) == (lemma, "num", tags)


CHOSEN = [  # a sentence, the word, its lemma and class there
    ("Ол сөйлей бастады.", "сөйлей", "сөйлеу", "verb"),
    ("Бала көшеде айнала бастады.", "айнала", "айналу", "verb"),
    ("Қонақтар араласа бастады.", "араласа", "араласу", "verb"),
    ("Ескі көпірді қиратып тастады.", "көпірді", "көпір", "noun"),
    ("Жұмыс келесі жылы жалғасын табады.", "жалғасын", "жалғас", "noun"),
    ("Үйдің негізін әкесі қалады дейді, негізін қалады.", "негізін", "негіз", "noun"),
    ("Кітапты көрдің бе?", "көрдің", "көру", "verb"),
    ("Алыстан жат, жаттың баласы келді.", "жаттың", "жат", "adj"),
    ("Тамақ ішкіңіз келе ме?", "ішкіңіз", "ішу", "verb"),
    ("Оның сегіз ұлы болған.", "ұлы", "ұл", "noun"),
    ("Ұлы ақын туған күн.", "Ұлы", "ұлы", "adj"),
    ("Түнде қар жауып тұрды.", "жауып", "жауу", "verb"),
    ("Ол есікті жауып кетті.", "жауып", "жабу", "verb"),
    ("Істің себебі осы.", "себебі", "себеп", "noun"),
    ("Цехта жұмыс қызу жүріп жатыр.", "Цехта", "цех", "noun"),
    ("Қала мен оның халқы өсті.", "мен", "мен", "conj"),
    ("Құқықтары мен басқа да мәселелер көп.", "мен", "мен", "conj"),
    ("Ертең мен оған хат жазамын.", "мен", "мен", "pron"),
    ("Ауа райы жылы болады.", "жылы", "жылы", "adj"),
    ("Біз 2014 жылы көштік.", "жылы", "жыл", "noun"),
]


@pytest.mark.parametrize(("sentence", "word", "lemma", "pos"), CHOSEN, ids=[f"{s} {w}" for s, w, _, _ in CHOSEN])
def test_neighbours_decide_between_two_readings(sentence, word, lemma, pos):
    tokens = tokenize(sentence)
    row = tokens[tokens["text"] == word].iloc[0]
    assert (row["lemma"], row["pos"]) == (lemma, pos)
