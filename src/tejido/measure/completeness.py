"""Figures of layers that are complete in a part of the city only: beyond it nothing is known, which is not zero."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue.model import Definition
from tejido.city import City
from tejido.errors import Finding, finding
from tejido.measure.levels import Nest

__all__ = ["where_complete"]


def where_complete(
    values: pd.DataFrame, city: City, indicators: list[Definition], nest: Nest
) -> tuple[pd.DataFrame, list[Finding]]:
    """`values` (`tables.VALUES`, at every level) of `indicators`, without those of units in which a layer that they count lacks
    something; A223 tells of how many units.

    A coarser unit that is complete in a part only has no figure either: that of the part is not its own. Streets that are only
    walked on the way to something are not counted: who is far from them gets no distance as it is.
    """
    missing = np.zeros(len(values), dtype=bool)
    findings = []
    for role, spec in sorted(city.config.layers.items()):
        made = [one.id for one in indicators if role in (one.compute.role, one.compute.options.get("of"))]
        if not spec.complete or not made:
            continue
        mine = values["indicator"].isin(made).to_numpy()
        for level, rows in values[mine].groupby("level", sort=False):
            missing[values.index.get_indexer(rows.index)] = ~_inside(rows["unit"], str(level), spec.complete, nest)
        base = nest.codes(nest.base)
        lacking = int((~_inside(base.to_series(), nest.base, spec.complete, nest)).sum())
        findings.append(
            finding(
                "A223", column=f"layers.{role}.complete", role=role, count=lacking, total=len(base), level=nest.base
            )
        )
    return values.assign(value=values["value"].mask(missing)), findings


def _inside(units: pd.Series, level: str, complete: Mapping[str, tuple[str, ...]], nest: Nest) -> NDArray[np.bool_]:
    """Which units of a level are among those named, or lie inside one of them."""
    found = np.zeros(len(units), dtype=bool)
    for holder, named in complete.items():
        if holder == level:
            found |= units.isin(named).to_numpy()
        elif nest.is_coarser(holder, level):
            found |= nest.holders[level][holder].reindex(units).isin(named).to_numpy()
    return found
