"""35 proportions x 2 groups x 500 units with standard errors, by DuckDB up to 50 million persons and by Spark on this computer.

The figures of both engines are compared with those of the memory engine before the seconds; reading the file is counted. The
file is synthetic, written in pieces of a million persons, and deleted afterwards (3 GB at most).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.engines.persons import write
from tools.results import machine, today, write_section

SIZES = {1_000_000: ("memory", "duckdb", "spark"), 5_000_000: ("duckdb", "spark"), 50_000_000: ("duckdb",)}
ALIKE = 1e-9


def timed(engine: str, file: Path, runs: int) -> tuple[dict[str, float], pd.DataFrame]:
    """Seconds and peak memory of an engine, and its figures."""
    out = file.with_suffix(f".{engine}")
    command = ["nice", sys.executable, "-m", "benchmarks.engines.own", engine, str(file), str(out), str(runs)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout.splitlines()[-1]), pd.read_parquet(out)


def apart(one: pd.DataFrame, other: pd.DataFrame) -> float:
    """The largest relative difference of estimates, standard errors and design effects.

    Raises:
        RuntimeError: it is larger than the order of addition explains.
    """
    worst = 0.0
    for name in ("estimate", "se", "deff", "low", "high", "df", "n"):
        left, right = one[name].to_numpy(dtype=float), other[name].to_numpy(dtype=float)
        worst = max(worst, float(np.nanmax(np.abs(left - right) / np.maximum(np.abs(left), 1e-9))))
    if not worst <= ALIKE:
        raise RuntimeError(f"the engines find other figures: up to {worst} apart")
    return worst


def main() -> None:
    """Run every size and write the section."""
    lines, worst, spent = [], 0.0, {}
    with tempfile.TemporaryDirectory() as folder:
        for rows, engines in SIZES.items():
            file = Path(folder) / f"p{rows}.parquet"
            write(file, rows)
            figures: dict[str, pd.DataFrame] = {}
            for engine in engines:
                told, figures[engine] = timed(engine, file, 1 if rows > 10_000_000 else 3)
                worst = max(worst, apart(figures[engines[0]], figures[engine]))
                spent[engine, rows] = told
                lines.append(row(engine, rows, file.stat().st_size, told))
                print(lines[-1], flush=True)
            file.unlink()
    growth = spent["duckdb", 50_000_000]["seconds"] / spent["duckdb", 1_000_000]["seconds"]
    write_section("engines", report(lines, worst, growth))


def row(engine: str, rows: int, size: int, told: dict[str, Any]) -> str:
    """A line of the table; Spark's memory is Java's, which is given half of the computer's."""
    peak = "-" if engine == "spark" else f"{told['peak']:.0f} MB"
    return f"| {engine} | {rows:,} | {size / 1e6:.0f} MB | {told['seconds']:.1f} s | {told['start']:.1f} s | {peak} |"


def report(lines: list[str], worst: float, growth: float) -> str:
    """The section of RESULTS.md."""
    table = "\n".join(lines)
    return f"""{today()}; {machine()}; proportions of 35 answers in 2 groups x 500 units (20 strata, 10,000 sampling units), each with \
standard error, interval, design effect, counts and quality; from the Parquet file to the table, median of 3 (of one at 50 million). \
Engines differ from memory and from each other by at most {worst:.1g}. Load of the machine at the end {os.getloadavg()[1]:.1f}.

| engine | persons | file | seconds | start of the engine | peak memory |
|---|---:|---:|---:|---:|---:|
{table}

From 1 to 50 million persons DuckDB takes {growth:.0f} times as long."""


if __name__ == "__main__":
    main()
