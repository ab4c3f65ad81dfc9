"""The four real cities, measured from their own files: what must not reach a score, and what must come out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from tejido.city import Report, check_city
from tejido.measure import measure_city
from tejido.release import Release, open_release
from tejido.tables.flags import PROXY, has

Measure = Callable[[str], Release]


@pytest.fixture(scope="module")
def measured(real_city: Measure) -> Measure:
    return real_city


@pytest.fixture(scope="module")
def checked(shared_data: Path, root: Path) -> dict[str, Report]:
    cities = ("panama", "chaguanas", "lima", "cucuta")
    return {city: check_city(root / "examples" / city, shared_data / "cities" / city) for city in cities}


def of_city(release: Release, node: str) -> float:
    scores = release.table("scores")
    rows = scores[(scores["level"] == "city") & (scores["group"] == "all") & (scores["node"] == node)]
    return float(rows["score"].iloc[0])


def scored(release: Release, indicator: str, units: set[str]) -> pd.Series:
    scores = release.table("scores")
    rows = scores[
        (scores["level"] == release.meta["base"]) & (scores["node"] == indicator) & scores["unit"].isin(units)
    ]
    return rows["score"].dropna()


def population(release: Release) -> float:
    units = release.table("units")
    return float(units.loc[units["level"] == "city", "population"].iloc[0])


def test_panama_and_chaguanas_get_a_marker(measured: Measure) -> None:
    assert 0 < of_city(measured("panama"), "marker") < 100
    assert 0 < of_city(measured("chaguanas"), "marker") < 100


def test_lima_gets_at_least_two_areas_and_cucuta_indicator_scores(measured: Measure) -> None:
    lima = measured("lima")
    areas = lima.catalogue.children[lima.catalogue.root]
    assert sum(of_city(lima, area) > 0 for area in areas) >= 2
    cucuta = measured("cucuta")
    assert sum(of_city(cucuta, indicator) >= 0 for indicator in cucuta.catalogue.indicators) >= 3


@pytest.mark.parametrize(
    ("city", "people"), [("panama", 2_078_145), ("chaguanas", 83_502.5), ("lima", 9_562_280), ("cucuta", 681_175)]
)
def test_the_populations_are_the_cities_own_not_sums_of_repeated_figures(
    measured: Measure, city: str, people: float
) -> None:
    assert population(measured(city)) == pytest.approx(people, abs=1)


def test_no_sin_informacion_of_panama_reaches_a_score(measured: Measure, shared_data: Path) -> None:
    features = json.loads((shared_data / "cities/panama/cells.geojson").read_text("utf-8"))["features"]
    unknown = {row["properties"]["GRID_ID"] for row in features if row["properties"]["HOMICI"] == "Sin Información"}
    assert len(unknown) == 182
    assert scored(measured("panama"), "homicide_rate", unknown).empty
    assert len(scored(measured("panama"), "homicide_rate", {row["properties"]["GRID_ID"] for row in features})) == 2_504


def test_no_999_of_chaguanas_reaches_a_value(measured: Measure) -> None:
    values = measured("chaguanas").table("values")["value"].dropna()
    codes = {999.0, 100 - 999.0}
    assert not set(values.round(6)) & codes


def test_no_empty_hexagon_of_lima_reaches_a_dwelling_score(measured: Measure, shared_data: Path) -> None:
    columns = ["VIV_ADE", "TUGURIOS", "AGUA", "SAN", "ELEC", "INTER", "VIV_ALQ", "HOG_CAM"]
    features = json.loads((shared_data / "cities/lima/hexagons.geojson").read_text("utf-8"))["features"]
    empty = {
        row["properties"]["GRID_ID"] for row in features if all(row["properties"][column] == 0 for column in columns)
    }
    assert len(empty) == 12
    for indicator in ("adequate_dwellings", "improved_water", "sanitation", "electricity", "internet"):
        assert scored(measured("lima"), indicator, empty).empty, indicator
    # The other zeros stand: dwellings without water are not missing.
    values = measured("lima").table("values")
    water = values[(values["indicator"] == "improved_water") & (values["level"] == "hexagon")]
    assert (water["value"] == 0).sum() > 400


def test_panamas_streets_come_out_by_the_targets_of_another_index(
    shared_data: Path, root: Path, tmp_path: Path
) -> None:
    cells = json.loads((shared_data / "cities/panama/cells.geojson").read_text("utf-8"))["features"]
    raw = pd.DataFrame([row["properties"] for row in cells]).set_index("GRID_ID")
    settings = (root / "examples/panama/city.toml").read_text("utf-8").split("[values.cell]")[0]
    settings = settings.replace('[extended]\nadd = ["extended.toml"]\n', "")
    settings = settings.replace("[city]\n", '[city]\ncatalogue = "cpi.toml"\n', 1)
    settings += """
[values.cell]
source = "OpenStreetMap, counted by UN-Habitat"
street_intersections = {numerator = ["Intersecc"], denominator = ["AREA_KM2"]}
street_length = {numerator = ["KM_VIAS"], denominator = ["AREA_KM2"]}
street_land = {numerator = ["KM2_VIAS"], denominator = ["AREA_KM2"]}
"""
    folder = tmp_path / "city"
    folder.mkdir()
    # Its density of streets goes by another name than that of the extended marker, which no tree may count.
    own = (root / "tests/catalogue/data/cpi.toml").read_text("utf-8").replace("street_density", "street_length")
    (folder / "city.toml").write_text(settings, "utf-8")
    (folder / "cpi.toml").write_text(own, "utf-8")
    measure_city(folder, tmp_path / "release", data=shared_data / "cities/panama")
    release = open_release(tmp_path / "release")
    values = release.table("values")
    values = values[values["level"] == "cell"].pivot(index="unit", columns="indicator", values="value")
    scores = release.table("scores")
    scores = scores[scores["level"] == "cell"].pivot(index="unit", columns="node", values="score")
    assert len(values.dropna()) == 2_686
    assert len(scores["cpi_marker"].dropna()) == 2_686
    # CPI's formulas by hand: a target scores 100 (1 - |x - target| / target), not below 0; the share of land min-max 6-36 %.
    intersections = raw["Intersecc"] / 0.25
    assert values["street_intersections"].reindex(raw.index).to_numpy() == pytest.approx(intersections.to_numpy())
    target = (100 * (1 - (intersections - 100).abs() / 100)).clip(lower=0)
    assert scores["street_intersections"].reindex(raw.index).to_numpy() == pytest.approx(target.to_numpy())
    target = (100 * (1 - (raw["KM_VIAS"] / 0.25 - 20).abs() / 20)).clip(lower=0)
    assert scores["street_length"].reindex(raw.index).to_numpy() == pytest.approx(target.to_numpy(), abs=1e-6)
    land = ((100 * raw["KM2_VIAS"] / 0.25 - 6) / 30 * 100).clip(0, 100)
    assert scores["street_land"].reindex(raw.index).to_numpy() == pytest.approx(land.to_numpy(), abs=1e-6)


def test_no_public_unit_shows_one_to_nine_inhabitants(measured: Measure) -> None:
    for city in ("panama", "chaguanas", "lima", "cucuta"):
        public = measured(city).public()
        assert public.meta["audience"] == "public"
        shown = public.table("units")["population"].dropna()
        assert ((shown == 0) | (shown >= 10)).all()


def of_the_city(release: Release, indicator: str) -> float:
    values = release.table("values")
    rows = values[(values["level"] == "city") & (values["group"] == "all") & (values["indicator"] == indicator)]
    return float(rows["value"].iloc[0])


def test_panamas_streets_are_the_viewers_own_counts_summed_over_the_ground(
    measured: Measure, shared_data: Path
) -> None:
    cells = json.loads((shared_data / "cities/panama/cells.geojson").read_text("utf-8"))["features"]
    raw = pd.DataFrame([row["properties"] for row in cells])
    ground = raw["AREA_KM2"].sum()
    release = measured("panama")
    assert of_the_city(release, "street_density") == pytest.approx(raw["KM_VIAS"].sum() / ground)
    assert of_the_city(release, "intersection_density") == pytest.approx(raw["Intersecc"].sum() / ground)
    assert of_the_city(release, "street_land_share") == pytest.approx(100 * raw["KM2_VIAS"].sum() / ground)
    # The viewer's own quotients, cell by cell.
    values = release.table("values")
    cell = values[values["level"] == "cell"].pivot(index="unit", columns="indicator", values="value")
    cell = cell.reindex(raw["GRID_ID"])
    for indicator, column in (("street_density", "KMVIASXKM2"), ("street_land_share", "PORC_VIAS")):
        assert cell[indicator].to_numpy() == pytest.approx(raw[column].to_numpy(), abs=1e-6)
    within = raw.set_index("GRID_ID")["DIST_EDUCA"] <= 1000
    assert (cell["school_within_1000"] == 100 * within).all()


def test_chaguanas_people_near_a_school_are_those_of_its_blocks(measured: Measure, shared_data: Path) -> None:
    blocks = geopandas.read_file(shared_data / "cities/chaguanas/blocks.geojson").to_crs("EPSG:32620")
    # People are a community's, shared out among its blocks by their ground.
    held = blocks.area / blocks.area.groupby(blocks["COMM_CODE"]).transform("sum")
    people = held * blocks["P_TOTAL"]
    expected = 100 * people[blocks["D_EDU"] <= 1000].sum() / people.sum()
    assert of_the_city(measured("chaguanas"), "school_within_1000") == pytest.approx(expected, rel=1e-3)


def test_limas_streets_are_counted_in_surquillo_and_missing_elsewhere(measured: Measure, shared_data: Path) -> None:
    folder = shared_data / "cities/lima"
    table = pd.read_csv(folder / "street_segments.csv").query("kmh != 120")
    ends = table[["x1", "y1", "x2", "y2"]].to_numpy()
    ends = np.unique(np.where((ends[:, [0]] > ends[:, [2]]), ends[:, [2, 3, 0, 1]], ends), axis=0)
    streets = geopandas.GeoDataFrame(geometry=shapely.linestrings(ends.reshape(-1, 2, 2)), crs=4326).to_crs(32718)
    hexagons = geopandas.read_file(folder / "hexagons.geojson").to_crs(32718)[["GRID_ID", "geometry"]]
    districts = geopandas.read_file(folder / "districts.geojson").to_crs(32718)
    surquillo = districts.loc[districts["UBIGEO"] == "150141", "geometry"].iloc[0]
    mine = hexagons[hexagons.representative_point().within(surquillo)].set_index("GRID_ID")
    inside = geopandas.overlay(streets, mine.reset_index(), keep_geom_type=True)
    expected = inside.length.groupby(inside["GRID_ID"]).sum() / 1000 / (mine.area / 1e6)
    values = measured("lima").table("values")
    rows = values[values["indicator"] == "street_density"].dropna(subset=["value"]).set_index("unit")["value"]
    assert len(mine) == 19
    assert set(rows.index) == {*mine.index, "150141"}
    assert rows.reindex(mine.index).to_numpy() == pytest.approx(expected.reindex(mine.index).to_numpy(), rel=1e-3)
    # The cadastre's public space over the ground of the hexagons; one is public space all over, and a hair more.
    space = geopandas.read_file(folder / "hexagons.geojson").to_crs(32718)
    kept = space[space["M²_EP"] <= space.area]
    assert of_the_city(measured("lima"), "open_space_share") == pytest.approx(
        100 * kept["M²_EP"].sum() / kept.area.sum()
    )
    assert len(space) - len(kept) == 1


def test_limas_hospital_beds_are_those_of_the_file_inside_the_city(measured: Measure, shared_data: Path) -> None:
    folder = shared_data / "cities/lima"
    table = pd.read_csv(folder / "hospitals_peru.csv")
    here = (table["department"] == "CALLAO") | ((table["department"] == "LIMA") & (table["province"] == "LIMA"))
    assert here.sum() == 41
    expected = 1000 * table.loc[here, "beds"].sum() / 9_562_280
    assert of_the_city(measured("lima"), "hospital_beds") == pytest.approx(expected, abs=5e-5)


def test_cucutas_poverty_is_the_barrios_index_weighed_by_their_people(measured: Measure, shared_data: Path) -> None:
    barrios = geopandas.read_file(shared_data / "cities/cucuta/barrios.geojson", ignore_geometry=True).dropna()
    expected = (barrios["ipm_ponder"] * barrios["poblacion_"]).sum() / barrios["poblacion_"].sum()
    # The scrap of a barrio that is merged into its rest brings 114 people of 681,175.
    assert of_the_city(measured("cucuta"), "multidimensional_poverty") == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(("city", "basic", "extended", "proxies"), [
    ("panama", 19, 7, 5), ("chaguanas", 14, 3, 3), ("lima", 11, 5, 2), ("cucuta", 3, 5, 2),
])  # fmt: skip
def test_each_city_measures_what_its_check_promises_of_both_markers(
    measured: Measure, checked: dict[str, Report], city: str, basic: int, extended: int, proxies: int
) -> None:
    report = checked[city]
    promised = {one.indicator for one in (*report.indicators, *report.extended) if one.can}
    values = measured(city).table("values").dropna(subset=["value"])
    assert set(values["indicator"]) == promised
    assert [sum(one.can for one in table) for table in (report.indicators, report.extended)] == [basic, extended]
    flexible = values[values["indicator"].isin([one.indicator for one in report.extended])]
    near = flexible.loc[has(flexible["flags"], PROXY), "indicator"].nunique()
    assert near == proxies


def test_every_other_indicator_says_in_both_languages_what_it_needs(checked: dict[str, Report]) -> None:
    for report in checked.values():
        waiting = [one for one in report.extended if not one.can]
        assert len(waiting) > 200
        for one in waiting:
            told = {lang: one.why_not_in(lang) for lang in ("es", "en")}
            assert all(len(text.strip()) > 10 and "{" not in text for text in told.values()), one.indicator
            assert told["es"] != told["en"], one.indicator
