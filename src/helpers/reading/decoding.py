"""Bytes to text: which encoding a file is in is told by evidence, or refused with a remedy."""

import codecs
import re
from pathlib import Path

from ..errors import TranscriptError

BOMS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]  # fmt: skip
BYTE_CODECS = ("kz1048", "ptcp154", "cp1251")
KAZAKH = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
LOWER_WORD = re.compile(f"[{KAZAKH}{KAZAKH.upper()}]?[{KAZAKH}]+")
UPPER_WORD = re.compile(f"[{KAZAKH.upper()}]+")
ANY_WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 2_000_000
CONTROLS = bytes(code for code in range(1, 32) if code not in (9, 10, 12, 13))


def read_text(path: str | Path, encoding: str | None = None) -> tuple[str, str]:
    """Decode a file: `(text, encoding)`, the text without BOM and otherwise unaltered. See `decode`."""
    return decode(read_bytes(path), path, encoding)


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file; TranscriptError where there is none, or nothing in it."""
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            kind = "a directory" if path.is_dir() else "no regular file"
            raise TranscriptError(f"{path}: this is {kind}; give the path of one text file")
        data = path.read_bytes()
    except TranscriptError:
        raise
    except FileNotFoundError:
        raise TranscriptError(f"{path}: there is no such file; check the spelling and the folder") from None
    except (OSError, ValueError) as error:
        raise TranscriptError(f"{path}: cannot be opened ({error}); check the name and the rights") from None
    if not data:
        raise TranscriptError(f"{path}: the file is empty; save the interview as plain text first")
    return data


def decode(data: bytes, path: str | Path, encoding: str | None = None) -> tuple[str, str]:
    """The text that bytes stand for and the name of its encoding.

    Without `encoding`: a byte-order mark decides; else UTF-16 is told by its zero bytes, UTF-8 by being valid, and
    KZ-1048, PT154 and Windows-1251 by which of them spells Kazakh words. Raises TranscriptError.
    """
    name = encoding or _tell(data, path)
    try:
        text = codecs.decode(data, name)
        if not isinstance(text, str):
            raise LookupError(name)
    except LookupError:
        raise TranscriptError(
            f"{path}: {name!r} is not a text encoding Python knows; try 'utf-8' or 'kz1048'"
        ) from None
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        line = data.count(b"\n", 0, place) + 1
        raise TranscriptError(
            f"{path}: byte {place} (line {line}) is not {name}; if most of the text reads well, repair that place, "
            "else save the file as UTF-8 or name its encoding: read_transcript(path, encoding='kz1048')"
        ) from None
    if not codecs.lookup(name).name.endswith(("-sig", "16", "32")):  # those have dropped the mark themselves
        text = text.removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TranscriptError(f"{path}: NUL character in line {line}; this is no plain text, save it as UTF-8 text")
    letters = text.encode("utf-8", "surrogatepass")
    if len(letters) - len(letters.translate(None, CONTROLS)) > len(text) // 50:
        raise TranscriptError(f"{path}: too many control characters; a binary file? Save the interview as plain text")
    if not text.strip("\ufeff \t\r\n"):
        raise TranscriptError(f"{path}: only blanks in the file; save the interview as plain text first")
    return text, {"utf-8-sig": "utf-8 with BOM"}.get(codecs.lookup(name).name, codecs.lookup(name).name)


def _tell(data: bytes, path: str | Path) -> str:
    """The name of the encoding that the bytes give evidence of."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return name
    head = data[:SAMPLE]
    wide = _tell_utf16(head)
    if wide:
        return wide
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        broken = error.start
    if data.count(0):
        raise TranscriptError(f"{path}: zero byte at {data.index(0)}; a binary file? Save the interview as plain text")
    cyrillic = head.count(0xD2) + head.count(0xD0) > len(head) / 5
    if cyrillic and len(head.decode("utf-8", "ignore").encode()) > 0.9 * len(head):
        return "utf-8"  # damaged UTF-8: decoding names the place
    return _tell_bytes(data, path, broken)


def _tell_utf16(head: bytes) -> str:
    """UTF-16 without mark: in Cyrillic every other byte is 0 or 4."""
    if head.count(0) + head.count(4) <= len(head) / 4:
        return ""
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if high.count(0) + high.count(4) + high.count(0x20) > 0.9 * len(high):
            return name
    return ""


def _tell_bytes(data: bytes, path: str | Path, broken: int) -> str:
    """Which of the encodings with one byte a letter spells Kazakh words."""
    texts = {name: data[:SAMPLE].decode(name, "replace") for name in BYTE_CODECS}
    if len(data) > SAMPLE and len(set(texts.values())) < len(texts):
        texts = {name: data.decode(name, "replace") for name in BYTE_CODECS}
    share = {name: _share_of_words(text) for name, text in texts.items()}
    best = max(texts, key=lambda name: share[name])
    if share[best] < 0.8:
        line = data.count(b"\n", 0, broken) + 1
        raise TranscriptError(
            f"{path}: byte {broken} (line {line}) is not UTF-8, and read as {', '.join(BYTE_CODECS)} the words are not "
            "Kazakh; save the file as UTF-8 or name its encoding: read_transcript(path, encoding='koi8-r')"
        )
    rivals = [name for name in texts if texts[name] != texts[best] and share[best] - share[name] < 0.001]
    if rivals:
        raise TranscriptError(
            f"{path}: the bytes fit {best} and {', '.join(rivals)} equally well; look at a word with қ, ғ or ұ "
            f"and name the right one: read_transcript(path, encoding={best!r})"
        )
    return best


def _share_of_words(text: str) -> float:
    """The share of the words that are spelled like Kazakh ones; KOI8 read wrongly would be all capitals."""
    words = [word for word in ANY_WORD.findall(text) if not word.isascii()]
    lower = sum(bool(LOWER_WORD.fullmatch(word)) for word in words)
    upper = sum(bool(UPPER_WORD.fullmatch(word)) for word in words)
    return (lower + min(lower, upper)) / max(1, len(words))
