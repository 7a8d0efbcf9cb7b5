"""The paragraphs of Word documents (.docx, ECMA-376), opened safely: no entities, no more than so many bytes."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from ..errors import TranscriptError

MAX_DOCUMENT = 50_000_000  # bytes of a Word document's text, unpacked
WORD_XML = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_document(data: bytes, path: str | Path) -> list[tuple[int, str]]:
    """The lines of the paragraphs of a .docx file, each with its paragraph's number."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as part:
            xml = part.read(MAX_DOCUMENT + 1)
    except KeyError:
        raise TranscriptError(
            f"{path}: a zip file, but no Word document; save the interview as .docx or text"
        ) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise TranscriptError(f"{path}: a damaged .docx ({error}); open it in a word processor, save it anew") from None
    if len(xml) > MAX_DOCUMENT or b"<!DOCTYPE" in xml[:1000] or b"<!ENTITY" in xml:
        raise TranscriptError(f"{path}: the .docx is too large or declares entities; save the interview as plain text")
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        raise TranscriptError(f"{path}: a damaged .docx ({error}); open it in a word processor, save it anew") from None
    spoken = []
    for number, paragraph in enumerate(root.iter(f"{WORD_XML}p"), 1):
        spoken += [(number, line) for line in _paragraph(paragraph).split("\n")]
    if not any(line.strip() for _, line in spoken):
        raise TranscriptError(f"{path}: the .docx holds no text; save the interview as plain text")
    return spoken


def _paragraph(paragraph: ElementTree.Element) -> str:
    """The words of a paragraph; a line break or a tab within it is kept."""
    pieces = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{WORD_XML}t":
            pieces.append((element.text or "").replace("\n", " ").replace("\r", " "))
        elif element.tag in (f"{WORD_XML}br", f"{WORD_XML}cr"):
            pieces.append("\n")
        elif element.tag == f"{WORD_XML}tab":
            pieces.append("\t")
        elif element.tag not in (f"{WORD_XML}p", ALTERNATIVE, f"{WORD_XML}del"):
            stack.extend(reversed(element))
    return "".join(pieces)
