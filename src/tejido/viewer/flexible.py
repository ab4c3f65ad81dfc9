"""What the pages of the extended marker say of a city, taken from the public tables. Nothing here adds or averages indicators."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from tejido.catalogue.extended import Extended, ExtendedIndicator
from tejido.catalogue.variables import Variable, variables
from tejido.survey.comparisons import CANNOT
from tejido.survey.indicative import INDICATIVE
from tejido.tables import CITY_LEVEL
from tejido.tables.flags import PROTECTED, has
from tejido.viewer.facts import EVERYBODY, Facts, records

MOST_UNITS = 600
"""More units than this are neither drawn nor listed on the page of an indicator."""
PAIR = ("origin=rm", "origin=host")
"""The groups that stand beside each other in the list."""

__all__ = ["MOST_UNITS", "PAIR", "Flexible"]


class Flexible:
    """The extended marker of a public release, by indicator. `extended` is that by which the city was measured."""

    def __init__(self, facts: Facts, extended: Extended) -> None:
        self.facts, self.extended = facts, extended
        themes = {theme: place for place, theme in enumerate(extended.subdimensions)}
        self.ordered: dict[str, tuple[ExtendedIndicator, ...]] = {
            area: tuple(sorted(extended.of_area(area), key=lambda one: themes[one.subdimension]))
            for area in extended.areas
        }
        self._values = facts.values_of(extended.indicators)
        self._gaps = facts.differentials_of(extended.indicators)

    @cached_property
    def _city(self) -> Mapping[tuple[str, str], Any]:
        rows = self._values[self._values["level"] == CITY_LEVEL].sort_values(["indicator", "group"], kind="stable")
        return {(str(row.indicator), str(row.group)): row for row in rows.itertuples(index=False)}

    def city(self, one: ExtendedIndicator, group: str = EVERYBODY) -> Any:
        """The row of the values table of the whole city; None where there is none."""
        return self._city.get((one.id, group))

    def groups(self, one: ExtendedIndicator) -> list[Any]:
        """The rows of the whole city with a figure of a group of people, by the groups' codes."""
        return [
            row for (id_, group), row in self._city.items()
            if id_ == one.id and group != EVERYBODY and pd.notna(row.value)
        ]  # fmt: skip

    @cached_property
    def _by_indicator(self) -> Mapping[str, pd.DataFrame]:
        everybody = self._values[(self._values["group"] == EVERYBODY) & (self._values["level"] != CITY_LEVEL)]
        return {str(leaf): rows for leaf, rows in everybody.groupby("indicator", sort=True)}

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

    def gaps(self, one: ExtendedIndicator) -> list[dict[str, Any]]:
        """The comparisons of groups in the whole city: rows of `tables.DIFFERENTIALS`."""
        return self._city_gaps.get(one.id, [])

    def pair(self, one: ExtendedIndicator) -> tuple[Any, Any] | None:
        """The rows of refugees and migrants and of their hosts where both have a figure and something can be said of both."""
        rows = [self.city(one, group) for group in PAIR]
        mute = any(
            row["verdict"] == CANNOT and row["kind"] != INDICATIVE and (row["group"], row["against"]) == PAIR
            for row in self.gaps(one)
        )
        if mute or any(row is None or pd.isna(row.value) for row in rows):
            return None
        return rows[0], rows[1]

    def levels(self, one: ExtendedIndicator) -> list[str]:
        """The levels with figures of their own, coarse to fine: not taken over from a larger unit nor from the whole city."""
        rows = self._by_indicator.get(one.id)
        if rows is None:
            return []
        order = [level for level in self.facts.meta.get("level_names", {}) if level != CITY_LEVEL]
        order = order or [level["id"] for level in self.facts.levels]
        place = {level: number for number, level in enumerate(order)}
        own = rows["value"].notna() & (rows["domain"].fillna("") != CITY_LEVEL)
        # A support that is not among the levels is the city's.
        own &= rows["support"].map(place).fillna(-1).astype(int) >= rows["level"].map(place).astype(int)
        found = set(rows.loc[own, "level"])
        return [level["id"] for level in self.facts.levels if level["id"] in found]

    def drawn(self, one: ExtendedIndicator) -> tuple[str, str] | None:
        """The level that is drawn and listed, and the finest that was measured; None where the city has but one figure."""
        levels = self.levels(one)
        if not levels:
            return None
        sizes = {level["id"]: level["n_units"] for level in self.facts.levels}
        fitting = [level for level in levels if sizes[level] <= MOST_UNITS]
        return (fitting or levels)[-1 if fitting else 0], levels[-1]

    def units(self, one: ExtendedIndicator, level: str) -> pd.DataFrame:
        """The units of a level with their figure: ``unit name population value low high n quality protected weak``."""
        units = self.facts.units[self.facts.units["level"] == level].sort_values("unit", kind="stable")
        rows = self._by_indicator[one.id]
        rows = rows.loc[rows["level"] == level, ["unit", "value", "low", "high", "n", "quality", "flags"]]
        table = units[["unit", "name", "population", "flags"]].merge(
            rows, on="unit", how="left", validate="1:1", suffixes=("_unit", "")
        )
        hidden = has(table["flags"], PROTECTED) | has(table["flags_unit"], PROTECTED)
        table["protected"] = table["value"].isna().to_numpy() & hidden
        table["weak"] = table["value"].notna().to_numpy() & np.asarray(table["quality"] == "weak")
        return table

    def below(self, one: ExtendedIndicator) -> pd.DataFrame:
        """The figures of everybody at the level that is drawn."""
        drawn = self.drawn(one)
        rows = self._by_indicator.get(one.id, self._values.iloc[:0])
        return rows.iloc[:0] if drawn is None else rows[rows["level"] == drawn[0]]

    def sources(self, one: ExtendedIndicator) -> list[str]:
        """Who says so."""
        rows = self._values[(self._values["indicator"] == one.id) & self._values["value"].notna()]
        return sorted(set(rows["source"]))

    def period(self, one: ExtendedIndicator) -> str:
        """Of when its figures are."""
        return str(self._values.loc[self._values["indicator"] == one.id, "period"].iloc[0])

    def variables(self, one: ExtendedIndicator) -> Mapping[str, Variable] | None:
        """The variables that its formula over answers reads; None where this version of tejido lacks one of them or one of its
        answers, as of a city's own questions, which no release holds.
        """
        standard, made = variables(), one.answers
        if made is None:
            return standard
        if any(name not in standard for name in made.variables):
            return None
        conditions = (*made.among, *made.of, *made.over, *made.one, *made.other)
        answers = ((each.variable, value) for each in conditions for value in each.values)
        return standard if all(value in standard[name].categories for name, value in answers) else None
