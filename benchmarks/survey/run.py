"""35 answers in 100 domains with standard errors, and 35 differentials, beside R's survey.

Started as ``python run.py SCRIPTS PYTHON``. The survey is made by ``make_survey.py`` and R is run by ``peer_r_survey.R``, both
in the folder SCRIPTS. R and we run in turns on the same file; estimates and standard errors are compared before the seconds.
Reading the file is not counted.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from tools.results import machine, today, write_section

SIZES = {10_000: 3, 100_000: 3, 1_000_000: 1}
"""Rows, and turns of both."""
ALIKE = 1e-10
GOALS = {10_000: 0.005, 1_000_000: 0.05}
LONGEST = "35 answers x group x district"
TABLES = ("35 answers", "35 answers x group", LONGEST, "35 differentials with covariance")

Turns = dict[str, list[float]]


def peer(script: Path, out: str) -> dict[str, float]:
    """R's seconds by table; without R nothing."""
    if shutil.which("Rscript") is None:
        return {}
    ran = subprocess.run(["/usr/bin/env", "Rscript", str(script), out], capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in ran.stdout.splitlines() if line.count("\t") == 2]
    return {label: float(seconds.removesuffix(" s")) for _, label, seconds in rows}


def own(out: str) -> dict[str, float]:
    """Our seconds by table, and peak memory in MB."""
    command = [sys.executable, str(Path(__file__).with_name("own.py")), out]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(ran.stdout)
    return told


def differences(out: str) -> float:
    """The largest relative difference between R's estimates and standard errors and ours.

    Raises:
        RuntimeError: it is larger than rounding explains.
    """
    theirs = pd.read_csv(f"{out}.r.csv").sort_values(["grp", "district"])
    ours = pd.read_parquet(f"{out}.own.parquet")
    gaps, our_gaps = pd.read_csv(f"{out}.r_gaps.csv"), pd.read_parquet(f"{out}.own_gaps.parquet")
    worst = 0.0
    for name, figures in ours.groupby("variable"):
        worst = max(worst, apart(theirs[name], figures["estimate"]), apart(theirs[f"se.{name}"], figures["se"]))
    worst = max(worst, apart(gaps["gap"], our_gaps["gap"]), apart(gaps["se"], our_gaps["se"]))
    if not worst <= ALIKE:
        raise RuntimeError(f"R finds other figures: up to {worst} apart")
    return worst


def apart(theirs: pd.Series, ours: pd.Series) -> float:
    """The largest relative difference; below 1e-12 two figures are both nothing."""
    one, other = theirs.to_numpy(dtype=float), ours.to_numpy(dtype=float)
    return float(np.max(np.abs(one - other) / np.maximum(np.abs(one), 1e-2)))


def main(scripts: Path, python: str) -> None:
    """Run every size and write the section."""
    lines, verdicts, worst = [], [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for rows, turns in SIZES.items():
            out = f"{folder}/s{rows}"
            subprocess.run([python, str(scripts / "make_survey.py"), str(rows), out], check=True)
            theirs: Turns = {}
            ours: Turns = {}
            for _ in range(turns):
                for found, seconds in ((ours, own(out)), (theirs, peer(scripts / "peer_r_survey.R", out))):
                    for label, spent in seconds.items():
                        found.setdefault(label, []).append(spent)
                if theirs:
                    worst = max(worst, differences(out))
            lines += table_rows(rows, ours, theirs)
            if rows in GOALS:
                spent = statistics.median(ours[LONGEST])
                met = "met" if spent <= GOALS[rows] else "not met"
                verdicts.append(f"{1000 * GOALS[rows]:.0f} ms at {rows:,} rows: {met} ({1000 * spent:.0f} ms)")
    write_section("survey", report(lines, verdicts, worst))


def table_rows(rows: int, ours: Turns, theirs: Turns) -> list[str]:
    """The lines of one size."""
    memory = statistics.median(ours["peak"])
    lines = []
    for label in ("design", "answers into memory", *TABLES):
        mine = statistics.median(ours[label])
        other = f"{statistics.median(theirs[label]):.3f} s" if label in theirs else "-"
        times = f"{statistics.median(theirs[label]) / mine:.0f}" if label in theirs else "-"
        lines.append(f"| {rows:,} | {label} | {1000 * mine:.1f} ms | {other} | {times} | {memory:.0f} MB |")
    return lines


def report(lines: list[str], verdicts: list[str], worst: float) -> str:
    """The section of RESULTS.md."""
    table = "\n".join(lines)
    return f"""{today()}; {machine()}; both in turns on the same file, medians; reading the file is not counted; ours gives \
intervals, design effects, degrees of freedom, counts and quality besides. Estimates and standard errors of R and ours differ \
by at most {worst:.1g}. Load of the machine at the end {os.getloadavg()[1]:.1f}, this benchmark included.

| rows | work | ours | R `survey` | times ours | our peak memory |
|---:|---|---:|---:|---:|---:|
{table}

Goals for 35 answers x 100 domains: {"; ".join(verdicts)}."""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
