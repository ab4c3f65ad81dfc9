"""Pages as HTML: everything a reader needs with scripts off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
from markupsafe import Markup

from tejido.figures import Classed, Picture, bar_svg, by_band, draw, share_svg
from tejido.reading import extremes, sentences
from tejido.reading.evidence import below, evidence, told_apart
from tejido.reading.facts import EVERYBODY, Facts, ends
from tejido.reading.ground import labels, sources, terrain
from tejido.reading.terms import TERMS, explained
from tejido.tables import CITY_LEVEL
from tejido.viewer.for_whom import for_whom
from tejido.viewer.glossary import FILE
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.texts import live_words, method_words
from tejido.viewer.texts_city import city_words, words_words
from tejido.viewer.unit_files import unit_files
from tejido.words import LANGUAGES, number, people, percent, pick, residents, say

HARDEST, EASIEST = 8, 3
COSTLIEST = 5
"""How many of the indicators that cost the city most points are told on its first page."""
CONTROLS = 5
"""What the live map opens with: search, figure, level, second map, what to take along. The page keeps their room, so that nothing moves."""


def draw_map(facts: Facts, geometry: Mapping[str, gpd.GeoDataFrame]) -> Picture:
    """The picture of what the page opens with, at the finest level, with the borders and names of the next coarser one, water
    and streets.

    `geometry` holds per level ``unit`` and ``geometry`` in EPSG:4326.
    """
    classed = by_band(facts.units_with(facts.shown, facts.base), facts.catalogue, LANGUAGES[0])
    bands, land = len(facts.catalogue.bands), terrain(facts)
    if len(facts.levels) == 1:
        return draw(geometry[facts.base], classed.steps, bands=bands, terrain=land)
    coarser: str = facts.levels[-2]["id"]
    lines = geometry[coarser]
    names = labels(facts, lines, coarser)
    return draw(geometry[facts.base], classed.steps, bands=bands, outlines=lines, labels=names, terrain=land)


def city_pages(round: Round, lang: str, picture: Picture) -> Iterator[tuple[str, str]]:
    """Name and text of the page of the city.

    Args:
        round: the round; without the files of the live map the page asks for no script.
        lang: language of the page.
        picture: made by `draw_map`, the same in every language.
    """
    facts = round.facts
    root = facts.catalogue.root
    figure = facts.figure(root)
    values = {
        "live": round.live,
        "live_words": live_words(lang),
        "text": city_words(lang),
        "answer": sentences.answer(facts, lang),
        "certainty": sentences.certainty(facts, lang),
        "spread": extremes.in_words(extremes.spread(facts, lang), lang),
        "subtitle": _subtitle(facts, lang),
        "marker": {
            "name": pick(facts.name(root), lang),
            "score": None if figure.score is None else sentences.shown_score(figure, lang),
            "band": "" if figure.score is None else sentences.band_name(figure.score, facts, lang),
            "step": None if figure.score is None else sentences.band_step(figure.score, facts),
        },
        "areas": [_area(facts, area, lang) for area in facts.areas],
        "key_chance": any(facts.figure(area).interval for area in facts.areas),
        "key_method": any(facts.figure(area).ways for area in facts.areas),
        "map": _map(facts, picture, lang),
        "ranking": _ranking(facts, lang),
        "whom": for_whom(facts, lang),
        "why": _costliest(facts, lang),
        "missing": _missing(facts, lang),
        "indicators": _rests(facts, lang),
    }
    yield "index.html", render("page.html", round, lang, values)


def method_pages(round: Round, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the page about the method: in plain words, then the tree with its weights."""
    catalogue = round.facts.catalogue
    rows: list[dict[str, Any]] = []

    def walk(item: str, depth: int) -> None:
        leaf = catalogue.indicators.get(item)
        rows.append({
            "depth": depth,
            "name": pick(catalogue.names_of(item), lang),
            "definition": pick(leaf.definitions, lang) if leaf else "",
            "weight": percent(catalogue.share(item), lang, 2),
            "status": leaf.curve.status if leaf else "",
            "source": leaf.curve.source if leaf else "",
        })  # fmt: skip
        for child in catalogue.children.get(item, ()):
            walk(child, depth + 1)

    walk(catalogue.root, 0)
    words = method_words(lang)
    version = words["version"].format(name=pick(catalogue.names, lang), version=catalogue.version)
    yield "method.html", render("method.html", round, lang, {
        "method": words, "rows": rows, "version": version, "source": catalogue.source,
    }, "method.html")  # fmt: skip


def word_pages(round: Round, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the page of words."""
    values = {"text": words_words(lang), "terms": explained(TERMS, lang)}
    yield FILE, render("words.html", round, lang, values, FILE)


def _subtitle(facts: Facts, lang: str) -> str:
    level = facts.level(facts.ranking_level)
    count = int((facts.units["level"] == facts.ranking_level).sum())
    parts = [f"{number(count, lang, 0)} {pick(level['plurals'], lang)}"]
    if facts.population is not None:
        parts.insert(0, residents(facts.population, lang))
    return " · ".join(parts)


def _area(facts: Facts, area: str, lang: str) -> dict[str, Any]:
    figure = facts.figure(area)
    step = None if figure.score is None else sentences.band_step(figure.score, facts)
    bar = bar_svg(figure.score, step or 0, figure.interval, figure.ways, len(facts.catalogue.bands))
    return {
        "id": area,
        "name": pick(facts.name(area), lang),
        "score": "" if figure.score is None else sentences.shown_score(figure, lang),
        "span": sentences.span(figure.interval, lang, sentences.digits(figure.interval)),
        "sure": [
            one for one in (sentences.by_chance(figure.interval, lang), sentences.by_method(figure.ways, lang)) if one
        ],
        "bar": Markup(bar),
        "band": sentences.band_or_reason(figure, facts, lang),
        "measured": sentences.measured_with(facts, area, lang),
        "sources": [facts.said_source(one, lang) for one in facts.sources(area)],
    }


def _map(facts: Facts, picture: Picture, lang: str) -> dict[str, Any]:
    """The picture with its words, and the legend."""
    level = facts.level(facts.base)
    table = facts.units_with(facts.shown, facts.base)
    classed = by_band(table, facts.catalogue, lang)
    coarser = facts.levels[-2]["id"] if len(facts.levels) > 1 else None
    marker = facts.shown == facts.catalogue.root
    title = say("{node}, by {level}", lang, node=pick(facts.name(facts.shown), lang), level=pick(level["names"], lang))
    legend = [
        {
            "step": entry.step,
            "name": entry.name,
            "span": entry.span,
            "units": number(entry.units, lang, 0),
            "people": people(entry.people or None, lang),
        }
        for entry in classed.legend
    ]
    return {
        "title": title,
        "picture": Markup(picture.svg(title, _description(classed, level, lang))),
        "legend": legend,
        "units": pick(level["plurals"], lang),
        "notes": _notes(facts, coarser, lang),
        "controls": CONTROLS + (len(facts.groups) > 1) + (facts.shown in facts.catalogue.indicators),
        "note": "" if marker else say("There is no marker, so the map shows what most places have.", lang),
    }


def _notes(facts: Facts, coarser: str | None, lang: str) -> list[str]:
    """What the legend of the live map says too: what the lines are, and whose the streets and the water are."""
    found = [say("Lines: {plural}.", lang, plural=pick(facts.level(coarser)["plurals"], lang))] if coarser else []
    ground = facts.release.ground()
    if ground.empty:
        return found
    named = "; ".join(facts.said_source(one, lang) for one in sources(ground))
    return [*found, say("Streets and water: {source}.", lang, source=named)]


def _description(classed: Classed, level: Mapping[str, Any], lang: str) -> str:
    """The map in words: how many units are in each class."""
    parts = [
        say("{name}: {count} {plural}", lang, name=f"{one.name} ({one.span})" if one.span else one.name,
            count=number(one.units, lang, 0), plural=pick(level["plurals"], lang))
        for one in classed.legend if one.units
    ]  # fmt: skip
    return "; ".join(parts) + "."


def _ranking(facts: Facts, lang: str) -> dict[str, Any]:
    """The hardest and the easiest units at a level that can be read."""
    table = facts.units_with(facts.shown, facts.ranking_level)
    scored = table[table["score"].notna()].sort_values(["score", "unit"], kind="stable")
    lowest = scored.head(HARDEST)
    highest = scored.iloc[len(lowest) :].tail(EASIEST).iloc[::-1]
    files = unit_files(facts, facts.ranking_level)

    def row(unit: Any) -> dict[str, Any]:
        return {
            "rank": number(unit.rank, lang, 0) if pd.notna(unit.rank) else "", "name": unit.name, "people": people(unit.population, lang),
            "score": sentences.unit_score(unit._asdict(), lang), "file": files[str(unit.unit)], "step": sentences.band_step(unit.score, facts),
            "span": sentences.span(ends(unit.low, unit.high), lang),
            "band": sentences.band_name(unit.score, facts, lang),
        }  # fmt: skip

    return {
        "node": pick(facts.name(facts.shown), lang),
        "finding": extremes.in_words(extremes.hardest(facts, lang), lang),
        "count": say(
            "All {count} {plural}",
            lang,
            count=number(len(table), lang, 0),
            plural=pick(facts.level(facts.ranking_level)["plurals"], lang),
        ),
        "level": pick(facts.level(facts.ranking_level)["names"], lang).capitalize(),
        "lowest": [row(unit) for unit in lowest.itertuples(index=False)],
        "highest": [row(unit) for unit in highest.itertuples(index=False)],
        "without": _without(len(table) - len(scored), len(table), facts, lang),
    }


def _costliest(facts: Facts, lang: str) -> list[dict[str, Any]]:
    """The indicators that cost the whole city most points of the marker; none where it has no marker."""
    rows = facts.contributions
    mine = (
        (rows["level"] == CITY_LEVEL)
        & (rows["group"] == EVERYBODY)
        & rows["node"].isin(list(facts.catalogue.indicators))
    )
    rows = rows[mine & (rows["points"] >= 0.05)].sort_values(["points", "node"], ascending=[False, True], kind="stable")
    most = float(rows["points"].max()) if len(rows) else 1.0
    return [
        {
            "id": node,
            "name": pick(facts.name(node), lang),
            "points": number(points, lang, 1),
            "bar": Markup(share_svg(points / most)),
        }
        for node, points in zip(
            rows["node"].astype(str)[:COSTLIEST], rows["points"].astype(float)[:COSTLIEST], strict=True
        )
    ]


def _without(count: int, total: int, facts: Facts, lang: str) -> str:
    if not count:
        return ""
    return say("{count} of {total} {plural} have no score.", lang, count=number(count, lang, 0), total=number(total, lang, 0),
               plural=pick(facts.level(facts.ranking_level)["plurals"], lang))  # fmt: skip


def _missing(facts: Facts, lang: str) -> list[dict[str, Any]]:
    """Indicators without a score, gathered by why."""
    gathered: dict[str, list[dict[str, str]]] = {}
    for leaf, word in facts.missing():
        why = facts.choice("omit", leaf, lang) or told_apart(facts, leaf, lang)
        named = {"name": pick(facts.name(leaf), lang), "why": why}
        gathered.setdefault(word, []).append(named)
    return [{"reason": sentences.reason(word, lang), "names": names} for word, names in gathered.items()]


def _rests(facts: Facts, lang: str) -> list[dict[str, Any]]:
    """The rows of what the marker rests on: each dimension, followed by its indicators."""
    rows: list[dict[str, Any]] = []
    above = None
    for leaf in facts.measured(facts.catalogue.root):
        node = facts.catalogue.path(leaf)[-2]
        if node != above:
            rows.append({"node": True, "name": pick(facts.name(node), lang), **_score(facts, node, lang)})
            above = node
        rows.append(_indicator(facts, leaf, lang))
    return rows


def _score(facts: Facts, node: str, lang: str) -> dict[str, Any]:
    """A score with its interval and, apart from it, its range where that is a point or wider."""
    figure = facts.figure(node)
    moved = figure.score is not None and figure.ways is not None and figure.ways[1] - figure.ways[0] >= 1
    return {
        "score": sentences.shown_score(figure, lang),
        "step": None if figure.score is None else sentences.band_step(figure.score, facts),
        "span": sentences.span(figure.interval, lang, sentences.digits(figure.interval)),
        "ways": sentences.span(figure.ways, lang) if moved else "",
    }


def _indicator(facts: Facts, leaf: str, lang: str) -> dict[str, Any]:
    """A row of what the marker rests on."""
    indicator, value, figure = facts.catalogue.indicators[leaf], facts.city_values.get(leaf), facts.figure(leaf)
    known = value is not None and pd.notna(value.value)
    support = facts.supports.get(leaf, CITY_LEVEL)
    return {
        "node": False,
        "id": leaf,
        "name": pick(indicator.names, lang),
        "definition": pick(indicator.definitions, lang),
        "value": number(float(value.value), lang, 1) if known and value is not None else "—",
        "between": sentences.span(ends(value.low, value.high), lang, 1) if known and value is not None else "",
        "unit": pick(indicator.unit_names, lang),
        **_score(facts, leaf, lang),
        "source": "; ".join(facts.said_source(one, lang) for one in facts.sources(leaf)),
        "support": say("the whole city", lang) if support == CITY_LEVEL else facts.level_name(support, lang),
        "evidence": [*evidence(value, lang), *below(facts.at_base(leaf), lang)] if known else [],
        "proxy": facts.choice("proxies", leaf, lang),
        "local": "" if figure.comparable else say("Comparable only inside this city.", lang),
    }
