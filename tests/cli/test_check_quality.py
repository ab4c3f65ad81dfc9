"""`tejido check --quality`: which rows of a survey were flagged, for whoever mends the file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.cli import main
from tests.city import interviews


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def call(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["tejido", "check", *map(str, words), "--lang", "en"])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return call


def test_flagged_rows_are_written_with_their_place_and_code_and_without_their_answers(check, tmp_path: Path):
    """The first row of persons is the second of its file; an age of 430 cannot be."""
    members = interviews.people()
    members[0] = members[0].replace(",40,", ",430,")
    city = interviews.write(tmp_path / "city", members=members)
    assert check(city, "--quality", tmp_path / "rows.csv")[0] == 0
    rows = pd.read_csv(tmp_path / "rows.csv")
    assert list(rows.columns) == ["survey", "table", "row", "column", "code", "fatal"]
    [age] = rows[rows["code"] == "C623"].to_dict("records")
    assert (age["table"], age["row"], age["column"], age["fatal"]) == ("persons", 2, "age", False)
    assert "430" not in (tmp_path / "rows.csv").read_text("utf-8")


def test_a_file_that_is_there_is_left_alone_and_a_folder_must_be(check, tmp_path: Path):
    city = interviews.write(tmp_path / "city")
    (tmp_path / "rows.csv").write_text("mine", "utf-8")
    status, told = check(city, "--quality", tmp_path / "rows.csv")
    assert (status, (tmp_path / "rows.csv").read_text("utf-8")) == (1, "mine") and "E509" in told
    status, told = check(city, "--quality", tmp_path / "no" / "rows.csv")
    assert status == 1 and "E616" in told
