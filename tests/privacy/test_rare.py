"""Records of what is rare or grave, and what records say of homes and heads: nothing points at those who live in a small place."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tejido.catalogue.extended_files import load_extended
from tejido.privacy import protect_values
from tejido.tables import VALUES
from tests.privacy.test_rule import CATALOGUE, LEVELS, RULE, figure, shown, town

EXTENDED = load_extended()
BOTH = replace(CATALOGUE, extended=EXTENDED)


def protected(units: pd.DataFrame, *rows: dict[str, object]) -> pd.DataFrame:
    table = VALUES.conform(pd.DataFrame(rows, columns=VALUES.names), sort=False)
    return VALUES.conform(protect_values(table, units, BOTH, RULE, levels=["city", *LEVELS]), sort=False)


@pytest.mark.parametrize(
    "indicator", ["gender_violence_reports", "maternal_mortality", "hiv_treatment", "forced_evictions", "road_deaths"]
)
def test_what_is_rare_or_grave_is_told_of_places_of_five_thousand_and_more(indicator: str):
    # Of 412 reports per 100,000 women a block of 970 people has two, whom the neighbours know.
    rows = [figure(unit, indicator, population=1.0 * count) for unit, count in {"a": 970, "b": 4999, "c": 5000}.items()]
    table = protected(town(a=970, b=4999, c=5000), *rows)
    assert shown(table) == [False, False, True]
    assert table["flags"].fillna("").tolist() == ["protected", "protected", ""]


def test_what_is_rare_is_left_out_where_nobody_knows_how_many_live():
    row = figure("a", "hiv_treatment", population=9000.0)
    assert shown(protected(town(a=None), row)) == [False]


def test_a_frequent_event_is_told_of_a_small_place():
    assert shown(protected(town(a=970), figure("a", "school_dropout", population=970.0))) == [True]


@pytest.mark.parametrize(
    "indicator", ["water_consumption", "electricity_consumption", "hospital_beds", "health_professionals"]
)
def test_what_records_say_of_homes_or_per_head_is_not_told_of_nine_people(indicator: str):
    # The water of three people is their own; 2 beds at 400 per 1,000 residents are five residents.
    rows = [figure(unit, indicator, population=1.0 * count) for unit, count in {"a": 9, "b": 10}.items()]
    assert shown(protected(town(a=9, b=10), *rows)) == [False, True]


def test_no_record_per_head_or_per_resident_passes_for_a_figure_of_the_place():
    per_head = ("per_person", "per_1000", "per_10000", "per_100000")
    given = [one for one in EXTENDED.indicators.values() if one.source_kind == "administrative"]
    per = [one for one in given if one.measure_unit.endswith(per_head) or "per_person" in one.measure_unit]
    assert len(per) >= 5
    assert [one.id for one in per if not one.tells_of_people] == []
