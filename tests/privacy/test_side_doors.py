"""What an outsider would try besides subtracting figures: words, labels, coverages and counts that stand beside them."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.loader import load
from tejido.measure.levels import Nest
from tejido.measure.publication import public_tables
from tejido.privacy import DEFAULT, Rule, close_figures
from tejido.tables import CAUSES, CONTRIBUTIONS, DIFFERENTIALS, SCORES, UNITS, VALUES, flags
from tests.marker.small import catalogue, indicator, measure, node, row, units, values


def test_the_coverage_of_a_group_s_score_does_not_tell_how_many_of_it_live_in_the_block_that_was_not_measured():
    # Of the 100 of the group 4 live in b2, where nobody measured the air: 96 % of the group, and so 4 persons in one block.
    index = catalogue(node("marker", None), indicator("air", "marker", about="place"))
    town = units({"b1": 300, "b2": 50, "b3": 150}, dict.fromkeys(("b1", "b2", "b3"), "d1"), districts=["d1"])
    people = pd.DataFrame({"unit": ["b1", "b2", "b3"], "group": "origin=rm", "population": [56.0, 4.0, 40.0]})
    figures = values({("b1", "air"): 80, ("b3", "air"): 20})
    marker = measure(figures, town, index, people)
    told = [row(marker, "d1", "air", group) for group in ("all", "origin=rm")]
    # Measured for 450 of the 500 who live there: this much of the place, whoever asks.
    assert [one["coverage"] for one in told] == [0.9, 0.9]
    assert told[1]["score"] == (56 * 80 + 40 * 20) / 96


def test_what_is_protected_carries_one_label_whether_it_was_small_or_hidden_for_a_small_one_s_sake():
    # Everybody: 68 answers. Hosts "reliable", which takes 60 at least, would leave 8 to refugees and migrants.
    units = UNITS.conform(pd.DataFrame([
        {"level": "city", "unit": "C", "name": "C", "population": 900.0, "area_km2": 1.0},
        {"level": "district", "unit": "A", "name": "A", "parent": "C", "population": 900.0, "area_km2": 1.0},
    ]))  # fmt: skip
    living = pd.DataFrame(
        [{"level": "district", "unit": "A", "group": f"origin={one}", "population": 450.0} for one in ("rm", "host")]
    )
    place = {"period": "2024", "level": "district", "unit": "A", "indicator": "internet", "source": "survey"}
    row = {**place, "kind": "design-based", "quality": "reliable", "support": "district", "flags": "protected"}
    values = VALUES.conform(
        pd.DataFrame([row | {"group": "origin=host"}, row | {"group": "all", "flags": None, "n": 68}])
    )
    gap = {
        **place,
        "group": "origin=rm",
        "against": "origin=host",
        "quality": "unreliable",
        "quality_against": "reliable",
    }
    gap |= {"family": "x", "verdict": "cannot_be_said", "kind": "design-based", "flags": "cells_joined protected"}
    tables = {"units": units, "values": values, "scores": SCORES.empty(), "contributions": CONTRIBUTIONS.empty(),
              "causes": CAUSES.empty(), "differentials": DIFFERENTIALS.conform(pd.DataFrame([gap]))}  # fmt: skip
    nest = Nest.of_units(units, ["city", "district"], "district", living)
    public = public_tables(tables, living, nest, "district")
    labels = public["values"].set_index("group")["quality"].to_dict()
    assert labels == {"all": "reliable", "origin=host": "unreliable"}
    (told,) = public["differentials"][["quality", "quality_against", "flags"]].to_numpy().tolist()
    assert told == ["unreliable", "unreliable", "protected"]


def hidden_of(homes: dict[str, int]) -> set[str]:
    """The units whose figure is hidden: 112 were asked in the city, 60 in district A, 40 in B, in so many households."""
    asked = {"T": 112, "A": 60, "B": 40}
    measured = VALUES.conform(pd.DataFrame([
        {"period": "2024", "level": "city" if unit == "T" else "district", "unit": unit, "group": "all", "indicator": "employment",
         "value": 60.0, "n": n, "n_households": homes[unit], "kind": "design-based", "quality": "reliable",
         "support": "city" if unit == "T" else "district", "source": "survey"}
        for unit, n in asked.items()
    ]))  # fmt: skip
    units = UNITS.conform(pd.DataFrame([
        {"level": "city" if unit == "T" else "district", "unit": unit, "name": unit, "parent": None if unit == "T" else "T",
         "population": 100.0 * n, "area_km2": 1.0}
        for unit, n in asked.items()
    ]))  # fmt: skip
    none = DIFFERENTIALS.empty()
    closed, _ = close_figures(
        (measured, none), (measured, none), units, load("basic"), Rule(), levels=["city", "district"], crossings=DEFAULT
    )
    return set(closed.loc[flags.has(closed["flags"], flags.PROTECTED), "unit"])


def test_those_who_live_in_no_district_are_not_left_over_where_they_are_of_fewer_than_five_households():
    # Twelve of three households: 50 - 29 - 18 = 3, though twelve persons are enough. The smaller district is hidden too.
    assert hidden_of({"T": 50, "A": 29, "B": 18}) == {"B"}
    # Twelve of six households may be had by subtraction.
    assert hidden_of({"T": 50, "A": 27, "B": 17}) == set()
