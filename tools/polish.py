"""What a rendered fragment of HTML still needs before it is a page: languages, links, labels, anchors.

The conventions, for whoever writes a notebook: Kazakh words in prose are set in *italics*. Whatever is in Cyrillic
letters is marked as Kazakh here (`<em lang="kk">`); what is not Kazakh, or what a screen reader should read in one go
with its Latin letters, says so itself: `<span lang="ru">…</span>`. A link names a notebook (`03_frequencies.ipynb`) or
a file of the collection (`../docs/glossary.csv`); it is turned to the page made from it, or to plain words.
"""

import html
import re

from bs4 import BeautifulSoup

CYRILLIC, LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z]")
WORDS = re.compile(r"-?[\u0400-\u04ff]+(?:[\s,;:.…?!–«»-]+[\u0400-\u04ff]+)*")
LINK = re.compile(r'<a href="(?![a-z]+:|#)([^"#]*)(#[^"]*)?"[^>]*>(.*?)</a>', re.S)
LANDMARK = re.compile(
    r"(?P<boxed><div[^>]*\stabindex[^>]*>\s*)?(?P<table><table\b.*?</table>)"
    r"|(?P<image><img\b[^>]*\swidth=\"(?P<width>\d+)\"[^>]*>)"
    r"|<h(?P<level>[1-6])(?P<attributes>[^>]*)>(?P<heading>.*?)</h(?P=level)>",
    re.S,
)
CAPTION = re.compile(r"(<caption[^>]*>)(.*?)</caption>", re.S)
WORDY = re.compile(r"<td(?=[^>]*>[^<]{60})")
SCOPED = re.compile(r"<style scoped[^>]*>.*?</style>", re.S)  # pandas' own look, which a page does not want
PAGES = {"../docs/glossary.csv": "glossary.html", "../docs/codebook.md": "codebook.html"}


def plain(fragment: str) -> str:
    """The words of a fragment, without tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", fragment)).strip()


def kazakh(fragment: str) -> str:
    """Mark words in Cyrillic letters as Kazakh, unless their element says what they are.

    >>> kazakh("<p>The word <em>біз</em> is we.</p>")
    '<p>The word <em lang="kk">біз</em> is we.</p>'
    """
    if not CYRILLIC.search(fragment):
        return fragment
    soup = BeautifulSoup(fragment, "html.parser")
    for words in soup.find_all(string=CYRILLIC):
        around = words.parent
        if words.find_parent(lang=True) or words.find_parent(["style", "pre"]):
            continue
        if around.string is words and around is not soup and not LATIN.search(words):
            around["lang"] = "kk"
        else:
            marked = WORDS.sub(r'<span lang="kk">\g<0></span>', html.escape(words, quote=False))
            words.replace_with(BeautifulSoup(marked, "html.parser"))
    return str(soup)


def links(fragment: str) -> str:
    """Turn links between notebooks into links between pages; a file that is no page is named, not linked."""

    def turn(found):
        path, place, words = found[1], found[2] or "", found[3]
        page = PAGES.get(path) or (f"{path[:-6]}.html" if path.endswith(".ipynb") and "/" not in path else None)
        if path.endswith(".html"):
            return found[0]
        return f'<a href="{page}{place}">{words}</a>' if page else f'<span class="file">{words}</span>'

    return LINK.sub(turn, fragment)


def box(tag: str, label: str, inside: str, style: str = "") -> str:
    """Something wide in a box of its own, which scrolls by finger, wheel and keyboard."""
    return f'<{tag} class="scroll" role="group" tabindex="0" aria-label="{html.escape(label)}"{style}>{inside}</{tag}>'


def tabled(table: str, under: str, boxed: str | None) -> str:
    """A table with a caption, in a box.

    A table without a caption of its own gets one that is heard, not seen: the heading it stands under.
    """
    caption = CAPTION.search(table)
    label = plain(caption[2]) if caption else f"Table under “{under}”"
    if caption:
        table = CAPTION.sub(r"\1<span>\2</span></caption>", table)
    else:
        unseen = f'<caption><span class="unseen">{html.escape(label)}</span></caption>'
        table = re.sub(r"^<table[^>]*>", lambda found: found[0] + unseen, table)
    table = WORDY.sub("<td data-wordy", table)
    return boxed.replace('class="', 'class="scroll ', 1) + table if boxed else box("div", label, table)


def landmarks(body: str) -> tuple[str, list[tuple[str, str]]]:
    """Give headings an anchor, tables a caption, what is wide a box to scroll in; returns the body and its contents.

    The contents are (anchor, text) of the second-level headings. Anchors are JupyterLab's: spaces become hyphens.
    """
    contents, taken, under = [], set(), "this page"

    def give(found):
        nonlocal under
        if found["table"]:
            return tabled(found["table"], under, found["boxed"])
        if found["image"]:
            return box("span", f"Figure under “{under}”", found["image"], f' style="--width: {found["width"]}"')
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

    return LANDMARK.sub(give, SCOPED.sub("", body)), contents
