"""Random answers to the whole form feed every survey indicator, and estimates equal loops over the exported rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tejido.catalogue import Catalogue, load, load_extended, variables
from tejido.city import CitySurvey, formulas, read_city, read_surveys
from tejido.form import choose, sheets, write_form
from tejido.survey import design, estimate_indicators
from tests.city import village
from tests.form.answering import answered, export
from tests.form.by_hand import (
    Row,
    Truth,
    abroad,
    active,
    activity,
    aged,
    amount,
    both,
    content,
    either,
    entropy,
    everybody,
    informal,
    is_woman,
    mean,
    rows_of,
    share,
    toilet,
    unless,
    water,
    works,
    yes,
)  # fmt: skip

HOMES, SEED = 300, 20260301
SURVEY = """
[[surveys]]
id = "homes"
name = {en = "Survey of homes", es = "Encuesta de hogares"}
submissions = "answers.zip"
form = "form.xlsx"
design = "weights.csv"
"""
WEIGHTS = [f"d{place},{10 + place % 7},s{place % 3},p{place % 30}" for place in range(HOMES)]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return replace(load(), extended=load_extended())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """The village, asked with a form that holds everything: nothing is mapped."""
    made = village.write(tmp_path_factory.mktemp("form") / "village", village.TOML + SURVEY)
    write_form(sheets(choose(catalogue, variables(), every=True)), made / "form.xlsx")
    export(*answered(made / "form.xlsx", HOMES, SEED), made / "answers.zip")
    (made / "weights.csv").write_text("household_code,weight,stratum,psu\n" + "\n".join(WEIGHTS) + "\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def survey(folder: Path, catalogue: Catalogue) -> CitySurvey:
    return read_surveys(read_city(folder), catalogue)[0]


@pytest.fixture(scope="module")
def estimates(survey: CitySurvey, catalogue: Catalogue) -> dict[str, float]:
    found: dict[str, float] = {}
    every = formulas(survey, catalogue)
    for table, rows in survey.tables.items():
        drawn = design(rows, "weight", survey.strata, survey.psu, survey.fpc)
        mine = {key: one for key, one in every.items() if one.table == table}
        made = estimate_indicators(drawn, rows, mine)
        found |= dict(zip(made["indicator"], made["estimate"], strict=True))
    return found


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, list[Row]]:
    return rows_of(folder / "answers.zip", folder / "weights.csv")


def test_answers_to_the_form_feed_every_indicator_that_comes_from_answers(
    estimates: dict[str, float], catalogue: Catalogue
):
    asked = {one.id for one in catalogue.definitions.values() if one.answers is not None and one.status == "defined"}
    assert asked <= set(estimates)
    assert [key for key in asked if math.isnan(estimates[key])] == []


def test_answers_are_read_without_a_flag(survey: CitySurvey):
    # Left out are those who did not agree; nobody took a point; 600 villagers are fewer than the weights say.
    assert {one.code for one in survey.findings} <= {"C659", "C634", "C644", "C652"}
    assert set(survey.quality["code"]) <= {"C634", "C652"}


def test_as_many_households_persons_and_adults_are_read_as_stand_in_the_files(
    survey: CitySurvey, rows: dict[str, list[Row]]
):
    assert {table: len(some) for table, some in survey.tables.items()} == {
        table: len(some) for table, some in rows.items()
    }


COPING = ("sold_tools", "cut_health_education", "left_school", "sold_home", "begged", "dangerous_work")


def _told(row: Row, name: str) -> str | None:
    return None if row[name] in ("", "no_answer") else row[name]


def _weight(rows: list[Row], whom: Callable[[Row], Truth]) -> float:
    return sum(row.weight for row in rows if whom(row))


def _unemployed(rows: list[Row], sex: str) -> float:
    return share(rows, lambda row: both(active(row), row.said("sex", sex)), lambda row: activity(row) == "unemployed")


def _years(rows: list[Row], sex: str) -> float:
    return mean(rows, lambda row: both(aged(25)(row), row.said("sex", sex)), amount("schooling_years"))


def _runs_a_business(row: Row) -> Truth:
    return row.said("employment_status", "employer", "own_account")


def _travels_to_work(row: Row) -> Truth:
    return both(works(row), row.number("commuting_minutes") >= 1)


def _who5(row: Row) -> float:
    return 4 * sum(row.number(f"who5_{one}") for one in ("cheerful", "calm", "active", "rested", "interested"))


def _unpaid_hours(row: Row) -> float:
    return row.number("hours_of_care") + row.number("hours_of_chores")


def _age_group(row: Row) -> str:
    return str(sum(row.number("age") >= low for low in (5, 15, 25, 45, 65)))


def _mixes(row: Row) -> Truth:
    seldom = row.said("contact_other_origin", "monthly", "rarely", "never")
    return either(unless(row.said("friends_other_origin", "none")), unless(seldom))


NUMBERS: dict[str, tuple[str, Callable[[list[Row]], float]]] = {
    "economic_dependency": ("persons", lambda rows: _weight(rows, lambda row: activity(row) is not None) / _weight(rows, works)),
    "gender_gap_unemployment": ("persons", lambda rows: _unemployed(rows, "f") / _unemployed(rows, "m")),
    "gender_gap_schooling": ("persons", lambda rows: _years(rows, "f") / _years(rows, "m")),
    "mean_schooling": ("persons", lambda rows: mean(rows, aged(25), amount("schooling_years"))),
    "diversity_tenure": ("households", lambda rows: entropy(rows, lambda row: _told(row, "tenure"))),
    "diversity_income": ("persons", lambda rows: entropy(rows, lambda row: _told(row, "income_class"))),
    "diversity_education": ("persons", lambda rows: entropy(rows, lambda row: _told(row, "education"))),
    "diversity_ethnicity": ("persons", lambda rows: entropy(rows, lambda row: _told(row, "ethnicity"))),
    "diversity_age": ("persons", lambda rows: entropy(rows, _age_group)),
    "origin_diversity": ("persons", lambda rows: entropy([row for row in rows if abroad(row)], lambda row: _told(row, "birth_country"))),
    "jobs_made_by_businesses": ("adults", lambda rows: mean(rows, _runs_a_business, amount("business_jobs"))),
    "commuting_time": ("adults", lambda rows: mean(rows, _travels_to_work, amount("commuting_minutes"))),
    "life_satisfaction": ("adults", lambda rows: mean(rows, everybody, amount("life_satisfaction"))),
    "wellbeing_who5": ("adults", lambda rows: mean(rows, everybody, _who5)),
    "women_unpaid_care": ("adults", lambda rows: mean(rows, is_woman, _unpaid_hours)),
    "titling_process_score": ("adults", lambda rows: mean(rows, yes("titling_process"), amount("titling_score"))),
    "meals_per_day": ("households", lambda rows: mean(rows, everybody, amount("meals_yesterday"))),
    "dwelling_size": ("households", lambda rows: mean(rows, everybody, amount("dwelling_area"))),
    "families_per_dwelling": ("households", lambda rows: mean(rows, everybody, amount("households_in_dwelling"))),
}  # fmt: skip
"""Figures that are no share, by hand."""

OF_HOMES: dict[str, Callable[[Row], Truth]] = {
    "adequate_dwellings": lambda row: both(
        row.said("wall_material", "masonry", "panel", "covered_adobe", "planks"), row.said("floor_material", "tile", "parquet", "cement"),
        row.said("roof_material", "concrete", "tile", "metal_sheet", "planks"),
    ),
    "sufficient_living_space": lambda row: None if not row["rooms"] else row.number("size") / row.number("rooms") <= 3,
    "improved_water": lambda row: None if water(row) is None else water(row) == "at_home",
    "sanitation": lambda row: None if toilet(row) is None else toilet(row) == "own",
    "improved_sanitation": lambda row: None if toilet(row) is None else toilet(row) != "worse",
    "electricity": yes("electricity"),
    "internet": yes("internet"),
    "solid_waste": lambda row: unless(row.said("waste_disposal", "collected", "container")),
    "home_ownership": lambda row: row.said("tenure", "owned", "owned_paying"),
    "sound_structure": lambda row: row.said("structure_repair", "none", "minor"),
    "accessible_homes": lambda row: both(row.said("step_free_entrance", "true"), row.said("wheelchair_inside", "true")),
    "light_and_air": lambda row: both(row.said("dwelling_dark", "false"), row.said("bedrooms_ventilated", "true")),
    "thermal_comfort": lambda row: both(row.said("warm_when_cold", "true"), row.said("cool_when_hot", "true")),
    "negative_coping": lambda row: either(*(row.said(f"coping_{one}", "true") for one in COPING)),
    "water_available_when_needed": lambda row: both(None if water(row) is None else water(row) == "at_home", row.said("water_ran_short", "false")),
    "fixed_internet": lambda row: False if row["internet"] == "false" else row.said("internet_fixed", "true"),
}  # fmt: skip
"""Shares of households, by hand."""

OF_PERSONS: dict[str, tuple[Callable[[Row], Truth], Callable[[Row], Truth]]] = {
    "unemployment": (active, lambda row: activity(row) == "unemployed"),
    "employment": (lambda row: activity(row) not in (None, "under_age"), works),
    "youth_unemployment": (lambda row: both(aged(15, 24)(row), active(row)), lambda row: activity(row) == "unemployed"),
    "informal_employment": (works, informal),
    "women_labour_participation": (lambda row: both(row.said("sex", "f"), aged(15)(row)), active),
    "youth_not_working_nor_studying": (aged(15, 24), lambda row: both(unless(works(row)), row.said("attends_school", "false"))),
    "written_contract": (lambda row: row.said("employment_status", "employee"), yes("written_contract")),
    "monetary_poverty": (everybody, yes("below_poverty_line")),
    "school_attendance": (aged(5, 17), yes("attends_school")),
    "bullied_at_school": (lambda row: both(aged(5, 17)(row), row.said("attends_school", "true")), yes("bullied_at_school")),
    "foreign_degrees_recognised": (yes("degree_abroad"), lambda row: row.said("degree_recognition", "recognised")),
    "adult_literacy": (aged(15), yes("reads_writes")),
    "internet_use": (aged(5), yes("internet_used")),
    "regular_status": (abroad, lambda row: row.said("status", "refugee", "asylum_seeker", "other_protection", "residence_permit", "citizen")),
    "health_coverage": (everybody, yes("health_coverage")),
    "unmet_medical_need": (yes("needed_care"), yes("care_unmet")),
    "vaccines_complete": (aged(0, 4), yes("vaccines_complete")),
}  # fmt: skip
"""Shares of persons, by hand: among whom, and what."""

OF_ADULTS: dict[str, tuple[Callable[[Row], Truth], Callable[[Row], Truth]]] = {
    "would_share_skills": (everybody, yes("would_teach")),
    "wages_withheld": (lambda row: row.said("pay_withheld", "yes", "no"), lambda row: row.said("pay_withheld", "yes")),
    "job_satisfaction": (works, content("satisfaction_job")),
    "labour_discrimination": (active, yes("discriminated_work")),
    "earning_minimum_wage": (works, yes("earns_minimum_wage")),
    "financial_account": (everybody, yes("financial_account")),
    "satisfaction_schools": (everybody, content("satisfaction_schools")),
    "vocational_training": (everybody, yes("training_attended")),
    "language_courses": (lambda row: both(abroad(row), row.said("language_level", "intermediate", "beginner")), yes("language_course")),
    "cultural_attendance": (everybody, yes("culture_attended")),
    "nationality_discrimination": (everybody, yes("nationality_discrimination")),
    "favourable_to_newcomers": (lambda row: row.said("birth", "here"), lambda row: row.said("newcomers_good", "strongly_agree", "agree")),
    "contact_across_origins": (everybody, _mixes),
    "community_meeting": (everybody, yes("went_to_community_meeting")),
    "local_consultation": (everybody, yes("took_part_in_consultation")),
    "opinion_counts": (everybody, lambda row: row.said("say_in_local_government", "some", "a_lot", "a_great_deal")),
    "organisation_membership": (everybody, yes("member_of_organisation")),
    "trust_neighbours": (everybody, lambda row: row.said("trust_in_neighbours", "some", "a_lot")),
    "trust_local_government": (everybody, lambda row: row.said("trust_in_local_government", "some", "a_lot")),
    "satisfaction_community_centres": (yes("used_community_centre"), content("community_centre_satisfaction")),
    "knows_rights": (abroad, lambda row: both(row.said("knows_services_open", "true"), row.said("knows_help_violence", "true"))),
    "discrimination_by_officials": (yes("dealt_with_office"), yes("discriminated_by_officials")),
    "perceived_tenure_security": (everybody, lambda row: row.said("home_loss_likelihood", "unlikely", "very_unlikely")),
    "housing_satisfaction": (everybody, content("satisfaction_housing")),
    "electricity_satisfaction": (yes("electricity"), content("satisfaction_electricity")),
    "waste_satisfaction": (lambda row: row.said("waste_disposal", "collected", "container", "irregular"), content("satisfaction_waste")),
    "rental_discrimination": (yes("housing_searched"), yes("housing_discrimination")),
    "safe_walking_at_night": (everybody, lambda row: row.said("safe_at_night", "very_safe", "safe")),
    "harassment_in_public": (is_woman, lambda row: either(row.said("harassed_words", "true"), row.said("harassed_touch", "true"))),
    "walk_or_cycle": (everybody, lambda row: row.said("travel_mode", "walk", "bicycle")),
    "women_safe_on_transport": (
        lambda row: both(is_woman(row), row.said("public_transport_used", "true")),
        lambda row: row.said("safe_on_transport", "very_safe", "safe"),
    ),
}  # fmt: skip
"""Shares of adults who answered for themselves, by hand."""


def test_eighty_and_more_figures_are_made_by_hand():
    assert len({*NUMBERS, *OF_HOMES, *OF_PERSONS, *OF_ADULTS}) >= 80


@pytest.mark.parametrize("indicator", NUMBERS)
def test_a_figure_equals_the_one_by_hand(indicator: str, estimates: dict[str, float], rows: dict[str, list[Row]]):
    table, by_hand = NUMBERS[indicator]
    assert estimates[indicator] == pytest.approx(by_hand(rows[table]))


@pytest.mark.parametrize("indicator", OF_HOMES)
def test_a_share_of_households_equals_the_one_by_hand(
    indicator: str, estimates: dict[str, float], rows: dict[str, list[Row]]
):
    assert estimates[indicator] == pytest.approx(share(rows["households"], everybody, OF_HOMES[indicator]))


@pytest.mark.parametrize("indicator", OF_PERSONS)
def test_a_share_of_persons_equals_the_one_by_hand(
    indicator: str, estimates: dict[str, float], rows: dict[str, list[Row]]
):
    assert estimates[indicator] == pytest.approx(share(rows["persons"], *OF_PERSONS[indicator]))


@pytest.mark.parametrize("indicator", OF_ADULTS)
def test_a_share_of_adults_equals_the_one_by_hand(
    indicator: str, estimates: dict[str, float], rows: dict[str, list[Row]]
):
    assert estimates[indicator] == pytest.approx(share(rows["adults"], *OF_ADULTS[indicator]))
