"""The page of every unit that has one: how it compares with its city, its neighbours and its past, and why."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from tejido.catalogue.group_names import group_name
from tejido.figures.bars import share_svg
from tejido.figures.position import Stand, position_svg
from tejido.reading import sentences
from tejido.reading.facts import EVERYBODY, Figure, ends
from tejido.tables import CITY_LEVEL
from tejido.viewer import change_words, downloads
from tejido.viewer.downloads import File, stem
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.texts_units import unit_words
from tejido.viewer.unit_book import Place, UnitBook, book, figure_of
from tejido.viewer.unit_files import DYNAMIC
from tejido.viewer.unit_rows import csv_file, held, indicator_rows
from tejido.words import number, people, percent, pick, residents, say

LOST = 6
"""So many of the indicators that cost a unit most points are listed."""
NEAR = 12
"""Neighbours that are named; a unit with more of them names the largest."""

__all__ = ["unit_pages"]


def unit_pages(round: Round, lang: str, files: Sequence[File]) -> Iterator[tuple[str, str]]:
    """Name and text of the pages of units in a language, of the file with the figures of each, and of the page that shows any
    unit of a level with too many for a page each. `files` were written by `downloads.write_downloads`.
    """
    found = book(round)
    for level in found.levels:
        filed = {"book": downloads.book(found.facts, files, level, lang)}
        for code, file in found.files[level].items():
            place = (level, code)
            yield file, render("unit.html", round, lang, _page(found, place, file, lang) | filed, file)
            yield f"{file.removesuffix('.html')}.csv", csv_file(found, place, lang)
    if round.live and found.facts.base not in found.levels:
        filed = {"book": downloads.book(found.facts, files, found.facts.base, lang)}
        yield DYNAMIC, render("unit_live.html", round, lang, {"text": unit_words(lang)} | filed, DYNAMIC)


def _page(found: UnitBook, place: Place, file: str, lang: str) -> dict[str, Any]:
    facts, level = found.facts, place[0]
    unit = found.units[place]
    one = figure_of(found.scores.get(place, {}).get((EVERYBODY, facts.shown)))
    names = facts.level(level)
    title = say("Where {name} is", lang, name=unit.name)
    seen = say("{name} among the {plural} of the city.", lang, name=unit.name, plural=pick(names["plurals"], lang))
    return {
        "text": unit_words(lang),
        "name": unit.name,
        "subtitle": _subtitle(found, place, lang),
        "parent": _parent(found, place, lang),
        "lead": _lead(found, place, lang),
        "node": pick(facts.name(facts.shown), lang),
        "score": None if one.score is None else sentences.shown_score(one, lang),
        "band": "" if one.score is None else sentences.band_name(one.score, facts, lang),
        "step": None if one.score is None else sentences.band_step(one.score, facts),
        "sure": [] if one.score is None else _sure(found, place, lang),
        "locator": Markup(found.locator(place).svg(title, seen)),
        "areas": _areas(found, place, lang),
        "furthest": _furthest(found, place, lang),
        "lost": _lost(found, place, lang),
        "rows": indicator_rows(found, place, lang),
        "held": held(found, place, lang),
        "groups": _groups(found, place, lang),
        "past": _rounds(found, place, lang),
        "neighbours": _neighbours(found, place, lang),
        "list": f"units.html#level={level}",
        "file": file.rpartition("/")[2].removesuffix(".html") + ".csv",
        "download": _download(found, place),
    }


def _subtitle(found: UnitBook, place: Place, lang: str) -> str:
    unit = found.units[place]
    level = pick(found.facts.level(place[0])["names"], lang)
    said = [level[:1].upper() + level[1:]]
    said.append(
        say("number of residents unknown", lang) if pd.isna(unit.population) else residents(unit.population, lang)
    )
    said.append(f"{number(unit.area_km2, lang, 2)} km²")
    return " · ".join(said)


def _parent(found: UnitBook, place: Place, lang: str) -> dict[str, str] | None:
    """The unit that holds it, with its page."""
    levels = [one["id"] for one in found.facts.levels]
    at = levels.index(place[0])
    unit = found.units[place]
    if not at or pd.isna(unit.parent) or (levels[at - 1], unit.parent) not in found.units:
        return None
    above = (levels[at - 1], str(unit.parent))
    return {"name": found.units[above].name, "file": found.files[above[0]][above[1]]}


def _lead(found: UnitBook, place: Place, lang: str) -> list[str]:
    """How it compares with the city and with its past."""
    facts, unit = found.facts, found.units[place]
    node = facts.shown
    mine = figure_of(found.scores.get(place, {}).get((EVERYBODY, node)))
    whole = figure_of(found.scores.get(found.city, {}).get((EVERYBODY, node)))
    if mine.score is None:
        said = [say("{name} has no score: {reason}", lang, name=unit.name, reason=sentences.reason(mine.reason, lang))]
    else:
        values = {
            "name": unit.name,
            "score": sentences.shown_score(mine, lang),
            "band": sentences.band_name(mine.score, facts, lang),
        }
        said = [say("{name} gets {score} of 100: {band}.", lang, **values), *_beside(mine, whole, lang)]
    row = found.changed.get(place, {}).get((EVERYBODY, "score", node))
    if found.earlier is not None and row is not None:
        said.append(change_words.sentence(facts, row, lang))
    return said


def _beside(mine: Figure, whole: Figure, lang: str) -> list[str]:
    """A score beside the city's, as a sentence; none where the city has none."""
    if mine.score is None or whole.score is None:
        return []
    gap = round(mine.score) - round(whole.score)
    city = number(whole.score, lang, 0)
    if not gap:
        return [say("That is as much as the whole city ({city}).", lang, city=city)]
    size = number(abs(gap), lang, 0)
    points = say("{n} point" if abs(gap) == 1 else "{n} points", lang, n=size)
    text = (
        "That is {points} more than the whole city ({city})."
        if gap > 0
        else "That is {points} less than the whole city ({city})."
    )
    said = [say(text, lang, points=points, city=city)]
    if mine.interval and mine.interval[0] <= whole.score <= mine.interval[1]:
        said.append(say("With this sample the difference may be chance.", lang))
    return said


def _sure(found: UnitBook, place: Place, lang: str) -> list[str]:
    """How sure the score is: chance, method, rank, coverage."""
    row = found.scores[place][EVERYBODY, found.facts.shown]
    one = figure_of(row)
    said = [each for each in (sentences.by_chance(one.interval, lang), sentences.by_method(one.ways, lang)) if each]
    if not pd.isna(row.rank):
        total = len(found.all_scores[place[0], found.facts.shown])
        values = {"rank": number(row.rank, lang, 0), "total": number(total, lang, 0),
                  "plural": pick(found.facts.level(place[0])["plurals"], lang)}  # fmt: skip
        both = ends(row.rank_low, row.rank_high)
        if both and both[0] != both[1]:
            low, high = (number(end, lang, 0) for end in both)
            said.append(say("Place {rank} of {total} {plural}, 1 being the best; chance allows from {low} to {high}.", lang,
                            low=low, high=high, **values))  # fmt: skip
        else:
            said.append(say("Place {rank} of {total} {plural}, 1 being the best.", lang, **values))
    said.append(say("Measured: {share} of the weight.", lang, share=percent(one.coverage, lang)))
    if not one.comparable:
        said.append(say("Comparable only inside this city.", lang))
    return said


def _areas(found: UnitBook, place: Place, lang: str) -> list[dict[str, Any]]:
    """The marker and the areas: the unit's score beside the city's and its neighbours'."""
    facts, rows = found.facts, []
    for node in found.nodes:
        one = figure_of(found.scores.get(place, {}).get((EVERYBODY, node)))
        whole = figure_of(found.scores.get(found.city, {}).get((EVERYBODY, node)))
        near = [found.scores.get(other, {}).get((EVERYBODY, node)) for other in found.beside.get(place, ())]
        around = [float(row.score) for row in near if row is not None and not pd.isna(row.score)]
        low, high = one.interval or (None, None)
        others = found.all_scores.get((place[0], node), ())
        stand = None if one.score is None else Stand(one.score, low, high, whole.score, around, tuple(others))
        rows.append({
            "name": pick(facts.name(node), lang), "root": node == facts.catalogue.root,
            "score": None if one.score is None else sentences.shown_score(one, lang),
            "span": sentences.span(one.interval, lang, sentences.digits(one.interval)),
            "step": None if one.score is None else sentences.band_step(one.score, facts),
            "why": sentences.band_or_reason(one, facts, lang),
            "city": "—" if whole.score is None else sentences.shown_score(whole, lang),
            "near": _range(around, lang),
            "picture": Markup(position_svg(stand)) if stand else "",
        })  # fmt: skip
    return rows


def _range(scores: list[float], lang: str) -> str:
    low, high = (number(end, lang, 0) for end in (min(scores), max(scores))) if scores else ("—", "—")
    return low if low == high else f"{low}–{high}"


def _furthest(found: UnitBook, place: Place, lang: str) -> str:
    """The finding: in which area it stands furthest behind its city, or least far ahead."""
    gaps = []
    for area in found.facts.areas:
        one, whole = (found.scores.get(at, {}).get((EVERYBODY, area)) for at in (place, found.city))
        if one is not None and whole is not None and not pd.isna(one.score) and not pd.isna(whole.score):
            gaps.append((round(one.score) - round(whole.score), area))
    if len(gaps) < 2:
        return say("Beside the city and its neighbours", lang)
    gap, area = min(gaps)
    name = pick(found.facts.name(area), lang)
    if gap < 0:
        size = say("{n} point" if gap == -1 else "{n} points", lang, n=number(-gap, lang, 0))
        return say("Furthest behind the city: {area}, {points} less", lang, area=name, points=size)
    return say("In no area is it behind the city", lang)


def _lost(found: UnitBook, place: Place, lang: str) -> dict[str, Any] | None:
    """The indicators that cost most points of the marker; None where there is no marker."""
    score = found.scores.get(place, {}).get((EVERYBODY, found.facts.catalogue.root))
    if score is None or pd.isna(score.score):
        return None
    mine, whole = found.points.get(place, {}), found.points.get(found.city, {})
    leaves = sorted((-points, leaf) for leaf, points in mine.items() if leaf in found.facts.catalogue.indicators)
    most = [(-points, leaf) for points, leaf in leaves[:LOST] if -points >= 0.05]
    total = math.fsum(mine.get(area, 0.0) for area in found.facts.areas)
    return {
        "title": say("{points} of 100 points are lacking; most of them here", lang, points=number(total, lang, 0)),
        "rows": [
            {
                "name": pick(found.facts.name(leaf), lang), "points": number(points, lang, 1, fixed=True),
                "city": number(whole.get(leaf), lang, 1, fixed=True), "bar": Markup(share_svg(points / most[0][0])),
            }
            for points, leaf in most
        ],
    }  # fmt: skip


def _groups(found: UnitBook, place: Place, lang: str) -> dict[str, Any]:
    """The scores of groups of people who live here, or down to which level they are told."""
    facts, node = found.facts, found.facts.shown
    rows = []
    for group in facts.groups:
        row = found.scores.get(place, {}).get((group, node))
        if group == EVERYBODY or row is None:
            continue
        one = figure_of(row)
        rows.append({
            "name": group_name(group, lang),
            "score": None if one.score is None else sentences.shown_score(one, lang),
            "span": sentences.span(one.interval, lang, sentences.digits(one.interval)),
            "why": sentences.band_or_reason(one, facts, lang),
            "step": None if one.score is None else sentences.band_step(one.score, facts),
        })  # fmt: skip
    levels = [levels[-1] for group, levels in facts.group_levels.items() if group != EVERYBODY and levels]
    order = [one["id"] for one in facts.levels]
    finest = max(levels, key=order.index) if levels else CITY_LEVEL
    note = "" if rows else say("Of groups of people nothing is told here, so that nobody can be recognised.", lang)
    if not rows and finest != CITY_LEVEL:
        note += " " + say("They are told by {level}.", lang, level=facts.level_name(finest, lang))
    unit = found.units[place]
    crowd = None if pd.isna(unit.population) or not unit.area_km2 else unit.population / unit.area_km2
    dense = "" if crowd is None else say("{people} people per km².", lang, people=people(crowd, lang))
    return {"rows": rows, "note": note, "page": found.gaps.get(place, ""), "dense": dense}


def _rounds(found: UnitBook, place: Place, lang: str) -> dict[str, Any]:
    """What changed since the round before: marker and areas."""
    if found.earlier is None:
        return {"rows": [], "earlier": "", "note": say("There is no earlier round to compare it with.", lang)}
    told = found.changed.get(place, {})
    rows = []
    for node in found.nodes:
        row = told.get((EVERYBODY, "score", node))
        if row is not None:
            before, after = change_words.figures(found.facts, row, lang)
            rows.append({"name": pick(found.facts.name(node), lang), "before": before, "after": after,
                         "said": change_words.said(found.facts, row, lang), "verdict": row["verdict"]})  # fmt: skip
    period = str(found.earlier.meta["period"])
    note = "" if rows else say("This place is not in the round of {period}.", lang, period=period)
    return {"rows": rows, "earlier": period, "note": note}


def _neighbours(found: UnitBook, place: Place, lang: str) -> list[dict[str, Any]]:
    """The units that touch it, with their scores."""
    near = found.beside.get(place, ())
    if len(near) > NEAR:
        largest = sorted(near, key=lambda one: (-_size(found.units[one].population), one))[:NEAR]
        near = tuple(one for one in near if one in largest)
    rows = []
    for other in near:
        one = figure_of(found.scores.get(other, {}).get((EVERYBODY, found.facts.shown)))
        rows.append({
            "name": found.units[other].name, "file": found.files[other[0]][other[1]],
            "score": "—" if one.score is None else sentences.shown_score(one, lang),
            "step": None if one.score is None else sentences.band_step(one.score, found.facts),
        })  # fmt: skip
    return rows


def _size(population: float) -> float:
    return 0.0 if math.isnan(population) else population


def _download(found: UnitBook, place: Place) -> str:
    """The name under which the file is saved; synthetic is called synthetic."""
    slug = found.files[place[0]][place[1]].rpartition("/")[2].removesuffix(".html")
    return f"{stem(found.facts)}-{place[0]}-{slug}.csv"
