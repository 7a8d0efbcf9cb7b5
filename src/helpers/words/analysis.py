"""Every token explained: its reading in stem, morphs, Leipzig glosses, Universal Dependencies; its other readings."""

import re
from pathlib import Path

import pandas as pd

from ..checks import checked
from ..sheets import replace_file
from .morphology import Analysis, analyse
from .tags import classes, lemma_features, tag_of
from .types import distinct

_READING = ["text", "norm", "kind", "lemma", "pos", "tags"]
_PLACE = ["document", "start", "end", "text", "lemma", "pos", "tags"]
_ORDINAL = re.compile("нш[ыі]$|^[IVXІХ]+$").search  # екінші, XX
_THIRD_PERSON = {"past", "cond", "fut", "prosp", "wish", "indirect", "pres"}  # finite, and no ending for the person


def reading(text: str, lemma: str, pos: str, tags: str) -> Analysis | None:
    """The reading of a printed word that has this lemma, class and tags, or the one that comes nearest.

    >>> reading("алды", "алу", "verb", "past").stem
    'ал'
    """
    wanted = (lemma, pos, tuple(tags.split()))
    found = [*analyse(text), *analyse(text.lower()), *analyse(text.capitalize())]
    agrees = [[a == b for a, b in zip((r.lemma, r.pos, r.tags), wanted)] for r in found]
    same_lemma = [pair for pair in zip(agrees, found) if pair[0][0]]
    return max(same_lemma, key=lambda pair: sum(pair[0]))[1] if same_lemma else None


def features(word: Analysis) -> str:
    """The features of Universal Dependencies of a reading, sorted; "" if it has none.

    >>> features(analyse("барамыз")[0])
    'Mood=Ind|Number=Plur|Person=1|Tense=Pres|VerbForm=Fin'
    """
    found: dict[str, str] = {}
    for suffix in word.suffixes:
        found |= _pairs(tag_of(suffix).ud)
    if word.pos in ("noun", "name", "pron") and not {"Case", "Person"} & set(found):
        found["Case"] = "Nom"
    if word.pos == "num":
        found.setdefault("NumType", "Ord" if _ORDINAL(word.lemma) else "Card")
    if word.tags and word.tags[-1] in _THIRD_PERSON:
        found |= {"Person": "3", "VerbForm": "Fin"}
    found = _pairs(lemma_features().get((word.lemma, word.pos), "")) | found
    return "|".join(f"{name}={found[name]}" for name in sorted(found, key=str.lower))


def _pairs(ud: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in ud.split("|") if pair)


@checked
def analysis(tokens: pd.DataFrame) -> pd.DataFrame:
    """Explain every token.

    Parameters
    ----------
    tokens : DataFrame
        What `tokenize` returned, or a part of it; a corrected lemma, pos or tags is respected.

    Returns
    -------
    DataFrame
        One row per token, with the index of `tokens`: document (if the tokens have it), start, end, text, lemma, pos,
        tags as in the tokens; stem; morphs (stem and suffixes as printed, in small letters, with hyphens between);
        leipzig (the suffixes in Leipzig abbreviations, with hyphens between); upos and ud (class and features in
        Universal Dependencies); known (the stem is listed); others (the other readings with a listed stem: lemma,
        class and tags of each, separated by semicolons).

    Examples
    --------
    >>> from helpers import tokenize
    >>> analysis(tokenize("ұстанымдарымызды"))[["morphs", "leipzig", "ud"]].values.tolist()
    [['ұстаным-дар-ымыз-ды', 'PL-1PL.POSS-ACC', 'Case=Acc|Number=Plur|Number[psor]=Plur|Person[psor]=1']]
    """
    first, codes = distinct(tokens, _READING)
    cells = tokens[_READING].iloc[first].itertuples(index=False, name=None)
    explained = pd.DataFrame([_explained(*row) for row in cells], columns=_EXPLAINED)
    columns = [name for name in _PLACE if name in tokens]
    table = tokens[columns].copy()
    for name in _EXPLAINED:
        table[name] = explained[name].astype("category" if name != "known" else bool).array.take(codes)
    return table


_EXPLAINED = ["stem", "morphs", "leipzig", "upos", "ud", "known", "others"]


def _explained(text: str, norm: str, kind: str, lemma: str, pos: str, tagged: str) -> tuple:
    """The cells of a distinct token."""
    upos = classes().get(pos, classes()["x"])["ud"]
    word = reading(text, lemma, pos, tagged) if kind == "word" else None
    if word is None:
        word = Analysis(lemma, pos, norm, (), kind != "word")
    leipzig = "-".join(tag_of(suffix).leipzig for suffix in word.suffixes)
    morphs = "-".join([word.stem, *(suffix.form.lstrip("-") for suffix in word.suffixes if suffix.form)])
    others = []
    if kind == "word":
        for other in analyse(text):
            if other.known and (other.lemma, other.pos, other.tags) != (word.lemma, word.pos, word.tags):
                others.append(" ".join((other.lemma, other.pos, *other.tags)))
    return word.stem, morphs, leipzig, upos, features(word), word.known, "; ".join(dict.fromkeys(others))


@checked
def write_conllu(tokens: pd.DataFrame, path: str | Path) -> Path:
    """Write the sentences of a tokens table as CoNLL-U, without a syntax; returns the path.

    Lemma, class and features are those of `analysis`; XPOS is the class as in the tokens; MISC has the characters of
    the token in the text (TokenRange=start:end) and SpaceAfter=No. Tokens of no sentence (the dash that opens a turn,
    a speaker's label) are left out. Format: https://universaldependencies.org/format.html

    >>> import tempfile
    >>> from helpers import tokenize
    >>> path = write_conllu(tokenize("Біз келдік."), Path(tempfile.mkdtemp()) / "we.conllu")
    >>> path.read_text(encoding="utf-8").splitlines()[2].split("\\t")[:4]
    ['1', 'Біз', 'біз', 'PRON']
    """
    explained = analysis(tokens)
    explained["after"] = tokens["after"]
    explained["sentence"] = tokens["sentence"]
    explained = explained[explained["sentence"].notna() & (explained["end"] > explained["start"])]
    units = [name for name in ("document", "sentence") if name in explained]
    lines: list[str] = []
    document = None
    for number, (key, rows) in enumerate(explained.groupby(units, observed=True, sort=False), 1):
        if "document" in units and key[0] != document:
            document = key[0]
            lines.append(f"# newdoc id = {document}")
        lines += _sentence(number, rows)
    replace_file(Path(path), "\n".join([*lines, ""]).encode())
    return Path(path)


def _sentence(number: int, rows: pd.DataFrame) -> list[str]:
    printed = "".join(text + after for text, after in zip(rows["text"], rows["after"]))
    lines = [f"# sent_id = {number}", f"# text = {' '.join(printed.split())}"]
    for place, row in enumerate(rows.itertuples(index=False), 1):
        misc = f"TokenRange={row.start}:{row.end}"
        if not row.after and place < len(rows):
            misc = f"SpaceAfter=No|{misc}"
        form, lemma = (" ".join(cell.split()) for cell in (row.text, row.lemma))
        lines.append("\t".join([str(place), form, lemma, row.upos, row.pos, row.ud or "_", *"___", misc]))
    return [*lines, ""]
