"""The ground of a release's maps as GeoParquet bytes, and back: streets and water by which a city is recognised."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from tejido.release.parquet import encode

FILE = "geometry/ground.parquet"
NAME = "ground"
"""No level can be called so in a release that has a ground."""
STREET, WATER = "street", "water"
COLUMNS = ("kind", "rank", "name", "source", "geometry")
"""`kind` is `STREET` or `WATER`; `rank` how important it is, 1 for the most (0 for water); `name` may be missing; `source` is who
says so."""
DECIMALS = 5
"""Of a degree: about a metre, more than a map of a city shows."""


def no_ground() -> gpd.GeoDataFrame:
    """The ground of a city that declares neither streets nor water."""
    empty: dict[str, list[object]] = {name: [] for name in COLUMNS[:-1]}
    return gpd.GeoDataFrame(empty, geometry=[], crs="EPSG:4326")


def ground_bytes(ground: gpd.GeoDataFrame) -> bytes:
    """The ground (columns `COLUMNS`, in any reference system) as GeoParquet 1.1 in longitude and latitude, sorted."""
    shapes = shapely.force_2d(ground.geometry.to_crs("EPSG:4326").to_numpy())
    shapes = shapely.transform(shapes, lambda points: np.round(points, DECIMALS) + 0.0)
    ranks = ground["rank"].astype(int).to_numpy()
    wkb = shapely.to_wkb(shapely.normalize(shapes))
    keys = list(zip(ground["kind"], ranks.tolist(), ground["name"].fillna(""), wkb, strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    texts = {
        name: pa.array(ground[name].iloc[order], type=pa.string(), from_pandas=True)
        for name in ("kind", "name", "source")
    }
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    columns = {"kind": texts["kind"], "rank": pa.array(ranks[order], type=pa.int64()), "name": texts["name"], "source": texts["source"],
               "geometry": pa.array(wkb[order], type=pa.binary())}  # fmt: skip
    return encode(pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo, sort_keys=True)}))


def read_ground(content: bytes) -> gpd.GeoDataFrame:
    """The ground in EPSG:4326, columns `COLUMNS`."""
    stored = pq.read_table(pa.BufferReader(content), columns=list(COLUMNS))
    shapes = shapely.from_wkb(stored.column("geometry").to_numpy())
    return gpd.GeoDataFrame(stored.drop_columns(["geometry"]).to_pandas(), geometry=shapes, crs="EPSG:4326")
