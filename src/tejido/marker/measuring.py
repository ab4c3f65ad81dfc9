"""The marker of a city, from its values to scores and contributions of every unit at every level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.catalogue.model import Catalogue
from tejido.errors import fail
from tejido.marker import leaves, output, upward
from tejido.marker.leaves import Flags, Measured, Residents
from tejido.marker.points import points
from tejido.marker.tree import Floats, Grid, Tree, build, climb
from tejido.tables import EVERYBODY, flags
from tejido.tables.nesting import lineage


@dataclass(frozen=True)
class Marker:
    """The result: `scores` after `tables.SCORES`, `contributions` after `tables.CONTRIBUTIONS`."""

    scores: pd.DataFrame
    contributions: pd.DataFrame


@dataclass(frozen=True)
class Larger:
    """A coarser level: its units' codes, which of them holds each base unit, and which are protected."""

    codes: list[str]
    holding: upward.Holding
    protected: Flags


def measure_marker(
    values: pd.DataFrame,
    units: pd.DataFrame,
    catalogue: Catalogue,
    base: str,
    people: pd.DataFrame | None = None,
    *,
    levels: Sequence[str],
    period: str | None = None,
) -> Marker:
    """Score every unit, group and node of the tree.

    Indicators are scored at the base level and averaged upward by the size of their universe (`values.population`);
    dimensions, areas and the marker are then formed at every level from its own indicator scores.

    Args:
        values: `VALUES`; only rows of the base level enter. Those of about-place indicators under group ``all`` hold for
            every group.
        units: `UNITS` of all levels, the city included. `population` of the base level says where anybody lives.
        catalogue: The resolved catalogue.
        base: The level at which scores are made.
        people: ``unit, group, population`` (and ``level``, if it holds several levels): how many of a group's people live in
            each base unit; missing means protected. Every group named here is scored beside ``all``.
        levels: The city's levels from coarse to fine; those finer than `base` are left aside.
        period: What the scores' period is called; by default from the first to the last period of the values.

    Returns:
        One score row per level, unit, group and item of the tree, and one contribution row per item that enters a marker.

    Raises:
        TejidoError: M101 extended indicators in the tree, M102 values of a group whose people are unknown, M103 two values
            for one indicator, unit and group.
        SchemaError: the tables do not fit together.
    """
    tree = build(catalogue)
    nest = lineage(units, levels, base)
    at_base = values.loc[values["level"] == base]
    measured = leaves.arrange(at_base, nest.index, catalogue, tree)
    residents = _residents(units, base, people, nest.index)
    unknown = sorted(set(measured) - set(residents))
    if unknown:
        raise fail("M102", group=", ".join(unknown))
    larger = {level: _holding(units, level, nest) for level in nest.columns if level != base}
    names = {base: nest.index.tolist()} | {level: held.codes for level, held in larger.items()}
    grids = _grids(catalogue, tree, base, measured, residents, larger)
    when = period or span(at_base["period"])
    blocks = [output.Block.stack(when, level, names[level], tree.items, grids[level]) for level in sorted(grids)]
    return Marker(output.scores(blocks, catalogue.bands), output.contributions(blocks, catalogue.root))


def span(periods: pd.Series[str]) -> str:
    """From the first to the last of several periods: 2017 and 2019-2020 give ``2017-2020``."""
    ends = sorted(end for period in periods.unique() for end in period.split("-"))
    if not ends:
        return ""
    return ends[0] if ends[0] == ends[-1] else f"{ends[0]}-{ends[-1]}"


def _grids(
    catalogue: Catalogue,
    tree: Tree,
    base: str,
    measured: dict[str, Measured],
    residents: dict[str, Residents],
    larger: dict[str, Larger],
) -> dict[str, dict[str, tuple[Grid, Floats]]]:
    """Scores and points by level and group."""
    places = np.array([catalogue.indicators[tree.items[leaf]].about == "place" for leaf in tree.leaves], dtype=bool)
    observed = leaves.bounds(measured, residents[EVERYBODY].alive)
    grids: dict[str, dict[str, tuple[Grid, Floats]]] = {level: {} for level in [*larger, base]}
    for group, count in sorted(residents.items()):
        mine = measured[EVERYBODY] if group == EVERYBODY else _of_group(measured, group, places, count)
        grid = leaves.score(mine, count, catalogue, tree, observed)
        weight = leaves.weights(mine, count)
        for level, held in larger.items():
            lifted = upward.lift(tree, grid, weight, count, held.holding, held.protected, catalogue.minimum_population)
            grids[level][group] = _finish(tree, lifted)
        grids[base][group] = _finish(tree, grid)
    return grids


def _finish(tree: Tree, grid: Grid) -> tuple[Grid, Floats]:
    climb(tree, grid)
    return grid, points(tree, grid)


def _of_group(measured: dict[str, Measured], group: str, places: Flags, residents: Residents) -> Measured:
    """A group's own values, over what the place is like for all who live there."""
    shared = measured[EVERYBODY].only(places, residents.count)
    return measured[group].over(shared) if group in measured else shared


def _holding(units: pd.DataFrame, level: str, nest: pd.DataFrame) -> Larger:
    """A coarser level and how it holds the base units."""
    rows = units.loc[units["level"] == level].sort_values("unit")
    codes = pd.Index(rows["unit"])
    holder = codes.get_indexer(pd.Index(nest[level])).astype(np.int64)
    return Larger(codes.tolist(), upward.Holding.of(holder, len(codes)), _protected(rows))


def _protected(units: pd.DataFrame) -> Flags:
    return flags.has(units["flags"], flags.PROTECTED)


def _residents(
    units: pd.DataFrame, base: str, people: pd.DataFrame | None, order: pd.Index[str]
) -> dict[str, Residents]:
    """Everybody's and each group's people per base unit; a group's are closed where everybody's are."""
    rows = units.loc[units["level"] == base].set_index("unit").loc[order]
    count = rows["population"].to_numpy(dtype=np.float64)
    hidden = _protected(rows)
    everyone = Residents(np.where(hidden, 0.0, np.nan_to_num(np.maximum(count, 0.0))), hidden)
    found = {EVERYBODY: everyone}
    if people is None:
        return found
    mine = people.loc[people["group"] != EVERYBODY]
    if "level" in mine:
        mine = mine.loc[mine["level"] == base]
    for group, table in mine.groupby("group", sort=True):
        known = table.set_index("unit")["population"].reindex(order)
        closed = hidden | (known.isna() & order.isin(table["unit"]))
        number = np.where(closed | ~everyone.alive, 0.0, np.nan_to_num(known.to_numpy(dtype=np.float64)))
        found[str(group)] = Residents(number, np.asarray(closed))
    return found
