"""Our side of the survey benchmark, in a process of its own: python own.py OUT reads OUT.parquet, writes what came of it."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable

import pandas as pd

from tejido import survey

RUNS = 5


def timed(work: Callable[[], pd.DataFrame]) -> tuple[float, pd.DataFrame]:
    """Median seconds of several runs, and the result."""
    seconds: list[float] = []
    found = work()
    for _ in range(RUNS):
        start = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), found


def main(out: str) -> None:
    """Time every table and print the seconds as JSON."""
    table = pd.read_parquet(f"{out}.parquet")
    names = [name for name in table.columns if name[0] == "y" and name[1:].isdigit()]
    start = time.perf_counter()
    design = survey.design(table, "w", "stratum", ["psu"], lonely="adjust")
    made = time.perf_counter()
    answers = survey.prepare(table, survey.proportion(*names))
    prepared = time.perf_counter()
    whole, _ = timed(lambda: survey.estimate(design, table, answers))
    groups, _ = timed(lambda: survey.estimate(design, table, answers, ["grp"]))
    cells, found = timed(lambda: survey.estimate(design, table, answers, ["grp", "district"]))
    found.to_parquet(f"{out}.own.parquet")
    gaps, compared = timed(lambda: survey.differential(design, table, answers, "grp", 1, 0))
    compared.to_parquet(f"{out}.own_gaps.parquet")
    told = {
        "design": made - start, "answers into memory": prepared - made, "35 answers": whole, "35 answers x group": groups,
        "35 answers x group x district": cells, "35 differentials with covariance": gaps,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
