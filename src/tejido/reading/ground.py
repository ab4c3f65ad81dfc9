"""By what a city is recognised on a map: water, streets, names of its parts, taken from a public release."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from tejido.figures import Terrain
from tejido.reading.facts import Facts
from tejido.release.ground import STREET, WATER


def terrain(facts: Facts) -> Terrain | None:
    """Water and streets for the pictures; None where the city declares neither."""
    ground = facts.release.ground()
    if ground.empty:
        return None
    streets = ground[ground["kind"] == STREET]
    return Terrain(
        ground.geometry[ground["kind"] == WATER].to_numpy(), streets.geometry.to_numpy(), streets["rank"].to_numpy()
    )


def sources(ground: gpd.GeoDataFrame) -> list[str]:
    """Who says where streets and water are, each once."""
    return sorted(set(ground["source"]))


def labels(facts: Facts, shapes: gpd.GeoDataFrame, level: str) -> pd.DataFrame:
    """Names of coarser units at a point inside each, the most populous first."""
    names = facts.units[facts.units["level"] == level].set_index("unit")
    points = shapes.geometry.representative_point()
    table = pd.DataFrame({"unit": shapes["unit"].to_numpy(), "x": points.x.to_numpy(), "y": points.y.to_numpy()})
    table["name"] = table["unit"].map(names["name"])
    table["population"] = table["unit"].map(names["population"]).fillna(0)
    return table.sort_values(["population", "unit"], ascending=[False, True], kind="stable")
