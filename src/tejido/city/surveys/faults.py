"""What is wrong with a survey's rows: told once per kind with how many, and row by row in the quality table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from tejido.city.model_surveys import QUALITY
from tejido.errors import Finding, finding

Table = Literal["households", "persons"]

FIRST_ROW = 2
"""Row of a file's first answers, as a spreadsheet counts."""

__all__ = ["FIRST_ROW", "Faults", "Table"]


@dataclass
class Faults:
    """Collects findings and flagged rows. The index of every mask is the place of the row in its file (0 is the first)."""

    files: Mapping[Table, str]
    found: list[Finding]
    rows: list[pd.DataFrame] = field(default_factory=list)

    def tell(
        self, code: str, table: Table, rows: pd.Series, column: str | None = None, fatal: bool = False, **values: object
    ) -> None:
        """Flag the `rows` (a mask) and tell how many there are; nothing where there is none."""
        places = rows.index[rows.to_numpy(dtype=bool)].to_numpy()
        if not len(places):
            return
        self.found.append(finding(code, file=self.files[table], row=None, column=column, count=len(places), **values))
        flagged = {"table": table, "row": places + FIRST_ROW, "column": column, "code": code, "fatal": fatal}
        self.rows.append(pd.DataFrame(flagged))

    def fatal(self, table: Table, index: pd.Index, code: str | None = None) -> pd.Series:
        """Which rows have a flag that keeps them out of estimates, or the one of this `code`."""
        flagged = [one[one["fatal"] & (one["table"] == table)] for one in self.rows]
        places = [one.loc[(one["code"] == code) | (code is None), "row"].to_numpy() - FIRST_ROW for one in flagged]
        return pd.Series(np.isin(index, np.concatenate(places)) if places else np.zeros(len(index), bool), index=index)

    def quality(self) -> pd.DataFrame:
        """All flagged rows, as `QUALITY`; one column may hold two variables, its row is flagged once."""
        once = [pd.concat(self.rows).drop_duplicates(list(QUALITY.key))] if self.rows else []
        return QUALITY.gather(once)
