"""Do intervals of 95 % hold the truth in 95 of 100 samples? The example knows its truth, so that this can be counted."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from tejido import survey
from tejido.catalogue import load
from tejido.city.model_surveys import CitySurvey
from tejido.survey.design import Design
from tests.example.repeated import Field, Tables, designs, estimates

MANY = [200, pytest.param(3000, marks=pytest.mark.long)]
BLIND = 60
"""Samples that are looked at without their design: what is wrong there is wrong by far more than chance."""
BETWEEN = (0.92, 0.98)
"""Share of intervals that must hold the truth. In 200 samples chance moves it by 0.015 (one standard deviation)."""

FORMULAS = {one.id: one.answers for one in load().indicators.values() if one.answers is not None}
HOUSEHOLDS = ("adequate_dwellings", "internet", "improved_water", "sanitation")
PERSONS = (
    "unemployment", "informal_employment", "mean_schooling", "economic_dependency", "gender_gap_unemployment",
    "diversity_education",
)  # fmt: skip
ASKED = {"households": {one: FORMULAS[one] for one in HOUSEHOLDS}, "persons": {one: FORMULAS[one] for one in PERSONS}}

TOTAL = ("without_internet", "total", "TEJ")
ESTIMATES = [
    ("adequate_dwellings", "city", "TEJ"), ("internet", "city", "TEJ"), ("improved_water", "origin", "rm"),
    ("sanitation", "origin", "rm"), ("unemployment", "city", "TEJ"), ("informal_employment", "district", "D6"),
    ("mean_schooling", "city", "TEJ"), ("mean_schooling", "origin", "rm"), ("economic_dependency", "city", "TEJ"),
    ("gender_gap_unemployment", "city", "TEJ"), ("diversity_education", "city", "TEJ"), TOTAL,
]  # fmt: skip
"""Shares, means, a ratio, a women/men ratio, a diversity and a total; of the city, of a district and of a group."""
GAPS = [
    (one, "gap", "rm - host")
    for one in (
        "adequate_dwellings",
        "internet",
        "sanitation",
        "unemployment",
        "informal_employment",
        "mean_schooling",
    )
]
NAIVE = [
    ("adequate_dwellings", "city", "TEJ"), ("internet", "city", "TEJ"), ("mean_schooling", "city", "TEJ"),
    ("mean_schooling", "origin", "rm"), ("diversity_education", "city", "TEJ"),
]  # fmt: skip
"""Of these the answers taken as they lie in the file, one like the other, promise far more than they hold."""


@pytest.fixture(scope="module")
def field(everybody: CitySurvey) -> Field:
    read = {variable for formulas in ASKED.values() for one in formulas.values() for variable in one.variables}
    return Field(everybody, sorted(read))


def figures(tables: Tables, drawn: Mapping[str, Design]) -> pd.DataFrame:
    """Estimate and interval of everything asked, by indicator, column and unit."""
    found = []
    for name, formulas in ASKED.items():
        columns = sorted({column for indicator, column, _ in ESTIMATES if indicator in formulas} | {"origin"})
        for column, one in estimates(drawn[name], tables[name], formulas, columns).items():
            found.append(one.rows.assign(column=column))
            if one.gaps is not None:
                found.append(one.gaps.rename(columns={"gap": "estimate"}).assign(column="gap", unit="rm - host"))
    kept = pd.concat(found)[["indicator", "column", "unit", "estimate", "low", "high"]]
    return kept.set_index(["indicator", "column", "unit"]).astype(float)


def total(homes: pd.DataFrame, drawn: Design, listed: pd.DataFrame) -> pd.DataFrame:
    """Households without internet, where the `listed` households of every stratum are known."""
    homes = homes.assign(without=(homes["internet"] == "false").astype(float))
    known = survey.poststratify(drawn, homes, ["stratum"], listed)
    rows = survey.estimate(known, homes, survey.total("without"))[["estimate", "low", "high"]]
    return rows.set_axis(pd.MultiIndex.from_tuples([TOTAL]))


def share_held(samples: list[pd.DataFrame], truth: pd.Series) -> pd.Series:
    """Share of the samples whose interval holds the truth, by figure."""
    every = pd.concat(samples)
    true = truth.reindex(every.index).to_numpy()
    return ((every["low"] <= true) & (true <= every["high"])).groupby(level=[0, 1, 2]).mean()


@pytest.mark.parametrize("samples", MANY)
def test_intervals_of_estimates_and_gaps_hold_the_truth_and_those_that_forget_the_design_do_not(field, samples):
    """Truth: the same figures of everybody, which are the census columns (`test_declared_survey`).

    A file read as if everybody had been drawn alike is wrong twice: refugees and migrants were drawn twice as often, and the
    households of a block group are like each other, so that twelve of them tell less than twelve from all over the city.
    """
    truth = figures(field.everybody, {name: survey.design(rows) for name, rows in field.everybody.items()})["estimate"]
    truth.loc[TOTAL] = (field.everybody["households"]["internet"] == "false").sum()
    listed = field.frame.groupby("stratum").size().rename("households").reset_index()
    right, naive = [], []
    for seed in range(samples):
        tables = field.visit(seed)
        drawn = designs(tables)
        right += [figures(tables, drawn), total(tables["households"], drawn["households"], listed)]
        if seed < BLIND:
            naive.append(figures(tables, {name: survey.design(rows) for name, rows in tables.items()}))
    held = share_held(right, truth)[[*ESTIMATES, *GAPS]]
    assert held.between(*BETWEEN).all(), held[~held.between(*BETWEEN)]
    blind = share_held(naive, truth)[NAIVE]
    assert (blind < BETWEEN[0]).all(), blind
