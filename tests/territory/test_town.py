"""Walking in the hand-made town of `town.py`: every distance is added up by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from tejido.territory import catchment, nearest_straight, network, points, walk
from tests.territory import town

MAX_SNAP = 500.0


def distance(net: network.Network, start: tuple[float, float], end: tuple[float, float]) -> float:
    return float(network.nearest(net, np.array([start]), np.array([end]), MAX_SNAP).distance[0])


@pytest.fixture(scope="module")
def net() -> network.Network:
    return network.build(town.streets())


def test_the_town_has_nine_blocks_twelve_streets_and_one_bridge(net: network.Network) -> None:
    assert len(town.blocks()) == 9
    assert len(town.STREETS) == 12
    crossing = [line for line in [*town.STREETS.values(), town.BRIDGE] if shapely.LineString(line).crosses(town.RIVER)]
    over = [line for line in [*town.STREETS.values(), town.BRIDGE] if shapely.LineString(line).within(town.RIVER)]
    assert (crossing, over) == ([], [town.BRIDGE])


def test_a_clinic_200_m_across_the_water_is_2400_m_away(net: network.Network) -> None:
    # 1,100 m east to the bridge, 200 m over it, 1,100 m back west.
    assert distance(net, town.HOUSE, town.CLINIC) == 2400
    assert nearest_straight(np.array([town.HOUSE]), np.array([town.CLINIC]), 1.0)[0] == 200


def test_without_the_bridge_the_clinic_cannot_be_reached() -> None:
    assert np.isnan(distance(network.build(town.streets(bridge=False)), town.HOUSE, town.CLINIC))


def test_every_block_walks_to_the_clinic_as_added_up_by_hand(net: network.Network) -> None:
    start = walk.begin(points.representing(town.blocks()), net, MAX_SNAP, detour=1.3)
    walked = walk.to_nearest(start, town.places(town.CLINIC))
    found = dict(zip(start.points["unit"], walked.distance, strict=True))
    assert found == pytest.approx(town.CLINIC_FROM_BLOCK)


def test_a_school_outside_every_block_still_serves_them(net: network.Network) -> None:
    start = walk.begin(points.representing(town.blocks()), net, MAX_SNAP, detour=1.3)
    walked = walk.to_nearest(start, town.places(town.SCHOOL))
    # From the middle of b6: 150 m up to the middle street, 500 m along it.
    assert dict(zip(start.points["unit"], walked.distance, strict=True))["b6"] == 650


def test_the_nearer_of_two_clinics_counts(net: network.Network) -> None:
    walked = network.nearest(net, np.array([town.HOUSE]), np.array([town.CLINIC, (300, -300)]), MAX_SNAP)
    # The second: 300 m down the first street, 300 m along the middle street.
    assert walked.distance.tolist() == [600]


def test_the_walk_to_the_street_counts_at_both_ends(net: network.Network) -> None:
    # 40 m down to the river street, 100 m along it, 30 m up to the place.
    assert distance(net, (100, 40), (200, -30)) == 170


def test_two_places_on_the_same_stretch_of_street_need_no_corner(net: network.Network) -> None:
    assert distance(net, (110, 0), (130, 0)) == pytest.approx(20)


def test_a_place_too_far_from_every_street_is_told(net: network.Network) -> None:
    far = (-600.0, 0.0)
    found = network.nearest(net, np.array([far, town.HOUSE]), np.array([town.CLINIC]), MAX_SNAP)
    assert found.snap_origin.tolist() == [600, 0]
    assert np.isnan(found.distance[0]) and found.distance[1] == 2400
    start = walk.begin(pd.DataFrame({"unit": ["far"], "x": [far[0]], "y": [far[1]]}), net, MAX_SNAP, detour=1.3)
    assert start.far.tolist() == [True]
    assert walk.to_nearest(start, town.places(town.CLINIC, far)).far_places == 1


def test_a_town_without_streets_is_measured_by_the_detour_factor() -> None:
    start = walk.begin(points.representing(town.blocks()), None, MAX_SNAP, detour=1.3)
    walked = walk.to_nearest(start, town.places(town.CLINIC))
    # From the middle of b7, (200, 350), to (0, 200): the 3-4-5 triangle gives 250 m, times 1.3.
    assert dict(zip(start.points["unit"], walked.distance, strict=True))["b7"] == pytest.approx(325)


def test_half_of_the_points_of_a_unit_within_reach_is_half_of_its_people(net: network.Network) -> None:
    rows = [("a", 0, 200), ("a", 100, 200), ("b", 1200, -600), ("far", -600, 0)]
    two = pd.DataFrame(rows, columns=["unit", "x", "y"]).astype({"x": float, "y": float})
    walked = walk.to_nearest(walk.begin(two, net, MAX_SNAP, detour=1.3), town.places(town.CLINIC))
    found = walk.share_within(two, walked.distance, 50)
    assert found[["a", "b"]].to_dict() == {"a": 0.5, "b": 0.0}
    assert np.isnan(found["far"])


def test_a_park_is_shared_by_those_who_can_walk_to_it_and_not_by_those_across_the_river(net: network.Network) -> None:
    park = town.places(town.CLINIC).set_geometry([shapely.box(-100, 150, 0, 250)])
    start = walk.begin(points.representing(town.blocks()), net, MAX_SNAP, detour=1.3)
    pairs = catchment.reach(park, start.places, 800, net, snapped=start.snapped, max_snap=MAX_SNAP)
    people = town.blocks().set_index("unit")["population"]
    space = catchment.space_per_person(park, start.points, people, pairs)
    # 10,000 m2; b7 (350 m) and b8 (750 m) reach it, 200 people: 50 m2 each. b1, 450 m off as the crow flies, has none.
    assert space.to_dict() == {unit: 50.0 if unit in ("b7", "b8") else 0.0 for unit in space.index}
