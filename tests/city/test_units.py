"""Units: codes, duplicates, slivers, who holds whom, and the people in them."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

from tejido.city import City, check_city, group_people, read_city, units_table
from tejido.city.columns import codes, numbers
from tejido.errors import TejidoError
from tests.city import village
from tests.city.village import SIDE, Feature, box, feature


def people(city: City, level: str) -> dict[str, float]:
    frame = city.units[level]
    return dict(zip(frame["unit"], frame["population"], strict=True))


def codes_found(folder: Path) -> list[str]:
    return [one.code for one in check_city(folder).findings]


def test_every_level_sums_to_the_city(tmp_path: Path):
    city = read_city(village.write(tmp_path))
    assert list(city.units) == ["city", "zone", "block"]
    assert people(city, "city") == {"VIL": 600.0}
    assert people(city, "zone") == {"1": 200.0, "2": 200.0, "3": 200.0}


def test_units_stand_in_the_order_of_their_codes_with_their_parents(tmp_path: Path):
    blocks = read_city(village.write(tmp_path, change=lambda all_: all_.reverse())).units["block"]
    assert blocks["unit"].tolist() == [f"b{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3, 4)]
    assert blocks["parent"].tolist() == ["1"] * 4 + ["2"] * 4 + ["3"] * 4


def test_a_block_of_200_m_has_four_hundredths_of_a_km2(tmp_path: Path):
    blocks = read_city(village.write(tmp_path)).units["block"]
    assert blocks["area_km2"].round(6).unique().tolist() == [0.04]


def test_the_units_table_fits_its_schema(tmp_path: Path):
    table = units_table(read_city(village.write(tmp_path)).units)
    assert table["level"].value_counts().to_dict() == {"block": 12, "zone": 3, "city": 1}


def test_without_a_parent_column_a_unit_belongs_to_the_one_that_holds_it(tmp_path: Path):
    with_column = read_city(village.write(tmp_path / "a")).units["block"]["parent"]
    by_place = read_city(village.write(tmp_path / "b", village.TOML.replace('parent = "ZONE"\n', ""))).units["block"][
        "parent"
    ]
    assert with_column.tolist() == by_place.tolist()


def test_shuffling_every_file_changes_nothing(tmp_path: Path):
    def shuffle(blocks: list[Feature]) -> None:
        random.Random(1).shuffle(blocks)

    first = read_city(village.write(tmp_path / "a"))
    folder = village.write(tmp_path / "b", change=shuffle)
    village.dump(folder / "zones.geojson", village.zones()[::-1])
    header, *rows = village.schools().split()
    (folder / "schools.csv").write_text("\n".join([header, *rows[::-1]]))
    second = read_city(folder)
    assert first.inputs == second.inputs
    for level in first.units:
        pd.testing.assert_frame_equal(first.units[level], second.units[level])
    pd.testing.assert_frame_equal(first.layers["school"], second.layers["school"])


def test_the_same_code_twice_is_refused(tmp_path: Path):
    def twice(blocks: list[Feature]) -> None:
        blocks[1]["properties"]["BLOCK"] = "b11"

    with pytest.raises(TejidoError, match="C201"):
        read_city(village.write(tmp_path, change=twice))


def test_the_same_code_twice_gets_a_suffix_that_does_not_depend_on_the_order_of_rows(tmp_path: Path):
    def twice(blocks: list[Feature]) -> None:
        blocks[1]["properties"]["BLOCK"] = "b11"

    def reversed_twice(blocks: list[Feature]) -> None:
        twice(blocks)
        blocks.reverse()

    toml = village.TOML.replace('population = "people"', 'population = "people"\nduplicates = "suffix"')
    first = read_city(village.write(tmp_path / "a", toml, twice)).units["block"]
    second = read_city(village.write(tmp_path / "b", toml, reversed_twice)).units["block"]
    assert first["unit"].tolist()[:3] == ["b11", "b11~2", "b13"]
    pd.testing.assert_frame_equal(first, second)


def test_a_merged_sliver_brings_its_people_and_dwellings_to_its_neighbour(tmp_path: Path):
    def scrap(blocks: list[Feature]) -> None:
        # 4 m x 4 m at the western edge of b11, with 7 people and 3 homes of which 1 has water
        own = {**blocks[0]["properties"], "BLOCK": "scrap", "people": 7, "homes": 3, "water": 1, "net": 99.0}
        blocks.append(feature(box(-4, 50, 4, 4), **own))

    toml = village.TOML.replace('population = "people"', 'population = "people"\nslivers = "merge"')
    city = read_city(village.write(tmp_path, toml, scrap))
    assert people(city, "block")["b11"] == 57
    assert city.attributes["block"].loc["b11", ["homes", "water", "net"]].tolist() == [23, 12, 30]
    assert "C205" in [one.code for one in city.findings]


def test_units_without_codes_are_numbered_from_north_to_south(tmp_path: Path):
    toml = village.TOML.replace('code = "BLOCK"', 'code = "*"')
    blocks = read_city(village.write(tmp_path, toml)).units["block"]
    assert blocks["unit"].tolist()[:5] == ["1-001", "1-002", "1-003", "1-004", "2-001"]
    wests = blocks.geometry.bounds["minx"].tolist()[:4]
    assert wests == sorted(wests)


def test_a_population_repeated_in_each_block_is_shared_out_by_area(tmp_path: Path):
    def repeat(blocks: list[Feature]) -> None:
        for block in blocks:
            block["properties"]["people"] = {"1": 100, "2": 200, "3": 300}[block["properties"]["ZONE"]]
        blocks[1]["geometry"] = box(SIDE, 0, SIDE, SIDE / 2)

    toml = village.TOML.replace('population = "people"', 'population = {column = "people", support = "zone"}')
    city = read_city(village.write(tmp_path, toml, repeat))
    # zone 1: three blocks of 4 ha and one of 2 ha share 100 people: 4/14 and 2/14 of them
    assert people(city, "block")["b11"] == pytest.approx(100 * 4 / 14, rel=1e-4)
    assert people(city, "block")["b12"] == pytest.approx(100 * 2 / 14, rel=1e-4)
    assert people(city, "city")["VIL"] == pytest.approx(600)
    assert set(city.units["block"]["flags"]) == {"shared_out"}
    assert "C216" in codes_found(tmp_path)


def test_a_population_declared_as_the_zone_s_must_be_the_same_in_all_its_blocks(tmp_path: Path):
    def repeat(blocks: list[Feature]) -> None:
        blocks[0]["properties"]["people"] = 51

    toml = village.TOML.replace('population = "people"', 'population = {column = "people", support = "zone"}')
    with pytest.raises(TejidoError, match="C304"):
        read_city(village.write(tmp_path, toml, repeat))


def test_an_unknown_population_is_missing_and_not_zero(tmp_path: Path):
    def unknown(blocks: list[Feature]) -> None:
        blocks[0]["properties"]["people"] = None

    city = read_city(village.write(tmp_path, change=unknown))
    assert pd.isna(people(city, "block")["b11"])
    assert people(city, "zone")["1"] == 150
    assert {"C206", "C211"} <= set(codes_found(tmp_path))


def test_a_city_without_declared_reference_system_gets_its_utm_zone(tmp_path: Path):
    city = read_city(village.write(tmp_path, village.TOML.replace('crs = "EPSG:32617"\n', "")))
    assert city.crs == "EPSG:32617"  # 79.5 degrees west lies in zone 17, north
    assert "C120" in [one.code for one in city.findings]


def test_degrees_are_refused_as_a_projected_system(tmp_path: Path):
    with pytest.raises(TejidoError, match="C119"):
        read_city(village.write(tmp_path, village.TOML.replace("EPSG:32617", "EPSG:4326")))


def test_groups_are_counted_at_every_level(tmp_path: Path):
    def born(blocks: list[Feature]) -> None:
        for place, block in enumerate(blocks):
            block["properties"]["foreign"] = place

    toml = village.TOML.replace(
        'population = "people"', 'population = "people"\n[levels.groups]\n"origin=rm" = "foreign"'
    )
    city = read_city(village.write(tmp_path, toml, born))
    counted = group_people(city.units, city.attributes, city.config).set_index(["level", "unit"])["population"]
    assert counted["block", "b34"] == 11
    assert counted["zone", "1"] == 0 + 1 + 2 + 3
    assert counted["city", "VIL"] == 66


def test_a_group_that_repeats_its_zone_s_figure_is_shared_out_as_the_population_is(tmp_path: Path):
    def born(blocks: list[Feature]) -> None:
        for block in blocks:
            block["properties"]["foreign"] = 25

    toml = village.TOML.replace(
        'population = "people"',
        'population = {column = "people", support = "zone", share_by = "water"}\ngroups = {"origin=rm" = "foreign"}',
    )
    city = read_city(village.write(tmp_path, toml, born))
    counted = group_people(city.units, city.attributes, city.config).set_index(["level", "unit"])["population"]
    # 11, 12, 13 and 14 dwellings with water in each zone, 50 in all: of its 25 people 11/50 live in the first block
    assert counted["block", "b11"] == pytest.approx(25 * 11 / 50)
    assert counted["block", "b14"] == pytest.approx(25 * 14 / 50)
    assert counted["zone", "1"] == pytest.approx(25)
    assert people(city, "block")["b11"] == pytest.approx(50 * 11 / 50)


@pytest.mark.parametrize(
    ("written", "code"),
    [(4001.0, "4001"), ("4001.0", "4001"), (" 080716 ", "080716"), ("", None), (None, None), ("Ñ-1", "Ñ-1")],
)
def test_a_code_has_one_form(written: object, code: str | None):
    assert codes(pd.Series([written], dtype=object)).tolist() == [code]


def test_decimal_commas_are_read_and_words_are_counted():
    read = numbers(pd.Series(["12,5", "3", "sin dato", None]))
    assert read.values[:2].tolist() == [12.5, 3.0]
    assert (read.commas, read.words) == (True, 1)


@pytest.mark.parametrize("written", [["1,234,567"], ["1,234", "56"]])
def test_commas_that_may_part_thousands_are_not_guessed(written: list[str]):
    read = numbers(pd.Series(written))
    assert read.words == 1
    assert not read.commas


def test_without_a_population_there_is_no_density_and_the_check_says_why(tmp_path: Path):
    report = check_city(village.write(tmp_path, village.TOML.replace('population = "people"\n', "")))
    told = report.table("en").set_index("indicator").loc["residential_density"]
    assert (bool(told["can"]), told["why_not"]) == (False, "the units have no population")
