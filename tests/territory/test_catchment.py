"""Public space per inhabitant by a two-step floating catchment."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tejido.territory import catchment
from tests.territory.town import CRS


def pairs(*rows: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["origin", "destination"])


def test_three_quarters_and_two_parks_are_shared_as_worked_by_hand() -> None:
    # Park 0 (1,000 m2) is reached from quarters 0 and 1, park 1 (600 m2) from quarters 1 and 2.
    people, parks = np.array([100.0, 300.0, 100.0]), np.array([1000.0, 600.0])
    reached = pairs((0, 0), (1, 0), (1, 1), (2, 1))
    # Step 1: 1,000 / (100 + 300) = 2.5; 600 / (300 + 100) = 1.5. Step 2: 2.5; 2.5 + 1.5; 1.5.
    assert catchment.floating(reached, parks, people).tolist() == [2.5, 4.0, 1.5]


def test_a_quarter_that_reaches_no_park_has_none_and_that_is_a_figure() -> None:
    assert catchment.floating(pairs((0, 0)), np.array([500.0]), np.array([50.0, 70.0])).tolist() == [10.0, 0.0]


def test_a_park_that_only_empty_ground_reaches_is_divided_by_nobody() -> None:
    found = catchment.floating(pairs((0, 0), (1, 1)), np.array([500.0, 500.0]), np.array([50.0, np.nan]))
    assert found[0] == 10
    assert np.isnan(found[1])


def test_the_same_pair_twice_counts_once() -> None:
    assert catchment.floating(pairs((0, 0), (0, 0)), np.array([500.0]), np.array([50.0])).tolist() == [10.0]


@given(
    st.lists(st.integers(1, 1000), min_size=1, max_size=6),
    st.lists(st.integers(0, 9999), min_size=1, max_size=4),
    st.data(),
)
def test_what_all_people_have_together_is_what_there_is_within_reach(
    people: list, parks: list, data: st.DataObject
) -> None:
    every = [(i, j) for i in range(len(people)) for j in range(len(parks))]
    chosen = data.draw(st.lists(st.sampled_from(every), unique=True))
    each = catchment.floating(pairs(*chosen), np.array(parks, dtype=float), np.array(people, dtype=float))
    reached = {j for _, j in chosen}
    assert (each * people).sum() == pytest.approx(sum(parks[j] for j in reached))


PARKS = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 100, 100), shapely.box(1000, 0, 1100, 50)], crs=CRS)


def test_a_point_inside_a_park_is_at_distance_zero_and_one_beside_it_walks_to_its_edge() -> None:
    found = catchment.reach(PARKS, np.array([[50.0, 50.0], [150.0, 50.0], [600.0, 50.0]]), 400, None, detour=1.2)
    assert found[["origin", "destination"]].to_numpy().tolist() == [[0, 0], [1, 0]]
    # From (150, 50) to the edge at (100, 50): 50 m times 1.2.
    assert found["distance"].tolist() == [0, 60]


def test_a_unit_too_far_from_every_street_is_missing_and_does_not_lack_parks() -> None:
    points = pd.DataFrame({"unit": ["a", "b", "b", "c"], "x": [50.0, 160.0, 5000.0, 6000.0], "y": 50.0})
    reached = catchment.reach(PARKS, points[["x", "y"]].to_numpy(), 400, None, detour=1.0)
    people = pd.Series({"a": 100.0, "b": 200.0, "c": 300.0})
    found = catchment.space_per_person(PARKS, points, people, reached, far=np.array([True, False, True, True]))
    # Park 0 has 10,000 m2 for the 100 people of a, who live in it, and the 100 at the first point of b.
    assert found[["a", "b"]].to_dict() == {"a": 50, "b": 50}
    assert np.isnan(found["c"])


def test_the_points_of_a_large_unit_share_its_people_and_its_figure_is_their_mean() -> None:
    points = pd.DataFrame({"unit": ["a", "a", "b"], "x": [50.0, 620.0, 1050.0], "y": [25.0, 25.0, 25.0]})
    people = pd.Series({"a": 200.0, "b": 50.0})
    reached = catchment.reach(PARKS, points[["x", "y"]].to_numpy(), 400, None, detour=1.0)
    found = catchment.space_per_person(PARKS, points, people, reached)
    # a: its first point has 100 people alone in park 0: 10,000 m2 / 100 = 100; the second reaches park 1, 380 m off:
    # 5,000 m2 / (100 + 50) = 33.33. Their mean is 66.67. b: 33.33.
    assert found.to_dict() == pytest.approx({"a": (100 + 5000 / 150) / 2, "b": 5000 / 150})
