"""First lemma: the lower-cased word; the analyser replaces this module when its branch is merged."""


def lemmatize(word: str) -> str:
    return word.lower()
