"""Engines for tables larger than memory: DuckDB, and Apache Spark on this computer or on the cluster of a session at hand.

In: a file or a table, and the name of an engine. Out: an Ibis table, of which no row has been read yet where the file is
Parquet. Nothing is downloaded and nothing is left behind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from tejido.city.answers import header, read
from tejido.errors import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

Engine = Literal["memory", "duckdb", "spark"]
"""What may do the sums: pandas and NumPy in memory, or a data engine that reads Parquet piece by piece."""

__all__ = ["Engine", "open_table", "start_engine"]


@contextlib.contextmanager
def start_engine(name: Literal["duckdb", "spark"]) -> Iterator[BaseBackend]:
    """An engine that ends with the block. A Spark session that runs already, as on a cluster, is used and goes on.

    Raises:
        TejidoError: E905, PySpark is not installed; E906, there is no Java, or Spark does not start with it.
    """
    import ibis  # half a second that no other command should wait for

    if name == "duckdb":
        with tempfile.TemporaryDirectory() as folder:  # where DuckDB puts what does not fit into memory
            connection = ibis.duckdb.connect(temp_directory=folder, autoinstall_known_extensions=False)
            connection.raw_sql("SET enable_progress_bar = false")
            try:
                yield connection
            finally:
                connection.disconnect()
        return
    with _spark() as session:
        yield ibis.pyspark.connect(session)


def open_table(
    source: Path | pd.DataFrame,
    engine: BaseBackend,
    wanted: Collection[str] | None = None,
    as_codes: Collection[str] = (),
) -> ir.Table:
    """A file or a table inside an engine.

    Parquet is read by the engine when it is asked; every other kind of file is read into memory first, as `read` does, with
    the columns `wanted` and those in `as_codes` as they are written.

    Raises:
        TejidoError: the file is not there, or cannot be read (E201, E202, E203).
    """
    if isinstance(source, Path):
        if source.suffix.lower() == ".parquet":
            header(source)
            return engine.read_parquet(source)
        source = read(source, wanted, as_codes)
    import pyarrow as pa
    from ibis.util import gen_name

    name, table = gen_name("answers"), pa.Table.from_pandas(source, preserve_index=False)  # a gap is null, not NaN
    if engine.name == "duckdb":
        engine.con.register(name, table)
    else:
        engine._session.createDataFrame(table).createOrReplaceTempView(name)
    return engine.table(name)


@contextlib.contextmanager
def _spark() -> Iterator[Any]:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise fail("E905") from missing
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise fail("E906")
    with tempfile.TemporaryDirectory() as folder:
        builder = SparkSession.builder.master("local[*]").appName("tejido")
        for key, value in _settings(folder).items():
            builder = builder.config(key, value)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        try:
            with _quiet():
                session = builder.getOrCreate()
        except PySparkRuntimeError as problem:
            raise fail("E906") from problem
        try:
            yield session
        finally:
            session.stop()


def _settings(folder: str) -> dict[str, str]:
    """No page, no connection from outside, no catalogue on disk, no messages; half of this computer's memory."""
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**31
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": f"{max(half, 1)}g",
        "spark.local.dir": folder,
        "spark.log.level": "OFF",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.legacy.parquet.nanosAsLong": "true",  # else one column of times makes the whole file unreadable
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        "spark.sql.warehouse.dir": folder,
    }


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Java, which keeps the error output that it was born with, is born with none: what goes wrong comes as an exception."""
    sys.stderr.flush()
    kept = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
