"""Blocks of the example city and the quarters they make: 1,200 blocks, 64 neighbourhoods, 8 districts, 2 municipalities.

In: the streets. Out: `Blocks`, one row per block, with polygons in degrees and the lie of the land. A coarser unit is exactly the union
of its blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.example import plane
from tejido.example.chance import Floats, Ints, Waves, stream
from tejido.example.names import DISTRICTS, MUNICIPALITIES, NEIGHBOURHOODS
from tejido.example.streets import RIVER_ROW, Streets, segments_in_degrees

HILLS = ((-1450.0, 950.0, 620.0, 210.0), (1350.0, -1150.0, 520.0, 170.0), (350.0, 1750.0, 600.0, 130.0))
"""Hills at the edge: x, y, breadth and height in metres."""
EAST, NORTH = np.array([20.0, 0.0]), np.array([0.0, 20.0])


@dataclass(frozen=True)
class Blocks:
    """`table`: code, neighbourhood, district, municipality, x, y (metres from the main square), area_ha, away (0 centre to
    about 1 edge), slope_percent; `degrees` and `metres`: the polygons, in the order of the table.
    """

    table: pd.DataFrame
    degrees: Floats
    metres: Floats


def make(seed: int, streets: Streets) -> Blocks:
    """The blocks between the streets, sorted by their code."""
    lonlat = segments_in_degrees(streets)[streets.built].reshape(-1, 2, 2)
    faces = shapely.get_parts(shapely.polygonize(shapely.linestrings(lonlat)))
    place = _cells_of(faces, streets)
    faces, place = faces[~np.isnan(place[:, 0])], place[~np.isnan(place[:, 0])]
    order = np.lexsort((place[:, 0], place[:, 1]))
    faces, place = shapely.normalize(faces[order]), place[order]
    table = _quarters(place)
    by_code = np.argsort(table["code"].to_numpy(), kind="stable")
    faces, table = faces[by_code], table.iloc[by_code].reset_index(drop=True)
    metres = shapely.transform(faces, plane.metres)
    middle = shapely.get_coordinates(shapely.centroid(metres))
    table["x"], table["y"] = middle[:, 0], middle[:, 1]
    table["area_ha"] = shapely.area(metres) / 1e4
    distance = np.hypot(middle[:, 0], middle[:, 1])
    table["away"] = distance / np.quantile(distance, 0.98)
    table["slope_percent"] = np.round(slope(seed, middle), 1)
    return Blocks(table, faces, metres)


def elevation(seed: int, points: Floats) -> Floats:
    """Height above the river in metres at `points` (n, 2)."""
    height = 6.0 * Waves.make(stream(seed, "ground"), 900, 2500).at(points)
    for x, y, breadth, top in HILLS:
        height += top * np.exp(-((points[:, 0] - x) ** 2 + (points[:, 1] - y) ** 2) / (2 * breadth**2))
    return height


def slope(seed: int, points: Floats) -> Floats:
    """Slope in percent at `points`, from heights 40 m apart."""
    east = elevation(seed, points + EAST) - elevation(seed, points - EAST)
    north = elevation(seed, points + NORTH) - elevation(seed, points - NORTH)
    return np.asarray(100.0 * np.hypot(east, north) / 40.0, dtype=np.float64)


def dissolve(blocks: Blocks, level: str) -> gpd.GeoDataFrame:
    """The units of a coarser level as exact unions of blocks: code in the index, geometry in degrees."""
    groups = blocks.table.groupby(level, sort=True).indices
    shapes = [shapely.normalize(shapely.coverage_union_all(blocks.degrees[rows])) for rows in groups.values()]
    return gpd.GeoDataFrame(index=pd.Index(list(groups), name=level), geometry=shapes, crs="EPSG:4326")


def _cells_of(faces: Floats, streets: Streets) -> Floats:
    """Mean column and row of the cells that each face holds; NaN for faces that are no block (water, fields)."""
    centres = shapely.points(plane.degrees(streets.centres))
    cell, face = shapely.STRtree(faces).query(centres, predicate="within")
    found = pd.DataFrame(streets.cells[cell], columns=["column", "row"]).groupby(face).mean()
    return found.reindex(np.arange(len(faces))).to_numpy()


def _quarters(place: Floats) -> pd.DataFrame:
    """Codes and names: municipalities by the bank of the river, districts and neighbourhoods by cutting each in equal parts."""
    south = place[:, 1] < RIVER_ROW
    district = np.zeros(len(place), dtype=np.int64)
    north = np.flatnonzero(~south)
    for third, rows in enumerate(_cut(place, north, 0, 3)):
        for half, part in enumerate(_cut(place, rows, 1, 2)):
            district[part] = 2 * third + half
    for half, part in enumerate(_cut(place, np.flatnonzero(south), 0, 2)):
        district[part] = 6 + half
    neighbourhood = np.zeros(len(place), dtype=np.int64)
    for one in range(8):
        parts = [np.flatnonzero(district == one)]
        for _ in range(3):
            parts = [
                piece for rows in parts for piece in _cut(place, rows, int(np.argmax(np.ptp(place[rows], axis=0))), 2)
            ]
        for number, rows in enumerate(parts):
            neighbourhood[rows] = number
    table = pd.DataFrame({"district": [f"D{d + 1}" for d in district]})
    table["neighbourhood"] = [f"D{d + 1}-N{n + 1}" for d, n in zip(district, neighbourhood, strict=True)]
    within = table.groupby("neighbourhood").cumcount() + 1
    table.insert(0, "code", table["neighbourhood"] + "-" + within.map("{:03d}".format))
    table["municipality"] = np.where(south, MUNICIPALITIES[1], MUNICIPALITIES[0])
    return table


def _cut(place: Floats, rows: Ints, axis: int, parts: int) -> list[Ints]:
    """`rows` cut across `axis` into parts of about equal number, along the streets' rows or columns."""
    other = 1 - axis
    order = rows[np.lexsort((place[rows, other], np.round(place[rows, axis])))]
    return [np.sort(piece) for piece in np.array_split(order, parts)]


def names_of_districts() -> dict[str, str]:
    """Code to name of the eight districts."""
    return {f"D{number + 1}": name for number, name in enumerate(DISTRICTS)}


def names_of_neighbourhoods() -> dict[str, str]:
    """Code to name of the 64 neighbourhoods."""
    codes = [f"D{d + 1}-N{n + 1}" for d in range(8) for n in range(8)]
    return dict(zip(codes, NEIGHBOURHOODS, strict=True))
