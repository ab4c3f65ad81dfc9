"""No file for everybody holds where somebody lives, a name, a code of an interview or a count under the rule: all are read."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from shapely import Point, box

from tejido.privacy.behind import counts_homes
from tejido.release import Release
from tests.privacy.attacker.scanner import Secrets, places_of, rounded, scan, secrets_of

HOME = (-87.0126118, -1.9987074)
SECRETS = Secrets(
    points=rounded(np.array([HOME])) | rounded(np.array([[498597.470495, 9779082.2]])),
    words=frozenset({"H0001", "H0001-02", "Wanjiru"}),
    homes=frozenset({"electricity"}),
)


def found(folder: Path) -> list[tuple[str, str]]:
    return [(one.file, one.like) for one in scan(folder, SECRETS)]


@pytest.mark.parametrize(
    ("name", "text", "like"),
    [
        ("page.html", "<p data-at='-87.01261,-1.99871'>", "(-87.01261, -1.99871)"),
        ("map.js", "const at = [-1.9987074, -87.0126118]", "(-87.01261, -1.99871)"),
        ("a/picture.svg", "<text>Wanjiru</text>", "Wanjiru"),
        ("points.geojson", '{"type": "Point", "coordinates": [-87.01261184, -1.99870741]}', "(-87.01261, -1.99871)"),
        ("metres.json", '{"at": [498597.4705, 9779082.2001]}', "(498597.5, 9779082.2)"),
        (
            "places.json",
            '{"scale": 100000, "x": [-8700000, -1261], "y": [-199000, -871]}',
            "(-87.01261, -1.99871)",
        ),
        (
            "shapes.json",
            '{"scale": 100000, "units": [[[[-8701261, -199871, 500, 0, 0, 500]]]]}',
            "(-87.01261, -1.99871)",
        ),
        ("table.csv", "id,value\nH0001-02,3\n", "H0001-02"),
        ("few.csv", "unit;n\nA;12\nB;3\n", "n = 3"),
        ("few_es.csv", "Unidad,Respuestas\nA,12\nB,9\n", "n = 9"),
        ("few.json", '{"residents": {"list": [12, null, 4]}}', "residents = 4"),
        ("deep.json", '{"rows": [{"unit": "A", "n_households": 4}]}', "n_households = 4"),
        ("same.json", '{"n": {"same": 7}}', "n = 7"),
        ("secret.bin", "?", ".bin"),
    ],
)
def test_what_is_planted_in_a_text_is_found(tmp_path: Path, name: str, text: str, like: str):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, "utf-8")
    assert found(tmp_path) == [(name, like)]


@pytest.mark.parametrize(
    "text",
    [
        '{"n": 10, "n_households": 5, "population": 0, "residents": null}',
        '{"indicator": "electricity", "population": 5}',
        '{"coordinates": [-87.01262, -1.99871], "rank": 3, "named": "H00012"}',
    ],
)
def test_what_may_be_told_is_no_find(tmp_path: Path, text: str):
    (tmp_path / "fine.json").write_text(text, "utf-8")
    assert found(tmp_path) == []


def test_what_is_planted_in_tables_and_packed_files_is_found(tmp_path: Path):
    pd.DataFrame({"lon": [HOME[0]], "lat": [HOME[1]]}).to_parquet(tmp_path / "a.parquet")
    pd.DataFrame({"indicator": ["electricity", "employment"], "population": [6.0, 6.0]}).to_parquet(
        tmp_path / "b.parquet"
    )
    gpd.GeoDataFrame({"unit": ["A"]}, geometry=[Point(HOME)], crs="EPSG:4326").to_parquet(tmp_path / "c.parquet")
    (tmp_path / "d.json.gz").write_bytes(gzip.compress(json.dumps({"who": "H0001"}).encode()))
    book = openpyxl.Workbook()
    book.active.append(["A title"])
    book.active.append(["Unit", "Residents", "Answers"])
    book.active.append(["A", 30, 8])
    book.save(tmp_path / "e.xlsx")
    (tmp_path / "f.pmtiles").write_bytes(b"PMTiles" + gzip.compress(b"\x1a household H0001 \x22"))
    at = "(-87.01261, -1.99871)"
    assert found(tmp_path) == [
        ("a.parquet", at), ("b.parquet", "population = 6"), ("c.parquet", at), ("c.parquet", "unit, geometry"),
        ("d.json.gz", "H0001"), ("e.xlsx", "n = 8"), ("f.pmtiles", "H0001"),
    ]  # fmt: skip


def test_a_corner_of_a_published_block_is_told_by_the_map_already(tmp_path: Path):
    blocks = gpd.GeoDataFrame({"unit": ["A"]}, geometry=[box(*HOME, -87.0, -1.9)], crs="EPSG:4326")
    blocks.to_parquet(tmp_path / "block.parquet")
    places = places_of(tmp_path)
    assert len(scan(tmp_path, SECRETS)) == 1
    assert scan(tmp_path, Secrets(SECRETS.points, SECRETS.words, SECRETS.homes, places)) == []


@pytest.fixture(scope="module")
def secrets(example_folder: Path, example_release: Release) -> Secrets:
    known = example_release.catalogue
    homes = [one.id for one in known.definitions.values() if counts_homes(known, one.universe)]
    return secrets_of(example_folder, example_release.path, homes)


def test_the_secrets_of_the_example_are_the_homes_and_codes_of_its_surveys(secrets: Secrets):
    # 2,402 households in the larger survey alone, each in degrees and in metres.
    assert len(secrets.points) >= 2 * 2402
    assert {"H0001", "H0001-01"} <= secrets.words


@pytest.mark.parametrize("which", ["example_release", "example_second"])
def test_nothing_of_this_is_in_the_public_folder_of_the_example(
    request: pytest.FixtureRequest, secrets: Secrets, which: str
):
    release: Release = request.getfixturevalue(which)
    assert scan(release.path / "public", secrets) == []
    # So that the test can fail: the analyst's side holds plenty.
    assert len(scan(release.path / "tables", secrets)) > 100


def test_nothing_of_this_is_in_the_site(secrets: Secrets, whole_site: Path, tmp_path: Path):
    # The example's two rounds: the other cities have no surveys, and hold nobody's secrets.
    assert {one.name for one in (whole_site / "tej").iterdir() if one.is_dir()} >= {"2024", "2026"}
    assert scan(whole_site / "tej", secrets) == []
    planted = shutil.copytree(whole_site / "tej" / "2024" / "data", tmp_path / "data")
    (planted / "points.json").write_text(json.dumps({"at": sorted(secrets.points)[0]}), "utf-8")
    assert {one.file for one in scan(planted, secrets)} == {"points.json"}
