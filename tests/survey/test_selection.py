"""Drawing units: allocation, probabilities in proportion to size, reserves, and points spread over a territory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from tejido.errors import TejidoError
from tejido.survey.balance import local_pivotal
from tejido.survey.selection import CERTAIN, MAIN, RESERVE, allocate, draw, inclusion, systematic

SIZES = st.lists(st.floats(0.5, 1e4), min_size=5, max_size=40).map(np.array)


def frequency(drawn, units: int, draws: int) -> np.ndarray:
    """How often each of `units` is drawn by `drawn(rng)`, over many draws of one seeded generator."""
    rng, counts = np.random.default_rng(20), np.zeros(units)
    for _ in range(draws):
        counts[drawn(rng)] += 1
    return counts / draws


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("proportional", [5, 15, 30]),  # 100 : 300 : 600 of 50
        ("equal", [17, 17, 16]),  # 16.67 each, the first of equals first
        ("neyman", [18, 27, 5]),  # 100 x 8 : 300 x 4 : 600 x 0.4 = 800 : 1200 : 240 of 50: 17.9, 26.8, 5.4
        ("power", [10, 17, 23]),  # roots 10 : 17.32 : 24.49 of 50: 9.65, 16.72, 23.64
    ],
)
def test_units_are_shared_out_among_strata_by_rule(rule, expected):
    spreads = np.array([8.0, 4.0, 0.4])
    found = allocate(np.array([100.0, 300.0, 600.0]), 50, rule, spreads=spreads)
    assert found.tolist() == expected


def test_every_stratum_gets_two_units_and_none_more_than_it_has():
    """Of 20: 1 % would get 0.2 and gets 2; the second has only 5; the third gets the rest."""
    assert allocate(np.array([1.0, 50.0, 49.0]), 20, most=np.array([9, 5, 40])).tolist() == [2, 5, 13]


@pytest.mark.parametrize(("n", "code"), [(9, "E504"), (3, "E512")])
def test_more_units_than_there_are_and_fewer_than_the_strata_need_are_refused(n: int, code: str):
    with pytest.raises(TejidoError) as told:
        allocate(np.array([10.0, 10.0]), n, most=np.array([4, 4]))
    assert told.value.findings[0].code == code


@given(SIZES, st.data())
def test_an_allocation_sums_to_its_number_and_keeps_its_bounds(sizes, data):
    most = np.array(data.draw(st.lists(st.integers(2, 30), min_size=len(sizes), max_size=len(sizes))))
    n = data.draw(st.integers(2 * len(sizes), int(most.sum())))
    rule = data.draw(st.sampled_from(["proportional", "equal", "power"]))
    found = allocate(sizes, n, rule, most)
    assert found.sum() == n and (found >= 2).all() and (found <= most).all()


def test_probabilities_are_in_proportion_to_size_and_the_largest_units_are_certain():
    """Of 60, 20, 10, 10 draw 2: 60 would be 1.2, so it is certain; the others share one: 0.5, 0.25, 0.25."""
    shares, certain = inclusion(np.array([60.0, 20, 10, 10, 0]), 2)
    assert shares.tolist() == [1.0, 0.5, 0.25, 0.25, 0.0]
    assert certain.tolist() == [True, False, False, False, False]


def test_certainty_is_looked_for_again_once_the_largest_are_out():
    """Of 100, 30, 10, 10, 10 draw 3: first only 100 (1.875); of the rest 2 x 30 / 60 = 1 is certain too."""
    assert inclusion(np.array([100.0, 30, 10, 10, 10]), 3)[1].tolist() == [True, True, False, False, False]


@given(SIZES, st.data())
def test_probabilities_sum_to_the_number_drawn(sizes, data):
    n = data.draw(st.integers(1, len(sizes)))
    shares, certain = inclusion(sizes, n)
    assert shares.sum() == pytest.approx(n)
    assert ((shares > 0) & (shares <= 1)).all() and (shares[certain] == 1).all()


@given(SIZES, st.data(), st.integers(0, 10**6))
def test_a_systematic_sample_has_exactly_as_many_units_as_its_probabilities_sum_to(sizes, data, seed):
    n = data.draw(st.integers(1, len(sizes)))
    drawn = systematic(inclusion(sizes, n)[0], np.random.default_rng(seed))
    assert len(drawn) == len(set(drawn.tolist())) == n


def test_over_many_draws_each_unit_comes_as_often_as_its_probability_with_reserves_held_back():
    """600 draws: three and a half standard errors of a frequency are at most 3.5 x sqrt(0.25 / 600) = 0.071."""
    sizes = np.array([40.0, 3, 8, 5, 2, 8, 4, 7, 6, 2])
    told = {}

    def main(rng):
        found = draw(sizes, 4, rng, reserve=2)
        told.update(zip(found["position"], found["probability"], strict=True))
        return found.loc[found["role"] != RESERVE, "position"].to_numpy()

    seen = frequency(main, 10, 600)
    exact = np.where(sizes == 40, 1.0, 3 * sizes / 45)  # 40 is certain; three of the others, in proportion to 45
    assert [told[unit] for unit in range(10)] == pytest.approx(exact.tolist())
    assert seen == pytest.approx(exact, abs=0.071)


def test_reserves_come_besides_the_sample_and_have_an_order():
    found = draw(np.array([50.0, *[2.0] * 30]), 10, np.random.default_rng(3), reserve=3)
    assert found["role"].value_counts().to_dict() == {MAIN: 9, RESERVE: 3, CERTAIN: 1}
    assert sorted(found.loc[found["role"] == RESERVE, "release"]) == [1, 2, 3]


def test_where_the_reserve_itself_would_be_certain_there_is_none():
    found = draw(np.array([5.0, 5.0, 5.0]), 3, np.random.default_rng(1), reserve=2)
    assert found["role"].tolist() == [CERTAIN] * 3


def test_the_local_pivotal_method_keeps_the_probabilities_it_was_given():
    rng = np.random.default_rng(5)
    places, exact = rng.random((10, 2)), np.array([0.1, 0.9, 0.5, 0.3, 0.2, 0.4, 0.6, 0.25, 0.5, 0.25])
    seen = frequency(lambda chance: local_pivotal(exact, places, chance), 10, 1_500)
    assert seen == pytest.approx(exact, abs=0.045)  # 3.5 x sqrt(0.25 / 1500)


@settings(max_examples=30)
@given(st.integers(2, 20), st.integers(21, 120), st.integers(0, 10**6))
def test_as_many_points_are_drawn_as_the_probabilities_sum_to(n: int, count: int, seed: int):
    rng = np.random.default_rng(seed)
    drawn = local_pivotal(np.full(count, n / count), rng.random((count, 2)), rng)
    assert len(drawn) == n


def voronoi_variance(probabilities: np.ndarray, places: np.ndarray, drawn: np.ndarray) -> float:
    """How unevenly a sample is spread: mean of (v - 1)^2, v the probabilities nearest to each point drawn (Stevens and Olsen 2004)."""
    around = np.bincount(cKDTree(places[drawn]).query(places)[1], probabilities, len(drawn))
    return float(np.mean((around - 1) ** 2))


def test_points_are_spread_better_than_by_chance_alone():
    """50 of 400 places, 60 samples each: even the least balanced of these is better than the average simple sample."""
    rng = np.random.default_rng(11)
    places, exact = rng.random((400, 2)), np.full(400, 50 / 400)
    pivotal = [voronoi_variance(exact, places, local_pivotal(exact, places, rng)) for _ in range(60)]
    simple = [voronoi_variance(exact, places, rng.choice(400, 50, replace=False)) for _ in range(60)]
    assert np.mean(pivotal) < 0.5 * np.mean(simple)
    assert max(pivotal) < np.mean(simple)
