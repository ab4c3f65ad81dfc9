"""How few people live in a block cannot be solved for from the means of larger units, however many of these are public."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.catalogue.loader import load
from tejido.measure.levels import Nest, spread
from tejido.privacy import Rule, protect_units, protect_values
from tejido.tables import PARTS, UNITS, VALUES
from tests.measure import hamlet
from tests.measure.layered import measured

CATALOGUE = load("basic")
LEVELS = ["city", "district", "block"]
PEOPLE = {"a": 100.0, "b": 50.0, "c": 40.0, "d": 3.0, "e": 6.0, "f": 9.0, "g": 0.0}
HIDDEN = ["d", "e", "f"]
PLACES = [
    "distance_hospital",
    "distance_school",
    "distance_health_centre",
    "distance_commerce",
    "distance_public_space",
]
WALKS = pd.DataFrame(np.random.default_rng(4).uniform(50, 900, (len(PEOPLE), len(PLACES))), list(PEOPLE), PLACES)
"""Metres from each block: layers and streets are open, so that anybody can measure them again."""


def units() -> pd.DataFrame:
    blocks = [
        {"level": "block", "unit": unit, "name": unit, "parent": "D", "population": people, "area_km2": 0.1}
        for unit, people in PEOPLE.items()
    ]
    larger = [
        {"level": level, "unit": unit, "name": unit, "parent": parent, "population": sum(PEOPLE.values()), "area_km2": 1.0}
        for level, unit, parent in [("city", "C", None), ("district", "D", "C")]
    ]  # fmt: skip
    return UNITS.conform(pd.DataFrame([*larger, *blocks]))


def public(least: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The public units and values of a district whose blocks have `PEOPLE`."""
    none = pd.DataFrame({"level": [], "unit": [], "group": [], "population": []}, dtype="object")
    nest = Nest.of_units(units(), LEVELS, "block", none, least)
    measured = VALUES.conform(
        pd.DataFrame([
            {"period": "2024", "level": "block", "unit": unit, "group": "all", "indicator": indicator, "value": WALKS.at[unit, indicator],
             "kind": "layer", "quality": "not_sampled", "support": "block", "source": "map"}
            for indicator in PLACES for unit in PEOPLE
        ])
    )  # fmt: skip
    values = spread(measured, PARTS.empty(), CATALOGUE.definitions, nest)
    shown = protect_units(units(), Rule(least))
    return shown, protect_values(values, shown, CATALOGUE, Rule(least), levels=LEVELS)


def test_the_people_of_three_protected_blocks_do_not_follow_from_five_means_of_their_district():
    # Every mean is an equation: the sum over blocks of people x (their walk - the mean) is 0. Blocks of 10 or more are public.
    shown, values = public(10)
    told = shown[shown["level"] == "block"].set_index("unit")["population"]
    assert told[HIDDEN].isna().all()
    means = values[values["level"] == "district"].set_index("indicator")["value"].reindex(PLACES)
    apart = WALKS - means
    known = told.drop(HIDDEN)
    solved = np.linalg.lstsq(apart.loc[HIDDEN].T, -(apart.loc[known.index].T @ known), rcond=None)[0]
    assert solved == pytest.approx([6, 6, 6])


def test_protected_blocks_count_in_a_mean_as_one_like_the_other():
    # d, e and f have 3, 6 and 9 people: 18 / 3 = 6 each. In g nobody lives. 100 + 50 + 40 + 6 + 6 + 6 = 208 people, as there are.
    _, values = public(10)
    weights = np.array([100, 50, 40, 6, 6, 6, 0])
    row = values[(values["level"] == "district") & (values["indicator"] == "distance_school")].iloc[0]
    assert row["value"] == pytest.approx((WALKS["distance_school"] * weights).sum() / 208)
    assert row["population"] == 208


def test_a_city_that_asks_for_fewer_counts_every_block_that_it_shows():
    _, values = public(3)
    row = values[(values["level"] == "city") & (values["indicator"] == "distance_school")].iloc[0]
    assert row["value"] == pytest.approx((WALKS["distance_school"] * pd.Series(PEOPLE)).sum() / 208)


def test_people_under_an_area_are_summed_by_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # Half of block a1 is flooded. Its 4 people count as 5.5, the 300 of a2, hidden for their sake, as what is left of all 304.
    monkeypatch.setitem(hamlet.BLOCKS["a1"], "people", 4)
    table, _ = measured(tmp_path)
    assert table.loc[("flooded", "A"), "value"] == pytest.approx(100 * 2.75 / 304)
    assert table.loc[("flooded", "A"), "population"] == 304


def test_of_a_small_block_and_one_hidden_for_its_sake_the_weights_say_only_their_sum() -> None:
    # Whether 4 and 300 or 9 and 295 live there: 5.5 and 298.5.
    for few in (4.0, 9.0):
        table = units()
        table.loc[table["unit"].isin(["e", "f", "g"]), "population"] = 50.0
        table.loc[table["unit"] == "d", "population"] = few
        table.loc[table["unit"] == "c", "population"] = 304.0 - few
        none = pd.DataFrame({"level": [], "unit": [], "group": [], "population": []}, dtype="object")
        nest = Nest.of_units(table, LEVELS, "block", none, 10, {("block", "c"): "c+1", ("block", "d"): "c+1"})
        weights = pd.Series(nest.weights(nest.persons["block"].to_numpy(), "block"), nest.codes("block"))
        assert weights[["c", "d"]].tolist() == [pytest.approx(298.5), 5.5]
