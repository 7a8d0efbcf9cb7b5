"""The codebook as two pages: for students the ten categories with their test and two examples; and all the rulings."""

import re
from typing import NamedTuple

from helpers.labels import label

ENTRY = re.compile(r'^### <a id="(?P<anchor>3\.\d+)"></a>3\.\d+ `(?P<name>\w+)`.*$', re.MULTILINE)
LABEL = re.compile(r"^\*\*(?P<name>[A-Z][\w ]*)\.\*\* *", re.MULTILINE)
EXAMPLE = re.compile(r"^\d+\. (?P<text>.+)$", re.MULTILINE)
NOTE = re.compile(r"\*?\([^)]*\)\*?|`[^`]*`|→ label")  # what may stand beside an example and is no gloss
ENGINEERS = re.compile(r'^## <a id="10"></a>.*?(?=^## |\Z)', re.MULTILINE | re.DOTALL)
CODES = re.compile(r" \([a-z]+\d[a-z]*(?:; [a-z]+\d[a-z]*)*\)")  # (pron1pl; poss1pl)
EXAMPLES = 2  # that a student's page shows of a category


class Entry(NamedTuple):
    """A category: its anchor, name and heading, what it is, how to test it, examples with a gloss."""

    anchor: str
    name: str
    heading: str
    definition: str
    test: str
    examples: list[str]


def entries(codebook: str) -> list[Entry]:
    """The categories of section 3, in order."""
    found = list(ENTRY.finditer(codebook))
    ends = [*(entry.start() for entry in found[1:]), codebook.find("\n## ", found[-1].end()) if found else 0]
    return [_entry(entry, codebook[entry.end() : end]) for entry, end in zip(found, ends)]


def _entry(found: re.Match[str], text: str) -> Entry:
    labels = list(LABEL.finditer(text))
    ends = [*(label.start() for label in labels[1:]), len(text)]
    parts = {label["name"]: text[label.end() : end].strip() for label, end in zip(labels, ends)}
    examples = [example["text"] for example in EXAMPLE.finditer(parts.get("Examples", ""))]
    examples.sort(key=lambda example: not glossed(example))
    name = found["name"]
    heading = f"{label(name)} · {label(name, 'kk')}"
    return Entry(found["anchor"], name, heading, parts["Definition"], parts["Test"], examples[:EXAMPLES])


def glossed(example: str) -> bool:
    """Whether English stands beside an example, apart from line numbers and names of subtypes."""
    return len(re.findall(r"[A-Za-z]{2,}", NOTE.sub("", example))) > 1


def readable(example: str) -> str:
    """An example as students read it: code names become the readable ones, remarks of nothing but code names go.

    >>> readable("**Біз** (*int. 12*). We. (pron1pl; poss1pl) (also self_mention)")
    '**Біз** (*int. 12*). We. (also self-mention)'
    """
    known = {entry: label(entry) for entry in re.findall(r"[a-z]+_[a-z]+", example)}
    for code, name in known.items():
        example = example.replace(code, name)
    return CODES.sub("", example)


def students(codebook: str, full: str) -> str:
    """The page for students, in Markdown; `full` is the address of the page with all the rulings."""
    lines = [
        "# The ten categories of stance",
        "A **stance marker** is a stretch of text that *by its own form* shows how a speaker stands towards what is "
        "said. Label forms, not guesses: where the meaning depends on what you know of the speaker, there is no label. "
        f"Doubtful cases are decided in [the full codebook]({full}). The examples are glossed in English; labels and "
        "glosses were made with a language model and not reviewed by a native speaker. *(int. 14)* means line 14 "
        "of the interview.",
    ]
    for entry in entries(codebook):
        lines.append(f"## {entry.heading}")
        lines.append(entry.definition)
        lines.append(f"**Ask yourself:** {entry.test}")
        lines.append("\n".join(f"- {readable(example)}" for example in entry.examples))
        lines.append(f"[All that counts, and what does not]({full}#{entry.anchor})")
    return "\n\n".join(lines)


def rulings(codebook: str, short: str) -> str:
    """The full codebook for readers: a paragraph for each label, without the notes for engineers."""
    text = ENGINEERS.sub("", codebook)
    text = re.sub(r"(?<!\n)\n(?=\*\*[A-Z][\w ]*\.\*\*)", "\n\n", text)
    head, _, rest = text.partition("\n")
    return f"{head}\n\nFor a class, [the ten categories on one page]({short}) will do.\n{rest}"
