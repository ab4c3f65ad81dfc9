"""Figures of public transport in a village with one bus, added up by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.catalogue.model import Compute, Definition
from tejido.city import can_measure, check_city, read_city
from tejido.city.model import City
from tejido.measure.pipeline import nest_of
from tejido.measure.places import FUNCTIONS, Places
from tests.city import village
from tests.city.gtfs import small

# A bus every five minutes from 7:02 to 8:57: from block b11 to b14 in two minutes, to b34 in two more. The village has no streets:
# walks are straight lines times 1.3, at 75 m a minute.
STOPS = {"W": (100, 100), "E": (700, 100), "N": (700, 500)}
TOML = (
    village.TOML
    + '\n[layers.transit]\nfile = "bus"\n\n[layers.job]\nfile = "jobs.csv"\nx = "lon"\ny = "lat"\ncrs = "EPSG:4326"\nweight = "jobs"\n'
)


def place(x: float, y: float) -> str:
    """Latitude and longitude as a feed writes them."""
    lon, lat = village.degrees(x, y)
    return f"{lat!r},{lon!r}"


def bus() -> dict[str, str]:
    """The feed of the bus."""
    stops = "".join(f"{stop},{place(*at)},\n" for stop, at in STOPS.items())
    return {
        "agency.txt": small.FILES["agency.txt"],
        "calendar.txt": small.FILES["calendar.txt"],
        "routes.txt": "route_id,route_type\nbus,3\n",
        "trips.txt": "route_id,service_id,trip_id\nbus,weekdays,T\n",
        "stops.txt": f"stop_id,stop_lat,stop_lon,location_type\n{stops}",
        "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "T,00:00:00,00:00:00,W,1\nT,00:02:00,00:02:00,E,2\nT,00:04:00,00:04:00,N,3\n",
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT,07:02:00,09:02:00,300\n",
    }


def read(folder: Path, toml: str = TOML, feed: dict[str, str] | None = None) -> City:
    """The village with its bus, 10 jobs in its south-western block and 30 where the bus ends."""
    village.write(folder, toml)
    small.write(folder / "bus", feed or bus())
    rows = [f"{','.join(reversed(place(*at).split(',')))},{jobs}" for at, jobs in (((100, 100), 10), ((700, 500), 30))]
    (folder / "jobs.csv").write_text("\n".join(["lon,lat,jobs", *rows]) + "\n", "utf-8")
    return read_city(folder)


def asked(id_: str, function: str, role: str, **options: float | str) -> Definition:
    """An indicator made by a function."""
    compute = Compute(function, role, options)
    return Definition(
        id=id_, names={}, definitions={}, measure_unit="percent", unit_names={}, direction="higher", universe="",
        about="place", possible=(0, 100), compute=compute,
    )  # fmt: skip


RIDE_6 = asked("ride_6", "reach", "job", minutes=6.0, mode="transit")
RIDE_5 = asked("ride_5", "reach", "job", minutes=5.0, mode="transit")
WALK_6 = asked("walk_6", "reach", "job", minutes=6.0, mode="walk")
WALK_13 = asked("walk_13", "reach", "job", minutes=13.0, mode="walk")
HEADWAY = asked("headway", "headway", "transit", start=7.0, end=9.0)


def figures(city: City, *indicators: Definition) -> tuple[dict[str, dict[str, float]], Places]:
    """Values by indicator and unit, those that are missing left out."""
    places = Places(city, nest_of(city), wanted=indicators)
    made = {one.id: FUNCTIONS[one.compute.function](places, one) for one in indicators}
    return {id_: figure.values.dropna().to_dict() for id_, figure in made.items() if figure.values is not None}, places


def test_what_is_reached_by_bus_is_what_the_timetable_and_the_walks_allow(tmp_path: Path):
    found, _ = figures(read(tmp_path), RIDE_6, RIDE_5, WALK_6, WALK_13)
    # From b11, at the stop: two minutes' wait and four on the bus to the 30 jobs; the 10 are at the door.
    assert found["ride_6"]["b11"] == pytest.approx(100)
    assert found["ride_5"]["b11"] == pytest.approx(25)
    # On foot 346 m are six minutes; it is 721 m to the 30 jobs, 12.5 minutes.
    assert found["walk_6"]["b11"] == pytest.approx(25)
    assert found["walk_13"]["b11"] == pytest.approx(100)
    # b32 (300, 500) is 400 m from the 30 jobs, 7 minutes; 447 m from the 10: neither in six.
    assert found["walk_6"]["b32"] == 0
    assert all(found["ride_6"][unit] >= found["walk_6"][unit] for unit in found["walk_6"])
    assert all(found["ride_6"][unit] >= found["ride_5"][unit] for unit in found["ride_5"])


def test_a_unit_has_the_headway_of_its_stops_and_none_where_nothing_leaves(tmp_path: Path):
    # 24 departures in two hours; at the last stop everybody gets out.
    assert figures(read(tmp_path), HEADWAY)[0]["headway"] == {"b11": 5.0, "b14": 5.0}


def test_stops_and_stations_become_layers_unless_the_city_gives_them(tmp_path: Path):
    feed = bus()
    feed["routes.txt"] = feed["routes.txt"].replace("bus,3", "bus,1")
    city = read(tmp_path / "metro", feed=feed)
    assert {role: len(layer) for role, layer in city.layers.items() if role.startswith("transit")} == {
        "transit_stop": 3, "transit_station": 3,
    }  # fmt: skip
    assert "transit_station" not in read(tmp_path / "bus").layers
    own = TOML + '\n[layers.transit_stop]\nfile = "schools.csv"\nx = "lon"\ny = "lat"\ncrs = "EPSG:4326"\n'
    assert len(read(tmp_path / "own", own).layers["transit_stop"]) == 2


def test_where_nothing_leaves_at_these_hours_there_is_no_figure_and_it_is_told(tmp_path: Path):
    found, places = figures(
        read(tmp_path, TOML.replace('file = "bus"', 'file = "bus"\nhours = [10, 11]')), RIDE_6, HEADWAY
    )
    assert found == {"ride_6": {}, "headway": {}}
    assert [(one.code, one.file) for one in places.findings] == [("A241", "bus")]


def test_other_hours_than_those_of_the_catalogue_make_a_proxy(tmp_path: Path):
    city = read(tmp_path, TOML.replace('file = "bus"', 'file = "bus"\nhours = [8, 9]'))
    places = Places(city, nest_of(city), wanted=[RIDE_6])
    assert {FUNCTIONS[one.compute.function](places, one).flags for one in (RIDE_6, HEADWAY)} >= {("proxy",)}


def test_streets_far_from_the_stops_are_told_and_nobody_walks_to_them(tmp_path: Path):
    city = read(tmp_path)
    west, south = village.WEST, village.SOUTH
    ends = np.array([[west, south + 100, west + 300, south + 100]])
    city.streets = pd.DataFrame(ends, columns=["x1", "y1", "x2", "y2"])
    found, places = figures(city, RIDE_6)
    assert ("A240", (("count", 1), ("metres", 500.0), ("total", 3))) in [
        (one.code, one.values) for one in places.findings
    ]
    assert found["ride_6"]["b11"] == pytest.approx(25)


def test_transfers_that_a_feed_rules_out_or_lengthens_are_followed(tmp_path: Path):
    # One must change at E into a second line that leaves three minutes later from X, 100 m (1:44) away.
    feed = bus()
    feed["stops.txt"] += f"X,{place(700, 200)},\n"
    feed["trips.txt"] += "bus,weekdays,U\n"
    feed["stop_times.txt"] = feed["stop_times.txt"].replace("T,00:04:00,00:04:00,N,3\n", "") + (
        "U,00:00:00,00:00:00,X,1\nU,00:02:00,00:02:00,N,2\n"
    )
    feed["frequencies.txt"] += "U,07:07:00,09:07:00,300\n"
    ride = asked("ride", "reach", "job", minutes=9.0, mode="transit")
    head = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"
    given = {"none": "", "long": "E,X,2,150\n", "never": "E,X,3,\n"}
    made = {
        name: figures(read(tmp_path / name, feed=feed | {"transfers.txt": head + row} if row else feed), ride)[0]["ride"]["b11"]
        for name, row in given.items()
    }  # fmt: skip
    # Bus at 7:02, at E 7:04, at X 7:05:44, leaving 7:07, at N 7:09: nine minutes. With 2:30 it is 7:06:30, too late for 7:07.
    assert made == {"none": pytest.approx(100), "long": pytest.approx(25), "never": pytest.approx(25)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('file = "bus"', 'file = "tram"'), "C101"),
        (('file = "bus"', 'file = "bus"\ndate = "someday"'), "C730"),
        (('file = "bus"', 'file = "bus"\ndate = "2024-01-06"'), "C727"),
        (('file = "bus"', 'file = "bus"\nhours = [9, 7]'), "C006"),
        (('file = "bus"', 'file = "bus"\nperiod = "2019"'), "C728"),
        (('file = "bus"', 'file = "bus"\ndate = 2024-01-05'), "C726"),
    ],
)
def test_what_is_wrong_with_the_timetables_of_a_city_is_told(tmp_path: Path, change: tuple[str, str], code: str):
    read(tmp_path)
    (tmp_path / "city.toml").write_text(TOML.replace(*change), "utf-8")
    assert code in {one.code for one in check_city(tmp_path).findings}


def test_without_timetables_or_with_an_unknown_way_of_going_nothing_is_promised(tmp_path: Path):
    city = read(tmp_path)
    assert can_measure(city, RIDE_6) and can_measure(city, HEADWAY)
    assert not can_measure(city, asked("fly", "reach", "job", minutes=6.0, mode="plane"))
    without = replace(city, transit=None)
    assert not can_measure(without, RIDE_6) and not can_measure(without, HEADWAY) and can_measure(without, WALK_6)
