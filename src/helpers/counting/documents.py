"""Rates over many interviews, with the document as the unit."""

import numpy as np
import pandas as pd

from ..checks import a_table, checked
from ..measures import wilson
from ..results import describe


@checked(summary=a_table(["document", "role", "category", "count", "words"], "the table summary of process_folder"))
def document_rates(summary: pd.DataFrame, by=("role", "category"), *, draws: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Rates of stance markers over many interviews, with intervals that take the document as the unit.

    Parameters
    ----------
    summary : the table of that name of `process_folder`.
    by : the columns to group by: "category", "role".
    draws, seed : of the bootstrap over documents.

    Returns
    -------
    DataFrame, a row a group: the `by` columns, count, n (words), rate, low, high (per 1,000 words), documents (in so
        many), of_documents. The rate is that of all documents together, Σcount/Σn. low, high: percentile bootstrap over
        documents, 95 % (Efron 1979); NaN below two documents, and Wilson's interval where no document has any, because
        drawing zeros again tells nothing. Documents are few or many, words are not the unit: few make it too narrow.

    Examples
    --------
    >>> two = pd.DataFrame({"document": ["a", "b"], "role": "x", "category": "hedge", "count": [1, 3], "words": 100})
    >>> document_rates(two)[["rate", "low", "high"]].values.tolist()
    [[20.0, 10.0, 30.0]]
    """
    by = [by] if isinstance(by, str) else list(by)
    if not by or not {"role", "category"}.issuperset(by):
        raise ValueError(
            f"by must name role, category or both, not {', '.join(by) or 'nothing'}: documents are the unit"
        )
    words = summary.drop_duplicates(["document", "role"])
    size = words.groupby([name for name in ("document", *by) if name != "category"], observed=True)["words"].sum()
    count = summary.groupby(["document", *by], observed=True, sort=False)["count"].sum().reset_index()
    count["n"] = count.merge(size.reset_index())["words"] if len(count) else 0
    rng, rows = np.random.default_rng(seed), []
    for group, part in count.groupby(by, observed=True, sort=False):
        f, n = part["count"].to_numpy(), part["n"].to_numpy()
        low = high = np.nan
        if len(part) > 1:
            drawn = rng.multinomial(len(part), np.full(len(part), 1 / len(part)), draws)
            low, high = np.quantile(drawn @ f / (drawn @ n), (0.025, 0.975)) if f.any() else wilson(0, n.sum())
        rate = f.sum() / n.sum()
        rows.append((*group, f.sum(), n.sum(), 1000 * rate, 1000 * low, 1000 * high, (f > 0).sum(), len(part)))
    columns = [*by, "count", "n", "rate", "low", "high", "documents", "of_documents"]
    return describe(
        pd.DataFrame(rows, columns=columns),
        title=f"Stance by {' and '.join(by)} over {summary['document'].nunique()} documents",
        unit="per 1,000 words",
        n=int(words["words"].sum()),
        filters="markers of section turn",
        formula=f"rate = 1000·Σcount/Σn; low, high: bootstrap over documents, {draws} draws, seed {seed} (Efron 1979)",
        caveats=["With few documents the intervals are too narrow."],
        by=[name for name in by if name != "category"],
        of="category",
    )
