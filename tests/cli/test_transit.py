"""`tejido transit` tells what a feed holds and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from tests.city.gtfs import small
from tests.cli.conftest import Command


def test_a_feed_is_told_in_figures(command: Command, tmp_path: Path):
    feed = small.pack(tmp_path / "feed.zip", small.FILES)
    status, out, err = command("transit", feed, "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    # Of the two trips of a weekday one sets out at 8:00, the other at 24:50.
    assert found["feeds"] == [{
        "feed": "feed.zip", "first_day": "2024-01-01", "last_day": "2024-01-31", "date": "2024-01-01", "stops": 4, "stations": 1,
        "routes": 2, "trips": 2, "trips_by_hour": {"8": 1, "24": 1},
    }]  # fmt: skip
    assert [one["code"] for one in found["findings"]] == ["C723", "C726"]


def test_of_another_day_the_trips_of_that_day_are_told(command: Command, tmp_path: Path):
    feed = small.write(tmp_path / "feed", small.FILES)
    _, out, _ = command("transit", feed, "--json", "--date", "2024-01-07")
    assert json.loads(out)["feeds"][0]["trips_by_hour"] == {"9": 1}


def test_stops_are_written_with_their_departures_by_hour_and_nothing_is_written_over(command: Command, tmp_path: Path):
    feed, file = small.write(tmp_path / "feed", small.FILES), tmp_path / "stops.csv"
    assert command("transit", feed, feed, "--stops", file)[0] == 0
    table = pd.read_csv(file)
    assert table.columns.tolist() == ["feed", "stop", "name", "lon", "lat", "8", "24"]
    # T1 leaves A at 8:00, B at 8:02 and ends at C; T2 leaves C at 24:50 and ends at A. Two feeds are told apart by their order.
    assert table[["8", "24"]].to_numpy().tolist() == [[1, 0], [1, 0], [0, 1], [0, 0]] * 2
    status, _, err = command("transit", feed, "--stops", file, "--lang", "en")
    assert status == 1 and "E509" in err


def test_people_read_a_table_and_the_faults_beside_it(command: Command, tmp_path: Path):
    feed = small.write(tmp_path / "feed", small.added(routes="R3,lineco,3,,99\n"))
    status, out, err = command("transit", feed, "--lang", "es")
    assert status == 0
    assert "Paraderos" in out and "Viajes que salen el 2024-01-01, por hora" in " ".join(out.split())
    assert "C718" in err and "feed/routes.txt:4" in err.replace("\n", "")


def test_what_is_no_feed_ends_with_status_1(command: Command, tmp_path: Path):
    status, out, err = command("transit", tmp_path / "nothing.zip", "--json")
    assert status == 1
    assert [one["code"] for one in json.loads(out)["findings"]] == ["C701"]
    assert "Traceback" not in err
