"""Tokens: every word, number and mark of a text with its place, its cleaned form and its sentence.

The text is cut into pieces "token and the white space behind it" by one regular expression. Everything that depends
only on the piece (kind, norm, lemma, whether it can end a sentence) is worked out once per distinct piece; the table is
then filled by integer codes, so that a million words cost little more than the regular expression itself.
"""

import re
from collections import defaultdict
from itertools import count

import numpy as np
import pandas as pd

from ..letters import HYPHEN, INVISIBLE, normalise
from .context import ambiguous, in_context
from .morphology import lemmatize

_COMMON = rf"a-zA-ZÀ-ÖØ-öø-ʯ\u0300-\u036fА-Яа-яЀ-ҁҊ-ԯ{INVISIBLE}"
_LETTERS = rf"(?:[{_COMMON}]|[^\W\d_])++"
_ABBREVIATIONS = (
    "ж жж ғ ғғ млн млрд трлн тг долл мыс мөлш драм реж проф акад доц канд ред обл респ сағ мин сек шақ "
    "т.б т.с.с т.т т.ғ.к т.ғ.д б.з б.з.б ғ.к ғ.д ф.ғ.к ф.ғ.д п.ғ.к п.ғ.д з.ғ.к з.ғ.д э.ғ.к э.ғ.д м.ғ.к м.ғ.д ж.б ж.т"
).split()
_ABBREVIATION = "|".join(re.escape(a) for a in sorted(_ABBREVIATIONS, key=len, reverse=True))
_ENDING = (  # what may hang on a numeral: ordinal, plural, collective, possessive, case; 30-жылдары is three tokens
    "(?:ақ|ау|(?:[ыісн]*ш[ыі])?(?:[лдт][ае]р)?(?:еу)?[ыісмңн]*з?(?:[нтд][ыі]ң|[ғқгкн]?[ае]|[нтд][ыі]|[ндт][ае]н?|"
    r"[бмп]ен|[тд][ае]й|[тд][ае][ғг][ыіае]н?|[лтд][ыі][қк])?[ыіан]*)(?!\w)"
)
_TOKEN = re.compile(
    rf"""(?:
      [{_COMMON}]++ (?![-\u2010\u2011.@’'ʼ\w]|://)                        # nearly all words, fast
    | [,«»()–—";] | [.](?![.\w])
    | (?i:{_ABBREVIATION})\.(?!\w)                                      # млн.  т.б.
    | (?:[^\W\d_]\.){{1,4}}(?=\s?[-–]?\s?[^\W\d_a-zа-яәғқңөұүһі])        # А.  А.С.  before a name or a dash
    | (?:https?://|www\.)[^\s<>"«»“”]*[^\s<>"«»“”.,;:!?)\]]             # web and mail addresses
    | [A-Za-z0-9_.+-]{{1,64}}@[A-Za-z0-9-]{{1,64}}(?:\.[A-Za-z0-9-]{{1,64}}){{1,6}}
    | [A-Za-z0-9-]{{1,64}}(?:\.[A-Za-z0-9-]{{1,64}}){{0,6}}\.[a-z]{{2,10}}(?![.\w])(?:-{_LETTERS})?
    | [#@]\w++
    | {_LETTERS}(?:(?:{HYPHEN}|[’'ʼ])(?:{_LETTERS}\d*+|\d++))*+\d*+     # words with inner hyphens, COVID-19
    | \d++(?:[.,:]\d++)*+(?:\s?%|°[CСFФ]?)?(?:{HYPHEN}{_ENDING}|{_LETTERS})?   # 65,2  58,3%  55-ші  19,4°С-қа
    | %(?:{HYPHEN}{_LETTERS})?
    | \.\.+ | …
    | \S
    )\s*+""",
    re.VERBOSE,
)

_MAY_END = {"т.б.", "т.с.с.", "т.т.", "ж.б."}  # abbreviations that close a sentence where a capital follows
_STOPS, _CLOSE, _OPEN, _EITHER = set(".!?…"), set("»”’)]}"), set("«“„([{‘—–−─-"), set("\"'")
_BLOCK = 1 << 20
_COLUMNS = "start end text after norm lemma kind line sentence turn pair section role speaker".split()


def _blocks(text: str):
    """The text in stretches of about a million characters, cut behind line breaks so that no token is divided."""
    cut, at = re.compile(r"\n\s*"), len(text) - len(text.lstrip())
    while at < len(text):
        found = cut.search(text, at + _BLOCK)
        end = found.end() if found else len(text)
        yield text[at:end]
        at = end


def _encode(text: str) -> tuple[np.ndarray, list[str], list[str]]:
    """An integer code for every piece (token and white space behind it), and token and space of each distinct piece."""
    codes = defaultdict(count().__next__)
    parts = [np.fromiter(map(codes.__getitem__, _TOKEN.findall(block)), np.int32) for block in _blocks(text)]
    lead = text[: len(text) - len(text.lstrip())]
    if lead:  # white space before the first token hangs on an empty token, so that nothing is lost
        parts.insert(0, np.array([codes[lead]], np.int32))
    tokens = [piece.rstrip() for piece in codes]
    spaces = [piece[len(token) :] for piece, token in zip(codes, tokens)]
    return np.concatenate(parts) if parts else np.empty(0, np.int32), tokens, spaces


def _kind(token: str) -> str:
    if token.isalpha() or any(c.isalpha() for c in token):
        return "word"
    return "number" if any(c.isdigit() for c in token) else "punct"


def _flags(token: str) -> int:
    """What the token means for sentence borders, one bit each: may end, closes, opens, either, may start."""
    first = token[:1]
    start = first.isupper() or first.isdigit()
    if token[-1:] in _STOPS:
        return (len(token) == 1 or not first.isalnum() or token.lower() in _MAY_END) | start << 4
    return (token in _CLOSE) << 1 | (token in _OPEN) << 2 | (token in _EITHER) << 3 | start << 4


def _next(index: np.ndarray, skip: np.ndarray) -> np.ndarray:
    """For each position the first one at or after it that is not to be skipped (the length where there is none)."""
    found = np.append(np.where(skip, index.dtype.type(len(index)), index), index.dtype.type(len(index)))
    return np.minimum.accumulate(found[::-1])[::-1]


def _sentence_ends(codes: np.ndarray, tokens: list[str], tight: np.ndarray, newline: np.ndarray) -> np.ndarray:
    """Whether a sentence ends with the token: at a line break, or after . ! ? … and what closes there, before a capital
    or a digit (or a quotation mark, bracket or dash with one behind it)."""
    flags = np.array([_flags(t) for t in tokens], np.uint8)[codes]
    end, close, opening, either, start = ((flags >> bit & 1).astype(bool) for bit in range(5))
    before = np.concatenate([[False], tight[:-1]])
    close = close | (either & before & ~newline) | end
    opening = opening | (either & ~before)
    index = np.arange(len(codes), dtype=np.int32)
    behind = _next(index, close)  # first token that is not a closing mark
    target = _next(index, opening | close)
    last = np.zeros(len(codes), bool)
    stop = np.flatnonzero(end)
    after = behind[stop + 1] if len(stop) else stop
    fits = np.append(start, True)[target[after]]
    last[np.maximum(after[fits] - 1, stop[fits])] = True
    return last | newline


def tokenize(source) -> pd.DataFrame:
    """Cut a transcript or a text into tokens, one row each.

    Parameters
    ----------
    source : Transcript or str
        What `read_transcript` returned, or any text; a text counts as one turn of unknown role.

    Returns
    -------
    DataFrame
        start, end (characters, end exclusive), text, after (the characters up to the next token), norm, lemma, kind
        (word, number, punct), line (from 1), sentence, turn, pair (nullable integers), section, role, speaker.
        `text + after` of all rows is the text again; white space at its very beginning hangs on an empty first token.
        A line break ends a sentence. The dash that opens a turn, or a speaker's label, belongs to no sentence.

    Examples
    --------
    >>> tokenize("Біз 55-ші үйдеміз, т.б. бар.")["text"].tolist()
    ['Біз', '55-ші', 'үйдеміз', ',', 'т.б.', 'бар', '.']
    """
    text = source if isinstance(source, str) else source.text
    codes, forms, afters = _encode(text)
    breaks = np.array([a.count("\n") + a.replace("\r\n", "").count("\r") for a in afters], np.int32)[codes]
    width = np.array([len(f) for f in forms], np.int64)
    end = np.cumsum((width + [len(a) for a in afters])[codes]) if len(codes) else codes.astype(np.int64)
    start = np.concatenate([[0], end[:-1]]) if len(end) else end
    end = start + width[codes]
    tight, after = np.array([not a for a in afters], bool)[codes], _categorical(codes, afters)
    inner, forms = pd.factorize(np.array(forms, object))  # from pieces to the tokens in them
    codes, norms = inner.astype(np.int32)[codes], [normalise(f) for f in forms]
    table = {"start": start, "end": end, "text": pd.Categorical.from_codes(codes, forms), "after": after}
    table["norm"], table["kind"] = _categorical(codes, norms), _categorical(codes, [_kind(f) for f in forms])
    table["lemma"] = _lemmas(codes, forms, norms, breaks > 0)
    last = _sentence_ends(codes, forms, tight, breaks > 0)
    if isinstance(source, str):
        n = len(codes)
        table |= {name: pd.arrays.IntegerArray(np.zeros(n, np.int64), np.ones(n, bool)) for name in ("turn", "pair")}
        same = {"section": "turn", "role": "unknown", "speaker": ""}
        table |= {name: pd.Categorical.from_codes(np.zeros(n, np.int8), [value]) for name, value in same.items()}
        table["line"], spoken = 1 + np.cumsum(breaks) - breaks, np.ones(n, bool)
    else:
        columns, spoken, opens = _place(source.segments, start)
        last[:-1] |= opens[1:]
        table |= columns
    table["sentence"] = _number(last, spoken & (end > start))
    return pd.DataFrame({name: table[name] for name in _COLUMNS}, copy=False)


def _categorical(codes: np.ndarray, values: list[str]) -> pd.Categorical:
    """The column of the values of each piece; equal values share a category."""
    inner, categories = pd.factorize(np.array(values, object))
    return pd.Categorical.from_codes(inner.astype(np.int32)[codes], categories)


def _number(last: np.ndarray, spoken: np.ndarray) -> pd.arrays.IntegerArray:
    """Sentences counted from 1; missing where nothing is spoken."""
    group = np.cumsum(last, dtype=np.int32) - last
    number = np.zeros(len(last), np.int64)
    number[spoken] = pd.factorize(group[spoken])[0] + 1
    return pd.arrays.IntegerArray(number, ~spoken)


def _place(segments: pd.DataFrame, start: np.ndarray) -> tuple[dict, np.ndarray, np.ndarray]:
    """What the transcript knows of the segment a token starts in; whether it is spoken; whether it opens a segment."""
    at = np.searchsorted(segments["start"].to_numpy(), start, "right") - 1
    columns = {name: segments[name].array.take(at) for name in ("line", "turn", "pair")}
    columns |= {name: pd.Categorical(segments[name]).take(at) for name in ("section", "role", "speaker")}
    spoken = (start >= segments["speech"].to_numpy()[at]) & (segments["section"] != "label").to_numpy()[at]
    return columns, spoken, np.diff(at, prepend=-1) > 0


def _lemmas(codes: np.ndarray, forms: list[str], norms: list[str], newline: np.ndarray) -> pd.Categorical:
    """The lemma of each token; of the few forms that lexicons/context.csv lists, the one their neighbours ask for."""
    rules, seen = ambiguous(), {}
    inner, lemmas = pd.factorize(np.array(list(map(_lemma, forms, norms)), object))
    column, known = inner.astype(np.int32)[codes], {lemma: i for i, lemma in enumerate(lemmas)}
    unclear = np.array([n in rules for n in norms], bool)[codes]
    for i in np.flatnonzero(unclear).tolist():
        before = forms[codes[i - 1]] if i and not newline[i - 1] else "\n"
        behind = "\n" if newline[i] or i + 1 == len(codes) else forms[codes[i + 1]]
        words = before, forms[codes[i]], behind
        if words not in seen:
            seen[words] = in_context([*words], 1)
        if lemma := seen[words]:
            column[i] = known.setdefault(lemma, len(known))
    return pd.Categorical.from_codes(column, list(known))


def _lemma(token: str, norm: str) -> str:
    return lemmatize(token) if _kind(token) == "word" else norm
