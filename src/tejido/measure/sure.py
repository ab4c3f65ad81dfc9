"""How sure the scores are: the sampling interval and the range under other defensible methods, never mixed.

In: what the marker was made of, and the replicates of its survey figures. Out: `tables.SCORES` with both, and `tables.CAUSES`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tejido.catalogue import Catalogue
from tejido.marker import Draws, intervals, robustness
from tejido.tables import SCORES

SEED = 20_240_101
"""Of the runs of other methods; the same for every city, so that equal inputs give equal bytes."""
RUNS = 2_000
"""Of other methods."""

__all__ = ["RUNS", "SEED", "Asked", "how_sure"]


@dataclass(frozen=True, eq=False)
class Asked:
    """What the marker is made of: see `marker.measure_marker`."""

    values: pd.DataFrame
    units: pd.DataFrame
    catalogue: Catalogue
    base: str
    people: pd.DataFrame
    levels: tuple[str, ...]
    period: str


def how_sure(scores: pd.DataFrame, asked: Asked, draws: Draws | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The scores with their intervals and ranges, and where the ranges come from."""
    given = (asked.values, asked.units, asked.catalogue, asked.base, asked.people)
    ranged = robustness(*given, levels=asked.levels, period=asked.period, runs=RUNS, seed=SEED)
    known = [ranged.ranges]
    if draws is not None:
        known.append(intervals(*given, _shown(draws, asked.values), levels=asked.levels, period=asked.period))
    told = scores
    for one in known:
        added = [name for name in one.columns if name not in SCORES.key]
        told = told.drop(columns=added).merge(one, on=list(SCORES.key), how="left", validate="one_to_one")
    return SCORES.conform(told), ranged.causes


def _shown(draws: Draws, values: pd.DataFrame) -> Draws:
    """The draws of figures that were not taken out to protect people."""
    there = values[values["value"].notna()]
    keys = pd.MultiIndex.from_frame(there[list(draws.keys.columns)])
    kept = pd.MultiIndex.from_frame(draws.keys).isin(keys)
    return Draws(draws.keys[kept].reset_index(drop=True), draws.cell[kept], draws.figures)
