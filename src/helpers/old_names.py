"""Where the modules of version 0.1 are now: their import paths keep working for this version."""

import sys
from functools import partial
from importlib import import_module
from types import ModuleType

MOVED = {  # old module: the modules that have its names now, looked through in this order
    "charts": ["showing.charts"],
    "comparison": ["counting.comparison", "counting.vocabulary"],
    "context": ["words.context"],
    "counting": ["counting.frequencies", "counting.items", "columns"],
    "decoding": ["reading.decoding", "errors"],
    "display": ["showing.display", "showing.tables"],
    "documents": ["counting.documents"],
    "drawing": ["showing.drawing"],
    "evaluation": ["stance.evaluation", "stance.labels", "stance.baseline", "categories"],
    "kwic": ["counting.concordance", "counting.search", "passages"],
    "markup": ["showing.markup"],
    "morphology": ["words.morphology"],
    "patterns": ["stance.lexicon", "stance.patterns", "categories", "sheets", "errors"],
    "reasons": ["stance.explanation"],
    "review": ["stance.review", "errors"],
    "sequences": ["counting.sequences"],
    "stance": ["stance.tagger", "stance.mentions"],
    "stems": ["words.stems"],
    "suffixes": ["words.suffixes", "words.spelling", "words.sounds", "sheets"],
    "tables": ["results", "sheets"],
    "tokens": ["words.tokens", "words.pieces", "words.sentences"],
    "transcript": ["reading.transcript", "reading.translation", "errors"],
    "turn_charts": ["showing.turn_charts", "showing.stance_charts"],
    "wordlists": ["words.wordlists"],
}

TURNED = {"export_review", "explain", "stance_by_role", "stance_by_turn"}  # had markers before tokens


def find(old: str, name: str) -> object:
    """What `name` of the old module `old` is now."""
    for place in MOVED[old]:
        module = import_module(f"{__package__}.{place}")
        if hasattr(module, name):
            return getattr(module, name)
    raise AttributeError(f"helpers.{old} has no {name!r}")


def keep() -> None:
    """Let `import helpers.morphology` and the like find the modules by their old names."""
    for old in MOVED:
        path = f"{__package__}.{old}"
        module = sys.modules.setdefault(path, ModuleType(path))  # counting and stance are rooms now
        setattr(module, "__getattr__", partial(find, old))  # noqa: B010
        if not hasattr(sys.modules[__package__], old):
            setattr(sys.modules[__package__], old, module)
