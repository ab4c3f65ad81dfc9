"""Our side, in a process of its own: python own.py OUT reads OUT.parquet and writes the factors and what came of them."""

from __future__ import annotations

import json
import sys

import numpy as np
import pandas as pd

from benchmarks.survey.own import timed
from tejido import survey

REPLICATES = 500
BY = ["grp", "district"]


def main(out: str) -> None:
    """Time the estimates with replicates and without, and print the seconds as JSON."""
    table = pd.read_parquet(f"{out}.parquet")
    names = [name for name in table.columns if name[0] == "y" and name[1:].isdigit()]
    linear = survey.design(table, "w", "stratum", ["psu"])
    design = survey.replicate(linear, "bootstrap", REPLICATES, seed=1)
    assert design.replicates is not None
    factors = np.ones((int(table["psu"].max()) + 1, REPLICATES))
    factors[table["psu"]] = design.replicates.factors[design.leaf]
    np.savetxt(f"{out}.factors.csv", factors, delimiter=",", fmt="%.17g")
    answers = survey.prepare(table, survey.mean(*names))
    replicated, found = timed(lambda: survey.estimate(design, table, answers, BY))
    found.to_parquet(f"{out}.own.parquet")
    plain, found = timed(lambda: survey.estimate(linear, table, answers, BY))
    found.to_parquet(f"{out}.linear.parquet")
    print(json.dumps({"replicates": replicated, "linear": plain}))


if __name__ == "__main__":
    main(sys.argv[1])
