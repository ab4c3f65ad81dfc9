"""Faults of a feed as findings, row by row, without drowning the reader in one that repeats itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tejido.errors import Finding, finding

SHOWN = 10
"""Of one kind of fault in one column so many rows are told one by one; how many more there are is told once."""


@dataclass
class Faults:
    """What was found in the feed called `feed`."""

    feed: str
    found: list[Finding] = field(default_factory=list)

    def tell(
        self, code: str, file: str | None = None, column: str | None = None, row: int | None = None, **values: object
    ) -> None:
        """One finding about the feed, a file of it, a column or a row."""
        place = f"{self.feed}/{file}" if file else self.feed
        self.found.append(finding(code, file=place, column=column, row=row, **values))

    def rows(self, code: str, file: str, column: str, index: pd.Index[Any], **values: pd.Series) -> None:
        """One finding per row of a table, whose `index` counts the records of the file after its heading from 0.

        `values` (columns with that index) fill the message.
        """
        for row in index[:SHOWN]:
            told = {name: one[row] for name, one in values.items()}
            self.tell(code, file, column, int(row) + 2, **told)
        if len(index) > SHOWN:
            self.tell("C729", file, column, count=len(index) - SHOWN, same=code)
