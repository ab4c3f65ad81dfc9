"""The assessment of policies as a planner writes it: two tables, every fault told with its row and column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.city import context
from tests.city.context import ASSESSMENTS, INSTRUMENTS


def test_both_tables_are_read_as_they_stand_and_an_empty_score_is_missing(tmp_path: Path):
    read = context.policies(tmp_path).policies
    assert read.instruments["instrument"].tolist() == ["fund", "plan"]
    rows = read.assessments.set_index(["instrument", "area", "criterion"])
    assert rows["score"].dropna().astype(int).to_dict() == {
        ("fund", "housing", "budget"): 3, ("plan", "housing", "names"): 2, ("plan", "housing", "measures"): 0,
    }  # fmt: skip
    named = rows.loc[("plan", "housing", "names")]
    assert named["passage"] == "Niñas y niños de otros países"
    assert named["date"] == "2025-06-30"
    assert context.policies(tmp_path).codes() == []


def test_a_workbook_with_two_worksheets_says_the_same(tmp_path: Path):
    plain = context.policies(tmp_path / "csv").policies
    with pd.ExcelWriter(tmp_path / "p.xlsx") as book:
        for name, file in (("plans", "instruments.csv"), ("asked", "assessments.csv")):
            pd.read_csv(tmp_path / "csv" / file).to_excel(book, sheet_name=name, index=False)
    sheets = ('instruments = {file = "p.xlsx", layer = "plans"}', 'assessments = {file = "p.xlsx", layer = "asked"}')
    read = context.read(tmp_path, "\n".join(["\n[policies]", *sheets, ""])).policies
    pd.testing.assert_frame_equal(read.assessments, plain.assessments)
    pd.testing.assert_frame_equal(read.instruments, plain.instruments)


def test_windows_line_ends_and_empty_lines_of_a_spreadsheet_change_nothing(tmp_path: Path):
    plain = context.policies(tmp_path / "a").policies.assessments
    changed = ASSESSMENTS.replace("\nfund", "\n,,,,,,,,,,,,,,\nfund")
    other = context.policies(tmp_path / "b", changed.replace("\n", "\r\n"))
    assert other.codes() == []
    pd.testing.assert_frame_equal(other.policies.assessments, plain)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("fund,housing", "found,housing", ("C821", 5, "instrument")),
        ("plan,health", "plan,salud", ("C822", 4, "area")),
        (",,names,2", ",,naming,2", ("C822", 2, "criterion")),
        ("adopted,", "done,", ("C822", 2, "status")),
        ("basic_services", "long_life", ("C823", 3, "dimension")),
        ("names,2,", "names,4,", ("C824", 2, "score")),
        ("names,2,", "names,1.5,", ("C824", 2, "score")),
        ("Rubro propio,12", "Rubro propio,", ("C825", 5, "score")),
        ("plan,health,,names,,", "plan,housing,,names,,", ("C826", 4, "instrument")),
        ("adopted,Acuerdo 9,3", "adopted,Acuerdo 9,", ("C827", 2, "status")),
        ("2025-06-30", "30/06/2025", ("C828", 2, "date")),
        ("plan,health,,names", "plan,health,,", ("C829", 4, "criterion")),
        ("No hay,Nothing", "No hay,", ("C830", 3, "gap_es")),
        ("Nombrar a todas,Name everybody", ",", ("C831", 2, "status")),
    ],
)  # fmt: skip
def test_every_fault_of_an_assessment_is_told_where_it_stands(
    tmp_path: Path, before: str, after: str, expected: tuple[str, int, str]
):
    assert ASSESSMENTS.count(before) == 1
    assert context.policies(tmp_path, ASSESSMENTS.replace(before, after)).codes() == [expected]


def test_an_instrument_needs_a_known_kind_and_a_name_in_some_language(tmp_path: Path):
    wrong = INSTRUMENTS.replace("development_plan", "plan").replace("Presupuesto,Budget", ",")
    told = context.policies(tmp_path, instruments=wrong).codes()
    assert ("C822", 2, "kind") in told and ("C829", 3, "name_es") in told


def test_a_column_that_is_missing_and_an_empty_file_are_told(tmp_path: Path):
    read = context.policies(tmp_path / "a", ASSESSMENTS.replace("criterion", "criterio"))
    assert ("C104", None, "criterion") in read.codes()
    read = context.policies(tmp_path / "b", assessments="")
    assert ("C103", None, None) in read.codes()
    assert read.policies.assessments.empty
