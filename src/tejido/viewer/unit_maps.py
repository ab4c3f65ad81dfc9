"""A map of an indicator of the extended marker with its legend, and the table that says the same. Outlines are drawn once a level."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import geopandas as gpd
import pandas as pd
from markupsafe import Markup

from tejido.catalogue.extended import ExtendedIndicator
from tejido.figures import Classed, Ground, by_value, ground
from tejido.figures.palette import CONTEXT, VALUES
from tejido.viewer.facts import Facts, records
from tejido.viewer.flexible import Flexible
from tejido.viewer.page import labels
from tejido.viewer.sentences import written
from tejido.words import number, people, pick, say

__all__ = ["UnitMaps"]


class UnitMaps:
    """Makes the maps of a release. `geometry` holds per level ``unit`` and ``geometry`` in EPSG:4326."""

    def __init__(self, flexible: Flexible, geometry: Mapping[str, gpd.GeoDataFrame]) -> None:
        self.flexible = flexible
        self._ground = cache(lambda level: _ground(flexible.facts, geometry, level))

    def shown(self, one: ExtendedIndicator, lang: str) -> dict[str, Any] | None:
        """Title, picture, legend and rows of the table; None where the city has but one figure."""
        drawn = self.flexible.drawn.get(one.id)
        if drawn is None:
            return None
        level, finest = (self.flexible.facts.level(id_) for id_ in drawn)
        table = self.flexible.units[one.id]
        classed = by_value(table, lang)
        neutral = one.direction == "context"
        colours, css = (CONTEXT["light"], "c") if neutral else (VALUES["light"], "v")
        title = say("{node}, by {level}", lang, node=pick(one.names, lang), level=pick(level["names"], lang))
        picture = self._ground(level["id"]).paint(classed.steps, colours, css)
        finer = "" if finest is level else say("It was measured by {finest} too, of which there are {count}: too many for this page, "
                                               "so that it shows {plural}.", lang, finest=pick(finest["names"], lang),
                                               count=number(finest["n_units"], lang, 0), plural=pick(level["plurals"], lang))  # fmt: skip
        return {
            "title": title,
            "unit": pick(one.unit_names, lang),
            "picture": Markup(picture.svg(title, _description(classed, level, lang))),
            "legend": [_entry(line, css, lang) for line in classed.legend],
            "level": pick(level["names"], lang).capitalize(),
            "finer": finer,
            "rows": [_row(row, one, lang) for row in records(table)],
            "counted": bool(table["n"].notna().any()),
        }


def _ground(facts: Facts, geometry: Mapping[str, gpd.GeoDataFrame], level: str) -> Ground:
    """The outlines of a level, with the borders and names of the next coarser one."""
    place = [one["id"] for one in facts.levels].index(level)
    if place == 0:
        return ground(geometry[level], labels=labels(facts, geometry[level], level))
    coarser = facts.levels[place - 1]["id"]
    lines = geometry[coarser]
    return ground(geometry[level], outlines=lines, labels=labels(facts, lines, coarser))


def _entry(line: Any, css: str, lang: str) -> dict[str, str]:
    signs = {-1: "s-none", -2: "s-protected", -3: "s-weak"}
    return {
        "css": signs.get(line.step, f"{css}{line.step}"),
        "name": line.name,
        "units": number(line.units, lang, 0),
        "people": people(line.people or None, lang),
    }


def _description(classed: Classed, level: Mapping[str, Any], lang: str) -> str:
    """The map in words: how many units are in each class."""
    plural = pick(level["plurals"], lang)
    parts = [
        say("{name}: {count} {plural}", lang, name=line.name, count=number(line.units, lang, 0), plural=plural)
        for line in classed.legend if line.units
    ]  # fmt: skip
    return "; ".join(parts) + "."


def _row(row: Mapping[str, Any], one: ExtendedIndicator, lang: str) -> dict[str, str]:
    """A unit: its figure, or why there is none."""
    if pd.isna(row["value"]):
        why = say("too few people to show", lang) if row["protected"] else say("not enough data", lang)
        return {"name": row["name"], "value": "—", "raw": "", "mark": why, "n": ""}
    return {
        "name": row["name"],
        "value": written(row["value"], one, lang)[0],
        "raw": f"{row['value']:.6g}",
        "mark": say("few answers", lang) if row["weak"] else "",
        "n": "" if pd.isna(row["n"]) else number(float(row["n"]), lang, 0),
    }
