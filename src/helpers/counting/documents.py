"""Rates over many interviews, with the document as the unit."""

import pandas as pd

from ..checks import a_table, checked
from ..labels import counted
from ..results import describe
from .spread import MARKER_INTERVAL, interval_caveats, spread_of, with_intervals

UNITS = {"role", "category"}


@checked(summary=a_table(["document", "role", "category", "count", "words"], "the table summary of process_folder"))
def document_rates(summary: pd.DataFrame, by=("role", "category")) -> pd.DataFrame:
    """Rates of stance markers over many interviews, with intervals that take the document as the unit.

    Parameters
    ----------
    summary : the table of that name of `process_folder`.
    by : the columns to group by: "category", "role".

    Returns
    -------
    DataFrame, one row per group: the `by` columns, count, n (words), rate, low, high (per 1,000 words), deff, documents
        (in so many), of_documents, dp, dp_floor, dp_rescaled. The rate is that of all documents together, Σcount/Σn.
        low, high: as in `frequencies`, with the documents as parts; NaN for one document, which cannot show how
        documents differ.

    Raises ValueError where `by` names anything but role and category.

    Sources: Kish 1965; Rao & Scott 1992; Korn & Graubard 1998.

    Examples
    --------
    >>> two = pd.DataFrame({"document": ["a", "b"], "role": "x", "category": "hedge", "count": [1, 3], "words": 100})
    >>> document_rates(two)[["rate", "low", "high", "documents"]].round(1).values.tolist()
    [[20.0, 7.8, 51.4, 2.0]]
    """
    by = [by] if isinstance(by, str) else list(by)
    if not UNITS.issuperset(by):
        raise ValueError(f"by must name role, category or both, not {', '.join(by)}: documents are the unit")
    apart = [name for name in by if name != "category"]
    words = summary.drop_duplicates(["document", "role"])
    each = summary.assign(**dict.fromkeys(set(UNITS) - set(by), ""))  # what is not asked for is counted together
    words = words.assign(**dict.fromkeys({"role"} - set(by), ""))
    sizes = words.groupby(["role", "document"], observed=True)["words"].sum().reset_index()
    sizes = sizes[sizes["words"] > 0]
    used = each.groupby(["role", "category", "document"], observed=True)["count"].sum().reset_index()
    keys = ["role", "category"]
    order = each[keys].drop_duplicates()
    table = order.merge(used.groupby(keys, observed=True)["count"].sum().reset_index(), on=keys)
    table = table.merge(sizes.groupby("role", observed=True)["words"].sum().rename("n").reset_index(), on="role")
    measured = spread_of(table, used[used["count"] > 0], sizes, ["role"], keys, ["document"])
    table = with_intervals(table, measured, "document", poisson=True)
    table.loc[table["of_documents"] < 2, ["low", "high"]] = float("nan")
    smallest = int(table["of_documents"].min()) if len(table) else 0
    caveats = interval_caveats("document", smallest)
    if smallest == 1:
        caveats = ["One document shows no differences between documents: there is no interval."]
    return describe(
        table.drop(columns=[name for name in keys if name not in by]),
        title=f"Stance by {' and '.join(by)} over {counted(summary['document'].nunique(), 'document')}",
        unit="per 1,000 words",
        n=int(words["words"].sum()),
        filters="markers of section turn",
        formula=f"`rate` = 1000·Σcount/Σn; `low`, `high`: {MARKER_INTERVAL.format('document')}",
        caveats=caveats,
        interval="95 %, design effect over documents",
        by=apart,
        of="category",
    )
