"""Persons are counted once per clause: the pronoun, or where it is dropped the ending."""

import pandas as pd
import pytest

from helpers import find_markers, mentions, tokenize


def persons(text):
    tokens = tokenize(text)
    kept = mentions(tokens, find_markers(tokens))
    bound = kept["subtype"].str.match("pron|poss|pred|imperative")
    return kept.loc[kept["category"].isin(["self_mention", "audience"]) & bound, "text"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Біз кітап оқимыз.", ["Біз"]),  # named by pronoun and ending, once
        ("Кітап оқимыз.", ["оқимыз"]),  # the pronoun is dropped
        ("Ертең келуіміз мүмкін.", ["келуіміз"]),
        ("Біз, өкінішке қарай, кешіктік.", ["Біз"]),  # commas inside one clause
        ("Біз келдік, біз көрдік.", ["Біз", "біз"]),
        ("Біз келдік, көрдік.", ["Біз", "көрдік"]),  # two clauses, the second without its pronoun
        ("Біздің үй үлкен, біз оны салдық.", ["Біздің", "біз"]),  # a comma before another pronoun
        ("Біздің үй үлкен біз оны салдық.", ["Біздің"]),  # none
        ("Мен келдім, сіз келдіңіз.", ["Мен", "сіз"]),  # another person is another count
        ("Біз өзіміздің үйімізді сүйеміз.", ["Біз"]),
    ],
)
def test_one_form_of_a_person_stays_in_each_clause(text, expected):
    assert persons(text) == expected


def test_other_categories_and_question_forms_stay():
    tokens = tokenize("Сіз дайынсыз ба?")
    kept = mentions(tokens, find_markers(tokens))
    assert "q_particle" in set(kept["subtype"]) and "readiness" in set(kept["subtype"])


def test_sentences_of_different_documents_are_different_sentences():
    parts = [tokenize("Біз келеміз.").assign(document=name) for name in "ab"]
    tokens = pd.concat(parts, ignore_index=True)
    assert mentions(tokens, find_markers(tokens))["text"].tolist().count("Біз") == 2


def test_without_tokens_commas_are_not_seen_but_sentences_are():
    tokens = tokenize("Біз келеміз. Барамыз.")
    assert mentions(find_markers(tokens))["text"].tolist() == ["Біз", "Барамыз"]
