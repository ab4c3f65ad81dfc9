"""The marker of a city, from its values to scores and contributions of every unit at every level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tejido.catalogue.model import Catalogue
from tejido.errors import fail
from tejido.marker import output
from tejido.marker.points import points
from tejido.marker.prepared import prepare
from tejido.marker.tree import Floats, Grid


@dataclass(frozen=True)
class Marker:
    """The result: `scores` after `tables.SCORES`, `contributions` after `tables.CONTRIBUTIONS`."""

    scores: pd.DataFrame
    contributions: pd.DataFrame


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
        TejidoError: M101 extended indicators in the tree or among the values, M102 values of a group whose people are unknown, M103 two values
            for one indicator, unit and group.
        SchemaError: the tables do not fit together.
    """
    _refuse_extended(values, catalogue)
    city = prepare(values, units, catalogue, base, people, levels)
    grids: dict[str, dict[str, tuple[Grid, Floats]]] = {level: {} for level in city.codes}
    for group in sorted(city.residents):
        for level, grid in city.score(group).grids.items():
            grids[level][group] = grid, points(city.tree, grid)
    when = period or city.period
    blocks = [
        output.Block.stack(when, level, city.codes[level], city.tree.items, grids[level]) for level in sorted(grids)
    ]
    return Marker(output.scores(blocks, catalogue.bands), output.contributions(blocks, catalogue.root))


def _refuse_extended(values: pd.DataFrame, catalogue: Catalogue) -> None:
    """Nobody hands figures of the extended marker to what makes totals."""
    flexible = catalogue.extended.indicators if catalogue.extended else {}
    found = sorted(set(values["indicator"]) & set(flexible))
    if found:
        raise fail("M101", names=", ".join(found))
