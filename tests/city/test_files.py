"""Files are read whatever state they are in: what cannot be used is told, and nothing is raised."""

from __future__ import annotations

import json
import random
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from tejido.city.files import Files, hash_rows
from tejido.city.model import Source
from tests.city import village


def frame(folder: Path, name: str, content: bytes, layer: str | None = None) -> tuple[pd.DataFrame | None, list[str]]:
    (folder / name).write_bytes(content)
    files = Files(folder, None)
    return files.frame(Source(name, layer)), [one.code for one in files.found]


def test_a_table_with_semicolons_windows_line_ends_and_a_byte_order_mark(tmp_path: Path):
    table, found = frame(tmp_path, "t.csv", b"\xef\xbb\xbfcode;name\r\n080716;Nu\xc3\xb1oa\r\n")
    assert found == []
    assert table.to_dict("records") == [{"code": "080716", "name": "Nuñoa"}]


def test_a_table_in_windows_encoding_is_read_and_told(tmp_path: Path):
    table, found = frame(tmp_path, "t.csv", "code,name\n1,Ñuñoa\n".encode("cp1252"))
    assert (table["name"].tolist(), found) == (["Ñuñoa"], ["C108"])


def test_geojson_in_windows_encoding_is_read_and_told(tmp_path: Path):
    point = village.feature({"type": "Point", "coordinates": [-79.5, 9.0]}, name="Peñón")
    text = json.dumps({"type": "FeatureCollection", "features": [point]}, ensure_ascii=False)
    table, found = frame(tmp_path, "t.geojson", text.encode("cp1252"))
    assert (table["name"].tolist(), found) == (["Peñón"], ["C108"])


def test_an_empty_field_is_missing_and_a_word_stays_a_word(tmp_path: Path):
    table, _ = frame(tmp_path, "t.csv", b"a,b\n,NA\n")
    assert pd.isna(table["a"].iloc[0])
    assert table["b"].iloc[0] == "NA"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.csv", b"", "C103"),
        ("t.csv", b"a,b\n", "C103"),
        ("t.csv", b"a,b\n1,2,3,4\n1\n", "C102"),
        ("t.geojson", b"{", "C102"),
        ("t.geojson", b'{"type": "FeatureCollection", "features": []}', "C103"),
        ("t.geojson", b"\x00\x01\x02", "C102"),
        ("t.gpkg", b"no geopackage", "C102"),
        ("t.parquet", b"no parquet", "C102"),
        ("t.xlsx", b"no workbook", "C102"),
        ("t.osm.pbf", b"no extract", "C102"),
        ("t.unheard", b"of", "C102"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, code: str):
    assert frame(tmp_path, name, content) == (None, [code])


def test_random_bytes_never_raise(tmp_path: Path):
    chance = random.Random(3)
    for name in ("t.csv", "t.geojson", "t.gpkg", "t.parquet", "t.osm.pbf", "t.xlsx", "t.shp", "t.zip"):
        for _ in range(3):
            frame(tmp_path, name, chance.randbytes(chance.randint(1, 400)))


def test_a_file_with_several_layers_asks_which(tmp_path: Path):
    points = gpd.GeoDataFrame({"a": [1]}, geometry=gpd.points_from_xy([0], [0]), crs="EPSG:4326")
    for layer in ("one", "two"):
        points.to_file(tmp_path / "t.gpkg", layer=layer)
    files = Files(tmp_path, None)
    assert files.frame(Source("t.gpkg")) is None
    assert [one.code for one in files.found] == ["C107"]
    assert len(files.frame(Source("t.gpkg", "two"))) == 1


def test_the_data_folder_comes_before_the_city_folder(tmp_path: Path):
    for place in ("city", "data"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "t.csv").write_text(f"a\n{place}\n")
    (tmp_path / "city" / "own.csv").write_text("a\nown\n")
    files = Files(tmp_path / "city", tmp_path / "data")
    assert files.frame(Source("t.csv"))["a"].tolist() == ["data"]
    assert files.frame(Source("own.csv"))["a"].tolist() == ["own"]


def test_rows_are_kept_by_the_values_of_a_column(tmp_path: Path):
    (tmp_path / "t.csv").write_text("kind,n\nprimary,1\nbar,2\nsecondary,3\n")
    files = Files(tmp_path, None)
    kept = files.frame(Source("t.csv", where={"kind": ("primary", "secondary")}))
    assert kept["n"].tolist() == ["1", "3"]
    assert files.frame(Source("t.csv", where={"kind": ("school",)})).empty
    assert [one.code for one in files.found] == ["C116"]


def test_the_hash_does_not_change_when_rows_or_columns_change_places():
    table = pd.DataFrame({"a": [1.5, None, 3.0], "b": ["x", "y", "z"]})
    assert hash_rows(table) == hash_rows(table.iloc[::-1, ::-1])


def test_the_hash_changes_when_a_figure_moves_to_another_row():
    table = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    assert hash_rows(table) != hash_rows(table.assign(a=[2, 1]))
