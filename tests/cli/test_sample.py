"""`tejido sample` and `tejido weights` as a planner and an analyst use them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tejido.cli.app import answer_console
from tests.cli.conftest import Command
from tests.measure import hamlet


@pytest.fixture
def run(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("COLUMNS", "300")
    return command


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return hamlet.write(tmp_path / "city")


@pytest.fixture
def field(run, city: Path, tmp_path: Path) -> tuple:
    """A sample of all three inhabited blocks, ten households listed and two drawn in each, all interviewed."""
    assert run("sample", city, "--out", tmp_path / "s", "--psus", 3, "--take", 2)[0] == 0
    rows = [
        {"household": f"{unit}-{n}", "psu": unit, "listed": 10, "outcome": "1.1"}
        for unit in ("a1", "a2", "b1")
        for n in (1, 2)
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "field.csv", index=False)
    return (
        "weights",
        city,
        "--sample",
        tmp_path / "s",
        "--outcomes",
        tmp_path / "field.csv",
        "--out",
        tmp_path / "w.csv",
    )


def test_a_planner_reads_how_many_to_ask_and_where_the_files_are(run, city, tmp_path):
    status, out, err = run(
        "sample", city, "--out", tmp_path / "s", "--group", "origin=rm", "--psus", 2, "--take", 10, "--lang", "es"
    )
    assert status == 0
    assert "Sortear 2 de 3 manzanas y visitar 12 hogares en cada caso" in out
    assert "Toda la población (100\u00a0% de las personas)" in out
    assert "Personas refugiadas y migrantes (4\u00a0% de las personas)" in out and "origin=rm" not in out
    assert "Ciudad sintética" in out
    assert "units.xlsx" in out
    assert "E506" in err and "E507" in err


def test_json_stands_alone_and_holds_the_plan(run, city, tmp_path):
    """10 interviews at 85 of 100 answering: 11.8, so 12 households to visit in each of 2 units."""
    _, out, _ = run("sample", city, "--out", tmp_path / "s", "--psus", 2, "--take", 10, "--json")
    told = json.loads(out)
    assert (told["units"], told["visits"], told["seed"]) == (2, 12, 1)
    assert [row["group"] for row in told["groups"]] == ["all"]


def test_a_share_of_a_group_may_be_typed_and_must_be_a_number(run, city, tmp_path):
    _, out, _ = run(
        "sample", city, "--out", tmp_path / "s", "--group", "origin=idp:0.2", "--psus", 2, "--take", 10, "--json"
    )
    assert json.loads(out)["groups"][1]["share"] == 0.2
    assert run("sample", city, "--out", tmp_path / "t", "--group", "origin=idp:few")[0] == 2


def test_a_design_effect_and_the_correlation_it_follows_from_are_not_taken_together(run, city, tmp_path):
    status, _, told = run("sample", city, "--out", tmp_path / "both", "--deff", "2", "--icc", "0.05")
    assert (status, "--deff or --icc" in told, (tmp_path / "both").exists()) == (2, True, False)


def test_a_folder_that_is_there_is_left_alone(run, city, tmp_path):
    (tmp_path / "s").mkdir()
    status, out, err = run("sample", city, "--out", tmp_path / "s", "--psus", 2)
    assert (status, out) == (1, "") and "E509" in err
    assert list((tmp_path / "s").iterdir()) == []


def test_weights_are_made_from_the_sample_and_every_step_is_a_line(run, field, tmp_path):
    """All three blocks are certain: every household weighs 10 / 2 = 5, and the six of them 30."""
    status, out, _ = run(*field, "--lang", "en")
    assert status == 0
    assert pd.read_csv(tmp_path / "w.csv")["weight"].tolist() == [5.0] * 6
    assert "6 of 6 households were interviewed. Response RR3 100%" in out
    assert "w2_listing: households listed and screened" in out and "w.report.json" in out


def test_weights_are_calibrated_to_known_totals_as_estimates_are(run, field, tmp_path):
    (tmp_path / "blocks.csv").write_text("psu,households\na1,8\na2,30\nb1,12\n", "utf-8")
    status, out, _ = run(*field, "--rake", f"psu={tmp_path / 'blocks.csv'}", "--json")
    assert status == 0 and json.loads(out)["calibrated"] is True
    sums = pd.read_csv(tmp_path / "w.csv").groupby("psu")["weight"].sum()
    assert sums.to_dict() == pytest.approx({"a1": 8, "a2": 30, "b1": 12})


def test_trimming_tells_its_cap(run, field):
    assert "No weight above 10 before" in run(*field, "--trim", "2", "--lang", "en")[1]


@pytest.mark.parametrize(("rule", "code"), [("abc", "E618"), ("nan", "E618"), ("0.5", "E612")])
def test_a_rule_of_trimming_that_does_not_exist_is_not_taken_for_one_that_is_too_strict(
    run, field, rule: str, code: str
):
    status, _, err = run(*field, "--trim", rule)
    assert status == 1 and code in err


@pytest.mark.parametrize("width", range(12, 40))
def test_a_figure_is_not_parted_from_its_percent_sign(monkeypatch, capsys, width: int):
    """Spanish has a space before the sign; a line ends before the figure or after the sign, never between."""
    monkeypatch.setenv("COLUMNS", str(width))
    answer_console().print("Respuesta RR3 79,7\u00a0%, rechazo 9,5\u00a0%.")
    out = capsys.readouterr().out
    assert "79,7\u00a0%" in out and "9,5\u00a0%" in out
    assert max(map(len, out.splitlines())) <= width


def test_weights_are_not_written_over(run, field):
    assert run(*field)[0] == 0
    status, _, err = run(*field)
    assert status == 1 and "E509" in err
