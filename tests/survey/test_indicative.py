"""Figures of a source without known probabilities hold nothing that only a design can give."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.catalogue.answers import Condition, FromAnswers
from tejido.survey import as_indicative, describe, describe_gap, design, mean, proportion
from tejido.survey.comparisons import compare_indicators
from tejido.survey.indicators import estimate_indicators
from tejido.tables import DIFFERENTIALS

# Ten people of five homes; of the four migrants one has water, of the six hosts three.
TABLE = pd.DataFrame({
    "household": list("aabbccddee"), "origin": ["rm"] * 4 + ["host"] * 6, "age": [30.0, None, 40, 50, 20, 30, 40, 50, 60, 70],
    "water": ["true", *["false"] * 3, *["true", "false"] * 3],
})  # fmt: skip
PIPED = {"water": FromAnswers("persons", "share", of=(Condition("water", ("true",)),), scale=100.0)}
KEPT = {"group", "against", "indicator", "value", "n", "n_households", "quality", "value_against", "n_against"}
KEPT |= {"n_households_against", "quality_against", "gap", "family", "verdict", "kind", "flags"}


def test_values_are_those_of_the_rows_and_n_of_those_who_answered():
    found = describe(TABLE, mean("age"), ["origin"], household="household").set_index("origin")
    assert found.loc["rm", ["value", "n", "n_households"]].tolist() == [40, 3, 2]  # (30 + 40 + 50) / 3
    assert found.loc["host", "value"] == 45
    assert set(found["kind"]) == set(found["quality"]) == {"indicative"}


def test_one_row_alone_is_told_too():
    assert describe(TABLE.head(1), mean("age"))["value"].tolist() == [30]


def test_a_gap_holds_for_those_asked_only():
    [gap] = describe_gap(TABLE, proportion("water=true"), "origin", "rm", "host").to_dict("records")
    assert (gap["value_one"], gap["value_other"], gap["gap"]) == (0.25, 0.5, -0.25)
    assert (gap["n_one"], gap["n_other"], gap["said"]) == (4, 6, "cannot_be_said")


def test_figures_of_indicators_lose_what_only_a_design_gives():
    rows = design(TABLE)
    values = as_indicative(estimate_indicators(rows, TABLE, PIPED, ["origin"])).set_index("origin")
    assert values["estimate"].to_dict() == {"rm": 25, "host": 50}
    assert values["n"].to_dict() == {"rm": 4, "host": 6}
    gone = ["se", "low", "high", "df", "n_eff", "deff", "cv", "population"]
    assert values[gone].isna().all(axis=None)
    assert set(values["quality"]) == {"indicative"}


def test_a_differential_keeps_its_gap_and_its_n_and_no_test():
    compared = compare_indicators(
        design(TABLE), TABLE, PIPED, {"water": "housing"}, one="rm", against="host", quarter=None
    )
    [row] = as_indicative(compared).to_dict("records")
    assert (row["gap"], row["n"], row["n_against"], row["verdict"]) == (pytest.approx(-25), 4, 6, "cannot_be_said")
    left = {name for name, value in row.items() if pd.notna(value)}
    assert left & set(DIFFERENTIALS.names) <= KEPT
