"""Water and streets in the picture of a map, by which a city is recognised."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.figures import Terrain, map_svg
from tejido.figures.mapsvg import ROOM

SQUARE = gpd.GeoDataFrame({"unit": ["a"]}, geometry=[shapely.box(0, 0, 0.01, 0.01)], crs="EPSG:4326")
POND = shapely.box(0.002, 0.002, 0.004, 0.004)


def picture(water: list[object], streets: list[object], ranks: list[int]) -> str:
    """The map of one square with this water and these streets."""
    parts = (np.array(one, dtype=object) for one in (water, streets))
    labels = pd.DataFrame({"name": ["Centro"], "x": [0.005], "y": [0.005]})
    terrain = Terrain(*parts, np.array(ranks, dtype=int))
    return map_svg(SQUARE, pd.Series({"a": 0}), title="T", description="D", labels=labels, terrain=terrain)


def street(drawn: str) -> str:
    """The path of the streets."""
    found = re.search(r'id="map-streets" d="([^"]*)"', drawn)
    return found[1] if found else ""


def test_water_and_streets_lie_above_the_units_and_below_the_names():
    drawn = picture([POND], [shapely.LineString([(0, 0), (0.01, 0.01)])], [1])
    order = [
        drawn.index(mark) for mark in ('class="b0"', 'class="river"', 'class="street-rim"', 'class="street"', "Centro")
    ]
    assert order == sorted(order)


def test_a_street_is_drawn_inside_the_picture_alone():
    # 0.01 degrees are 692 of 720 units: the square spans 14 to 706, and the street from far away enters at 0.
    drawn = street(picture([], [shapely.LineString([(-1, 0.005), (0.005, 0.005)])], [1]))
    assert drawn in ("M0 360l360 0", "M360 360l-360 0")


def test_lesser_streets_are_left_out_together_where_all_would_be_too_many():
    main = shapely.LineString([(0, 0.0051), (0.01, 0.0051)])
    lanes = [shapely.LineString([(0, y), (0.0003, y + 0.0003)]) for y in np.linspace(0.0002, 0.0095, 900)]
    few = street(picture([], [main, *lanes[:5]], [1, *[4] * 5]))
    many = street(picture([], [main, *lanes], [1, *[4] * 900]))
    alone = street(picture([], [main], [1]))
    assert len(few) > len(alone)
    assert many == alone
    assert len(many) < ROOM


def test_a_city_without_water_and_streets_has_none():
    assert "terrain" not in picture([], [], [])
