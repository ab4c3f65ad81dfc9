"""Journeys by scheduled transport: arrivals added up by hand, and beside a slow search over every event."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.territory import transit
from tests.territory.timetables import Call, by_events, made, ways


def at(hour: int, minute: int, second: int = 0) -> int:
    """Seconds from midnight."""
    return hour * 3600 + minute * 60 + second


# Five stops: one line calls at 0, 1 and 2; three minutes on foot from 2 to 3 another leaves for 4.
LINES: list[list[Call]] = [
    [(0, at(8, 0), at(8, 0)), (1, at(8, 5), at(8, 6)), (2, at(8, 15), at(8, 15))],
    [(3, at(8, 20), at(8, 20)), (4, at(8, 30), at(8, 30))],
]
CHANGE = (2, 3, 180)
HOME = ways((0, 0, 120))  # two minutes from home to stop 0


def arrivals(
    start: int, *, lines: list[list[Call]] = LINES, change: tuple[int, int, int] = CHANGE, **options: int
) -> list[int]:
    """Arrivals at the five stops from home."""
    found = transit.arrivals(made(lines, 5, change), HOME, 1, start, options.pop("seconds", 3600), **options)
    return [int(one) for one in found[:, 0]]


def test_two_rides_with_a_walk_between_them_arrive_as_the_timetable_says():
    # Stop 3 is the start of the second line: on foot one comes to it, but by no ride.
    never = int(transit.NEVER)
    assert arrivals(at(7, 55)) == [never, at(8, 5), at(8, 15), never, at(8, 30)]


@pytest.mark.parametrize(("start", "first"), [(at(7, 57), at(8, 5)), (at(7, 57, 1), int(transit.NEVER))])
def test_one_must_be_at_the_stop_a_minute_before(start: int, first: int):
    assert arrivals(start)[1] == first


@pytest.mark.parametrize(("seconds", "last"), [(240, at(8, 30)), (241, int(transit.NEVER))])
def test_a_change_on_foot_takes_its_time_and_the_minute_before_boarding(seconds: int, last: int):
    # 8:15 and four minutes are 8:19, a minute before 8:20.
    assert arrivals(at(7, 55), change=(2, 3, seconds))[4] == last


def test_what_comes_after_the_time_allowed_is_not_reached():
    assert arrivals(at(7, 55), seconds=20 * 60) == [int(transit.NEVER), at(8, 5), at(8, 15), *[int(transit.NEVER)] * 2]


def test_nobody_rides_more_than_three_vehicles():
    lines: list[list[Call]] = [
        [(n, at(8, 10 * n), at(8, 10 * n)), (n + 1, at(8, 10 * n + 5), at(8, 10 * n + 5))] for n in range(4)
    ]
    nowhere = (4, 4, 0)
    assert arrivals(at(7, 55), lines=lines, change=nowhere)[1:] == [at(8, 5), at(8, 15), at(8, 25), int(transit.NEVER)]
    assert arrivals(at(7, 55), lines=lines, change=nowhere, rides=4)[4] == at(8, 35)


def test_a_line_that_comes_back_to_a_stop_brings_one_there():
    loop: list[list[Call]] = [
        [(0, at(8, 0), at(8, 0)), (1, at(8, 5), at(8, 5)), (0, at(8, 9), at(8, 9)), (1, at(8, 14), at(8, 14))]
    ]
    assert arrivals(at(7, 55), lines=loop)[:2] == [at(8, 9), at(8, 5)]


def test_where_nobody_may_get_in_or_out_nobody_does():
    table = made(LINES, 5, CHANGE)
    no_entry = transit.Timetable(
        5, table.trip, table.stop, table.arrival, table.departure, table.stop != 0, table.alight, table.changes
    )
    no_exit = transit.Timetable(
        5, table.trip, table.stop, table.arrival, table.departure, table.board, table.stop != 2, table.changes
    )
    assert (transit.arrivals(no_entry, HOME, 1, at(7, 55), 3600) == transit.NEVER).all()
    assert transit.arrivals(no_exit, HOME, 1, at(7, 55), 3600)[:, 0].tolist() == [
        transit.NEVER,
        at(8, 5),
        *[transit.NEVER] * 3,
    ]


# A clinic at stop 1 and three schools a minute from stop 4, which are also an hour and a half on foot from home.
PLACES = transit.Places(np.array([1.0, 3.0]), ways((0, 1, 5400)), ways((1, 0, 0), (4, 1, 60)))


def shares(starts: list[int], minutes: list[float], places: transit.Places = PLACES) -> list[float]:
    """Share of the places reached from home, by minutes."""
    table = made(LINES, 5, CHANGE)
    return transit.share_ridden(table, HOME, [places], 1, starts, minutes, lambda _: None)[0, :, 0].tolist()


def test_the_share_counts_the_weights_reached_within_the_minutes():
    # From 7:57 it is 8 minutes to the clinic and 34 to the schools.
    assert shares([at(7, 57)], [7.0, 8.0, 33.0, 34.0]) == [0.0, 0.25, 0.25, 1.0]


def test_a_place_is_reached_where_most_departures_reach_it():
    # From 7:58 and 7:59 the first bus is gone.
    assert shares([at(7, 56), at(7, 57), at(7, 58)], [60.0]) == [1.0]
    assert shares([at(7, 57), at(7, 58), at(7, 59)], [60.0]) == [0.0]
    assert shares([at(7, 57), at(7, 58)], [60.0]) == [0.0]


def test_a_place_is_always_reached_on_foot_where_that_is_quick_enough():
    assert shares([at(7, 59)], [89.0, 90.0]) == [0.0, 0.75]
    assert transit.share_walked(PLACES, 1, 90.0).tolist() == [0.75]
    assert transit.share_walked(PLACES, 1, 89.0).tolist() == [0.0]


def test_places_without_any_weight_have_no_share():
    nothing = transit.Places(np.zeros(2), PLACES.walks, PLACES.egress)
    assert np.isnan(shares([at(7, 57)], [60.0], nothing)).all()
    assert np.isnan(transit.share_walked(nothing, 1, 60.0)).all()


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[list[Call]], list[tuple[int, int, int]], dict[int, int]]:
    """A few trips over six stops, with waits of no time among them, walks between stops and where one is ready."""
    trips = []
    for _ in range(draw(st.integers(1, 8))):
        time, calls = draw(st.integers(0, 40)) * 60, []
        for stop in draw(st.lists(st.integers(0, 5), min_size=2, max_size=5)):
            wait = draw(st.integers(0, 2)) * 60
            calls.append((stop, time, time + wait))
            time += wait + draw(st.integers(0, 6)) * 60
        trips.append(calls)
    walks = {(draw(st.integers(0, 5)), draw(st.integers(0, 5))): draw(st.integers(0, 400)) for _ in range(4)}
    ready = {draw(st.integers(0, 5)): draw(st.integers(0, 600)) for _ in range(2)}
    return trips, [(*pair, seconds) for pair, seconds in walks.items()], ready


@settings(max_examples=60)
@given(networks())
def test_arrivals_are_those_of_a_search_over_every_event(network):
    trips, walks, ready = network
    access = ways(*((0, stop, time) for stop, time in ready.items()))
    found = transit.arrivals(made(trips, 6, *walks), access, 1, 0, 3000)
    assert found[:, 0].tolist() == by_events(trips, 6, walks, ready, 3000)


def test_many_origins_followed_in_parts_arrive_as_each_alone(monkeypatch: pytest.MonkeyPatch):
    access = ways(*((one, one % 5, 10 * one) for one in range(7)))
    table, places = made(LINES, 5, CHANGE), transit.Places(PLACES.weight, ways(), PLACES.egress)
    told: list[float] = []
    starts, minutes = [at(7, 50), at(7, 57), at(8, 0)], [15.0, 60.0]
    whole = transit.share_ridden(table, access, [places], 7, starts, minutes, told.append)
    monkeypatch.setattr(transit, "_COLUMNS", 2)
    assert np.array_equal(whole, transit.share_ridden(table, access, [places], 7, starts, minutes, told.append))
    assert told[:3] == pytest.approx([1 / 3, 2 / 3, 1]) and told[-1] == 1 and len(told) == 3 + 4 * 3
