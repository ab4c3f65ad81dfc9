"""Maps of the report: one indicator or node by the places of the city, with all that a map on paper needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from tejido.catalogue import Definition
from tejido.figures import Classed, by_band, by_value
from tejido.figures.palette import CONTEXT, VALUES, band_colours
from tejido.figures.plate import plate
from tejido.reading.facts import EVERYBODY, Facts
from tejido.reading.ground import labels, terrain
from tejido.reading.references import CAREFUL
from tejido.report.blocks import Inline, Picture, Text, Width
from tejido.report.story import Story
from tejido.tables.flags import PROTECTED, has
from tejido.words import number, pick

MOST_UNITS = 400
"""More units than this are not drawn on paper one by one: then the next coarser level is."""


def plate_of(story: Story, node: str, anchor: str, caption: Inline = (), width: Width = "full") -> tuple[Picture, ...]:
    """A map of the scores of a node, by band; nothing where no level that can be drawn has any."""
    facts = story.facts
    for level in _drawable(facts):
        table = facts.units_with(node, level)
        if table["score"].notna().sum() > 1:
            classed = by_band(table, facts.catalogue, story.lang)
            colours = band_colours(len(facts.catalogue.bands))
            source = story.sources(node)
            return (_picture(story, story.name(node), level, classed, colours, anchor, caption, source, width),)
    return ()


def map_of(
    story: Story, one: Definition, anchor: str, caption: Inline = (), width: Width = "full"
) -> tuple[Picture, ...]:
    """A map of the figures of an indicator in its own unit; nothing where it does not differ between places."""
    facts = story.facts
    rows = facts.values_of([one.id])
    rows = rows[(rows["group"] == EVERYBODY) & rows["level"].isin(_drawable(facts))]
    for level in _drawable(facts):
        mine = rows[rows["level"] == level]
        if mine["value"].nunique() < 2 or set(mine["support"]) - {one["id"] for one in facts.levels}:
            continue
        units = facts.units[facts.units["level"] == level][["unit", "name", "population"]]
        table = units.merge(mine[["unit", "value", "quality", "flags"]], on="unit", how="left", validate="1:1")
        table["protected"] = table["value"].isna() & has(table["flags"], PROTECTED)
        table["weak"] = table["value"].notna() & (table["quality"] == "weak")
        colours = (CONTEXT if one.direction == "context" else VALUES)["light"]
        source = story.source(*mine["source"].dropna())
        heading = f"{pick(one.names, story.lang)}, {pick(one.unit_names, story.lang)}"
        classed = by_value(table, story.lang, one.map_classes, one.possible)
        if one.map_classes is not None:
            source += "; " + story.say("classes of the map: {source}", source=pick(one.map_classes.source, story.lang))
        drawn = _picture(story, heading, level, classed, colours, anchor, caption, source, width)
        return (replace(drawn, caution=bool(mine["kind"].isin(CAREFUL).any())),)
    return ()


def _drawable(facts: Facts) -> list[str]:
    """Levels that fit on paper, the finest first; the coarsest where none does."""
    found = [one["id"] for one in reversed(facts.levels) if one["n_units"] <= MOST_UNITS]
    return found or [facts.levels[0]["id"]]


def _picture(
    story: Story, heading: str, level: str, classed: Classed, colours: Sequence[str], anchor: str, caption: Inline, source: str,
    width: Width,
) -> Picture:  # fmt: skip
    facts, lang = story.facts, story.lang
    geometry = facts.release.geometry(level)
    present = set(classed.steps.reindex(geometry["unit"]).fillna(-1).astype(int))
    words = [(one.step, one.named) for one in classed.legend if one.step in present or one.step >= 0]
    named = facts.level(level)
    head = story.say("{node}, by {level}", node=heading, level=pick(named["names"], lang))
    drawing: dict[str, Any] = {"terrain": terrain(facts), **_coarser(facts, level)}
    # Beside another the caption stands close by and says what is shown.
    half = width != "full"
    svg = plate(
        geometry,
        classed.steps,
        colours,
        words,
        heading="" if half else head,
        half=half,
        low=width == "side",
        ident=anchor,
        **drawing,
    )
    counts = [f"{one.named}: {number(one.units, lang, 0)}" for one in classed.legend if one.units]
    alt = story.say(
        "Map of {city}: {what}. Places in each class: {counts}.",
        city=story.city,
        what=head,
        counts="; ".join(counts),
    )
    return Picture(svg, (Text(alt),), caption or (Text(head),), source, anchor, width)


def _coarser(facts: Facts, level: str) -> dict[str, gpd.GeoDataFrame | pd.DataFrame]:
    """Borders and names of the next coarser level; of the coarsest its own names."""
    levels = [one["id"] for one in facts.levels]
    place = levels.index(level)
    if place == 0:
        return {"labels": labels(facts, facts.release.geometry(level), level)}
    shapes = facts.release.geometry(levels[place - 1])
    return {"outlines": shapes, "labels": labels(facts, shapes, levels[place - 1])}
