"""What a rendered fragment of HTML still needs before it is a page: languages, links, labels, anchors.

The conventions, for whoever writes a notebook: a Kazakh word in prose is set in *italics*, and whatever is in italics and
has a Cyrillic letter is marked as Kazakh here; so is a table cell or a `code span` in Cyrillic alone. Another language,
or Kazakh elsewhere, is written out: `<span lang="ru">…</span>`. A link names a notebook (`03_frequencies.ipynb`) or a
file of the collection (`../docs/glossary.csv`); it is turned to the page made from it, or to plain words if there is none.
"""

import html
import re

CYRILLIC, LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z]")
PHRASE = re.compile(r"<(em|code|td|th)((?:\s[^>]*)?)>([^<]*)(?=</\1>)")
LINK = re.compile(r'<a href="(?![a-z]+:|#)([^"#]*)(#[^"]*)?"[^>]*>(.*?)</a>', re.S)
LANDMARK = re.compile(
    r"(?P<boxed><div[^>]*\stabindex[^>]*>\s*)?(?P<table><table\b.*?</table>)"
    r"|<h(?P<level>[1-6])(?P<attributes>[^>]*)>(?P<heading>.*?)</h(?P=level)>",
    re.S,
)
CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.S)
PAGES = {"../docs/glossary.csv": "glossary.html", "../docs/codebook.md": "codebook.html"}


def plain(fragment: str) -> str:
    """The words of a fragment, without tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", fragment)).strip()


def kazakh(fragment: str) -> str:
    """Mark Kazakh words with their language."""

    def mark(found):
        tag, attributes, text = found.groups()
        ours = CYRILLIC.search(text) and (tag == "em" or not LATIN.search(text)) and "lang=" not in attributes
        return f'<{tag}{attributes} lang="kk">{text}' if ours else found[0]

    return PHRASE.sub(mark, fragment)


def links(fragment: str) -> str:
    """Turn links between notebooks into links between pages; a file that is no page is named, not linked."""

    def turn(found):
        path, place, words = found[1], found[2] or "", found[3]
        page = PAGES.get(path) or (f"{path[:-6]}.html" if path.endswith(".ipynb") and "/" not in path else None)
        if path.endswith(".html"):
            return found[0]
        return f'<a href="{page}{place}">{words}</a>' if page else f'<span class="file">{words}</span>'

    return LINK.sub(turn, fragment)


def landmarks(body: str) -> tuple[str, list[tuple[str, str]]]:
    """Give headings an anchor and tables a caption and a box to scroll in; returns the body and its contents.

    The contents are (anchor, text) of the second-level headings. Anchors are those of JupyterLab: spaces become hyphens.
    A table without a caption of its own gets one that is heard, not seen: the heading it stands under.
    """
    contents, taken, under = [], set(), ""

    def give(found):
        nonlocal under
        if table := found["table"]:
            caption = CAPTION.search(table)
            label = plain(caption[1]) if caption else f"Table under “{under}”" if under else "Table"
            if not caption:
                unseen = f'<caption><span class="unseen">{html.escape(label)}</span></caption>'
                table = re.sub(r"^<table[^>]*>", lambda m: m[0] + unseen, table)
            if found["boxed"]:
                return found["boxed"] + table
            return f'<div class="scroll" role="group" tabindex="0" aria-label="{html.escape(label)}">{table}</div>'
        under = plain(found["heading"])
        name = re.search(r'\sid="([^"]*)"', found["attributes"])
        anchor = html.unescape(name[1]) if name else re.sub(r"\s", "-", under)
        while not name and anchor in taken:
            anchor += "-"
        taken.add(anchor)
        if found["level"] == "2":
            contents.append((anchor, under))
        given = "" if name else f' id="{html.escape(anchor)}"'
        return f"<h{found['level']}{found['attributes']}{given}>{found['heading']}</h{found['level']}>"

    return LANDMARK.sub(give, body), contents
