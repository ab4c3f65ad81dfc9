"""The example measures the extended marker: what is measured, against the truth, and what is missing on purpose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.catalogue.extended import ExtendedIndicator
from tejido.city import check_city, read_city, read_surveys
from tejido.city.gtfs import read_feed
from tejido.city.model_surveys import CitySurvey
from tejido.example.cityfile_extended import LEFT_OUT
from tejido.release import Release
from tejido.release.extended import listed


@pytest.fixture(scope="module")
def shown(example_release: Release) -> pd.DataFrame:
    """What `tejido show --extended` tells of the city, by indicator and group."""
    return pd.DataFrame(listed(example_release)).set_index(["id", "group"])


@pytest.fixture(scope="module")
def homes(folder: Path) -> pd.DataFrame:
    """What every household would answer."""
    return pd.read_parquet(folder / "truth" / "answers_households_synthetic.parquet")


@pytest.fixture(scope="module")
def people(folder: Path) -> pd.DataFrame:
    """What every person would answer, and every adult as such."""
    return pd.read_parquet(folder / "truth" / "answers_persons_synthetic.parquet")


@pytest.fixture(scope="module")
def living(folder: Path, example_release: Release) -> CitySurvey:
    return read_surveys(read_city(folder), example_release.catalogue)[1]


def percent(rows: pd.Series) -> float:
    return 100.0 * float(rows.mean())


def counted(homes: pd.DataFrame, people: pd.DataFrame) -> dict[str, float]:
    """Figures of the whole city, counted from everybody by hand after the indicators' definitions."""
    adults = people[people["age"] >= 18]
    works = people[people["hours_worked"].notna()]
    pays = (homes["tenure"] == "rented").to_numpy()
    hungry = homes.filter(regex="^food_").eq("true").sum(axis=1)
    cost = homes[["housing_payment", "water_cost", "sanitation_cost", "electricity_cost"]].sum(axis=1)
    sought = adults[adults["sought_health_care"] == "true"]
    women = adults[adults["sex"] == "f"]
    five = adults.filter(regex="^who5_")
    return {
        "financial_account": percent(adults["financial_account"] == "true"),
        "trust_neighbours": percent(adults["trust_in_neighbours"].isin(["some", "a_lot"])),
        "opinion_counts": percent(adults["say_in_local_government"].isin(["some", "a_lot", "a_great_deal"])),
        "life_satisfaction": float(adults["life_satisfaction"].mean()),
        # WHO 1998: the five answers from 0 to 5, summed and times four.
        "wellbeing_who5": float(4.0 * five.sum(axis=1).mean()),
        "nationality_discrimination": percent(adults["nationality_discrimination"] == "true"),
        "health_discrimination": percent(sought["treated_worse_in_health"] == "true"),
        "harassment_in_public": percent((women["harassed_words"] == "true") | (women["harassed_touch"] == "true")),
        "perceived_tenure_security": percent(adults["home_loss_likelihood"].isin(["very_unlikely", "unlikely"])),
        "would_share_skills": percent(adults["would_teach"] == "true"),
        "long_working_hours": percent(works["hours_worked"] > 48),
        "health_coverage": percent(people["health_coverage"] == "true"),
        "food_insecurity": percent(hungry >= 4),
        "housing_cost_burden": percent(100.0 * cost / homes["income"] >= 30.0),
        "written_rental_contract": percent(homes.loc[pays, "rental_contract"] == "true"),
        "dwelling_size": float(homes["dwelling_area"].mean()),
        "families_per_dwelling": float(homes["households_in_dwelling"].mean()),
        "communal_kitchen": percent(homes["in_communal_kitchen"] == "true"),
    }  # fmt: skip


def test_at_least_200_indicators_of_the_extended_marker_have_a_figure_of_the_city(shown: pd.DataFrame):
    figures = shown.xs("all", level="group")["value"].dropna()
    assert len(figures) >= 200
    kinds = shown.loc[[(one, "all") for one in figures.index], "kind"].value_counts()
    assert kinds["design-based"] >= 90 and kinds["layer"] >= 50 and kinds["register"] >= 15


def test_figures_of_the_survey_hold_the_truth_of_the_city(shown: pd.DataFrame, homes, people):
    """Of 18 intervals of 95 % three or more miss the truth by chance in 6 of 100 cities; none misses by twice its width."""
    truth = pd.Series(counted(homes, people))
    told = shown.xs("all", level="group").loc[truth.index, ["value", "low", "high"]].astype(float)
    assert len(truth) == 18
    held = truth.between(told["low"], told["high"])
    assert (~held).sum() <= 3, held[~held]
    assert ((truth - told["value"]).abs() < told["high"] - told["low"]).all()


@pytest.mark.parametrize(
    ("indicator", "sign"),
    [
        ("wages_withheld", 1), ("unmet_medical_need", 1), ("food_insecurity", 1), ("monetary_poverty", 1),
        ("contact_across_origins", 1), ("would_share_skills", 1), ("financial_account", -1), ("job_satisfaction", -1),
        ("documented_tenure", -1), ("neighbourhood_belonging", -1), ("life_satisfaction", -1), ("fixed_internet", -1),
    ],
)  # fmt: skip
def test_gaps_between_groups_have_the_sign_with_which_the_answers_were_made(shown: pd.DataFrame, indicator, sign):
    gap = shown.loc[(indicator, "origin=rm"), "value"] - shown.loc[(indicator, "origin=host"), "value"]
    assert sign * gap > 0


def test_figures_of_records_are_those_of_the_table(folder: Path, example_release: Release):
    table = pd.read_csv(folder / "records_synthetic.csv")
    table = table[~table["indicator"].isin(list(LEFT_OUT))]
    values = example_release.table("values")
    key = ["indicator", "level", "unit"]
    told = table.merge(values[values["group"] == "all"], on=key, suffixes=("", "_measured"), how="left")
    assert len(table) > 100 and np.allclose(told["value"], told["value_measured"], rtol=1e-9)
    assert told.loc[told["proxy"].notna(), "flags"].str.contains("proxy").all()
    assert set(told.loc[told["flags"].str.contains("proxy", na=False), "indicator"]) == {"response_time"}


def test_no_indicator_of_the_extended_marker_is_in_any_score(example_release: Release):
    flexible = set(example_release.catalogue.extended.indicators)
    for name in ("scores", "contributions"):
        assert not flexible & set(example_release.table(name)["node"])


def test_about_twenty_indicators_wait_for_something_and_say_for_what(folder: Path, example_release: Release):
    table = check_city(folder).table("en", extended=True).set_index("indicator")
    flexible = example_release.catalogue.extended.indicators
    waiting = table.loc[~table["can"] & table.index.isin(list(flexible)), "why_not"].to_dict()
    assert 15 <= len(waiting) <= 25 and all(waiting.values())
    for indicator, reason in LEFT_OUT.items():
        assert reason in waiting[indicator]
    assert "layer noise" in waiting["environmental_noise"]
    assert "from records" in waiting["maternal_mortality"]
    assert "did not ask" in waiting["titling_process_score"]


def test_the_city_s_own_indicator_is_measured_and_carries_its_reason(example_release: Release, shown: pd.DataFrame):
    own = example_release.catalogue.extended.indicators["communal_kitchen"]
    assert isinstance(own, ExtendedIndicator) and "Communal kitchens" in own.reason
    assert 5 < shown.loc[("communal_kitchen", "all"), "value"] < 20


def test_the_survey_by_standard_names_is_read_without_any_finding(living: CitySurvey):
    assert [one.code for one in living.findings] == [] and living.quality.empty
    assert len(living.variables) > 150 and "lgbtiq" not in living.variables


def test_one_adult_of_each_household_answers_for_all_of_its_adults(living: CitySurvey, people: pd.DataFrame):
    """Kish 1949: each weighs the household's weight times its adults; they sum to the adults of the city."""
    assert living.adults["household"].is_unique and len(living.adults) == len(living.households)
    grown = (living.persons["age"] >= 18).groupby(living.persons["household"]).sum()
    weight = living.households.set_index("household")["weight"] * grown
    assert np.allclose(living.adults["weight"], weight.loc[living.adults["household"]])
    assert living.adults["weight"].sum() == pytest.approx((people["age"] >= 18).sum(), rel=0.05)


def test_the_feed_of_timetables_has_no_fault(folder: Path):
    feed = read_feed(folder / "gtfs_synthetic.zip")
    assert list(feed.findings) == []
    assert len(feed.routes) == 10 and (feed.routes["type"] == 1).sum() == 2


def test_informal_settlements_lie_where_titles_are_few_and_weak_materials_where_streets_are_unpaved(
    example_release: Release,
):
    values = example_release.table("values")
    chosen = values[(values["level"] == "district") & (values["group"] == "all")]
    by = chosen.pivot_table(index="unit", columns="indicator", values="value")
    assert by["residents_informal_settlements"].corr(by["registered_tenure_coverage"]) < 0
    assert by["paved_streets"].corr(by["residents_in_material_deficit"]) < 0
