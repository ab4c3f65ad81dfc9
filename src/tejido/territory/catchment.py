"""Public space per inhabitant: what people can reach, shared with all others who can reach it.

The two-step floating catchment area of Luo and Wang (2003). First each space is divided by the people within reach of
it; then each unit adds up what it has from every space within its own reach. A park beside a dense quarter so counts
for less per head than the same park in a quiet one, and the border of a unit makes no difference.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from tejido.territory import destinations
from tejido.territory.network import Network, Snapped, gather, snap, within
from tejido.territory.straight import within_straight

Floats = NDArray[np.float64]


def floating(pairs: pd.DataFrame, supply: Floats, population: Floats) -> Floats:
    """Supply per inhabitant at each origin (n,), in the unit of `supply` (m,) per person of `population` (n,).

    `pairs` has the columns `origin` and `destination` (indices), a row for each pair within reach. People who are
    missing count as none. Where nothing is within reach the figure is 0; where something is but no people are known
    within its reach, it is NaN, for there is nobody to divide by.
    """
    pairs = pairs[["origin", "destination"]].drop_duplicates().sort_values(["origin", "destination"])
    origin, destination = pairs["origin"].to_numpy(dtype=np.int64), pairs["destination"].to_numpy(dtype=np.int64)
    people = np.nan_to_num(np.asarray(population, dtype=float), nan=0.0)
    served = np.bincount(destination, weights=people[origin], minlength=len(supply))
    each = np.divide(supply, served, out=np.full(len(supply), np.nan), where=served > 0)
    per_person: Floats = np.bincount(origin, weights=each[destination], minlength=len(population)).astype(float)
    return per_person


def reach(
    layer: gpd.GeoDataFrame,
    origins: Floats,
    metres: float,
    network: Network | None,
    *,
    snapped: Snapped | None = None,
    max_snap: float = np.inf,
    detour: float = 1.0,
    spacing: float = destinations.SPACING,
) -> pd.DataFrame:
    """Which places of `layer` (rows) are within `metres` of which origins (n, 2): `origin`, `destination`, `distance`.

    On foot along `network`, or in a straight line times `detour` where there is none. An origin inside an area is at
    distance 0 from it. `snapped` are the origins on the network, where they were snapped before.
    """
    sampled = destinations.sample(layer, spacing)
    if network is None:
        pairs = within_straight(origins, sampled.points, metres, detour)
        pairs["destination"] = sampled.place[pairs["destination"].to_numpy(dtype=np.int64)]
    else:
        places = gather(snap(network, sampled.points, max_snap), sampled.place, len(layer))
        pairs = within(network, origins if snapped is None else snapped, places, metres, max_snap)
    origin, place = destinations.inside_pairs(layer, origins)
    inside = pd.DataFrame({"origin": origin, "destination": place, "distance": np.zeros(len(origin))})
    pairs = pd.concat([pairs, inside], ignore_index=True)
    return pairs.groupby(["origin", "destination"])["distance"].min().reset_index()


def space_per_person(
    layer: gpd.GeoDataFrame,
    points: pd.DataFrame,
    population: pd.Series,
    pairs: pd.DataFrame,
    far: NDArray[np.bool_] | None = None,
) -> pd.Series:
    """Public space in m2 per inhabitant of each unit by `floating`; indexed by unit in the order of `points`.

    `points` (`unit`, `x`, `y`) stand for the units and share their `population` (indexed by unit) equally; `pairs` come
    from `reach` over these points. The supply is the area of each place of `layer`, the ground under two of them
    counted twice. `far` tells which points stand too far from every street to know what they reach (`walk.Start.far`):
    unless they lie in a space they are left out, and a unit of such points only is missing.
    """
    units = points["unit"]
    share = units.map(population).astype(float) / units.groupby(units).transform("size")
    supply = shapely.area(layer.geometry.to_numpy())
    each = pd.Series(floating(pairs, supply, share.to_numpy()), index=points.index)
    nobody = each.isna().groupby(units, sort=False).any()
    if far is not None:
        each = each.mask(far & ~np.isin(np.arange(len(points)), pairs["origin"].to_numpy()))
    return each.groupby(units, sort=False).mean().where(~nobody).rename("space_per_person")
