"""Copies of the example city's folder with their rows in another order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd

Rows = list[dict[str, object]]


def shuffle_rows(folder: Path, seed: int = 7) -> int:
    """Put the rows of every table and layer in another order, in place; how many files were shuffled."""
    rng = random.Random(seed)

    def shuffled(rows: Rows) -> Rows:
        return rng.sample(rows, len(rows))

    return _rewrite(folder, shuffled)


def _rewrite(folder: Path, change: Callable[[Rows], Rows]) -> int:
    count = 0
    for path in sorted(folder.glob("*.geojson")):
        content = json.loads(path.read_text("utf-8"))
        content["features"] = change(content["features"])
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        count += 1
    for path in sorted(folder.glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        order = change([{"row": row} for row in range(len(table))])
        table.iloc[[row["row"] for row in order]].to_csv(path, index=False)
        count += 1
    return count
