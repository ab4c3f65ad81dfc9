"""A finding says what, where and what to do, in each language; errors stop, warnings and notes do not."""

from __future__ import annotations

import pytest

from tejido import errors
from tejido.errors import Finding, TejidoError, fail, finding, refuse_errors

MESSAGES: dict[str, dict[str, object]] = {
    "Z101": {
        "severity": "error",
        "en": {"what": "Column {name} is not there.", "do": "Name one of {columns}."},
        "es": {"what": "La columna {name} no existe.", "do": "Indique una de {columns}."},
    },
    "Z201": {
        "severity": "warning",
        "en": {"what": "Half is empty.", "do": "Look at it."},
        "es": {"what": "La mitad está vacía.", "do": "Revísela."},
    },
    "Z301": {
        "severity": "note",
        "en": {"what": "Mended.", "do": "Nothing."},
        "es": {"what": "Reparado.", "do": "Nada."},
    },
}


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "messages", lambda: MESSAGES)


def test_a_finding_speaks_both_languages_with_its_values_filled_in():
    one = finding("Z101", file="barrios.csv", row=7, column="PERSONS", name="PERSONS", columns="POP")
    assert one.what("en") == "Column PERSONS is not there."
    assert one.what("es") == "La columna PERSONS no existe."
    assert one.remedy("es") == "Indique una de POP."
    assert one.severity == "error"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, ""),
        ({"file": "a.csv"}, "a.csv"),
        ({"file": "a.csv", "row": 3}, "a.csv:3"),
        ({"file": "a.csv", "row": 3, "column": "x"}, "a.csv:3 [x]"),
        ({"file": "a.csv", "column": "x"}, "a.csv [x]"),
        ({"column": "x"}, "[x]"),
    ],
)
def test_the_place_is_told_as_far_as_it_is_known(place, said):
    assert finding("Z201", **place).where() == said


def test_a_code_that_is_not_in_the_catalogue_is_refused():
    with pytest.raises(KeyError, match="Z999"):
        finding("Z999")


def test_equal_findings_are_equal_whatever_the_order_of_their_values():
    assert finding("Z101", name="a", columns="b") == finding("Z101", columns="b", name="a")
    assert len({finding("Z301"), finding("Z301")}) == 1


def test_all_errors_stop_the_work_at_once_and_warnings_and_notes_pass():
    refuse_errors([finding("Z201"), finding("Z301")])
    both = [finding("Z101", name="a", columns="b"), finding("Z201"), finding("Z101", name="c", columns="d")]
    with pytest.raises(TejidoError) as caught:
        refuse_errors(both)
    assert caught.value.findings == (both[0], both[2])


def test_an_exception_says_code_place_and_what_happened():
    problem = fail("Z101", file="a.csv", name="x", columns="y")
    assert str(problem) == "Z101 a.csv Column x is not there."
    assert problem.findings == (Finding("Z101", "a.csv", None, None, (("columns", "y"), ("name", "x"))),)


def test_numbers_in_a_message_are_written_as_its_language_does(monkeypatch):
    counted = {
        "severity": "warning",
        "en": {"what": "{count} rows, {metres:g} m.", "do": "Look."},
        "es": {"what": "{count} filas, {metres:g} m.", "do": "Mire."},
    }
    monkeypatch.setattr(errors, "messages", lambda: {"Z401": counted})
    one = finding("Z401", count=12_500, metres=0.5)
    assert one.what("en") == "12,500 rows, 0.5 m."
    assert one.what("es") == "12.500 filas, 0,5 m."
