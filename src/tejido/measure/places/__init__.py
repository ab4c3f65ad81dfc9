"""Figures made from places: what is reached on foot, what covers the ground, how many, how long, who lives where.

In: a city that was read, the indicators to measure and how its units nest. Out: `tables.VALUES` and `tables.PARTS` at the level
where each was measured, and what was found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from tejido import tables
from tejido.catalogue.model import Definition
from tejido.city import can_measure
from tejido.city.model import City
from tejido.errors import Finding
from tejido.measure.levels import Nest
from tejido.measure.places import counted, covered, ground, lengths, reached, spread, walked
from tejido.measure.places.shared import Figure, Places
from tejido.tables import EVERYBODY
from tejido.tables.flags import add

__all__ = ["FUNCTIONS", "Figure", "Places", "measure_places"]


def measure_places(
    city: City, indicators: list[Definition], nest: Nest, tell: Callable[[float], None]
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Measure what the city's layers and streets allow of `indicators`.

    `tell` is called with the share done, 0-1.

    Returns:
        `tables.VALUES` rows at the level where each was measured, the `tables.PARTS` of those made of sums, and findings.
    """
    places = Places(city, nest, wanted=indicators)
    values, parts = [tables.VALUES.empty()], [tables.PARTS.empty()]
    for place, indicator in enumerate(indicators):
        places.tell = partial(_within, tell, place, len(indicators))
        places.tell(0.0)
        if not can_measure(city, indicator):
            continue
        for figure in FUNCTIONS[indicator.compute.function](places, indicator).levels():
            values.append(_rows(figure, indicator, places))
            if figure.parts is not None:
                parts.append(_part_rows(figure, indicator, places))
    return tables.VALUES.gather(values), tables.PARTS.gather(parts), places.findings


def _within(tell: Callable[[float], None], place: int, count: int, share: float) -> None:
    """Tell the share done of all figures where `share` of one of them is."""
    tell((place + share) / count)


FUNCTIONS: dict[str, Callable[[Places, Definition], Figure]] = {
    "distance_nearest": walked.distance,
    "space_per_person": walked.space_per_person,
    "density": ground.density,
    "rate": ground.rate,
    "diversity": ground.diversity,
    "share_under": ground.share_under,
    "share_within": walked.share_within,
    "people_under": covered.people_under,
    "people_near": covered.people_near,
    "points_per_area": counted.points_per_area,
    "points_per_length": counted.points_per_length,
    "feature_share": counted.feature_share,
    "weight_per_person": counted.weight_per_person,
    "area": covered.area,
    "area_per_person": covered.area_per_person,
    "area_mean": covered.area_mean,
    "length_per_area": lengths.length_per_area,
    "length_per_person": lengths.length_per_person,
    "length_share": lengths.length_share,
    "intersections": counted.intersections,
    "segregation": spread.segregation,
    "reach": reached.reach,
    "headway": reached.headway,
}
"""How each of `city.FROM_PLACES` is measured."""


def _rows(figure: Figure, indicator: Definition, places: Places) -> pd.DataFrame:
    codes = places.nest.persons[figure.support].index
    values = np.nan if figure.values is None else figure.values.reindex(codes).to_numpy()
    flags = pd.Series(" ".join(sorted(figure.flags)) or None, index=codes, dtype="str")
    for word, units in figure.marked.items():
        flags = add(flags, word, codes.isin(units))
    return pd.DataFrame({
        "period": _period(indicator, places), "level": figure.support, "unit": codes, "group": EVERYBODY,
        "indicator": indicator.id, "value": values, "kind": "layer", "quality": "not_sampled",
        "support": figure.support, "source": figure.source, "flags": flags.to_numpy(),
    })  # fmt: skip


def _part_rows(figure: Figure, indicator: Definition, places: Places) -> pd.DataFrame:
    assert figure.parts is not None
    wide = figure.parts.rename_axis(index="unit", columns=None).reset_index()
    long = wide.melt(id_vars="unit", var_name="part", value_name="amount").dropna()
    return long.assign(period=_period(indicator, places), level=figure.support, group=EVERYBODY, indicator=indicator.id)


def _period(indicator: Definition, places: Places) -> str:
    spec = places.city.config.layers.get(indicator.compute.role or "")
    return (spec.period if spec else None) or places.city.config.period
