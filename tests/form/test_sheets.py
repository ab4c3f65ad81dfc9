"""The workbook is an XLSForm that others accept, in two languages, with consent first and without names."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from tejido.catalogue import load, load_extended, variables
from tejido.city.forms import Form, read_form
from tejido.form import MODULES, Sheets, choose, sheets, write_form
from tejido.form.layout import NAMES

CATALOGUE = replace(load(), extended=load_extended())
TEXTS = ("label", "hint", "constraint_message", "required_message")


@pytest.fixture(scope="module")
def made() -> Sheets:
    return sheets(choose(CATALOGUE, variables(), every=True))


@pytest.fixture(scope="module")
def workbook(made: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    write_form(made, path)
    return path


@pytest.fixture(scope="module")
def form(workbook: Path) -> Form:
    return read_form(workbook)


def test_pyxform_and_odk_validate_accept_the_whole_form_without_a_warning(workbook: Path):
    if shutil.which("java") is None:
        pytest.skip("ODK Validate needs Java, which is not here; pyxform alone is tried in the next test")
    warnings: list[str] = []
    convert(str(workbook), validate=True, warnings=warnings)
    assert warnings == []


@pytest.mark.parametrize("indicators", [[], ["unemployment"], ["trust_neighbours"], ["electricity", "wages_withheld"]])
def test_pyxform_accepts_small_forms(indicators: list[str], tmp_path: Path):
    write_form(sheets(choose(CATALOGUE, variables(), indicators)), tmp_path / "form.xlsx")
    warnings: list[str] = []
    assert convert(str(tmp_path / "form.xlsx"), validate=False, warnings=warnings).xform
    assert warnings == []
    assert read_form(tmp_path / "form.xlsx").findings == ()


def test_the_form_is_read_as_it_was_written(form: Form):
    assert form.findings == ()
    assert form.languages == ("es", "en")
    assert form.parents == {"person": ""}
    assert form.id.startswith("tejido_")


def test_every_text_stands_in_both_languages(made: Sheets):
    for row in (*made.survey, *made.choices):
        for text in TEXTS:
            told = [bool(row.get(f"{text}::{name}")) for name in NAMES.values()]
            assert len(set(told)) == 1, (row.get("name"), text)


def test_everything_but_the_visit_waits_for_consent(form: Form):
    assert form.groups[("interview",)].relevant == "${consent} = 'true'"
    outside = [one.name for one in form.questions.values() if one.path[0] not in ("interview", "visit")]
    assert outside == ["start", "end", "help_told"]


def test_nobodys_name_is_asked_and_only_codes_and_a_closing_word_are_text(form: Form, made: Sheets):
    assert [one.name for one in form.questions.values() if one.type == "text"] == ["household_code", "unit_code"]
    assert made.settings["instance_name"] == "${household_code}"


def test_one_point_is_taken_and_it_may_be_left_out(form: Form):
    points = [one for one in form.questions.values() if one.type == "geopoint"]
    assert [(one.name, one.required) for one in points] == [("dwelling_point", "")]


def test_flags_are_true_or_false_and_every_list_lets_people_refuse(form: Form):
    assert [one.name for one in form.choices["yes_no"]] == ["true", "false", "no_answer"]
    for one in choose(CATALOGUE, variables(), every=True).variables:
        if one.kind != "number":
            names = [choice.name for choice in form.options(form.questions[one.id])]
            assert names == [*one.categories, "no_answer"]


def test_questions_with_the_same_answers_share_a_list_and_no_two_lists_are_equal(form: Form):
    lists = {name: [(one.name, tuple(one.labels.items())) for one in some] for name, some in form.choices.items()}
    assert len({str(answers) for answers in lists.values()}) == len(lists)
    assert form.questions["difficulty_hearing"].list_name == "difficulty"
    assert form.questions["satisfaction_water"].list_name == form.questions["community_centre_satisfaction"].list_name


def test_numbers_have_the_range_of_their_variable_and_may_stay_empty_where_they_are_not_the_frame(form: Form):
    assert form.questions["hours_worked"].constraint == ". >= 0 and . <= 168"
    assert form.questions["income"].constraint == ". >= 0"
    assert [one.name for one in form.questions.values() if one.type in ("integer", "decimal") and one.required] == [
        "size",
        "age",
        "selected_person",
    ]


def test_a_sensitive_question_says_so(made: Sheets):
    rows = {row["name"]: row for row in made.survey}
    assert rows["crime_victim"]["sensitive"] == "yes"
    assert "Sensible: pregunte en privado" in rows["crime_victim"][f"hint::{NAMES['es']}"]
    assert "Sensible" not in rows["electricity"].get(f"hint::{NAMES['es']}", "")


def test_the_household_comes_in_the_order_of_the_modules_and_the_adult_last(form: Form):
    order = [one.name for one in form.groups.values()]
    assert (
        order.index("household_dwelling")
        < order.index("person")
        < order.index("household_housing")
        < order.index("drawn")
    )
    own = [name.removeprefix("own_") for name in order if name.startswith("own_")]
    assert own == [module for module in MODULES if module in own]


def test_every_question_stands_after_those_that_decide_whether_it_is_asked(form: Form):
    places = {name: place for place, name in enumerate(form.questions)}
    for one in form.questions.values():
        named = {name for name in places if f"${{{name}}}" in one.relevant}
        assert all(places[name] < places[one.id] for name in named), one.id


def test_the_adult_drawn_has_to_be_a_line_of_the_roster_of_eighteen_or_more(form: Form):
    drawn = form.questions["selected_person"]
    assert drawn.constraint == "selected(${grown_lines}, .)"
    assert form.questions["grown_line"].calculation == "if(${age} >= 18, ${line}, '')"


def test_equal_choices_give_equal_bytes_and_another_choice_another_form(made: Sheets, workbook: Path, tmp_path: Path):
    write_form(sheets(choose(CATALOGUE, variables(), every=True)), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == workbook.read_bytes()
    other = sheets(choose(CATALOGUE, variables(), ["electricity"])).settings
    assert other["form_id"] != made.settings["form_id"]
    assert other["version"] != made.settings["version"]


def test_a_new_wording_is_a_new_version_of_the_same_form():
    known = dict(variables())
    before = sheets(choose(CATALOGUE, known, ["electricity"])).settings
    question = known["electricity"].question
    assert question is not None
    known["electricity"] = replace(
        known["electricity"], question=replace(question, text={"es": "¿Luz?", "en": "Light?"})
    )
    after = sheets(choose(CATALOGUE, known, ["electricity"])).settings
    assert (after["form_id"], after["version"] == before["version"]) == (before["form_id"], False)
