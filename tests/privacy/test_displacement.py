"""Points are moved into a ring around them, and stay in their unit."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.privacy.displacement import OUTSIDE, Displaced, displace

SECRET = b"sixteen bytes or more"
SQUARES = [shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)]
DONUT = (100.0, 300.0)
PLACES = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 1000)), min_size=1, max_size=25)


def moved(places, secret: bytes = SECRET, donut=DONUT, shapes=SQUARES, cluster=None) -> Displaced:
    x, y = np.array(places, dtype=float).T
    return displace(x, y, (x > 1000).astype(np.int64), shapes, donut, secret, cluster)


@settings(max_examples=60)
@given(PLACES, st.binary(min_size=16, max_size=20))
def test_no_point_leaves_its_unit_or_its_ring(places, secret: bytes):
    found = moved(places, secret)
    for (x, y), east, north in zip(places, found.x, found.y, strict=True):
        if not np.isnan(east):
            assert DONUT[0] - 1e-6 <= np.hypot(east - x, north - y) <= DONUT[1] + 1e-6
            assert SQUARES[int(x > 1000)].covers(shapely.Point(east, north))
    assert found.no_room == int(np.isnan(found.x).sum())


@settings(max_examples=30)
@given(PLACES, st.randoms(use_true_random=False))
def test_the_order_of_points_is_of_no_account(places, chance):
    order = list(range(len(places)))
    chance.shuffle(order)
    whole, other = moved(places), moved([places[one] for one in order])
    np.testing.assert_array_equal(whole.x[order], other.x)
    np.testing.assert_array_equal(whole.y[order], other.y)


def test_the_same_place_goes_to_the_same_place_and_with_another_secret_elsewhere():
    found = moved([(400, 400), (600, 600), (400, 400)])
    assert (found.x[0], found.y[0]) == (found.x[2], found.y[2])
    assert found.x[0] != found.x[1]
    assert moved([(400, 400)], b"another secret, as long").x[0] != found.x[0]


def test_all_of_the_ring_is_as_likely():
    """Half of the ring's ground lies beyond sqrt((100² + 300²) / 2) = 223.6 m; of 2,000 points 1,000, give or take 4 x 22."""
    places = [(300 + n % 50, 300 + n // 50) for n in range(2000)]
    found = moved(places, shapes=[shapely.box(-500, -500, 1500, 1500)] * 2)
    far = np.hypot(*(np.column_stack([found.x, found.y]) - np.array(places)).T) > 223.6
    assert 912 < far.sum() < 1088


def test_a_cluster_is_moved_as_one_from_its_middle():
    """Three dwellings around (500, 500): their middle is there, so all lie 100 to 300 m from it, at one place."""
    found = moved([(490, 500), (510, 490), (500, 510)], cluster=["p", "p", "p"])
    assert len(set(found.x)) == len(set(found.y)) == 1
    assert 100 <= np.hypot(found.x[0] - 500, found.y[0] - 500) <= 300


def test_a_cluster_in_two_units_is_two_places_each_in_its_own():
    found = moved([(900, 500), (1100, 500)], cluster=["p", "p"])
    assert found.x[0] < 1000 < found.x[1]


def test_the_middle_of_a_bent_unit_is_one_of_its_own_points():
    """A horseshoe: the mean of points on both legs lies in the gap between them, outside the unit."""
    horseshoe = shapely.Polygon(
        [(0, 0), (900, 0), (900, 900), (600, 900), (600, 300), (300, 300), (300, 900), (0, 900)]
    )
    places = [(150, 800), (750, 800), (750, 810)]
    found = moved(places, donut=(0.0, 50.0), shapes=[horseshoe, horseshoe], cluster=["p"] * 3)
    # The mean is (550, 803); of the three (750, 800) is nearest to it.
    assert np.hypot(found.x[0] - 750, found.y[0] - 800) <= 50


def test_a_point_in_no_unit_and_one_with_no_room_are_left_out_and_counted():
    x, y = np.array([500.0, 9999.0, np.nan]), np.array([500.0, 9999.0, 1.0])
    found = displace(x, y, np.array([0, OUTSIDE, 0]), SQUARES, (5000.0, 6000.0), SECRET)
    assert (found.outside, found.no_room) == (2, 1)
    assert np.isnan(found.x).all() and np.isnan(found.y).all()


def test_no_points_are_no_trouble():
    assert displace(np.array([]), np.array([]), np.array([], dtype=np.int64), SQUARES, DONUT, SECRET).x.tolist() == []


@pytest.mark.parametrize("cluster", [None, ["a"] * 50])
def test_a_mean_of_many_from_one_place_does_not_give_it_back(cluster):
    """Fifty rows of one dwelling all show one displaced point: their mean is no nearer to the dwelling than the ring."""
    found = moved([(500, 500)] * 50, cluster=cluster)
    assert np.hypot(found.x.mean() - 500, found.y.mean() - 500) >= 100 - 1e-6
