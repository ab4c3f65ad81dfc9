"""The example city, written once for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from tejido.example import write_example

METRES = "EPSG:32716"


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The city folder with its truth."""
    place = tmp_path_factory.mktemp("example") / "city"
    write_example(place, truth=True)
    return place


@pytest.fixture(scope="session")
def blocks(folder) -> gpd.GeoDataFrame:
    """Blocks of the first round in metres, indexed by code."""
    return gpd.read_file(folder / "blocks_synthetic.geojson").set_index("code").to_crs(METRES)


@pytest.fixture(scope="session")
def away(blocks) -> pd.Series:
    """Distance in metres of each block from the centre of the city's people."""
    middle = blocks.geometry.centroid
    people = blocks["population"] / blocks["population"].sum()
    centre = (middle.x * people).sum(), (middle.y * people).sum()
    return ((middle.x - centre[0]) ** 2 + (middle.y - centre[1]) ** 2) ** 0.5


@pytest.fixture(scope="session")
def persons(folder) -> pd.DataFrame:
    """Everybody."""
    return pd.read_parquet(folder / "truth" / "persons_synthetic.parquet")


@pytest.fixture(scope="session")
def households(folder) -> pd.DataFrame:
    """Every household."""
    return pd.read_parquet(folder / "truth" / "households_synthetic.parquet")
