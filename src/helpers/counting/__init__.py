"""Tables → tables: frequencies, sequences, concordance, comparison, documents."""
