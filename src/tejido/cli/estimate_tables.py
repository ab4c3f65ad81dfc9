"""Estimates as tables for people: a table per figure where there are groups, else one table with a line per figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.table import Table
from rich.text import Text

from tejido.words import number, percent, say

__all__ = ["estimate_tables", "points", "written"]

_BETWEEN = " · "
_LARGE = 1e8
_STYLES = {"weak": "yellow", "unreliable": "dim strike"}


def estimate_tables(rows: Sequence[Mapping[str, Any]], lang: str) -> list[Table]:
    """Figures for people: what cannot be relied on is grey and struck out."""
    kinds = {
        "mean": say("mean", lang), "proportion": say("proportion", lang), "total": say("total", lang),
        "ratio": say("ratio", lang), "quantile": say("quantile", lang),
    }  # fmt: skip
    named = _in_millions([(f"{kinds[row['statistic']]} {row['variable']}", row) for row in rows], lang)
    groups = list(dict.fromkeys(name for row in rows for name in row["domain"]))
    if not groups:
        return [_table([(name, row) for name, row in named], say("Figure", lang), None, lang)]
    first = {name: place for place, name in reversed(list(enumerate(name for name, _ in named)))}
    together = sorted(named, key=lambda one: first[one[0]])
    return [
        _table([(_domain(row, groups), row) for _, row in some], _BETWEEN.join(groups), figure, lang)
        for figure, some in groupby(together, key=lambda one: one[0])
    ]


def _in_millions(named: Sequence[tuple[str, Mapping[str, Any]]], lang: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Figures so large that a terminal has no room for their digits, such as totals of money, are told in millions."""
    sizes = ("estimate", "se", "low", "high")
    large = {name for name, row in named for size in sizes if abs(row[size] or 0.0) >= _LARGE}
    return [
        (say("{figure}, in millions", lang, figure=name), {**row, **{one: _millions(row[one]) for one in sizes}})
        if name in large
        else (name, row)
        for name, row in named
    ]


def _millions(value: float | None) -> float | None:
    return None if value is None else value / 1e6


def _domain(row: Mapping[str, Any], groups: Sequence[str]) -> str:
    """The group of a row in one cell: so many narrow columns would break their words."""
    return _BETWEEN.join(str(row["domain"][group]) for group in groups if group in row["domain"])


def _table(lines: Sequence[tuple[str, Mapping[str, Any]]], head: str, title: str | None, lang: str) -> Table:
    table = Table(
        title=Text(title, style="bold") if title else None, title_justify="left", box=None, padding=(0, 1),
        header_style="bold",
    )  # fmt: skip
    table.add_column(head, overflow="fold")
    for figure in (say("Estimate", lang), say("SE", lang), say("From", lang), say("To", lang), "n", "deff"):
        table.add_column(figure, justify="right", no_wrap=True)
    gaps = any("p" in row for _, row in lines)
    if gaps:
        table.add_column("p", justify="right", no_wrap=True)
    table.add_column(say("Quality", lang), no_wrap=True)
    labels = {"reliable": say("reliable", lang), "weak": say("weak", lang), "unreliable": say("unreliable", lang)}
    for told, row in lines:
        style = _STYLES.get(row["quality"], "")
        sizes = ("estimate", "se", "low", "high")
        if row["statistic"] == "proportion" and "p" in row:
            shown = [
                points(row["estimate"], lang),
                *(number(_hundred(row[name]), lang, 1, fixed=True) for name in sizes[1:]),
            ]
        else:
            shown = [written(row[name], row["statistic"], lang, row["se"]) for name in sizes]
        table.add_row(
            told, *(Text(one, style=style) for one in shown), number(row["n"], lang, 0),
            number(row["deff"], lang, 2, fixed=True),
            *([_chance(row.get("p"), lang) if "p" in row else ""] if gaps else []), labels[row["quality"]],
        )  # fmt: skip
    return table


def _chance(p: float | None, lang: str) -> str:
    """A probability; one that three decimals would write as 0 is not 0."""
    return "<" + number(0.001, lang, 3) if p is not None and p < 0.001 else number(p, lang, 3, fixed=True)


def points(gap: float | None, lang: str) -> str:
    """A gap between two shares: 40 % and 60 % are 20 points apart, which is not 20 %."""
    return say("{n} points", lang, n=number(_hundred(gap), lang, 1, fixed=True))


def _hundred(share: float | None) -> float | None:
    return None if share is None else 100 * share


def written(value: float | None, statistic: str, lang: str, se: float | None = None) -> str:
    """A figure to the third digit of its standard error `se`; without one, to its own third digit."""
    if statistic == "proportion":
        return percent(value, lang, 1, fixed=True)
    size = se if se is not None and math.isfinite(se) and se > 0 else abs(value or 0.0)
    digits = 2 - math.floor(math.log10(size)) if size > 0 and math.isfinite(size) else 0
    return number(value, lang, min(max(digits, 0), 4), fixed=True)
