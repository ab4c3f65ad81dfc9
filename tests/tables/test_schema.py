"""A table passes a border only in its own shape."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from tejido.tables import CONTRIBUTIONS, SCHEMAS, SCORES, SchemaError


def contributions(**changes) -> pd.DataFrame:
    """Two rows out of order, with columns replaced by `changes`."""
    columns = {
        "period": "2024", "level": "barrio", "unit": ["b", "a"], "group": "all", "node": "housing", "points": [1.5, 2.0],
    }  # fmt: skip
    return pd.DataFrame({**columns, **changes})


def test_a_table_comes_out_in_the_order_of_its_columns_sorted_by_its_key():
    table = CONTRIBUTIONS.conform(contributions()[["points", "node", "group", "unit", "level", "period"]])
    assert list(table.columns) == ["period", "level", "unit", "group", "node", "points"]
    assert table["unit"].tolist() == ["a", "b"]
    assert table["points"].tolist() == [2.0, 1.5]
    assert table.index.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"extra": 1}, "unknown column 'extra'"),
        ({"points": [1.0, math.nan]}, "column 'points' has empty rows"),
        ({"points": ["much", "little"]}, "column 'points' is not number"),
        ({"unit": ["a", None]}, "column 'unit' has empty rows"),
        ({"unit": ["a", "a"]}, "rows repeat their key"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_and_the_reason_told(changes, told):
    with pytest.raises(SchemaError, match=told):
        CONTRIBUTIONS.conform(contributions(**changes))


def test_every_fault_of_a_table_is_told_at_once():
    with pytest.raises(SchemaError) as caught:
        CONTRIBUTIONS.conform(contributions(extra=1).drop(columns="node"))
    assert "unknown column 'extra'" in str(caught.value)
    assert "column 'node' is missing" in str(caught.value)


def score(**changes) -> pd.DataFrame:
    """One row of scores with what must be there."""
    columns = {
        "period": "2024", "level": "barrio", "unit": "a", "group": "all", "node": "marker", "coverage": 0.5, "comparable": True,
    }  # fmt: skip
    return pd.DataFrame({**columns, **changes}, index=[0])


def test_an_optional_column_that_is_not_given_is_missing_and_not_zero():
    table = SCORES.conform(score())
    assert table["score"].isna().all()
    assert table["rank"].isna().all()
    assert table["reason"].isna().all()


def test_an_unknown_flag_is_refused_and_not_taken_for_true():
    with pytest.raises(SchemaError, match="column 'comparable' has empty rows"):
        SCORES.conform(score(comparable=None))


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)
def test_a_schema_explains_every_column_and_its_key_is_required(schema):
    assert all(column.doc for column in schema.columns)
    required = {column.name for column in schema.columns if column.required}
    assert set(schema.key) <= required
    assert schema.conform(schema.empty()).empty
    assert schema.arrow().names == schema.names


def test_no_tables_gather_to_the_empty_table_and_several_to_one():
    assert list(CONTRIBUTIONS.gather([]).columns) == CONTRIBUTIONS.names
    first, second = contributions().iloc[:1], contributions().iloc[1:]
    assert CONTRIBUTIONS.gather([first, second]).equals(CONTRIBUTIONS.conform(contributions()))
