"""The survey's figures estimated again in every replicate, laid over the units of the base level.

In: a `Sample` and the `Figures` made of it. Out: `marker.Draws`: one set of replicates for all figures of a survey, so that
whatever is made of them carries all their covariances.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.marker import Draws
from tejido.measure.answered import REPLICATES, Sample, level_column
from tejido.measure.answers import Figures
from tejido.measure.levels import Nest
from tejido.tables import CITY_LEVEL, EVERYBODY

KEYS = ["level", "unit", "group", "indicator"]

__all__ = ["draws_of", "joined"]


def draws_of(sample: Sample, figures: Figures, nest: Nest) -> Draws:
    """Replicates of all figures of scored indicators that stand at the base level, a cell for each domain."""
    here = figures.values[(figures.values["level"] == nest.base) & figures.values["value"].notna()]
    here = here[here["indicator"].isin(list(sample.scored))]
    keys: list[pd.DataFrame] = []
    places: list[NDArray[np.int64]] = []
    drawn: list[NDArray[np.float64]] = []
    before = 0
    for (indicator, group), rows in here.groupby(["indicator", "group"], sort=True):
        level, domains = figures.chosen[str(indicator), str(group)]
        made = figures.modelled.get(str(indicator)) if group == EVERYBODY else None
        if made is None:
            codes, again = _replicated(sample, str(indicator), str(group), level, domains)
        else:
            codes, again = pd.Index(made.told["unit"]), made.drawn
        holder = rows["unit"] if level == nest.base else rows["unit"].map(nest.holders[nest.base][level])
        cell = codes.get_indexer(pd.Index(holder.map(domains)))
        assert (cell >= 0).all(), "a unit has a figure of a domain that was not asked"
        places.append(before + cell)
        keys.append(rows[KEYS])
        drawn.append(again)
        before += again.shape[1]
    if not keys:
        return Draws(here[KEYS], np.empty(0, dtype=np.int64), np.empty((REPLICATES, 0)))
    return Draws(pd.concat(keys, ignore_index=True), np.concatenate(places), np.concatenate(drawn, axis=1), sample.df)


def joined(parts: Sequence[Draws]) -> Draws | None:
    """The draws of several surveys, which know nothing of each other, as one; None where there is none."""
    filled = [one for one in parts if len(one.keys)]
    if not filled:
        return None
    starts = np.cumsum([0, *(one.figures.shape[1] for one in filled[:-1])])
    return Draws(
        pd.concat([one.keys for one in filled], ignore_index=True),
        np.concatenate([one.cell + start for one, start in zip(filled, starts, strict=True)]),
        np.concatenate([one.figures for one in filled], axis=1),
        min(one.df for one in filled),
    )


def _replicated(
    sample: Sample, indicator: str, group: str, level: str, domains: pd.Series
) -> tuple[pd.Index[str], NDArray[np.float64]]:
    """The domains of a figure and its replicates (`REPLICATES`, domains)."""
    at_level = sample.tables[sample.table_of(indicator)][level_column(level)]
    codes, found = sample.replicated(indicator, group, at_level.map(domains[domains != CITY_LEVEL]))
    if not (domains == CITY_LEVEL).any():
        return codes, found
    # Units that have the city's figure: it rests on everybody, not on those who live in them.
    everywhere = pd.Series(CITY_LEVEL, index=at_level.index)
    city, whole = sample.replicated(indicator, group, everywhere)
    return codes.append(city), np.concatenate([found, whole], axis=1)
