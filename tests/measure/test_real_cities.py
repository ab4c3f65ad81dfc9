"""The four real cities, measured from their own files: what must not reach a score, and what must come out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tejido.measure import measure_city
from tejido.release import Release, open_release

Measure = Callable[[str], Release]


@pytest.fixture(scope="module")
def measured(shared_data: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Measure:
    done: dict[str, Release] = {}

    def measure(city: str) -> Release:
        if city not in done:
            out = tmp_path_factory.mktemp("real") / city
            measure_city(root / "examples" / city, out, data=shared_data / "cities" / city)
            done[city] = open_release(out)
        return done[city]

    return measure


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
    settings = settings.replace("[city]\n", '[city]\ncatalogue = "cpi.toml"\n', 1)
    settings += """
[values.cell]
source = "OpenStreetMap, counted by UN-Habitat"
street_intersections = {numerator = ["Intersecc"], denominator = ["AREA_KM2"]}
street_density = {numerator = ["KM_VIAS"], denominator = ["AREA_KM2"]}
street_land = {numerator = ["KM2_VIAS"], denominator = ["AREA_KM2"]}
"""
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "city.toml").write_text(settings, "utf-8")
    (folder / "cpi.toml").write_text((root / "tests/catalogue/data/cpi.toml").read_text("utf-8"), "utf-8")
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
    assert scores["street_density"].reindex(raw.index).to_numpy() == pytest.approx(target.to_numpy(), abs=1e-6)
    land = ((100 * raw["KM2_VIAS"] / 0.25 - 6) / 30 * 100).clip(0, 100)
    assert scores["street_land"].reindex(raw.index).to_numpy() == pytest.approx(land.to_numpy(), abs=1e-6)


def test_no_public_unit_shows_one_to_nine_inhabitants(measured: Measure) -> None:
    for city in ("panama", "chaguanas", "lima", "cucuta"):
        public = measured(city).public()
        assert public.meta["audience"] == "public"
        shown = public.table("units")["population"].dropna()
        assert ((shown == 0) | (shown >= 10)).all()
