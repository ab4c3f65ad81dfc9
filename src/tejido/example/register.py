"""Places that the example city's offices registered, for the extended marker: one table, a kind for each role.

In: streets, blocks, society, and ``data/places.toml``, which says how many there are of each kind and where they lean to. Out: the
table ``kind, lon, lat, weight`` (degrees; how many jobs or homes there are, 1 elsewhere), crossings with and without ramps among
them, and the street lamps.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import shapely

from tejido.example import plane
from tejido.example.blocks import Blocks
from tejido.example.chance import Flags, Floats, Ints, stream
from tejido.example.places import apart, beside
from tejido.example.streets import Streets

CROSSING, RAMP = "crossing", "crossing_ramp"
CROSSINGS = 420
RAMPS = 0.55
"""Share of the crossings of average quarters that have ramps."""
OFF_CORNER = np.array([4.0, 3.0])
"""Metres from the middle of the corner, which belongs to four blocks, to where people cross."""
LAMP_METRES = 42.0
"""Street between two lamps in an average quarter."""

__all__ = ["CROSSING", "RAMP", "kinds", "lamps", "registered"]


@cache
def kinds() -> Mapping[str, Mapping[str, Any]]:
    """What is registered, by role."""
    text = files("tejido.example").joinpath("data", "places.toml").read_text("utf-8")
    found: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)
    return found


def registered(seed: int, streets: Streets, blocks: Blocks, society: pd.DataFrame) -> pd.DataFrame:
    """Every place, by kind and from west to east."""
    walkable, avenue = _walkable(streets)
    made = []
    for kind, lean in kinds().items():
        rng = stream(seed, f"register: {kind}")
        spots = beside(rng, walkable)
        block = _block_of(blocks, spots)
        pulls = {
            "centre": -2.2 * blocks.table["away"].to_numpy()[block],
            "avenue": avenue.astype(float),
            "hardship": society["hardship"].to_numpy()[block],
            "steep": np.minimum(blocks.table["slope_percent"].to_numpy()[block] / 10.0, 3.0),
            "arrivals": 4.0 * society["arrivals"].to_numpy()[block],
        }
        wish = sum(float(lean.get(name, 0.0)) * pull for name, pull in pulls.items()) + rng.gumbel(size=len(spots))
        wish[~_in_town(blocks, spots)] = -np.inf
        chosen = apart(spots, np.argsort(-wish, kind="stable"), int(lean["number"]), float(lean.get("apart", 0.0)))
        made.append(_rows(kind, spots[chosen], _weights(rng, len(chosen), lean.get("weight"))))
    return pd.concat([*made, *_crossings(seed, streets, blocks, society)], ignore_index=True)


def _walkable(streets: Streets) -> tuple[Floats, Flags]:
    """The streets where places lie, and which of them are avenues."""
    kinds_of = np.array(streets.kinds)
    usable = np.isin(kinds_of, ["street", "avenue"])
    return streets.segments[usable], kinds_of[usable] == "avenue"


def _block_of(blocks: Blocks, spots: Floats) -> Ints:
    return np.asarray(shapely.STRtree(blocks.metres).nearest(shapely.points(spots)), dtype=np.int64)


def _in_town(blocks: Blocks, spots: Floats) -> Flags:
    """Which spots lie in a block, and not outside the city across its last street."""
    inside = np.zeros(len(spots), dtype=np.bool_)
    inside[shapely.STRtree(blocks.metres).query(shapely.points(spots), predicate="within")[0]] = True
    return inside


def _weights(rng: np.random.Generator, number: int, ends: list[float] | None) -> Ints:
    """Few large ones and many small ones, between both ends."""
    if ends is None:
        return np.ones(number, dtype=np.int64)
    low, high = np.log(ends)
    return np.asarray(np.rint(np.exp(low + (high - low) * rng.beta(1.2, 2.4, number))), dtype=np.int64)


def _rows(kind: str, spots: Floats, weight: Ints) -> pd.DataFrame:
    order = np.lexsort((spots[:, 1], spots[:, 0]))
    lonlat = plane.degrees(spots[order])
    return pd.DataFrame({"kind": kind, "lon": lonlat[:, 0], "lat": lonlat[:, 1], "weight": weight[order]})


def _crossings(seed: int, streets: Streets, blocks: Blocks, society: pd.DataFrame) -> list[pd.DataFrame]:
    """Painted crossings at corners of avenues; those with ramps, more often in well-off quarters, stand twice."""
    rng = stream(seed, "crossings")
    walkable, avenue = _walkable(streets)
    corners = np.unique(np.round(walkable[avenue].reshape(-1, 2), 2), axis=0) + OFF_CORNER
    corners = corners[_in_town(blocks, corners)]
    chosen = corners[np.sort(rng.permutation(len(corners))[:CROSSINGS])]
    hardship = society["hardship"].to_numpy()[_block_of(blocks, chosen)]
    ramps = chosen[rng.random(len(chosen)) < RAMPS * np.exp(-0.3 * hardship)]
    return [_rows(kind, spots, _weights(rng, len(spots), None)) for kind, spots in ((CROSSING, chosen), (RAMP, ramps))]


def lamps(seed: int, streets: Streets, blocks: Blocks, society: pd.DataFrame) -> pd.DataFrame:
    """Street lamps, ``lon, lat``: one every `LAMP_METRES` of street, more on avenues and in the centre, fewer where people are poor."""
    rng = stream(seed, "lamps")
    walkable, avenue = _walkable(streets)
    start, step = walkable[:, :2], walkable[:, 2:] - walkable[:, :2]
    block = _block_of(blocks, start + step / 2)
    tilt = 0.5 * avenue - 0.22 * society["hardship"].to_numpy()[block] - 0.5 * blocks.table["away"].to_numpy()[block]
    number = np.floor(np.hypot(*step.T) / LAMP_METRES * np.exp(tilt + 0.25) + rng.random(len(step))).astype(int)
    along = np.repeat(np.arange(len(step)), number)
    place = (np.arange(len(along)) - np.r_[0, np.cumsum(number)[:-1]][along] + 0.5) / number[along]
    # Two metres beside the middle of the street, so that each stands in one block.
    beside_it = 2.0 * np.column_stack([-step[:, 1], step[:, 0]]) / np.hypot(*step.T)[:, None]
    spots = start[along] + place[:, None] * step[along] + beside_it[along]
    lonlat = plane.degrees(spots[_in_town(blocks, spots)])
    return pd.DataFrame({"lon": lonlat[:, 0], "lat": lonlat[:, 1]}).sort_values(["lon", "lat"], ignore_index=True)
