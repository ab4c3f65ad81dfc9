"""`tejido estimate --missing`: codes for no answer in a file without its form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

ROWS = "w,age,income,water,zone\n" + "".join(
    f"1,{age},{income},{water},{zone}\n"
    for age, income, water, zone in [
        (20, 500, 1, 1), (30, 9999, 0, 1), (40, 12000, 1, 2), (999, 700, 9, 2), (999, 9999, 1, 99), (50, 800, 1, 1),
    ]
)  # fmt: skip


@pytest.fixture
def run(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "homes.csv").write_text(ROWS, "utf-8")

    def call(*words: str) -> tuple[int, list[dict], str]:
        status, out, err = command("estimate", tmp_path / "homes.csv", "--format", "json", "--lang", "en", *words)
        return status, json.loads(out or "[]"), err

    return call


def test_a_code_nobody_named_is_told_with_its_remedy_and_the_figure_stays_as_the_file_has_it(run):
    """(20 + 30 + 40 + 50 + 2 x 999) / 6 = 356.33; the incomes of 9999 lie among others."""
    status, rows, err = run("--weight", "w", "--mean", "age", "income")
    assert status == 0 and rows[0]["estimate"] == pytest.approx(2138 / 6)
    assert err.count("E215") == 1 and "[age]" in err and "--missing 999" in err


def test_named_codes_are_left_out_of_figures_and_groups_and_never_of_the_design(run):
    """Ages without the two 999: 140 / 4 = 35. Of five answers to water four are yes. The weight 1 is no answer."""
    status, rows, err = run("--weight", "w", "--mean", "age", "--proportion", "water", "--missing", "999", "9", "1,")
    assert status == 0 and (rows[0]["estimate"], rows[0]["n"]) == (35, 4)
    assert rows[1]["n"] == 1, "a 1 in water is an answer unless somebody says otherwise"
    assert "E215" not in err and err.count("E216") == 3


def test_a_group_of_those_who_did_not_answer_is_none(run):
    _, rows, err = run("--weight", "w", "--mean", "income", "--by", "zone", "--missing", "99")
    assert [row["domain"] for row in rows] == [{"zone": 1}, {"zone": 2}]
    assert "E210" in err


def test_negative_codes_and_codes_that_nobody_has_are_understood(run):
    status, _, err = run("--unweighted", "--mean", "income", "--missing", "-9")
    assert status == 0 and "E217" in err


def test_a_column_of_0_and_1_with_a_code_says_how_to_name_it(run):
    status, _, err = run("--weight", "w", "--proportion", "water")
    assert status == 1 and "E105" in err and "--missing" in err


def test_an_engine_says_that_it_does_not_know_the_option(run):
    status, _, err = run("--weight", "w", "--mean", "age", "--missing", "999", "--engine", "duckdb")
    assert status == 1 and "E904" in err and "--missing" in err
