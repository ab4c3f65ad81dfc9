"""The gate: what of a measured city may be seen, decided before anything is scored.

In: units, people, values and comparisons as measured. Out: the same tables without what the rule forbids (`privacy.rule`), and
without what would give it back (`privacy.closing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from tejido.catalogue import Catalogue
from tejido.city import CityConfig
from tejido.errors import fail
from tejido.measure.levels import Nest
from tejido.measure.lying import Lying
from tejido.privacy import (
    Rule,
    close_figures,
    close_people,
    close_units,
    protect_differentials,
    protect_people,
    protect_units,
    protect_values,
)
from tejido.privacy.closing import Together
from tejido.privacy.listed import DEFAULT, Crossing
from tejido.release import open_release
from tejido.tables import VALUES
from tejido.tables.flags import PROTECTED, has

Figure = tuple[str, str, str, str]
"""Indicator, level, unit (or the domain of merged units) and group."""


@dataclass(frozen=True)
class Known:
    """What everybody knows already from what was published of this round: residents by level and unit, figures from answers, and
    which units shared one of a census (rows of `VALUES`).
    """

    units: frozenset[tuple[str, str]] = frozenset()
    figures: frozenset[Figure] = frozenset()
    merged: pd.DataFrame = field(default_factory=VALUES.empty, compare=False)


@dataclass(frozen=True)
class Gate:
    """What the city allows. Without `complementary` only the rule holds: for tests that show why that is not enough."""

    rule: Rule = field(default_factory=Rule)
    crossings: tuple[Crossing, ...] = DEFAULT
    known: Known = field(default_factory=Known)
    complementary: bool = True

    @classmethod
    def of(cls, config: CityConfig, folder: Path, complementary: bool = True) -> Gate:
        """The gate of a city folder.

        Raises:
            TejidoError: A250, an earlier public folder that it names is of another city or round; or it cannot be opened.
        """
        publish = config.publish
        known = _known((folder / one for one in publish.earlier), config)
        return cls(Rule(publish.persons, publish.households), publish.crossings, known, complementary)

    def units(self, counted: pd.DataFrame, lying: Lying) -> tuple[pd.DataFrame, Together]:
        """`UNITS` of all levels with the residents of small units hidden, and of those that would give them away;
        and for each unit so hidden the protected unit that it is in.
        """
        shown = protect_units(counted, self.rule)
        if self.complementary:
            return close_units(shown, counted, lying.levels, self.rule, lying, self.known.units)
        alone = shown[has(shown["flags"], PROTECTED)]
        return shown, dict(zip(zip(alone["level"], alone["unit"], strict=True), alone["unit"], strict=True))

    def people(self, counted: pd.DataFrame, units: pd.DataFrame, nest: Nest) -> pd.DataFrame:
        """Counts of groups by level and unit, small ones hidden. `units` as counted."""
        shown = protect_people(counted, self.rule)
        if not self.complementary:
            return shown
        return close_people(shown, counted, units, nest.shown, self.crossings, self.rule.persons)

    def figures(
        self,
        values: pd.DataFrame,
        differentials: pd.DataFrame,
        units: pd.DataFrame,
        people: pd.DataFrame,
        catalogue: Catalogue,
        nest: Nest,
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """`VALUES` and `DIFFERENTIALS` that may be seen. `units` and `people` as this gate left them."""
        # Hidden residents are enough behind a figure, or not, by how many they are; the flags tell what must not follow from it.
        counted = pd.concat(nest.persons).reindex(pd.MultiIndex.from_frame(units[["level", "unit"]]))
        behind = units.assign(population=counted.to_numpy())
        shown = protect_values(values, behind, catalogue, self.rule, levels=nest.levels, people=people)
        compared = protect_differentials(differentials, self.rule, shown, catalogue)
        if not self.complementary:
            return shown, compared
        return close_figures(
            (values, differentials), (shown, compared), units, catalogue, self.rule,
            levels=nest.levels, crossings=self.crossings, known=self.known.figures,
        )  # fmt: skip


def _known(folders: Iterable[Path], config: CityConfig) -> Known:
    """What earlier public folders of the same city and round show."""
    units: set[tuple[str, str]] = set()
    figures: set[Figure] = set()
    merged: list[pd.DataFrame] = []
    for folder in folders:
        earlier = open_release(folder, audience="public")
        told = (earlier.meta["city"]["code"], earlier.meta["period"])
        if told != (config.code, config.period):
            raise fail("A250", folder=folder.name, city=told[0], period=told[1])
        counted = earlier.table("units")
        counted = counted[counted["population"].notna()]
        units |= set(zip(counted["level"], counted["unit"], strict=True))
        values = earlier.table("values")
        merged.append(values[values["domain"].notna() & (values["kind"] == "register")])
        values = values[values["n"].notna() & (values["level"] == values["support"])]
        # What was shown of merged units together is known of them together, not of each.
        place = values["domain"].fillna(values["unit"])
        figures |= set(zip(values["indicator"], values["level"], place, values["group"], strict=True))
        if "differentials" in earlier.tables:
            gaps = earlier.table("differentials")
            for side, group in (("", "group"), ("_against", "against")):
                told_of = gaps[gaps[f"n{side}"].notna()]
                figures |= set(
                    zip(told_of["indicator"], told_of["level"], told_of["unit"], told_of[group], strict=True)
                )
    together = pd.concat(merged, ignore_index=True) if merged else VALUES.empty()
    return Known(frozenset(units), frozenset(figures), together)
