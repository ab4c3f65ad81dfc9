"""What `tejido estimate --unweighted` answers: values among those asked, never called more than that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from rich.table import Table

from tejido.cli.estimate_tables import points, written
from tejido.words import number, say

__all__ = ["described", "gaps_described", "indicative_table"]

_HEAD = ("statistic", "variable")
_TOLD = ("n", "n_cases", "kind", "quality")


def described(frame: pd.DataFrame, plain: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Values as programs read them; `plain` brings a figure to JSON."""
    by = list(frame.columns)[2 : list(frame.columns).index("value")]
    return [
        {name: row[name] for name in _HEAD} | {"domain": {name: row[name] for name in by}}
        | {name: plain(row[name]) for name in ("value", *_TOLD)}
        for row in frame.to_dict("records")
    ]  # fmt: skip


def gaps_described(
    frame: pd.DataFrame, group: str, one: str, other: str, plain: Callable[[Any], Any]
) -> list[dict[str, Any]]:
    """Gaps in the same form: the value is the gap, and the verdict says that it holds for those asked only."""
    by = list(frame.columns)[2 : list(frame.columns).index("value_one")]
    return [
        {name: row[name] for name in _HEAD} | {"domain": {group: f"{one} - {other}"} | {name: row[name] for name in by}}
        | {"value": plain(row["gap"]), "n": plain(row["n_one"] + row["n_other"]), "n_cases": None}
        | {"kind": row["kind"], "quality": row["quality"], "verdict": row["said"]}
        for row in frame.to_dict("records")
    ]  # fmt: skip


def indicative_table(rows: list[dict[str, Any]], lang: str) -> Table:
    """Values for people."""
    table = Table(box=None, padding=(0, 1), header_style="bold", caption_justify="left", caption=say(
        "Only among those asked: whether others differ in the same way cannot be said.", lang
    ))  # fmt: skip
    names = list(dict.fromkeys(name for row in rows for name in row["domain"]))
    table.add_column(say("Figure", lang), overflow="fold", min_width=26)
    for name in names:
        table.add_column(name, overflow="fold")
    for title in (say("Value", lang), "n"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(say("Quality", lang), no_wrap=True)
    kinds = {
        "mean": say("Mean among those asked", lang), "proportion": say("Share among those asked", lang),
        "total": say("Sum among those asked", lang), "ratio": say("Ratio among those asked", lang),
        "quantile": say("Quantile among those asked", lang),
    }  # fmt: skip
    for row in rows:
        table.add_row(
            f"{kinds[row['statistic']]}: {row['variable']}", *(str(row["domain"].get(name, "")) for name in names),
            points(row["value"], lang) if row["statistic"] == "proportion" and "verdict" in row
            else written(row["value"], row["statistic"], lang), number(row["n"], lang, 0), say("indicative", lang),
        )  # fmt: skip
    return table
