"""The stance categories of the codebook, from lexicons/categories.csv: one row is one category, names and looks."""

from typing import NamedTuple

from .sheets import rows

CLOSED = "-"  # the category of lexicon rows that keep words from getting a label


class Category(NamedTuple):
    """One row of categories.csv."""

    name: str
    tier: str  # of the codebook: A endings and closed lists, B closed lists and context, C lexical meaning
    subtypes: tuple[str, ...]
    label: str  # short, for the label behind a marked word
    names: dict[str, str]  # by language: en, kk, ru
    colour: str
    underline: str
    person: bool  # says who speaks or who is spoken to
    never_a_name: bool  # a word with a capital inside a sentence is a name and none of these (codebook 5)


def _category(row: dict[str, str]) -> Category:
    names = {language: row[language] for language in ("en", "kk", "ru")}
    kinds = row["person"] == "yes", row["names"] == "never"
    return Category(
        row["category"], row["tier"], tuple(row["subtypes"].split()), row["label"], names, row["colour"],
        row["underline"], *kinds,
    )  # fmt: skip


TABLE = [_category(row) for row in rows("categories.csv")]
CATEGORIES = [category.name for category in TABLE]
SUBTYPES = {category.name: category.subtypes for category in TABLE} | {CLOSED: ()}
PERSON = tuple(category.name for category in TABLE if category.person)  # who speaks and who is spoken to
TIERS = {
    f"tier {tier}": [category.name for category in TABLE if category.tier == tier]
    for tier in sorted({category.tier for category in TABLE})
} | {"all": CATEGORIES}
