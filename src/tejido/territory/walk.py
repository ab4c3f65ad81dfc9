"""Distance from units to a kind of place, the steps in one: points, streets or straight line, inside an area, slope."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.territory import destinations
from tejido.territory.network import Network, Snapped, gather, nearest, snap
from tejido.territory.straight import nearest_straight

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Start:
    """Where walks begin: `points` (`unit`, `x`, `y`), brought to the `network` once for all kinds of places."""

    points: pd.DataFrame
    network: Network | None
    snapped: Snapped | None
    max_snap: float
    detour: float

    @property
    def places(self) -> Floats:
        """The points as (n, 2)."""
        return self.points[["x", "y"]].to_numpy(dtype=float)

    @property
    def far(self) -> NDArray[np.bool_]:
        """Which points stand further than `max_snap` from every street; none where there are no streets."""
        if self.snapped is None:
            return np.zeros(len(self.points), dtype=bool)
        return self.snapped.distance > self.max_snap


@dataclass(frozen=True, eq=False)
class Walked:
    """`distance` (n,) in metres from each point to the nearest place, 0 inside one, NaN unreached; `far_places`: how
    many places are further than `max_snap` from every street.
    """

    distance: Floats
    far_places: int


def begin(points: pd.DataFrame, network: Network | None, max_snap: float, detour: float) -> Start:
    """Prepare walks from `points`; without a network they are straight lines times `detour`."""
    places = points[["x", "y"]].to_numpy(dtype=float)
    return Start(points, network, None if network is None else snap(network, places, max_snap), max_snap, detour)


def to_nearest(start: Start, layer: gpd.GeoDataFrame, spacing: float = destinations.SPACING) -> Walked:
    """Metres from each point to the nearest place of `layer` (points, lines or areas, a projected system)."""
    sampled = destinations.sample(layer, spacing)
    far = 0
    if start.network is None or start.snapped is None:
        distance = nearest_straight(start.places, sampled.points, start.detour)
    else:
        places = gather(snap(start.network, sampled.points, start.max_snap), sampled.place, len(layer))
        distance = nearest(start.network, start.snapped, places).distance
        far = int((places.distance > start.max_snap).sum())
    return Walked(np.where(destinations.inside(layer, start.places), 0.0, distance), far)


def share_within(points: pd.DataFrame, distance: Floats, metres: float) -> pd.Series:
    """Share (0 to 1) of each unit's points not further than `metres`, indexed by unit in the order of `points`.

    People are taken to live evenly among the points of their unit. A point without a distance is left out: nobody knows
    whether it is within. A unit without any is missing.
    """
    near = pd.Series(np.where(np.isnan(distance), np.nan, distance <= metres), index=points.index)
    return near.groupby(points["unit"], sort=False).mean()
