"""The example's folders: both rounds, and the truth behind them.

In: an empty or new folder. Out: the files that `docs/en/example.md` lists.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.errors import fail
from tejido.example import blocks as blocks_of
from tejido.example import (
    census,
    cityfile,
    crime,
    dwellings,
    extras,
    ground,
    people,
    places,
    readme,
    rights,
    society,
    streets,
)
from tejido.example.blocks import Blocks
from tejido.example.chance import SEED, Waves, stream
from tejido.example.cityfile_extended import OWN
from tejido.example.files import named, write_csv, write_geojson, write_json, write_parquet, write_text
from tejido.example.names import called
from tejido.example.people import People
from tejido.example.rounds import Changes, change
from tejido.example.survey import interview

Progress = Callable[[float, str], None]

FIRST = cityfile.Round(
    "2024", "", "blocks_synthetic.geojson", "neighbourhoods_synthetic.geojson", "districts_synthetic.geojson",
    "health_centres_synthetic.geojson", "culture_synthetic.geojson",
    "survey_households_synthetic.csv", "survey_persons_synthetic.csv",
    "living_households_synthetic.csv", "living_persons_synthetic.csv", "records_synthetic.csv",
)  # fmt: skip
SECOND = cityfile.Round(
    "2026", "../", "blocks_2026_synthetic.geojson", "neighbourhoods_2026_synthetic.geojson", "districts_2026_synthetic.geojson",
    "health_centres_2026_synthetic.geojson", "culture_2026_synthetic.geojson",
    "survey_households_2026_synthetic.csv", "survey_persons_2026_synthetic.csv",
    "living_households_2026_synthetic.csv", "living_persons_2026_synthetic.csv", "records_2026_synthetic.csv",
)  # fmt: skip
LAYER_FILES = {
    "hospital": "hospitals",
    "school": "schools",
    "commerce": "commerce",
    "theft": "thefts",
    "homicide": "homicides",
}
STEPS = (
    "Drawing streets and blocks", "Settling households", "Placing schools, health and parks", "Counting the census",
    "Interviewing households", "Writing the second round",
)  # fmt: skip


@dataclass(frozen=True)
class Town:
    """The city before it is written down."""

    seed: int
    streets: streets.Streets
    blocks: Blocks
    society: pd.DataFrame
    people: People


def make_town(seed: int = SEED, progress: Progress | None = None) -> Town:
    """Streets, blocks and everybody who lives in them."""
    _tell(progress, 0)
    plan = streets.draw(seed)
    blocks = blocks_of.make(seed, plan)
    _tell(progress, 1)
    settled = society.settle(seed, blocks)
    everybody = people.populate(seed, blocks, settled)
    table = blocks.table
    surface = Waves.make(stream(seed, "tenure, quarters"), 500, 1500).at(table[["x", "y"]].to_numpy())
    dwellings.furnish(seed, everybody.households, table["away"].to_numpy(), surface)
    rights.ask(seed, everybody)
    return Town(seed, plan, blocks, settled, everybody)


def write_example(folder: Path, truth: bool = False, seed: int = SEED, progress: Progress | None = None) -> None:
    """Write the synthetic city: round 1 in `folder`, round 2 in ``folder/round2``, with `truth` every person and household
    in ``folder/truth``.

    The same seed gives the same bytes. `progress` is told the share done (0-1) and the name of the step.

    Raises:
        TejidoError: X101 the folder exists and is not empty; X102 it cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise fail("X101", file=folder.name)
    town = make_town(seed, progress)
    there, whole = folder.exists(), False
    try:
        _write(town, folder, truth, progress)
        whole = True
    except OSError as problem:
        raise fail("X102", file=folder.name, problem=problem.strerror or type(problem).__name__) from problem
    finally:
        if not whole:
            _take_away(folder, there)


def _take_away(folder: Path, there: bool) -> None:
    """What was written of a city that did not come to its end; a folder that was there before stays, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    if there:
        folder.mkdir(exist_ok=True)


def _write(town: Town, folder: Path, truth: bool, progress: Progress | None) -> None:
    second = folder / "round2"
    second.mkdir(parents=True)
    _tell(progress, 2)
    points = _write_layers(town, folder)
    extras.write_layers(town.seed, town.streets, town.blocks, town.society, town.people, folder)
    _tell(progress, 3)
    _write_units(town, town.people, folder, FIRST)
    _tell(progress, 4)
    _write_surveys(town, town.people, town.seed, folder, FIRST)
    _tell(progress, 5)
    changes = change(town.seed, town.blocks, town.society, town.people, points)
    _write_second(town, changes, points, second)
    readme.write(folder)
    if truth:
        _write_truth(town, folder / "truth")
    if progress is not None:
        progress(1.0, "")


def _write_layers(town: Town, folder: Path) -> dict[str, gpd.GeoDataFrame]:
    """Every layer that does not change between rounds, and the points of all kinds by role."""
    lines = shapely.linestrings(streets.segments_in_degrees(town.streets).reshape(-1, 2, 2))
    order = np.lexsort(shapely.get_coordinates(lines).reshape(-1, 4).T)
    told = ground.street_columns(town.seed, town.streets, town.blocks, town.society)
    ways = gpd.GeoDataFrame(
        told.assign(kind=town.streets.kinds).iloc[order].reset_index(drop=True), geometry=lines[order], crs="EPSG:4326"
    )
    write_geojson(ways, named(folder, "streets", "geojson"))
    points = {
        role: frame.assign(name=called(role, len(frame)))
        for role, frame in places.facilities(town.seed, town.streets, town.blocks).items()
    }
    reported = crime.reported(town.seed, town.streets, town.blocks, town.society)
    for role, frame in sorted((points | reported).items()):
        if role in LAYER_FILES:
            write_geojson(frame, named(folder, LAYER_FILES[role], "geojson"))
    write_geojson(points["health_centre"], folder / FIRST.health)
    write_geojson(points["culture"], folder / FIRST.culture)
    write_geojson(
        places.public_space(town.seed, town.streets, town.blocks, town.society),
        named(folder, "public_space", "geojson"),
    )
    write_geojson(places.land_use(town.seed, town.blocks, town.society), named(folder, "land_use", "geojson"))
    write_geojson(places.hazard(town.blocks, town.streets), named(folder, "hazard", "geojson"))
    write_geojson(places.water(town.streets), named(folder, "water", "geojson"))
    return points


def _write_units(town: Town, everybody: People, folder: Path, of: cityfile.Round) -> None:
    """Blocks, neighbourhoods and districts with the census of this round, and `city.toml`."""
    table = town.blocks.table
    place = everybody.households["place"].to_numpy()
    own = pd.concat([
        table[["code", "neighbourhood", "district", "municipality", "slope_percent"]],
        town.society[["pm10"]],
        pd.Series(census.stratum(everybody.households, len(table)), name="stratum"),
        census.count(everybody, place, len(table)),
    ], axis=1)  # fmt: skip
    write_geojson(gpd.GeoDataFrame(own, geometry=town.blocks.degrees, crs="EPSG:4326"), folder / of.blocks)
    for level, file, names in (
        ("neighbourhood", of.neighbourhoods, blocks_of.names_of_neighbourhoods()),
        ("district", of.districts, blocks_of.names_of_districts()),
    ):
        write_geojson(_coarser(town, everybody, level, names), folder / file)
    write_text(cityfile.text(of, len(everybody.persons)), folder / "city.toml")


def _coarser(town: Town, everybody: People, level: str, names: dict[str, str]) -> gpd.GeoDataFrame:
    """The units of a level with the counts of everybody and, with an ending, of each group."""
    shapes = blocks_of.dissolve(town.blocks, level)
    codes = shapes.index.to_numpy()
    unit = np.searchsorted(codes, town.blocks.table[level].to_numpy())[everybody.households["place"].to_numpy()]
    first = town.blocks.table.groupby(level).first().loc[codes].reset_index(drop=True)
    head = {"code": codes, "name": [names[code] for code in codes], "municipality": first["municipality"]}
    if level != "district":
        head["district"] = first["district"]
    counts = [census.count(everybody, unit, len(codes))]
    for origin in cityfile.GROUPS.values():
        counts.append(
            census.count(everybody, unit, len(codes), origin)
            .drop(columns=["pop_rm", "pop_host"])
            .add_suffix(f"_{origin}")
        )
    frame = pd.concat([pd.DataFrame(head), *counts], axis=1)
    return gpd.GeoDataFrame(frame, geometry=shapes.geometry.to_numpy(), crs="EPSG:4326")


def _write_second(town: Town, changes: Changes, points: dict[str, gpd.GeoDataFrame], folder: Path) -> None:
    write_geojson(
        pd.concat([points["health_centre"], changes.health_centre], ignore_index=True), folder / SECOND.health
    )
    write_geojson(pd.concat([points["culture"], changes.library], ignore_index=True), folder / SECOND.culture)
    _write_units(town, changes.people, folder, SECOND)
    # Another seed draws another sample by the same design.
    _write_surveys(town, changes.people, town.seed + 1, folder, SECOND)
    write_json(changes.told, named(folder, "changes", "json"))


def _write_surveys(town: Town, everybody: People, seed: int, folder: Path, of: cityfile.Round) -> None:
    extras.write_round(town.seed, seed, town.blocks, everybody, folder, of, folder / of.base / OWN)
    survey = interview(seed, town.blocks, everybody)
    write_csv(survey.households, folder / of.survey_households)
    write_csv(survey.persons, folder / of.survey_persons)


def _write_truth(town: Town, folder: Path) -> None:
    """Everybody, with household and block: what the census columns are counted from."""
    folder.mkdir()
    households, persons = town.people.households, town.people.persons
    write_parquet(
        households.drop(columns="place").rename_axis("household").reset_index(), named(folder, "households", "parquet")
    )
    block = households["block"].to_numpy()[persons["household"].to_numpy()]
    told = persons.assign(block=block).rename_axis("person").reset_index()
    write_parquet(told, named(folder, "persons", "parquet"))
    extras.write_answers(town.seed, town.people, folder.parent / OWN, folder)


def _tell(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress(step / len(STEPS), STEPS[step])
