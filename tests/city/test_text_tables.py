"""Text tables as spreadsheets write them: an analyst gets the figures that stand in the file, or is told what is wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.city.answers import read
from tejido.errors import TejidoError


def file(folder: Path, text: str, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def code(path: Path, *wanted: str) -> tuple[str, int | None]:
    with pytest.raises(TejidoError) as told:
        read(path, wanted)
    return told.value.findings[0].code, told.value.findings[0].row


def test_a_spreadsheet_of_latin_america_writes_semicolons_and_decimal_commas(tmp_path: Path):
    path = file(tmp_path, "code;income\n01;1,5\n02;\n03;2\n")
    table = read(path, None, ["code"])
    assert table["code"].tolist() == ["01", "02", "03"]
    assert table["income"].tolist() == pytest.approx([1.5, float("nan"), 2.0], nan_ok=True)


def test_between_commas_a_comma_is_no_decimal_sign(tmp_path: Path):
    assert read(file(tmp_path, 'w,street\n1,"4,5"\n'))["street"].tolist() == ["4,5"]


def test_a_text_with_a_comma_outside_quotes_does_not_shift_answers(tmp_path: Path):
    # Line 3 holds four cells for three columns: 40 would become the weight.
    path = file(tmp_path, "street,w,age\nCalle 5,1,20\nCalle 5, casa 3,1,40\n")
    assert code(path, "w", "age") == ("E211", 3)


def test_quotes_line_ends_in_quotes_and_empty_cells_at_the_end_are_no_fault(tmp_path: Path):
    path = file(tmp_path, 'street,w,age\n"Calle 5, casa 3",1,20,,\n"two\nlines ""x"", y",2,30\n5" pipe,3,40')
    assert read(path, ["w", "age"])["age"].tolist() == [20, 30, 40]


def test_a_sign_at_the_end_of_every_line_shifts_nothing(tmp_path: Path):
    table = read(file(tmp_path, "w,age\n1,2,\n3,4,\n"), ["w", "age"])
    pd.testing.assert_frame_equal(table, pd.DataFrame({"w": [1, 3], "age": [2, 4]}))


def test_of_two_columns_with_one_title_none_is_taken(tmp_path: Path):
    path = file(tmp_path, "w,age,age,note\n1,2,3,x\n")
    assert code(path, "age")[0] == "E212"
    assert read(path, ["w"])["w"].tolist() == [1]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_rows(tmp_path: Path, content: bytes):
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    assert code(path, "w")[0] == "E208"


@pytest.mark.parametrize("content", [b"no", b"garbage" * 20, b"<stata_dta>"])
def test_what_only_calls_itself_stata_is_told(tmp_path: Path, content: bytes):
    path = tmp_path / "answers.dta"
    path.write_bytes(content)
    assert code(path, "w")[0] == "E202"
