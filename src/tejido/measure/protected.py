"""Figures that may not be told of a unit alone are told of a protected unit: of several units together.

In: `tables.VALUES` and `tables.PARTS` as measured. Out: the same values, where each unit of a domain has the domain's figure, and what
was found. Larger units are not touched: their figures are made of what was measured, and no domain crosses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue import Catalogue
from tejido.catalogue.model import Definition
from tejido.errors import Finding, finding
from tejido.measure.levels import NUMBERS, TOLD_WHERE_MADE, Nest, figure_of, parts_at
from tejido.measure.lying import Lying
from tejido.privacy import Rule
from tejido.privacy.behind import counts_homes
from tejido.privacy.merging import protected_domains
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import AVERAGED, INHERITED, MERGED, PROTECTED, add, has
from tejido.territory import formulas

Of = tuple[str, str]
"""Period and indicator."""

_NONE = pd.Series(dtype="str")

__all__ = ["merge_protected"]


def merge_protected(
    values: pd.DataFrame,
    parts: pd.DataFrame,
    lying: Lying,
    catalogue: Catalogue,
    rule: Rule,
    nest: Nest,
    earlier: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, list[Finding]]:
    """The values with protected units, for `privacy.protect_values` to look at next.

    Asked are figures about everybody from a census or records, where they were measured. Level by level, coarse to fine,
    domains are made in two steps (`privacy.protected_domains`): first by how many people and homes there are, alike for all
    indicators that count the same ones, then by each indicator's own figure. Units whose residents are hidden together (`nest.closed`) are
    one domain from the start. So two indicators never differ by a few people
    alone, and what differs between their domains are whole domains of the first step. Where larger units were merged, smaller
    ones join inside those together, or what lies in the one that failed could be had by subtraction.

    A domain's figure is recomputed from its units' parts; without parts it is their mean by the same weights as in the mean of
    a larger unit. Its units keep their own `population` here, so that sums stay sums; `protect_values` takes it out.

    Args:
        values: `tables.VALUES` of all levels, without protection.
        parts: what some of these are made of.
        lying: which units of a level touch, and where they are.
        catalogue: tells whom an indicator counts.
        rule: the thresholds.
        nest: how units hold each other, and residents as counted.
        earlier: public `tables.VALUES` of an earlier release, whose domains are kept where they still pass.

    Returns:
        The same rows in the same order: those of a domain have its figure, its code in `domain` and the flag `merged`; where not
        even all units of a parent pass together they have no figure and the flag `protected`. And a note (P120) per level.
    """
    merging = _Merging(values, parts, lying, catalogue, rule, nest, earlier)
    found = []
    for level in nest.shown[1:]:
        merging.merge(level)
        many, places = merging.counts(level)
        if many:
            found.append(finding("P120", level=level, count=many, units=places))
    return merging.values(), found


@dataclass(frozen=True, eq=False)
class _Figure:
    """One indicator of one period at a level: `rows` of the values, the `cells` of `protected_domains` and their `classes`."""

    of: Of
    rows: pd.Index[int]
    indicator: Definition
    homes: bool
    cells: pd.DataFrame
    classes: pd.DataFrame | None
    wide: pd.DataFrame | None


@dataclass(frozen=True, eq=False)
class _Above:
    """The domains of a coarser level by its units: of the first step, or of the figure itself."""

    level: str
    domains: pd.DataFrame

    def parents(self, holder: pd.Series) -> pd.Series:
        """What smaller units may not cross: the domain of the unit that holds each, or that unit."""
        return holder.map(self.domains["domain"]).fillna(holder)

    def held(self, holder: pd.Series) -> pd.Series:
        """The larger units that do not pass alone and hold each unit."""
        own = {
            str(unit): (*above, f"{self.level}/{unit}") if fails else above
            for unit, above, fails in zip(self.domains.index, self.domains["held"], self.domains["fails"], strict=True)
        }
        return pd.Series([own.get(str(one), ()) for one in holder], holder.index, dtype=object)


@dataclass(eq=False)
class _Merging:
    """The values while domains are made, level by level; see `merge_protected`."""

    before: pd.DataFrame
    given: InitVar[pd.DataFrame]
    lying: Lying
    catalogue: Catalogue
    rule: Rule
    nest: Nest
    published: InitVar[pd.DataFrame | None]
    counted: dict[Of, _Above] = field(default_factory=dict)
    told: dict[Of, _Above] = field(default_factory=dict)

    def __post_init__(self, given: pd.DataFrame, published: pd.DataFrame | None) -> None:
        everybody = given[given["group"] == EVERYBODY]
        self.parts = {(str(p), str(i)): rows for (p, i), rows in everybody.groupby(["period", "indicator"], sort=True)}
        self.earlier = _domains_of(published) if published is not None else {}
        self.asked = self.before[_may_merge(self.before, self.catalogue)]
        self.value = self.before["value"].astype("float64").copy()
        self.domain = self.before["domain"].copy()
        self.hidden = pd.Series(False, index=self.before.index)

    def merge(self, level: str) -> None:
        """Make the domains of all figures that were measured at a level."""
        at_level = self.asked[self.asked["level"] == level].groupby(["period", "indicator"], sort=True)
        figures = [self._figure((str(p), str(i)), level, rows) for (p, i), rows in at_level]
        alike: dict[tuple[object, ...], list[_Figure]] = {}
        for one in figures:
            cells = self._inside(one, level, self.counted)
            key = (one.homes, *(tuple(cells[name]) for name in ("unit", "parent", "universe", "held")))
            alike.setdefault(key, []).append(one)
        for same in alike.values():
            self._merge_alike(same, level)

    def counts(self, level: str) -> tuple[int, int]:
        """How many figures measured at a level were merged, and of how many units."""
        here = self.asked[self.asked["level"] == level]
        merged = here[self.domain.loc[here.index].notna()]
        return len(merged), merged["unit"].nunique()

    def values(self) -> pd.DataFrame:
        """The values with the domains' figures."""
        out = self.before.copy()
        changed = ((self.domain.notna() & self.before["domain"].isna()) | self.hidden).to_numpy()
        for name in NUMBERS:
            out[name] = out[name].mask(changed)
        out["value"] = self.value.mask(self.hidden)
        out["domain"] = self.domain
        out["flags"] = add(out["flags"], MERGED, changed & ~self.hidden.to_numpy())
        out["flags"] = add(out["flags"], PROTECTED, self.hidden.to_numpy())
        return out

    def _shut(self, level: str) -> pd.Series:
        """The protected unit of each unit whose residents are hidden."""
        return self.nest.closed.get(level, _NONE)

    def _figure(self, of: Of, level: str, rows: pd.DataFrame) -> _Figure:
        indicator = self.catalogue.definitions[of[1]]
        homes = counts_homes(self.catalogue, indicator.universe)
        residents = rows["unit"].map(self.nest.residents(level, EVERYBODY)).astype("float64")
        universe = rows["population"].astype("float64").fillna(residents)
        # Where there is nobody there is nobody to protect; where nothing is known nothing is told.
        there = rows["value"].notna() & (universe > 0) & ~(residents == 0)
        # What is hidden together is told together, also of a member that counts nobody here: or the figure would be the others' alone.
        shut = rows["unit"].map(self._shut(level))
        besides = shut.isin(shut[there].dropna()) & ~there
        universe, there = universe.mask(besides, 0.0), there | besides
        cells = pd.DataFrame({"unit": rows["unit"], "residents": residents, "universe": universe, "closed": shut})[
            there
        ]
        given = self.parts.get(of)
        wide = None if given is None else parts_at(given, indicator, level, self.nest)
        share = rows["value"].astype("float64") if indicator.possible == (0.0, 100.0) else None
        classes = _classes(wide, indicator, cells, share)
        return _Figure(of, rows.index, indicator, homes, cells, classes, wide)

    def _inside(self, one: _Figure, level: str, above: Mapping[Of, _Above]) -> pd.DataFrame:
        """The cells with their parent, and the larger units that do not pass, after the domains of the coarser level."""
        coarser = self.nest.shown[self.nest.shown.index(level) - 1]
        holder = one.cells["unit"].map(self.nest.holders[level][coarser]).fillna("")
        known = above.get(one.of)
        if known is None or known.level != coarser:
            return one.cells.assign(parent=holder, held=pd.Series([()] * len(holder), holder.index, dtype=object))
        return one.cells.assign(parent=known.parents(holder), held=known.held(holder))

    def _merge_alike(self, same: list[_Figure], level: str) -> None:
        """Domains of figures that count the same people or homes in the same units."""
        places = [self.earlier.get((level, one.of[1]), _NONE) for one in same]
        # Together before in all of them: what the first step of that release made is never less.
        together = (
            pd.concat(places, axis=1).dropna().agg(" ".join, axis=1) if all(len(one) for one in places) else _NONE
        )
        cells = self._inside(same[0], level, self.counted)
        counted = self._domains(cells, level, same[0], None, self._shut(level), together)
        start = counted["domain"].dropna()
        for one, before in zip(same, places, strict=True):
            self.counted[one.of] = _Above(level, counted)
            inside = self._inside(one, level, self.told)
            told = self._domains(inside, level, one, one.classes, start, before)
            self.told[one.of] = _Above(level, told)
            self._tell(one, level, told)

    def _domains(
        self,
        cells: pd.DataFrame,
        level: str,
        one: _Figure,
        classes: pd.DataFrame | None,
        start: pd.Series,
        earlier: pd.Series,
    ) -> pd.DataFrame:
        touching, middles = self.lying(level)
        made = protected_domains(
            cells.join(middles, on="unit"), touching, self.rule, homes=one.homes, classes=classes,
            start=start, earlier=earlier,
        )  # fmt: skip
        return made.assign(held=cells.set_index("unit")["held"])

    def _tell(self, one: _Figure, level: str, told: pd.DataFrame) -> None:
        """Give the units of each domain, and the smaller units that inherit from them, the domain's figure."""
        domain = told["domain"].where(told["passes"]).dropna()
        hidden = told.index[~told["passes"]]
        if not len(domain) and not len(hidden):
            return
        figure = self._of_domains(one, level, domain)
        period, indicator = one.of
        table = self.before
        finer = self.nest.shown[self.nest.shown.index(level) :]
        mine = table.index[
            (table["indicator"] == indicator) & (table["period"] == period) & (table["group"] == EVERYBODY)
            & (table["support"] == level) & table["level"].isin(finer)
        ]  # fmt: skip
        for at, rows in table.loc[mine].groupby("level", sort=True):
            holder = rows["unit"].map(self.nest.holders[str(at)][level])
            of_row = holder.map(domain).dropna()
            self.domain.loc[of_row.index] = of_row
            self.value.loc[of_row.index] = of_row.map(figure).astype("float64")
            self.hidden.loc[rows.index[holder.isin(hidden)]] = True

    def _of_domains(self, one: _Figure, level: str, domain: pd.Series) -> pd.Series:
        """The figure of each domain."""
        if one.wide is not None:
            parts = one.wide.reindex(domain.index).groupby(domain.to_numpy()).sum(min_count=1)
            return figure_of(parts, one.indicator)
        rows = self.before.loc[one.rows].set_index("unit")
        people = rows["population"].reindex(self.nest.codes(level)).to_numpy(np.float64)
        weight = pd.Series(self.nest.weights(people, level), self.nest.codes(level)).reindex(domain.index)
        weight = weight.where(rows["value"].reindex(domain.index).notna())
        summed = (rows["value"].reindex(domain.index) * weight).groupby(domain.to_numpy()).sum()
        return summed / weight.groupby(domain.to_numpy()).sum()


def _may_merge(values: pd.DataFrame, catalogue: Catalogue) -> NDArray[np.bool_]:
    """Rows of everybody from a census or records, about people, at the level where they were measured."""
    fit = {
        one.id
        for one in catalogue.definitions.values()
        if one.about == "people" and one.compute.function not in TOLD_WHERE_MADE and not catalogue.is_rare(one.id)
    }
    derived = has(values["flags"], AVERAGED) | has(values["flags"], INHERITED)
    here = (values["level"] == values["support"]) & (values["level"] != CITY_LEVEL) & (values["group"] == EVERYBODY)
    return np.asarray(here & (values["kind"] == "register") & values["indicator"].isin(fit) & ~derived)


def _classes(
    wide: pd.DataFrame | None, indicator: Definition, cells: pd.DataFrame, share: pd.Series | None
) -> pd.DataFrame | None:
    """How the universe of each unit is divided: those who have something and those who have not, or the classes of a
    diversity. `share`: the figure in %, where it is one.
    """
    kinds = [] if wide is None else [name for name in wide.columns if str(name).startswith(formulas.CLASS)]
    if wide is not None and kinds:
        return wide[kinds].fillna(0.0)
    if share is None:
        return None
    universe = cells["universe"].to_numpy()
    having = np.nan_to_num(np.clip(share.loc[cells.index].to_numpy() / 100, 0.0, 1.0)) * universe
    return pd.DataFrame({"having": having, "lacking": universe - having}, index=cells["unit"].to_numpy())


def _domains_of(values: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """The domains of an earlier release by level and indicator: their code by unit, of the last period told."""
    rows = values[
        values["domain"].notna() & (values["level"] == values["support"]) & (values["kind"] == "register")
        & (values["group"] == EVERYBODY)
    ].sort_values("period")  # fmt: skip
    last = rows.drop_duplicates(["level", "indicator", "unit"], keep="last")
    grouped = last.groupby(["level", "indicator"], sort=True)
    return {(str(level), str(one)): table.set_index("unit")["domain"] for (level, one), table in grouped}
