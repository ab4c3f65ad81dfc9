"""A map of an indicator with its legend, and the table that says the same, the hardest place first. Outlines are drawn once a level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from markupsafe import Markup

from tejido.catalogue import Definition
from tejido.figures import Classed, Ground, by_value, ground
from tejido.figures.palette import CONTEXT, VALUES
from tejido.reading.facts import Facts, records
from tejido.reading.ground import labels, terrain
from tejido.reading.measured import Measured
from tejido.reading.sentences import written
from tejido.viewer.flexible import Basic, Flexible
from tejido.viewer.round import Round
from tejido.viewer.unit_files import unit_files
from tejido.words import number, people, pick, say

__all__ = ["UnitMaps", "unit_maps"]


def unit_maps(round: Round) -> tuple[UnitMaps, ...]:
    """The maps of the indicators of a round: of the basic marker, then of the extended one where the city was measured by it."""
    facts, extended = round.facts, round.facts.catalogue.extended
    grounds = cache(lambda level: _ground(facts, round.geometry, level))
    shelves: list[Measured] = [Basic(facts), *([] if extended is None else [Flexible(facts, extended)])]
    return tuple(UnitMaps(one, grounds) for one in shelves)


class UnitMaps:
    """Makes the maps of the indicators of a marker; `grounds` gives the outlines of a level."""

    def __init__(self, measured: Measured, grounds: Callable[[str], Ground]) -> None:
        self.measured, self._ground = measured, grounds

    def shown(self, one: Definition, lang: str) -> dict[str, Any] | None:
        """Title, picture, legend and rows of the table; None where the city has but one figure."""
        drawn = self.measured.drawn.get(one.id)
        if drawn is None:
            return None
        level, finest = (self.measured.facts.level(id_) for id_ in drawn)
        table = _worst_first(self.measured.units[one.id], one)
        files = unit_files(self.measured.facts, level["id"])
        classed = by_value(table, lang, one.map_classes, one.possible)
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
            "classes_source": ""
            if one.map_classes is None
            else say("Classes published by: {source}.", lang, source=pick(one.map_classes.source, lang)),
            "legend": [_entry(line, css, lang) for line in classed.legend],
            "level": pick(level["names"], lang).capitalize(),
            "finer": finer,
            "rows": [_row(row, one, lang) | {"file": files[str(row["unit"])]} for row in records(table)],
            "ranked": one.direction in BETTER_FIRST,
            "counted": bool(table["n"].notna().any()),
        }


BETTER_FIRST = ("higher", "lower")
"""The directions in which one end is the worst, so that places can be ranked."""


def _worst_first(table: pd.DataFrame, one: Definition) -> pd.DataFrame:
    """Units with their place from the best (1) on, equal figures sharing one, the worst first; by name where neither end is best."""
    if one.direction not in BETTER_FIRST:
        return table.assign(rank=np.nan)
    ranks = table["value"].rank(method="min", ascending=one.direction == "lower")
    return table.assign(rank=ranks).sort_values("rank", ascending=False, kind="stable", na_position="last")


def _ground(facts: Facts, geometry: Mapping[str, gpd.GeoDataFrame], level: str) -> Ground:
    """The outlines of a level, with the borders and names of the next coarser one."""
    place = [one["id"] for one in facts.levels].index(level)
    if place == 0:
        return ground(geometry[level], labels=labels(facts, geometry[level], level), terrain=terrain(facts))
    coarser = facts.levels[place - 1]["id"]
    lines = geometry[coarser]
    return ground(geometry[level], outlines=lines, labels=labels(facts, lines, coarser), terrain=terrain(facts))


def _entry(line: Any, css: str, lang: str) -> dict[str, str]:
    signs = {-1: "s-none", -2: "s-protected", -3: "s-weak"}
    return {
        "css": signs.get(line.step, f"{css}{line.step}"),
        "name": line.name,
        "span": line.span,
        "units": number(line.units, lang, 0),
        "people": people(line.people or None, lang),
    }


def _description(classed: Classed, level: Mapping[str, Any], lang: str) -> str:
    """The map in words: how many units are in each class."""
    plural = pick(level["plurals"], lang)
    parts = [
        say("{name}: {count} {plural}", lang, name=line.named, count=number(line.units, lang, 0), plural=plural)
        for line in classed.legend if line.units
    ]  # fmt: skip
    return "; ".join(parts) + "."


def _row(row: Mapping[str, Any], one: Definition, lang: str) -> dict[str, str]:
    """A unit: its figure, or why there is none."""
    if pd.isna(row["value"]):
        why = say("too few people to show", lang) if row["protected"] else say("not enough data", lang)
        return {"name": row["name"], "rank": "", "value": "—", "raw": "", "mark": why, "n": ""}
    return {
        "rank": "" if pd.isna(row["rank"]) else number(row["rank"], lang, 0),
        "name": row["name"],
        "value": written(row["value"], one, lang)[0],
        "raw": f"{row['value']:.6g}",
        "mark": " · ".join(_marks(row, lang)),
        "n": "" if pd.isna(row["n"]) else number(float(row["n"]), lang, 0),
    }


def _marks(row: Mapping[str, Any], lang: str) -> list[str]:
    """What to beware of in a unit's figure."""
    few = [say("few answers", lang)] if row["weak"] else []
    return [*few, say("together with neighbours", lang)] if row["merged"] else few
