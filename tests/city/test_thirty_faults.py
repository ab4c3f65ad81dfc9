"""One check finds every fault of a folder at once, with its code and its place, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.city import Report, check_city
from tests.city import village
from tests.city.village import SIDE, box, degrees, feature

FAULTS = [
    # what was planted, the code it must get, the file and the column or key it must name
    ("an unknown key", "C003", "city.toml", "city.populaton"),
    ("a text where a number belongs", "C005", "city.toml", "territory.detour"),
    ("a choice that does not exist", "C006", "city.toml", "levels.duplicates"),
    ("values of a level that does not exist", "C007", "city.toml", "values.street"),
    ("an indicator that does not exist", "C008", "city.toml", "values.block.electricty"),
    ("a support that is no coarser level", "C009", "city.toml", "values.block.sanitation.support"),
    ("a figure given in two ways", "C011", "city.toml", "values.block.solid_waste"),
    ("a group written badly", "C012", "city.toml", "levels.groups.refugees"),
    ("a period that is no year", "C015", "city.toml", "city.period"),
    ("a figure without source", "C016", "city.toml", "values.zone.employment"),
    ("a role with a slip of the pen", "C019", "shops.csv", None),
    ("a file that is not there", "C101", "hospitals.gpkg", None),
    ("broken JSON", "C102", "parks.geojson", None),
    ("an empty file", "C103", "empty.csv", None),
    ("a column that is not there", "C104", "blocks.geojson", "light"),
    ("points without reference system", "C105", "health.csv", None),
    ("text that is not UTF-8", "C108", "shops.csv", None),
    ("coordinates that lie nowhere on Earth", "C110", "schools.csv", None),
    ("a row without coordinates", "C111", "schools.csv", None),
    ("a shape that crosses itself", "C113", "blocks.geojson", None),
    ("words in a column of numbers", "C117", "blocks.geojson", "homes"),
    ("the same code twice", "C201", "blocks.geojson", "BLOCK"),
    ("units that overlap", "C203", "blocks.geojson", None),
    ("a sliver", "C204", "blocks.geojson", None),
    ("a unit without people", "C206", "blocks.geojson", None),
    ("a parent that does not exist", "C208", "blocks.geojson", "ZONE"),
    ("people who do not sum to the city's", "C211", "blocks.geojson", None),
    ("a zone's figure repeated in its blocks", "C301", "blocks.geojson", "repeated"),
    ("a declared support that does not hold", "C304", "blocks.geojson", "wild"),
    ("a percentage above 100", "C306", "blocks.geojson", "net"),
    ("an undeclared code for no data", "C307", "blocks.geojson", "coded"),
    ("more dwellings with water than dwellings", "C312", "blocks.geojson", "water"),
    ("a point outside every unit", "C401", "schools.csv", None),
    ("a point in two units", "C402", "schools.csv", None),
    ("a layer of another continent", "C404", "shops.csv", None),
]

TOML = (
    village.TOML.replace('country = "PAN"', 'country = "PAN"\npopulaton = 600')
    .replace('period = "2024"', 'period = "last year"')
    .replace("population = 600", "population = 900")
    .replace(
        'population = "people"', 'population = "people"\nduplicates = "ignore"\n[levels.groups]\nrefugees = "foreign"'
    )
    + """\
electricty = {column = "net"}
electricity = {column = "light"}
sanitation = {column = "net", support = "street"}
solid_waste = {column = "coded", numerator = ["water"]}
adequate_dwellings = {column = "coded"}
unemployment = {column = "repeated"}
youth_unemployment = {column = "wild", support = "zone"}

[values.zone]
employment = {column = "ZONE"}

[values.street]
source = "Census"

[layers.hospital]
file = "hospitals.gpkg"

[layers.public_space]
file = "parks.geojson"

[layers.culture]
file = "empty.csv"
x = "lon"
y = "lat"

[layers.health_centre]
file = "health.csv"
x = "lon"
y = "lat"

[layers.comerce]
file = "shops.csv"
x = "lon"
y = "lat"
crs = "EPSG:4326"

[territory]
detour = "far"
"""
)


def spoil(blocks: list[village.Feature]) -> None:
    for place, block in enumerate(blocks):
        block["properties"] |= {"coded": 40.0 + place, "repeated": 5.0 + place // 4, "wild": 5.0 + place}
    first, second, third, fourth, fifth, sixth, seventh, *_ = blocks
    first["properties"]["net"] = 130.0
    second["properties"]["homes"] = "sin dato"
    third["properties"]["water"] = 25
    fourth["properties"]["people"] = 0
    fifth["properties"]["ZONE"] = "99"
    sixth["properties"]["BLOCK"] = "b23"
    sixth["geometry"] = box(SIDE, SIDE, 1.2 * SIDE, SIDE)
    corners = [
        degrees(2 * SIDE, SIDE),
        degrees(3 * SIDE, 2 * SIDE),
        degrees(3 * SIDE, SIDE),
        degrees(2 * SIDE, 2 * SIDE),
    ]
    seventh["geometry"] = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    blocks[8]["properties"]["coded"] = 999.0
    scrap = {**blocks[0]["properties"], "BLOCK": "scrap"}
    blocks.append(feature(box(-5, 0, 4, 4), **scrap))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = village.write(tmp_path_factory.mktemp("faults"), TOML, spoil)
    inside, outside, doubled = degrees(100, 100), degrees(-400, 100), degrees(2.1 * SIDE, 1.5 * SIDE)
    rows = [f"{lon},{lat}" for lon, lat in (inside, outside, doubled)]
    (folder / "schools.csv").write_text("\n".join(["lon,lat", *rows, "-79.5,", "-79.5,912.0"]), "utf-8")
    (folder / "parks.geojson").write_text('{"type": "FeatureCollection", "features": [', "utf-8")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "health.csv").write_text("lon,lat\n" + ",".join(map(str, inside)), "utf-8")
    (folder / "shops.csv").write_bytes("name;lon;lat\r\nPanadería El Niño;2.35;48.85\r\n".encode("cp1252"))
    return check_city(folder)


def test_at_least_thirty_faults_of_different_kinds_are_planted():
    assert len({code for _, code, _, _ in FAULTS}) == len(FAULTS) >= 30


@pytest.mark.parametrize(("fault", "code", "file", "column"), FAULTS, ids=[fault for fault, *_ in FAULTS])
def test_a_planted_fault_is_found_with_its_place(report: Report, fault: str, code: str, file: str, column: str | None):
    found = [one for one in report.findings if one.code == code and one.file == file and column in (None, one.column)]
    assert found, f"{fault}: no {code} at {file} {column or ''}"


def test_a_fault_in_city_toml_names_its_line(report: Report):
    found = next(one for one in report.findings if one.code == "C003")
    assert TOML.splitlines()[found.row - 1] == "populaton = 600"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_finding_says_what_happened_and_what_to_do(report: Report, lang: str):
    for found in report.findings:
        assert found.what(lang).strip()
        assert found.remedy(lang).strip()
        assert "{" not in found.what(lang).replace("{columns", "")


def test_what_happened_is_told_in_two_languages(report: Report):
    assert all(found.what("en") != found.what("es") for found in report.findings)


def test_errors_come_before_warnings_and_notes(report: Report):
    order = [("error", "warning", "note").index(found.severity) for found in report.findings]
    assert order == sorted(order)


def test_no_finding_stands_twice(report: Report):
    assert len(set(report.findings)) == len(report.findings)


def test_no_message_names_the_machine(report: Report, tmp_path: Path):
    said = " ".join(found.what("en") + found.where() for found in report.findings)
    assert str(tmp_path.parent) not in said


def test_a_folder_without_fault_has_no_error_and_no_warning(tmp_path: Path):
    report = check_city(village.write(tmp_path / "village"))
    assert [one.code for one in report.findings if one.severity != "note"] == []
