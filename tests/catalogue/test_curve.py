"""How a value becomes a score."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.catalogue import Curve, load, score
from tejido.catalogue.model import Transform
from tejido.errors import TejidoError


def curve(*knots: tuple[float, float], transform: Transform = "none", **more: object) -> Curve:
    return Curve(transform=transform, knots=knots, source="test", status="fact", **more)  # type: ignore[arg-type]


# The benchmarks of the City Prosperity Index, the value tried and the score it has by that index's own formulas.
PUBLISHED = {
    "unemployment": (curve((1, 100), (28.2, 0), transform="root4"), 10, 40.34),
    "informal employment": (curve((11, 100), (75, 0), transform="root4"), 50, 25.29),
    "youth unemployment": (curve((2.7, 100), (62.8, 0), transform="root4"), 20, 45.68),
    "under-5 mortality": (curve((2.2, 100), (181.6, 0), transform="ln"), 15, 56.50),
    "homicides": (curve((1, 100), (1654, 0), transform="ln"), 20, 59.58),
    "thefts": (curve((25.45, 100), (6159.11, 0), transform="root4"), 1000, 48.93),
    "life expectancy": (curve((49, 0), (83.48, 100)), 76, 78.31),
    "physicians": (curve((0.01, 0), (7.74, 100), transform="sqrt"), 1.2, 37.11),
    "libraries, below the range": (curve((1, 0), (7, 100)), 0.6, 0),
    "libraries": (curve((1, 0), (7, 100)), 4, 50),
    "water": (curve((50, 0), (100, 100)), 98, 96),
    "PM2.5": (curve((10, 100), (20, 0)), 15, 50),
    "open space": (curve((50, 0), (100, 100)), 80, 60),
    "employment": (curve((30.5, 0), (75, 100)), 60, 66.29),
    "literacy": (curve((15, 0), (99.9, 100)), 97, 96.58),
    "women in the workforce, a target": (curve((0, 0), (50, 100), (100, 0)), 42, 84),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_prosperity_index_scores_as_published(name: str) -> None:
    used, value, expected = PUBLISHED[name]
    assert score([value], used)[0] == pytest.approx(expected, abs=0.005)


def test_poverty_scores_as_published_within_the_rounding_of_its_bound() -> None:
    # The source writes the lower bound with two decimals, 0.02: it lies between 0.015 and 0.025. Published: 30 scores 25.18.
    ends = [score([30], curve((bound, 100), (81, 0), transform="root4"))[0] for bound in (0.015, 0.025)]
    assert ends[0] < 25.18 < ends[1]


@pytest.mark.parametrize(
    ("indicator", "value", "expected"),
    [
        ("unemployment", 10, 40.34),
        ("informal_employment", 50, 25.29),
        ("youth_unemployment", 20, 45.68),
        ("theft_rate", 1000, 48.93),
        ("life_expectancy", 76, 78.31),
        ("employment", 60, 66.29),
    ],
)
def test_the_basic_marker_scores_like_the_prosperity_index_where_it_says_so(
    indicator: str, value: float, expected: float
) -> None:
    one = load("basic").indicators[indicator]
    assert one.curve.status == "fact"
    assert score([value], one.curve)[0] == pytest.approx(expected, abs=0.005)


def test_a_value_outside_the_knots_has_the_score_of_the_nearest_one() -> None:
    assert score([-5, 600, 99_999], curve((500, 100), (5000, 0))).tolist() == [100, pytest.approx(97.7778, abs=1e-4), 0]


def test_clipping_comes_before_the_transform_so_that_a_rate_of_zero_has_a_score() -> None:
    assert score([0.0, 1000.0], curve((1, 100), (100, 0), transform="ln")).tolist() == [100, 0]


def test_a_band_is_best_in_the_middle_and_falls_to_both_sides() -> None:
    density = curve((0, 60), (150, 100), (200, 100), (500, 0))
    # Half way from 0 to 150: 80. From 200 to 500 it falls by a third of a point each: 350 is half way.
    assert score([75, 150, 180, 350, 900], density).tolist() == [80, 100, 100, 50, 0]


def test_missing_and_endless_values_have_no_score() -> None:
    assert np.isnan(score([math.nan, math.inf, -math.inf], curve((0, 0), (1, 100)))).all()


def test_a_diversity_is_scored_over_the_logarithm_of_its_classes() -> None:
    diversity = curve((0, 0), (1, 100), over_maximum=True)
    assert score([math.log(5)], diversity, classes=5)[0] == pytest.approx(100)
    # ln 3 / ln 9 = 1/2
    assert score([math.log(3)], diversity, classes=9)[0] == pytest.approx(50)
    with pytest.raises(ValueError, match="number of classes"):
        score([1.0], diversity)


def test_observed_bounds_bring_the_citys_smallest_and_largest_to_the_range_asked_for() -> None:
    higher = curve(observed=(1, 100))
    # 1 + 99 (15 - 10) / (30 - 10) = 25.75
    assert score([10, 15, 30], higher, observed=(10, 30)).tolist() == [1, 25.75, 100]
    lower = curve(observed=(100, 1))
    assert score([10, 30], lower, observed=(10, 30)).tolist() == [100, 1]


def test_observed_bounds_over_a_diversity_do_not_depend_on_the_number_of_classes() -> None:
    bounds = curve(observed=(0, 100), over_maximum=True)
    for classes in (5, 9):
        assert score([0.75], bounds, classes, observed=(0.5, 1.0))[0] == pytest.approx(50)


def test_a_city_of_equal_units_cannot_be_scored_by_observed_bounds() -> None:
    assert np.isnan(score([7.0, 7.0], curve(observed=(1, 100)), observed=(7, 7))).all()


def test_a_curve_with_observed_bounds_refuses_to_guess_them() -> None:
    with pytest.raises(ValueError, match="observed bounds"):
        score([1.0, 2.0], curve(observed=(1, 100)))


def test_a_logarithm_of_an_observed_zero_is_refused() -> None:
    with pytest.raises(TejidoError) as caught:
        score([1.0, 2.0], curve(observed=(1, 100), transform="ln"), observed=(0, 5))
    assert [one.code for one in caught.value.findings] == ["K302"]


def test_scores_keep_the_shape_of_the_values() -> None:
    assert score(np.zeros((3, 2)), curve((0, 0), (1, 100))).shape == (3, 2)


CATALOGUE = load("basic")
ANY_INDICATOR = st.sampled_from(sorted(CATALOGUE.indicators))
ANY_VALUE = st.floats(-1e9, 1e9)


@given(ANY_INDICATOR, ANY_VALUE)
def test_every_score_lies_between_0_and_100(indicator: str, value: float) -> None:
    one = CATALOGUE.indicators[indicator]
    assert 0 <= score([value], one.curve, one.classes)[0] <= 100


@given(ANY_INDICATOR, ANY_VALUE, ANY_VALUE)
def test_a_better_value_never_scores_less(indicator: str, first: float, second: float) -> None:
    one = CATALOGUE.indicators[indicator]
    at_low, at_high = score(sorted([first, second]), one.curve, one.classes)
    if one.direction == "higher":
        assert at_low <= at_high
    elif one.direction == "lower":
        assert at_low >= at_high
