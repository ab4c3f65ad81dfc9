"""A city's survey made ready for estimates: both tables with their designs, the units of every level, and replicates.

In: a `CitySurvey` and how the city's units nest. Out: a `Sample`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido import survey
from tejido.catalogue import Catalogue
from tejido.catalogue.answers import FromAnswers
from tejido.city import CitySurvey, formulas
from tejido.measure.levels import Nest
from tejido.survey.design import Design
from tejido.survey.rescaled import rescaled_factors
from tejido.tables import CITY_LEVEL, EVERYBODY

REPLICATES = 500
"""Replicates of every survey: one set, from which all that is said of the marker's interval comes."""

ORIGIN = "origin"
"""The dimension along which groups are compared."""

Table = Literal["households", "persons"]

__all__ = ["ORIGIN", "REPLICATES", "Sample", "group_of", "level_column"]


def level_column(level: str) -> str:
    """The column of a sample's tables with the unit of a level."""
    return f"@{level}"


def group_of(group: str) -> str | None:
    """The value of `ORIGIN` in a canonical group; None for everybody."""
    return None if group == EVERYBODY else group.partition("=")[2]


@dataclass(frozen=True, eq=False)
class Sample:
    """A survey's `tables` with their `designs`; `formulas` are the indicators that they can feed, by table."""

    survey: CitySurvey
    tables: Mapping[Table, pd.DataFrame]
    designs: Mapping[Table, Design]
    formulas: Mapping[Table, Mapping[str, FromAnswers]]
    seed: int

    @classmethod
    def of(cls, read: CitySurvey, catalogue: Catalogue, nest: Nest) -> Sample:
        """Place the answers and make the designs.

        Raises:
            TejidoError: the design cannot be: see `survey.design`.
        """
        feeds: dict[Table, dict[str, FromAnswers]] = {"households": {}, "persons": {}}
        for indicator, formula in formulas(read, catalogue).items():
            feeds[formula.table][indicator] = formula
        given: dict[Table, pd.DataFrame] = {"households": read.households, "persons": read.persons}
        tables: dict[Table, pd.DataFrame] = {
            name: _placed(_sorted(rows), read.level, nest) for name, rows in given.items() if feeds[name]
        }
        designs = {
            name: survey.design(rows, "weight", read.strata, read.psu, read.fpc, read.spec.lonely)
            for name, rows in tables.items()
        }
        return cls(read, tables, designs, feeds, crc32(read.spec.id.encode()))

    @property
    def indicators(self) -> list[str]:
        """What the answers can tell, sorted."""
        return sorted(one for formulas in self.formulas.values() for one in formulas)

    @property
    def indicative(self) -> bool:
        """Whether nobody knows how likely each one was to be asked."""
        return self.survey.spec.sampling == "indicative"

    @property
    def groups(self) -> list[str]:
        """The groups of people that were told apart, as canonical text, sorted."""
        found = {str(one) for rows in self.tables.values() for one in rows[ORIGIN].dropna().unique()}
        return [f"{ORIGIN}={one}" for one in sorted(found)]

    def table_of(self, indicator: str) -> Table:
        """The table that an indicator asks of."""
        return "households" if indicator in self.formulas["households"] else "persons"

    @cached_property
    def factors(self) -> Mapping[Table, NDArray[np.float64]]:
        """Replicate factors (leaves, `REPLICATES`) of both tables, whose rows share their clusters and so their factors."""
        first = next(iter(self.tables))
        made = rescaled_factors(self.designs[first], REPLICATES, self.seed)
        found = {first: made}
        for name in self.tables:
            if name != first:
                found[name] = made[self._shared(first, name)]
        return found

    def _shared(self, first: Table, other: Table) -> NDArray[np.intp]:
        """For every leaf of the design of `other` the same cluster's leaf in that of `first`."""
        keys = []
        for name in (first, other):
            rows = np.unique(self.designs[name].leaf, return_index=True)[1]
            columns = [column for column in (self.survey.strata, *self._stages) if column]
            keys.append(pd.MultiIndex.from_frame(self.tables[name].iloc[rows][columns].astype("str")))
        place = keys[0].get_indexer(keys[1])
        assert (place >= 0).all(), "persons of a household that is not in the table of households"
        return place

    @property
    def _stages(self) -> tuple[str, ...]:
        """The columns of clusters that the design looks at."""
        return self.survey.psu[: max(len(self.survey.fpc), 1)]


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by their keys, so that the order of a file leaves no trace in sums."""
    keys = [name for name in ("household", "person") if name in rows.columns]
    return rows.sort_values(keys, kind="stable", key=lambda column: column.astype("str")).reset_index(drop=True)


def _placed(rows: pd.DataFrame, level: str | None, nest: Nest) -> pd.DataFrame:
    """The rows with the unit of every level; all are of the city, wherever they were asked."""
    found = rows.copy()
    city = nest.codes(CITY_LEVEL)[0]
    for shown in nest.shown:
        if shown == CITY_LEVEL:
            found[level_column(shown)] = city
        elif level is None or nest.is_coarser(level, shown):
            found[level_column(shown)] = None
        elif shown == level:
            found[level_column(shown)] = found["unit"]
        else:
            found[level_column(shown)] = found["unit"].map(nest.holders[level][shown])
    return found
