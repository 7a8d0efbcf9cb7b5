"""The lexicons to compare the tagger with: what a word list finds, without context and without the analyser."""

from itertools import product

import pandas as pd

from ..checks import checked
from ..words.suffixes import printed
from .lexicon import as_lexicon
from .patterns import asked_in_turn, parse_pattern

_LETTERS = 3  # a printed ending shorter than this would mark every other word


@checked
def fixed_words(lexicon: pd.DataFrame | None = None, *, endings: bool = False) -> pd.DataFrame:
    """A lexicon of the words of each row as they stand in it, to compare the tagger with; pass it to `find_markers`.

    Words outside a pattern's brackets are context and dropped, a headword counts as this one form, and a row that needs
    more than words is left out. With `endings` the suffix rows come too, as a spreadsheet would have them: any word
    that ends in one of the printed forms of the suffix, the words of the list first.

    >>> bool(fixed_words()["pattern"].str.contains(r"[<{*(!]").any())
    False
    """
    lexicon = as_lexicon(lexicon)
    lexicon = lexicon[(lexicon["category"] != "-").to_numpy()]
    words = lexicon.assign(pattern=lexicon["pattern"].map(_words))
    parts = [words]
    if endings:
        parts.append(lexicon.assign(pattern=lexicon["pattern"].map(_endings)))
    table = pd.concat(parts)
    return table[(table["pattern"] != "").to_numpy()].drop_duplicates("pattern").reset_index(drop=True)


def _words(pattern: str) -> str:
    """The words of the marker, "" if it needs more than words."""
    marker = [step.atoms for step in parse_pattern(pattern) if step.span and step.kind == "word"]
    plain = [[word for atom in atoms if atom.by != "ending" for word in atom.words] for atoms in marker]
    return " ".join(map("|".join, plain)) if all(plain) else ""


def _endings(pattern: str) -> str:
    """The printed forms of the suffixes that the marker is known by, as endings of words; "" if it has words."""
    atoms = [atom for step in parse_pattern(pattern) if step.span for atom in step.atoms]
    if any(atom.by for atom in atoms):
        return ""
    chains = {tuple(chain) for atom in atoms for chain in product(*asked_in_turn(atom))}
    forms = {form for chain in chains for form in printed(chain, more=1)}
    return "|".join(f"*{form}" for form in sorted(forms) if len(form) >= _LETTERS)
