"""Synthetic persons by the million, written piece by piece: 500 units, 20 strata, 10,000 sampling units, two groups, 35 answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ANSWERS = tuple(f"y{number:03d}" for number in range(35))
PSUS, PIECE = 10_000, 1_000_000


def piece(rows: int, number: int, of: int) -> pa.Table:
    """Rows of one of `of` runs of sampling units; answers are 0 and 1 in one byte."""
    rng = np.random.default_rng([1, number])
    first, last = PSUS * number // of, PSUS * (number + 1) // of
    psu = np.sort(rng.integers(first, max(last, first + 1), rows)).astype(np.int32)
    effect = np.random.default_rng(0).normal(0, 0.3, PSUS).astype(np.float32)[psu]
    group = (rng.random(rows) < 0.3).astype(np.int8)
    columns = {
        "psu": psu, "stratum": (psu // 500).astype(np.int16), "unit": (psu // 20).astype(np.int16), "grp": group,
        "w": rng.gamma(4, 25, rows),
    }  # fmt: skip
    for number, name in enumerate(ANSWERS):
        share = 1 / (1 + np.exp(-(effect - np.float32(0.4) * group + np.float32((number - 17) / 10))))
        columns[name] = (rng.random(rows, dtype=np.float32) < share).astype(np.int8)
    return pa.table(columns)


def write(path: Path, rows: int) -> None:
    """Write `rows` persons as Parquet, a million at a time."""
    pieces = max(1, rows // PIECE)
    with pq.ParquetWriter(path, piece(1, 0, 1).schema) as writer:
        for number in range(pieces):
            writer.write_table(piece(rows // pieces, number, pieces))
