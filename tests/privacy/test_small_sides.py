"""A share that a survey tells has two sides: people with the attribute and people without it. Neither may be a handful."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tejido.catalogue.answers import Condition, FromAnswers
from tejido.catalogue.groups import groups
from tejido.catalogue.loader import load
from tejido.privacy import protect_differentials
from tejido.tables import DIFFERENTIALS, VALUES
from tests.privacy.test_rule import CATALOGUE, RULE, figure, protect, shown, town

DOCUMENTED = FromAnswers("persons", "share", of=(Condition("status", ("citizen",)),), scale=100.0)
ASKED = replace(
    CATALOGUE,
    indicators={**CATALOGUE.indicators, "documents": replace(CATALOGUE.indicators["poverty"], id="documents", answers=DOCUMENTED)},
)  # fmt: skip


def share(unit: str, cases: int, n: int, universe: float | None, **rest: object) -> dict[str, object]:
    told = {"n": n, "n_cases": cases, "n_households": 50, "population": universe, "kind": "design-based"}
    return figure(unit, "documents", value=100 * cases / n, **told | rest)


@pytest.fixture(autouse=True)
def _asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.privacy.test_rule.CATALOGUE", ASKED)


@pytest.mark.parametrize(
    ("cases", "universe", "told"),
    [
        (97, 100, False),  # everybody was asked: the three without documents are three people
        (3, 100, False),  # and so are the three with them
        (97, 8000, True),  # 3 of 100 stand for 240 of 8,000
        (95, 200, True),  # 5 of 100 stand for 10 of 200
        (95, 199, False),  # 5 of 100 stand for 9.95 of 199
        (100, 100, True),  # all have them: no small side
    ],
)
def test_of_a_sample_the_smaller_side_must_stand_for_ten_people_of_the_city(cases: int, universe: float, told: bool):
    table = protect(town(a=9000), share("a", cases, 100, universe))
    assert shown(table) == [told]
    assert table["flags"].isna().tolist() == [told]


@pytest.mark.parametrize(("cases", "told"), [(0, False), (9, False), (10, True), (90, True), (91, False), (100, False)])
def test_of_people_not_drawn_by_chance_ten_of_them_must_stand_on_either_side(cases: int, told: bool):
    table = protect(town(a=9000), share("a", cases, 100, None, kind="indicative", quality="indicative"))
    assert shown(table) == [told]


def test_a_mean_has_no_sides():
    mean = figure("a", "poverty", n=40, n_cases=40, n_households=20, population=100.0, kind="indicative")
    assert shown(protect(town(a=100), mean)) == [True]


def test_a_figure_of_merged_units_rests_on_all_the_people_of_the_domain():
    # Half of 12 + 8 = 20 are ten; of the unit with eight alone four would be. Of the universe those eight are not told.
    merged = {"domain": "a+b", "flags": "merged"}
    table = protect(town(a=500, b=500), share("a", 50, 100, 12, **merged), share("b", 50, 100, 8, **merged))
    assert shown(table) == [True, True]
    assert table["population"].fillna(-1).tolist() == [12, -1]
    table = protect(town(a=500, b=500), share("a", 50, 100, 11, **merged), share("b", 50, 100, 8, **merged))
    assert shown(table) == [False, False]


def gap(**rest: object) -> pd.DataFrame:
    row = {
        "period": "2020", "level": "district", "unit": "d1", "group": "origin=rm", "against": "origin=host", "indicator": "documents",
        "value": 40.0, "n": 100, "n_households": 50, "quality": "reliable", "value_against": 60.0, "n_against": 100,
        "n_households_against": 50, "quality_against": "reliable", "gap": -20.0, "p": 0.01, "family": "x", "verdict": "shown",
        "kind": "design-based", "source": "test",
    }  # fmt: skip
    return DIFFERENTIALS.conform(pd.DataFrame([row | rest]))


def told_of(group: str, universe: float | None, **rest: object) -> dict[str, object]:
    """The same district's figure of a group among the values, of so many people."""
    place = {"level": "district", "support": "district", "group": group, "population": universe}
    return figure("d1", "documents", **place, **rest)


MANY = (told_of("origin=rm", 8000.0), told_of("origin=host", 8000.0))


def compared(differential: pd.DataFrame, *values: dict[str, object]) -> bool:
    """Whether the comparison still tells a number; where not it tells none, and that nothing can be said."""
    known = VALUES.conform(pd.DataFrame(values, columns=VALUES.names), sort=False)
    row = DIFFERENTIALS.conform(protect_differentials(differential, RULE, known, ASKED)).iloc[0]
    numbers = [column.name for column in DIFFERENTIALS.columns if column.kind in ("number", "count")]
    if row["verdict"] == "cannot_be_said":
        assert row[numbers].isna().all()
        assert row["flags"] == "protected"
    return bool(row["verdict"] == "shown")


@pytest.mark.parametrize(("n", "households", "told"), [(10, 5, True), (9, 5, False), (10, 4, False)])
@pytest.mark.parametrize("side", ["", "_against"])
def test_a_comparison_needs_enough_people_and_households_on_both_sides(n: int, households: int, told: bool, side: str):
    assert compared(gap(**{f"n{side}": n, f"n_households{side}": households}), *MANY) is told


@pytest.mark.parametrize("group", ["origin=rm", "origin=host"])
def test_a_comparison_does_not_tell_what_the_values_hide(group: str):
    shown_there = told_of(group, 8000.0)
    hidden = shown_there | {"value": None, "flags": "protected"}
    assert compared(gap(), hidden) is False
    assert compared(gap(), shown_there) is True
    assert compared(gap(), hidden | {"unit": "d2"}) is True


@pytest.mark.parametrize("side", ["", "_against"])
@pytest.mark.parametrize(
    ("value", "universe", "told"),
    [
        (3.0, 8000, True),  # 3 of 100 asked stand for 240 of 8,000
        (3.0, 200, False),  # and for 6 of 200
        (3.0, None, False),  # nobody knows of how many: 3 are 3
        (90.0, None, True),  # 10 are 10
        (100.0, None, True),  # no small side
    ],
)
def test_a_comparison_of_a_sample_tells_no_side_that_stands_for_fewer_than_ten(
    value: float, universe: float | None, told: bool, side: str
):
    of_place = told_of("origin=host" if side else "origin=rm", universe)
    assert compared(gap(**{f"value{side}": value}), of_place) is told
    assert compared(gap(**{f"value{side}": value}), *([of_place] if universe else [])) is told


@pytest.mark.parametrize(("value", "told"), [(9.0, False), (10.0, True), (90.0, True), (100.0, False)])
@pytest.mark.parametrize("side", ["", "_against"])
def test_a_comparison_of_people_not_drawn_by_chance_needs_ten_of_them_on_either_side_of_both_shares(
    value: float, told: bool, side: str
):
    assert compared(gap(**{"kind": "indicative", f"value{side}": value})) is told
    assert compared(gap(**{f"value{side}": value}), *MANY) is True


def test_no_indicator_of_the_catalogue_reads_what_may_only_be_asked_of_a_whole_city():
    kept_to_the_city = set(groups().finest)
    assert "lgbtiq" in kept_to_the_city
    known = load().indicators.values()
    assert not [one.id for one in known if one.answers and kept_to_the_city & set(one.answers.variables)]
