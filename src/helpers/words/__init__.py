"""Text → tokens: suffixes, stems, morphology, context, and the tokenizer; the words apart, with lemma and class."""
