"""Read how a Kazakh press interview uses words and takes a stand: tables in, tables out.

The public names load with their module when first used, so that `import helpers` stays as cheap as pandas.
"""

from importlib import import_module

_MODULES = {
    "morphology": "Analysis Suffix analyse lemmatize romanize",
    "transcript": "Transcript TranscriptError TranscriptWarning read_transcript read_translation",
    "tokens": "tokenize",
    "measures": "Undefined",
    "tables": "note read_table write_table",
    "wordlists": "stop_words",
    "counting": "frequencies",
    "sequences": "collocations ngrams",
    "kwic": "concordance",
    "comparison": "compare diversity vocabulary_growth",
    "patterns": "LexiconError read_lexicon",
    "stance": "find_markers mentions",
    "reasons": "explain",
    "review": "ReviewError export_review read_review",
    "evaluation": "agreement differences f1_interval fixed_words read_labels",
    "charts": "",
    "markup": "",
    "corpus": "process_folder",
    "documents": "document_rates",
}
_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}
__all__ = sorted([*_HOME, *_MODULES])


def __getattr__(name: str):
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
