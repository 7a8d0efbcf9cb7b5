"""Kazakh words taken apart: lemma, word class and suffixes, by a suffix grammar and word lists kept as CSV data.

A word is split at every place: its end is parsed with lexicons/suffixes.csv, its beginning looked up in
lexicons/stems.csv or else guessed. Every reading has a cost, the likelier the smaller, and the cheapest comes first.
"""

import csv
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import NamedTuple

VOWELS = "аәеёиоөуұүыіэюя"
# What a suffix looks back at, one bit each: a vowel, a glide or р, л, a nasal, a voiced fricative, a voiceless sound.
_SOUNDS = {"аәеёоөұүыіэя": 1, "рйу": 2, "ию": 3, "л": 4, "мнң": 8, "зж": 16, "пткқсшщчцхфһ": 32, "бвгдғ": 48}
_SOUND = {letter: bits for letters, bits in _SOUNDS.items() for letter in letters}
_ANY = 63
# The first sound of a suffix after each of these six; capitals in suffixes.csv are such archiphonemes, and А, Ы.
_INITIAL = {"Л": "ллдддт", "Д": "дддддт", "Н": "нддддт", "Ң": "нддндт", "Т": "дддндт", "Ғ": "ғғғғғқ"}
_INITIAL |= {"Б": "мммббп", "М": "ммммбп"}
_BACK, _FRONT = str.maketrans("АЫ", "аы"), str.maketrans("АЫқғ", "еікг")
_HARMONY = dict.fromkeys("аоұыяё", 1) | dict.fromkeys("әеөүіэ", 2)  # back 1, front 2; у, и, ю follow their neighbours
_VOICED = {"п": "б", "к": "г", "қ": "ғ"}
_VOICELESS = {voiced: plain for plain, voiced in _VOICED.items()}
_CLITICS = {"ақ": "emph", "ау": "ay", "мыс": "hearsay", "міс": "hearsay", "ай": "ay"}
_AUXILIARY = {"жоқ": "neg", "емес": "neg", "екен": "indirect", "еді": "past"}
_BOUND = ("verb_i", "verb_j", "presp", "indp", "des", "qp")  # states in which no word can end
_STATES = {"name": "noun", "pron": "noun", "modal": "adj", "verb": "verb", "noun": "noun", "num": "num"}
_STATES |= {"adj": "adj", "adv": "adv"}
_LONGEST_ENDING = 24
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_KNOWN, _GUESS, _PER_LETTER, _GUESS_VERB, _BARE_VERB, _DISHARMONY, _SMALL_NAME = 7.0, 5.5, 1.4, 0.4, 4.0, 2.5, 4.0
_PER_BAND, _UNLIKELY = 0.4, 1.5
_COSTS = dict.fromkeys(("pron", "conj", "post", "part", "intj", "modal", "copula"), 6.6) | {"adv": 6.8, "adj": 6.9}


class Suffix(NamedTuple):
    """A suffix as printed, and its tag."""

    form: str
    tag: str


class Analysis(NamedTuple):
    """One reading of a word; stem and suffix forms joined are the word in small letters."""

    lemma: str
    pos: str
    stem: str
    suffixes: tuple[Suffix, ...]
    known: bool

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the suffixes, in order."""
        return tuple(suffix.tag for suffix in self.suffixes)

    def __repr__(self) -> str:
        meaning = gloss(self.lemma) or ("" if self.known else "?")
        parts = [f"{self.stem} “{meaning}” ({self.pos} {self.lemma})" if meaning else f"{self.stem} ({self.pos})"]
        parts += [f"{form or '∅'} {_lexicon().names.get(tag, tag)}" for form, tag in self.suffixes]
        return f"{self.stem}{''.join(s.form for s in self.suffixes)} = " + " + ".join(parts)


class _Stem(NamedTuple):
    takes: int  # states, as bits: which suffixes may follow
    harmony: int
    before: str  # the letters that may follow, "" any
    cost: float
    lemma: str
    pos: str
    base: str  # the stem as other suffixes see it, for lemmas of derived words


class _Allomorph(NamedTuple):
    after: int
    sounds: int
    harmony: int
    gives: int
    cost: float
    suffix: Suffix
    kept: str  # what the suffix adds to the lemma
    makes: str
    before_vowel: bool


class _Ending(NamedTuple):
    after: int
    sounds: int
    harmony: int
    cost: float
    suffixes: tuple[Suffix, ...]
    kept: str
    makes: str


class _Lexicon(NamedTuple):
    stems: dict[str, list[_Stem]]
    closed: dict[str, list[Analysis]]
    glosses: dict[str, str]
    forms: dict[str, list[_Allomorph]]
    states: dict[str, int]
    names: dict[str, str]


def _rows(name: str) -> list[dict[str, str]]:
    with files(__package__).joinpath("lexicons", name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def _harmony(text: str) -> int:
    for letter in reversed(text):
        if letter in _HARMONY:
            return _HARMONY[letter]
    return 2 if "и" in text else 3


def _allomorphs(shape: str) -> dict[str, tuple[int, int]]:
    """Every printed form of a suffix shape: the sounds and the harmony it follows ("Ым/м": after consonants/vowels)."""
    after_consonant, _, after_vowel = shape.partition("/")
    out: dict[str, tuple[int, int]] = {}
    for k in range(6):
        plain = after_vowel or after_consonant if k == 0 else after_consonant
        plain = _INITIAL[plain[0]][k] + plain[1:] if plain[0] in _INITIAL else plain
        for harmony, table in ((1, _BACK), (2, _FRONT)):
            form = plain.translate(table)
            sounds, harmonies = out.get(form, (0, 0))
            out[form] = sounds | 1 << k, harmonies | harmony
    return out


def infinitive(stem: str) -> str:
    """The headword of a bare verb stem: infinitive("тап") is "табу", of "қой" "қою", of "оқы" "оқу"."""
    last = stem[-1]
    if last in "йи":
        return stem[: -1 if last == "й" else None] + "ю"
    if last in "ыі":
        return stem[:-2] + "ю" if stem[-2:-1] == "й" else stem[:-1] + "у"
    return stem[:-1] + _VOICED.get(last, last) + "у"


def _bare(headword: str) -> str:
    """The regular bare stem of an infinitive; lexicons/stem_forms.csv has the others."""
    if headword.endswith("ию"):
        return headword[:-1]
    if headword.endswith("ю"):
        return headword[:-1] + "й"
    return headword[:-2] + _VOICELESS.get(headword[-2], headword[-2])


def _verb_stems(bare: str) -> list[tuple[str, str, str]]:
    """Spellings of a verb stem: (text, state, letters that must follow)."""
    last = bare[-1]
    out = [(bare, "verb", "")]
    if last in "ыі":
        out.append((bare[:-2], "verb_j", "юя") if bare[-2:-1] == "й" else (bare[:-1], "verb_i", VOWELS))
        if bare[-2:-1] == "й":
            out.append((bare[:-1], "verb_i", VOWELS))
    elif last == "й":
        out.append((bare[:-1], "verb_j", "юя"))
    elif last == "и":
        out.append((bare, "verb_j", "юя"))
    elif last in _VOICED:
        out.append((bare[:-1] + _VOICED[last], "verb", VOWELS))
    return out


@cache
def _lexicon() -> _Lexicon:
    states: dict[str, int] = {}
    forms: dict[str, list[_Allomorph]] = {}
    names = {tag: tag for tag in _CLITICS.values()} | {"imp2": "imperative"}

    def bits(text: str) -> int:
        return sum(states.setdefault(name, 1 << len(states)) for name in text.split())

    for row in _rows("suffixes.csv"):
        after, gives, tag = bits(row["after"]), bits(row["gives"]), row["tag"]
        names.setdefault(tag, row["name"])
        for form, (sounds, harmony) in _allomorphs(row["shape"]).items():
            kept = form if row["makes"] else ""
            plain = _Allomorph(
                after, sounds, harmony, gives, float(row["cost"]), Suffix(form, tag), kept, row["makes"], False
            )
            forms.setdefault(form, []).append(plain)
            if form[-1] in "қк" and len(form) > 1:
                form = form[:-1] + _VOICED[form[-1]]
                forms.setdefault(form, []).append(plain._replace(suffix=Suffix(form, tag), before_vowel=True))

    stems: dict[str, list[_Stem]] = {}
    glosses: dict[str, str] = {}
    other = {(row["headword"], row["class"]): row["stem"] for row in _rows("stem_forms.csv")}

    def add(text: str, takes: str, before: str, lemma: str, pos: str, base: str, band: str = "") -> None:
        cost = _COSTS.get(pos, _KNOWN) - _PER_BAND * int(band or 0)
        entry = _Stem(bits(takes), _harmony(text), before, cost, lemma, pos, base)
        stems.setdefault(text.lower(), []).append(entry)

    fixed = _rows("closed.csv")
    function_words = {row["form"].replace("+", "") for row in fixed}
    rows = _rows("stems.csv")
    verbs = {row["headword"] for row in rows if row["class"] == "verb"}
    for row in rows:
        head, pos = row["headword"], row["class"]
        glosses.setdefault(head, row["gloss"])
        if head in function_words and pos in ("pron", "part", "modal", "conj"):
            continue
        special = other.get((head, pos), "").split()
        if pos == "verb":
            for bare in special or [_bare(head)]:
                for text, state, before in _verb_stems(bare):
                    add(text, state, before, head, pos, bare, row["band"])
            continue
        if head in verbs and pos == "noun":  # the verbal noun of that verb
            continue
        state = _STATES.get(pos, "inv")
        add(head, state, "", head, pos, head, row["band"])
        if special:
            add(special[0], state, VOWELS, head, pos, head, row["band"])
        elif head[-1] in _VOICED and state != "inv":
            add(head[:-1] + _VOICED[head[-1]], state, VOWELS, head, pos, head, row["band"])
        elif head[-1] == "ь":
            add(head[:-1], state, VOWELS, head, pos, head, row["band"])
        elif head[-2:] in ("ст", "зд"):
            add(head[:-1], state, head[-1], head, pos, head, row["band"])

    closed: dict[str, list[Analysis]] = {}
    for row in fixed:
        stem, *parts = row["form"].split("+")
        suffixes = tuple(Suffix(*pair) for pair in zip(parts, row["tags"].split(), strict=True))
        form = row["form"].replace("+", "")
        glosses.setdefault(row["lemma"], row["gloss"])
        closed.setdefault(form, []).append(Analysis(row["lemma"], row["pos"], stem, suffixes, True))
        if row["takes"]:
            add(form, row["takes"], "", row["lemma"], row["pos"], row["lemma"], "10")
    bits("inv")
    return _Lexicon(stems, closed, glosses, forms, states, names)


_Reading = tuple[float, int, _Stem | None, _Ending]  # cost, length of the stem, its entry or None, what follows it
_cost = itemgetter(0)


@lru_cache(maxsize=1 << 17)
def _endings(text: str) -> tuple[_Ending, ...]:
    """Every way to read `text` as a sequence of suffixes that closes a word."""
    lexicon = _lexicon()
    if not text:
        verbal = lexicon.states["verb"] | lexicon.states["vneg"]
        final = sum(bit for name, bit in lexicon.states.items() if name not in _BOUND) & ~verbal
        bare = _Ending(verbal, _ANY, 3, _BARE_VERB, (Suffix("", "imp2"),), "", "")
        return (_Ending(final, _ANY, 3, 0.0, (), "", ""), bare)
    out = []
    for k in range(1, min(len(text), 7) + 1):
        found = lexicon.forms.get(text[:k])
        rest = found and _endings(text[k:])
        if not rest:
            continue
        sound, vowel_next = _SOUND.get(text[k - 1], _ANY), text[k : k + 1] in VOWELS and k < len(text)
        inner = _harmony(text[:k]) if any(c in _HARMONY for c in text[:k]) else 0
        for a in found:
            if vowel_next != a.before_vowel and (a.before_vowel or text[k - 1] in "қк"):
                continue
            for r in rest:
                if a.gives & r.after and sound & r.sounds and (inner or a.harmony) & r.harmony:
                    harmony = a.harmony if inner else a.harmony & r.harmony
                    kept, makes = (a.kept + r.kept, r.makes or a.makes) if a.kept else ("", "")
                    suffixes = (a.suffix, *r.suffixes)
                    out.append(_Ending(a.after, a.sounds, harmony, a.cost + r.cost, suffixes, kept, makes))
    return tuple(out)


def _readings(word: str, capital: bool) -> list[_Reading]:
    """Every reading of a word in small letters; of equal cost, the one with the longer stem comes first."""
    lexicon = _lexicon()
    stems, noun, verb = lexicon.stems, lexicon.states["noun"], lexicon.states["verb"]
    n, out, best = len(word), [], 99.0
    for i in range(n, max(0, n - _LONGEST_ENDING), -1):
        endings = _endings(word[i:])
        if not endings:
            continue
        text = word[:i]
        sound = _SOUND.get(text[-1], _ANY)
        for stem in stems.get(text, ()):
            if stem.before and (i == n or word[i] not in stem.before):
                continue
            for e in endings:
                if e.after & stem.takes and e.sounds & sound:
                    cost = stem.cost + e.cost + (0.0 if e.harmony & stem.harmony else _DISHARMONY)
                    if stem.pos == "name":
                        cost += -0.5 if capital else _SMALL_NAME
                    best = min(best, cost)
                    out.append((cost, i, stem, e))
        guess = _GUESS + _PER_LETTER * i - 2 * capital
        if i < 2 or guess > best:
            continue
        harmony = _harmony(text)
        if i < 3 or harmony == 3:
            guess += 6
        odd = _UNLIKELY if _odd(text, word[i : i + 1]) else 0.0
        for e in endings:
            if e.sounds & sound and (e.after & noun or (e.after & verb and i < n)):
                cost = guess + e.cost + (0.0 if e.harmony & harmony else _DISHARMONY)
                cost += odd if e.after & noun else _GUESS_VERB + 2 * capital
                out.append((cost, i, None, e))
    return out


def _odd(stem: str, following: str) -> bool:
    """Whether no Kazakh noun ends so: in a voiced stop, or in these consonants after another one."""
    if following and following in VOWELS and stem[-1] in "ғг":
        return False
    return stem[-1] in "бвгғд" or (stem[-1] in "лнңйшз" and len(stem) > 1 and stem[-2] not in VOWELS)


def _finish(surface: str, text: str, reading: _Reading) -> Analysis:
    _, i, stem, ending = reading
    lexicon = _lexicon()
    if stem:
        lemma, pos, base = stem.lemma, stem.pos, stem.base
    else:
        verbal = not ending.after & lexicon.states["noun"]
        capital = not verbal and surface[0].isupper()
        base = surface[:i] if capital else text[:i]
        if (
            text[i : i + 1] in VOWELS
            and i < len(text)
            and (base[-1] == "ғ" or (base[-1] == "г" and base[-2] in "еіөүәи"))
        ):
            base = base[:-1] + _VOICELESS[base[-1]]
        pos = "verb" if verbal else "name" if capital else "noun"
        lemma = infinitive(base) if verbal else base
    if ending.kept:
        pos = ending.makes
        lemma = infinitive(text[:i] + ending.kept) if pos == "verb" else base + ending.kept
    return Analysis(lemma, pos, text[:i], ending.suffixes, stem is not None)


def _small(surface: str) -> str:
    small = surface.lower()
    return small if len(small) == len(surface) else "".join(c if len(c.lower()) > 1 else c.lower() for c in surface)


def _compound(surface: str, text: str) -> list[Analysis]:
    """Readings of what a hyphen or a space joins: clitics, endings on figures, Latin and abbreviations, compounds."""
    cut = max(text.rfind("-"), text.rfind(" "))
    head, mark, tail = surface[:cut], surface[cut], text[cut + 1 :]
    if tail in _CLITICS and mark == "-":
        clitic = Suffix("-" + tail, _CLITICS[tail])
        return [a._replace(suffixes=(*a.suffixes, clitic)) for a in analyse(head)]
    foreign = head.isupper() or not any("а" <= c <= "я" or c in "әғқңөұүһі" for c in text[:cut])
    if foreign and mark == "-" and (endings := _endings(tail)):
        best = min(endings, key=lambda e: (not e.after & _lexicon().states["noun"], e.cost))
        first, *rest = best.suffixes
        suffixes = (Suffix("-" + first.form, first.tag), *rest)
        return [Analysis(head, "name" if head[0].isalpha() else "num", text[:cut], suffixes, False)]
    out = []
    tails = analyse(surface[cut + 1 :])
    if mark == " " and tails and (tag := _AUXILIARY.get(tails[0].lemma)):
        return [a._replace(suffixes=(*a.suffixes, Suffix(mark + tail, tag))) for a in analyse(head)]
    for a in tails:
        first = surface[:cut] if a.lemma[:1].isupper() else text[:cut]
        out.append(a._replace(lemma=f"{first}{mark}{a.lemma}", stem=f"{text[:cut]}{mark}{a.stem}"))
    return out


def _prepare(word: str) -> tuple[str, str]:
    """A word without invisible characters, as printed and in small letters."""
    surface = word if word.isalpha() else "".join(c for c in word if c not in _INVISIBLE)
    return surface, _small(surface)


def analyse(word: str) -> list[Analysis]:
    """All readings of a word, best first.

    Takes a printed word, capitals and all; gives at least one Analysis if it has a letter, else an empty list.

    >>> analyse("біріктірмекпіз")[0].tags
    ('prosp', 'pred1pl')
    """
    surface, text = _prepare(word)
    if not any(c.isalpha() for c in surface):
        return []
    out = list(_lexicon().closed.get(text, ()))
    readings = sorted(_readings(text, surface[0].isupper()), key=_cost)
    if ("-" in surface[1:-1] or " " in surface[1:-1]) and not (readings and readings[0][2]):
        out += _compound(surface, text)
    out += [_finish(surface, text, r) for r in readings]
    return list(dict.fromkeys(out or [Analysis(surface, "x", text, (), False)]))


@lru_cache(maxsize=1 << 16)
def lemmatize(word: str) -> str:
    """The lemma of the best reading; a word without letters is its own lemma.

    >>> lemmatize("ұстанымдарымызды")
    'ұстаным'
    """
    surface, text = _prepare(word)
    if fixed := _lexicon().closed.get(text):
        return fixed[0].lemma
    if surface.isalpha() and (readings := _readings(text, surface[0].isupper())):
        return _finish(surface, text, min(readings, key=_cost)).lemma
    found = analyse(word)
    return found[0].lemma if found else word


def gloss(lemma: str) -> str:
    """The English gloss of a lemma, "" if the lists have none.

    >>> gloss("біз")
    'we'
    """
    return _lexicon().glosses.get(lemma, "")
