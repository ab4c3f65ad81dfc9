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
from tejido.measure.answered import ORIGIN, REPLICATES, Sample, group_of, level_column
from tejido.measure.answers import DOMAIN, Figures
from tejido.measure.levels import Nest
from tejido.survey.indicators import replicate_indicators
from tejido.tables import CITY_LEVEL, EVERYBODY

KEYS = ["level", "unit", "group", "indicator"]

__all__ = ["draws_of", "joined"]


def draws_of(sample: Sample, figures: Figures, nest: Nest) -> Draws:
    """Replicates of all figures that stand at the base level, a cell for each domain."""
    here = figures.values[(figures.values["level"] == nest.base) & figures.values["value"].notna()]
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
        places.append(before + codes.get_indexer(pd.Index(holder.map(domains))))
        keys.append(rows[KEYS])
        drawn.append(again)
        before += again.shape[1]
    if not keys:
        return Draws(here[KEYS], np.empty(0, dtype=np.int64), np.empty((REPLICATES, 0)))
    return Draws(pd.concat(keys, ignore_index=True), np.concatenate(places), np.concatenate(drawn, axis=1))


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
    )


def _replicated(
    sample: Sample, indicator: str, group: str, level: str, domains: pd.Series
) -> tuple[pd.Index[str], NDArray[np.float64]]:
    """The domains of a figure and its replicates (`REPLICATES`, domains)."""
    name = sample.table_of(indicator)
    table, value = sample.tables[name], group_of(group)
    asked = pd.Series(True, index=table.index) if value is None else (table[ORIGIN] == value).fillna(False)
    formulas = {indicator: sample.formulas[name][indicator]}

    def again(placed: pd.Series) -> tuple[pd.Index[str], NDArray[np.float64]]:
        """The replicates by domain."""
        rows = table.assign(**{DOMAIN: placed.where(asked)})
        keys, found = replicate_indicators(sample.designs[name], rows, formulas, [DOMAIN], sample.factors[name])
        return pd.Index(keys[DOMAIN]), found

    codes, found = again(table[level_column(level)].map(domains[domains != CITY_LEVEL]))
    if not (domains == CITY_LEVEL).any():
        return codes, found
    # Units that have the city's figure: it rests on everybody, not on those who live in them.
    city, whole = again(pd.Series(CITY_LEVEL, index=table.index))
    return codes.append(city), np.concatenate([found, whole], axis=1)
