"""The basic marker as the programme's viewers show it."""

from __future__ import annotations

import pytest

from tejido.catalogue import Catalogue, load, score
from tejido.words import LANGUAGES


@pytest.fixture(scope="module")
def basic() -> Catalogue:
    return load("basic")


def test_it_holds_35_indicators_in_14_dimensions_in_5_areas(basic: Catalogue) -> None:
    areas = basic.children["marker"]
    dimensions = [node for area in areas for node in basic.children[area]]
    assert areas == ("housing", "economy", "health", "education", "public_space")
    assert len(dimensions) == 14
    assert {area: sum(basic.area(one) == area for one in basic.indicators) for area in areas} == {
        "housing": 8, "economy": 6, "health": 6, "education": 9, "public_space": 6,
    }  # fmt: skip


def test_weights_are_equal_inside_each_node(basic: Catalogue) -> None:
    for children in basic.children.values():
        assert len({basic.weight(child) for child in children}) == 1


def test_commerce_proximity_is_a_tenth_of_the_marker_and_each_diversity_1_33_percent(basic: Catalogue) -> None:
    # 1/5 area x 1/2 dimensions x 1 indicator; 1/5 x 1/3 x 1/5 = 1/75
    assert basic.share("distance_commerce") == pytest.approx(0.1)
    for one in ("income", "education", "age", "ethnicity", "tenure"):
        assert basic.share(f"diversity_{one}") == pytest.approx(1 / 75)


def test_the_shares_of_all_indicators_sum_to_the_whole(basic: Catalogue) -> None:
    assert sum(basic.share(one) for one in basic.indicators) == pytest.approx(1)


def test_every_worked_example_hits_its_score(basic: Catalogue) -> None:
    for one in basic.indicators.values():
        assert score([one.example.value], one.curve, one.classes)[0] == pytest.approx(one.example.score, abs=0.005), (
            one.id
        )


def test_every_worked_example_lies_inside_its_curve_and_not_at_a_knot(basic: Catalogue) -> None:
    for one in basic.indicators.values():
        knots = [value for value, _ in one.curve.knots]
        assert one.example.value not in knots, one.id
        if not one.curve.over_maximum:
            assert knots[0] < one.example.value < knots[-1], one.id


def test_thresholds_are_half_of_a_dimension_30_percent_of_an_area_and_35_percent_of_the_marker_in_four_areas(
    basic: Catalogue,
) -> None:
    marker = basic.nodes["marker"]
    assert (marker.minimum_coverage, marker.minimum_children) == (0.35, 4)
    for area in basic.children["marker"]:
        assert basic.nodes[area].minimum_coverage == 0.3
        assert {basic.nodes[one].minimum_coverage for one in basic.children[area]} == {0.5}


def test_bands_are_the_six_of_the_prosperity_index(basic: Catalogue) -> None:
    assert [(band.id, band.low) for band in basic.bands] == [
        ("very_solid", 80), ("solid", 70), ("moderately_solid", 60), ("moderately_weak", 50), ("weak", 40), ("very_weak", 0),
    ]  # fmt: skip


def test_every_text_stands_in_every_language(basic: Catalogue) -> None:
    items = [*basic.nodes.values(), *basic.indicators.values(), *basic.bands, *basic.universes.values()]
    for item in items:
        assert set(item.names) == set(LANGUAGES), item.id
    for one in basic.indicators.values():
        for labels in (one.definitions, one.unit_names, one.data_needed, one.curve.basis):
            assert set(labels) == set(LANGUAGES), one.id


def test_what_describes_the_place_and_what_rests_on_people_is_told_apart(basic: Catalogue) -> None:
    place = {one.id for one in basic.indicators.values() if one.about == "place"}
    assert place == {
        "distance_health_centre", "distance_hospital", "distance_cultural", "distance_school", "distance_public_space",
        "distance_commerce", "public_space_per_capita", "residential_density", "land_use_diversity", "pm10",
        "theft_rate", "homicide_rate",
    }  # fmt: skip


def test_a_curve_is_called_a_fact_only_where_the_prosperity_index_has_it(basic: Catalogue) -> None:
    facts = {one.id for one in basic.indicators.values() if one.curve.status == "fact"}
    assert facts == {
        "internet", "life_expectancy", "mean_schooling", "public_space_per_capita", "theft_rate", "unemployment",
        "employment", "youth_unemployment", "informal_employment",
    }  # fmt: skip


def test_the_diversities_have_the_maxima_that_the_viewers_print(basic: Catalogue) -> None:
    # "/1.61" = ln 5, "/1.79" = ln 6, "/2.20" = ln 9
    printed = {"diversity_income": 1.79, "diversity_education": 2.20, "diversity_age": 1.79, "diversity_ethnicity": 1.61,
               "diversity_tenure": 1.61, "land_use_diversity": 1.61}  # fmt: skip
    for indicator, maximum in printed.items():
        assert round(basic.indicators[indicator].possible[1], 2) == maximum
