"""The figures of the extended marker as tables on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tejido.catalogue import Definition
from tejido.catalogue.extended import Extended
from tejido.catalogue.group_names import group_name
from tejido.tables import EVERYBODY
from tejido.words import number, pick, say

__all__ = ["print_extended"]


def _tables(rows: Sequence[dict[str, Any]], extended: Extended, lang: str) -> list[Table]:
    """A table per area, a line per indicator with a column for each group; weak figures carry a mark."""
    groups = sorted({row["group"] for row in rows}, key=lambda one: (one != EVERYBODY, one))
    by_indicator: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        by_indicator.setdefault(row["id"], {})[row["group"]] = row
    made = []
    for area, names in extended.areas.items():
        mine = [one for one in by_indicator if extended.indicators[one].area == area]
        if not mine:
            continue
        table = Table(title=pick(names, lang), title_justify="left", box=None, padding=(0, 1), header_style="bold")
        table.add_column(say("Indicator", lang), overflow="fold")
        for group in groups:
            table.add_column(group_name(group, lang), justify="right", max_width=12)
        table.add_column(say("Unit of measure", lang), overflow="fold")
        for one in mine:
            figures = [_figure(by_indicator[one].get(group), extended.indicators[one], lang) for group in groups]
            table.add_row(
                Text(pick(extended.indicators[one].names, lang)),
                *figures,
                pick(extended.indicators[one].unit_names, lang),
            )
        made.append(table)
    return made


def _figure(row: dict[str, Any] | None, one: Definition, lang: str) -> Text:
    if row is None or row["value"] is None:
        return Text("–", "dim")
    value = float(row["value"])
    digits = 1 if one.possible[1] <= 100 and abs(value) >= 1 else 2 if abs(value) < 10 else 0
    weak = row["quality"] == "weak"
    return Text(number(value, lang, digits) + (" *" if weak else ""), "yellow" if weak else "")


def print_extended(console: Console, rows: Sequence[dict[str, Any]], extended: Extended, lang: str) -> None:
    """The tables, and what an asterisk means; a word where nothing was measured."""
    if not rows:
        console.print(say("Nothing of the extended marker was measured here.", lang))
    for table in _tables(rows, extended, lang):
        console.print(table)
    for one, reason in {row["id"]: row["reason"] for row in rows if row["reason"]}.items():
        console.print(
            Text(
                say(
                    "{name}: the city says why: “{reason}”",
                    lang,
                    name=pick(extended.indicators[one].names, lang),
                    reason=reason,
                )
            )
        )
    if any(row["quality"] == "weak" for row in rows):
        console.print(say("* weak: few answers behind it, read it with care.", lang))
    console.print(say("The extended marker has no total: each figure is read by itself.", lang))
