"""One engine on one file, in a process of its own: python own.py ENGINE FILE OUT [RUNS] prints seconds and peak memory."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Literal, cast

import pandas as pd

from benchmarks.engines.persons import ANSWERS
from tejido import survey
from tejido.city.engines import open_table, start_engine
from tejido.survey.aggregates import add_up, items_of
from tejido.survey.summed import Sampling, estimate_sums

BY = ["grp", "unit"]
DESIGN = Sampling("w", "stratum", ("psu",))


def in_memory(file: Path) -> pd.DataFrame:
    """The memory engine, reading the file included."""
    table = pd.read_parquet(file)
    design = survey.design(table, "w", "stratum", ["psu"])
    return survey.estimate(design, table, survey.proportion(*ANSWERS), BY)


def main(engine: str, file: Path, out: Path, runs: int) -> None:
    """Time the estimates, the file included, and write them."""
    seconds, started, found = [], 0.0, pd.DataFrame()
    if engine == "memory":
        for _ in range(runs):
            begin = time.perf_counter()
            found = in_memory(file)
            seconds.append(time.perf_counter() - begin)
    else:
        begin = time.perf_counter()
        with start_engine(cast("Literal['duckdb', 'spark']", engine)) as running:
            started = time.perf_counter() - begin
            for _ in range(runs):
                begin = time.perf_counter()
                rows = open_table(file, running)
                found = estimate_sums(add_up(rows, DESIGN, items_of(rows, survey.proportion(*ANSWERS)), BY))
                seconds.append(time.perf_counter() - begin)
    found.to_parquet(out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": statistics.median(seconds), "first": seconds[0], "start": started, "peak": peak}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1)
