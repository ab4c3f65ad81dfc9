"""Units that may not be told alone, merged with their neighbours into protected units.

Small areas are joined until a threshold holds, as in geographic aggregation for statistical disclosure control (Hundepool et al.
2012, section 5.3.2; Young, Martin and Skinner 2009, Geographically intelligent disclosure control). What a member's figure may be
for somebody who knows how many each member counts follows from the bounds of a 2 x 2 table (Frechet 1940).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.privacy.complement import LEAST_FOR_ALL, SHARE_WIDTH
from tejido.privacy.rule import Rule

Floats = NDArray[np.float64]

_TINY = 1e-9
"""What rounding may do to a sum, as a part of it."""

_UNIT, _LARGER = "unit", "larger"
"""What a guarded member is: a unit itself, or what lies in a domain of a larger unit that does not pass."""

__all__ = ["protected_domains"]


def protected_domains(
    cells: pd.DataFrame,
    neighbours: pd.DataFrame,
    rule: Rule,
    *,
    homes: bool,
    classes: pd.DataFrame | None = None,
    start: pd.Series | None = None,
    earlier: pd.Series | None = None,
) -> pd.DataFrame:
    """Domains in which a figure may be told: units that pass stay alone, the others join neighbours of the same parent.

    Again and again the smallest domain that does not pass joins the neighbour with which it makes the smallest domain that
    passes; where there is none, the one with which it makes the smallest domain; where it touches nobody, the nearest.
    Every step leaves one domain fewer, so this ends: each domain passes, or is all of its parent. Ties go to the smaller
    code and the units are taken in the order of their codes, so that the order of the rows does not matter.

    A domain of universe D passes if

    1. at least `rule.persons` live in it, and D is at least `rule.persons` (`rule.households` for homes of one unit alone: of
       several, each member's own count must be able to be anything from 0 to `rule.persons`);
    2. where all in D are alike, at least `LEAST_FOR_ALL` persons stand behind it;
    3. of each member that would not pass alone, with d of the D, an outsider who knows d, D and A (how many of D have it)
       cannot say enough. With a of the d having it, a <= A and d - a <= D - A, so that a lies between max(0, A - (D - d)) and
       min(d, A): an interval of min(d, A, D - A, D - d), which must be at least `SHARE_WIDTH` d. Both ends can be reached, so nobody can
       say more. Where all in D are alike, (2) lets it be told. Where the figure is no share, D - d must be that large: one member
       may not be nearly all;
    4. of each member with too few to be told, an outsider who knows D and how many live in each unit cannot say how many: they are at most
       its residents, and at least what is left of D if everybody who lives in the others is counted. This interval must hold 0 or 1
       and reach `rule.persons`, or be that wide. Where the residents of units are hidden they are known of all of these together.

    No domain crosses a parent, so that a parent's figure tells no more than those of its domains together.

    Args:
        cells: one row per unit with a figure: ``unit``, ``parent`` (missing: outside all), ``residents`` (NaN unknown),
            ``universe`` (of the indicator), and if known ``x`` and ``y`` (metres), ``held`` (a tuple of names: larger
            units that do not pass themselves; what lies of each in a domain counts as one member) and ``closed`` (a name that
            the units share whose residents are hidden together; missing: they are shown).
        neighbours: pairs of units that touch, ``unit`` and ``other``; those of other units are passed over.
        rule: the thresholds.
        homes: whether the universe counts dwellings or households. Persons behind the figure are then the residents, else
            the universe.
        classes: how the universe of each unit (index) is divided, a column per class: two for a share. Without it nothing is
            known to be alike.
        start: by unit (index) the domain in which it is from the start.
        earlier: the same of an earlier release; kept where all their units are there, in one parent, and they pass.

    Returns:
        By unit (index, sorted): ``domain``, the smallest code of its units and how many more there are (``a+2``), missing for
        a unit alone; ``fails``, whether the unit would not pass alone; ``passes``, whether its domain does.
    """
    table = cells.assign(unit=cells["unit"].map(str), parent=cells["parent"].astype(object).fillna(""))
    table = table.sort_values("unit").set_index("unit")
    kinds = np.zeros((len(table), 0)) if classes is None else classes.reindex(table.index).to_numpy(np.float64)
    fails = _would_fail(table, kinds, rule, homes)
    together = [one if one is not None else pd.Series(dtype="str") for one in (start, earlier)]
    asked = {*table.index[fails], *together[0].index, *together[1].index}
    # Where a parent's units all pass alone there is nothing to do, and a city may have very many of them.
    busy = table["parent"].isin({*table.loc[table.index.isin(asked), "parent"]}).to_numpy(dtype=bool)
    plan = _Plan(table[busy], kinds[busy], fails[busy], neighbours, rule, homes)
    plan.put_together(together[0], forced=True)
    plan.put_together(together[1], forced=False)
    plan.grow()
    told = plan.result().reindex(table.index)
    return pd.DataFrame({
        "domain": told["domain"].astype("str"), "fails": fails, "passes": told["passes"].isin([True]) | ~busy,
    }, index=table.index)  # fmt: skip


def _would_fail(table: pd.DataFrame, kinds: Floats, rule: Rule, homes: bool) -> NDArray[np.bool_]:
    """Units of which the figure may not be told alone."""
    residents, universe = (table[name].to_numpy(np.float64) for name in ("residents", "universe"))
    behind = np.where(np.isfinite(residents), residents, universe) if homes else universe
    few = (residents < rule.persons) | ~(universe >= (rule.households if homes else rule.persons))
    return np.asarray(few | (_are_alike(kinds, universe) & (behind < LEAST_FOR_ALL)))


def _are_alike(kinds: Floats, universe: Floats) -> NDArray[np.bool_]:
    """Rows of which all are of one class; none where nothing is known of classes."""
    if not kinds.shape[1]:
        return np.zeros(len(kinds), dtype=bool)
    return np.asarray(np.count_nonzero(kinds > _TINY * universe[:, None], axis=1) <= 1)


@dataclass(frozen=True)
class _Guarded:
    """A member that would not pass alone: its universe, and how many may live there for an outsider."""

    universe: float
    least: float
    most: float

    def __add__(self, other: _Guarded) -> _Guarded:
        return _Guarded(self.universe + other.universe, self.least + other.least, self.most + other.most)

    def may_be(self, universe: float, residents: float) -> tuple[float, float]:
        """How many of a domain's universe an outsider may think are this member's; see `protected_domains`, 4."""
        return max(0.0, universe - (residents - self.least)), min(universe, self.most)


@dataclass(frozen=True, eq=False)
class _Domain:
    """Units together. `guarded` has every member that would not pass alone, by its name."""

    units: tuple[str, ...]
    residents: float
    universe: float
    classes: Floats
    guarded: Mapping[tuple[str, str], _Guarded]

    def joined(self, other: _Domain) -> _Domain:
        guarded = dict(self.guarded)
        for name, member in other.guarded.items():
            guarded[name] = guarded[name] + member if name in guarded else member
        return _Domain(
            tuple(sorted((*self.units, *other.units))), self.residents + other.residents,
            self.universe + other.universe, self.classes + other.classes, guarded,
        )  # fmt: skip

    @property
    def code(self) -> str:
        return self.units[0] if len(self.units) == 1 else f"{self.units[0]}+{len(self.units) - 1}"

    @property
    def size(self) -> tuple[float, float, str]:
        """By what domains are ordered; an unknown number of residents is the largest."""
        return self.universe, float(np.nan_to_num(self.residents, nan=np.inf)), self.units[0]


class _Plan:
    """Domains as they grow: each is known by the smallest code of its units."""

    def __init__(
        self,
        table: pd.DataFrame,
        kinds: Floats,
        fails: NDArray[np.bool_],
        neighbours: pd.DataFrame,
        rule: Rule,
        homes: bool,
    ) -> None:
        self.rule, self.homes, self.share = rule, homes, kinds.shape[1] == 2
        self.fails: dict[str, bool] = dict(zip(table.index, fails.tolist(), strict=True))
        self.parent: dict[str, str] = dict(zip(table.index, table["parent"], strict=True))
        self.inside: dict[str, set[str]] = {parent: set() for parent in self.parent.values()}
        self.domains: dict[str, _Domain] = {}
        held = list(table["held"]) if "held" in table else [()] * len(table)
        residents, universe = (table[name].to_numpy(np.float64) for name in ("residents", "universe"))
        least, most = _living(table, rule)
        for at, (unit, parent) in enumerate(self.parent.items()):
            self.inside[parent].add(unit)
            names = [(_UNIT, unit)] * self.fails[unit] + [(_LARGER, name) for name in held[at]]
            size = float(universe[at])
            member = _Guarded(size, float(least[at]), float(most[at]))
            self.domains[unit] = _Domain((unit,), float(residents[at]), size, kinds[at], dict.fromkeys(names, member))
        self.near: dict[str, set[str]] = {unit: set() for unit in self.parent}
        for one, other in zip(neighbours["unit"].map(str), neighbours["other"].map(str), strict=True):
            if one != other and one in self.near and other in self.near and self.parent[one] == self.parent[other]:
                self.near[one].add(other)
                self.near[other].add(one)
        self.place: dict[str, Floats] = {}
        if "x" in table and "y" in table:
            self.place = dict(zip(table.index, table[["x", "y"]].to_numpy(np.float64), strict=True))

    def passes(self, domain: _Domain) -> bool:
        """Whether a figure of the domain may be told: see `protected_domains`."""
        if len(domain.units) == 1 and self.fails[domain.units[0]]:
            return False
        if len(domain.units) > 1 and (domain.residents < self.rule.persons or not domain.universe >= self.rule.persons):
            return False
        if not all(self._is_open(member, domain) for member in domain.guarded.values()):
            return False
        if _are_alike(domain.classes[None, :], np.array([domain.universe]))[0]:
            behind = domain.residents if self.homes and np.isfinite(domain.residents) else domain.universe
            return bool(behind >= LEAST_FOR_ALL)
        room = float(domain.classes.min()) if self.share else np.inf
        least = SHARE_WIDTH - _TINY
        sizes = [member.universe for member in domain.guarded.values()]
        return all(min(size, room, domain.universe - size) >= least * size for size in sizes)

    def _is_open(self, member: _Guarded, domain: _Domain) -> bool:
        """Whether a member's universe may be told, or an outsider cannot say it."""
        if member.universe >= (self.rule.households if self.homes else self.rule.persons) or len(domain.units) == 1:
            return True
        low, high = member.may_be(domain.universe, float(np.nan_to_num(domain.residents, nan=np.inf)))
        wide = self.rule.persons * (1 - _TINY)
        return (low <= 1 and high >= wide) or high - low >= wide

    def put_together(self, together: pd.Series, *, forced: bool) -> None:
        """Join the units of each of these domains, unless that cuts through another one or they have no parent in common; those
        that are not `forced` only where they pass.
        """
        asked = [sorted(map(str, units)) for units in together.groupby(together).groups.values()]
        home = {unit: code for code, domain in self.domains.items() for unit in domain.units}
        for units in sorted(asked):
            if not {*units} <= {*home} or len({self.parent[unit] for unit in units}) > 1:
                continue
            found = sorted({home[unit] for unit in units})
            if sum(len(self.domains[code].units) for code in found) > len(units):
                continue
            whole = reduce(_Domain.joined, (self.domains[code] for code in found))
            if forced or self.passes(whole):
                for code in found[1:]:
                    self._join(found[0], code)
                home |= dict.fromkeys(units, found[0])

    def grow(self) -> None:
        """Join until every domain passes or is all of its parent."""
        failing = {code for code, domain in self.domains.items() if not self.passes(domain)}
        while failing:
            code = min(failing, key=lambda one: self.domains[one].size)
            around = self.near[code] or self._nearest(code)
            failing.discard(code)
            if not around:
                continue
            made = {other: self.domains[code].joined(self.domains[other]) for other in around}
            partner = min(made, key=lambda other: (not self.passes(made[other]), made[other].size))
            failing.discard(partner)
            kept = self._join(code, partner)
            if not self.passes(self.domains[kept]):
                failing.add(kept)

    def result(self) -> pd.DataFrame:
        """By unit the code of its domain, missing where it stands alone, and whether that passes."""
        rows = [
            (unit, domain.code if len(domain.units) > 1 else None, self.passes(domain))
            for domain in self.domains.values()
            for unit in domain.units
        ]
        return pd.DataFrame(rows, columns=["unit", "domain", "passes"]).set_index("unit")

    def _nearest(self, code: str) -> set[str]:
        """The one nearest domain of the parent; all of them where no places are known."""
        others = {other for other in self.inside[self.parent[code]] if other != code}
        if not self.place or not others:
            return others
        here = self._places(code)
        return {min(others, key=lambda other: (_distance(here, self._places(other)), other))}

    def _places(self, code: str) -> Floats:
        return np.array([self.place[unit] for unit in self.domains[code].units])

    def _join(self, one: str, other: str) -> str:
        """Make one domain of two; it is known by the smaller code."""
        kept, gone = min(one, other), max(one, other)
        self.domains[kept] = self.domains[kept].joined(self.domains.pop(gone))
        self.inside[self.parent[gone]].discard(gone)
        self.near[kept] = (self.near[kept] | self.near.pop(gone)) - {kept, gone}
        for around in self.near[kept]:
            self.near[around] = (self.near[around] - {gone}) | {kept}
        return kept


def _living(table: pd.DataFrame, rule: Rule) -> tuple[Floats, Floats]:
    """The fewest and the most that may live in each unit, for an outsider who knows all others; of units whose residents are hidden
    together he knows the sum.
    """
    people: Floats = table["residents"].to_numpy(np.float64)
    least, most = np.nan_to_num(people), np.where(people >= rule.persons, people, np.inf)
    if "closed" in table:
        shared = table["residents"].groupby(table["closed"])
        together = shared.transform("sum").to_numpy(np.float64)
        hidden = shared.transform("size").to_numpy(np.float64) > 1
        least, most = np.where(hidden, 0.0, least), np.where(hidden, together, most)
    return least, most


def _distance(here: Floats, there: Floats) -> float:
    return float(np.hypot(*(here[:, None, :] - there[None, :, :]).transpose(2, 0, 1)).min())
