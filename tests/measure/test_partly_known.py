"""What a city says of figures that are known in a part of it, or only nearly: the hamlet, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tejido.city import check_city
from tejido.measure import measure_city
from tejido.release import Release, open_release
from tests.measure import hamlet, interviews, layered

MORE = """
[layers.streets]
file = "streets.geojson"
complete = {district = ["A"]}

[layers.school]
file = "schools.geojson"

[proxy]
schools_per_10000 = "Solo las escuelas públicas."

[values.block]
source = "Census"
school_within_1000 = {column = "years", within = 7, no_data = [-99]}
open_space_share = {numerator = ["people"], denominator = ["area_m2"]}
paved_streets = {numerator = ["water"], denominator = ["dwellings"]}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = layered.write(tmp_path_factory.mktemp("partly"))
    (there / "city.toml").write_text(hamlet.SETTINGS.split("[layers.school]")[0] + MORE, "utf-8")
    return there


@pytest.fixture(scope="module")
def release(folder: Path) -> Release:
    measure_city(folder, folder.parent / "release")
    return open_release(folder.parent / "release")


def told(release: Release, indicator: str) -> dict[str, Any]:
    values = release.table("values")
    rows = values[(values["indicator"] == indicator) & (values["group"] == "all")].dropna(subset=["value"])
    return dict(zip(rows["unit"], rows["value"].round(6), strict=True))


def test_streets_complete_in_one_district_are_counted_there_and_missing_elsewhere(release: Release) -> None:
    # a1 has 400 m of street on 0.04 km2, a2 200 m; b1's 200 m are not known to be all, so neither B nor the city has a figure.
    assert told(release, "street_density") == {"a1": 10, "a2": 5, "A": 7.5}
    (note,) = [one for one in release.meta["findings"] if one["code"] == "A223"]
    assert (note["values"]["count"], note["values"]["total"]) == (2, 4)


def test_a_column_of_distances_becomes_the_share_of_people_within(release: Release) -> None:
    # 14, 7, 7 and no data against 7; A is (100 x 0 + 300 x 100) / 400, the city (300 + 200) / 600.
    expected = {"a1": 0, "a2": 100, "b1": 100, "A": 75, "B": 100, "HAM": 250 / 3}
    assert told(release, "school_within_1000") == pytest.approx(expected)


def test_counts_over_ground_are_summed_before_they_are_divided(release: Release) -> None:
    # 100, 300, 200 and 0 over 40,000 m2 each, in per cent: the city 600 over 160,000, not a mean over people.
    expected = {"a1": 0.25, "a2": 0.75, "b1": 0.5, "b2": 0, "A": 0.5, "B": 0.25, "HAM": 0.375}
    assert told(release, "open_space_share") == pytest.approx(expected)
    # 25 of 25, 40 of 100, 50 of 50 and 0 of 0.
    assert told(release, "paved_streets") == pytest.approx(
        {"a1": 100, "a2": 40, "b1": 100, "A": 52, "B": 100, "HAM": 115 / 175 * 100}
    )


def test_a_figure_of_a_layer_may_be_a_proxy_with_its_reason(release: Release, folder: Path) -> None:
    values = release.table("values")
    flags = values.loc[values["indicator"] == "schools_per_10000", "flags"]
    assert len(flags) and flags.str.split().map(lambda words: "proxy" in words).all()
    assert release.meta["choices"]["proxies"] == {"schools_per_10000": "Solo las escuelas públicas."}
    (note,) = [one for one in check_city(folder).findings if one.code == "C502"]
    assert (note.column, note.row is not None) == ("proxy.schools_per_10000", True)


def test_a_figure_of_a_survey_may_be_a_proxy_with_its_reason(tmp_path: Path) -> None:
    there = interviews.write(tmp_path / "city", more='\n[proxy]\ninternet = "Of the dwelling, not of persons."\n')
    measure_city(there, tmp_path / "release")
    values = open_release(tmp_path / "release").table("values")
    flags = values.loc[(values["indicator"] == "internet") & values["value"].notna(), "flags"]
    assert len(flags) and flags.str.split().map(lambda words: "proxy" in words).all()


def test_what_is_left_out_and_called_a_proxy_at_once_is_left_out_and_told_so(folder: Path, tmp_path: Path) -> None:
    text = (
        (folder / "city.toml")
        .read_text("utf-8")
        .replace("[proxy]", '[omit]\nschools_per_10000 = "No list."\n\n[proxy]')
    )
    (tmp_path / "city.toml").write_text(text, "utf-8")
    report = check_city(tmp_path, folder)
    assert {"C501", "C502", "C504"} & {one.code for one in report.findings} == {"C501", "C504"}
    assert not any(one.can for one in report.extended if one.indicator == "schools_per_10000")


@pytest.mark.parametrize(("before", "after", "code", "column"), [
    ("{district =", "{quarter =", "C007", "layers.streets.complete.quarter"),
    ("schools_per_10000", "scools", "C008", "proxy.scools"),
    ('{column = "years", within = 7, no_data = [-99]}', '{numerator = ["water"], within = 7}', "C006", "values.block.school_within_1000.within"),
])  # fmt: skip
def test_what_is_written_wrongly_is_told_with_its_place(
    folder: Path, tmp_path: Path, before: str, after: str, code: str, column: str
) -> None:
    text = (folder / "city.toml").read_text("utf-8").replace(before, after)
    (tmp_path / "city.toml").write_text(text, "utf-8")
    found = [(one.code, one.column) for one in check_city(tmp_path, folder).findings if one.severity == "error"]
    assert (code, column) in found
