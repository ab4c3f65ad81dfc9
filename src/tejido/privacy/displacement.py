"""Displacement of points: nobody's dwelling, but a place not far from it in the same unit.

Points of a cluster are first set to the middle of the cluster, as the Demographic and Health Surveys do (Burgert et al. 2013,
"Geographic displacement procedure and georeferenced data release policy for the Demographic and Health Surveys"). Then each
place is moved at random into a ring around it, the donut of Hampton et al. (2010), "Mapping health data: improved privacy
protection with donut method geomasking", American Journal of Epidemiology 172, and stays inside its unit. Displacement alone
protects nobody: whoever knows some people's answers can find them in any place.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from tejido.privacy.frequencies import Floats, Ints

ATTEMPTS = 500
"""So often a place is drawn before it is held that the ring and the unit have no ground in common."""

OUTSIDE = -1
"""The unit of a point that lies in none."""


@dataclass(frozen=True)
class Displaced:
    """Where the points are now (metres, NaN where they were left out), in the order they came.

    `outside` counts the points that lie in no unit, `no_room` those for which no place was found inside ring and unit.
    """

    x: Floats
    y: Floats
    outside: int
    no_room: int


def displace(
    x: Floats,
    y: Floats,
    unit: Ints,
    shapes: Sequence[shapely.Geometry],
    donut: tuple[float, float],
    secret: bytes,
    cluster: Sequence[str] | None = None,
) -> Displaced:
    """Move points at random inside their units.

    The same place goes to the same place, so that those who live together stay together and no mean of them gives it back;
    another secret gives other places. The order of points is of no account.

    Args:
        x: Places in metres, eastwards.
        y: Places in metres, northwards.
        unit: For each point the place of its unit among `shapes`, `OUTSIDE` where it is in none.
        shapes: Polygons in metres.
        donut: The least and the largest distance in metres.
        secret: What nobody else knows: who has it and the file can look for the place that was moved there.
        cluster: For each point its cluster: those of one cluster in one unit become one place.
    """
    inside = (unit != OUTSIDE) & np.isfinite(x) & np.isfinite(y)
    names = pd.Series([f"{one!r} {other!r}" for one, other in zip(x.tolist(), y.tolist(), strict=True)])
    if cluster is not None:
        names = pd.Series(list(cluster)).astype("str") + " in " + pd.Series(unit).astype("str")
    rows = np.flatnonzero(inside)
    place, kinds = pd.factorize(names.to_numpy(dtype=object)[rows])
    middle, of_place = _middles(x[rows], y[rows], place, len(kinds)), np.empty(len(kinds), dtype=np.int64)
    of_place[place] = unit[rows]
    polygons = np.array(shapes, dtype=object)
    shapely.prepare(polygons)
    _keep_inside(middle, x[rows], y[rows], place, polygons[of_place])
    moved = _drawn(middle, [str(one) for one in kinds], polygons[of_place], donut, secret)
    made = np.full((2, len(x)), np.nan)
    made[:, rows] = moved[place].T
    return Displaced(made[0], made[1], int((~inside).sum()), int(np.isnan(made[0, rows]).sum()))


def _middles(x: Floats, y: Floats, place: NDArray[np.intp], count: int) -> Floats:
    """The mean of the points of each place, a row each."""
    size = np.maximum(np.bincount(place, minlength=count), 1)
    # Sums taken from the smallest number up are the same in whatever order the points come.
    sums = []
    for values in (x, y):
        order = np.lexsort((values, place))
        sums.append(np.bincount(place[order], values[order], count) / size)
    return np.column_stack(sums)


def _keep_inside(middle: Floats, x: Floats, y: Floats, place: NDArray[np.intp], shapes: np.ndarray) -> None:
    """A middle that lies outside its unit (a bent one) becomes the point of its cluster that is nearest to it."""
    out = ~shapely.contains_xy(shapes, middle[:, 0], middle[:, 1])
    among = np.flatnonzero(out[place])
    far = np.hypot(x[among] - middle[place[among], 0], y[among] - middle[place[among], 1])
    order = among[np.lexsort((y[among], x[among], far, place[among]))]
    first = order[np.flatnonzero(np.diff(place[order], prepend=-1))]
    middle[place[first]] = np.column_stack([x[first], y[first]])


def _drawn(middle: Floats, names: list[str], shapes: np.ndarray, donut: tuple[float, float], secret: bytes) -> Floats:
    """A place in the ring around each middle and inside its shape, every part of the ring as likely; NaN where none is found."""
    made = np.full(middle.shape, np.nan)
    left = np.arange(len(middle))
    low, high = donut[0] ** 2, donut[1] ** 2
    for attempt in range(ATTEMPTS):
        if not len(left):
            break
        chance = _chances(secret, [f"{names[one]} {attempt}" for one in left])
        radius, angle = np.sqrt(low + chance[:, 0] * (high - low)), 2 * np.pi * chance[:, 1]
        tried = middle[left] + radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        good = shapely.contains_xy(shapes[left], tried[:, 0], tried[:, 1])
        made[left[good]] = tried[good]
        left = left[~good]
    return made


def _chances(secret: bytes, names: list[str]) -> Floats:
    """Two numbers from 0 to 1 for each name, which nobody can work out without the secret (HMAC-SHA256)."""
    digests = b"".join(hmac.digest(secret, name.encode(), "sha256")[:16] for name in names)
    return (np.frombuffer(digests, dtype="<u8").reshape(-1, 2) >> np.uint64(11)).astype(np.float64) / 2.0**53
