"""The real cities' files: every known trap is a finding of `check`, and none of it reaches a figure.

Expectations are the facts of the files' own README and of the viewers from which they come.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.catalogue import load
from tejido.city import Report, check_city, ready_made
from tejido.errors import Finding
from tests.conftest import ROOT

NAMES = ("panama", "chaguanas", "lima", "cucuta")


@pytest.fixture(scope="module")
def reports(shared_data: Path) -> dict[str, Report]:
    return {name: check_city(ROOT / "examples" / name, shared_data / "cities" / name) for name in NAMES}


@pytest.fixture(scope="module")
def tables(reports: dict[str, Report]) -> dict[str, pd.DataFrame]:
    return {name: ready_made(report.city, load("basic")).values for name, report in reports.items()}


def found(report: Report, code: str, column: str | None = None) -> list[Finding]:
    return [one for one in report.findings if one.code == code and column in (None, one.column)]


def value(finding: Finding, name: str) -> object:
    return dict(finding.values)[name]


def figures(values: pd.DataFrame, indicator: str) -> np.ndarray:
    return values.loc[values["indicator"] == indicator, "value"].to_numpy()


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_no_error(reports: dict[str, Report], name: str):
    assert [one for one in reports[name].findings if one.severity == "error"] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_can_be_measured_is_told_for_all_35_in_both_languages(reports: dict[str, Report], name: str, lang: str):
    table = reports[name].table(lang)
    assert len(table) == 35
    assert (table["can"] == (table["source"] != "")).all()
    assert (table["can"] == (table["why_not"] == "")).all()


@pytest.mark.parametrize(
    ("name", "people"), [("panama", 2_078_145), ("chaguanas", 83_503), ("lima", 9_562_280), ("cucuta", 681_175)]
)
def test_the_city_s_people_are_counted_once(reports: dict[str, Report], name: str, people: int):
    assert reports[name].city.units["city"]["population"].iloc[0] == pytest.approx(people, abs=0.6)


def test_panama_s_cells_repeat_their_corregimiento_s_people(reports: dict[str, Report]):
    (shared,) = found(reports["panama"], "C216", "Pop_2020")
    assert value(shared, "repeated") == pytest.approx(150.9e6, rel=1e-3)


def test_panama_s_other_repeated_columns_are_named(reports: dict[str, Report]):
    assert found(reports["panama"], "C302", "Dens_Res")
    assert found(reports["panama"], "C302", "T_Homici_2")
    (idle,) = found(reports["panama"], "C303")
    assert {"PTOT", "T_DEPENDEN", "GINI_2015"} <= set(str(value(idle, "columns")).split(", "))


def test_panama_s_182_cells_without_homicide_information_have_no_rate(
    reports: dict[str, Report], tables: dict[str, pd.DataFrame]
):
    (coded,) = found(reports["panama"], "C308", "T_Homici_2")
    assert value(coded, "count") == 182
    assert figures(tables["panama"], "homicide_rate").min() > 0


def test_panama_s_negative_entropy_is_missing(reports: dict[str, Report], tables: dict[str, pd.DataFrame]):
    (outside,) = found(reports["panama"], "C306", "Shannon")
    assert value(outside, "count") == 1
    assert figures(tables["panama"], "land_use_diversity").min() >= 0


def test_panama_nests_by_code_and_eight_corregimientos_hold_no_cell(reports: dict[str, Report]):
    assert not found(reports["panama"], "C208")
    (empty,) = found(reports["panama"], "C209")
    assert (value(empty, "count"), value(empty, "total")) == (8, 58)
    assert reports["panama"].city.units["cell"]["parent"].nunique() == 50


def test_without_the_declarations_panama_s_traps_are_warnings(shared_data: Path, tmp_path: Path):
    text = (ROOT / "examples" / "panama" / "city.toml").read_text("utf-8")
    text = text.replace('{column = "Pop_2020", support = "corregimiento", share_by = "area"}', '"Pop_2020"')
    text = text.replace("no_data = [0] ", "").replace('\nsupport = "corregimiento"', "")
    (tmp_path / "extended.toml").write_text(
        (ROOT / "examples" / "panama" / "extended.toml").read_text("utf-8"), "utf-8"
    )
    (tmp_path / "city.toml").write_text(text, "utf-8")
    report = check_city(tmp_path, shared_data / "cities" / "panama")
    assert {one.column for one in found(report, "C301")} == {"Pop_2020", "Dens_Res", "T_Homici_2"}
    assert value(found(report, "C211")[0], "found") == pytest.approx(150_913_875)
    (words,) = found(report, "C309", "T_Homici_2")
    assert (value(words, "words_column"), value(words, "count"), value(words, "figure")) == ("HOMICI", 182, 0)


def test_no_999_of_chaguanas_is_a_figure(reports: dict[str, Report], tables: dict[str, pd.DataFrame]):
    values = tables["chaguanas"]
    shares = values[~values["indicator"].str.startswith("distance")]
    assert shares["value"].between(0, 100).all()
    assert {one.column for one in found(reports["chaguanas"], "C308")} >= {"NBI_VIV", "NBI_AGUA", "NBI_SAN", "NBI_ELEC"}


def test_chaguanas_repeats_its_communities_figures_in_all_but_the_distances(
    reports: dict[str, Report], tables: dict[str, pd.DataFrame]
):
    report = reports["chaguanas"]
    assert not found(report, "C301")
    assert value(found(report, "C216")[0], "repeated") == pytest.approx(5.46e6, rel=1e-3)
    values = tables["chaguanas"]
    assert values.loc[values["indicator"] == "distance_school", "level"].unique().tolist() == ["block"]
    assert values.loc[values["indicator"] == "sanitation", "level"].unique().tolist() == ["community"]


def test_chaguanas_unmet_needs_become_shares_with(tables: dict[str, pd.DataFrame]):
    # Edinburgh 500: 0.55 % of dwellings without sanitation
    values = tables["chaguanas"]
    row = values[(values["indicator"] == "sanitation") & (values["unit"] == "4012")]
    assert row["value"].iloc[0] == pytest.approx(99.45)


def test_chaguanas_has_heights_and_no_codes(reports: dict[str, Report]):
    assert value(found(reports["chaguanas"], "C220")[0], "count") == 916
    assert found(reports["chaguanas"], "C114")
    assert not reports["chaguanas"].city.units["block"].geometry.has_z.any()


def test_lima_s_twelve_empty_hexagons_are_missing_and_the_other_zeros_stand(
    reports: dict[str, Report], tables: dict[str, pd.DataFrame]
):
    (empty,) = [one for one in found(reports["lima"], "C310") if value(one, "count")]
    assert value(empty, "count") == 12
    water = figures(tables["lima"], "improved_water")
    assert len(water) == 4465 - 12
    assert (water == 0).sum() == 477 - 12


def test_lima_s_density_column_is_a_tenth_of_the_density(reports: dict[str, Report]):
    (density,) = found(reports["lima"], "C314")
    assert density.column == "DEN_POB"
    assert value(density, "ratio") == pytest.approx(0.1, abs=0.005)


def test_lima_has_141_hexagons_with_fewer_than_ten_people(reports: dict[str, Report]):
    assert value(found(reports["lima"], "C210")[0], "count") == 141


def test_lima_s_streets_are_222_pieces(reports: dict[str, Report]):
    assert value(found(reports["lima"], "C409")[0], "count") == 222


def test_cucuta_s_barrios_overlap_in_496_pairs(reports: dict[str, Report]):
    (overlap,) = [one for one in found(reports["cucuta"], "C203") if one.file == "barrios.geojson"]
    assert value(overlap, "count") == 496


def test_cucuta_s_three_double_ids_and_its_sliver(reports: dict[str, Report]):
    assert value(found(reports["cucuta"], "C202", "id")[0], "count") == 3
    assert value(found(reports["cucuta"], "C205")[0], "count") == 1
    units = reports["cucuta"].city.units["barrio"].set_index("unit")
    assert len(units) == 243
    assert units.loc["101", "population"] == 2544 + 114


def test_cucuta_s_points_outside_and_inside_two_barrios_are_told_and_still_serve(reports: dict[str, Report]):
    outside = {
        value(one, "role"): (value(one, "count"), value(one, "total")) for one in found(reports["cucuta"], "C401")
    }
    assert outside == {"health_centre": (21, 482), "school": (27, 213)}
    assert [(value(one, "role"), value(one, "count")) for one in found(reports["cucuta"], "C402")] == [
        ("health_centre", 8)
    ]
    assert {role: len(layer) for role, layer in reports["cucuta"].city.layers.items()} == {
        "health_centre": 482,
        "school": 213,
    }


def legend(shared_data: Path, city: str, column: str) -> tuple[float, float]:
    """Least and greatest figure of a viewer's legend."""
    with (shared_data / "uim_viewers" / "legend_classes.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if (row["city"], row["code"]) == (city, column))
    limits = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", row["classes"].split("| Factor")[0])]
    return min(limits), max(limits)


@pytest.mark.parametrize(
    ("city", "column", "indicator", "scale"),
    [
        ("panama", "DxP_SALUD", "distance_health_centre", 1), ("panama", "DxP_EDUCA", "distance_school", 1),
        ("panama", "DxP_BIBLIO", "distance_cultural", 1), ("panama", "DxP_EP", "distance_public_space", 1),
        ("panama", "VIV_DUR", "adequate_dwellings", 1), ("panama", "ESP_VIT", "sufficient_living_space", 1),
        ("panama", "AGU_MEJ", "improved_water", 1), ("panama", "SAN_ADE", "sanitation", 1),
        ("panama", "ACC_ELE", "electricity", 1), ("panama", "ACC_INT", "internet", 1), ("panama", "CON_SOL", "solid_waste", 1),
        ("panama", "Dens_Res", "residential_density", 100), ("panama", "T_Homici_2", "homicide_rate", 1),
        ("panama", "Shannon", "land_use_diversity", 1), ("panama", "EMP_INF", "informal_employment", 1),
        ("panama", "Desemp_Juv", "youth_unemployment", 1),
        ("lima", "VIV_ADE", "adequate_dwellings", 1), ("lima", "AGUA", "improved_water", 1), ("lima", "SAN", "sanitation", 1),
        ("lima", "ELEC", "electricity", 1), ("lima", "INTER", "internet", 1), ("lima", "ESC_ANOS", "mean_schooling", 1),
        ("lima", "T_DESEM", "unemployment", 1), ("lima", "EMPLEO", "employment", 1),
    ],
)  # fmt: skip
def test_least_and_greatest_agree_with_the_viewer_s_legend(
    tables: dict[str, pd.DataFrame], shared_data: Path, city: str, column: str, indicator: str, scale: float
):
    low, high = legend(shared_data, city.capitalize(), column)
    read = figures(tables[city], indicator) * scale
    # legends round to whole figures, or to two decimals
    assert read.min() == pytest.approx(low, abs=0.51)
    assert read.max() == pytest.approx(high, abs=0.51)
