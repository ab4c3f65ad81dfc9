"""500 bootstrap replicates x 35 answers x 100 domains beside R's replicate design, and the same figures linearised beside svy.

Started as ``python -m benchmarks.replicates.run SCRIPTS PYTHON``: ``make_survey.py`` lies in the folder SCRIPTS, PYTHON has polars
and svy. The replicate weights are ours and R is given the same; figures are compared before the seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from tools.results import machine, today, write_section

SIZES = (10_000, 100_000)
ALIKE = 1e-9
HERE = Path(__file__).parent
KEYS = ["variable", "grp", "district"]


def ran(command: list[str]) -> str:
    """The last line that a command prints."""
    return subprocess.run(["nice", *command], capture_output=True, text=True, check=True).stdout.splitlines()[-1]


def apart(ours: pd.DataFrame, theirs: pd.DataFrame) -> float:
    """The largest relative difference of estimates and standard errors.

    Raises:
        RuntimeError: it is larger than rounding explains, or domains are missing.
    """
    one = ours.astype({"grp": int, "district": int}).set_index(KEYS)[["estimate", "se"]].sort_index()
    other = theirs.set_index(KEYS)[["estimate", "se"]].sort_index()
    if not one.index.equals(other.index):
        raise RuntimeError("the peer finds other domains")
    left, right = one.to_numpy(dtype=float), other.to_numpy(dtype=float)
    worst = float(np.max(np.abs(left - right) / np.maximum(np.abs(left), 1e-2)))
    if not worst <= ALIKE:
        raise RuntimeError(f"the peer finds other figures: up to {worst} apart")
    return worst


def of_r(out: str) -> pd.DataFrame:
    """R's table, a row per figure."""
    wide = pd.read_csv(f"{out}.r.csv")
    names = [name for name in wide.columns if name[0] == "y"]
    errors = [name for name in wide.columns if name.startswith("se")]  # in the order of the answers
    pairs = zip(names, errors, strict=True)
    parts = [wide[KEYS[1:]].assign(variable=name, estimate=wide[name], se=wide[error]) for name, error in pairs]
    return pd.concat(parts)


def main(scripts: Path, python: str) -> None:
    """Run every size and write the section."""
    lines, worst = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for rows in SIZES:
            out = f"{folder}/s{rows}"
            subprocess.run([python, str(scripts / "make_survey.py"), str(rows), out], check=True)
            ours = json.loads(ran([sys.executable, "-m", "benchmarks.replicates.own", out]))
            if shutil.which("Rscript"):
                seconds = float(ran(["Rscript", str(HERE / "peer_replicates.R"), out]).split("\t")[1])
                worst = max(worst, apart(pd.read_parquet(f"{out}.own.parquet"), of_r(out)))
                lines.append(row(rows, "500 replicates", ours["replicates"], "R `survey`", seconds))
            seconds = float(ran([python, str(HERE / "peer_svy.py"), out]))
            theirs = pd.read_csv(f"{out}.svy.csv").rename(columns={"est": "estimate"})
            worst = max(worst, apart(pd.read_parquet(f"{out}.linear.parquet"), theirs))
            lines.append(row(rows, "linearisation", ours["linear"], "`svy`", seconds))
            print(*lines, sep="\n", flush=True)
    write_section("replicates", report(lines, worst))


def row(rows: int, work: str, ours: float, peer: str, theirs: float) -> str:
    """A line of the table."""
    return f"| {rows:,} | {work} | {1000 * ours:.1f} ms | {peer} | {theirs:.2f} s | {theirs / ours:.0f} |"


def report(lines: list[str], worst: float) -> str:
    """The section of RESULTS.md."""
    table = "\n".join(lines)
    return f"""{today()}; {machine()}; means of 35 answers x 100 domains with standard errors; the replicates are bootstrap weights of \
800 sampling units, the same for both; medians; making or reading the weights is not counted. Estimates and standard errors differ by \
at most {worst:.1g}. Load of the machine at the end {os.getloadavg()[1]:.1f}, this benchmark included.

| rows | work | ours | peer | peer's time | times ours |
|---:|---|---:|---|---:|---:|
{table}"""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
