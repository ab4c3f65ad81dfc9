"""What the pages of indicators say of a city, taken from the public tables, alike for both markers. Nothing here adds or averages them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from tejido.catalogue import Definition
from tejido.catalogue.variables import Variable
from tejido.reading.facts import EVERYBODY, Facts, records
from tejido.survey.comparisons import CANNOT
from tejido.survey.indicative import INDICATIVE
from tejido.tables import CITY_LEVEL
from tejido.tables.flags import PROTECTED, has

MOST_UNITS = 600
"""More units than this are neither drawn nor listed on the page of an indicator."""
PAIR = ("origin=rm", "origin=host")
"""The groups that stand beside each other in the list."""

__all__ = ["MOST_UNITS", "PAIR", "Measured"]


class Measured(ABC):
    """The indicators of one marker in a public release; `ordered` holds them by area, theme after theme."""

    standard: Mapping[str, Variable]
    """The variables that its indicators may read."""

    def __init__(self, facts: Facts, ordered: Mapping[str, Sequence[Definition]]) -> None:
        self.facts, self.ordered = facts, ordered
        indicators = [one.id for members in ordered.values() for one in members]
        self._values = facts.values_of(indicators)
        self._gaps = facts.differentials_of(indicators)

    @abstractmethod
    def area_name(self, area: str, lang: str) -> str:
        """The name of a key of `ordered`."""

    @abstractmethod
    def theme(self, one: Definition, lang: str) -> str:
        """The theme inside its area: a dimension, or a sub-dimension."""

    @abstractmethod
    def described(self, one: Definition, lang: str) -> list[tuple[str, str]]:
        """All that its entry says of how it is made: headings and Markdown texts."""

    @abstractmethod
    def sheet(self, one: Definition, lang: str) -> str:
        """Where the documentation tells of it; empty where it does not."""

    @abstractmethod
    def left_out(self, one: Definition, lang: str) -> str:
        """Why the city leaves it out; empty where it does not."""

    def places(self) -> Iterator[tuple[Definition | None, Definition, Definition | None]]:
        """Every indicator between the ones before and after it in its area."""
        for members in self.ordered.values():
            around = [None, *members, None]
            yield from zip(around, members, around[2:], strict=False)

    @cached_property
    def _city(self) -> Mapping[tuple[str, str], Any]:
        rows = self._values[self._values["level"] == CITY_LEVEL].sort_values(["indicator", "group"], kind="stable")
        return {(str(row.indicator), str(row.group)): row for row in rows.itertuples(index=False)}

    def city(self, one: Definition, group: str = EVERYBODY) -> Any:
        """The row of the values table of the whole city; None where there is none."""
        return self._city.get((one.id, group))

    def groups(self, one: Definition) -> list[Any]:
        """The rows of the whole city with a figure of a group of people, by the groups' codes."""
        return [
            row for (id_, group), row in self._city.items()
            if id_ == one.id and group != EVERYBODY and pd.notna(row.value)
        ]  # fmt: skip

    @cached_property
    def _below(self) -> Mapping[tuple[str, str], pd.DataFrame]:
        """The figures of everybody in units, by indicator and level."""
        everybody = self._values[(self._values["group"] == EVERYBODY) & (self._values["level"] != CITY_LEVEL)]
        rows = everybody.groupby(["indicator", "level"], sort=True)
        return {(str(leaf), str(level)): found for (leaf, level), found in rows}

    @cached_property
    def known(self) -> frozenset[str]:
        """The indicators of which any figure is public."""
        return frozenset(self._values.loc[self._values["value"].notna(), "indicator"])

    @cached_property
    def tried(self) -> frozenset[str]:
        """The indicators that were measured, with or without a figure that may be shown."""
        return frozenset(self._values["indicator"])

    @cached_property
    def _city_gaps(self) -> Mapping[str, list[dict[str, Any]]]:
        rows = self._gaps[self._gaps["level"] == CITY_LEVEL]
        return {str(leaf): records(found) for leaf, found in rows.groupby("indicator", sort=True)}

    def gaps(self, one: Definition) -> list[dict[str, Any]]:
        """The comparisons of groups in the whole city: rows of `tables.DIFFERENTIALS`."""
        return self._city_gaps.get(one.id, [])

    def pair(self, one: Definition) -> tuple[Any, Any] | None:
        """The rows of refugees and migrants and of their hosts where both have a figure and something can be said of both."""
        rows = [self.city(one, group) for group in PAIR]
        mute = any(
            row["verdict"] == CANNOT and row["kind"] != INDICATIVE and (row["group"], row["against"]) == PAIR
            for row in self.gaps(one)
        )
        if mute or any(row is None or pd.isna(row.value) for row in rows):
            return None
        return rows[0], rows[1]

    @cached_property
    def levels(self) -> Mapping[str, list[str]]:
        """Per indicator the levels with figures of their own, coarse to fine: not taken over from a larger unit nor from the city."""
        order = [level for level in self.facts.meta.get("level_names", {}) if level != CITY_LEVEL]
        place = {level: at for at, level in enumerate(order or [level["id"] for level in self.facts.levels])}
        found: dict[str, list[str]] = {}
        # By level from coarse to fine, whatever the order of the rows.
        for leaf, level in sorted(self._below, key=lambda pair: (pair[0], place[pair[1]])):
            rows = self._below[leaf, level]
            rows = rows[rows["value"].notna() & (rows["domain"].fillna("") != CITY_LEVEL)]
            # A support that is no level of units is the city's.
            if any(place.get(support, -1) >= place[level] for support in rows["support"].unique()):
                found.setdefault(leaf, []).append(level)
        return found

    @cached_property
    def drawn(self) -> Mapping[str, tuple[str, str]]:
        """Per indicator the level that is drawn and listed, and the finest that was measured; only those that have levels."""
        sizes = {level["id"]: level["n_units"] for level in self.facts.levels}
        found = {}
        for leaf, levels in self.levels.items():
            fitting = [level for level in levels if sizes[level] <= MOST_UNITS]
            found[leaf] = (fitting or levels)[-1 if fitting else 0], levels[-1]
        return found

    @cached_property
    def units(self) -> Mapping[str, pd.DataFrame]:
        """Per indicator the units that are drawn with their figure: ``unit name population value n protected merged weak``, by name."""
        return {leaf: self._units(leaf, level) for leaf, (level, _) in self.drawn.items()}

    @cached_property
    def _by_name(self) -> Mapping[str, pd.DataFrame]:
        """The units of each level, by name."""
        found = self.facts.units.sort_values(["name", "unit"], kind="stable").groupby("level", sort=True)
        return {str(level): units for level, units in found}

    def _units(self, leaf: str, level: str) -> pd.DataFrame:
        units = self._by_name[level]
        rows = self._below[leaf, level].set_index("unit").reindex(units["unit"])
        missing = rows["value"].isna().to_numpy()
        return pd.DataFrame({
            "unit": units["unit"].to_numpy(),
            "name": units["name"].to_numpy(),
            "population": units["population"].to_numpy(),
            "value": rows["value"].to_numpy(),
            "n": rows["n"].to_numpy(dtype=float, na_value=np.nan),
            "protected": missing & (has(rows["flags"], PROTECTED) | has(units["flags"], PROTECTED)),
            "merged": ~missing & np.asarray(rows["domain"].notna() & (rows["domain"] != CITY_LEVEL)),
            "weak": ~missing & np.asarray(rows["quality"] == "weak"),
        })  # fmt: skip

    def below(self, one: Definition) -> pd.DataFrame:
        """The figures of everybody at the level that is drawn."""
        drawn = self.drawn.get(one.id)
        return self._values.iloc[:0] if drawn is None else self._below[one.id, drawn[0]]

    @cached_property
    def sources(self) -> Mapping[str, list[str]]:
        """Who says the figures of an indicator."""
        rows = self._values.loc[self._values["value"].notna(), ["indicator", "source"]].drop_duplicates()
        rows = rows.sort_values(["indicator", "source"], kind="stable")
        return {str(leaf): list(found) for leaf, found in rows.groupby("indicator", sort=True)["source"]}

    @cached_property
    def periods(self) -> Mapping[str, str]:
        """Of when the figures of an indicator are."""
        first = self._values.groupby("indicator", sort=True)["period"].first()
        return {str(leaf): str(period) for leaf, period in first.items()}

    def variables(self, one: Definition) -> Mapping[str, Variable] | None:
        """The variables that its formula over answers reads; None where this version of tejido lacks one of them or one of its
        answers, as of a release that another version made.
        """
        standard, made = self.standard, one.answers
        if made is None:
            return standard
        if any(name not in standard for name in made.variables):
            return None
        conditions = (*made.among, *made.of, *made.over, *made.one, *made.other)
        answers = ((each.variable, value) for each in conditions for value in each.values)
        return standard if all(value in standard[name].categories for name, value in answers) else None
