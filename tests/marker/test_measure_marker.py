"""A town small enough to be measured by hand: two areas, three indicators, three blocks."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.errors import TejidoError
from tejido.tables import CONTRIBUTIONS, SCORES, SchemaError
from tests.marker.small import catalogue, indicator, measure, node, points, row, score, units, values

INDEX = catalogue(
    node("marker", None),
    node("housing", "marker"),
    node("health", "marker"),
    indicator("water", "housing"),
    indicator("rooms", "housing"),
    indicator("clinic", "health", about="place"),
)
TOWN = units({"b1": 100, "b2": 300, "b3": 600}, {"b1": "d1", "b2": "d1", "b3": "d2"}, districts=["d1", "d2"])
FIGURES = values({
    ("b1", "water"): 80, ("b1", "rooms"): 60, ("b1", "clinic"): 40,
    ("b2", "water"): 100, ("b2", "rooms"): None, ("b2", "clinic"): 80,
    ("b3", "water"): 50, ("b3", "rooms"): 90, ("b3", "clinic"): 100,
})  # fmt: skip


def test_a_node_is_the_mean_of_its_children_and_the_marker_the_mean_of_its_areas():
    marker = measure(FIGURES, TOWN, INDEX)
    assert score(marker, "b1", "housing") == (80 + 60) / 2
    assert score(marker, "b1", "marker") == (70 + 40) / 2


def test_a_missing_indicator_gives_its_weight_to_its_siblings_and_lowers_the_coverage():
    marker = measure(FIGURES, TOWN, INDEX)
    assert score(marker, "b2", "housing") == 100
    assert row(marker, "b2", "housing")["coverage"] == 0.5
    assert row(marker, "b2", "marker")["coverage"] == (0.5 + 1) / 2
    assert row(marker, "b2", "rooms")["reason"] == "no_data"


def test_indicator_scores_are_averaged_upward_by_people_and_the_tree_is_formed_anew_there():
    marker = measure(FIGURES, TOWN, INDEX)
    water = (100 * 80 + 300 * 100) / 400
    clinic = (100 * 40 + 300 * 80) / 400
    assert score(marker, "d1", "water") == water == 95
    assert score(marker, "d1", "clinic") == clinic == 70
    assert score(marker, "d1", "housing") == 95  # rooms was measured for 100 of 400 people: too few
    assert row(marker, "d1", "rooms")["reason"] == "too_little_measured"
    assert row(marker, "d1", "rooms")["coverage"] == 0.25
    assert score(marker, "d1", "marker") == (95 + 70) / 2
    assert score(marker, "town", "rooms") == pytest.approx((100 * 60 + 600 * 90) / 700, abs=1e-8)


def test_the_size_of_the_universe_is_the_weight_where_it_is_known():
    figures = FIGURES.copy()
    dwellings = {"b1": 50.0, "b2": 50.0, "b3": 10.0}
    water = figures["indicator"] == "water"
    figures.loc[water, "population"] = figures.loc[water, "unit"].map(dwellings)
    marker = measure(figures, TOWN, INDEX)
    assert score(marker, "d1", "water") == (50 * 80 + 50 * 100) / 100
    assert score(marker, "d1", "clinic") == 70  # weighted by people, as before


def test_an_unknown_universe_is_estimated_from_the_people_so_that_dwellings_and_persons_never_mix():
    figures = FIGURES.copy()
    # 25 dwellings for the 100 people of b1: a quarter per person. Then b2, with 300 people, has about 75.
    figures.loc[(figures["indicator"] == "water") & (figures["unit"] == "b1"), "population"] = 25.0
    marker = measure(figures, TOWN, INDEX)
    assert score(marker, "d1", "water") == (25 * 80 + 75 * 100) / 100


def test_every_child_sums_to_its_parent_and_the_areas_to_what_the_marker_lacks():
    lost = points(measure(FIGURES, TOWN, INDEX), "b1")
    # b1 lacks 45 points: housing 1/2 of 30, health 1/2 of 60; inside housing water 1/4 of 20, rooms 1/4 of 40.
    assert lost == {"housing": 15, "health": 30, "water": 5, "rooms": 10, "clinic": 30}


def test_weights_count_among_siblings():
    index = catalogue(
        node("marker", None), indicator("water", "marker", weight=3.0), indicator("rooms", "marker", weight=1.0)
    )
    marker = measure(values({("b1", "water"): 80, ("b1", "rooms"): 40}), units({"b1": 10}), index)
    assert score(marker, "b1", "marker") == (3 * 80 + 40) / 4
    assert points(marker, "b1") == {"water": 15, "rooms": 15}


def test_ranks_run_from_the_highest_and_ties_share_the_better_place():
    index = catalogue(node("marker", None), indicator("water", "marker"))
    figures = values(
        {("a", "water"): 50, ("b", "water"): 70, ("c", "water"): 50, ("d", "water"): 20, ("e", "water"): None}
    )
    marker = measure(figures, units(dict.fromkeys("abcde", 10)), index)
    ranks = {unit: row(marker, unit, "marker")["rank"] for unit in "abcd"}
    assert ranks == {"a": 2, "b": 1, "c": 2, "d": 4}
    assert pd.isna(row(marker, "e", "marker")["rank"])


def test_a_band_begins_at_its_lower_bound():
    index = catalogue(node("marker", None), indicator("water", "marker"))
    figures = values({("a", "water"): 49.99, ("b", "water"): 50, ("c", "water"): 80, ("d", "water"): None})
    marker = measure(figures, units(dict.fromkeys("abcd", 10)), index)
    assert [row(marker, unit, "marker")["band"] for unit in "abc"] == ["low", "middle", "high"]
    assert pd.isna(row(marker, "d", "marker")["band"])


def test_units_outside_all_districts_count_for_the_city():
    town = units({"b1": 100, "b2": 300}, {"b1": "d1"}, districts=["d1"])
    figures = values({("b1", "water"): 80, ("b2", "water"): 40})
    marker = measure(figures, town, catalogue(node("marker", None), indicator("water", "marker")))
    assert score(marker, "d1", "marker") == 80
    assert score(marker, "town", "marker") == (100 * 80 + 300 * 40) / 400


def test_a_group_has_the_places_it_lives_in_and_its_own_figures():
    people = pd.DataFrame({"unit": ["b1", "b2", "b3"], "group": "origin=rm", "population": [10.0, 10.0, 0.0]})
    own = values({("b1", "water"): 20}, group="origin=rm", population=5.0)
    marker = measure(pd.concat([FIGURES, own]), TOWN, INDEX, people)
    assert score(marker, "d1", "clinic", "origin=rm") == (10 * 40 + 10 * 80) / 20
    assert score(marker, "b1", "water", "origin=rm") == 20
    # Everybody's figure about people is not theirs.
    assert row(marker, "b1", "rooms", "origin=rm")["reason"] == "no_data"
    assert row(marker, "b3", "clinic", "origin=rm")["reason"] == "no_population"
    assert score(marker, "b1", "water") == 80


def test_values_of_a_group_whose_people_are_unknown_are_refused():
    own = values({("b1", "water"): 20}, group="origin=rm")
    with pytest.raises(TejidoError, match="M102"):
        measure(pd.concat([FIGURES, own]), TOWN, INDEX)


def test_two_periods_of_one_indicator_are_refused():
    with pytest.raises(TejidoError, match=r"M103.*water.*2010, 2020"):
        measure(pd.concat([FIGURES, values({("b1", "water"): 20}, period="2010")]), TOWN, INDEX)


def test_the_extended_marker_never_becomes_a_total():
    index = catalogue(node("marker", None), indicator("water", "marker", tier="extended"))
    with pytest.raises(TejidoError, match=r"M101.*water"):
        measure(values({("b1", "water"): 80}), units({"b1": 10}), index)


def test_a_value_of_an_unknown_unit_is_a_defect():
    with pytest.raises(SchemaError, match="unknown units"):
        measure(values({("b9", "water"): 80}), TOWN, INDEX)


def test_the_scores_are_called_after_the_span_of_their_values():
    later = values({("b1", "clinic"): 40}, period="2022-2023")
    figures = pd.concat([values({("b1", "water"): 80}, period="2017"), later])
    assert set(measure(figures, TOWN, INDEX).scores["period"]) == {"2017-2023"}
    assert set(measure(figures, TOWN, INDEX, period="2024").scores["period"]) == {"2024"}


def test_the_tables_fit_their_schemas_and_stand_in_the_order_of_their_keys():
    marker = measure(FIGURES, TOWN, INDEX)
    pd.testing.assert_frame_equal(SCORES.conform(marker.scores), marker.scores)
    pd.testing.assert_frame_equal(CONTRIBUTIONS.conform(marker.contributions), marker.contributions)
    assert len(marker.scores) == (3 + 2 + 1) * 6
