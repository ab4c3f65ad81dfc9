"""The example's declared survey: what answers give means the same as what the census counts."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from tejido.catalogue import load
from tejido.city import check_city, formulas, taken
from tejido.city.model_surveys import CitySurvey
from tejido.example.cityfile import GAPS, RARE, RAREST, SHARES
from tejido.example.cityfile_survey import INDICATORS
from tejido.survey import design
from tejido.survey.indicators import estimate_indicators

BASIC = load()


@pytest.fixture(scope="module")
def figures(everybody: CitySurvey) -> dict[str, float]:
    """Every indicator of the whole city from its answers."""
    found: dict[str, float] = {}
    for table, rows in (("households", everybody.households), ("persons", everybody.persons)):
        asked = {name: one for name, one in formulas(everybody, BASIC).items() if one.table == table}
        made = estimate_indicators(design(rows, "weight"), rows, asked)
        found |= dict(zip(made["indicator"], made["estimate"].astype(float), strict=True))
    return found


@pytest.fixture(scope="module")
def counted(folder: Path) -> pd.Series:
    """The census columns of the whole city."""
    blocks = pd.DataFrame(gpd.read_file(folder / "blocks_synthetic.geojson").drop(columns="geometry"))
    return blocks.select_dtypes("number").sum()


def test_every_answer_of_the_truth_finds_its_standard_category(everybody: CitySurvey):
    assert [one.code for one in everybody.findings] == [] and everybody.quality.empty


@pytest.mark.parametrize("indicator", sorted(SHARES | RARE | RAREST))
def test_a_share_of_answers_is_the_census_quotient(figures, counted, indicator: str):
    up, down = (SHARES | RARE | RAREST)[indicator]
    scale = 1.0 if indicator == "economic_dependency" else 100.0
    assert figures[indicator] == pytest.approx(scale * counted[up] / counted[down], rel=1e-12)


@pytest.mark.parametrize("indicator", sorted(GAPS))
def test_a_gap_of_answers_is_the_census_quotient_of_quotients(figures, counted, indicator: str):
    (up, down), (other_up, other_down) = GAPS[indicator]
    hand = (counted[up] / counted[down]) / (counted[other_up] / counted[other_down])
    assert figures[indicator] == pytest.approx(hand, rel=1e-12)


def test_mean_schooling_of_answers_is_the_census_mean(figures, counted):
    years, people = counted[["years_women_25", "years_men_25"]].sum(), counted[["women_25", "men_25"]].sum()
    assert figures["mean_schooling"] == pytest.approx(years / people, rel=1e-12)


@pytest.mark.parametrize("family", ["income", "education", "age", "ethnicity", "tenure"])
def test_a_diversity_of_answers_is_the_census_entropy(figures, counted, family: str):
    """Shannon 1948: minus the sum of p ln p."""
    columns = [name for name in counted.index if name.startswith(f"{family}_")]
    shares = counted[columns].to_numpy() / counted[columns].sum()
    assert figures[f"diversity_{family}"] == pytest.approx(-(shares * np.log(shares)).sum(), rel=1e-12)


@pytest.mark.parametrize("place", ["", "round2"])
def test_check_finds_nothing_wrong_with_the_survey_of_a_round_and_takes_work_from_it(folder: Path, place: str):
    report = check_city(folder / place)
    assert [one.code for one in report.findings if one.severity == "error"] == []
    assert report.city is not None
    assert set(taken(report.city, BASIC, report.surveys)) & set(BASIC.indicators) == set(INDICATORS)
    said = report.table("en").set_index("indicator")["source"]
    assert all("Household survey" in said[indicator] for indicator in INDICATORS)


def test_the_second_sample_has_the_same_design_and_other_households(folder: Path):
    first = pd.read_csv(folder / "survey_households_synthetic.csv")
    second = pd.read_csv(folder / "round2" / "survey_households_2026_synthetic.csv")
    assert list(first.columns) == list(second.columns)
    drawn, again = (table.groupby("stratum")["psu"].nunique() for table in (first, second))
    assert drawn.equals(again)
    # Two independent draws of d out of N share d * d / N on average (hypergeometric); some 400 groups, so 4 sd < 40.
    expected = float((drawn**2 / first.groupby("stratum")["fpc"].first()).sum())
    assert len(set(first["psu"]) & set(second["psu"])) == pytest.approx(expected, abs=40)


def test_the_second_sample_shows_the_water_that_was_laid_and_no_more(folder: Path):
    """The share with water in the district told, before and after, within four standard errors of a design effect of 2."""
    told = json.loads((folder / "round2" / "changes_synthetic.json").read_text("utf-8"))["improved_water"]
    for file, share in (
        ("survey_households_synthetic.csv", told["share_before"]),
        ("round2/survey_households_2026_synthetic.csv", told["share_after"]),
    ):
        homes = pd.read_csv(folder / file)
        own = homes[homes["stratum"].str.startswith(f"{told['district']}-")]
        p = share / 100
        estimate = float(np.average(own["water"], weights=own["weight"]))
        assert estimate == pytest.approx(p, abs=4 * np.sqrt(2 * p * (1 - p) / len(own)))


def test_both_rounds_declare_the_same_survey_but_for_its_year(folder: Path):
    first, second = (
        tomllib.loads((folder / place / "city.toml").read_text("utf-8"))["surveys"][0] for place in ("", "round2")
    )
    own = {"id", "name", "period", "households", "persons"}
    assert {key: one for key, one in first.items() if key not in own} == {
        k: one for k, one in second.items() if k not in own
    }
    assert (first["period"], second["period"]) == ("2024", "2026")
