"""Geometric means, and their points by logarithmic-mean weights (Ang 2004), by hand."""

from __future__ import annotations

import math

import pytest

from tests.marker.small import catalogue, indicator, measure, node, points, score, units, values

TOWN = units({"b1": 10})


def geometric(**weights: float):
    return catalogue(
        node("marker", None, mean="geometric"),
        *(indicator(name, "marker", weight=weight) for name, weight in weights.items()),
    )


def test_the_geometric_mean_of_25_and_100_is_50_and_only_the_25_costs_points():
    marker = measure(values({("b1", "p"): 25, ("b1", "q"): 100}), TOWN, geometric(p=1, q=1))
    assert score(marker, "b1", "marker") == 50
    assert points(marker, "b1") == {"p": 50, "q": 0}


def test_points_are_divided_by_the_logarithms_of_what_each_lacks():
    marker = measure(values({("b1", "p"): 25, ("b1", "q"): 50}), TOWN, geometric(p=1, q=1))
    # sqrt(25 * 50) = 35.3553...; ln(100/25) is twice ln(100/50), so p takes two thirds of the 64.6447 points.
    lost = 100 - math.sqrt(1250)
    assert score(marker, "b1", "marker") == pytest.approx(math.sqrt(1250), abs=1e-8)
    assert points(marker, "b1") == pytest.approx({"p": lost * 2 / 3, "q": lost / 3}, abs=2e-8)


def test_weights_are_exponents():
    marker = measure(values({("b1", "p"): 50, ("b1", "q"): 25}), TOWN, geometric(p=2, q=1))
    assert score(marker, "b1", "marker") == pytest.approx((50 * 50 * 25) ** (1 / 3), abs=1e-8)
    # 2 ln 2 = ln 4: both pull alike.
    lost = points(marker, "b1")
    assert lost["p"] == pytest.approx(lost["q"], abs=2e-8)


def test_a_score_of_zero_counts_as_one_so_that_it_does_not_wipe_out_the_rest():
    marker = measure(values({("b1", "p"): 0, ("b1", "q"): 100}), TOWN, geometric(p=1, q=1))
    assert score(marker, "b1", "p") == 0
    assert score(marker, "b1", "marker") == 10  # sqrt(1 * 100)
    assert points(marker, "b1") == {"p": 90, "q": 0}


def test_a_geometric_area_under_an_arithmetic_marker_hands_down_what_it_was_given():
    index = catalogue(
        node("marker", None), node("housing", "marker", mean="geometric"), node("health", "marker"),
        indicator("p", "housing"), indicator("q", "housing"), indicator("r", "health"),
    )  # fmt: skip
    marker = measure(values({("b1", "p"): 25, ("b1", "q"): 100, ("b1", "r"): 80}), TOWN, index)
    assert score(marker, "b1", "marker") == (50 + 80) / 2
    assert points(marker, "b1") == {"housing": 25, "health": 10, "p": 25, "q": 0, "r": 10}
