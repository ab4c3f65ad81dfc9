"""Where a survey's figure can be placed: the finest level that carries it, and units merged until they do.

A figure of a unit with few answers is no figure. It is shown for the unit and its neighbours together, as a declared domain,
and never for less than that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.survey.sums import Floats
from tejido.tables import CITY_LEVEL

MERGED = "+"
"""What the code of a domain of several units ends in, after the smallest code of its units."""
MOST = 0.5
"""Share of the people who must live in units that pass on their own, for a level to be chosen."""

Passes = Callable[[pd.Series], pd.Series]
"""From the domain of every unit to whether each domain passes; a domain that is not told does not pass."""

__all__ = ["MERGED", "MOST", "Passes", "choose_level", "merge_units"]


def choose_level(passing: pd.DataFrame, levels: Sequence[str], share: float = MOST) -> pd.Series:
    """The finest level at which each indicator passes for most people.

    Args:
        passing: one row per indicator, level and unit of that level, those without answers included: ``indicator``,
            ``level``, ``unit``, ``population`` (people of the universe who live there), ``passes``.
        levels: from coarse to fine, as a city names them.
        share: the part of the people who must live in units that pass.

    Returns:
        The level by indicator, in the order of their names: `tables.CITY_LEVEL` where none carries it.
    """
    living = passing.assign(carried=passing["population"].where(passing["passes"].astype(bool), 0.0))
    sums = living.groupby(["indicator", "level"], sort=True)[["carried", "population"]].sum()
    # Equal shares must not hang on how their sums were rounded.
    enough = (sums["population"] > 0) & (sums["carried"] >= share * sums["population"] * (1 - 1e-12))
    chosen = {}
    for indicator in sorted(set(passing["indicator"])):
        fits = [level for level in reversed(levels) if enough.get((indicator, level), False)]
        chosen[indicator] = fits[0] if fits else CITY_LEVEL
    return pd.Series(chosen, name="level", dtype="str").rename_axis("indicator")


def merge_units(units: pd.DataFrame, neighbours: pd.DataFrame, passes: Passes) -> pd.Series:
    """Domains in which a figure passes: units that pass stay alone, the others join neighbours inside their parent.

    In rounds: every domain that does not pass, the smallest first, joins one neighbour that has not grown in this round;
    rather one with answers than one without, rather one that does not pass either than one that does, the smallest of them.
    Then `passes` is asked again. A domain without neighbours joins the nearest of its parent. Where a parent does not pass
    even as a whole, its units get the city's figure. Two domains that pass are never joined.

    `passes` is called once per round (about ten rounds for 500 units), so it may estimate anew from the answers.

    Args:
        units: one row per unit of one level: ``unit``, ``parent`` (missing: outside all), ``n`` (answers, 0 where none) and,
            if known, ``x`` and ``y`` (middle of the unit, metres; without them the nearest is the smallest).
        neighbours: pairs of units that touch, ``unit`` and ``other``, in one direction or both; pairs across parents or of
            other units are passed over.
        passes: see `Passes`.

    Returns:
        The code of its domain by unit, by code: the unit's own, the smallest of its units' with `MERGED`, or
        `tables.CITY_LEVEL`. The order of the rows given does not matter.

    Raises:
        TejidoError: E820 a unit's code could be that of a domain; E821 a unit stands twice.
    """
    plan = _Plan(units, neighbours)
    while True:
        domains = plan.domains()
        told = passes(domains)
        failing = [code for code in sorted(plan.members) if not bool(told.get(plan.name(code), False))]
        if not plan.grow(failing):
            break
    alone = [unit for code in failing for unit in plan.members[code]]
    domains[alone] = CITY_LEVEL
    return domains


class _Plan:
    """Domains as they grow: each is known by the smallest code of its units."""

    def __init__(self, units: pd.DataFrame, neighbours: pd.DataFrame) -> None:
        table = units.assign(unit=units["unit"].map(str)).sort_values("unit").set_index("unit")
        if table.index.has_duplicates:
            raise fail("E821", unit=str(table.index[table.index.duplicated()][0]))
        reserved = [code for code in table.index if code == CITY_LEVEL or code.endswith(MERGED)]
        if reserved:
            raise fail("E820", unit=reserved[0])
        self.members = {code: [code] for code in table.index}
        self.n = dict(zip(table.index, table["n"].fillna(0).astype(float), strict=True))
        self.parent = dict(
            zip(table.index, table["parent"].astype(object).where(table["parent"].notna(), ""), strict=True)
        )
        self.near: dict[str, set[str]] = {code: set() for code in table.index}
        for one, other in zip(neighbours["unit"].map(str), neighbours["other"].map(str), strict=True):
            if one != other and one in self.near and other in self.near and self.parent[one] == self.parent[other]:
                self.near[one].add(other)
                self.near[other].add(one)
        self.place = {}
        if "x" in table and "y" in table:
            self.place = dict(zip(table.index, table[["x", "y"]].to_numpy(np.float64), strict=True))

    def name(self, code: str) -> str:
        """The code under which the domain is shown."""
        return code if len(self.members[code]) == 1 else code + MERGED

    def domains(self) -> pd.Series:
        """The name of its domain by unit."""
        found = {unit: self.name(code) for code, units in self.members.items() for unit in units}
        return pd.Series(found, name="domain", dtype="str").sort_index().rename_axis("unit")

    def grow(self, failing: list[str]) -> bool:
        """One round; false if no domain could join another."""
        # Two domains without answers make no figure together: they join only where there is nothing else to do.
        return self._round(failing, answered=True) or self._round(failing, answered=False)

    def _round(self, failing: list[str], answered: bool) -> bool:
        weak, grown, joined = set(failing), set[str](), False
        for code in sorted(failing, key=lambda one: (self.n[one], one)):
            if code not in self.members or code in grown:
                continue
            empty = self.n[code] == 0
            around = [other for other in self.near[code] or self._nearest(code) if self.n[other] > 0 or not answered]
            # Who brings no answers changes no figure: it may join a domain that has grown, and more may follow it.
            free = [other for other in around if empty or other not in grown]
            if not free:
                continue
            partner = min(free, key=lambda one: (one not in weak, self.n[one], one))
            final = not empty or partner in grown
            kept = self._join(code, partner)
            weak = weak - {code, partner} | ({kept} if partner in weak else set())
            grown = grown - {partner} | ({kept} if final else set())
            joined = True
        return joined

    def _nearest(self, code: str) -> set[str]:
        """The one nearest domain of the parent; all of them where no places are known."""
        others = [other for other in self.members if other != code and self.parent[other] == self.parent[code]]
        if not self.place or not others:
            return set(others)
        here = np.array([self.place[unit] for unit in self.members[code]])
        return {min(others, key=lambda other: (self._distance(here, other), other))}

    def _distance(self, here: Floats, other: str) -> float:
        there = np.array([self.place[unit] for unit in self.members[other]])
        return float(np.hypot(*(here[:, None, :] - there[None, :, :]).transpose(2, 0, 1)).min())

    def _join(self, code: str, partner: str) -> str:
        """Make one domain of two; its code is the smaller one."""
        kept, gone = min(code, partner), max(code, partner)
        self.members[kept] += self.members.pop(gone)
        self.n[kept] += self.n.pop(gone)
        self.near[kept] = (self.near[kept] | self.near.pop(gone)) - {kept, gone}
        for other in self.near[kept]:
            self.near[other] = (self.near[other] - {gone}) | {kept}
        return kept
