"""Rows that cannot be right are flagged with file, row, question and code, and stay; no answer is repeated."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import shapely

from tejido.city.forms import quality_report, read_form, read_submissions, summary
from tejido.words import LANGUAGES
from tests.city.books import FORM, workbook

CITY = shapely.box(-75, 4, -74, 5)
MAIN = """
    _index | start               | end                 | door/yes | door/where | day        | place | zone | _uuid
    1      | 2026-03-01T10:00:00 | 2026-03-01T10:30:00 | 1        | 4.5 -74.1  | 2026-03-01 | a     | n    | u1
    2      | 2026-03-01T10:00:00 | 2026-03-01T10:02:00 | 1        | 4.5 -70.1  | March 1st  | b     | n    | u2
    3      | 2026-03-01T10:00:00 | 2026-03-01T09:59:00 | 0        | nowhere    | 2026-03-01 |       |      | u2
    4      | 2026-03-01T10:00:00 | 2026-03-01T10:02:01 |          |            |            | c     | n    | u4
    """
PEOPLE = """
    _parent_index | people/age | people/work
    1             | 40         | none paid
    1             | 7          | paid
    2             | 130        | none
    9             |            |
    2             |            |
    2             | -1         | rest
    """
EXPECTED = {
    ("", 4, "", "E341"), ("", 3, "where", "E343"), ("", 3, "", "E344"), ("", 4, "", "E345"), ("", 4, "day", "E346"),
    ("", 5, "yes", "E347"), ("", 3, "place", "E349"), ("", 5, "place", "E348"), ("", 3, "day", "E353"), ("", 4, "where", "E353"),
    ("people", 4, "age", "E342"), ("people", 7, "age", "E342"), ("people", 3, "work", "E346"), ("people", 7, "work", "E346"),
    ("people", 6, "age", "E347"), ("people", 7, "work", "E348"), ("people", 2, "work", "E350"), ("people", 5, "", "E351"),
    ("people", 4, "age", "E352"), ("people", 5, "age", "E347"),
}  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> pd.DataFrame:
    form = read_form(workbook(tmp_path / "form.xlsx", FORM))
    read = read_submissions(workbook(tmp_path / "kobo.xlsx", {"Doors": MAIN, "people": PEOPLE}), form)
    return quality_report(read, form, outline=CITY, exclusive={"w": ["none"]})


def test_every_fault_is_found_in_its_row_and_nothing_else(report: pd.DataFrame):
    """Planted by hand: one interview each twice, far away, short, backwards, without consent; persons too old, too young, alone.

    A row without its interview is flagged as such; that its age is empty says nothing then.
    """
    found = set(report[["table", "row", "question", "code"]].itertuples(index=False, name=None))
    assert found == EXPECTED - {("people", 5, "age", "E347")}
    assert report["file"].unique().tolist() == ["kobo.xlsx/Doors", "kobo.xlsx/people"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_counts_and_neither_it_nor_the_report_repeats_an_answer(report: pd.DataFrame, lang: str):
    told = summary(report)
    assert sum(int(str(dict(one.values)["count"])) for one in told) == len(report)
    said = " ".join(one.what(lang) + one.remedy(lang) for one in told) + report.to_csv()
    assert [word for word in ("130", "-70.1", "nowhere", "u2", "March") if word in said] == []


def test_the_same_answers_give_the_same_report(report: pd.DataFrame):
    keys = ["table", "code", "question", "row"]
    again = report.sort_values(keys, kind="stable")
    assert report[report["table"] == ""]["code"].is_monotonic_increasing
    assert len(again.drop_duplicates(keys)) == len(report)


def test_a_report_without_faults_is_empty(tmp_path: Path):
    form = read_form(workbook(tmp_path / "form.xlsx", {"survey": "type | name\ntext | q"}))
    empty = quality_report(read_submissions(workbook(tmp_path / "a.xlsx", {"a": "q\nx\ny"}), form), form)
    assert (len(empty), summary(empty)) == (0, [])


def test_ages_that_the_name_does_not_tell_can_be_named(tmp_path: Path):
    form = read_form(workbook(tmp_path / "form.xlsx", {"survey": "type | name\ninteger | HH07\ninteger | passage"}))
    read = read_submissions(workbook(tmp_path / "a.xlsx", {"a": "HH07 | passage\n121 | 999\n120 | 999"}), form)
    assert len(quality_report(read, form)) == 0
    assert quality_report(read, form, ages=["HH07"])[["row", "code"]].to_numpy().tolist() == [[2, "E342"]]


def test_the_random_answers_to_unhcr_s_form_are_told_to_be_random(shared_data: Path):
    """Checked with pandas on the raw sheets: 197 interviews end before they start; all points are one number; 384 answers to
    REF16_other but REF16 = 96 in none of the rows that were asked.
    """
    form = read_form(shared_data / "forms" / "RMS_CAPI_v3.xlsx")
    read = read_submissions(shared_data / "forms" / "dummy_RMS_CAPI_v3.xlsx", form)
    assert {name: len(table) for name, table in read.tables.items()} == {
        "": 384,
        "rpt_hhmnames": 384,
        "S1": 384,
        "S2_repeat": 384,
    }
    counts = quality_report(read, form).groupby(["code", "question"]).size()
    raw = pd.read_excel(
        shared_data / "forms" / "dummy_RMS_CAPI_v3.xlsx", sheet_name="main", engine="calamine", dtype=str
    )
    assert counts["E345", ""] == (pd.to_datetime(raw["end"]) < pd.to_datetime(raw["start"])).sum() == 197
    assert counts["E353", "geopoint"] == 384
    refused = (raw["intro2.Intro03"] != "1") | (raw["intro2.Intro04"] != "1")
    assert counts["E346", "DWE01"] == refused.sum()
    consented = raw[~refused]
    wrong_day = (consented["Part2.P2_S1.DWE01"] != "96").sum() + refused.sum()
    assert counts["E346", "DWE01_other"] == wrong_day
