"""How often vehicles leave, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.territory import transit_frequency
from tests.territory.timetables import calls_of

HOUR = 3600


def calls() -> pd.DataFrame:
    """Stop 0 is left at 7:00, 7:30 and 8:30 by route 1 and at 7:10 and 9:00 by route 2; every trip ends at stop 1."""
    trips = [[(0, time, time), (1, time + 600, time + 600)] for time in (25200, 27000, 30600, 25800, 32400)]
    return calls_of(trips).assign(route=lambda table: table["trip"].map(lambda trip: "1" if trip < 3 else "2"))


def test_departures_by_hour_leave_out_the_end_of_a_trip():
    found = transit_frequency.by_hour(calls(), "stop")
    assert found.index.tolist() == ["0"]
    assert found.loc["0"].to_dict() == {7: 3, 8: 1, 9: 1}


def test_the_headway_is_that_of_the_route_which_serves_the_stop_most_often():
    # From 7 until before 9 route 1 leaves three times in 120 minutes, route 2 once: the departure at 9:00 is out.
    found = transit_frequency.headways(calls(), 7, 9)
    assert found.to_dict("records") == [{"stop": "0", "departures": 4, "headway": 40.0}]


def test_both_directions_of_a_route_are_told_apart():
    both = calls().assign(direction=lambda table: (table["trip"] == 1).astype(int))
    # Route 1: two in one direction, one in the other.
    assert transit_frequency.headways(both, 7, 9)["headway"].tolist() == [60.0]


def test_a_stop_where_nobody_may_board_has_no_departure():
    assert transit_frequency.headways(calls().assign(board=False), 7, 9).empty


@pytest.mark.parametrize(
    ("departures", "expected"),
    [
        # Half of the departures leave from the stop with 5 minutes.
        ([6, 3, 3], 5.0),
        # Sorted by headway: 2 of 10, then 5 of 10 departures: the second tells half.
        ([2, 3, 5], 10.0),
        ([1, 1, 8], 30.0),
    ],
)
def test_the_median_counts_each_stop_by_its_departures(departures: list[int], expected: float):
    stops = pd.DataFrame({"unit": "u", "departures": departures, "headway": [5.0, 10.0, 30.0]})
    assert transit_frequency.median_headway(stops.iloc[::-1]).to_dict() == {"u": expected}
