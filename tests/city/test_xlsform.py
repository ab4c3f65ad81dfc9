"""An XLSForm workbook is read as it is written, and what is wrong with it is told with sheet, row and column."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tejido.city.forms import read_form
from tejido.errors import TejidoError
from tests.city.books import FORM, workbook


def of(path: Path, survey: str, choices: str = "list_name | name\nyn | 1"):
    return read_form(workbook(path / "form.xlsx", {"survey": survey, "choices": choices}))


def test_questions_have_a_place_a_table_and_labels_in_every_language(tmp_path: Path):
    form = read_form(workbook(tmp_path / "form.xlsx", FORM))
    assert (form.title, form.languages, form.findings) == ("Doors", ("en", "es"), ())
    assert form.questions["yes"].labels == {"en": "May I ask?", "es": "¿Puedo preguntar?"}
    assert [(form.questions[one].path, form.questions[one].table) for one in ("start", "yes", "age")] == [
        (("start",), ""), (("door", "yes"), ""), (("people", "age"), "people")
    ]  # fmt: skip
    assert [(choice.name, choice.labels["es"], choice.columns.get("zone")) for choice in form.choices["place"]] == [
        ("a", "Ñuble", "n"), ("b", "Sur", "s")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kind", "listed"),
    [
        ("select_one yn", "select_one", "yn"), ("select one yn", "select_one", "yn"), ("select1 yn", "select_one", "yn"),
        ("select_one from yn", "select_one", "yn"), ("select_one yn or_other", "select_one", "yn"), ("rank yn", "rank", "yn"),
        ("select_multiple yn", "select_multiple", "yn"), ("select all that apply from yn", "select_multiple", "yn"),
        ("add select multiple prompt using yn", "select_multiple", "yn"), ("select_one ${yes}", "select_one", "${yes}"),
        ("select_one_from_file places.csv", "select_one", "places.csv"), ("calculate ", "calculate", ""), ("int", "integer", ""),
        ("Text", "text", ""), ("trigger", "acknowledge", ""), ("datetime", "dateTime", ""),
    ],
)  # fmt: skip
def test_types_are_known_in_every_spelling_that_xlsform_takes(tmp_path: Path, typed: str, kind: str, listed: str):
    question = of(tmp_path, f"type | name | label\n{typed} | q | Q").questions["q"]
    assert (question.type, question.list_name, question.labels) == (kind, listed, {"": "Q"})


def test_columns_are_known_in_every_spelling_and_turned_quotes_are_straight(tmp_path: Path):
    form = of(tmp_path, "command | name | caption | relevance | calculate\ntext | a | A | |\ntext | b | B | ${a} = ‘6’ | “x”",
              "list name | value\nyn | 1")  # fmt: skip
    assert (form.questions["b"].relevant, form.questions["b"].calculation) == ("${a} = '6'", '"x"')
    assert form.choices["yn"][0].name == "1"


@pytest.mark.parametrize(
    ("survey", "code", "row"),
    [
        ("name | label\nq | Q", "E302", 1), ("type | name\ntext |", "E303", 2), ("type | name\ntext | q\ntext | q", "E304", 3),
        ("type | name\nbegin_group | g\ntext | q", "E307", 2), ("type | name\ntext | q\nend_group | g", "E307", 3),
        ("type | name\nbegin_group | g\nend_repeat | g", "E307", 3),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_a_form_is_refused_with_its_row(tmp_path: Path, survey: str, code: str, row: int):
    with pytest.raises(TejidoError) as refused:
        of(tmp_path, survey)
    assert [(one.code, one.row) for one in refused.value.findings] == [(code, row)]


def test_what_can_be_read_with_a_doubt_is_told_with_its_row(tmp_path: Path):
    form = of(tmp_path, "type | name\ntelepathy | q\nselect_one nowhere | r")
    assert [(one.code, one.row, one.column) for one in form.findings] == [("E305", 2, "type"), ("E306", 3, "type")]
    assert form.questions["q"].type == "text"


def test_a_workbook_that_is_no_form_or_no_workbook_is_refused(tmp_path: Path):
    (tmp_path / "no.xlsx").write_bytes(b"PK no workbook")
    for path, code in (
        (workbook(tmp_path / "other.xlsx", {"cities": "a | b"}), "E301"), (tmp_path / "no.xlsx", "E202"), (tmp_path / "none.xlsx", "E201")
    ):  # fmt: skip
        with pytest.raises(TejidoError, match=code):
            read_form(path)


def test_a_sheet_that_says_it_is_one_cell_is_read_whole(tmp_path: Path):
    path = workbook(tmp_path / "form.xlsx", FORM)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', content))
    assert openpyxl.load_workbook(path, read_only=True)["survey"].max_row == 1
    assert len(read_form(path).questions) == 9


def test_the_form_of_unhcr_is_read_whole(shared_data: Path):
    """Counted with a spreadsheet: 418 rows, of which 36 begin and 36 end a group or repeat."""
    form = read_form(shared_data / "forms" / "RMS_CAPI_v3.xlsx")
    assert (len(form.questions), form.languages, form.findings) == (346, ("en", "es", "fr", "ar"), ())
    assert list(form.parents) == ["rpt_hhmnames", "S1", "S2_repeat"]
    assert form.questions["FRM03"].list_name == "frm03"
    assert len(form.choices["Country"]) > 190
