"""From the values table to the indicators' scores at the base level, one group of people at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue.curve import score as curve_score
from tejido.catalogue.model import Catalogue
from tejido.errors import fail
from tejido.marker.reasons import NUMBERS
from tejido.marker.tree import DECIMALS, Floats, Grid, Tree
from tejido.tables import EVERYBODY, SchemaError, flags

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Residents:
    """A group's people per base unit (0 where there is nobody or nobody knows) and where they are protected."""

    count: Floats
    protected: Flags

    @property
    def alive(self) -> Flags:
        """Units that have a score at all."""
        return np.asarray(self.count > 0)


@dataclass(frozen=True)
class Measured:
    """One group's base-level values as arrays, units x indicators, in the order of the tree's leaves.

    `weight` is the size of the indicator's universe (NaN unknown); `present` marks rows of this very group; `cell` is the
    number of the drawn figure that a value rests on, -1 for none.
    """

    value: Floats
    weight: Floats
    proxy: Flags
    protected: Flags
    present: Flags
    cell: Ints

    def over(self, below: Measured) -> Measured:
        """These rows where there are any, else those of `below`."""
        return Measured(*(
            np.where(self.present, getattr(self, name), getattr(below, name))
            for name in ("value", "weight", "proxy", "protected", "present", "cell")
        ))  # fmt: skip

    def only(self, columns: Flags, people: Floats) -> Measured:
        """The rows of some indicators alone, weighted by `people`."""
        keep = self.present & columns
        weight = np.where(columns, people[:, None], np.nan)
        value, cell = np.where(keep, self.value, np.nan), np.where(keep, self.cell, -1)
        return Measured(value, weight, self.proxy & keep, self.protected & keep, keep, cell)


def arrange(
    values: pd.DataFrame, units: pd.Index[str], catalogue: Catalogue, tree: Tree, cell: Ints | None = None
) -> dict[str, Measured]:
    """The base level's values by group; `cell` as in `Measured`, one per row.

    Raises:
        SchemaError: a unit or an indicator is unknown.
        TejidoError: M103, an indicator has more than one value for a unit and group.
    """
    leaves = pd.Index([tree.items[leaf] for leaf in tree.leaves])
    rows, columns = _places(values["unit"], units, "units"), _places(values["indicator"], leaves, "indicators")
    shape = (len(units), len(leaves))
    proxy, protected = flags.has(values["flags"], flags.PROXY), flags.has(values["flags"], flags.PROTECTED)
    numbers, groups = pd.factorize(values["group"], sort=True)
    found = {EVERYBODY: _blank(shape)} | {str(group): _blank(shape) for group in groups}
    for number, group in enumerate(groups):
        mine = numbers == number
        place = (rows[mine], columns[mine])
        _refuse_repeats(values.loc[mine], place, shape)
        one = found[str(group)]
        one.value[place] = values["value"].to_numpy(dtype=np.float64)[mine]
        one.weight[place] = values["population"].to_numpy(dtype=np.float64)[mine]
        one.proxy[place], one.protected[place], one.present[place] = proxy[mine], protected[mine], True
        if cell is not None:
            one.cell[place] = cell[mine]
    return found


def _places(names: pd.Series[str], known: pd.Index[str], what: str) -> NDArray[np.int64]:
    """The place of each name among the known ones."""
    codes, distinct = pd.factorize(names)
    found = known.get_indexer(pd.Index(distinct))
    if (found < 0).any():
        raise SchemaError(f"table values: {int((found < 0).sum())} unknown {what}")
    return found[codes].astype(np.int64)


def _blank(shape: tuple[int, int]) -> Measured:
    proxy, protected, present = (np.zeros(shape, dtype=bool) for _ in range(3))
    value, weight = np.full(shape, np.nan), np.full(shape, np.nan)
    return Measured(value, weight, proxy, protected, present, np.full(shape, -1, dtype=np.int64))


def _refuse_repeats(
    values: pd.DataFrame, place: tuple[NDArray[np.int64], NDArray[np.int64]], shape: tuple[int, int]
) -> None:
    count = np.bincount(place[0] * shape[1] + place[1], minlength=1)
    if count.max() > 1:
        repeated = values.loc[count[place[0] * shape[1] + place[1]] > 1]
        indicator = min(repeated["indicator"])
        periods = sorted(set(repeated.loc[repeated["indicator"] == indicator, "period"]))
        raise fail("M103", indicator=indicator, periods=", ".join(periods))


def bounds(measured: Mapping[str, Measured], alive: Flags) -> list[tuple[float, float] | None]:
    """Smallest and largest value of each indicator among inhabited units, for curves with observed bounds.

    They are those of everybody's values, so that groups are compared on one scale; of all groups together where an
    indicator was measured by group alone.
    """
    found = (known_values(measured, place, alive) for place in range(measured[EVERYBODY].value.shape[1]))
    return [(float(known.min()), float(known.max())) if len(known) else None for known in found]


def known_values(measured: Mapping[str, Measured], place: int, alive: Flags) -> Floats:
    """The values of one indicator by which its scale is set: everybody's, or all groups' where there are only these."""
    known = _known(measured, [EVERYBODY], place, alive)
    return known if len(known) else _known(measured, sorted(measured), place, alive)


def _known(measured: Mapping[str, Measured], groups: list[str], place: int, alive: Flags) -> Floats:
    values: Floats = np.concatenate([measured[group].value[alive, place] for group in groups])
    known: Floats = values[np.isfinite(values)]
    return known


def score(
    measured: Measured,
    residents: Residents,
    catalogue: Catalogue,
    tree: Tree,
    observed: list[tuple[float, float] | None],
) -> Grid:
    """The indicators' columns of a grid at the base level; those of the nodes are left blank.

    `observed` are the `bounds` of each indicator.
    """
    grid = Grid.blank(len(measured.value), len(tree.items))
    alive = residents.alive
    for place, leaf in enumerate(tree.leaves):
        indicator = catalogue.indicators[tree.items[leaf]]
        value = np.where(alive & (indicator.id not in catalogue.omitted), measured.value[:, place], np.nan)
        if np.isfinite(value).any():
            scores = curve_score(value, indicator.curve, classes=indicator.classes, observed=observed[place])
            grid.score[:, leaf] = np.round(scores, DECIMALS)
        scored = np.isfinite(grid.score[:, leaf])
        local = indicator.id in catalogue.changed or indicator.curve.observed is not None
        grid.coverage[:, leaf] = scored
        grid.comparable[:, leaf] = ~(scored & (measured.proxy[:, place] | local))
        grid.reason[:, leaf] = np.where(scored, 0, _reason(measured, place, value))
    dead = np.where(residents.protected, NUMBERS["protected"], NUMBERS["no_population"]).astype(np.int8)
    out = [place for place, leaf in enumerate(tree.leaves) if tree.items[leaf] in catalogue.omitted]
    grid.reason[:, tree.leaves[out]] = NUMBERS["omitted"]
    grid.reason[~alive] = dead[~alive, None]
    return grid


def _reason(measured: Measured, place: int, value: Floats) -> NDArray[np.int8]:
    """Why an indicator has no score in an inhabited unit."""
    reason = np.full(len(value), NUMBERS["no_data"])
    nobody = measured.present[:, place] & (measured.weight[:, place] == 0)
    reason = np.where(nobody, NUMBERS["no_universe"], reason)
    reason = np.where(measured.protected[:, place], NUMBERS["protected"], reason)
    return np.where(np.isfinite(value), NUMBERS["no_spread"], reason).astype(np.int8)


def weights(measured: Measured, residents: Residents) -> Floats:
    """The weight of each unit and indicator in averages: the size of its universe.

    Where it is not known, the unit's people times the universe per person of all units where both are known (1 where none
    is), so that dwellings and persons never meet in one sum.
    """
    people = residents.count
    known = np.isfinite(measured.weight) & residents.alive[:, None]
    universe = np.where(known, measured.weight, 0.0).sum(axis=0)
    persons = np.where(known, people[:, None], 0.0).sum(axis=0)
    rate = np.divide(universe, persons, out=np.ones_like(universe), where=persons > 0)
    filled = np.where(np.isfinite(measured.weight), measured.weight, people[:, None] * rate)
    return np.where(residents.alive[:, None], filled, 0.0)
