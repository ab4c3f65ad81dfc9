"""Distances on any street network: against a second, slower method, and rules that every network obeys."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.territory import network

SIZE = 5
CORNERS = [(float(x * 100), float(y * 100)) for x in range(SIZE) for y in range(SIZE)]
ENDS = st.tuples(st.sampled_from(CORNERS), st.sampled_from(CORNERS)).filter(lambda pair: pair[0] != pair[1])
TOWNS = st.lists(ENDS, min_size=1, max_size=40)
PLACES = st.lists(st.sampled_from(CORNERS), min_size=1, max_size=4, unique=True)
ANYWHERE = st.tuples(st.integers(-50, 450), st.integers(-50, 450)).map(lambda at: (float(at[0]), float(at[1])))


def table(lines: list[tuple[tuple[float, float], tuple[float, float]]]) -> pd.DataFrame:
    return pd.DataFrame([(*start, *end) for start, end in lines], columns=["x1", "y1", "x2", "y2"])


def walked(lines: list, start: list, end: list, max_snap: float = np.inf) -> np.ndarray:
    return network.nearest(network.build(table(lines)), np.array(start), np.array(end), max_snap).distance


def floyd_warshall(lines: list) -> dict[tuple[float, float], dict[tuple[float, float], float]]:
    """All distances among the ends of streets, by the textbook method of three loops."""
    ends = sorted({end for line in lines for end in line})
    far = {a: {b: 0.0 if a == b else np.inf for b in ends} for a in ends}
    for a, b in lines:
        far[a][b] = far[b][a] = min(far[a][b], float(np.hypot(a[0] - b[0], a[1] - b[1])))
    for middle in ends:
        for a in ends:
            for b in ends:
                far[a][b] = min(far[a][b], far[a][middle] + far[middle][b])
    return far


@settings(max_examples=30)
@given(TOWNS)
def test_distances_between_corners_equal_those_of_floyd_and_warshall(lines: list) -> None:
    far = floyd_warshall(lines)
    ends = sorted(far)
    net = network.build(table(lines))
    for goal in ends:
        got = net.contraction.spread(node_of(net, [goal]), np.zeros(1))[node_of(net, ends)]
        assert got == pytest.approx([far[end][goal] for end in ends])


@settings(max_examples=30)
@given(TOWNS, st.lists(ANYWHERE, min_size=1, max_size=5), st.lists(ANYWHERE, min_size=1, max_size=5))
def test_pairs_within_a_limit_are_those_whose_distance_is_at_most_the_limit(
    lines: list, start: list, end: list
) -> None:
    net = network.build(table(lines))
    pairs = network.within(net, np.array(start), np.array(end), 300.0)
    got = {(int(row.origin), int(row.destination)): row.distance for row in pairs.itertuples()}
    each = np.stack([network.nearest(net, np.array(start), np.array([place])).distance for place in end], axis=1)
    expected = {(i, j): each[i, j] for i, j in zip(*np.nonzero(each <= 300.0), strict=True)}
    assert {k for k in got.keys() ^ expected.keys() if abs(each[k] - 300) > 1e-6} == set()
    assert {k: v for k, v in got.items() if k in expected} == pytest.approx(
        {k: expected[k] for k in got if k in expected}
    )


@settings(max_examples=30)
@given(TOWNS, ANYWHERE, ANYWHERE)
def test_the_way_there_is_as_long_as_the_way_back(lines: list, start: tuple, end: tuple) -> None:
    assert walked(lines, [start], [end]) == pytest.approx(walked(lines, [end], [start]), nan_ok=True)


@settings(max_examples=30)
@given(TOWNS, ENDS, st.integers(1, 4))
def test_a_new_street_lengthens_no_distance_between_corners(lines: list, street: tuple, count: int) -> None:
    # Places off the streets walk to the nearest one, which a new street may become: corners are compared.
    corners = sorted({end for line in lines for end in line})
    before = np.nan_to_num(walked(lines, corners, corners[:count]), nan=np.inf)
    after = np.nan_to_num(walked([*lines, street], corners, corners[:count]), nan=np.inf)
    assert (after <= before + 1e-9).all()


@settings(max_examples=30)
@given(TOWNS, st.lists(ANYWHERE, min_size=1, max_size=5), PLACES, ANYWHERE)
def test_a_new_facility_lengthens_no_distance(lines: list, start: list, places: list, new: tuple) -> None:
    before = np.nan_to_num(walked(lines, start, places), nan=np.inf)
    after = np.nan_to_num(walked(lines, start, [*places, new]), nan=np.inf)
    assert (after <= before).all()


@settings(max_examples=30)
@given(TOWNS, ANYWHERE, ANYWHERE, st.sampled_from([2.0, 8.0, 64.0]))
def test_a_town_n_times_as_large_has_distances_n_times_as_long(lines: list, start: tuple, end: tuple, n: float) -> None:
    def larger(point: tuple) -> tuple:
        return (point[0] * n, point[1] * n)

    once = walked(lines, [start], [end])
    assert walked([(larger(a), larger(b)) for a, b in lines], [larger(start)], [larger(end)]) == pytest.approx(
        once * n, nan_ok=True
    )


@settings(max_examples=30)
@given(TOWNS, st.lists(ANYWHERE, min_size=1, max_size=5), PLACES, st.randoms(use_true_random=False))
def test_the_order_and_direction_of_the_rows_change_no_bit(
    lines: list, start: list, places: list, chance: object
) -> None:
    mixed = [tuple(chance.sample(line, 2)) for line in chance.sample(lines, len(lines))]  # type: ignore[attr-defined]
    assert walked(lines, start, places).tobytes() == walked(mixed, start, places).tobytes()


def test_a_large_network_agrees_with_one_search_per_facility() -> None:
    net, places = lattice(40, seed=7)
    assert net.contraction.core.shape[0] > 0, "the core is to be searched too"
    all_at_once = network.nearest(net, net.nodes, net.nodes[places]).distance
    one_by_one = np.stack([network.nearest(net, net.nodes, net.nodes[[place]]).distance for place in places])
    assert all_at_once == pytest.approx(np.fmin.reduce(one_by_one, axis=0), nan_ok=True)


def test_streets_that_cross_without_a_common_corner_do_not_meet() -> None:
    # A bridge over a street: 100 m down, but there is no stair.
    flyover = [((0, 100), (200, 100)), ((100, 0), (100, 200))]
    assert np.isnan(walked(flyover, [(0, 100)], [(100, 0)])).all()
    crossing = [((0, 100), (100, 100)), ((100, 100), (200, 100)), ((100, 0), (100, 100)), ((100, 100), (100, 200))]
    assert walked(crossing, [(0, 100)], [(100, 0)]).tolist() == [200]


def test_ends_that_agree_to_a_decimetre_are_one_corner() -> None:
    assert walked([((0, 0), (100, 0)), ((100.03, 0.02), (200, 0))], [(0, 0)], [(200, 0)]) == pytest.approx(
        [200], abs=0.2
    )
    assert np.isnan(walked([((0, 0), (100, 0)), ((100.3, 0), (200, 0))], [(0, 0)], [(200, 0)])).all()


def test_the_shorter_of_two_streets_between_the_same_corners_is_walked() -> None:
    twice = table([((0, 0), (100, 0)), ((100, 0), (0, 0)), ((100, 0), (200, 0))]).assign(length=[150.0, 120.0, 100.0])
    assert network.nearest(network.build(twice), np.array([(0, 0)]), np.array([(200, 0)])).distance.tolist() == [220]


def test_a_street_whose_ends_are_one_corner_is_left_out() -> None:
    assert walked([((0, 0), (0, 0)), ((0, 0), (100, 0))], [(0, 0)], [(100, 0)]).tolist() == [100]


def test_a_place_equally_near_to_two_streets_takes_the_better_one() -> None:
    # The place (50, 50) is 50 m from both streets; only the upper one leads to the school at (150, 100).
    parallel = [((0, 0), (100, 0)), ((0, 100), (100, 100)), ((100, 100), (150, 100))]
    assert walked(parallel, [(50, 50)], [(150, 100)]).tolist() == [150]


def test_a_facility_at_the_corner_itself_is_at_distance_zero() -> None:
    assert walked([((0, 0), (100, 0)), ((100, 0), (200, 0))], [(100, 0)], [(100, 0)]).tolist() == [0]
    pairs = network.within(
        network.build(table([((0, 0), (100, 0))])), np.array([(0.0, 0.0)]), np.array([(0.0, 0.0)]), 10
    )
    assert pairs["distance"].tolist() == [0]


@pytest.mark.parametrize(
    ("streets", "code"),
    [
        (table([]), "T201"),
        (table([((0, 0), (0.01, 0))]), "T201"),
        (table([((0, 0), (np.nan, 0))]), "T202"),
        (table([((0, 0), (1, 0))]).assign(length=0.0), "T203"),
    ],
)
def test_streets_that_cannot_be_walked_are_refused_by_code(streets: pd.DataFrame, code: str) -> None:
    with pytest.raises(TejidoError) as refused:
        network.build(streets)
    assert [finding.code for finding in refused.value.findings] == [code]


def node_of(net: network.Network, places: list) -> np.ndarray:
    """Numbers of the nodes at `places`."""
    where = {(float(x), float(y)): number for number, (x, y) in enumerate(net.nodes)}
    return np.array([where[place] for place in places])


def lattice(side: int, seed: int) -> tuple[network.Network, np.ndarray]:
    """A grid without a fifth of its streets, and 20 of its corners; a fan of streets keeps some corners in the core."""
    chance = np.random.default_rng(seed)
    number = np.arange(side * side).reshape(side, side)
    corners = np.stack(np.divmod(number.ravel(), side), axis=1) * 100.0 + chance.uniform(-20, 20, (side * side, 2))
    pairs = np.concatenate(
        [
            np.stack([number[:-1].ravel(), number[1:].ravel()], 1),
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], 1),
        ]
    )
    pairs = pairs[chance.random(len(pairs)) > 0.2]
    streets = pd.DataFrame(np.hstack([corners[pairs[:, 0]], corners[pairs[:, 1]]]), columns=["x1", "y1", "x2", "y2"])
    net = network.build(streets)
    return net, chance.choice(len(net.nodes), 20, replace=False)
