"""`tejido estimate` as an analyst uses it: what it prints for people and for programs, and what it refuses."""

from __future__ import annotations

import io
import json
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.conftest import Command
from tests.survey.golden import GOLDEN, figures

PEOPLE = GOLDEN / "people.csv"
DESIGN = ("--weight", "w", "--strata", "stratum", "--psu", "cluster")
KEYS = ["statistic", "variable", "domain", "estimate", "se", "low", "high", "df", "n", "n_eff", "deff", "quality"]


@pytest.fixture
def run(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("COLUMNS", "200")
    return partial(command, "estimate")


def golden(case: str, statistic: str, variable: str, domain: str = "all") -> pd.Series:
    return figures().set_index(["case", "statistic", "variable", "domain"]).loc[(case, statistic, variable, domain)]


def test_json_is_a_list_of_figures_of_one_shape(run) -> None:
    status, out, _ = run(PEOPLE, *DESIGN, "--mean", "age", "income", "--ratio", "rent/income", "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert [list(row) for row in rows] == [KEYS] * 3
    assert [(row["statistic"], row["variable"]) for row in rows] == [
        ("mean", "age"),
        ("mean", "income"),
        ("ratio", "rent/income"),
    ]
    wanted = golden("one", "mean", "income")
    assert rows[1]["domain"] == {}
    assert (rows[1]["estimate"], rows[1]["se"]) == pytest.approx((wanted["estimate"], wanted["se"]), rel=1e-8)
    assert rows[1]["df"] == wanted["df"]


def test_every_statistic_by_a_crossing_of_groups(run) -> None:
    words = ("--mean", "age", "--proportion", "water", "zone=w", "--total", "age", "--quantile", "income:0.25,0.5")
    rows = json.loads(run(PEOPLE, *DESIGN, *words, "--by", "grp", "zone", "--format", "json")[1])
    assert len(rows) == 6 * 6
    assert rows[0]["domain"] == {"grp": 0, "zone": "n"}
    got = next(row for row in rows if row["variable"] == "water" and row["domain"] == {"grp": 1, "zone": "w"})
    wanted = golden("one", "proportion", "water", "grp=1;zone=w")
    assert (got["estimate"], got["se"], got["low"]) == pytest.approx(
        (wanted["estimate"], wanted["se"], wanted["low"]), rel=1e-7
    )


def test_two_stages_with_finite_populations_and_a_single_unit_rule(run) -> None:
    words = ("--psu", "cluster,home", "--fpc", "n_clusters,n_homes", "--lonely", "adjust")
    row = json.loads(run(PEOPLE, "--weight", "w", "--strata", "stratum", *words, "--mean=age", "--format", "json")[1])[
        0
    ]
    assert row["se"] == pytest.approx(golden("two", "mean", "age")["se"], rel=1e-8)
    status, _, err = run(
        PEOPLE, "--weight", "w", "--strata", "lonely_stratum", "--psu", "cluster", "--mean", "age", "--lang", "en"
    )
    assert (status, "E113" in err, "--lonely adjust" in err) == (1, True, True)


def test_a_differential_names_both_groups_and_has_p(run) -> None:
    rows = json.loads(run(PEOPLE, *DESIGN, "--mean", "water", "--differential", "grp=1,0", "--format", "json")[1])
    wanted = golden("one", "gap", "water")
    assert rows[-1]["domain"] == {"grp": "1 - 0"}
    assert list(rows[-1]) == [*KEYS, "p"]
    assert (rows[-1]["estimate"], rows[-1]["se"], rows[-1]["p"]) == pytest.approx(
        (wanted["estimate"], wanted["se"], wanted["low"]), rel=1e-6
    )


def test_known_totals_from_a_file_and_from_the_command(run, tmp_path: Path) -> None:
    zones, cells = tmp_path / "zones.csv", tmp_path / "cells.csv"
    zones.write_text("zone,people\nn,4000\ns,4100\nw,4000\n", "utf-8")
    cells.write_text("sex,zone,N\n1,n,1900\n1,s,2100\n1,w,2050\n2,n,2200\n2,s,1850\n2,w,2000\n", "utf-8")
    for case, words in {
        "greg": ("--calibrate", f"zone={zones}", "age=500000"),
        "bounded": ("--calibrate", f"zone={zones}", "--calibrate", "age=500000", "--bounds", "0.8,1.45"),
        "post": ("--poststratify", f"zone,sex={cells}"),
    }.items():
        row = json.loads(run(PEOPLE, *DESIGN, *words, "--mean", "income", "--format", "json")[1])[0]
        wanted = golden(case, "mean", "income")
        assert (row["estimate"], row["se"]) == pytest.approx((wanted["estimate"], wanted["se"]), rel=1e-6), case
    sexes = tmp_path / "sexes.csv"
    sexes.write_text("sex,people\n1,5900\n2,6200\n", "utf-8")
    row = json.loads(
        run(PEOPLE, *DESIGN, "--rake", f"zone={zones}", f"sex={sexes}", "--mean", "income", "--format", "json")[1]
    )[0]
    assert row["se"] == pytest.approx(golden("raked", "mean", "income")["se"], rel=1e-6)


def test_replicate_weights_by_pattern_and_households_joined_to_persons(run, tmp_path: Path) -> None:
    pd.concat([pd.read_csv(GOLDEN / "pairs.csv"), pd.read_csv(GOLDEN / "fay.csv")], axis=1).to_csv(
        tmp_path / "fay.csv", index=False
    )
    words = ("--weight", "w", "--replicates", "r_*", "--method", "Fay", "--mean", "y", "--format", "json")
    assert json.loads(run(tmp_path / "fay.csv", *words)[1])[0]["se"] == pytest.approx(
        golden("fay", "mean", "y")["se"], rel=1e-6
    )
    people = pd.read_csv(PEOPLE)
    people[["stratum", "cluster", "home", "n_clusters"]].drop_duplicates(["stratum", "cluster", "home"]).to_csv(
        tmp_path / "h.csv", index=False
    )
    people.drop(columns=["n_clusters"]).to_parquet(tmp_path / "p.parquet")
    join = ("--join", f"{tmp_path / 'h.csv'}:stratum,cluster,home")
    row = json.loads(
        run(tmp_path / "p.parquet", *join, *DESIGN, "--fpc", "n_clusters", "--mean", "age", "--format", "json")[1]
    )[0]
    assert row["se"] == pytest.approx(golden("withfpc", "mean", "age")["se"], rel=1e-8)


def test_replicates_are_made_where_a_method_is_named_alone(run) -> None:
    words = (GOLDEN / "pairs.csv", *DESIGN, "--method", "JKn", "--mean", "y", "--format", "json")
    assert json.loads(run(*words)[1])[0]["se"] == pytest.approx(golden("jkn", "mean", "y")["se"], rel=1e-8)


def test_csv_has_a_column_per_group_and_json_no_number_that_is_none(run) -> None:
    table = pd.read_csv(io.StringIO(run(PEOPLE, *DESIGN, "--mean", "age", "--by", "zone", "--format", "csv")[1]))
    assert list(table.columns) == ["statistic", "variable", "zone", *KEYS[3:]]
    assert table["zone"].tolist() == ["n", "s", "w"]
    assert "NaN" not in run(PEOPLE, *DESIGN, "--mean", "age", "--differential", "grp=1,0", "--format", "json")[1]


def test_codes_keep_their_leading_zeros(run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("w;code;y\n1;05001;2\n1;05001;4\n1;08001;6\n", "utf-8")
    rows = json.loads(run(tmp_path / "a.csv", "--weight", "w", "--mean", "y", "--by", "code", "--format", "json")[1])
    assert [row["domain"]["code"] for row in rows] == ["05001", "08001"]


def test_people_read_a_table_in_their_language(run) -> None:
    out = run(PEOPLE, *DESIGN, "--proportion", "water", "--by", "zone", "--lang", "es")[1]
    assert "proporción water" in out
    assert "Calidad" in out
    assert "%" in out


def test_without_weights_the_figures_are_said_to_be_indicative(run) -> None:
    status, _, err = run(PEOPLE, "--unweighted", "--mean", "age", "--lang", "en")
    assert (status, "E209" in err, "indicative" in err) == (0, True, True)


@pytest.mark.parametrize(
    "words",
    [
        (PEOPLE, "--mean", "age"), (PEOPLE, "--weight", "w"), (PEOPLE, "--weight", "w", "--unweighted", "--mean", "age"),
        (PEOPLE, "--weight", "w", "--ratio", "age"), (PEOPLE, "--weight", "w", "--quantile", "age:2"),
        (PEOPLE, "--weight", "w", "--mean", "age", "--differential", "grp=1"), (PEOPLE, "--weight", "w", "--mean", "age", "--join", "x"),
        (PEOPLE, "--weight", "w", "--mean", "age", "--replicates", "r_*"), (PEOPLE, "--weight", "w", "--mean", "age", "--bounds", "1,2"),
        (PEOPLE, "--weight", "w", "--mean", "age", "--lonely", "remove"),
        (PEOPLE, "--weight", "w", "--mean", "age", "--calibrate", "1=9", "--rake", "zone=z.csv"),
    ],
)  # fmt: skip
def test_a_question_that_is_not_understood_ends_with_status_2(run, words: tuple[object, ...]) -> None:
    assert run(*words)[0] == 2


@pytest.mark.parametrize(
    ("name", "content", "words", "code"),
    [
        ("none.csv", None, (), "E201"), ("a.parquet", "no parquet", (), "E202"), ("a.ods", "x", (), "E203"), ("a.sav", "no SPSS", (), "E202"),
        ("a.csv", "w,y\n", (), "E208"), ("a.csv", "w,y\n1,2\n", ("--replicates", "q*", "--method", "BRR"), "E207"),
        ("a.csv", "w,x\n1,2\n", (), "E101"), ("a.csv", "w,y\n1,two\n", (), "E103"),
    ],
)  # fmt: skip
def test_a_file_at_fault_ends_with_status_1_and_its_code(
    run, tmp_path: Path, name: str, content: str | None, words: tuple, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    status, out, err = run(tmp_path / name, "--weight", "w", "--mean", "y", *words, "--format", "json")
    assert (status, code in err, out) == (1, True, "")


def test_what_a_join_cannot_do_is_said(run, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("w,h,y\n1,1,2\n1,2,4\n1,3,6\n", "utf-8")
    (tmp_path / "h.csv").write_text("h,size\n1,2\n2,3\n", "utf-8")
    (tmp_path / "twice.csv").write_text("h,size\n1,2\n1,3\n", "utf-8")
    (tmp_path / "other.csv").write_text("home,size\n1,2\n", "utf-8")
    ask = ("--weight", "w", "--mean", "size", "--lang", "en")
    status, _, err = run(tmp_path / "p.csv", "--join", f"{tmp_path / 'h.csv'}:h", *ask)
    assert (status, "E206" in err) == (0, True)
    assert "E204" in run(tmp_path / "p.csv", "--join", f"{tmp_path / 'twice.csv'}:h", *ask)[2]
    assert "E205" in run(tmp_path / "p.csv", "--join", f"{tmp_path / 'other.csv'}:h", *ask)[2]


def test_rows_without_a_group_are_told(run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("w,g,y\n1,1,2\n1,,4\n1,2,6\n1,2,7\n", "utf-8")
    err = run(tmp_path / "a.csv", "--weight", "w", "--mean", "y", "--by", "g", "--lang", "en")[2]
    assert "Rows without g, which are in no group: 1." in err


@pytest.mark.parametrize("kind", ["parquet", "xlsx", "dta", "tsv"])
def test_a_file_of_another_kind_gives_the_same_figures(run, tmp_path: Path, kind: str) -> None:
    people, path = pd.read_csv(PEOPLE), tmp_path / f"people.{kind}"
    write = {
        "parquet": lambda: people.to_parquet(path), "xlsx": lambda: people.to_excel(path, index=False),
        "dta": lambda: people.to_stata(path, write_index=False), "tsv": lambda: people.to_csv(path, sep="\t", index=False),
    }  # fmt: skip
    write[kind]()
    words = (*DESIGN, "--mean", "income", "--proportion", "water", "--by", "zone", "--format", "json")
    for got, wanted in zip(json.loads(run(path, *words)[1]), json.loads(run(PEOPLE, *words)[1]), strict=True):
        assert got["domain"] == wanted["domain"]
        assert (got["estimate"], got["se"], got["n"]) == pytest.approx(
            (wanted["estimate"], wanted["se"], wanted["n"]), rel=1e-9
        )


def test_keys_meet_however_their_numbers_are_stored_and_empty_keys_meet_nobody(run, tmp_path: Path) -> None:
    pd.DataFrame({"w": [1, 1, 1], "h": [1.0, 2.0, None], "y": [2, 4, 6]}).to_parquet(tmp_path / "p.parquet")
    (tmp_path / "h.csv").write_text("h,size\n1,2\n2,4\n,90\n", "utf-8")
    words = ("--join", f"{tmp_path / 'h.csv'}:h", "--weight", "w", "--mean", "size", "--format", "json", "--lang", "en")
    status, out, err = run(tmp_path / "p.parquet", *words)
    assert (status, json.loads(out)[0]["estimate"], json.loads(out)[0]["n"]) == (0, 3, 2)
    assert "Rows whose key is in no row of this file: 1." in err


def test_the_textbook_commands_give_the_textbook_figures(run, shared_data: Path) -> None:
    api = shared_data / "surveys" / "api"
    if not api.is_dir():
        pytest.skip("the California school samples are not here: surveys/api of the shared data")
    for words, wanted in [
        (("apistrat.csv", "--strata", "stype", "--fpc", "fpc"), (662.2874, 9.4089)),
        (("apiclus1.csv", "--psu", "dnum", "--fpc", "fpc"), (644.1694, 23.5422)),
        (("apiclus2.csv", "--psu", "dnum,snum", "--fpc", "fpc1,fpc2"), (670.8118, 30.0990)),
    ]:
        row = json.loads(run(api / words[0], "--weight", "pw", *words[1:], "--mean", "api00", "--format", "json")[1])[0]
        assert (row["estimate"], row["se"]) == pytest.approx(wanted, abs=5e-5)
