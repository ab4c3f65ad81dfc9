"""The extended marker beside the one that is scored: figures from records, a city's own indicators, and never a total."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from tejido.catalogue import load, load_extended
from tejido.city import check_city, read_city
from tejido.errors import TejidoError
from tejido.marker import measure_marker
from tejido.measure import measure_city
from tejido.measure.values import catalogue_of
from tejido.release import Contents, Release, open_release, write
from tejido.release.extended import listed
from tejido.tables import SchemaError
from tests.measure import hamlet

RECORDS = """indicator,level,unit,value,source,proxy
beds_per_1000,,,2.5,"Ministry of Health, 2024",
water_hours,district,A,20,Water company,
water_hours,district,B,6,Water company,"hours announced, not measured"
"""

OWN = """
[indicators.weaving_circles]
names = { es = "Círculos de tejido", en = "Weaving circles" }
definitions = { es = "Círculos de tejido que se reúnen cada semana.", en = "Weaving circles that meet every week." }
subdimension = "{theme}"
category = "quantity"
filter = "governance"
source_kind = "administrative"
measure_unit = "count"
direction = "higher"
universe = "persons"
reason = "The hamlet counts them as places where people meet."
[indicators.weaving_circles.compute]
function = "given"
"""

ROW = "indicator,value,source\nlife_expectancy,70,Office\n"

ANY_THEME = next(iter(load_extended().subdimensions))


def city(folder: Path, records: str = RECORDS, extra: str = "", own: str | None = None) -> Path:
    """The hamlet with a table of figures, and perhaps a file of its own indicators."""
    lines = '\n[extended]\nfigures = ["records.csv"]\n' + ('add = ["own.toml"]\n' if own else "")
    hamlet.write(folder, settings=hamlet.SETTINGS + extra + lines)
    (folder / "records.csv").write_text(records, "utf-8")
    if own:
        (folder / "own.toml").write_text(own.replace("{theme}", ANY_THEME), "utf-8")
    return folder


@pytest.fixture(scope="module")
def names() -> tuple[str, str]:
    """Two administrative indicators of the shipped list, one for the city and one for districts."""
    found = [one for one in load_extended().indicators.values() if one.source_kind == "administrative"]
    wide = [one.id for one in found if one.possible[0] <= 2.5 and one.possible[1] >= 20]
    return wide[0], wide[1]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, names: tuple[str, str]) -> Release:
    folder = tmp_path_factory.mktemp("flexible")
    records = RECORDS.replace("beds_per_1000", names[0]).replace("water_hours", names[1])
    records += "weaving_circles,,,4,Culture house,\n"
    measure_city(city(folder / "city", records, own=OWN), folder / "release")
    return open_release(folder / "release")


def test_a_figure_from_records_stands_in_the_values_with_its_source(release: Release, names: tuple[str, str]):
    rows = release.table("values").set_index(["indicator", "level", "unit"])
    assert rows.loc[(names[0], "city", "HAM"), "value"] == 2.5
    assert rows.loc[(names[0], "city", "HAM"), "source"] == "Ministry of Health, 2024"
    assert (names[1], "block", "a2") not in rows.index
    assert "proxy" in str(rows.loc[(names[1], "district", "B"), "flags"])


def test_the_list_tells_each_indicator_by_itself(release: Release, names: tuple[str, str]):
    told = {row["id"]: row for row in listed(release)}
    assert told[names[0]]["value"] == 2.5
    assert told["weaving_circles"]["value"] == 4
    assert set(told) <= set(load_extended().indicators) | {"weaving_circles"}
    assert not {"marker", "housing", "health"} & set(told)


def test_why_another_figure_stands_in_its_place_is_told_with_it(release: Release, names: tuple[str, str]):
    told = {row["id"]: row["reason"] for row in listed(release.public(), "B")}
    assert told[names[1]] == "hours announced, not measured"
    assert told["weaving_circles"] == "The hamlet counts them as places where people meet."
    assert told[names[0]] is None


def test_a_unit_reads_the_figure_of_the_unit_around_it(release: Release, names: tuple[str, str]):
    told = {row["id"]: row for row in listed(release, "a2")}
    assert (told[names[1]]["value"], told[names[1]]["support"], told[names[1]]["flags"]) == (
        20,
        "district",
        "proxy inherited",
    )
    assert told[names[0]]["value"] == 2.5


def test_an_indicator_that_the_city_adds_carries_its_reason_into_the_release(release: Release):
    extended = release.public().catalogue.extended
    assert extended is not None
    assert extended.indicators["weaving_circles"].reason == "The hamlet counts them as places where people meet."
    assert release.meta["choices"]["added"] == {
        "weaving_circles": "The hamlet counts them as places where people meet."
    }


def test_scores_contributions_and_causes_know_nothing_of_the_extended_marker(release: Release):
    flexible = set(load_extended().indicators) | {"weaving_circles"}
    for table in ("scores", "contributions", "causes"):
        assert not set(release.table(table)["node"]) & flexible


def test_an_extended_indicator_changes_no_score(release: Release, tmp_path: Path):
    measure_city(hamlet.write(tmp_path / "city"), tmp_path / "release")
    alone = open_release(tmp_path / "release")
    pd.testing.assert_frame_equal(release.table("scores"), alone.table("scores"))
    assert release.catalogue.hash == alone.catalogue.hash


def test_figures_of_the_extended_marker_cannot_be_handed_to_the_marker(release: Release):
    values, units = release.table("values"), release.table("units")
    with pytest.raises(TejidoError, match=r"M101.*weaving_circles"):
        measure_marker(values, units, release.catalogue, "block", levels=["city", "district", "block"])


def test_a_release_that_scores_an_extended_indicator_cannot_be_written(release: Release, tmp_path: Path):
    names = release.public().tables
    scores = release.table("scores").replace({"node": {"homicide_rate": "weaving_circles"}})
    tables = {name: release.table(name) for name in names} | {"scores": scores}
    geometry = {level: release.geometry(level) for level in ("district", "block")}
    contents = Contents(release.meta, release.catalogue, tables, tables, geometry)
    with pytest.raises(SchemaError, match="scores of 'weaving_circles', which is never scored"):
        write(contents, tmp_path / "out")


def test_an_extended_indicator_has_no_weight_no_share_and_no_place_in_the_tree(release: Release):
    for asked in (release.catalogue.weight, release.catalogue.share, release.catalogue.path):
        with pytest.raises(TejidoError, match="K210"):
            asked("weaving_circles")


def test_a_weight_or_a_curve_in_an_entry_of_the_extended_marker_is_refused(tmp_path: Path):
    for line in ("weight = 2.0", "parent = 'housing'", "curve = { knots = [[0, 0], [100, 100]] }"):
        place = "[indicators.weaving_circles.compute]"
        folder = city(tmp_path / line[:5], own=OWN.replace(place, f"{line}\n{place}"), records=ROW)
        with pytest.raises(TejidoError, match="K107"):
            catalogue_of(read_city(folder))


def test_an_extended_indicator_in_the_tree_of_a_citys_own_catalogue_is_refused(tmp_path: Path):
    for file in files("tejido.catalogue").joinpath("data", "basic").iterdir():
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    economy = (tmp_path / "economy.toml").read_text("utf-8")
    (tmp_path / "economy.toml").write_text(
        economy.replace('direction = "lower"', 'direction = "lower"\ntier = "extended"', 1)
    )
    with pytest.raises(TejidoError, match="K144"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("C681", "{one},ward,1,2,Office,"),
        ("C682", "{one},district,Z,2,Office,"),
        ("C683", "{one},,,many,Office,"),
        ("C684", "{one},,,2,,"),
        ("C685", "{one},,,2,Office,\n{one},,,3,Office,"),
        ("C688", ",,,2,Office,"),
        ("C689", "{one},,a1,2,Office,"),
        ("C306", "{one},,,-3,Office,"),
        ("C008", "hospital_bedz,,,2,Office,"),
    ],
)
def test_a_row_of_records_that_cannot_be_is_told_with_its_line(
    code: str, row: str, names: tuple[str, str], tmp_path: Path
):
    header = "indicator,level,unit,value,source,proxy\n"
    report = check_city(city(tmp_path, header + row.replace("{one}", names[0]) + "\n"))
    told = [one for one in report.findings if one.code == code]
    assert [(one.file, one.row) for one in told] == [("records.csv", 3 if code == "C685" else 2)]


def test_a_group_that_is_not_written_as_groups_are_is_told(names: tuple[str, str], tmp_path: Path):
    report = check_city(city(tmp_path, f"indicator,value,source,group\n{names[0]},2,Office,migrants\n"))
    assert [one.row for one in report.findings if one.code == "C686"] == [2]


def test_a_figure_that_stands_in_a_column_too_is_taken_from_the_column(tmp_path: Path):
    report = check_city(city(tmp_path, "indicator,value,source\n,,\nlife_expectancy,70,Office\n"))
    told = [one for one in report.findings if one.code == "C687"]
    assert [(one.file, one.row) for one in told] == [("records.csv", 3)]
    measure_city(tmp_path, tmp_path / "release")
    values = open_release(tmp_path / "release").table("values").set_index(["indicator", "level"])
    assert values.loc[("life_expectancy", "city"), "value"] == 76.0


def test_an_indicator_left_out_is_not_measured_and_its_reason_is_told(names: tuple[str, str], tmp_path: Path):
    omit = f'\n[omit]\n{names[0]} = "Nobody counts them alike."\n'
    measure_city(city(tmp_path, f"indicator,value,source\n{names[0]},2,Office\n", omit), tmp_path / "release")
    made = open_release(tmp_path / "release")
    assert names[0] not in set(made.table("values")["indicator"])
    assert made.catalogue.extended is not None
    assert made.catalogue.extended.omitted == {names[0]: "Nobody counts them alike."}


def test_what_is_not_measured_says_what_it_needs(tmp_path: Path):
    report = check_city(city(tmp_path, ROW))
    said = {one.indicator: one.why_not_in("en") for one in report.extended if not one.can}
    flexible = load_extended().indicators
    for one, why in said.items():
        assert why, one
        if flexible[one].source_kind in ("survey", "perception") and flexible[one].compute.role is None:
            assert why.startswith("needs answers to:"), (one, why)


def test_a_release_of_the_first_contract_opens_without_an_extended_marker(release: Release, tmp_path: Path):
    old = shutil.copytree(release.path / "public", tmp_path / "old")
    (old / "extended.json").unlink()
    told = json.loads((old / "release.json").read_text("utf-8"))
    del told["files"]["extended.json"]
    (old / "release.json").write_text(json.dumps({**told, "contract": 1}), "utf-8")
    opened = open_release(old)
    assert opened.catalogue.extended is None
    with pytest.raises(TejidoError, match="S110"):
        listed(opened)


def test_a_fault_of_a_thousand_rows_is_told_of_the_first_and_counted(names: tuple[str, str], tmp_path: Path):
    rows = "".join(f"{names[0]},district,Z{number},2,Office\n" for number in range(1000))
    report = check_city(city(tmp_path, "indicator,level,unit,value,source\n" + rows))
    told = [one for one in report.findings if one.code == "C682"]
    [more] = [one for one in report.findings if one.code == "C680"]
    assert (more.row, dict(more.values)) == (told[-1].row + 1, {"fault": "C682", "count": 1000 - len(told)})
    assert len(told) < 100
