"""Tables → tables: frequencies, sequences, concordance, comparison, documents."""

from .comparison import compare
from .concordance import concordance
from .documents import document_rates
from .frequencies import frequencies
from .sequences import collocations, ngrams
from .vocabulary import diversity, vocabulary_growth

__all__ = [
    "collocations",
    "compare",
    "concordance",
    "diversity",
    "document_rates",
    "frequencies",
    "ngrams",
    "vocabulary_growth",
]
