"""Tables and polygons as Parquet and GeoParquet bytes, and back: equal content gives equal bytes."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from tejido.release.rounding import significant
from tejido.tables import Schema, SchemaError

DECIMALS = 7
"""Decimals of a degree in published polygons: about a centimetre."""

_ROW_GROUP = 100_000
_TYPES = {3: "Polygon", 6: "MultiPolygon"}
"""Names in GeoParquet of the geometry types that units may have, by their number in GEOS."""


def table_bytes(table: pd.DataFrame, schema: Schema) -> bytes:
    """A table by its schema, sorted by its key, floats rounded to ten significant digits, missing numbers as null.

    Raises:
        SchemaError: the table does not fit its schema, or a number is infinite.
    """
    frame = schema.conform(table)
    arrays = []
    for column in schema.columns:
        cells = frame[column.name]
        if column.kind == "number":
            numbers = significant(cells.to_numpy(dtype=np.float64))
            if np.isinf(numbers).any():
                raise SchemaError(f"table {schema.name}: column {column.name!r} holds an infinite number")
            arrays.append(pa.array(numbers, type=pa.float64(), from_pandas=True))
        else:
            arrays.append(pa.array(cells, type=schema.arrow().field(column.name).type, from_pandas=True))
    return encode(pa.Table.from_arrays(arrays, schema=schema.arrow()))


def read_table(content: bytes, schema: Schema) -> pd.DataFrame:
    """A table as its schema says. Columns that a newer writer added are left out, as the contract number allows.

    Raises:
        SchemaError: a column is missing or does not fit.
    """
    stored = pq.read_table(pa.BufferReader(content))
    known = stored.select([name for name in stored.column_names if name in schema.names])
    return schema.conform(known.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get), sort=False)


def plain_bytes(table: pd.DataFrame) -> bytes:
    """A table without a schema (private rows), in the order in which it comes."""
    return encode(pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None))


def geometry_bytes(frame: gpd.GeoDataFrame) -> bytes:
    """Polygons as GeoParquet 1.1 in longitude and latitude (WGS 84), sorted by unit.

    Coordinates are rounded vertex by vertex, so that neighbours keep the edge they share; rings start at a canonical
    vertex and run counter-clockwise outside (RFC 7946), so that the order of an input's rows leaves no trace.
    """
    frame = frame[["unit", frame.geometry.name]].sort_values("unit", kind="stable")
    shapes = shapely.force_2d(frame.geometry.to_crs("EPSG:4326").to_numpy())
    shapes = shapely.transform(shapes, lambda points: np.round(points, DECIMALS) + 0.0)
    shapes = shapely.orient_polygons(shapely.normalize(shapes), exterior_cw=False)
    bounds = [float(edge) for edge in shapely.total_bounds(shapes)]
    kinds = [_TYPES[kind] for kind in np.unique(shapely.get_type_id(shapes)).tolist()]
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": kinds,
                "orientation": "counterclockwise",
                "bbox": bounds,
            }
        },
    }
    schema = pa.schema(
        [pa.field("unit", pa.string(), nullable=False), pa.field("geometry", pa.binary(), nullable=False)],
        metadata={"geo": json.dumps(geo, sort_keys=True)},
    )
    units = pa.array(frame["unit"].astype("str"), type=pa.string(), from_pandas=True)
    return encode(pa.Table.from_arrays([units, pa.array(shapely.to_wkb(shapes), type=pa.binary())], schema=schema))


def read_geometry(content: bytes) -> gpd.GeoDataFrame:
    """Polygons as ``unit`` and ``geometry`` in EPSG:4326."""
    stored = pq.read_table(pa.BufferReader(content), columns=["unit", "geometry"])
    shapes = shapely.from_wkb(stored.column("geometry").to_numpy())
    units = stored.column("unit").to_pandas().astype("str")
    return gpd.GeoDataFrame({"unit": units}, geometry=shapes, crs="EPSG:4326")


def encode(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file, always the same for equal tables."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, version="2.6", compression="zstd", compression_level=3, row_group_size=_ROW_GROUP)
    return bytes(sink.getvalue().to_pybytes())
