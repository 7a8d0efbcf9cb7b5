"""The weights of the evidence, from turn_weights.csv, and the evidence of a text that they weigh."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from ..sheets import rows


class Scheme(NamedTuple):
    """Whose turns carry a mark."""

    name: str
    questions_marked: bool
    answers_marked: bool

    def rows(self, marked: bool) -> tuple[str, str]:
        """The evidence in a place where a turn may open that carries a mark, or none."""
        here = "a mark" if marked else "no mark"
        questions = "one" if self.questions_marked else "none"
        answers = "one" if self.answers_marked else "none"
        return f"{here}, questions have {questions}", f"{here}, answers have {answers}"


SCHEMES = (
    Scheme("both marked", True, True),
    Scheme("answers marked", False, True),
    Scheme("questions marked", True, False),
)


class Weights(NamedTuple):
    """turn_weights.csv: the places of its rows and columns, and its cells."""

    row: dict[str, int]
    column: dict[str, int]
    cells: np.ndarray

    def of(self, row: str, column: str) -> float:
        return float(self.cells[self.row[row], self.column[column]])


@cache
def weights() -> Weights:
    return table(rows("turn_weights.csv"))


def table(records: list[dict[str, str]]) -> Weights:
    """The weights in rows of cells, the first of which names the evidence."""
    names, *columns = records[0]
    cells = np.array([[float(record[column] or 0) for column in columns] for record in records])
    row = {record[names]: k for k, record in enumerate(records)}
    return Weights(row, {name: k for k, name in enumerate(columns)}, cells)


def weighed(on: np.ndarray) -> np.ndarray:
    """The weights of the evidence in each sentence, added up: sentences × columns."""
    return times(on.astype(float), weights().cells)


def times(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The product of two small matrices: BLAS would start threads for it, which takes longer."""
    return np.einsum("ij,jk->ik", rows, columns)


@dataclass
class Evidence:
    """What is known of the sentences, one row each: the evidence in them, and what the printed marks allow."""

    on: np.ndarray  # sentences × rows of turn_weights.csv
    wording: np.ndarray  # the same, of the words alone
    marked: np.ndarray  # a dash or a label
    opens_line: np.ndarray
    continues: np.ndarray  # its label stands on the line before: it can open nothing
    asks_nobody: np.ndarray  # a paragraph without mark that can be no question
    certain: np.ndarray  # a turn opens here: typed, or named in the call
    role: np.ndarray  # state that its label opens, ASKS or REPLIES; 0 where not known
    ended: np.ndarray  # behind the first page furniture after which there is neither a mark nor a paragraph

    def has(self, *names: str) -> np.ndarray:
        """Which sentences show one of these pieces of evidence."""
        row = weights().row
        return np.asarray(self.on[:, [row[name] for name in names]].any(axis=1))

    def under(self, schemes: tuple[Scheme, ...], columns: np.ndarray) -> np.ndarray:
        """What marks and their lack add under each scheme: schemes × sentences × `columns` (columns × anything)."""
        table = weights()
        rows = [[[table.row[name] for name in scheme.rows(marked)] for scheme in schemes] for marked in (True, False)]
        mark, none = (table.cells[rows[k]].sum(axis=1) @ columns for k in (0, 1))
        bare = np.where((self.opens_line & ~self.marked)[:, None], none[:, None], 0.0)
        return np.where(self.marked[:, None], mark[:, None], bare)
