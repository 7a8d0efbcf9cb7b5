"""Whole paradigms, spelled here by rules of their own: nouns × number × possessor × case, verbs × tense × person.

Nothing here looks into the suffix grammar; the headwords are drawn by chance from the word list.
"""

import random

import pytest

from helpers import analyse
from helpers.sheets import rows

VOWELS = set("аәеёиоөуұүыіэюя")
UNVOICED = set("пткқфхцчшщсһбвгғд")  # б, в, г, д close a loan: unvoiced where the word ends
VOICED = {"п": "б", "к": "г", "қ": "ғ"}
LOAN_CLUSTERS = ("пт", "фт", "ск", "нк", "рк", "лк", "нг", "кт", "ст", "зд", "сс", "мм", "лл", "рг", "тр", "др")
POSSESSORS = ("poss1sg", "poss2sg", "poss2pol", "poss3", "poss1pl")


def is_front(word: str) -> bool:
    for letter in reversed(word.lower()):
        if letter in "аоұыяё":
            return False
        if letter in "әеөүіэи":
            return True
    return True


def is_glide(word: str) -> bool:
    return word[-1] in "ую"


def ends_in_vowel(word: str) -> bool:
    return word[-1] in VOWELS and not is_glide(word)


def voiced(word: str) -> str:
    return word[:-1] if word[-1] == "ь" else word[:-1] + VOICED.get(word[-1], word[-1])


def plural(word: str, a: str) -> str:
    first = "т"
    if word[-1] in VOWELS or word[-1] in "рй":
        first = "л"
    elif word[-1] in "лмнңзж" or word.endswith("ль"):
        first = "д"
    elif word[-1] == "ь":
        first = "л"
    return f"{word}{first}{a}р"


def possessed(word: str, tag: str, y: str, short: str) -> str:
    vowel = ends_in_vowel(word)
    base = word if vowel else short or voiced(word)
    link = "" if vowel else y
    if tag == "poss3":
        return base + ("с" if vowel else "") + y
    ends = {"poss1sg": f"{link}м", "poss2sg": f"{link}ң", "poss2pol": f"{link}ң{y}з", "poss1pl": f"{link}м{y}з"}
    return base + ends[tag]


def cases(word: str, tag: str, a: str, y: str) -> dict[str, str]:
    if tag == "poss3":
        ends = {"gen": f"н{y}ң", "dat": f"н{a}", "acc": "н", "loc": f"нд{a}", "abl": f"н{a}н", "ins": "мен"}
        return {"": word, **{case: word + end for case, end in ends.items()}}
    last = word[-1]
    t, g, m, n = "д", "г" if a == "е" else "ғ", "м", "д"
    if last in UNVOICED:
        t, g, m, n = "т", "к" if a == "е" else "қ", "п", "т"
    elif last in "зж":
        m = "б"
    elif ends_in_vowel(word):
        n = "н"
    nasal = last in "мнң"
    dative = a if tag in ("poss1sg", "poss2sg") else g + a
    ends = {
        "gen": ("н" if nasal else n) + f"{y}ң",
        "dat": dative,
        "acc": n + y,
        "loc": t + a,
        "abl": ("н" if nasal else t) + f"{a}н",
        "ins": f"{m}ен",
    }
    return {"": word, **{case: word + end for case, end in ends.items()}}


def noun_forms(noun: str, short: str = "") -> dict[tuple[str, ...], str]:
    """84 forms of a noun by their tags; `short` is the stem before a vowel that is not the regular one (орын, орн)."""
    a, y = ("е", "і") if is_front(noun) else ("а", "ы")
    out = {}
    for number, stem, before in (("", noun, short), ("pl", plural(noun, a), "")):
        for possessor in ("", *POSSESSORS):
            word = possessed(stem, possessor, y, before) if possessor else stem
            for case, form in cases(word, possessor, a, y).items():
                out[tuple(filter(None, (number, possessor, case)))] = form
    return out


PERSONS = ("pred1sg", "pred2sg", "pred2pol", "pred1pl", "pred3")


def verb_forms(stem: str) -> dict[tuple[str, ...], str]:
    """Finite forms and participles of a regular verb stem, positive and negative, by their tags."""
    a, y = ("е", "і") if is_front(stem) else ("а", "ы")
    out: dict[tuple[str, ...], str] = {}
    for negation, base in (("", stem), ("neg", stem + negative(stem, a))):
        unvoiced = base[-1] in "пткқсш"
        t, g = "д", "г" if a == "е" else "ғ"
        if unvoiced:
            t, g = "т", "к" if a == "е" else "қ"
        vowel = base[-1] in VOWELS and not is_glide(base)
        soft = base if vowel else voiced(base)
        present = soft + ("й" if vowel else a)
        past = base + t + y
        perfect = f"{base}{g}{a}н"
        plain = {
            ("past",): past,
            ("past", "pred1sg"): past + "м",
            ("past", "pred2sg"): past + "ң",
            ("past", "pred2pol"): f"{past}ң{y}з",
            ("past", "pred1pl"): past + ("к" if a == "е" else "қ"),
            ("pres", "pred1sg"): f"{present}м{y}н",
            ("pres", "pred2sg"): f"{present}с{y}ң",
            ("pres", "pred2pol"): f"{present}с{y}з",
            ("pres", "pred1pl"): f"{present}м{y}з",
            ("pres", "pred3"): f"{present}д{y}",
            ("cond",): f"{base}с{a}",
            ("cond", "pred1sg"): f"{base}с{a}м",
            ("cond", "pred1pl"): f"{base}с{a}" + ("к" if a == "е" else "қ"),
            ("ptcp_past",): perfect,
            ("ptcp_past", "pred1sg"): f"{perfect}м{y}н",
            ("ptcp_past", "pred2pol"): f"{perfect}с{y}з",
            ("ptcp_past", "pred1pl"): f"{perfect}б{y}з",
            ("ptcp_past", "poss3", "acc"): f"{perfect}{y}н",
            ("ptcp_past", "loc"): f"{perfect}д{a}",
            ("opt3",): f"{base}с{y}н",
        }
        out |= {tuple(filter(None, (negation, *tags))): form for tags, form in plain.items()}
    return out


def negative(stem: str, a: str) -> str:
    if stem[-1] in "пткқсш":
        return "п" + a
    return ("б" if stem[-1] in "зжмнң" else "м") + a


def headwords(word_class: str) -> list[str]:
    """Headwords of one class without a rival in another, without those that this file's spelling does not know."""
    odd = {row["headword"] for row in rows("stem_forms.csv")}
    other = {row["headword"] for row in rows("stems.csv") if row["class"] != word_class}
    listed = [row["headword"] for row in rows("stems.csv") if row["class"] == word_class]
    return [word for word in listed if word not in odd | other and word.isalpha() and len(word) > 2]


VOICES = {"pass", "refl", "caus", "recip", "vblz"}  # in the lemma too


def shares(paradigms: dict[str, dict[tuple[str, ...], str]]) -> tuple[float, float, list[str]]:
    """How many forms have their lemma and tags as first reading, and as some reading; and those that have not."""
    first, some, missing, n = 0, 0, [], 0
    for lemma, forms in paradigms.items():
        for tags, form in forms.items():
            n += 1
            readings = [(reading.lemma, tuple(t for t in reading.tags if t not in VOICES)) for reading in analyse(form)]
            first += readings[0] == (lemma, tags)
            some += (lemma, tags) in readings
            if (lemma, tags) not in readings:
                missing.append(f"{form} {lemma} {tags}")
    return first / n, some / n, missing


def test_three_hundred_nouns_in_eighty_four_forms_each():
    draw = random.Random(2026)
    nouns = [word for word in headwords("noun") if not word.endswith(LOAN_CLUSTERS)]
    names = [word for word in headwords("name") if not word.endswith(LOAN_CLUSTERS)]
    chosen = draw.sample(nouns, 260) + draw.sample(names, 40)
    first, some, missing = shares({noun: noun_forms(noun) for noun in chosen})
    assert first >= 0.97 and some >= 0.995, (first, some, missing[:20])


def test_the_commonest_nouns_in_all_their_forms():
    bands = {row["headword"]: int(row["band"] or 0) for row in rows("stems.csv") if row["class"] == "noun"}
    nouns = [word for word in headwords("noun") if bands[word] >= 6 and not word.endswith(LOAN_CLUSTERS)]
    first, some, missing = shares({noun: noun_forms(noun) for noun in nouns})
    assert len(nouns) > 100
    assert first >= 0.97 and some >= 0.995, (first, some, missing[:20])


def test_nouns_that_lose_a_vowel():
    short = {row["headword"]: row["stem"] for row in rows("stem_forms.csv") if row["class"] == "noun"}
    nouns = {word: noun_forms(word, stem) for word, stem in short.items() if word.isalpha()}
    first, some, missing = shares(nouns)
    assert first >= 0.95 and some >= 0.995, (first, some, missing[:20])


LOANS = {  # plural, dative, ablative, instrumental as newspapers print them
    "танк": "танкілер танкіге танкіден танкімен",
    "банк": "банктер банкке банктен банкпен",
    "киоск": "киоскілер киоскіге киоскіден киоскімен",
    "диск": "дискілер дискіге дискіден дискімен",
    "парк": "парктер паркке парктен паркпен",
    "митинг": "митингілер митингіге митингіден митингімен",
    "съезд": "съездер съезге съезден съезбен",
    "турист": "туристер туриске туристен туриспен",
    "коммунист": "коммунистер коммуниске коммунистен коммуниспен",
    "процесс": "процестер процеске процестен процеспен",
    "факт": "фактілер фактіге фактіден фактімен",
    "медаль": "медальдар медальға медальдан медальмен",
    "социализм": "социализмдер социализмге социализмнен социализммен",
    "биология": "биологиялар биологияға биологиядан биологиямен",
    "такси": "таксилер таксиге таксиден таксимен",
}


@pytest.mark.parametrize("noun", LOANS)
def test_loans_are_spelled_as_newspapers_print_them(noun):
    for form, tag in zip(LOANS[noun].split(), ("pl", "dat", "abl", "ins"), strict=True):
        assert (noun, (tag,)) == (analyse(form)[0].lemma, analyse(form)[0].tags), form


def regular_stem(verb: str) -> str:
    stem = verb[:-1]
    unvoiced = {voice: plain for plain, voice in VOICED.items()}
    return stem[:-1] + unvoiced.get(stem[-1], stem[-1])


def test_verbs_by_tense_person_and_negation():
    draw = random.Random(2026)
    verbs = [v for v in headwords("verb") if v.endswith("у") and v[-2] not in "уиыі" and len(v) > 3]
    regular = [v for v in verbs if v[-3] in VOWELS or v[-2] in VOWELS]  # no cluster that may hide a vowel
    chosen = draw.sample(regular, 150)
    first, some, missing = shares({verb: verb_forms(regular_stem(verb)) for verb in chosen})
    assert first >= 0.95 and some >= 0.995, (first, some, missing[:40])
