"""The ground of the example city, for the extended marker: areas of many kinds, what the streets are like, air and heat.

In: streets, blocks, society and people. Out: polygons by `kind` (`areas`), columns of the streets (`street_columns`), and a measured
point in each block (`environment`). Informal settlements lie on poor and steep ground, idle land outside, clusters of jobs in the
centre.
"""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.example import plane
from tejido.example.blocks import Blocks
from tejido.example.chance import Flags, Floats, Waves, logistic, stream
from tejido.example.people import People
from tejido.example.streets import Streets

SETTLED, IDLE, CLUSTERS, CANOPIES, SITES = 82, 34, 5, 260, 2
"""Blocks of informal settlements, idle lots, clusters of jobs, stands of trees along streets, workshops that pollute."""
WEAK_MATERIALS = 0.30
"""Share of dwellings without durable material from which a block is in deficit."""

__all__ = ["areas", "environment", "street_columns"]


def areas(seed: int, streets: Streets, blocks: Blocks, society: pd.DataFrame, people: People) -> gpd.GeoDataFrame:
    """Polygons in degrees with their `kind`, the role that they have."""
    table, hardship = blocks.table, society["hardship"].to_numpy()
    homes = (society["use"] == "homes").to_numpy()
    score = hardship + 0.05 * table["slope_percent"].to_numpy() + 0.3 * stream(seed, "informal").normal(size=len(table))
    informal = _first(np.where(homes, score, -np.inf), SETTLED)
    weak = ~people.households["adequate"].to_numpy()
    share = np.bincount(people.households["place"], weights=weak, minlength=len(table)) / np.maximum(
        society["households"].to_numpy(), 1
    )
    titled = homes & ~informal & (stream(seed, "titles").random(len(table)) < logistic(1.9 - 1.1 * hardship))
    parts = [
        ("informal_settlement", _joined(blocks, informal)),
        ("material_deficit", _joined(blocks, homes & (share > WEAK_MATERIALS))),
        ("registered_tenure", _joined(blocks, titled)),
        ("polluting_site", blocks.degrees[_first(np.where(society["use"] == "works", table["away"], -1.0), SITES)]),
        ("idle_land", _degrees(_lots(seed, blocks, homes))),
        ("employment_cluster", _degrees(_clusters(seed, blocks))),
        ("tree_canopy", _degrees(_canopies(seed, streets, blocks, hardship))),
    ]
    rows = [(kind, shape) for kind, shapes in parts for shape in shapes]
    return gpd.GeoDataFrame(
        {"kind": [kind for kind, _ in rows]}, geometry=[shape for _, shape in rows], crs="EPSG:4326"
    )


def _first(score: Floats, number: int) -> Flags:
    """The `number` rows with the highest score."""
    chosen = np.zeros(len(score), dtype=np.bool_)
    chosen[np.argsort(-score, kind="stable")[:number]] = True
    return chosen


def _joined(blocks: Blocks, chosen: Flags) -> Iterable[object]:
    """The chosen blocks, those that share a street as one."""
    return list(shapely.get_parts(shapely.normalize(shapely.union_all(blocks.degrees[chosen]))))


def _degrees(shapes: Floats) -> Iterable[object]:
    return np.asarray(shapely.normalize(shapely.transform(shapes, plane.degrees)))


def _lots(seed: int, blocks: Blocks, homes: Flags) -> Floats:
    """Idle lots: a third of a block, mostly towards the edge."""
    rng = stream(seed, "idle land")
    wish = 1.8 * blocks.table["away"].to_numpy() + rng.gumbel(size=len(homes))
    shapes = blocks.metres[_first(np.where(homes, wish, -np.inf), IDLE)]
    west, south, east, north = shapely.bounds(shapes).T
    return np.asarray(shapely.intersection(shapes, shapely.box(west, south, west + (east - west) / 3, north)))


def _clusters(seed: int, blocks: Blocks) -> Floats:
    """Where many work: rounded patches in the centre and at two ends of the avenues."""
    rng = stream(seed, "clusters")
    middle = blocks.table[["x", "y"]].to_numpy()
    wish = -1.6 * blocks.table["away"].to_numpy() + 0.5 * rng.gumbel(size=len(middle))
    chosen: list[int] = []
    for place in np.argsort(-wish, kind="stable"):
        if len(chosen) == CLUSTERS:
            break
        if not chosen or np.hypot(*(middle[chosen] - middle[place]).T).min() > 520:
            chosen.append(int(place))
    return np.asarray(shapely.buffer(shapely.points(middle[chosen]), rng.uniform(110, 190, len(chosen)), quad_segs=4))


def _canopies(seed: int, streets: Streets, blocks: Blocks, hardship: Floats) -> Floats:
    """Stands of trees beside streets, fewer where people are poor."""
    rng = stream(seed, "trees")
    street = streets.segments[np.isin(np.array(streets.kinds), ["street", "avenue"])]
    middle = (street[:, :2] + street[:, 2:]) / 2
    block = shapely.STRtree(blocks.metres).nearest(shapely.points(middle))
    chosen = _first(-0.7 * hardship[block] + rng.gumbel(size=len(middle)), CANOPIES)
    lines = shapely.linestrings(street[chosen].reshape(-1, 2, 2))
    return np.asarray(shapely.buffer(lines, rng.uniform(5.0, 11.0, int(chosen.sum())), quad_segs=2))


def street_columns(seed: int, streets: Streets, blocks: Blocks, society: pd.DataFrame) -> pd.DataFrame:
    """``paved, sidewalk, cycleway`` (yes or no) of every segment: worse where people are poor; cycle lanes on some avenues."""
    middle = (streets.segments[:, :2] + streets.segments[:, 2:]) / 2
    block = shapely.STRtree(blocks.metres).nearest(shapely.points(middle))
    hardship = society["hardship"].to_numpy()[block]
    kinds = np.array(streets.kinds)
    avenue = np.isin(kinds, ["avenue", "bridge"])
    odds = {
        "paved": np.where(avenue | (kinds == "motorway"), 9.0, 2.2 - 1.0 * hardship - 2.0 * (kinds == "country_road")),
        "sidewalk": np.where(avenue, 1.6, 0.5) - 0.8 * hardship - 9.0 * np.isin(kinds, ["motorway", "country_road"]),
        "cycleway": np.where(avenue, -0.4 - 0.6 * hardship, -9.0),
    }
    drawn = {name: stream(seed, f"streets: {name}").random(len(kinds)) < logistic(one) for name, one in odds.items()}
    return pd.DataFrame({name: np.where(yes, "yes", "no") for name, yes in drawn.items()})


def environment(seed: int, blocks: Blocks, society: pd.DataFrame) -> pd.DataFrame:
    """A point in each block with its PM2.5 in micrograms per cubic metre and the heat of its surface in degrees Celsius."""
    points = blocks.table[["x", "y"]].to_numpy()
    away, green = blocks.table["away"].to_numpy(), (society["use"] == "park").to_numpy()
    lonlat = plane.degrees(shapely.get_coordinates(shapely.point_on_surface(blocks.metres)))
    air = 0.46 * society["pm10"].to_numpy() + 0.8 * Waves.make(stream(seed, "fine dust"), 700, 2000).at(points)
    heat = 35.6 - 2.6 * away - 2.8 * green + 0.6 * Waves.make(stream(seed, "heat"), 500, 1600).at(points)
    return pd.DataFrame({
        "lon": lonlat[:, 0], "lat": lonlat[:, 1], "pm25": np.round(np.maximum(air, 5.0), 1), "surface": np.round(heat, 1),
    })  # fmt: skip
