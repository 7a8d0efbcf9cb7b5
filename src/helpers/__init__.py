"""Read how a Kazakh press interview uses words and takes a stand: tables in, tables out.

Five rooms, in the order of the data: `reading` (file → transcript), `words` (text → tokens), `stance` (tokens →
markers), `counting` (tables → tables), `showing` (tables → charts and HTML); `corpus` does it for a folder.
"""

from . import classroom, measures, old_names
from .corpus import process_folder
from .counting.comparison import compare
from .counting.concordance import concordance
from .counting.documents import document_rates
from .counting.frequencies import frequencies
from .counting.sequences import collocations, ngrams
from .counting.vocabulary import diversity, vocabulary_growth
from .errors import LexiconError, ReviewError, TranscriptError, TranscriptWarning
from .errors import Undefined as Undefined
from .reading.transcript import Transcript, read_transcript
from .reading.translation import read_translation
from .results import Table, note
from .sheets import read_table, write_table
from .showing import charts, markup
from .showing.explore import explore
from .showing.tables import bare
from .stance.baseline import fixed_words
from .stance.evaluation import agreement, differences, f1_interval
from .stance.explanation import explain
from .stance.labels import read_labels
from .stance.lexicon import read_lexicon
from .stance.mentions import mentions
from .stance.review import export_review, read_review
from .stance.tagger import find_markers
from .words.analysis import analysis, write_conllu
from .words.morphology import Analysis, analyse, lemmatize
from .words.morphology import Suffix as Suffix
from .words.romanisation import romanize
from .words.tokens import tokenize
from .words.wordlists import stop_words

__version__ = "0.2.0"
__all__ = [
    "Analysis",
    "LexiconError",
    "ReviewError",
    "Transcript",
    "TranscriptError",
    "TranscriptWarning",
    "agreement",
    "analyse",
    "analysis",
    "charts",
    "classroom",
    "collocations",
    "compare",
    "concordance",
    "differences",
    "diversity",
    "document_rates",
    "explain",
    "explore",
    "export_review",
    "f1_interval",
    "find_markers",
    "fixed_words",
    "frequencies",
    "lemmatize",
    "markup",
    "measures",
    "mentions",
    "ngrams",
    "note",
    "process_folder",
    "read_labels",
    "read_lexicon",
    "read_review",
    "read_table",
    "read_transcript",
    "read_translation",
    "romanize",
    "stop_words",
    "tokenize",
    "vocabulary_growth",
    "write_conllu",
    "write_table",
]

Table._as_html = bare
old_names.keep()
