"""What was asked of whom, and what cannot be known, on small tables worked by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tejido.city.forms import NO, UNKNOWN, YES, Evaluation, read_form, read_submissions
from tejido.city.forms.expression import UnreadableError, parse
from tests.city.books import archive, workbook


def evaluated(folder: Path, survey: str, answers: str, **more: object) -> Evaluation:
    """The logic of a form over the answers of one file."""
    survey = "type | name | relevant | calculation\n" + survey
    form = read_form(workbook(folder / "form.xlsx", {"survey": survey}))
    return Evaluation(form, read_submissions(archive(folder / "a.zip", {"a.csv": answers}), form), **more)


def asked(logic: Evaluation, name: str) -> list[int]:
    return logic.asked(logic.form.questions[name]).tolist()


def test_a_group_that_is_not_asked_asks_nothing_inside_it(tmp_path: Path):
    logic = evaluated(
        tmp_path,
        "text | a\nbegin_group | g | ${a} = 'x'\ntext | b\nbegin_group | h | ${b} != ''\ntext | c\nend_group |\nend_group |",
        "a | b | c\nx | 1 | 1\nx | | 1\ny | 1 | 1",
    )
    assert (asked(logic, "b"), asked(logic, "c")) == ([YES, YES, NO], [YES, NO, NO])


def test_an_answer_to_a_question_that_was_not_asked_is_empty_to_others(tmp_path: Path):
    logic = evaluated(
        tmp_path, "text | a\ntext | b | ${a} = 'x'\ntext | c | ${b} = '1'", "a | b | c\nx | 1 | 1\ny | 1 | 1"
    )
    assert asked(logic, "c") == [YES, NO]


def test_missing_is_no_number_and_not_zero(tmp_path: Path):
    logic = evaluated(
        tmp_path,
        "integer | n\ntext | low | ${n} < 5\ntext | other | ${n} != 5\ntext | zero | ${n} = 0",
        "n | low\n | x\n3 | x\n0 | x",
    )
    assert asked(logic, "low") == [NO, YES, YES]
    assert asked(logic, "other") == [YES, YES, YES]
    assert asked(logic, "zero") == [NO, NO, YES]


@pytest.mark.parametrize(
    ("relevant", "code", "expected"),
    [
        ("pulldata('x', 'y', 'z', ${a}) = '1'", "E309", [UNKNOWN, UNKNOWN]),
        ("pulldata('x', 'y', 'z', ${a}) = '1' and ${a} = 'x'", "E309", [UNKNOWN, NO]),
        ("pulldata('x', 'y', 'z', ${a}) = '1' or ${a} = 'x'", "E309", [YES, UNKNOWN]),
        ("if(${a} = 'x', 1, rum()) = 1", "E309", [YES, UNKNOWN]),
        ("instance('p')/base/item = 1", "E309", [UNKNOWN, UNKNOWN]),
        ("selected(${a})", "E309", [UNKNOWN, UNKNOWN]),
        ("${nobody} = 1", "E310", [UNKNOWN, UNKNOWN]),
        ("../nobody = 1", "E310", [UNKNOWN, UNKNOWN]),
        ("${a} = = 1", "E308", [UNKNOWN, UNKNOWN]),
        ("${lost} = 1", "E311", [UNKNOWN, UNKNOWN]),
        ("${round} = 1", "E312", [UNKNOWN, UNKNOWN]),
        ("random() < 2", None, [UNKNOWN, UNKNOWN]),
    ],
)
def test_what_cannot_be_computed_is_unknown_and_names_its_question(
    tmp_path: Path, relevant: str, code: str | None, expected: list[int]
):
    survey = f"text | a\ntext | lost\ncalculate | round | | ${{round}} + 1\ntext | q | {relevant}"
    logic = evaluated(tmp_path, survey, "a | q\nx | 1\ny | 1")
    assert asked(logic, "q") == expected
    assert [one.code for one in logic.findings] == ([code] if code else [])
    if code:
        told = logic.findings[0]
        assert (told.row, dict(told.values)["name"]) == {"E311": (3, "lost"), "E312": (4, "round")}.get(code, (5, "q"))


def test_today_is_the_day_of_the_interview_or_the_day_that_is_given(tmp_path: Path):
    survey = "end | end\ndate | d\ntext | q | ${d} = today()"
    answers = (
        "end | d | q\n2026-03-01T10:00:00 | 2026-03-01 | x\n2026-03-02T10:00:00 | 2026-03-01 | x\n | 2026-03-01 | x"
    )
    assert asked(evaluated(tmp_path, survey, answers), "q") == [YES, NO, UNKNOWN]
    assert asked(evaluated(tmp_path, survey, answers, today=dt.date(2026, 3, 1)), "q") == [YES, YES, YES]


def test_what_the_file_holds_of_a_calculation_is_believed(tmp_path: Path):
    survey = "integer | n\ncalculate | c | | ${n} * 2\ntext | q | ${c} > 5"
    assert asked(evaluated(tmp_path, survey, "n | q\n1 | x\n3 | x"), "q") == [NO, YES]
    assert asked(evaluated(tmp_path, survey, "n | c | q\n1 | 9 | x\n3 | 2 | x"), "q") == [YES, NO]


@pytest.mark.parametrize("text", ["", "1 +", "a[1]", "(1", "f(1", "1 2", "child::a", "//a", "'open"])
def test_what_is_no_expression_is_refused(text: str):
    with pytest.raises(UnreadableError):
        parse(text)


def test_the_question_that_the_export_of_unhcr_s_form_left_out_makes_its_follow_up_unknown(shared_data: Path):
    form = read_form(shared_data / "forms" / "RMS_CAPI_v3.xlsx")
    logic = Evaluation(form, read_submissions(shared_data / "forms" / "dummy_RMS_CAPI_v3.xlsx", form))
    here = logic.asked(form.questions["FRM03_other"])
    before = logic.asked(form.questions["FRM03"])
    assert {YES, NO} == set(before.tolist())
    assert set(here[before == YES].tolist()) == {UNKNOWN}
    assert set(here[before == NO].tolist()) == {NO}
    assert [(one.code, dict(one.values)["name"]) for one in logic.findings] == [("E311", "FRM03")]
