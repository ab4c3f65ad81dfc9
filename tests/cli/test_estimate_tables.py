"""The tables of `tejido estimate` at 80 columns, in es and en, and what it tells beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.cli.estimate_tables import written
from tests.cli.conftest import Command


@pytest.fixture
def run(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setenv("COLUMNS", "80")
    file = tmp_path / "answers.csv"

    def call(text: str, *words: str) -> tuple[int, str, str]:
        file.write_text(text, "utf-8")
        return command("estimate", file, "--lang", "es", *words)

    return call


HOMES = "w,barrio,origen,gasto,agua\n" + "".join(
    f"{1000 + row},{('El Peñón', 'Ñuñoa', 'Belén')[row % 3]},{('rm', 'host')[row % 2]},{500_000 + 7919 * row},{row % 5 > 0:d}\n"
    for row in range(60)
)


def test_at_80_columns_no_word_is_broken_and_every_group_has_its_line(run) -> None:
    words = ("--total", "gasto", "--proportion", "agua", "--by", "barrio", "--differential", "origen=rm,host")
    status, out, _ = run(HOMES, "--weight", "w", *words)
    lines = out.splitlines()
    assert status == 0
    assert max(map(len, lines)) <= 80
    assert [line.strip() for line in lines if "gasto" in line or "agua" in line] == [
        "proporción agua",
        "total gasto, en millones",
    ]
    # For both figures an estimate and a gap; by hand, the sum of (1000 + row)(500000 + 7919 row) over every third row.
    assert [sum(name in line for line in lines) for name in ("El Peñón", "Ñuñoa", "Belén")] == [4, 4, 4]
    assert [line.split()[1] for line in lines if line.split()[:1] == ["Belén"]][2] == "15.330"
    assert not [line for line in lines if "…" in line]


def test_without_groups_every_figure_is_named_in_its_line(run) -> None:
    out = run(HOMES, "--weight", "w", "--mean", "gasto", "--proportion", "agua")[1]
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [["media", "gasto"], ["proporción", "agua"]]


@pytest.mark.parametrize(
    ("value", "se", "es"),
    [(662.2874, 9.4089, "662,29"), (3404940.07, 932235.03, "3.404.940"), (0.51234, 0.00123, "0,5123"), (5.0, 0.0, "5,00")],
)  # fmt: skip
def test_a_figure_has_the_decimals_that_its_error_gives_sense_to(value: float, se: float, es: str) -> None:
    # Three digits of the standard error count: 9.41, 932 235 (in full), 0.0012 (four decimals at most).
    assert written(value, "mean", "es", se) == es


def test_a_chance_that_is_nearly_none_is_not_written_as_none(run) -> None:
    rows = "w,g,y\n" + "".join(f"1,{'a' if row < 40 else 'b'},{row}\n" for row in range(80))
    assert "<0,001" in run(rows, "--weight", "w", "--mean", "y", "--differential", "g=a,b")[1]


def test_a_gap_between_shares_is_told_in_points(run) -> None:
    """30 of 40 and 10 of 40 have it: 75 % and 25 % are 50 points apart."""
    rows = "w,g,y\n" + "".join(
        f"1,{'b' if row % 2 else 'a'},{int(row // 2 < (10 if row % 2 else 30))}\n" for row in range(80)
    )
    for words, value in ((("--weight", "w"), "50,0 puntos"), (("--unweighted",), "50,0 puntos")):
        out = run(rows, *words, "--proportion", "y", "--differential", "g=a,b")[1]
        assert [line for line in out.splitlines() if "a - b" in line and value in line]
        assert [line for line in out.splitlines() if "a - b" in line and "%" in line] == []


def test_a_figure_that_could_not_be_made_is_told(run) -> None:
    status, out, told = run("w,y,none\n1,2,0\n2,3,0\n", "--weight", "w", "--ratio", "y/none")
    assert (status, "E214" in told, "—" in out) == (0, True, True)


def test_calibration_to_impossible_totals_tells_of_negative_weights(run) -> None:
    # 60 people can hardly sum to a million: the linear method gets there with negative weights.
    rows = "w,age\n" + "".join(f"1,{row}\n" for row in range(60))
    assert "E213" in run(rows, "--weight", "w", "--calibrate", "1=60", "age=1000000", "--mean", "age")[2]


def test_a_fault_in_a_table_of_known_totals_is_told_with_the_name_of_that_table(run, tmp_path: Path) -> None:
    (tmp_path / "sizes.csv").write_text("g,people\na,-5\nb,9\n", "utf-8")
    words = ("--weight", "w", "--mean", "y", "--poststratify", f"g={tmp_path / 'sizes.csv'}")
    status, _, told = run("w,g,y\n1,a,2\n1,b,3\n", *words)
    assert (status, "sizes.csv:2 [people]" in told) == (1, True)
