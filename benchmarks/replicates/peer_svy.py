"""svy on the benchmark survey: python peer_svy.py OUT prints seconds and writes OUT.svy.csv; it needs svy and polars alone."""

from __future__ import annotations

import statistics
import sys
import time

import polars as pl  # type: ignore[import-not-found]
import svy  # type: ignore[import-not-found]

RUNS = 3


def main(out: str) -> None:
    """Means of 35 answers in 100 domains by linearisation."""
    table = pl.read_parquet(f"{out}.parquet")
    names = [name for name in table.columns if name[0] == "y" and name[1:].isdigit()]
    sample = svy.Sample(table, svy.Design(stratum="stratum", psu="psu", wgt="w"))
    seconds, found = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        found = sample.estimation.mean(names, by=["grp", "district"])
        seconds.append(time.perf_counter() - start)
    told = [
        one.to_polars().with_columns(pl.lit(name).alias("variable")) for name, one in zip(names, found, strict=True)
    ]
    pl.concat(told).select("variable", "grp", "district", "est", "se").write_csv(f"{out}.svy.csv")
    print(statistics.median(seconds))


if __name__ == "__main__":
    main(sys.argv[1])
