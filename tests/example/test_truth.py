"""The census is an exact count of the truth, and the second round differs from the first by the known change only."""

from __future__ import annotations

import json
import tomllib

import geopandas as gpd
import pandas as pd
import pytest


def by_block(persons: pd.DataFrame, chosen: pd.Series, amount: pd.Series | None = None) -> pd.Series:
    counted = pd.Series(1, index=persons.index) if amount is None else amount
    return counted[chosen].groupby(persons["block"][chosen]).sum()


def same(column: pd.Series, counted: pd.Series) -> bool:
    return bool((column == counted.reindex(column.index).fillna(0)).all())


def test_every_count_of_persons_is_the_sum_of_the_truth(blocks, persons):
    age, woman = persons["age"], persons["sex"] == "f"
    works, looks = persons["activity"] == "employed", persons["activity"] == "unemployed"
    young = age.between(15, 24)
    expected = {
        "population": age >= 0, "pop_rm": persons["origin"] == "rm", "women_25": woman & (age >= 25),
        "men_25": ~woman & (age >= 25), "working_age": age >= 15, "employed": works, "informal": persons["informal"],
        "unemployed": looks, "labour_force": works | looks, "labour_force_15_24": (works | looks) & young,
        "unemployed_15_24": looks & young, "labour_force_women": (works | looks) & woman, "unemployed_women": looks & woman,
        "labour_force_men": (works | looks) & ~woman, "unemployed_men": looks & ~woman,
        "age_0": age < 5, "age_5": age.between(5, 14), "age_15": young, "age_25": age.between(25, 44),
        "age_45": age.between(45, 64), "age_65": age >= 65, "education_1": persons["education"] == 1,
        "education_9": persons["education"] == 9, "ethnicity_3": persons["ethnicity"] == 3,
    }  # fmt: skip
    wrong = [name for name, chosen in expected.items() if not same(blocks[name], by_block(persons, chosen))]
    assert wrong == []


def test_schooling_is_summed_over_women_and_men_of_25_and_over(blocks, persons):
    for name, sex in (("years_women_25", "f"), ("years_men_25", "m")):
        chosen = (persons["sex"] == sex) & (persons["age"] >= 25)
        assert same(blocks[name], by_block(persons, chosen, persons["schooling_years"]))


def test_every_count_of_households_is_the_sum_of_the_truth(blocks, households):
    expected = {
        "households": households["size"] > 0, "dwellings": households["size"] > 0, "dw_adequate": households["adequate"],
        "dw_water": households["water"], "dw_sanitation": households["sanitation"], "dw_electricity": households["electricity"],
        "dw_internet": households["internet"], "dw_waste_uncollected": ~households["waste_collected"],
        "hh_enough_space": households["size"] <= 3 * households["rooms"], "hh_rm": households["kind"] == "rm",
        "hh_mixed": households["kind"] == "mixed", "tenure_rented": households["tenure"] == "rented",
    }  # fmt: skip
    wrong = [name for name, chosen in expected.items() if not same(blocks[name], by_block(households, chosen))]
    assert wrong == []


def test_residents_by_income_class_are_the_members_of_the_households(blocks, households):
    members = households["size"]
    for k in range(1, 7):
        chosen = households["income_class"] == k
        assert same(blocks[f"income_{k}"], by_block(households, chosen, members))


@pytest.mark.parametrize("place", ["", "round2/"])
def test_coarser_units_count_what_their_blocks_count_and_the_groups_sum_to_all(folder, place):
    ending = "_2026" if place else ""
    blocks = gpd.read_file(folder / f"{place}blocks{ending}_synthetic.geojson")
    for level, file in (("neighbourhood", "neighbourhoods"), ("district", "districts")):
        units = gpd.read_file(folder / f"{place}{file}{ending}_synthetic.geojson").set_index("code")
        counts = [
            name for name in blocks.columns if name in units.columns and pd.api.types.is_integer_dtype(blocks[name])
        ]
        assert len(counts) > 50
        assert (blocks.groupby(level)[counts].sum().loc[units.index] == units[counts]).all(axis=None)
        for name in ("population", "dwellings", "dw_water", "employed", "informal", "years_men_25", "households"):
            assert (units[f"{name}_rm"] + units[f"{name}_host"] == units[name]).all()


def test_the_second_round_differs_from_the_first_by_the_water_of_one_district_only(folder, blocks):
    after = gpd.read_file(folder / "round2" / "blocks_2026_synthetic.geojson").set_index("code").to_crs(blocks.crs)
    assert list(after.index) == list(blocks.index)
    differing = [name for name in blocks.columns.drop("geometry") if not (blocks[name] == after[name]).all()]
    assert differing == ["dw_water"]
    told = json.loads((folder / "round2" / "changes_synthetic.json").read_text("utf-8"))["improved_water"]
    gained = (after["dw_water"] - blocks["dw_water"]).groupby(blocks["district"]).sum()
    assert gained.drop(told["district"]).eq(0).all()
    assert gained[told["district"]] == told["connected"] == told["with_water_after"] - told["with_water_before"]
    own = blocks[blocks["district"] == told["district"]]
    assert told["with_water_before"] == own["dw_water"].sum() and told["dwellings"] == own["dwellings"].sum()
    assert told["share_after"] == pytest.approx(100 * told["with_water_after"] / told["dwellings"], abs=1e-4)


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [("health_centres", "health_centres_2026", "new_health_centre"), ("culture", "culture_2026", "new_library")],
)
def test_one_health_centre_and_one_library_open_in_the_block_that_is_told(folder, blocks, before, after, key):
    first = gpd.read_file(folder / f"{before}_synthetic.geojson")
    second = gpd.read_file(folder / "round2" / f"{after}_synthetic.geojson")
    assert list(second["code"][: len(first)]) == list(first["code"]) and len(second) == len(first) + 1
    told = json.loads((folder / "round2" / "changes_synthetic.json").read_text("utf-8"))[key]
    spot = second.geometry.to_crs(blocks.crs).iloc[-1]
    assert blocks.geometry.loc[told["code"]].contains(spot)
    assert blocks["municipality"].loc[told["code"]] == "Villa Trama"


def test_the_second_round_takes_everything_else_from_the_first(folder):
    first = tomllib.loads((folder / "city.toml").read_text("utf-8"))
    second = tomllib.loads((folder / "round2" / "city.toml").read_text("utf-8"))
    assert (first["city"]["period"], second["city"]["period"]) == ("2024", "2026")
    changed = {"health_centre", "culture"}
    for role, layer in first["layers"].items():
        if role not in changed:
            assert second["layers"][role] == {**layer, "file": "../" + layer["file"]}
    for layer in second["layers"].values():
        assert (folder / "round2" / layer["file"]).is_file()
