"""English glosses of lemmas, and a word in parts, each with its gloss: stem, derivation, inflection."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from ..letters import mended
from ..sheets import rows
from .romanisation import romanize
from .spelling import verb_stem
from .stems import glosses, listed
from .suffixes import Suffix, endings, grammar
from .tags import tag_of

_SHORTEST_VERB = 3  # letters of an infinitive
_INTENSIVE = "пмс"  # what the first syllable closes with where it is put before an adjective: сап-сары, көм-көк
_LONGEST_INTENSIVE = 3
_LATIN_FIGURES = str.maketrans("ХІ", "XI")
_KINDS = {"patronymics": "patronymic", "surnames": "surname"}  # the names whose kind their end tells (name_ends.csv)


class Part(NamedTuple):
    """A part of a word as printed, its Leipzig gloss, and what it is: stem, derivation or inflection."""

    form: str
    gloss: str
    kind: str


@lru_cache(1 << 16)
def gloss(lemma: str, pos: str = "") -> str:
    """The English gloss of a lemma, of that word class if it has one; "" if the lists have none.

    Of names of which the lists know only the kind, and of unlisted names, it gives the name in Latin letters; of
    unlisted compounds the glosses of both parts, if both have one.

    >>> gloss("біз"), gloss("Сәуле", "name"), gloss("сәуле", "noun")
    ('we', 'Säūle (given name, f)', 'ray; light')
    """
    known = glosses()
    found = known.get((lemma, pos)) or known.get(lemma, "") or _abbreviations().get(lemma.lower(), "")
    if pos == "num" and lemma.isupper():
        return lemma.translate(_LATIN_FIGURES)  # Roman figures
    if pos == "name" or (lemma[:1].isupper() and not found) or (not pos and lemma[:1].isupper()):
        return found if found[:1].isupper() else _name(lemma, found)
    if not found and (lemma.isascii() or not any(letter.isalpha() for letter in lemma)):
        return lemma  # figures, Latin words, addresses
    if found or "-" not in lemma:
        return found or _derived(lemma, pos)
    return _of_pair(*lemma.rsplit("-", 1))


def _of_pair(first: str, last: str) -> str:
    """The gloss of two words joined by a hyphen: doubled (қиыр-қиыр), intensive (сап-сары: very yellow), or a pair."""
    known = glosses()
    ones = [part if part.isascii() else known.get(part, "").split(";")[0] for part in (first, last)]
    if first == last:
        return ones[1]
    if first[-1:] in _INTENSIVE and last.startswith(first[:-1]) and len(first) <= _LONGEST_INTENSIVE and ones[1]:
        return f"very {ones[1]}"
    return "-".join(ones) if all(ones) else ""


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["gloss"] for row in rows("abbreviations.csv")}


def _derived(lemma: str, pos: str) -> str:
    """The gloss of an unlisted word that suffixes make of a listed one: телефонсыз, telephone (without)."""
    if not pos:
        return ""  # what suffixes make has a class
    text = verb_stem(lemma) if pos == "verb" and len(lemma) > _SHORTEST_VERB else lemma
    for at in range(len(text) - 1, 1, -1):
        for stem in (entry for entry in listed(text[:at]) if entry.pos != "name"):
            fitting = [e for e in endings(text[at:]) if e.kept == text[at:] and e.makes == pos and e.after & stem.takes]
            meaning = short(gloss(stem.lemma, stem.pos)).replace(".", " ") if fitting else ""
            if meaning:
                made = min(fitting, key=lambda ending: ending.cost)
                return f"{meaning} ({', '.join(tag_of(suffix).name for suffix in made.suffixes if suffix.form)})"
    return ""


def _name(lemma: str, kind: str) -> str:
    kind = kind or next((of for end, of in _name_ends() if lemma.endswith(end)), "")
    written = romanize(lemma)
    return f"{written} ({kind.replace(' (', ', ').replace(')', '')})" if kind else written


@cache
def _name_ends() -> list[tuple[str, str]]:
    ends = [(row["end"], row["of"].split()[0]) for row in rows("name_ends.csv")]
    return [(end, _KINDS[of]) for end, of in ends if of in _KINDS]


def short(meaning: str) -> str:
    """The first sense of a gloss as linguists write it: no remarks, full stops for spaces.

    >>> short("be set up; consist"), short("you (polite)")
    ('be.set.up', 'you')
    """
    first = re.sub(r"\(.*?\)", "", meaning).split(";")[0].strip()
    return (first or meaning).replace(" ", ".")


@cache
def _listed_parts() -> dict[tuple[str, str], list[tuple[str, str]]]:
    return {
        (row["headword"], row["class"]): list(zip(row["parts"].split(), row["glosses"].split(), strict=True))
        for row in rows("parts.csv")
    }


def parts(printed: str, lemma: str, pos: str, stem: str, suffixes: tuple[Suffix, ...]) -> list[Part]:
    """A printed word in parts, by one reading of it; listed derivatives (lexicons/parts.csv) are taken apart too.

    >>> from helpers import analyse
    >>> [part.form for part in parts("ұстанымдарымызды", *analyse("ұстанымдарымызды")[0][:4])]
    ['ұстан', 'ым', 'дар', 'ымыз', 'ды']
    """
    out = _stem_parts(lemma, pos, stem, suffixes)
    built = len(verb_stem(lemma) if pos == "verb" else lemma)  # letters of the dictionary word
    reached, made = len(stem), bool(_derived_from(lemma, stem, suffixes))
    for suffix in suffixes:
        label = tag_of(suffix).leipzig
        if not suffix.form:
            out[-1] = out[-1]._replace(gloss=f"{out[-1].gloss}[{label}]")
            continue
        reached += len(suffix.form)
        derived = made and reached <= built
        out.append(Part(suffix.form, label, "derivation" if derived else "inflection"))
    return _as_printed(printed, out)


def base_gloss(lemma: str, pos: str, stem: str, suffixes: tuple[Suffix, ...]) -> str:
    """The gloss of the stem of a reading: of its lemma, or where suffixes make that lemma, of what they are added to.

    >>> base_gloss("айтылу", "verb", "айт", (Suffix("ыл", "pass"),))
    'say'
    """
    after = _derived_from(lemma, stem, suffixes)
    if not after:
        return gloss(lemma, pos)
    bases = [entry for entry in listed(stem) if any(entry.takes & states for states in after)]
    return next((found for entry in bases if (found := gloss(entry.lemma, entry.pos))), "")


def _derived_from(lemma: str, stem: str, suffixes: tuple[Suffix, ...]) -> list[int]:
    """The states (as bits) of what the lemma is made from, if the first suffix makes it; else none."""
    form = grammar().forms.get(suffixes[0].form) if suffixes else None
    if form is None or not lemma.lower().startswith((stem + suffixes[0].form)[: len(stem) + 1]):
        return []
    return [
        ending.after for ending, _ in form.plain + form.before_vowel if ending.kept and ending.suffixes == suffixes[:1]
    ]


def _stem_parts(lemma: str, pos: str, stem: str, suffixes: tuple[Suffix, ...]) -> list[Part]:
    listed = _listed_parts().get((lemma, pos), [])
    before = "".join(form for form, _ in listed[:-1])
    last = stem.removeprefix(before)  # may be spelled otherwise: бірлік, бірліг-і
    if before and last and last != stem:
        forms, kinds = [*(form for form, _ in listed[:-1]), last], ["stem", *["derivation"] * (len(listed) - 1)]
        return [Part(form, meaning, kind) for form, (_, meaning), kind in zip(forms, listed, kinds)]
    return [Part(stem, short(base_gloss(lemma, pos, stem, suffixes)) or "?", "stem")]


def _as_printed(printed: str, found: list[Part]) -> list[Part]:
    """The parts with the capitals of the print and without the hyphens between them."""
    text = mended(printed)
    if len(text) != sum(len(part.form) for part in found):
        return found
    out, at = [], 0
    for part in found:
        out.append(part._replace(form=text[at : at + len(part.form)].lstrip("- ")))
        at += len(part.form)
    return out
