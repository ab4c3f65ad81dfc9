"""Which day of service counts, when its trips call, and how runs by frequency are written out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tejido.city.gtfs import calls_on, days_of, read_feed, service_day
from tests.city.gtfs.small import FILES, added, write

MONDAY, SUNDAY = date(2024, 1, 1), date(2024, 1, 7)


def test_times_between_two_timepoints_follow_the_way_between_the_stops(tmp_path: Path):
    calls = read_feed(write(tmp_path / "feed", FILES)).stop_times
    # A to B is 0.01 degrees of the 0.04 to C: a quarter of the eight minutes from 8:00 to 8:08.
    assert calls.loc[calls["trip"] == "T1", "arrival"].tolist() == [28800, 28800 + 120, 28800 + 480]
    assert calls.loc[calls["trip"] == "T1", "departure"].tolist() == [28800, 28800 + 120, 28800 + 540]


def test_times_between_stops_in_one_place_are_spread_evenly(tmp_path: Path):
    files = FILES | {
        "stops.txt": "stop_id,stop_lat,stop_lon\nA,-30,-51\nB,-30,-51\nC,-30,-51\n",
        "trips.txt": "route_id,service_id,trip_id\nR1,weekdays,T1\n",
        "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "T1,8:00:00,8:00:00,A,1\nT1,,,B,2\nT1,,,C,3\nT1,8:30:00,,A,4\n",
    }
    calls = read_feed(write(tmp_path / "feed", files)).stop_times
    assert [(one - 28800) / 60 for one in calls["arrival"]] == [0, 10, 20, 30]


def test_hours_beyond_24_are_of_the_night_after(tmp_path: Path):
    calls = read_feed(write(tmp_path / "feed", FILES)).stop_times
    assert calls.loc[calls["trip"] == "T2", "departure"].tolist() == [24 * 3600 + 50 * 60, 25 * 3600 + 10 * 60]


def test_on_a_day_run_the_services_of_its_weekday(tmp_path: Path):
    feed = read_feed(write(tmp_path / "feed", FILES))
    assert set(calls_on(feed, MONDAY)["route"]) == {"R1"}
    assert set(calls_on(feed, SUNDAY)["route"]) == {"R2"}
    assert calls_on(feed, date(2024, 2, 1)).empty
    assert days_of(feed) == (date(2024, 1, 1), date(2024, 1, 31))


def test_single_days_are_added_and_taken_away(tmp_path: Path):
    lines = "service_id,date,exception_type\nweekdays,20240101,2\nsundays,20240102,1\nsundays,20240210,1\n"
    feed = read_feed(write(tmp_path / "feed", added(calendar_dates=lines)))
    assert calls_on(feed, MONDAY).empty
    assert set(calls_on(feed, date(2024, 1, 2))["route"]) == {"R1", "R2"}
    assert days_of(feed) == (date(2024, 1, 1), date(2024, 2, 10))


@pytest.mark.parametrize(
    ("exceptions", "day"),
    [
        # Two trips run from Monday to Friday, the tram on Sundays only: the first weekday stands for all.
        ("", date(2024, 1, 1)),
        # The first is a holiday.
        ("weekdays,20240101,2\n", date(2024, 1, 2)),
        # On one Wednesday the tram runs too: three trips.
        ("sundays,20240117,1\n", date(2024, 1, 17)),
        # A Saturday with more trips is no weekday.
        ("weekdays,20240106,1\nsundays,20240106,1\n", date(2024, 1, 1)),
    ],
)
def test_the_day_of_service_is_the_first_weekday_with_the_most_trips(tmp_path: Path, exceptions: str, day: date):
    lines = "service_id,date,exception_type\n" + (exceptions or "sundays,20240107,1\n")
    assert service_day([read_feed(write(tmp_path / "feed", added(calendar_dates=lines)))]) == day


def test_of_two_feeds_the_day_is_one_on_which_both_run(tmp_path: Path):
    later = FILES | {
        "calendar.txt": FILES["calendar.txt"].replace("20240101", "20240124").replace("20240131", "20240229")
    }
    feeds = [read_feed(write(tmp_path / "a", FILES)), read_feed(write(tmp_path / "b", later))]
    assert service_day(feeds) == date(2024, 1, 24)


def test_a_feed_that_runs_on_no_weekday_has_no_day(tmp_path: Path):
    files = FILES | {"trips.txt": "route_id,service_id,trip_id\nR2,sundays,T3\n"}
    assert service_day([read_feed(write(tmp_path / "feed", files))]) is None


def test_a_trip_by_frequency_leaves_every_headway_until_before_the_end(tmp_path: Path):
    lines = "trip_id,start_time,end_time,headway_secs\nT1,06:00:00,07:00:00,1200\nT1,17:00:00,17:50:00,1800\n"
    calls = calls_on(read_feed(write(tmp_path / "feed", added(frequencies=lines))), MONDAY)
    starts = calls.groupby("trip")["departure"].min().sort_values().tolist()
    # 6:00, 6:20, 6:40 (not 7:00), 17:00, 17:30, and T2 by its timetable at 24:50.
    assert starts == [21600, 22800, 24000, 61200, 63000, 89400]
    first = calls[calls["trip"] == calls.loc[calls["departure"] == 21600, "trip"].iloc[0]]
    assert (first["arrival"] - 21600).tolist() == [0, 120, 480]


def test_frequencies_count_as_trips_when_the_day_is_chosen(tmp_path: Path):
    # On one Thursday the tram runs too, every minute for an hour.
    files = added(
        calendar_dates="service_id,date,exception_type\nsundays,20240111,1\nweekdays,20240111,2\n",
        frequencies="trip_id,start_time,end_time,headway_secs\nT3,09:00:00,10:00:00,60\n",
    )
    assert service_day([read_feed(write(tmp_path / "feed", files))]) == date(2024, 1, 11)


def test_nobody_gets_in_or_out_where_the_feed_says_so(tmp_path: Path):
    lines = FILES["stop_times.txt"].replace("stop_sequence", "stop_sequence,pickup_type,drop_off_type")
    lines = lines.replace("T3,09:00:00,09:00:00,C,1", "T3,09:00:00,09:00:00,C,1,0,1").replace("D,2", "D,2,1,0")
    calls = calls_on(read_feed(write(tmp_path / "feed", FILES | {"stop_times.txt": lines})), SUNDAY)
    assert calls[["board", "alight"]].to_numpy().tolist() == [[True, False], [False, True]]
