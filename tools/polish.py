"""What a rendered fragment of HTML still needs before it is a page: languages, links, labels, anchors, sharp pictures.

The conventions, for whoever writes a notebook: Kazakh words in prose are set in *italics*. Whatever is in Cyrillic
letters is marked as Kazakh here (`<em lang="kk">`); what is not Kazakh, or what a screen reader should read in one go
with its Latin letters, says so itself: `<span lang="ru">…</span>`. A link names a notebook (`03_frequencies.ipynb`) or
a file of the collection (`../docs/glossary.csv`); it is turned to the page made from it, or to plain words.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bs4 import BeautifulSoup, NavigableString, Tag

CYRILLIC, LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z]")
WORDS = re.compile(r"-?[\u0400-\u04ff]+(?:[\s,;:.…?!–«»-]+[\u0400-\u04ff]+)*")
ADDRESS = re.compile(r"^([a-z]+:|#)")
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
LONG = 60  # characters from which on a cell needs width
CODEBOOK_PAGE = "codebook.html"  # for students
RULINGS = "codebook_full.html"  # the page that has the anchors of the codebook
PAGES = {"glossary.csv": "glossary.html", "codebook.md": CODEBOOK_PAGE, "lesson_plan.md": "lesson_plan.html"}
DOCS = ("", "../docs/", "docs/")  # where a link looks for these, from notebooks, documents and the README
ORDINARY = set(  # terms that are everyday words as well: linking them would mislead
    "agreement attitude audience case contrast intention interview interviewee interviewer miss mood negation note "
    "obligation offset particle rank root section sentence speaker turn type word lead body".split()
)
SHADES = {"#f3e2c2": "var(--shade)"}  # behind questions
COLOUR = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
REFERENCES = ("href", "xlink:href")  # attributes of a drawing that name a part of it; "#b35900" elsewhere is a colour


class Anchor(NamedTuple):
    """A heading in the contents of a page."""

    id: str
    words: str


class Term(NamedTuple):
    """A term of the glossary, in three languages, and what it means here."""

    term: str
    kazakh: str
    russian: str
    definition: str

    @property
    def anchor(self) -> str:
        return "term-" + re.sub(r"\W+", "-", self.term.lower()).strip("-")


def parsed(fragment: str) -> BeautifulSoup:
    return BeautifulSoup(fragment, "html.parser")


def kazakh(fragment: str) -> str:
    """Mark words in Cyrillic letters as Kazakh, unless their element says what they are.

    >>> kazakh("<p>The word <em>біз</em> is we.</p>")
    '<p>The word <em lang="kk">біз</em> is we.</p>'
    """
    if not CYRILLIC.search(fragment):
        return fragment
    soup = parsed(fragment)
    for words in soup.find_all(string=CYRILLIC):
        around = words.parent
        if words.find_parent(lang=True) or words.find_parent(["style", "pre", "svg"]):
            continue
        if around.string is words and around is not soup and not LATIN.search(words):
            around["lang"] = "kk"
        else:
            words.replace_with(*_marked(soup, str(words)))
    return str(soup)


def _marked(soup: BeautifulSoup, text: str) -> list[Tag | NavigableString]:
    """A text in pieces, those in Cyrillic letters in an element that says that they are Kazakh."""
    pieces: list[Tag | NavigableString] = []
    end = 0
    for found in WORDS.finditer(text):
        pieces.append(NavigableString(text[end : found.start()]))
        element = soup.new_tag("span", lang="kk")
        element.string = found[0]
        pieces.append(element)
        end = found.end()
    return [*pieces, NavigableString(text[end:])]


def links(fragment: str) -> str:
    """Turn links between notebooks into links between pages; a file that is no page is named, not linked."""
    soup = parsed(fragment)
    for link in soup.find_all("a", href=True):
        if ADDRESS.match(link["href"]):
            continue
        path, mark, place = link["href"].partition("#")
        page = _page(path, place)
        if page:
            link["href"] = page + mark + place
        else:
            link.name = "span"
            link.attrs = {"class": "file"}
    return str(soup)


def _page(path: str, place: str) -> str:
    """The page made from a file; "" if there is none."""
    if path.endswith(".ipynb") and "/" not in path:
        return f"{path.removesuffix('.ipynb')}.html"
    if path.endswith(".html"):
        return path
    folder, _, name = path.rpartition("/")
    page = PAGES.get(name, "") if f"{folder}/".removeprefix("/") in DOCS else ""
    return RULINGS if page == CODEBOOK_PAGE and place else page


def _explained(soup: BeautifulSoup, terms: Iterable[Term]) -> None:
    """Link the first place of each term of the glossary in a page's prose to what the glossary says."""
    left = {term.term.lower(): term for term in terms if term.term.lower() not in ORDINARY and len(term.term) > 1}
    for text in [text for part in soup.select(".prose p, .prose li") for text in part.find_all(string=True)]:
        if (
            left
            and not text.find_parent(["a", "code", "pre", "summary", *HEADINGS])
            and not text.find_parent(lang=True)
        ):
            _explain(soup, text, left)


def _explain(soup: BeautifulSoup, text: NavigableString, left: dict[str, Term]) -> None:
    """Link the terms that are left and stand in this text, each once; take them off what is left."""
    names = "|".join(sorted(map(re.escape, left), key=len, reverse=True))
    pieces: list[Tag | NavigableString] = []
    end = 0
    for found in re.finditer(rf"(?<!\w)({names})(?=s?(?!\w))", str(text), re.IGNORECASE):
        term = left.pop(found[1].lower(), None)
        if term:
            pieces.append(NavigableString(text[end : found.start()]))
            link = soup.new_tag("a", attrs={"class": "term", "href": f"glossary.html#{term.anchor}"})
            link.string = found[0]
            pieces.append(link)
            end = found.end()
    if pieces:
        text.replace_with(*pieces, NavigableString(text[end:]))


def drawn(fragment: str, svg: str) -> str:
    """The fragment with the drawing in the place of its picture, which is made of dots: sharp, and light in the dark.

    The drawing says what the picture said; its own styles and white paper are left out.
    """
    soup, drawing = parsed(fragment), parsed(svg[max(svg.find("<svg"), 0) :]).find("svg")  # without its XML header
    image = soup.find("img")
    if image is None or drawing is None:
        return fragment
    for style in drawing.find_all(["style", "metadata"]):
        style.decompose()
    drawing["role"] = "img"
    drawing["aria-label"] = image.get("alt", "")
    drawing["class"] = "chart"
    drawing["width"] = image.get("width", drawing.get("width"))
    drawing.attrs.pop("height", None)
    for element in drawing.find_all(True):
        _light(element)
    image.replace_with(drawing)
    return str(soup)


def _light(element: Tag) -> None:
    """Let black take the colour of the page's ink, white that of its paper, and grey one between them."""
    for name in ("style", "fill", "stroke"):
        if look := element.get(name, ""):
            element[name] = COLOUR.sub(lambda found: _in_theme(found[0].lower()), look)


def _in_theme(colour: str) -> str:
    """A colour as it is in the light theme and turned round in the dark; what is not grey is lighter there."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    if not red == green == blue:
        return SHADES.get(colour, f"color-mix(in srgb, {colour} var(--strength, 100%), white)")
    share = round(100 * (255 - red) / 255)
    edges = {100: "currentColor", 0: "var(--paper)"}
    return edges.get(share, f"color-mix(in srgb, currentColor {share}%, var(--paper))")


def landmarks(body: str, terms: Iterable[Term] = ()) -> tuple[str, list[Anchor]]:
    """Link terms, give headings an anchor, tables a caption, what is wide a box to scroll in.

    Returns the body and its contents.

    The contents are the second-level headings. Anchors are JupyterLab's: spaces become hyphens.
    """
    soup = parsed(body)
    _explained(soup, terms)
    for style in soup.find_all("style", attrs={"scoped": True}):  # pandas' own look, which a page does not want
        style.decompose()
    contents: list[Anchor] = []
    taken: set[str] = set()
    under = "this page"
    for number, element in enumerate(soup.find_all([*HEADINGS, "table", "img", "svg"])):
        if element.name == "table":
            _table(soup, element, under)
        elif element.name == "img" and element.get("width"):
            _scrolling(soup, element, "span", f"Figure under “{under}”", element["width"])
        elif element.name == "svg":
            _own_names(element, f"chart{number}-")
            _scrolling(soup, element, "span", f"Figure under “{under}”", element.get("width", ""))
        elif element.name in HEADINGS:
            under = element.get_text().strip()
            anchor = _anchor(element, under, taken)
            if element.name == "h2":
                contents.append(Anchor(anchor, under))
    return str(soup), contents


def _anchor(heading: Tag, words: str, taken: set[str]) -> str:
    """The heading's id, or one made from its words that no other heading has."""
    if not heading.get("id"):
        name = re.sub(r"\s", "-", words)
        while name in taken:
            name += "-"
        heading["id"] = name
    taken.add(heading["id"])
    return heading["id"]


def _scrolling(soup: BeautifulSoup, element: Tag, tag: str, label: str, width: str = "") -> None:
    """Put something wide into a box of its own, which scrolls by finger, wheel and keyboard."""
    box = soup.new_tag(tag, attrs={"class": "scroll", "role": "group", "tabindex": "0", "aria-label": label})
    if width:
        box["style"] = f"--width: {width}"
    element.wrap(box)


def _table(soup: BeautifulSoup, table: Tag, under: str) -> None:
    """Give a table a box, and a caption: one that is heard, not seen, if it has none of its own."""
    caption = table.find("caption")
    label = caption.get_text().strip() if caption else f"Table under “{under}”"
    if caption is None:
        caption = soup.new_tag("caption")
        caption.append(soup.new_tag("span", attrs={"class": "unseen"}))
        caption.span.string = label
        table.insert(0, caption)
    else:
        inside = soup.new_tag("span")
        inside.extend(list(caption.contents))
        caption.append(inside)
    for cell in table.find_all("td"):
        if len(cell.find(string=True, recursive=False) or "") >= LONG:
            cell["data-wordy"] = ""
    if table.parent is not None and table.parent.get("tabindex"):
        table.parent["class"] = ["scroll", *table.parent.get("class", [])]
    else:
        _scrolling(soup, table, "div", label)


def _own_names(drawing: Tag, prefix: str) -> None:
    """Names that no other drawing of the page has: matplotlib gives each drawing the same ones."""
    for element in drawing.find_all(True):
        if element.get("id"):
            element["id"] = prefix + element["id"]
        for name, value in list(element.attrs.items()):
            if not isinstance(value, str):
                continue
            if name in REFERENCES and value.startswith("#"):
                element[name] = f"#{prefix}{value[1:]}"
            elif "url(#" in value:
                element[name] = value.replace("url(#", f"url(#{prefix}")
