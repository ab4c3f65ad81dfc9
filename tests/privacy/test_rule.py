"""No figure is shown behind which fewer than ten persons, or five households, stand."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.catalogue.model import Band, Catalogue, Compute, Curve, Example, Indicator, Node, Universe
from tejido.privacy import Rule, count_protected, protect_people, protect_units, protect_values, protection_notes
from tejido.tables import UNITS, VALUES, SchemaError

NAMES = {"en": "name", "es": "nombre"}
RULE = Rule()
LEVELS = ["district", "block"]


def _indicator(name: str, about: str, universe: str, function: str = "given") -> Indicator:
    return Indicator(
        id=name, parent="marker", names=NAMES, definitions=NAMES, measure_unit="%", unit_names=NAMES, direction="higher",
        universe=universe, about=about, possible=(0, 100), curve=Curve("none", ((0, 0), (100, 100)), "test", "fact"),
        compute=Compute(function), example=Example(0, 0),
    )  # type: ignore[arg-type]  # fmt: skip


CATALOGUE = Catalogue(
    "test", "1", NAMES, "test", {"marker": Node("marker", None, NAMES)},
    {one.id: one for one in (
        _indicator("poverty", "people", "persons"), _indicator("water", "people", "dwellings"),
        _indicator("clinic", "place", "persons"), _indicator("density", "place", "persons", "density"),
    )},
    (Band("low", 0, NAMES),), 0.5, "0",
    universes={"persons": Universe("persons", NAMES, "persons"), "dwellings": Universe("dwellings", NAMES, "dwellings")},
)  # fmt: skip


def town(**blocks: float | None) -> pd.DataFrame:
    """Blocks with their residents, all inside district d1 of 1,000 people."""
    rows = [{"level": "city", "unit": "town", "population": 5000.0}, {"level": "district", "unit": "d1", "parent": "town",
             "population": 1000.0}]  # fmt: skip
    rows += [{"level": "block", "unit": unit, "parent": "d1", "population": count} for unit, count in blocks.items()]
    return UNITS.conform(pd.DataFrame(rows, columns=UNITS.names).assign(area_km2=1.0, name="x"))


def figure(unit: str, indicator: str, **rest: object) -> dict[str, object]:
    return {"period": "2020", "level": "block", "unit": unit, "group": "all", "indicator": indicator, "value": 50.0,
            "kind": "register", "quality": "not_sampled", "support": "block", "source": "test", **rest}  # fmt: skip


def protect(units: pd.DataFrame, *rows: dict[str, object], people: pd.DataFrame | None = None) -> pd.DataFrame:
    table = VALUES.conform(pd.DataFrame(rows, columns=VALUES.names), sort=False)
    return VALUES.conform(protect_values(table, units, CATALOGUE, RULE, levels=LEVELS, people=people), sort=False)


def shown(table: pd.DataFrame) -> list[bool]:
    """Row by row whether there is a value; a hidden one has no other number either."""
    hidden = table.loc[table["value"].isna(), ["se", "low", "high", "n", "n_cases", "n_households", "n_eff"]]
    assert hidden.isna().all(axis=None)
    return table["value"].notna().tolist()


def test_nine_residents_are_too_few_ten_are_enough_and_none_need_no_protection():
    units = protect_units(town(a=9, b=10, c=0, d=None), RULE).set_index("unit")
    assert pd.isna(units.loc["a", "population"])
    assert units.loc["a", "flags"] == "protected"
    assert units.loc[["b", "c"], "population"].tolist() == [10, 0]
    assert units.loc[["b", "c", "d"], "flags"].isna().all()


def test_a_protected_unit_keeps_its_other_flags():
    units = town(a=9).assign(flags="sliver")
    assert protect_units(units, RULE).set_index("unit").loc["a", "flags"] == "sliver protected"


def test_figures_about_people_go_where_too_few_live_and_what_the_place_is_like_stays():
    table = protect(town(a=9, b=10), figure("a", "poverty"), figure("b", "poverty"), figure("a", "clinic"))
    assert shown(table) == [False, True, True]
    assert table["flags"].fillna("").tolist() == ["protected", "", ""]


def test_a_density_goes_where_too_few_live_for_times_the_area_it_is_their_number():
    table = protect(town(a=9, b=10, c=0), *(figure(unit, "density") for unit in "abc"))
    assert shown(table) == [False, True, True]
    assert table["flags"].fillna("").tolist() == ["protected", "", ""]


@pytest.mark.parametrize("before", [True, False])
def test_it_makes_no_difference_whether_the_units_were_protected_before(before):
    units = town(a=9, b=10)
    units = protect_units(units, RULE) if before else units
    assert shown(protect(units, figure("a", "poverty"), figure("b", "poverty"))) == [False, True]


def test_the_universe_must_be_large_enough_too_persons_by_persons_and_dwellings_by_households():
    table = protect(
        town(a=100),
        figure("a", "poverty", population=9.0), figure("a", "water", population=5.0),
    )  # fmt: skip
    assert shown(table) == [False, True]
    assert pd.isna(table.loc[0, "population"])
    assert shown(protect(town(a=100), figure("a", "water", population=4.0))) == [False]


def test_a_sample_must_have_enough_answers_and_households():
    few_answers = figure("a", "poverty", n=9, n_households=6, kind="design-based")
    few_homes = figure("a", "poverty", n=20, n_households=4, kind="design-based")
    enough = figure("a", "poverty", n=20, n_households=5, n_cases=1, se=2.0, kind="design-based")
    assert [shown(protect(town(a=100), one)) for one in (few_answers, few_homes, enough)] == [[False], [False], [True]]


def test_where_there_is_nobody_the_figure_is_missing_without_a_flag():
    table = protect(
        town(a=0, b=100),
        figure("a", "poverty"), figure("b", "water", population=0.0), figure("a", "clinic", population=0.0),
    )  # fmt: skip
    assert shown(table) == [False, False, True]
    assert table["flags"].isna().all()
    assert table.loc[1, "population"] == 0


def test_a_figure_rests_on_the_people_of_the_unit_where_it_was_measured():
    inherited = {"support": "district", "flags": "inherited"}
    table = protect(
        town(a=4, b=996),
        figure("a", "poverty", population=4.0, **inherited), figure("b", "poverty", population=996.0, **inherited),
    )  # fmt: skip
    assert shown(table) == [True, True]
    assert pd.isna(table.loc[0, "population"])  # the four people of the block itself are not told
    assert table.loc[1, "population"] == 996


def test_an_inherited_figure_goes_where_the_larger_units_universe_is_too_small():
    inherited = {"support": "district", "flags": "inherited"}
    table = protect(
        town(a=500, b=500),
        figure("a", "poverty", population=4.0, **inherited), figure("b", "poverty", population=5.0, **inherited),
    )  # fmt: skip
    assert shown(table) == [False, False]
    assert table["flags"].tolist() == ["inherited protected"] * 2


def test_a_figure_made_of_smaller_units_rests_on_the_people_of_the_unit_itself():
    table = protect(town(a=4, b=996), figure("d1", "poverty", level="district", flags="averaged"))
    assert shown(table) == [True]


def test_where_neither_residents_nor_universe_are_known_the_figure_is_protected():
    assert shown(protect(town(a=None), figure("a", "poverty"))) == [False]
    assert shown(protect(town(a=None), figure("a", "poverty", population=40.0))) == [True]


def test_a_groups_figures_rest_on_the_groups_people_also_those_about_its_places():
    people = pd.DataFrame({"level": "block", "unit": ["a", "b"], "group": "origin=rm", "population": [9.0, 10.0]})
    rows = [figure(unit, name, group="origin=rm") for unit in "ab" for name in ("poverty", "clinic")]
    expected = [False, False, True, True]
    assert shown(protect(town(a=500, b=500), *rows, people=people)) == expected
    assert shown(protect(town(a=500, b=500), *rows, people=protect_people(people, RULE))) == expected


def test_a_groups_figure_without_any_count_of_its_people_is_protected():
    assert shown(protect(town(a=500), figure("a", "poverty", group="origin=rm"))) == [False]


def test_small_groups_lose_their_count_and_empty_ones_keep_their_zero():
    people = pd.DataFrame({"unit": list("abc"), "group": "origin=rm", "population": [9.0, 10.0, 0.0]})
    assert protect_people(people, RULE)["population"].fillna(-1).tolist() == [-1, 10, 0]


def test_what_was_taken_out_is_counted_by_indicator():
    table = protect(town(a=9, b=10), figure("a", "poverty"), figure("b", "poverty"), figure("b", "water"))
    counted = count_protected(table).to_dict("records")
    assert counted == [{"level": "block", "group": "all", "indicator": "poverty", "protected": 1, "shown": 1}]


def test_a_row_without_value_is_not_said_to_be_protected():
    assert protect(town(a=9), figure("a", "poverty", value=None))["flags"].isna().all()


def test_another_rule_is_kept_as_well():
    table = VALUES.conform(pd.DataFrame([figure("a", "poverty")], columns=VALUES.names))
    strict = protect_values(table, town(a=29), CATALOGUE, Rule(persons=30), levels=LEVELS)
    assert shown(strict) == [False]


def test_a_figure_of_an_unknown_unit_indicator_or_level_is_a_defect():
    for row in (figure("z", "poverty"), figure("a", "other"), figure("a", "poverty", support="parish")):
        with pytest.raises(SchemaError):
            protect(town(a=100), row)


def test_a_note_tells_in_both_languages_how_many_figures_were_taken_out():
    (note,) = protection_notes(protect(town(a=9, b=10), figure("a", "poverty"), figure("b", "poverty")))
    assert note.severity == "note"
    assert note.what("en") == "poverty, level block: 1 left out, because too few people stand behind each."
    assert "poverty" in note.what("es")
    assert note.remedy("en")


def test_a_protected_blocks_share_of_the_districts_dwellings_does_not_give_its_residents_back():
    # Nine of the district's 1,000 residents, who live in 600 dwellings: 5.4 dwellings would pass the rule and tell of nine.
    # With eleven residents there is nothing to hide.
    inherited = {"indicator": "water", "support": "district"}
    table = protect(
        town(b1=9, b2=11),
        figure("d1", "water", level="district", support="district", population=600.0),
        figure("b1", **inherited, population=5.4),
        figure("b2", **inherited, population=6.6),
    )
    assert shown(table) == [True, True, True]
    assert table["population"].isna().tolist() == [False, True, False]
