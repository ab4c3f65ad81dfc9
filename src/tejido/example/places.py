"""Places of the example city: schools, health, culture, commerce, parks and squares, land use, hazard, water.

In: streets, blocks, society. Out: layers in degrees, one frame each, sorted and with a code per row.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from tejido.example import plane
from tejido.example.blocks import Blocks
from tejido.example.chance import Floats, Ints, pick, stream
from tejido.example.streets import Streets

HOW_MANY = {"hospital": 3, "health_centre": 11, "school": 34, "culture": 8, "commerce": 210}
PULL = {"hospital": 2.2, "health_centre": 1.5, "school": 0.9, "culture": 2.2, "commerce": 1.9}
"""How strongly each kind is drawn to the centre."""
APART = {"hospital": 900.0, "health_centre": 450.0, "school": 230.0, "culture": 350.0, "commerce": 0.0}
"""Least distance in metres between two of a kind, so that they share the city out."""
SQUARES = 26
USES = ("residential", "commerce", "industry", "facilities", "green")
FLOOD = 85.0
"""Metres from the water that its floods reach."""
STEEP = 15.0
"""Percent of slope from which ground may slide."""


def facilities(seed: int, streets: Streets, blocks: Blocks) -> dict[str, gpd.GeoDataFrame]:
    """Points of every kind, beside a street: role to frame with code, name and geometry."""
    kinds = np.array(streets.kinds)
    walkable = streets.segments[np.isin(kinds, ["street", "avenue"])]
    avenue = kinds[np.isin(kinds, ["street", "avenue"])] == "avenue"
    reach = float(np.hypot(blocks.table["x"], blocks.table["y"]).max())
    made = {}
    for kind, number in HOW_MANY.items():
        rng = stream(seed, f"places: {kind}")
        spots = beside(rng, walkable)
        wish = -PULL[kind] * np.hypot(*spots.T) / reach * 2.2 + (1.2 if kind != "school" else 0.2) * avenue
        order = np.argsort(-(wish + rng.gumbel(size=len(spots))), kind="stable")
        made[kind] = _frame(spots[apart(spots, order, number, APART[kind])], kind)
    return made


def beside(rng: np.random.Generator, segments: Floats) -> Floats:
    """One spot per segment: somewhere along it, ten metres off."""
    start, step = segments[:, :2], segments[:, 2:] - segments[:, :2]
    across = np.column_stack([-step[:, 1], step[:, 0]]) / np.hypot(*step.T)[:, None]
    side = np.where(rng.random(len(segments)) < 0.5, 10.0, -10.0)
    return np.asarray(start + rng.uniform(0.25, 0.75, len(segments))[:, None] * step + side[:, None] * across)


def apart(spots: Floats, order: Ints, number: int, least: float) -> Ints:
    """The first `number` spots in `order` that keep the distance `least` to those already taken."""
    taken: list[int] = []
    for spot in order:
        if len(taken) == number:
            break
        if not taken or np.hypot(*(spots[taken] - spots[spot]).T).min() >= least:
            taken.append(int(spot))
    return np.array(taken)


def _frame(spots: Floats, kind: str) -> gpd.GeoDataFrame:
    spots = spots[np.lexsort((spots[:, 1], spots[:, 0]))]
    codes = [f"{kind}-{number:03d}" for number in range(1, len(spots) + 1)]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapely.points(plane.degrees(spots)), crs="EPSG:4326")


def public_space(seed: int, streets: Streets, blocks: Blocks, society: pd.DataFrame) -> gpd.GeoDataFrame:
    """Parks (whole blocks), squares (the middle of a block) and the walks on the north bank, polygons in degrees with their kind and
    `condition`, the score from 0 to 10 of an audit.
    """
    rng = stream(seed, "squares")
    parks = np.flatnonzero(society["use"] == "park")
    wish = -1.6 * blocks.table["away"].to_numpy() + rng.gumbel(size=len(blocks.table))
    wish[(society["use"] != "homes").to_numpy()] = -np.inf
    squares = np.sort(np.argsort(-wish, kind="stable")[:SQUARES])
    middle = shapely.get_coordinates(shapely.point_on_surface(blocks.metres[squares]))
    half = rng.uniform(12, 22, len(squares))
    inside = shapely.intersection(
        shapely.box(*(middle - half[:, None]).T, *(middle + half[:, None]).T),
        shapely.buffer(blocks.metres[squares], -4.0),
    )
    walks = _walks(streets, blocks)
    shapes = np.concatenate([blocks.degrees[parks], shapely.transform(np.concatenate([inside, walks]), plane.degrees)])
    kinds = ["park"] * len(parks) + ["square"] * len(squares) + ["riverside"] * len(walks)
    codes = [f"public-space-{number:03d}" for number in range(1, len(kinds) + 1)]
    around = np.r_[society["hardship"].to_numpy()[np.r_[parks, squares]], np.zeros(len(walks))]
    audited = 6.6 - 0.9 * around + 0.8 * stream(seed, "audit of public space").normal(size=len(kinds))
    condition = np.round(np.clip(audited, 0.0, 10.0), 1)
    return gpd.GeoDataFrame({"code": codes, "kind": kinds, "condition": condition}, geometry=shapes, crs="EPSG:4326")


def _walks(streets: Streets, blocks: Blocks) -> NDArray[np.object_]:
    """Strips of 24 m along the north bank between the outer bridges, in metres, one for each stretch between two bridges."""
    river = shapely.polygons(streets.river)
    north = shapely.linestrings(streets.river[len(streets.river) // 2 : -1])
    strip = shapely.difference(shapely.buffer(north, 24.0, cap_style="flat"), river)
    bridges = np.sort(streets.segments[np.array(streets.kinds) == "bridge"][:, [0, 2]].mean(axis=1))
    low, high = shapely.bounds(strip)[[1, 3]]
    boxes = shapely.box(bridges[:-1] + 8.0, low, bridges[1:] - 8.0, high)
    clear = shapely.difference(shapely.intersection(strip, boxes), shapely.union_all(blocks.metres))
    return np.asarray(shapely.normalize(clear), dtype=np.object_)


def land_use(seed: int, blocks: Blocks, society: pd.DataFrame) -> gpd.GeoDataFrame:
    """Each block cut into three strips, each with one of five uses: polygons in degrees, `use` and the block's code."""
    rng = stream(seed, "land use")
    bounds = shapely.bounds(blocks.metres)
    cuts = np.sort(rng.uniform(0.15, 0.85, (len(bounds), 2)), axis=1)
    edges = np.column_stack([np.zeros(len(bounds)), cuts, np.ones(len(bounds))])
    x = bounds[:, :1] + edges * (bounds[:, 2:3] - bounds[:, :1])
    strips = [
        shapely.intersection(blocks.metres, shapely.box(x[:, k], bounds[:, 1], x[:, k + 1], bounds[:, 3]))
        for k in range(3)
    ]
    away = blocks.table["away"].to_numpy()
    odds = np.column_stack([
        np.full(len(away), 1.0), 0.9 - 3.0 * away, -2.6 + 1.5 * away, -0.6 - 1.2 * away, -2.0 + 0.9 * away,
    ])  # fmt: skip
    chosen = np.stack([pick(rng, np.exp(odds)) for _ in range(3)])
    use = society["use"].to_numpy()
    chosen[:, use == "park"], chosen[:, use == "works"] = USES.index("green"), USES.index("industry")
    shapes = np.stack(strips).T.ravel()
    frame = gpd.GeoDataFrame(
        {"block": np.repeat(blocks.table["code"].to_numpy(), 3), "use": np.array(USES)[chosen.T.ravel()]},
        geometry=shapely.transform(shapes, plane.degrees), crs="EPSG:4326",
    )  # fmt: skip
    return frame[shapely.area(shapes) > 1.0].reset_index(drop=True)


def hazard(blocks: Blocks, streets: Streets) -> gpd.GeoDataFrame:
    """Where floods reach (a band along the river) and where slopes may slide (steep blocks), in degrees."""
    river = shapely.polygons(streets.river)
    built = shapely.buffer(shapely.union_all(blocks.metres), 60.0)
    flood = shapely.intersection(shapely.difference(shapely.buffer(river, FLOOD), river), built)
    steep = shapely.coverage_union_all(blocks.metres[(blocks.table["slope_percent"] >= STEEP).to_numpy()])
    rows = [("flood", part) for part in shapely.get_parts(shapely.normalize(flood))]
    rows += [("landslide", part) for part in shapely.get_parts(shapely.normalize(steep))]
    shapes = shapely.transform(np.array([shape for _, shape in rows]), plane.degrees)
    return gpd.GeoDataFrame({"hazard": [kind for kind, _ in rows]}, geometry=shapes, crs="EPSG:4326")


def water(streets: Streets) -> gpd.GeoDataFrame:
    """The river, one polygon in degrees."""
    ring = shapely.polygons(plane.degrees(streets.river))
    return gpd.GeoDataFrame({"name": ["Río Hilo"]}, geometry=[ring], crs="EPSG:4326")
