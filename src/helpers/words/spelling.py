"""Stems as they are spelled before suffixes, and the infinitive that is a verb's headword."""

from .sounds import CONSONANTS, FRONT, VOICED, VOICELESS, VOWEL_SET, VOWELS, harmony

_LINKED = ("пт", "фт", "ск", "нк", "рк", "лк", "нг")  # loans with і before a consonant: паркіге, лифтілер
_SHORTEST_LOAN = 4  # letters; аст, үст are no loans
_INNER = CONSONANTS.replace("#", "")  # not at the end of the word
Spelling = tuple[str, str, str]  # text, state, the letters that must follow ("" for any, # the end of the word)


def infinitive(stem: str) -> str:
    """The headword of a verb stem.

    >>> [infinitive(stem) for stem in ("бол", "тап", "қой", "оқы", "ки")]
    ['болу', 'табу', 'қою', 'оқу', 'кию']
    """
    last = stem[-1]
    if last == "й":
        return stem[:-1] + "ю"
    if last == "и":
        return stem + "ю"
    if last in "ыі":
        return stem[:-2] + "ю" if stem[-2:-1] == "й" else stem[:-1] + "у"
    return stem[:-1] + VOICED.get(last, last) + "у"


def verb_stem(headword: str) -> str:
    """The regular stem of an infinitive; lexicons/stem_forms.csv has the others.

    >>> verb_stem("табу"), verb_stem("қою"), verb_stem("айну")
    ('тап', 'қой', 'айны')
    """
    if headword.endswith("ию"):
        return headword[:-1]
    if headword.endswith("ю"):
        return headword[:-1] + "й"
    stem = headword[:-2] + VOICELESS.get(headword[-2], headword[-2])
    cluster = len(stem) > 2 and not VOWEL_SET & {stem[-1], stem[-2]}
    if cluster and (stem[-1] != "т" or stem[-2] not in "рлнй"):
        return stem + ("і" if harmony(stem) == FRONT else "ы")
    return stem


def _verb_spellings(stem: str, special: str) -> list[Spelling]:
    last, cut = stem[-1], stem[:-1]
    out = [(stem, "verb", CONSONANTS if last in VOICED else "")]
    if last in "ыі":
        out.append((cut, "verb_i", VOWELS))
    if last == "й":
        out.append((cut, "verb_j", "юя"))
    elif stem[-2:] in ("йы", "йі"):
        out.append((stem[:-2], "verb_j", "юя"))
    elif last == "и":
        out.append((stem, "verb_j", "юя"))
    elif last == "п":  # тауып
        out.append((cut + "у", "verb_p", VOWELS))
    if last in VOICED:
        out.append((special or cut + VOICED[last], "verb", VOWELS))
    return out


def _nominal_spellings(stem: str, state: str, special: str) -> list[Spelling]:
    last, cut = stem[-1], stem[:-1]
    hard = last == "қ" or (last == "к" and stem[-2:-1] in VOWEL_SET)
    out = [(stem, state, CONSONANTS if hard else "")]
    if last == "ь":
        out.append((cut, state, VOWELS))
    elif stem.endswith("ст") and len(stem) > _SHORTEST_LOAN:  # коммунистер, коммуниске
        out.append((cut, state, "тқкпс"))
    elif stem.endswith("зд"):  # съезге, съезі
        out.append((cut, state, _INNER + VOWELS))
    elif stem.endswith("сс"):  # процесі, конгресте
        out.append((cut, state, ""))
    elif stem.endswith("кт"):  # фактілер, also факті
        out.append((stem + "і", state, CONSONANTS))
    elif stem.endswith(_LINKED):
        out.append((stem + "і", state, _INNER))
    if special:
        out.append((special, state, VOWELS))
    if last in VOICED:
        out.append((cut + VOICED[last], state, VOWELS))
    return out


def spellings(stem: str, state: str, special: str = "") -> list[Spelling]:
    """How a stem is spelled before suffixes.

    `special` is the form before a vowel where it is not the regular one (орын, орн; қорық, қорқ).

    >>> spellings("қоғам", "noun"), spellings("топ", "noun")[1]
    ([('қоғам', 'noun', '')], ('тоб', 'noun', 'аәеёиоөуұүыіэюя'))
    """
    if state == "inv":
        return [(stem, state, "")]
    if state == "verb":
        return _verb_spellings(stem, special)
    return _nominal_spellings(stem, state, special)
