"""A proxy, another curve or observed bounds make a score comparable inside its city only."""

from __future__ import annotations

from tejido.catalogue.model import Curve
from tests.marker.small import catalogue, indicator, measure, node, row, score, units, values

INDEX = catalogue(
    node("marker", None), node("housing", "marker"), node("health", "marker"),
    indicator("water", "housing"), indicator("clinic", "health"),
)  # fmt: skip
TOWN = units({"b1": 100, "b2": 300}, {"b1": "d1", "b2": "d2"}, districts=["d1", "d2"])
FIGURES = {("b1", "water"): 80, ("b1", "clinic"): 40, ("b2", "water"): 60, ("b2", "clinic"): 20}


def comparable(marker, unit):
    return {
        item for item in ("water", "clinic", "housing", "health", "marker") if row(marker, unit, item)["comparable"]
    }


def test_a_proxy_marks_its_node_and_all_above_it_where_it_is_used():
    marker = measure(values(FIGURES, flags={("b1", "water"): "inherited proxy"}), TOWN, INDEX)
    assert comparable(marker, "b1") == {"clinic", "health"}
    assert comparable(marker, "d1") == {"clinic", "health"}
    assert comparable(marker, "town") == {"clinic", "health"}
    assert comparable(marker, "b2") == {"water", "clinic", "housing", "health", "marker"}
    assert comparable(marker, "d2") == {"water", "clinic", "housing", "health", "marker"}


def test_a_proxy_that_gave_no_value_marks_nothing():
    marker = measure(values({**FIGURES, ("b1", "water"): None}, flags={("b1", "water"): "proxy"}), TOWN, INDEX)
    assert "marker" in comparable(marker, "b1")


def test_another_curve_marks_its_indicator_everywhere():
    changed = catalogue(*INDEX.nodes.values(), *INDEX.indicators.values(), changed=frozenset({"clinic"}))
    marker = measure(values(FIGURES), TOWN, changed)
    assert comparable(marker, "b2") == {"water", "housing"}


def test_observed_bounds_run_over_the_inhabited_units_and_mark_every_score():
    observed = Curve("none", (), "test", "proposal", observed=(1.0, 100.0))
    index = catalogue(node("marker", None), indicator("water", "marker", curve=observed))
    figures = values({("a", "water"): 10, ("b", "water"): 30, ("c", "water"): 20, ("empty", "water"): 1000})
    marker = measure(figures, units({"a": 10, "b": 10, "c": 10, "empty": 0}), index)
    # From 10 -> 1 to 30 -> 100: the middle is 50.5.
    assert [score(marker, unit, "water") for unit in "abc"] == [1, 100, 50.5]
    assert not row(marker, "a", "marker")["comparable"]


def test_units_that_are_all_alike_cannot_be_placed_between_observed_bounds():
    observed = Curve("none", (), "test", "proposal", observed=(0.0, 100.0))
    index = catalogue(node("marker", None), indicator("water", "marker", curve=observed))
    marker = measure(values({("a", "water"): 10, ("b", "water"): 10}), units({"a": 10, "b": 10}), index)
    assert row(marker, "a", "water")["reason"] == "no_spread"
    assert row(marker, "town", "marker")["reason"] == "no_spread"
