"""A city's survey made ready for estimates: its tables with their designs, the units of every level, and replicates.

In: a `CitySurvey` and how the city's units nest. Out: a `Sample`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido import survey
from tejido.catalogue import Catalogue
from tejido.catalogue.answers import FromAnswers
from tejido.catalogue.asking import closure
from tejido.catalogue.groups import groups
from tejido.catalogue.variables import Asking, Variable
from tejido.city import CitySurvey, formulas
from tejido.measure.levels import Nest
from tejido.measure.on_engine import estimates_on
from tejido.privacy.listed import DIMENSIONS, dimensions_of
from tejido.survey.columns import Rows
from tejido.survey.design import Design
from tejido.survey.distribution import RANKED
from tejido.survey.groups import by_dimension, finest_level
from tejido.survey.indicators import estimate_indicators, replicate_indicators
from tejido.survey.rescaled import rescaled_factors
from tejido.tables import CITY_LEVEL, EVERYBODY

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

REPLICATES = 500
"""Replicates of every survey: one set, from which all that is said of the marker's interval comes."""

ORIGIN = "origin"
"""The dimension whose groups have scores: they differ by where they live."""

PLACE = "@place"
"""The column of a table of answers with the unit or domain of every row, while it is asked."""

Table = Asking

__all__ = ["ORIGIN", "REPLICATES", "Sample", "Table", "group_of", "level_column"]


def level_column(level: str) -> str:
    """The column of a sample's tables with the unit of a level."""
    return f"@{level}"


def group_of(group: str) -> str | None:
    """The value of `ORIGIN` in a canonical group; None for everybody."""
    return None if group == EVERYBODY else group.partition("=")[2]


@dataclass(frozen=True, eq=False)
class Sample:
    """A survey's `tables` with their `designs`; `formulas` are the indicators that they can feed, by table; `engine` does the
    sums of estimates, NumPy where it is None. `scored` are the indicators that enter the marker; `dimensions` tells by which
    dimensions of people each indicator is told apart; `finest` is the finest level at which answers are told.
    """

    survey: CitySurvey
    tables: Mapping[Table, pd.DataFrame]
    designs: Mapping[Table, Design]
    formulas: Mapping[Table, Mapping[str, FromAnswers]]
    engine: BaseBackend | None = None
    scored: frozenset[str] = frozenset()
    dimensions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    finest: str | None = None

    @classmethod
    def of(
        cls,
        read: CitySurvey,
        catalogue: Catalogue,
        nest: Nest,
        engine: BaseBackend | None = None,
        finest: str | None = None,
    ) -> Sample:
        """Place the answers and make the designs. Indicators of a variable that nobody answered, or that the city omits, are not fed.
        Without a `finest` level answers are told down to the one above the finest of all: of blocks they tell nothing.

        Raises:
            TejidoError: the design cannot be: see `survey.design`.
        """
        given = read.tables
        feeds: dict[Table, dict[str, FromAnswers]] = {name: {} for name in given}
        for indicator, formula in formulas(read, catalogue).items():
            answers = given[formula.table][list(formula.variables)]
            if not catalogue.is_omitted(indicator) and answers.notna().any().all():
                feeds[formula.table][indicator] = formula
        tables: dict[Table, pd.DataFrame] = {
            name: _placed(_sorted(rows), read.level, nest) for name, rows in given.items() if feeds[name] and len(rows)
        }
        files: dict[Table, str | None] = {
            "households": read.spec.households or read.spec.submissions,
            "persons": read.spec.persons or read.spec.submissions,
            "adults": read.spec.persons or read.spec.submissions,
        }
        designs = {
            name: survey.design(rows, "weight", read.strata, read.psu, read.fpc, read.spec.lonely, files[name])
            for name, rows in tables.items()
        }
        fed = {name: feeds[name] for name in tables}
        told = {
            one: _told_by(one, formula, catalogue, read.known) for some in fed.values() for one, formula in some.items()
        }
        coarser = nest.levels[-2] if len(nest.levels) > 2 else nest.levels[-1]
        return cls(read, tables, designs, fed, engine, frozenset(catalogue.indicators), told, finest or coarser)

    @property
    def indicators(self) -> list[str]:
        """What the answers can tell, sorted."""
        return sorted(one for formulas in self.formulas.values() for one in formulas)

    @property
    def indicative(self) -> bool:
        """Whether nobody knows how likely each one was to be asked."""
        return self.survey.spec.sampling == "indicative"

    @property
    def apart(self) -> bool:
        """Whether its figures are told but enter no score: nobody gave a reason why they may."""
        return self.indicative and not self.survey.spec.enters_marker

    @property
    def groups(self) -> list[str]:
        """The groups of people that were told apart, as canonical text, sorted."""
        found = {str(one) for rows in self.tables.values() for one in rows[ORIGIN].dropna().unique()}
        return [f"{ORIGIN}={one}" for one in sorted(found)]

    @property
    def compared(self) -> frozenset[str]:
        """The indicators told by origin."""
        return frozenset(one for one, told in self.dimensions.items() if ORIGIN in told)

    def crossing(self, name: Table, by: Sequence[str]) -> pd.Series | None:
        """The canonical group of every row of a table in the crossing of the dimensions `by`, missing where one of them cannot be
        told; None where the survey did not ask one.
        """
        told = [self._dimension(name, dimension) for dimension in sorted(by)]
        known = [values for values in told if values is not None]
        if len(known) < len(told):
            return None
        named = [dimension + "=" + values.astype("str") for dimension, values in zip(sorted(by), known, strict=True)]
        everything = pd.concat([values.notna() for values in known], axis=1).all(axis=1)
        return reduce(lambda left, right: left + ";" + right, named).where(everything)

    def _dimension(self, name: Table, dimension: str) -> pd.Series | None:
        """The value of every row in the groups of a dimension, told once."""
        if (name, dimension) not in self._told:
            self._told[name, dimension] = by_dimension(self.tables[name], dimension)
        return self._told[name, dimension]

    @cached_property
    def _told(self) -> dict[tuple[Table, str], pd.Series | None]:
        return {}

    @property
    def df(self) -> float:
        """Degrees of freedom of the whole sample: clusters less strata, of the table that has fewer."""
        stages = [design.stages[0] for design in self.designs.values()]
        return float(max(1, min((len(stage.stratum) - len(stage.size) for stage in stages), default=1)))

    def table_of(self, indicator: str) -> Table:
        """The table that an indicator asks of."""
        return next(name for name, formulas in self.formulas.items() if indicator in formulas)

    def formula(self, indicator: str) -> FromAnswers:
        """How an indicator comes from the answers."""
        return self.formulas[self.table_of(indicator)][indicator]

    def seed(self, what: str = "") -> int:
        """The seed of what is drawn for this survey; the same in every run."""
        return crc32(f"{self.survey.spec.id} {what}".strip().encode())

    def planned(self, level: str | None, group: str = EVERYBODY) -> bool:
        """Whether the sample was sized for the units of a level (None: for domains that were merged), and for the group.

        Where everybody counts the same a design effect around 1 is all that there can be, and no sign of a wrong design. The same
        holds of sexes, ages and disabilities, which are found in every cluster (cross-classes: Kish 1987, section 2.3).
        """
        sized = self.survey.spec.planned
        return self.indicative or (level in sized and (ORIGIN not in dimensions_of(group) or ORIGIN in sized))

    def placed(self, indicators: Sequence[str], group: str, place: pd.Series) -> pd.DataFrame:
        """The table of some indicators with the `place` of everybody in a group in the column `PLACE`."""
        rows, value = self.tables[self.table_of(indicators[0])], group_of(group)
        inside = place if value is None else place.where((rows[ORIGIN] == value).fillna(False))
        return rows.assign(**{PLACE: inside})

    def estimates(self, indicators: Sequence[str], group: str, place: pd.Series, planned: bool) -> pd.DataFrame:
        """Estimates of indicators of one table for one group, by the `place` of every row: ``indicator, unit`` and the columns
        of `survey.estimate_indicators`.
        """
        name, rows = self.table_of(indicators[0]), self.placed(indicators, group, place)
        summed = [one for one in indicators if self.engine is not None and one not in self.in_memory]
        asked = {one: self.formulas[name][one] for one in indicators if one not in summed}
        made = []
        if asked:
            made.append(
                estimate_indicators(self.designs[name], rows, asked, [PLACE], planned=planned, read=self.read[name])
            )
        if summed and self.engine is not None:
            formulas = {one: self.formulas[name][one] for one in summed}
            made.append(estimates_on(self.engine, self.survey, rows, formulas, PLACE, planned))
        return pd.concat(made, ignore_index=True).rename(columns={PLACE: "unit"})

    @cached_property
    def in_memory(self) -> tuple[str, ...]:
        """The indicators that an engine leaves to memory: it makes sums, and these need answers in order."""
        formulas = (one for of_table in self.formulas.values() for one in of_table.items())
        return tuple(indicator for indicator, formula in formulas if self.engine and formula.statistic in RANKED)

    def attributes(self, indicator: str) -> frozenset[str]:
        """The variables that an indicator reads, those from which others follow included."""
        return closure(self.formula(indicator).variables, self.survey.known, skips=False)

    def levels(self, indicator: str, shown: Sequence[str]) -> Sequence[str]:
        """The levels of `shown` at which the figure may be told, whatever the answers: of some people nothing but the city's."""
        finest = finest_level(self.attributes(indicator))
        return shown if finest is None else shown[: shown.index(finest) + 1]

    def replicated(self, indicator: str, group: str, place: pd.Series) -> tuple[pd.Index[str], NDArray[np.float64]]:
        """An indicator of a group by place, estimated again in every replicate: the places and (`REPLICATES`, places)."""
        name, rows = self.table_of(indicator), self.placed([indicator], group, place)
        asked = {indicator: self.formulas[name][indicator]}
        keys, found = replicate_indicators(self.designs[name], rows, asked, [PLACE], self.factors[name])
        return pd.Index(keys[PLACE]), found

    @cached_property
    def read(self) -> Mapping[Table, Rows]:
        """The answers of every table, read once for all places that are asked about."""
        return {name: Rows(rows) for name, rows in self.tables.items()}

    @cached_property
    def factors(self) -> Mapping[Table, NDArray[np.float64]]:
        """Replicate factors (leaves, `REPLICATES`) of all tables, whose rows share their clusters and so their factors."""
        first = next(iter(self.tables))
        made = rescaled_factors(self.designs[first], REPLICATES, self.seed())
        return {name: made if name == first else made[self._shared(first, name)] for name in self.tables}

    def _shared(self, first: Table, other: Table) -> NDArray[np.intp]:
        """For every leaf of the design of `other` the same cluster's leaf in that of `first`."""
        stages = self.survey.psu[: max(len(self.survey.fpc), 1)]
        columns = [column for column in (self.survey.strata, *stages) if column]
        keys = []
        for name in (first, other):
            rows = np.unique(self.designs[name].leaf, return_index=True)[1]
            keys.append(pd.MultiIndex.from_frame(self.tables[name].iloc[rows][columns].astype("str")))
        place = keys[0].get_indexer(keys[1])
        assert (place >= 0).all(), "somebody of a household that is not in the table before"
        return place


def _told_by(
    indicator: str, formula: FromAnswers, catalogue: Catalogue, known: Mapping[str, Variable]
) -> frozenset[str]:
    """The dimensions by which an indicator is told apart: of households only who came and who was here, and none of which the
    indicator itself tells (the diversity of ages of one age says nothing).
    """
    measured = {name for name in (formula.value, formula.classes) if name} | {one.variable for one in formula.of}
    measured |= {known[name].cut or name for name in measured if name in known}
    return frozenset(
        one
        for one in DIMENSIONS
        if catalogue.told_by(indicator, one)
        and (one == ORIGIN or (formula.table != "households" and not measured & set(_needed(one))))
    )


def _needed(dimension: str) -> tuple[str, ...]:
    return groups().of_dimension(dimension).needed


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by their keys, so that the order of a file leaves no trace in sums."""
    keys = [name for name in ("household", "person") if name in rows.columns]
    return rows.sort_values(keys, kind="stable", key=lambda column: column.astype("str")).reset_index(drop=True)


def _placed(rows: pd.DataFrame, level: str | None, nest: Nest) -> pd.DataFrame:
    """The rows with the unit of every level; all are of the city, wherever they were asked."""
    units: dict[str, pd.Series | str | None] = {}
    for shown in nest.shown:
        if shown == CITY_LEVEL:
            units[shown] = nest.codes(CITY_LEVEL)[0]
        elif level is None or nest.is_coarser(level, shown):
            units[shown] = None
        else:
            units[shown] = rows["unit"] if shown == level else rows["unit"].map(nest.holders[level][shown])
    return rows.assign(**{level_column(shown): unit for shown, unit in units.items()})
