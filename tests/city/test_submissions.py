"""Exports of KoboToolbox and ODK Central give the same tables, whatever their separators, files and encodings."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.city.forms import Form, Submissions, read_form, read_submissions, roster
from tejido.errors import TejidoError
from tests.city.books import FORM, archive, comma, workbook

MAIN = """
    _index | door{s}yes | door{s}where        | day        | zone | _uuid
    1      | 1          | 4.5 -74.1 2600 5    | 2026-03-01 | n    | u1
    2      | 0          |                     |            |      | u2
    3      | 1          | 4.6 -74.2 2600 9    | 2026-03-02 | Ñ    | u3
    """
PEOPLE = """
    _parent_index | people{s}age | people{s}work
    1             | 40           | paid home
    1             | 7            |
    3             | 30           | none
    """


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return read_form(workbook(tmp_path / "form.xlsx", FORM))


def told(read: Submissions) -> tuple[list[object], list[object]]:
    """What the small export holds, in short."""
    main, people = read.tables[""], read.tables["people"]
    return (
        main[["_key", "yes", "where", "day", "zone"]].astype(object).where(main.notna(), None).to_numpy().tolist(),
        people[["_parent", "_position", "age", "work"]].astype(object).where(people.notna(), None).to_numpy().tolist(),
    )


EXPECTED = (
    [["u1", "1", "4.5 -74.1 2600 5", "2026-03-01", "n"], ["u2", "0", None, None, None],
     ["u3", "1", "4.6 -74.2 2600 9", "2026-03-02", "Ñ"]],
    [[0, 1, 40.0, "paid home"], [0, 2, 7.0, None], [2, 1, 30.0, "none"]],
)  # fmt: skip


@pytest.mark.parametrize("separator", ["/", "-", "."])
def test_group_separators_and_sheets_of_repeats(form: Form, tmp_path: Path, separator: str):
    sheets = {"Doors": MAIN.replace("{s}", separator), "people": PEOPLE.replace("{s}", separator)}
    assert told(read_submissions(workbook(tmp_path / "kobo.xlsx", sheets), form)) == EXPECTED


def test_an_archive_of_odk_central_with_names_inside_the_repeat(form: Form, tmp_path: Path):
    main = MAIN.replace("{s}", "-").replace("_uuid", "KEY")
    people = "PARENT_KEY | age | work\nu1 | 40 | paid home\nu1 | 7 |\nu3 | 30 | none"
    read = read_submissions(archive(tmp_path / "Doors.zip", {"Doors.csv": main, "Doors-people.csv": people}), form)
    assert told(read) == EXPECTED


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("True", "False"), ("1.0", "0.0"), ("TRUE", "")])
@pytest.mark.parametrize("sign", ["/", ".", "_"])
def test_several_answers_in_one_column_each_become_one_list(form: Form, tmp_path: Path, yes: str, no: str, sign: str):
    people = (
        f"_parent_index | people/age | people/work{sign}paid | people/work{sign}home | people/work{sign}none\n"
        f"1 | 40 | {yes} | {yes} | {no}\n1 | 7 | | |\n3 | 30 | {no} | {no} | {yes}"
    )
    sheets = {"Doors": MAIN.replace("{s}", "/"), "people": people}
    assert told(read_submissions(workbook(tmp_path / "kobo.xlsx", sheets), form)) == EXPECTED


@pytest.mark.parametrize(
    "titles", ["door/_where_{}", "_where_{}", "door-where-{}"], ids=["kobo", "kobo without groups", "central"]
)
def test_points_in_four_columns_become_one(form: Form, tmp_path: Path, titles: str):
    parts = [titles.format(part) for part in ("latitude", "longitude", "altitude", "precision")]
    text = f"_uuid | yes | {' | '.join(parts)}\nu1 | 1 | 4.5 | -74.1 | 2600 | 5\nu2 | 0 | | | |"
    table = read_submissions(archive(tmp_path / "a.zip", {"a.csv": text}), form).tables[""]
    assert table["where"].fillna("").tolist() == ["4.5 -74.1 2600 5", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends_of_windows(form: Form, tmp_path: Path, encoding: str, end: str):
    path = tmp_path / "doors.csv"
    path.write_bytes(comma(MAIN.replace("{s}", "/")).replace("\n", end).encode(encoding))
    assert read_submissions(path, form).tables[""]["zone"].tolist()[2] == "Ñ"


def test_parquet_spss_and_stata_give_what_csv_gives(form: Form, tmp_path: Path):
    import pyreadstat

    table = pd.DataFrame({"yes": [1.0, 0.0], "zone": ["n", ""], "day": pd.to_datetime(["2026-03-01", "2026-03-02"])})
    table.to_parquet(tmp_path / "a.parquet")
    pyreadstat.write_sav(table, str(tmp_path / "a.sav"))
    table.drop(columns="day").to_stata(tmp_path / "a.dta", write_index=False)
    for name in ("a.parquet", "a.sav", "a.dta"):
        read = read_submissions(tmp_path / name, form).tables[""]
        assert (read["yes"].tolist(), read["zone"].fillna("?").tolist()) == (["1", "0"], ["n", "?"]), name
        if name != "a.dta":
            assert read["day"].tolist() == ["2026-03-01", "2026-03-02"], name


def test_repeats_inside_repeats_hang_from_their_row(tmp_path: Path):
    survey = """
        type         | name
        begin_repeat | homes
        text         | kind
        begin_repeat | rooms
        integer      | beds
        end_repeat   | rooms
        end_repeat   | homes
        """
    form = read_form(workbook(tmp_path / "f.xlsx", {"survey": survey}))
    files = {
        "f.csv": "KEY | other\nm | x", "f-homes.csv": "KEY | PARENT_KEY | kind\nh1 | m | a\nh2 | m | b",
        "f-homes-rooms.csv": "KEY | PARENT_KEY | beds\nr1 | h2 | 1\nr2 | h2 | 2\nr3 | h1 | 3\nr4 | gone | 4",
    }  # fmt: skip
    read = read_submissions(archive(tmp_path / "f.zip", files), form)
    assert read.parents == {"homes": "", "rooms": "homes"}
    assert read.tables["rooms"][["_parent", "_position"]].to_numpy().tolist() == [[1, 1], [1, 2], [0, 1], [-1, 1]]


def test_without_a_form_columns_keep_their_names_and_repeats_are_joined(tmp_path: Path):
    sheets = {"Doors": MAIN.replace("{s}", "/"), "people": PEOPLE.replace("{s}", "/")}
    read = read_submissions(workbook(tmp_path / "kobo.xlsx", sheets))
    assert read.tables["people"]["_parent"].tolist() == [0, 0, 2]
    assert read.tables[""]["door/yes"].tolist() == ["1", "0", "1"]


def test_households_and_persons_come_from_the_roster(form: Form, tmp_path: Path):
    twice = MAIN.replace("{s}", "/").replace("u3", "u1")
    people = PEOPLE.replace("{s}", "/") + "9 | 50 | none\n"
    read = read_submissions(workbook(tmp_path / "kobo.xlsx", {"Doors": twice, "people": people}), form)
    households, persons = roster(read, form)
    assert households["household"].tolist() == ["u1", "u2", "u1#2"]
    assert persons[["household", "person", "age"]].to_numpy().tolist() == [
        ["u1", 1, 40.0],
        ["u1", 2, 7.0],
        ["u1#2", 1, 30.0],
    ]


def test_what_does_not_fit_the_form_is_told(form: Form, tmp_path: Path):
    sheets = {"Doors": "_uuid | yes | colour\nu1 | 1 | red", "pets": "_parent_index | pet\n1 | cat"}
    read = read_submissions(workbook(tmp_path / "kobo.xlsx", sheets), form)
    assert [one.code for one in read.findings] == ["E322", "E323", "E324"]
    assert read.tables[""]["colour"].tolist() == ["red"]


def test_columns_that_the_program_adds_by_itself_are_not_counted_as_no_questions(form: Form, tmp_path: Path):
    """Of KoboToolbox (first line) and ODK Central (second); `colour` alone was somebody's."""
    own = "_id | _submission_time | _validation_status | __version__ | _submitted_by | meta/rootUuid | formhub/uuid | _tags | "
    own += "SubmissionDate | KEY | SubmitterID | AttachmentsPresent | ReviewState | DeviceID | meta-instanceName | FormVersion"
    columns = own.count("|") + 1
    sheets = {"Doors": f"_uuid | yes | {own} | colour\nu1 | 1 | {' | '.join(['x'] * columns)} | red"}
    read = read_submissions(workbook(tmp_path / "kobo.xlsx", sheets), form)
    assert [dict(one.values)["count"] for one in read.findings if one.code == "E322"] == [1]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "E320"), ("a.csv", b"\xef\xbb\xbf\r\n", "E320"), ("a.csv", b"yes,zone\n", "E325"),
        ("a.csv", b"May I ask?,Which zone?\n1,n\n", "E321"),
        ("a.zip", b"no zip", "E202"), ("a.xlsx", b"no workbook", "E202"), ("a.ods", b"x", "E203"), ("none.csv", None, "E201"),
        ("a.csv", b"yes,zone\n1,n,more\n", "E202"),
    ],
)  # fmt: skip
def test_a_file_at_fault_is_refused_with_its_code(
    form: Form, tmp_path: Path, name: str, content: bytes | None, code: str
):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TejidoError) as refused:
        read_submissions(tmp_path / name, form)
    assert [one.code for one in refused.value.findings] == [code]
    assert "more" not in str(refused.value), "an answer stands in the message"


@pytest.mark.parametrize(
    ("written", "age"),
    [
        (b"yes;age\n1;12,5\n1;7\n", [12.5, 7]),
        (b'yes,age\n1,"12,5"\n1,7\n', [12.5, 7]),
        (b"yes;age\n1;1,234\n1;2,345\n", []),
    ],
)  # a column in which every comma could part thousands is not read
def test_numbers_with_a_decimal_comma_are_numbers(tmp_path: Path, written: bytes, age: list[float]):
    form = read_form(workbook(tmp_path / "f.xlsx", {"survey": "type | name\ntext | yes\ndecimal | age"}))
    (tmp_path / "a.csv").write_bytes(written)
    read = read_submissions(tmp_path / "a.csv", form)
    assert read.tables[""]["age"].dropna().tolist() == age
    assert bool(read.unread) == (not age)


def test_true_and_false_are_read_as_a_spreadsheet_saves_them(tmp_path: Path):
    lists = "list_name | name | label\nyn | true | Yes\nyn | false | No\nyn | no_answer | -\nten | 1 | One\nten | true | True"
    survey = "type | name\nselect_one yn | tap\nselect_one ten | other"
    form = read_form(workbook(tmp_path / "f.xlsx", {"survey": survey, "choices": lists}))
    (tmp_path / "a.csv").write_text("tap,other\nTRUE,1\nFALSO,true\nVerdadero,1\n0,1\nno_answer,1\nSí,1\n", "utf-8")
    table = read_submissions(tmp_path / "a.csv", form).tables[""]
    assert table["tap"].tolist() == ["true", "false", "true", "false", "no_answer", "Sí"]
    assert table["other"].tolist() == ["1", "true", "1", "1", "1", "1"]  # not a list of yes and no: nothing is guessed


def test_several_repeats_need_a_name_for_the_roster(tmp_path: Path):
    survey = "type | name\n" + "\n".join(f"begin_repeat | r{n}\ntext | t{n}\nend_repeat | r{n}" for n in (1, 2))
    form = read_form(workbook(tmp_path / "f.xlsx", {"survey": survey}))
    keyed = {f"f-r{n}.csv": f"PARENT_KEY | t{n}\nm | {n}a\nm | {n}b" for n in (1, 2)}
    read = read_submissions(archive(tmp_path / "f.zip", {"f.csv": "KEY | x\nm | y", **keyed}), form)
    with pytest.raises(TejidoError, match="E333"):
        roster(read, form)
    _, persons = roster(read, form, ["r1", "r2"])
    assert persons[["person", "t1", "t2"]].to_numpy().tolist() == [[1, "1a", "2a"], [2, "1b", "2b"]]


def test_twenty_thousand_interviews_of_three_hundred_questions_are_read_in_seconds(tmp_path: Path):
    survey = "type | name\n" + "\n".join(f"{'integer' if n % 3 else 'text'} | q{n}" for n in range(300))
    form = read_form(workbook(tmp_path / "f.xlsx", {"survey": survey}))
    line = ",".join(str(n % 7) if n % 4 else "" for n in range(300)) + "\n"
    path = tmp_path / "a.csv"
    path.write_text(",".join(f"q{n}" for n in range(300)) + "\n" + line * 20_000, "utf-8")
    start = time.perf_counter()
    table = read_submissions(path, form).tables[""]
    assert time.perf_counter() - start < 8
    assert (table.shape, float(np.nansum(table["q2"]))) == ((20_000, 301), 40_000.0)
