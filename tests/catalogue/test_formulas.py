"""What an indicator asks of answers: every formula holds against the standard variables, and what does not is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.catalogue import as_dict, from_dict, load, variables
from tejido.catalogue.answers import Condition, FromAnswers
from tejido.catalogue.sheet import markdown
from tejido.errors import TejidoError
from tests.catalogue.test_loader import SMALL

BASIC = load()

WATER = """
[indicators.water.answers]
table = "households"
statistic = "share"
of = [{ variable = "water", values = ["improved_on_premises"] }]
scale = 100
"""

GIVEN = {
    "adequate_dwellings", "sufficient_living_space", "improved_water", "sanitation", "electricity", "internet",
    "economic_dependency", "unemployment", "employment", "youth_unemployment", "gender_gap_unemployment",
    "informal_employment", "solid_waste", "diversity_income", "diversity_education", "diversity_age", "diversity_ethnicity",
    "diversity_tenure", "mean_schooling", "gender_gap_schooling",
}  # fmt: skip

FAULTS = [
    ("a variable that does not exist", "K601", '"water", values', '"watr", values'),
    ("an answer that the variable does not have", "K602", "improved_on_premises", "tap"),
    (
        "a share without what it is the share of",
        "K603",
        'of = [{ variable = "water", values = ["improved_on_premises"] }]',
        "",
    ),
    ("a part that a share does not have", "K603", "scale = 100", 'value = "rooms"'),
    ("values of a number", "K604", '"water", values = ["improved_on_premises"]', '"rooms", values = ["3"]'),
    ("a range of a category", "K604", 'values = ["improved_on_premises"]', "low = 1"),
    (
        "a person's answer in a table of households",
        "K605",
        '"water", values = ["improved_on_premises"]',
        '"sex", values = ["f"]',
    ),
    (
        "a mean of a category",
        "K606",
        'of = [{ variable = "water", values = ["improved_on_premises"] }]',
        'value = "water"',
    ),
    ("another statistic than from columns", "K608", 'statistic = "share"', 'statistic = "mean"'),
    ("a scale of nothing", "K609", "scale = 100", "scale = 0"),
    ("bounds that cross", "K118", '"water", values = ["improved_on_premises"]', '"rooms", low = 5, high = 2'),
    ("a key that does not exist", "K107", "scale = 100", "skale = 100"),
]


def small(folder: Path, answers: str) -> Path:
    file = folder / "small.toml"
    file.write_text(SMALL.replace('\n[[bands]]\nid = "good"', answers + '\n[[bands]]\nid = "good"'), "utf-8")
    return file


def test_a_formula_is_read_into_its_parts(tmp_path: Path):
    assert load(small(tmp_path, WATER)).indicators["water"].answers == FromAnswers(
        "households", "share", of=(Condition("water", ("improved_on_premises",)),), scale=100.0
    )


@pytest.mark.parametrize(("fault", "code", "before", "after"), FAULTS, ids=[fault for fault, *_ in FAULTS])
def test_a_fault_in_a_formula_is_told_at_its_line_in_both_languages(
    tmp_path: Path, fault: str, code: str, before: str, after: str
):
    assert before in WATER
    with pytest.raises(TejidoError) as refused:
        load(small(tmp_path, WATER.replace(before, after)))
    found = [one for one in refused.value.findings if one.code == code]
    assert found and found[0].row is not None and "indicators.water.answers" in str(found[0].column)
    assert found[0].what("en") != found[0].what("es") and found[0].remedy("es")


def test_a_diversity_has_as_many_classes_as_its_variable(tmp_path: Path):
    """Tenure has five categories."""
    text = WATER.replace("share", "diversity").replace(
        'of = [{ variable = "water", values = ["improved_on_premises"] }]', 'classes = "tenure"'
    )
    file = small(tmp_path, text)
    plain = file.read_text("utf-8").replace('function = "share"', 'function = "diversity"')
    codes = []
    for classes in (4, 5):
        file.write_text(plain.replace('about = "people"', f'about = "people"\nclasses = {classes}'), "utf-8")
        try:
            load(file)
            codes.append("")
        except TejidoError as problem:
            codes.append(" ".join(one.code for one in problem.findings))
    assert codes == ["K607", ""]


def test_all_indicators_that_answers_can_give_say_how():
    assert {one.id for one in BASIC.indicators.values() if one.answers is not None} == GIVEN


def test_a_formula_counts_what_the_universe_counts():
    """Households stand for dwellings; an indicator of persons counts persons."""
    for one in BASIC.indicators.values():
        if one.answers is not None:
            persons = BASIC.universes[one.universe].counts == "persons"
            assert one.answers.table == ("persons" if persons else "households"), one.id


def test_percentages_are_scaled_to_a_hundred_and_nothing_else_is():
    for one in BASIC.indicators.values():
        if one.answers is not None:
            assert one.answers.scale == (100.0 if one.measure_unit.startswith("%") else 1.0), one.id


def test_a_catalogue_told_as_data_keeps_its_formulas_and_its_hash():
    again = from_dict(as_dict(BASIC))
    assert again == BASIC and again.indicators["unemployment"].answers == BASIC.indicators["unemployment"].answers


def test_another_formula_is_another_catalogue(tmp_path: Path):
    one = load(small(tmp_path, WATER)).hash
    other = load(small(tmp_path, WATER.replace("improved_on_premises", "surface"))).hash
    assert one != other != load(small(tmp_path, "")).hash


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "persons with *age in completed years* from 15 to 24, *activity* (employed or unemployed)"),
        ("es", "personas con *edad en años cumplidos* de 15 a 24, *condición de actividad* (trabaja o busca trabajo)"),
    ],
)
def test_the_page_of_indicators_says_how_answers_give_each(lang: str, told: str):
    assert told in markdown(BASIC, lang)


def test_every_standard_variable_is_named_in_both_languages_and_has_a_source():
    for one in variables().values():
        assert one.names["es"] and one.names["en"] and one.source
        assert all(set(names) == {"es", "en"} for names in one.categories.values())


def test_categories_belong_to_categories_and_ranges_to_numbers():
    for one in variables().values():
        assert bool(one.categories) == (one.kind != "number"), one.id
        assert (one.possible is not None) == (one.kind == "number"), one.id


def test_what_is_derived_names_variables_of_the_right_kind():
    known = variables()
    for one in known.values():
        for named in (*([one.cut] if one.cut else []), *(one.divided or ())):
            assert known[named].kind == "number" and known[named].table == one.table
        if one.cut:
            assert len(one.bounds) + 1 == len(one.categories) and list(one.bounds) == sorted(one.bounds)
        if one.outside is not None:
            assert one.outside in one.categories and all(c.variable in known for c in one.asked)
