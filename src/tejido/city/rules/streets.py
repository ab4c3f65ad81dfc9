"""Rules about the streets on which distances are walked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tejido.city.from_places import WALKED
from tejido.city.layers import STREETS
from tejido.city.rules.reading import Reading
from tejido.errors import Finding, finding


def none_at_all(reading: Reading) -> Iterator[Finding]:
    """C407: there are places to walk to, but no streets."""
    walked = [one for one in reading.catalogue.definitions.values() if one.compute.function in WALKED]
    if STREETS not in reading.config.layers and any(one.compute.role in reading.city.layers for one in walked):
        yield finding("C407", detour=reading.config.territory.detour)


def units_off(reading: Reading) -> Iterator[Finding]:
    """C408: units further from any street than the declared distance."""
    streets, limit = reading.city.streets, reading.config.territory.max_snap
    if streets is None:
        return
    ends = streets[["x1", "y1", "x2", "y2"]].to_numpy().reshape(-1, 2, 2)
    points = shapely.point_on_surface(reading.city.units[reading.base].geometry.to_numpy())
    near = shapely.STRtree(shapely.linestrings(ends)).query(points, predicate="dwithin", distance=limit)[0]
    off = len(points) - len(np.unique(near))
    if off:
        file = reading.config.layers[STREETS].source.file
        yield finding("C408", file=file, count=off, total=len(points), limit=limit)


def pieces(reading: Reading) -> Iterator[Finding]:
    """C409: streets that are not joined to each other (ends within 0.1 m are joined)."""
    streets = reading.city.streets
    if streets is None:
        return
    ends = np.vstack([streets[["x1", "y1"]].to_numpy(), streets[["x2", "y2"]].to_numpy()])
    node = np.unique(np.rint(ends * 10), axis=0, return_inverse=True)[1].ravel()
    first, second = node[: len(streets)], node[len(streets) :]
    graph = coo_array((np.ones(len(streets)), (first, second)), shape=(node.max() + 1,) * 2)
    count, piece = connected_components(graph, directed=False)
    if count > 1:
        length = np.hypot(*(ends[len(streets) :] - ends[: len(streets)]).T)
        largest = np.bincount(piece[first], weights=length).max() / length.sum()
        file = reading.config.layers[STREETS].source.file
        yield finding("C409", file=file, count=int(count), percent=f"{100 * largest:.0f}")
