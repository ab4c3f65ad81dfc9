"""`tejido protect`: a file of answers in, a safer one and a report out, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from tejido.cli import protect_files
from tejido.privacy.frequencies import frequencies
from tests.cli.conftest import Command

KEYS = ["district", "age", "sex"]
SETTINGS = """
keys = ["district", "age", "sex"]
k = 2
weight = "weight"
household = "home"
sensitive = "papers"
missing = [999]
drop = ["nombre"]
top = { age = 65 }
groups = { age = [15, 25, 65] }
round = { income = 100 }
"""
METRE = 1 / 111_000
"""In degrees of latitude."""


@pytest.fixture
def run(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("COLUMNS", "300")
    return command


def people() -> pd.DataFrame:
    """Sixty people of twenty homes in three districts; two have no age (999) and one is alone in hers."""
    rows = []
    for n in range(60):
        home = n // 3
        rows.append({
            "nombre": f"Persona {n}", "home": f"h-{home}", "district": ["Ñandú", "Sur", "Norte"][home % 3],
            "age": [4, 18, 34, 50, 70, 88][(n * 7) % 6], "sex": "fm"[n % 2], "papers": "yes" if n % 4 else "no",
            "income": 1000 + 17 * n, "weight": 10.5, "lon": -79.5 + home / 2000, "lat": 9.0 + n / 20000,
        })  # fmt: skip
    table = pd.DataFrame(rows)
    table.loc[[3, 40], "age"] = 999
    table.loc[[57, 58, 59], "district"] = "Lejos"
    return table


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the file of people, settings, a secret, a square unit around all points, and where the result goes."""
    people().drop(columns=["lon", "lat"]).to_csv(tmp_path / "people.csv", index=False, lineterminator="\r\n")
    people().to_csv(tmp_path / "points.csv", index=False)
    (tmp_path / "protect.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "secret").write_bytes(b"nobody knows these bytes")
    ring = [[-79.51, 8.99], [-79.48, 8.99], [-79.48, 9.01], [-79.51, 9.01], [-79.51, 8.99]]
    shape = {"type": "Feature", "properties": {"unit": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / "units.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}), "utf-8")
    (tmp_path / "out").mkdir()
    return tmp_path


def by_settings(place: Path, out: str = "safe.csv", file: str = "people.csv") -> tuple:
    return ("protect", place / file, "--settings", place / "protect.toml", "--out", place / "out" / out)


def with_points(place: Path, donut: str = "50,200", out: str = "safe.csv") -> tuple:
    return (
        *by_settings(place, out, "points.csv"), "--points", "lon,lat", "--units", place / "units.geojson", "--donut", donut,
        "--secret", place / "secret",
    )  # fmt: skip


def written(place: Path, name: str = "safe.csv") -> pd.DataFrame:
    return pd.read_csv(place / "out" / name)


def test_an_analyst_gets_a_safe_file_and_reads_what_it_cost(run, place):
    status, out, err = run(*by_settings(place), "--lang", "es")
    assert status == 0
    safe = written(place)
    assert list(safe.columns) == ["home", "district", "age", "sex", "papers", "income", "weight"]
    assert frequencies(safe, KEYS)["sample"].min() >= 2
    assert set(safe["age"].dropna()) <= {"<15", "15-24", "25-64", "65+"}
    assert (safe["income"] % 100 == 0).all() and len(safe) == 60
    assert "Ñandú" in set(safe["district"])
    assert "safe.report.json" in out and "E216" in err
    report = (place / "out" / "safe.report.md").read_text("utf-8")
    assert "| suprimidas |" in report and "Columnas excluidas: nombre." in report


def test_nobody_of_a_far_district_is_left_to_be_told_apart_by_the_household(run, place):
    """The only home of its district: its three members lose the district together."""
    run(*by_settings(place))
    assert "Lejos" not in set(written(place)["district"].dropna())


def test_json_stands_alone_and_equals_the_report_beside_the_file(run, place):
    _, out, _ = run(*by_settings(place), "--json")
    told = json.loads(out)
    assert told.pop("files") == ["safe.csv", "safe.report.json", "safe.report.md"]
    assert told == json.loads((place / "out" / "safe.report.json").read_text("utf-8"))
    assert told["after"]["fewer_than"]["2"] == 0 < told["before"]["fewer_than"]["2"]
    missing = written(place)[KEYS].isna().sum().sum()
    assert sum(one["suppressed"] for one in told["lost"].values()) == missing - 2  # two had given no age


def test_options_say_the_same_as_settings_and_go_before_them(run, place):
    words = (
        "protect", place / "people.csv", "--keys", "district,age,sex", "--k", 2, "--weight", "weight", "--household", "home",
        "--sensitive", "papers", "--missing", 999, "--drop", "nombre", "--top", "age:65", "--groups", "age:15,25,65",
        "--round", "income:100",
    )  # fmt: skip
    assert run(*words, "--out", place / "out" / "typed.csv")[0] == 0
    run(*by_settings(place))
    assert (place / "out" / "typed.csv").read_bytes() == (place / "out" / "safe.csv").read_bytes()
    run(
        *by_settings(place, "three.csv"),
        "--k",
        3,
        "--important",
        "sex,age",
        "--bottom",
        "income:10%",
        "--keep",
        "papers",
    )
    assert json.loads((place / "out" / "three.report.json").read_text("utf-8"))["k"] == 3


def test_the_order_of_rows_leaves_no_trace(run, place):
    run(*by_settings(place))
    people().drop(columns=["lon", "lat"]).iloc[::-1].to_csv(place / "turned.csv", index=False)
    run(*by_settings(place, "turned.csv", "turned.csv"))
    assert (place / "out" / "safe.csv").read_bytes() == (place / "out" / "turned.csv").read_bytes()


@pytest.mark.parametrize("kind", ["csv", "parquet", "sav"])
def test_every_kind_holds_the_same_answers_and_the_same_bytes_twice(run, place, kind: str):
    for name in ("one", "two"):
        assert run(*by_settings(place, f"{name}.{kind}"))[0] == 0
    first, second = ((place / "out" / f"{name}.{kind}") for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    run(*by_settings(place))
    readers = {"csv": pd.read_csv, "parquet": pd.read_parquet, "sav": lambda file: pyreadstat.read_sav(str(file))[0]}
    read = readers[kind](first).replace("", None)
    pd.testing.assert_frame_equal(read.astype("str"), written(place).astype(read.dtypes.to_dict()).astype("str"))


def test_labels_of_a_statistical_file_go_along_but_for_answers_that_were_grouped(run, place):
    table = people()[["age", "sex"]].replace({"f": 1, "m": 2}).astype("float64")
    pyreadstat.write_sav(
        table, str(place / "people.sav"), column_labels=["Edad", "Sexo"],
        variable_value_labels={"sex": {1: "mujer", 2: "hombre"}, "age": {88: "ochenta y ocho"}},
    )  # fmt: skip
    words = (
        "--keys",
        "age,sex",
        "--k",
        2,
        "--missing",
        999,
        "--groups",
        "age:15,65",
        "--out",
        place / "out" / "safe.sav",
    )
    assert run("protect", place / "people.sav", *words)[0] == 0
    _, told = pyreadstat.read_sav(str(place / "out" / "safe.sav"))
    assert told.column_names_to_labels == {"age": "Edad", "sex": "Sexo"}
    assert told.variable_value_labels == {"sex": {1.0: "mujer", 2.0: "hombre"}}


def test_a_file_of_windows_is_read_with_its_letters(run, place):
    table = people().drop(columns=["lon", "lat"])
    (place / "ansi.csv").write_bytes(table.to_csv(index=False, sep=";", lineterminator="\r\n").encode("cp1252"))
    assert run(*by_settings(place, "safe.csv", "ansi.csv"))[0] == 0
    assert "Ñandú" in set(written(place)["district"])


def test_codes_of_no_answer_that_nobody_named_are_told(run, place):
    words = ("--keys", "district,age", "--k", 2, "--drop", "nombre", "--out", place / "out" / "safe.csv")
    assert "E215" in run("protect", place / "people.csv", *words)[2]


def test_leading_zeros_and_decimals_stay_as_they_were_written(run, place):
    (place / "codes.csv").write_text("zone,sex,rate\n007,f,1.50\n007,f,1.50\n010,m,2.25\n010,m,2.25\n", "utf-8")
    run("protect", place / "codes.csv", "--keys", "zone,sex", "--k", 2, "--out", place / "out" / "safe.csv")
    assert (place / "out" / "safe.csv").read_text() == "zone,sex,rate\n007,f,1.50\n007,f,1.50\n010,m,2.25\n010,m,2.25\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "E208"), ("nombre,home,district,age,sex,papers,income,weight\n", "P201"), ("sex\nf\nm\n", "P202")],
)
def test_a_file_that_is_empty_or_another_one_is_refused_and_nothing_is_written(run, place, text: str, code: str):
    (place / "odd.csv").write_text(text, "utf-8")
    status, out, err = run(*by_settings(place, "safe.csv", "odd.csv"))
    assert (status, out) == (1, "") and code in err and "odd.csv" in err
    assert list((place / "out").iterdir()) == []


def test_what_is_there_is_never_written_over(run, place):
    for name in ("safe.csv", "safe.report.md"):
        (place / "out" / name).write_text("mine")
        assert "E509" in run(*by_settings(place))[2]
        assert [one.read_text() for one in (place / "out").iterdir()] == ["mine"]
        (place / "out" / name).unlink()
    assert "E616" in run(*by_settings(place, "nowhere/safe.csv"))[2]
    assert "P210" in run(*by_settings(place, "safe.docx"))[2]


def test_a_fault_while_writing_leaves_nothing(run, place, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(protect_files, "reports_of", lambda out: {"json": out / "no", "md": out / "nor"})
    monkeypatch.setattr(protect_files, "_write_answers", full)
    assert "U101" in run(*by_settings(place))[2]
    assert list((place / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("keys = [", "P204"), ("k = 3", "P220"), ("keys = 'age'", "P215"), ("keys = ['age']\nk = 1", "P215"),
        ("keys = ['age']\ncolour = 3", "P215"), ("keys = ['age']\nround = {age = 0}", "P215"),
        ("keys = ['age']\ntop = {age = 'many'}", "P215"), ("keys = ['age']\ngroups = {age = []}", "P215"),
        ("keys = ['age']\nrecode = {age = 3}", "P215"), ("keys = ['age']\nimportant = ['sex']", "P215"),
        ("keys = ['age']\n[points]\nlon = 'lon'", "P215"), ("keys = ['age']\nround = {income = 'x'}", "P215"),
        ("keys = ['age']\n[points]\nlon='lon'\nlat='lat'\nunits='units.geojson'\ndonut=[500, 100]", "P215"),
        ("keys = ['age']\nweight = 3", "P215"), ("keys = ['age']\ntop = 3", "P215"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_told(run, place, settings: str, code: str):
    (place / "protect.toml").write_text(settings, "utf-8")
    status, _, err = run(*by_settings(place))
    assert status == 1 and code in err


def test_a_pair_that_is_none_and_settings_that_are_not_there_are_told(run, place):
    assert "P215" in run(*by_settings(place), "--top", "age")[2]
    (place / "protect.toml").unlink()
    assert "E201" in run(*by_settings(place))[2]


def test_points_are_displaced_inside_their_unit_and_their_ring(run, place):
    status, _, err = run(*with_points(place))
    assert status == 0 and "P219" in err and "P218" not in err
    true, safe = people(), written(place)
    moved = safe.dropna(subset=["lon"])
    assert moved["lon"].between(-79.51, -79.48).all() and moved["lat"].between(8.99, 9.01).all()
    east = (moved["lon"].to_numpy()[:, None] - true["lon"].to_numpy()) * np.cos(np.radians(9))
    north = moved["lat"].to_numpy()[:, None] - true["lat"].to_numpy()
    metres = np.hypot(east, north) / METRE
    assert (((metres > 48) & (metres < 202)).any(axis=1)).all()
    assert not set(moved["lon"].round(6)) & set(true["lon"].round(6))


def test_a_row_that_lost_a_key_loses_its_point_too(run, place):
    _, _, err = run(*with_points(place))
    safe = written(place)
    suppressed = safe["district"].isna()
    assert "P221" in err and suppressed.any()
    assert safe.loc[suppressed, "lon"].isna().all()


def test_a_file_of_units_in_the_settings_lies_beside_them(run, place):
    more = '[points]\nlon = "lon"\nlat = "lat"\nunits = "units.geojson"\ndonut = [50, 200]\n'
    (place / "protect.toml").write_text(SETTINGS + more, "utf-8")
    assert run(*by_settings(place, "safe.csv", "points.csv"), "--secret", place / "secret")[0] == 0
    run(*with_points(place, out="typed.csv"))
    assert (place / "out" / "safe.csv").read_bytes() == (place / "out" / "typed.csv").read_bytes()


def test_a_cluster_is_one_place(run, place):
    people().assign(psu=np.arange(60) // 20).to_csv(place / "points.csv", index=False)
    run(*with_points(place), "--cluster", "psu")
    assert written(place).dropna(subset=["lon"]).groupby("psu")["lon"].nunique().max() == 1


def test_points_without_place_are_left_out_and_told(run, place):
    far = people()
    far.loc[0, "lon"] = -70.0
    far.to_csv(place / "points.csv", index=False)
    _, _, err = run(*with_points(place, donut="90000,95000"))
    assert "P207" in err and "P208" in err
    assert written(place)["lon"].isna().all()


def test_a_secret_that_is_short_absent_or_goes_along_is_refused(run, place):
    words = with_points(place)[:-1]
    for bytes_, where, code in ((b"short", "secret", "P205"), (b"x" * 40, "out/secret", "P206")):
        (place / where).write_bytes(bytes_)
        assert code in run(*words, place / where)[2]
    assert "E201" in run(*words, place / "none")[2]
    assert not (place / "out" / "safe.csv").exists()


def test_without_a_secret_one_is_drawn_and_kept_nowhere(run, place):
    for name in ("one.csv", "two.csv"):
        _, _, err = run(*with_points(place, out=name)[:-2])
        assert "P218" in err
    assert not written(place, "one.csv")["lon"].equals(written(place, "two.csv")["lon"])


def test_the_report_repeats_nobodys_place_name_or_secret(run, place):
    _, out, err = run(*with_points(place))
    told = out + err + "".join((place / "out" / f"safe.report.{kind}").read_text("utf-8") for kind in ("json", "md"))
    assert "Persona" not in told and "-79." not in told and "nobody knows" not in told


def test_points_that_nobody_displaces_are_identifiers(run, place):
    _, _, err = run(*by_settings(place, "safe.csv", "points.csv"))
    assert "P203" in err and "lon, lat" in err
