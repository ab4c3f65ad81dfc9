"""Every score that is missing says why; coverage counts what was measured."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.marker import REASONS
from tejido.words import LANGUAGES, say
from tests.marker.small import catalogue, indicator, measure, node, row, score, units, values

ONE = catalogue(node("marker", None), indicator("water", "marker"))


def four(**limits: object):
    """A marker of four indicators of equal weight."""
    return catalogue(node("marker", None, **limits), *(indicator(name, "marker") for name in "pqrs"))


def measured(names: str, index):
    figures = values({("b1", name): 60 if name in names else None for name in "pqrs"})
    return row(measure(figures, units({"b1": 10}), index), "b1", "marker")


def test_a_score_stands_where_the_coverage_is_just_enough_and_falls_below_it():
    assert measured("pq", four(minimum_coverage=0.5))["score"] == 60
    below = measured("p", four(minimum_coverage=0.5))
    assert pd.isna(below["score"])
    assert below["reason"] == "low_coverage"
    assert below["coverage"] == 0.25


def test_a_score_needs_its_number_of_children():
    assert measured("pqr", four(minimum_children=3))["score"] == 60
    assert measured("pq", four(minimum_children=3))["reason"] == "too_few_children"


def test_three_thirds_are_a_whole():
    index = catalogue(node("marker", None, minimum_coverage=1.0), *(indicator(name, "marker") for name in "pqr"))
    marker = measure(values({("b1", name): 60 for name in "pqr"}), units({"b1": 10}), index)
    assert row(marker, "b1", "marker")["coverage"] == 1


def test_what_was_measured_counts_for_the_coverage_above_even_where_it_is_too_little_for_a_score():
    index = catalogue(
        node("marker", None), node("housing", "marker", minimum_coverage=0.8), node("health", "marker"),
        indicator("p", "housing"), indicator("q", "housing"), indicator("r", "health"),
    )  # fmt: skip
    marker = measure(values({("b1", "p"): 10, ("b1", "r"): 60}), units({"b1": 10}), index)
    assert row(marker, "b1", "housing")["reason"] == "low_coverage"
    assert row(marker, "b1", "marker")["coverage"] == 0.75
    assert score(marker, "b1", "marker") == 60


def test_a_node_whose_children_all_lack_for_the_same_reason_tells_that_reason():
    assert measured("", four(minimum_coverage=0.5))["reason"] == "no_data"


def test_an_indicator_is_missing_in_a_district_where_less_than_half_of_its_people_were_measured():
    town = units({"b1": 49, "b2": 51, "b3": 50, "b4": 50}, {"b1": "d1", "b2": "d1", "b3": "d2", "b4": "d2"},
                 districts=["d1", "d2"])  # fmt: skip
    marker = measure(values({("b1", "water"): 10, ("b3", "water"): 20}), town, ONE)
    assert row(marker, "d1", "water")["reason"] == "too_little_measured"
    assert score(marker, "d2", "water") == 20


@pytest.mark.parametrize("count", [0, None])
def test_a_unit_without_people_has_no_score_and_no_weight(count):
    town = units({"b1": 10, "b2": count}, {"b1": "d1", "b2": "d1"}, districts=["d1"])
    marker = measure(values({("b1", "water"): 80, ("b2", "water"): 20}), town, ONE)
    assert row(marker, "b2", "water")["reason"] == "no_population"
    assert row(marker, "b2", "marker")["reason"] == "no_population"
    assert score(marker, "d1", "marker") == 80
    assert row(marker, "d1", "marker")["coverage"] == 1


def test_a_protected_unit_has_no_score_and_says_so():
    town = units({"b1": 10, "b2": None}, {"b1": "d1", "b2": "d2"}, {"b2": "protected"}, districts=["d1", "d2"])
    marker = measure(values({("b1", "water"): 80, ("b2", "water"): 20}), town, ONE)
    assert row(marker, "b2", "marker")["reason"] == "protected"
    assert row(marker, "d2", "marker")["reason"] == "protected"
    assert score(marker, "town", "marker") == 80


def test_a_protected_district_has_no_score_although_its_blocks_are_shown():
    town = units({"b1": 10}, {"b1": "d1"}, {"d1": "sliver protected"}, districts=["d1"])
    assert row(measure(values({("b1", "water"): 80}), town, ONE), "d1", "marker")["reason"] == "protected"


def test_a_protected_value_and_an_empty_universe_are_told_apart_from_no_data():
    figures = values(
        {("b1", "p"): None, ("b1", "q"): None, ("b1", "r"): None, ("b1", "s"): 50},
        flags={("b1", "p"): "proxy protected"}, population={("b1", "q"): 0.0},
    )  # fmt: skip
    marker = measure(figures, units({"b1": 10}), four())
    assert [row(marker, "b1", name)["reason"] for name in "pqr"] == ["protected", "no_universe", "no_data"]
    assert pd.isna(row(marker, "b1", "s")["reason"])
    assert row(marker, "town", "p")["reason"] == "protected"
    assert row(marker, "town", "q")["reason"] == "no_universe"


def test_an_indicator_that_the_city_omits_is_missing_by_choice():
    index = catalogue(*ONE.nodes.values(), indicator("water", "marker"), indicator("rooms", "marker"),
                      omitted={"rooms": "old figures"})  # fmt: skip
    marker = measure(values({("b1", "water"): 80, ("b1", "rooms"): 10}), units({"b1": 10}), index)
    assert row(marker, "b1", "rooms")["reason"] == "omitted"
    assert score(marker, "b1", "marker") == 80
    assert row(marker, "b1", "marker")["comparable"]


def test_a_district_without_blocks_and_a_city_without_values_have_no_score():
    town = units({"b1": 10}, districts=["d1"])
    marker = measure(values({("b1", "water"): None}), town, ONE)
    assert row(marker, "d1", "marker")["reason"] == "no_population"
    assert row(marker, "town", "marker")["reason"] == "no_data"
    assert marker.contributions.empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_can_be_said(lang):
    assert all(say(text, lang) for text in REASONS.values())


def test_an_indicator_that_most_people_have_counts_with_all_its_weight_in_the_district():
    # Theft was not measured at all, homicide for 98 of 100 people: half of the weight stands, as in each block that has it.
    index = catalogue(
        node("marker", None, minimum_coverage=0.5), indicator("homicide", "marker"), indicator("theft", "marker")
    )
    people = units({"b1": 98, "b2": 2}, {"b1": "d1", "b2": "d1"}, districts=["d1"])
    marker = measure(values({("b1", "homicide"): 70}), people, index)
    assert row(marker, "d1", "homicide")["coverage"] == 0.98
    assert row(marker, "d1", "marker")["score"] == 70
    assert row(marker, "d1", "marker")["coverage"] == 0.5
