"""Blocks of which a figure may not be told alone share one with their neighbours; larger units stay as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from tejido.catalogue.loader import load
from tejido.city import read_city
from tejido.marker import measure_marker
from tejido.measure import measure
from tejido.measure.levels import Nest, spread
from tejido.measure.lying import Lying
from tejido.measure.protected import merge_protected
from tejido.measure.values import catalogue_of
from tejido.privacy import Rule, protect_units, protect_values
from tejido.tables import PARTS, UNITS, VALUES
from tejido.tables.flags import has
from tests.measure import hamlet

CATALOGUE = load("basic")
RULE = Rule(10, 5)
LEVELS = ["district", "block"]
NOBODY = pd.DataFrame({"level": [], "unit": [], "group": [], "population": []}, dtype="object")
Blocks = dict[str, tuple[str, float]]
"""By code the district and the residents, from west to east."""
FOUR: Blocks = {"a": ("D", 9), "b": ("D", 60), "c": ("D", 40), "d": ("E", 90)}


class Town:
    """Blocks in a row, each beside the next, with figures of a census."""

    def __init__(self, blocks: Blocks, counts: dict[str, dict[str, tuple[float, float]]], closed: str = "") -> None:
        """`counts`: by indicator and block numerator and denominator; `closed`: the blocks whose residents are hidden, together."""
        districts = sorted({district for district, _ in blocks.values()})
        inside = {one: sum(people for district, people in blocks.values() if district == one) for one in districts}
        rows = [("city", "C", None, sum(inside.values())), *(("district", one, "C", inside[one]) for one in districts)]
        rows += [("block", unit, district, people) for unit, (district, people) in blocks.items()]
        table = pd.DataFrame(rows, columns=["level", "unit", "parent", "population"])
        self.units = UNITS.conform(table.assign(name=table["unit"], area_km2=1.0))
        self.shapes = {"block": _squares([*blocks], 100), "district": _squares(districts, 1000)}
        together = {("block", unit): f"{closed[0]}+{len(closed) - 1}" for unit in closed}
        self.nest = Nest.of_units(self.units, LEVELS, "block", NOBODY, RULE.persons, together)
        amounts = [
            {"period": "2024", "level": "block", "unit": unit, "group": "all", "indicator": indicator, "part": part, "amount": amount}
            for indicator, by_block in counts.items() for unit, pair in by_block.items()
            for part, amount in zip(("numerator", "denominator"), pair, strict=True)
        ]  # fmt: skip
        self.parts = PARTS.conform(pd.DataFrame(amounts, columns=PARTS.names))
        keys = self.parts[["period", "level", "unit", "group", "indicator"]].drop_duplicates()
        self.measured = [_row(one.unit, one.indicator, np.nan) for one in keys.itertuples()]

    def give(self, indicator: str, level: str = "block", **figures: float) -> None:
        """Figures that stand ready, by unit."""
        self.measured += [_row(unit, indicator, value, level) for unit, value in figures.items()]

    def merged(self, earlier: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
        """The values before and after, by indicator and unit, and the codes of what was found."""
        measured = VALUES.conform(pd.DataFrame(self.measured, columns=VALUES.names))
        self.values = spread(measured, self.parts, CATALOGUE.definitions, self.nest)
        self.after, found = merge_protected(
            self.values, self.parts, Lying(self.shapes), CATALOGUE, RULE, self.nest, earlier
        )
        before, after = (table.set_index(["indicator", "unit"]) for table in (self.values, self.after))
        return before, after, [one.code for one in found]


def _row(unit: str, indicator: str, value: float, level: str = "block") -> dict[str, object]:
    return {"period": "2024", "level": level, "unit": unit, "group": "all", "indicator": indicator, "value": value,
            "kind": "register", "quality": "not_sampled", "support": level, "source": "Census"}  # fmt: skip


def _squares(codes: list[str], wide: float) -> gpd.GeoDataFrame:
    shapes = [box(wide * at, 0, wide * (at + 1), wide) for at in range(len(codes))]
    return gpd.GeoDataFrame({"unit": codes}, geometry=shapes, crs="EPSG:32618")


WATER = {"a": (1, 4), "b": (12, 20), "c": (5, 10), "d": (20, 30)}


def test_a_block_of_nine_people_and_its_neighbour_have_the_figure_of_both_and_the_district_its_own():
    # a and b: 1 + 12 of 4 + 20 dwellings have water. District D: 18 of 34.
    before, after, found = Town(FOUR, {"improved_water": WATER}).merged()
    told = after.loc["improved_water"]
    assert told.loc[["a", "b"], "value"].tolist() == pytest.approx([100 * 13 / 24] * 2)
    assert told.loc[["a", "b"], "domain"].tolist() == ["a+1"] * 2
    assert told.loc[["a", "b"], "flags"].tolist() == ["merged"] * 2
    assert told.loc["c", "value"] == pytest.approx(50)
    assert told.loc["D", "value"] == pytest.approx(100 * 18 / 34)
    others = ["c", "d", "D", "E", "C"]
    pd.testing.assert_frame_equal(before.loc["improved_water"].loc[others], told.loc[others])
    assert found == ["P120"]


def test_the_public_is_not_told_how_many_homes_a_member_has():
    town = Town(FOUR, {"improved_water": WATER})
    _, after, _ = town.merged()
    assert after["population"].loc[("improved_water", "a")] == 4
    shown = protect_values(town.after, protect_units(town.units, RULE), CATALOGUE, RULE, levels=["city", *LEVELS])
    told = shown.set_index("unit").loc[["a", "b", "c"]]
    assert told["value"].tolist() == pytest.approx([100 * 13 / 24, 100 * 13 / 24, 50])
    assert told["population"].isna().tolist() == [True, True, False]


def test_blocks_whose_residents_are_hidden_together_tell_every_figure_together():
    # Told alone c would say that at least 10 live in it, and so at most 39 in a; that b touches a does not matter.
    _, after, _ = Town(FOUR, {"improved_water": WATER}, closed="ac").merged()
    told = after.loc["improved_water"]
    assert told.loc[["a", "c"], "value"].tolist() == pytest.approx([100 * 6 / 14] * 2)
    assert told.loc[["a", "c"], "domain"].tolist() == ["a+1"] * 2
    assert told.loc["b", "value"] == pytest.approx(60)
    assert pd.isna(told.loc["b", "domain"])


def test_so_they_do_where_one_of_them_has_no_home_or_the_homes_of_the_other_would_be_known():
    town = Town(FOUR, {"improved_water": {"a": (0, 0), "b": (12, 20), "c": (5, 10), "d": (20, 30)}}, closed="ac")
    before, after, _ = town.merged()
    assert np.isnan(before.loc[("improved_water", "a"), "value"])
    assert after.loc["improved_water"].loc[["a", "c"], "value"].tolist() == pytest.approx([50, 50])
    assert after.loc["improved_water"].loc[["a", "c"], "domain"].tolist() == ["a+1"] * 2


def test_a_figure_without_parts_is_the_mean_by_the_weights_of_the_district():
    # Residents weigh; a alone is too few and counts as 5.5: (5.5 x 2 + 40 x 3) / 45.5. The smaller neighbour is c.
    town = Town({"b": ("D", 60), "a": ("D", 9), "c": ("D", 40)}, {})
    town.give("socioeconomic_stratum", b=5.0, a=2.0, c=3.0)
    before, after, _ = town.merged()
    told = after.loc["socioeconomic_stratum"]
    assert told.loc[["a", "c"], "value"].tolist() == pytest.approx([131 / 45.5] * 2)
    assert told.loc["D", "value"] == pytest.approx((60 * 5 + 131) / 105.5)
    assert before.loc[("socioeconomic_stratum", "D"), "value"] == told.loc["D", "value"]


def test_indicators_of_the_same_homes_never_differ_by_the_block_with_few_people():
    # Electricity: all of the 15 people of c have it, so that c must be merged as well; the domain of a and b stays whole in both.
    blocks = {"a": ("D", 9), "b": ("D", 20), "c": ("D", 15), "d": ("D", 90)}
    homes = {"a": 4, "b": 6, "c": 5, "d": 30}
    water = {unit: (count / 2, float(count)) for unit, count in homes.items()}
    light = water | {"c": (5.0, 5.0)}
    _, after, _ = Town(blocks, {"improved_water": water, "electricity": light}).merged()
    assert after.loc["improved_water"].loc[["a", "b"], "domain"].tolist() == ["a+1"] * 2
    assert after.loc["improved_water"].loc[["c", "d"], "domain"].isna().all()
    together = after.loc["electricity"]
    assert together.loc["a", "domain"] == together.loc["b", "domain"]
    assert together.loc["c", "domain"] in (together.loc["a", "domain"], together.loc["d", "domain"])


def test_where_districts_are_merged_no_block_of_the_one_that_failed_is_told_without_the_other():
    # All of D is 9 people. Were E's blocks told one by one, D would be D and E less these.
    blocks = {"a": ("D", 4), "b": ("D", 5), "c": ("E", 60), "d": ("E", 90)}
    counts = {"a": (1.0, 3.0), "b": (2.0, 3.0), "c": (9.0, 20.0), "d": (15.0, 30.0)}
    _, after, found = Town(blocks, {"improved_water": counts}).merged()
    told = after.loc["improved_water"]
    assert told.loc[["D", "E"], "domain"].tolist() == ["D+1"] * 2
    assert told.loc["D", "value"] == pytest.approx(100 * 27 / 56)
    assert told.loc[["a", "b", "c"], "domain"].tolist() == ["a+2"] * 3
    assert told.loc["a", "value"] == pytest.approx(100 * 12 / 26)
    assert told.loc["d", "value"] == pytest.approx(50)
    assert found == ["P120", "P120"]


def test_blocks_inherit_what_their_district_shares():
    town = Town({"a": ("D", 9), "b": ("E", 50), "c": ("F", 70)}, {})
    town.give("unemployment", "district", D=10.0, E=20.0, F=30.0)
    _, after, _ = town.merged()
    told = after.loc["unemployment"]
    # Residents weigh; D alone counts as 5.5 of them: (5.5 x 10 + 50 x 20) / 55.5.
    assert told.loc[["D", "E", "a", "b"], "value"].tolist() == pytest.approx([1055 / 55.5] * 4)
    assert told.loc[["D", "E", "a", "b"], "domain"].tolist() == ["D+1"] * 4
    assert told.loc["a", "flags"] == "inherited merged"
    assert told.loc["c", "value"] == 30


def test_what_cannot_be_told_even_of_the_whole_district_is_told_of_none_of_its_blocks():
    # Together 57 of 58 have water, so that of the 8 dwellings of a at least 7 have it: 12.5 points are too narrow.
    blocks = {"a": ("D", 9), "b": ("D", 60), "c": ("E", 60)}
    counts = {"a": (8.0, 8.0), "b": (49.0, 50.0), "c": (9.0, 20.0)}
    _, after, found = Town(blocks, {"improved_water": counts}).merged()
    told = after.loc["improved_water"]
    assert told.loc[["a", "b"], "value"].isna().all()
    assert has(told["flags"], "protected")[told.index.isin(["a", "b"])].all()
    assert told.loc["c", "value"] == 45
    assert found == []


def test_what_an_earlier_release_told_together_stays_together():
    town = Town(FOUR, {"improved_water": WATER})
    town.merged()
    # That release had merged a with c over b's head, an island at that time.
    earlier = town.after.assign(domain=town.after["unit"].map({"a": "a+1", "c": "a+1"}))
    earlier = earlier[earlier["level"] == "block"]
    _, after, _ = town.merged(earlier)
    assert after.loc["improved_water"].loc[["a", "b", "c"], "domain"].fillna("").tolist() == ["a+1", "", "a+1"]


def test_figures_of_places_of_groups_and_of_surveys_are_not_merged():
    town = Town(FOUR, {})
    town.give("improved_water", a=10.0, b=20.0, c=30.0, d=40.0)
    group = [row | {"group": "origin=rm", "population": 9.0} for row in town.measured]
    asked = [
        row | {"indicator": "electricity", "kind": "design-based", "n": 20, "n_households": 9} for row in town.measured
    ]
    place = [row | {"indicator": "pm10", "kind": "layer"} for row in town.measured]
    measured = VALUES.conform(pd.DataFrame([*group, *asked, *place], columns=VALUES.names))
    after, found = merge_protected(measured, PARTS.empty(), Lying(town.shapes), CATALOGUE, RULE, town.nest)
    pd.testing.assert_frame_equal(after, measured)
    assert found == []


def test_every_score_in_public_is_the_one_of_the_public_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(hamlet.BLOCKS, "a1", hamlet.BLOCKS["a1"] | {"people": 9, "rm": 0, "dwellings": 5, "water": 5})
    city = read_city(hamlet.write(tmp_path / "hamlet"))
    catalogue = catalogue_of(city)
    contents, found = measure(city, catalogue)
    public = contents.public_tables
    values = public["values"]
    merged = values[values["domain"].notna()].set_index(["indicator", "unit"])
    # 5 of 5 and 40 of 100 dwellings have water.
    assert merged.loc["improved_water"].loc[["a1", "a2"], "value"].tolist() == pytest.approx([100 * 45 / 105] * 2)
    assert merged["population"].isna().all()
    assert "P120" in [one.code for one in found]
    mine = values[(values["group"] == "all") & values["indicator"].isin(list(catalogue.indicators))]
    again = measure_marker(mine, public["units"], catalogue, "block", levels=["city", *LEVELS], period="2024").scores
    told = public["scores"][public["scores"]["group"] == "all"]
    both = told.merge(again, on=["level", "unit", "node"], suffixes=("", "_again"))
    np.testing.assert_allclose(both["score"], both["score_again"], atol=1e-6)


def test_a_city_that_asks_for_more_people_merges_more():
    town = Town(FOUR, {"improved_water": WATER})
    town.merged()
    strict = replace(RULE, persons=50)
    after, _ = merge_protected(town.values, town.parts, Lying(town.shapes), CATALOGUE, strict, town.nest)
    told = after.set_index("unit")
    # a, b and c have 109 people, but together only 34 dwellings, of which each one's own count must be able to be 0 to 50.
    assert told.loc[["a", "b", "c"], "value"].isna().all()
