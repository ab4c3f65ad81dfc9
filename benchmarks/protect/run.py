"""Local suppression to k = 3 of 10,000 rows x 6 keys, and of larger files; started as ``python -m benchmarks.protect.run``.

The file is drawn here: two keys as uneven as origin and district are, four about even. That every row has three like it is
checked before the seconds count. sdcMicro's time is quoted from the peers' list, as it is not installed where this runs.
"""

from __future__ import annotations

import os
import resource
import time

import numpy as np
import pandas as pd

from tejido.privacy.frequencies import frequencies
from tejido.privacy.local_suppression import suppress
from tejido.privacy.risk import measure_risk
from tools.results import machine, today, write_section

SIZES = (10_000, 100_000, 1_000_000)
K = 3
RUNS = 5
GOAL = 1.0
PEER = (61.0, 76.0)
"""Seconds of sdcMicro's localSuppression for the first of `SIZES`, least and most seen."""


def people(rows: int) -> pd.DataFrame:
    """A file of people, the same every time."""
    chance = np.random.default_rng(20260101)
    district = np.repeat([0.12, 0.28 / 6], 6)
    return pd.DataFrame({
        "district": chance.choice(12, rows, p=district / district.sum()), "sex": chance.integers(0, 2, rows),
        "age": chance.integers(0, 15, rows), "origin": chance.choice(6, rows, p=[0.8, 0.1, 0.05, 0.03, 0.01, 0.01]),
        "education": chance.integers(0, 6, rows), "marital": chance.integers(0, 5, rows),
    })  # fmt: skip


def timed(rows: int) -> str:
    """A line of the table.

    Raises:
        RuntimeError: some row has fewer than `K` like it.
    """
    table = people(rows)
    keys = list(table.columns)
    seconds, worked, cells = [], [], 0
    for _ in range(RUNS if rows <= SIZES[1] else 1):
        start, work = time.perf_counter(), time.process_time()
        done = suppress(table, keys, K)
        seconds.append(time.perf_counter() - start)
        worked.append(time.process_time() - work)
        cells = sum(done.cells.values())
        if frequencies(done.table, keys)["sample"].min() < K:
            raise RuntimeError("a row is left that looks like too few")
    start = time.perf_counter()
    rare = measure_risk(table, keys, k=K).fewer_than[K]
    risk = time.perf_counter() - start
    own = float(np.median(seconds))
    peer = f"{PEER[0] / own:,.0f} to {PEER[1] / own:,.0f}" if rows == SIZES[0] else ""
    return f"| {rows:,} | {rare:,} | {cells:,} ({cells / (6 * rows):.2%}) | {own:.2f} s | {np.median(worked):.2f} s | {risk:.2f} s | {peer} |"


def main() -> None:
    """Run every size and write the section."""
    lines = [timed(rows) for rows in SIZES]
    table = "\n".join(lines)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    write_section("protect", f"""{today()}; {machine()}; 6 keys, k = {K}; median of {RUNS} runs (one of a million rows). Goal for 10,000 rows: \
{GOAL:.0f} s. sdcMicro's `localSuppression` took {PEER[0]:.0f} to {PEER[1]:.0f} s for as many rows and keys on a machine with 2 cores, another \
file; it was not run here, so the cells that it suppresses cannot be compared. Most memory of the run {memory:,.0f} MB. Load \
of the machine at the end {os.getloadavg()[1]:.1f}, this benchmark included.

| rows | rows that look like fewer than {K} | cells suppressed | suppression | of it at work | risk of the file | sdcMicro's time over ours |
|---:|---:|---:|---:|---:|---:|---:|
{table}""")  # fmt: skip
    print(table)


if __name__ == "__main__":
    main()
