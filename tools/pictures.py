"""Two pictures of the index that are no charts: how a word is built, and how a number is made."""

from typing import NamedTuple

from notebooks import ARTICLE, ROOT

WORD = "біріктірмекпіз"
SAYS = ("unite", "intend to", "we")  # the parts of WORD, from left to right
COUNTED = "партия"
TRANSLATION = "data/translation/kopbaev_interview.tsv"
FORMS = 4  # printed forms shown of a lemma


class Part(NamedTuple):
    """A part of a word: as printed, in Latin letters, what it says."""

    form: str
    latin: str
    says: str


class Number(NamedTuple):
    """What stands behind one row of a table of frequencies: a place, the forms, the count, the rate, its interval."""

    left: str
    hit: str
    right: str
    line: int
    forms: list[str]
    lemma: str
    gloss: str
    count: int
    n: int
    rate: float
    low: float
    high: float
    english: str


def word() -> list[Part]:
    """A word in its parts, as the analyser takes it apart."""
    from helpers import analyse, romanize

    reading = analyse(WORD)[0]
    forms = [reading.stem, *(suffix.form for suffix in reading.suffixes)]
    return [Part(form, romanize(form), says) for form, says in zip(forms, SAYS, strict=True)]


def number() -> Number:
    """A number of the bundled interview, from the place in the text to the interval."""
    from helpers import concordance, frequencies, read_transcript, read_translation, tokenize

    transcript = read_transcript(ROOT / ARTICLE[0])
    tokens, english = tokenize(transcript), read_translation(ROOT / TRANSLATION, transcript)
    row = frequencies(tokens).set_index("lemma").loc[COUNTED]
    hit = concordance(tokens, COUNTED, "lemma", translation=english).iloc[1]
    forms = [form.rpartition(" ")[0] for form in row["forms"].split(", ")]
    facts = (row["gloss"], row["count"], row["n"], row["rate"], row["low"], row["high"], hit["en"])
    return Number(hit["left"], hit["keyword"], hit["right"], hit["line"], forms[:FORMS], COUNTED, *facts)
