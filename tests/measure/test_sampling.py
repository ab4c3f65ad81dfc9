"""A sample of the hamlet, whose probabilities can be worked by hand, and its files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from tejido.city import City, read_city
from tejido.errors import TejidoError
from tejido.measure.sample_files import plan_lines, read_plan, write_sample
from tejido.measure.sampling import Options, draw_sample
from tejido.survey.planning import Effort
from tests.measure import hamlet


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> City:
    return read_city(hamlet.write(tmp_path_factory.mktemp("hamlet") / "city"))


def options(clusters: int = 2, take: float = 5, **words) -> Options:
    return Options(effort=Effort(clusters=clusters, take=take), **words)


def code_of(call) -> str:
    with pytest.raises(TejidoError) as told:
        call()
    return told.value.findings[0].code


def test_units_are_drawn_in_proportion_to_people_and_the_largest_is_certain(city):
    """100, 300, 200 people, two units: 300 x 2 / 600 = 1 is certain; the other is a1 with 1/3 or b1 with 2/3."""
    seen = set()
    for seed in range(12):
        drawn = draw_sample(city, options(seed=seed, reserve=0))
        units = drawn.units.set_index("code")
        assert units.loc["a2", "role"] == "certain" and units.loc["a2", "probability"] == 1
        [other] = set(units.index) - {"a2"}
        assert units.loc[other, "probability"] == pytest.approx({"a1": 1 / 3, "b1": 2 / 3}[other])
        seen.add(other)
        assert {one.code for one in drawn.findings} == {
            "E506",
            "E507",
            "E511",
        }  # b2 has nobody; a2 certain; one unit is left
    assert seen == {"a1", "b1"}


def test_a_certain_unit_gets_as_many_visits_per_person_as_the_others_on_average(city):
    """5 interviews x 2 units of 600 people: 300 people get 5; with 3 units all are certain: 2.5, 7.5 and 5."""
    units = draw_sample(city, options(clusters=3, take=6)).units.set_index("code")
    assert units["visits"].to_dict() == {"a1": 3, "a2": 9, "b1": 6}


def test_small_units_are_joined_with_their_neighbours_of_the_same_district(city):
    """With 150 people at least a1 (100) joins a2 (300); b1 stays, and nothing is joined over the district's border."""
    units = draw_sample(city, options(least=150)).units.set_index("code")
    assert sorted(units["people"]) == [200, 400]
    [joined] = units.index[units["people"] == 400]
    assert sorted(units.loc[joined, "joined"].split(" + ")) == ["a1", "a2"]
    assert units.loc[joined].geometry.area == pytest.approx(80_000, rel=0.01)


def test_what_is_left_over_joins_the_unit_before(city):
    """With 250 at least: district A is one unit of 400 or a2 with a1 left over, b1 stands alone although it is small."""
    drawn = draw_sample(city, options(least=250))
    assert sorted(drawn.units["people"]) == [200, 400]
    told = [one for one in drawn.findings if one.code == "E514"]
    assert [dict(one.values) for one in told] == [{"count": 1, "least": 250, "total": 2}]


def test_strata_are_units_of_a_coarser_level_and_one_with_a_single_unit_is_told(city):
    drawn = draw_sample(city, options(clusters=3, strata="district"))
    assert drawn.units["stratum"].tolist() == ["A", "A", "B"]
    assert "E511" not in {one.code for one in drawn.findings}  # b1 is certain: all of its stratum


def test_the_share_of_a_group_is_counted_from_the_city_or_told(city):
    """24 of 600 people are refugees or migrants: 4 %."""
    counted = draw_sample(city, Options({"origin=rm": None}, Effort(clusters=2, take=5))).plan.groups.set_index("group")
    assert counted.loc["origin=rm", "share"] == pytest.approx(0.04)
    told = draw_sample(city, Options({"lgbtiq": 0.1}, Effort(clusters=2, take=5))).plan.groups.set_index("group")
    assert told.loc["lgbtiq", "share"] == 0.1


def test_points_stand_in_units_where_the_group_lives_with_the_density_worked_by_hand(city):
    """12 points for 24 people: a1 with 20 gets 10 on 0.04 km2, 250 per km2; within 20 m 250 x pi x 0.0004 = 0.314."""
    drawn = draw_sample(city, Options({"origin=rm": None}, Effort(clusters=2, take=5), points=12, radius=20.0, seed=4))
    points = drawn.points
    assert len(points) == 12 and set(points["unit"]) <= {"a1", "a2"}
    first = points[points["unit"] == "a1"]
    assert len(first) in (9, 10, 11)
    assert first["per_km2"].iloc[0] == pytest.approx(250, rel=0.01)
    assert first["probability"].iloc[0] == pytest.approx(0.314, rel=0.01)
    shapes = city.units["block"].set_index("unit").geometry
    assert all(shapes[unit].contains(spot) for unit, spot in zip(points["unit"], points.geometry, strict=True))


def test_points_too_close_for_their_reach_are_told(city):
    drawn = draw_sample(city, options(points=12, radius=200.0))
    assert "E513" in {one.code for one in drawn.findings}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Options(level="street"), "E502"), (options(strata="block"), "E502"), (Options({"origin=idp": None}), "E503"),
        (options(clusters=4), "E504"), (options(clusters=2, strata="district"), "E512"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told_with_its_code(city, asked: Options, code: str):
    assert code_of(lambda: draw_sample(city, asked)) == code


def test_a_city_whose_units_have_no_people_is_told_before_anything_is_drawn(tmp_path: Path):
    settings = hamlet.SETTINGS.replace('population = "people"\n', "").replace('groups = {"origin=rm" = "rm"}\n', "")
    folder = hamlet.write(tmp_path / "bare", settings=settings)
    assert code_of(lambda: read_city(folder)) == "C213"


def test_more_visits_than_people_are_told(city):
    drawn = draw_sample(city, options(take=250, reserve=0))
    assert "E508" in {one.code for one in drawn.findings}


def test_the_same_seed_gives_the_same_bytes_and_another_gives_other_places(city, tmp_path: Path):
    asked = options(points=3, radius=10.0)
    for name in ("one", "two"):
        write_sample(draw_sample(city, asked), tmp_path / name, "es")
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["map.svg", "plan.txt", "sample.gpkg", "sample.toml", "units.csv", "units.geojson", "units.xlsx"]
    assert [
        name for name in files if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    ] == []
    other = draw_sample(city, options(points=3, radius=10.0, seed=9))
    assert other.points["lon"].tolist() != draw_sample(city, asked).points["lon"].tolist()


def test_the_list_opens_in_a_spreadsheet_with_its_accents_and_its_words(tmp_path: Path):
    blocks = {code: row | {"name": f"Peñón {code}"} for code, row in hamlet.BLOCKS.items()}
    settings = hamlet.SETTINGS.replace('parent = "district"', 'parent = "district"\nlabel = "name"')
    town = read_city(hamlet.write(tmp_path / "city", settings=settings, blocks=blocks))
    write_sample(draw_sample(town, options()), tmp_path / "out", "es")
    assert (tmp_path / "out" / "units.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "units.xlsx")["Unidades"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("Código", "Nombre")
    assert "Peñón a2" in {row[1] for row in rows[1:]}
    assert {row[3] for row in rows[1:]} == {"Toda la ciudad"}
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$1"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0


def test_people_read_whole_people_and_four_digits_and_programs_read_all_of_them(tmp_path: Path):
    """2 of the units with 100.4, 300 and 200 people: a1 has the probability 2 x 100.4 / 600.4 = 0.33444…"""
    blocks = {code: row | {"people": 100.4 if code == "a1" else row["people"]} for code, row in hamlet.BLOCKS.items()}
    town = read_city(hamlet.write(tmp_path / "city", blocks=blocks))
    write_sample(draw_sample(town, options(reserve=1.0)), tmp_path / "out", "en")
    full = pd.read_csv(tmp_path / "out" / "units.csv").set_index("code").loc["a1"]
    sheet = pd.read_excel(tmp_path / "out" / "units.xlsx", engine="openpyxl").set_index("Code").loc["a1"]
    assert (full["people"], sheet["People"]) == (100.4, 100)
    assert full["probability"] == pytest.approx(200.8 / 600.4, rel=1e-9)
    assert sheet["Probability"] == 0.3344


def test_a_unit_made_of_several_is_explained_in_the_plan_and_named_in_the_list(city, tmp_path: Path):
    drawn = draw_sample(city, options(least=150))
    write_sample(drawn, tmp_path / "out", "en")
    assert "1 of the units in the list are made of several" not in (text := "\n".join(plan_lines(drawn, "en")))
    assert "Units in the list that are made of several: 1." in text
    sheet = pd.read_excel(tmp_path / "out" / "units.xlsx", engine="openpyxl")
    assert sheet["Made of these units"].dropna().map(lambda cell: sorted(cell.split(" + "))).tolist() == [["a1", "a2"]]


def test_the_map_opens_as_a_picture_by_itself_with_title_legend_and_the_mark_of_what_is_synthetic(city, tmp_path: Path):
    write_sample(draw_sample(city, options()), tmp_path / "out", "es")
    picture = ElementTree.parse(tmp_path / "out" / "map.svg").getroot()
    assert picture.tag == "{http://www.w3.org/2000/svg}svg" and float(picture.attrib["width"]) == 720
    words = {one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Adónde va el campo: Aldea", "por visitar", "reserva", "sin sortear"} <= words
    assert any(str(one).startswith("Ciudad sintética") for one in words)


def test_phones_and_programs_get_the_units_and_points_and_every_file_says_that_it_is_synthetic(city, tmp_path: Path):
    write_sample(draw_sample(city, options(points=4, radius=10.0)), tmp_path / "out", "en")
    assert [name for name, _ in pyogrio.list_layers(tmp_path / "out" / "sample.gpkg")] == ["units", "points"]
    points = gpd.read_file(tmp_path / "out" / "sample.gpkg", layer="points")
    units = gpd.read_file(tmp_path / "out" / "units.geojson")
    assert len(points) == 4 and points["synthetic"].all() and units["synthetic"].all()
    assert units.crs == points.crs == "EPSG:4326"
    assert pd.read_csv(tmp_path / "out" / "units.csv")["synthetic"].all()


def test_what_weights_need_is_read_back_as_it_was_drawn_without_the_places_of_points(city, tmp_path: Path):
    drawn = draw_sample(city, options(points=3, radius=10.0, seed=7))
    write_sample(drawn, tmp_path / "out", "en")
    units, points, plan = read_plan(tmp_path / "out")
    assert units["probability"].tolist() == drawn.units["probability"].tolist()
    assert points["probability"].tolist() == pytest.approx(drawn.points["probability"].tolist())
    assert (plan["seed"], plan["city"]) == (7, "HAM")
    text = (tmp_path / "out" / "sample.toml").read_text("utf-8")
    assert "lon" not in set(tomllib.loads(text)["points"][0])


def test_a_sample_is_never_written_over_and_needs_a_folder(city, tmp_path: Path):
    drawn = draw_sample(city, options())
    (tmp_path / "there").mkdir()
    assert code_of(lambda: write_sample(drawn, tmp_path / "there", "en")) == "E509"
    assert code_of(lambda: write_sample(drawn, tmp_path / "no" / "where", "en")) == "E616"


@pytest.mark.parametrize("text", [None, "format = 9", "nothing", "format = 1"])
def test_a_folder_without_a_readable_sample_is_told(tmp_path: Path, text: str | None):
    if text is not None:
        (tmp_path / "sample.toml").write_text(text, "utf-8")
    assert code_of(lambda: read_plan(tmp_path)) == "E601"


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Draw 2 of 3 blocks and visit 5 households in each"), ("es", "Sortear 2 de 3 manzanas")]
)
def test_the_plan_is_told_in_sentences(city, lang: str, said: str):
    assert said in "\n".join(plan_lines(draw_sample(city, options()), lang))
