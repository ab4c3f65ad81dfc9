"""Units that touch are neighbours, in a corner and across a slit too; those across a river are not."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tejido.territory.neighbours import neighbours
from tests.territory.town import CRS


def town(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"unit": list(shapes)}, geometry=list(shapes.values()), crs=CRS)


def pairs(units: gpd.GeoDataFrame, **more: float) -> list[tuple[str, str]]:
    return list(neighbours(units, **more).itertuples(index=False, name=None))


SQUARE = shapely.box(0, 0, 100, 100)


def test_every_pair_stands_in_both_directions_and_no_unit_beside_itself() -> None:
    units = town(b=shapely.box(100, 0, 200, 100), a=SQUARE, far=shapely.box(900, 0, 950, 50))
    assert pairs(units) == [("a", "b"), ("b", "a")]


def test_units_that_share_only_a_corner_are_neighbours() -> None:
    assert pairs(town(a=SQUARE, b=shapely.box(100, 100, 200, 200))) == [("a", "b"), ("b", "a")]


@pytest.mark.parametrize(("gap", "found"), [(0.0, 2), (0.9, 2), (1.1, 0), (30.0, 0)])
def test_a_slit_of_a_metre_parts_nobody_and_a_river_does(gap: float, found: int) -> None:
    assert len(pairs(town(a=SQUARE, b=shapely.box(100 + gap, 0, 200, 100)))) == found


def test_a_wider_tolerance_reaches_over_the_river() -> None:
    assert len(pairs(town(a=SQUARE, b=shapely.box(130, 0, 200, 100)), tolerance=30)) == 2


def test_overlapping_and_enclosed_units_are_neighbours() -> None:
    hole = shapely.box(0, 0, 300, 300).difference(shapely.box(100, 100, 200, 200))
    units = town(ring=hole, inside=shapely.box(100, 100, 200, 200), across=shapely.box(280, 280, 400, 400))
    assert pairs(units) == [("across", "ring"), ("inside", "ring"), ("ring", "across"), ("ring", "inside")]


def test_a_unit_without_shape_has_no_neighbours() -> None:
    assert pairs(town(a=SQUARE, gone=shapely.Polygon(), none=None)) == []


def test_a_grid_has_the_neighbours_that_a_king_reaches() -> None:
    cells = {f"{x}{y}": shapely.box(x, y, x + 1, y + 1) for x in range(5) for y in range(5)}
    found = neighbours(town(**cells), tolerance=0.1)
    # Inner cells 8, sides 5, corners 3: 9 x 8 + 12 x 5 + 4 x 3.
    assert len(found) == 144
    near = {frozenset(pair) for pair in found.itertuples(index=False, name=None)}
    steps = np.array([[abs(int(a) - int(b)) for a, b in zip(*pair, strict=True)] for pair in near])
    assert steps.max() == 1
