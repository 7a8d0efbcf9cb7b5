"""Tables → tables: frequencies, sequences, concordance, comparison, documents."""

from .concordance import concordance as concordance  # the functions, where a module has the same name
from .frequencies import frequencies as frequencies
