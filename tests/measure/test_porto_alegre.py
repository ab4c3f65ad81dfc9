"""Two real feeds of Porto Alegre: what must hold whatever the timetable, and a few journeys beside a slow search."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tejido.city import read_city
from tejido.city.model import City
from tejido.measure.pipeline import nest_of
from tejido.measure.places import FUNCTIONS, Places, reached
from tejido.territory import transit
from tests.measure.test_transit import asked
from tests.territory.timetables import by_events

TOML = """
[city]
code = "POA"
name = {en = "Porto Alegre", es = "Porto Alegre"}
country = "BRA"
period = "2019"
crs = "EPSG:32722"

[[levels]]
id = "hexagon"
name = {en = "hexagon", es = "hexágono"}
file = "hexagons.geojson"
code = "id"
population = "population"

[layers.streets]
file = "poa_osm.pbf"

[layers.transit]
file = ["poa_eptc.zip", "poa_trensurb.zip"]
hours = [14, 14.5]
"""
LAYER = '\n[layers.{role}]\nfile = "poa_hexgrid.csv"\nx = "lon"\ny = "lat"\ncrs = "EPSG:4326"\nweight = "{column}"\n'
JOBS = [
    asked(f"jobs_{mode}_{m:g}", "reach", "job", minutes=m, mode=mode)
    for mode in ("walk", "transit")
    for m in (30.0, 60.0)
]
STOPS = asked("stops", "share_within", "transit_stop", metres=500.0)
STATIONS = asked("stations", "share_within", "transit_station", metres=1000.0)


@pytest.fixture(scope="module")
def city(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    """One hexagon in twelve, drawn around the points of the grid, with the streets, the jobs and both feeds."""
    data = shared_data / "cities" / "porto_alegre"
    if not data.is_dir():
        pytest.skip("Porto Alegre's feeds are not among the real cities' data")
    folder = tmp_path_factory.mktemp("porto-alegre")
    grid = pd.read_csv(data / "poa_hexgrid.csv").iloc[::12]
    points = gpd.GeoSeries(gpd.points_from_xy(grid["lon"], grid["lat"]), crs="EPSG:4326").to_crs("EPSG:32722")
    cells = shapely.buffer(points.to_numpy(), 150, quad_segs=2)
    gpd.GeoDataFrame(grid[["id", "population"]], geometry=cells, crs="EPSG:32722").to_file(folder / "hexagons.geojson")
    (folder / "city.toml").write_text(TOML + LAYER.format(role="job", column="jobs"), "utf-8")
    return read_city(folder, data)


@pytest.fixture(scope="module")
def figures(city: City) -> dict[str, pd.Series]:
    """What was measured, by indicator."""
    places = Places(city, nest_of(city), wanted=JOBS)
    made = {one.id: FUNCTIONS[one.compute.function](places, one).values for one in (*JOBS, STOPS, STATIONS)}
    return {id_: values.dropna() for id_, values in made.items() if values is not None}


def test_both_feeds_are_read_without_an_error_on_one_day(city: City):
    assert city.transit is not None
    assert city.transit.day.isoformat() == "2019-04-15"
    # The files hold 2,375 lines of trips with their heading, and of 24 lines of stops of the train the last has no line end.
    assert city.transit.calls["trip"].nunique() == 2374 + 529
    assert (city.transit.stops["kind"] == "transit_station").sum() == 24
    assert not [one for one in city.findings if one.severity == "error"]


def test_rides_never_reach_less_than_feet_nor_an_hour_less_than_half(figures: dict[str, pd.Series]):
    for minutes in (30, 60):
        assert (figures[f"jobs_transit_{minutes}"] >= figures[f"jobs_walk_{minutes}"] - 1e-9).all()
    for mode in ("walk", "transit"):
        assert (figures[f"jobs_{mode}_60"] >= figures[f"jobs_{mode}_30"]).all()
    assert figures["jobs_transit_60"].between(0, 100).all()
    assert figures["jobs_transit_60"].mean() > 2 * figures["jobs_walk_60"].mean()


def test_there_are_more_people_near_a_stop_than_near_a_station(figures: dict[str, pd.Series]):
    assert figures["stops"].mean() > figures["stations"].mean() > 0


def test_arrivals_are_those_of_a_slow_search_over_the_same_timetable(city: City):
    found = city.transit
    assert found is not None
    start, seconds = 14 * 3600, 1500
    stops = pd.Index(found.calls["stop"].unique())
    xy = shapely.get_coordinates(found.stops.set_index("stop").loc[stops].geometry.to_numpy())
    near = shapely.STRtree(shapely.points(xy)).query(shapely.points(xy), predicate="dwithin", distance=200)
    walks = [(int(a), int(b), int(np.hypot(*(xy[a] - xy[b])) / reached.METRES_PER_SECOND)) for a, b in near.T if a != b]
    table = transit.timetable(found.calls, stops, transit.Ways.of(*(np.array(one) for one in zip(*walks, strict=True))))
    calls = found.calls.assign(number=stops.get_indexer(pd.Index(found.calls["stop"])))
    calls = calls[calls["departure"].between(start, start + seconds)]
    trips = [
        list(zip(one["number"], one["arrival"], one["departure"], strict=True)) for _, one in calls.groupby("trip")
    ]
    homes = [calls["number"].iloc[at] for at in (0, len(calls) // 2, len(calls) - 1)]
    access = transit.Ways.of(np.arange(3), np.array(homes), np.zeros(3))
    arrivals = transit.arrivals(table, access, 3, start, seconds)
    for column, home in enumerate(homes):
        slow = by_events(trips, len(stops), walks, {int(home): start}, start + seconds)
        assert arrivals[:, column].tolist() == slow
    assert (arrivals < transit.NEVER).any(axis=0).sum() >= 2
