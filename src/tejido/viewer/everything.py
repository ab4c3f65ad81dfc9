"""Every figure of a level in one file that a page can read whether it was opened from the web or as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from tejido.release.spoken import spoken
from tejido.tables import EVERYBODY
from tejido.tables.flags import PROTECTED, has
from tejido.viewer.downloads import MOST
from tejido.viewer.round import Round
from tejido.words import pick

CALL = "tejidoTable"
"""The function of files.js that takes a table: a script can be read from a file where JSON cannot."""
_KEY = ["unit", "node", "group"]
_COLUMNS = ("value", "low", "high", "n", "score", "quality", "source", "period")

__all__ = ["CALL", "files", "levels", "table"]


def files(round: Round, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the file of each level that `levels` gives."""
    for level in levels(round):
        text = json.dumps(packed(round, level, lang), ensure_ascii=False, separators=(",", ":"))
        yield f"table-{level}.{lang}.js", f"{CALL}({text});\n"


def levels(round: Round) -> list[str]:
    """The levels whose figures are few enough to be listed one by one, coarse to fine."""
    release = round.facts.release
    sizes = (
        release.table("values")
        .groupby("level")
        .size()
        .add(release.table("scores").groupby("level").size(), fill_value=0)
    )
    return [level for level in release.levels if 0 < sizes.get(level, 0) <= MOST]


def table(round: Round, level: str) -> pd.DataFrame:
    """A row per unit, node and group: ``unit node group value low high n score quality source period protected``.

    Rows without a figure stay where the figure is protected, so that a reader sees that there is one; others are left out.
    """
    facts = round.facts
    values = facts.values_of(facts.catalogue.definitions).query("level == @level").rename(columns={"indicator": "node"})
    scores = facts.scores[facts.scores["level"] == level]
    values = values.assign(hidden=has(values["flags"], PROTECTED))
    values = values[[*_KEY, "value", "low", "high", "n", "quality", "source", "period", "hidden"]]
    scores = scores[[*_KEY, "score", "reason", "low", "high", "period"]]
    rows = values.merge(scores, on=_KEY, how="outer", suffixes=("", "_score"))
    own = rows["value"].isna() & rows["score"].notna()
    for name in ("low", "high", "period"):
        rows[name] = rows[name].where(~own, rows[f"{name}_score"])
    rows["protected"] = rows["hidden"].eq(True) | rows["reason"].eq("protected")
    rows = rows[rows["value"].notna() | rows["score"].notna() | rows["protected"]]
    order = {node: place for place, node in enumerate([*facts.catalogue.nodes, *facts.catalogue.definitions])}
    rows = rows.assign(at=rows["node"].map(order), rest=rows["group"] != EVERYBODY)
    rows = rows.sort_values(["rest", "group", "at", "unit"], kind="stable")
    return rows[[*_KEY, *(name for name in _COLUMNS if name not in _KEY), "protected"]].reset_index(drop=True)


def packed(round: Round, level: str, lang: str) -> dict[str, Any]:
    """The rows of `table` with names instead of codes, each name once."""
    facts = round.facts
    rows = spoken(table(round, level), facts.release, lang)
    names = facts.units[facts.units["level"] == level].set_index("unit")["name"]
    definitions = facts.catalogue.definitions
    found: dict[str, Any] = {"level": level, "words": {}, "rows": []}
    columns: list[list[Any]] = []
    for name in (*_KEY, "quality", "source", "period"):
        places, words = pd.factorize(rows[name], sort=False)
        columns.append([None if place < 0 else int(place) for place in places])
        found["words"][name] = [str(word) for word in words]
    nodes = found["words"]["node"]
    found["words"]["unit"] = [str(names.get(one, one)) for one in found["words"]["unit"]]
    found["words"]["node"] = [pick(facts.catalogue.names_of(one), lang) for one in nodes]
    found["words"]["measure"] = [pick(definitions[one].unit_names, lang) if one in definitions else "" for one in nodes]
    columns += [_numbers(rows[name]) for name in ("value", "low", "high", "n", "score")]
    columns.append([int(one) for one in rows["protected"]])
    found["rows"] = [list(row) for row in zip(*columns, strict=True)]
    return found


def _numbers(column: pd.Series) -> list[Any]:
    numbers = column.to_numpy(dtype=float, na_value=np.nan)
    return [None if np.isnan(one) else int(one) if one == int(one) else float(f"{one:.6g}") for one in numbers]
