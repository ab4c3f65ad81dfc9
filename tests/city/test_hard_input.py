"""Input that is odd or wrong in ways that people meet: answered by findings with their codes, never by a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.city import check_city, read_city
from tejido.errors import Finding
from tests.city import village
from tests.city.village import TOML, Feature


def found(folder: Path, data: Path | None = None) -> dict[str, Finding]:
    return {one.code: one for one in check_city(folder, data).findings}


def test_settings_that_are_not_utf8_are_an_error(tmp_path: Path):
    folder = village.write(tmp_path)
    (folder / "city.toml").write_bytes(TOML.replace("Aldea", "Peñón").encode("latin-1"))
    assert found(folder)["C013"].severity == "error"


def test_a_spreadsheet_that_is_no_spreadsheet_is_told(tmp_path: Path):
    folder = village.write(tmp_path, TOML.replace("schools.csv", "schools.xlsx"))
    (folder / "schools.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    assert found(folder)["C102"].file == "schools.xlsx"


def test_a_polygon_with_a_stray_point_is_a_polygon(tmp_path: Path):
    def mix(blocks: list[Feature]) -> None:
        stray = {"type": "Point", "coordinates": list(village.degrees(0, 0))}
        blocks[0]["geometry"] = {"type": "GeometryCollection", "geometries": [blocks[0]["geometry"], stray]}

    folder = village.write(tmp_path, change=mix)
    assert dict(found(folder)["C113"].values) == {"count": 1, "reason": "GeometryCollection"}
    blocks = read_city(folder).units["block"].set_index("unit")
    assert blocks.at["b11", "area_km2"] == pytest.approx(0.04)
    assert blocks.at["b11", "flags"] == "repaired"


@pytest.mark.parametrize("people", [0, None, "many", "1,050", [1, 2]])
def test_a_city_without_people_is_an_error(tmp_path: Path, people: object):
    folder = village.write(tmp_path, change=lambda blocks: [one["properties"].update(people=people) for one in blocks])
    told = found(folder)["C219"]
    assert (told.severity, told.file, told.column) == ("error", "blocks.geojson", "people")


def test_a_reference_system_of_another_place_is_an_error(tmp_path: Path):
    # UTM zone 60 lies on the other side of the Pacific from the village in zone 17.
    told = found(village.write(tmp_path, TOML.replace("EPSG:32617", "EPSG:32660")))["C121"]
    assert (told.severity, told.column) == ("error", "city.crs")


def test_a_neighbouring_zone_will_do_as_reference_system(tmp_path: Path):
    assert "C121" not in found(village.write(tmp_path, TOML.replace("EPSG:32617", "EPSG:32618")))


def test_a_data_folder_that_is_not_there_is_an_error_even_if_the_city_folder_has_the_files(tmp_path: Path):
    folder = village.write(tmp_path / "city")
    told = found(folder, tmp_path / "nowhere")["C122"]
    assert (told.severity, told.file) == ("error", "nowhere")


@pytest.mark.parametrize(
    ("figure", "code", "severity"),
    [(-3, "C215", "error"), ("some", "C117", "warning"), (None, "C311", "warning"), ("absent", "C104", "error")],
)
def test_a_column_of_a_group_that_cannot_be_used_is_told(tmp_path: Path, figure: object, code: str, severity: str):
    def settle(blocks: list[Feature]) -> None:
        for one in blocks:
            one["properties"].update({"other": 1} if figure == "absent" else {"arrived": figure})

    toml = TOML.replace('population = "people"', 'population = "people"\ngroups = {"origin=rm" = "arrived"}')
    told = found(village.write(tmp_path, toml, settle))[code]
    assert (told.severity, told.file, told.column) == (severity, "blocks.geojson", "arrived")


@pytest.mark.parametrize("level", ["../block", "a/b", "a:b", "two words", "b" * 61])
def test_a_level_id_that_cannot_name_a_file_is_an_error(tmp_path: Path, level: str):
    told = found(village.write(tmp_path, TOML.replace('id = "block"', f'id = "{level}"')))["C021"]
    assert (told.severity, told.column) == ("error", "levels.id")


def test_a_scale_of_nothing_is_an_error(tmp_path: Path):
    told = found(village.write(tmp_path, TOML.replace('column = "net"', 'column = "net", scale = 0')))["C006"]
    assert told.column == "values.block.internet.scale"


def test_a_point_between_thousands_is_suspected_in_a_population(tmp_path: Path):
    def spell(blocks: list[Feature]) -> None:
        for place, one in enumerate(blocks):
            one["properties"]["people"] = f"1.{place:02d}5"

    told = found(village.write(tmp_path, change=spell))["C222"]
    assert (told.severity, told.column, dict(told.values)) == ("warning", "people", {"count": 12})


@pytest.mark.parametrize("people", [50, 50.5, 50.123456])
def test_other_populations_are_not_suspected_of_points_between_thousands(tmp_path: Path, people: float):
    def settle(blocks: list[Feature]) -> None:
        for place, one in enumerate(blocks):
            one["properties"]["people"] = people if place % 3 else 1200

    assert "C222" not in found(village.write(tmp_path, change=settle))
