"""The example city, and what its truth holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from tejido.catalogue import load
from tejido.city import read_city, read_surveys
from tejido.city.model_surveys import CitySurvey

METRES = "EPSG:32716"


@pytest.fixture(scope="session")
def folder(example_folder) -> Path:
    """The city folder with its truth."""
    return example_folder


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


@pytest.fixture(scope="session")
def everybody(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> CitySurvey:
    """The whole city asked the questions of its survey: the truth in place of the sample, every weight 1."""
    place = tmp_path_factory.mktemp("everybody")
    for file in folder.iterdir():
        if file.is_file() and not file.name.startswith(("survey_", "living_")):
            shutil.copy(file, place / file.name)
    homes = pd.read_parquet(folder / "truth" / "households_synthetic.parquet")
    persons = pd.read_parquet(folder / "truth" / "persons_synthetic.parquet")
    homes["kind_of_unit"] = 1.0
    homes.to_parquet(place / "homes.parquet")
    persons.to_parquet(place / "persons.parquet")
    head, text, _ = (folder / "city.toml").read_text("utf-8").split("[[surveys]]")
    replaced = {
        '"survey_households_synthetic.csv"': '"homes.parquet"',
        '"survey_persons_synthetic.csv"': '"persons.parquet"',
        'household = "household_id"': 'household = "household"',
        'person = "person_id"': 'person = "person"',
        'weight = "weight"\nstratum = "stratum"\npsu = ["psu", "household_id"]\nfpc = ["fpc", "psu_households"]': 'weight = "kind_of_unit"',
        'x = "lon"\ny = "lat"\n': "",
        'income = "income"': 'income_class = {column = "income_class", values = {'
        + ", ".join(f'{k} = "class_{k}"' for k in range(1, 7))
        + "}}",
    }
    for before, after in replaced.items():
        assert before in text
        text = text.replace(before, after)
    (place / "city.toml").write_text(f"{head}[[surveys]]{text}", "utf-8")
    return read_surveys(read_city(place), load())[0]
