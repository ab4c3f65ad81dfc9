"""The list of places: every unit of a level in a table that sorts and searches, the map's equal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from tejido.reading import sentences
from tejido.reading.facts import EVERYBODY, ends
from tejido.tables import CITY_LEVEL
from tejido.viewer import change_words
from tejido.viewer.downloads import stem
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.texts_units import list_words
from tejido.viewer.unit_book import UnitBook, book
from tejido.words import number, people, pick, say

FILE = "units.html"

__all__ = ["FILE", "unit_list_pages"]


def unit_list_pages(round: Round, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the page in a language: a table for each level whose units have pages."""
    found = book(round)
    facts = found.facts
    first = facts.ranking_level if facts.ranking_level in found.levels else next(iter(found.levels), "")
    yield FILE, render("units.html", round, lang, {
        "text": list_words(lang),
        "answer": _answer(found, first, lang) if first else "",
        "tables": [_table(found, level, lang) for level in found.levels],
        "first": first,
        "areas": [pick(facts.name(area), lang) for area in facts.areas],
        "node": pick(facts.name(facts.shown), lang),
        "since": None if found.earlier is None else str(found.earlier.meta["period"]),
        "fine": "" if facts.base in found.levels else _fine(found, lang),
        "file": f"{stem(facts)}-",
    }, FILE)  # fmt: skip


def _answer(found: UnitBook, level: str, lang: str) -> str:
    """The first line: between which scores the places of a level lie, and which are the ends."""
    scored = [
        (row[EVERYBODY, found.facts.shown].score, found.units[place].name)
        for place, row in found.scores.items()
        if place[0] == level
        and (EVERYBODY, found.facts.shown) in row
        and pd.notna(row[EVERYBODY, found.facts.shown].score)
    ]
    if len(scored) < 2:
        return ""
    (low, lowest), (high, highest) = min(scored), max(scored)
    plural = pick(found.facts.level(level)["plurals"], lang)
    return say("Of {count} {plural} {lowest} has the lowest score ({low}) and {highest} the highest ({high}).", lang,
               count=number(len(scored), lang, 0), plural=plural, lowest=lowest, low=number(low, lang, 0),
               highest=highest, high=number(high, lang, 0))  # fmt: skip


def _fine(found: UnitBook, lang: str) -> str:
    """That the finest level is too large for a list, and where it is shown."""
    one = found.facts.level(found.facts.base)
    return say("The {count} {plural} are too many for a list: they are on the map.", lang,
               count=number(one["n_units"], lang, 0), plural=pick(one["plurals"], lang))  # fmt: skip


def _table(found: UnitBook, level: str, lang: str) -> dict[str, Any]:
    one = found.facts.level(level)
    order = [each["id"] for each in found.facts.levels]
    above = order[order.index(level) - 1] if order.index(level) else CITY_LEVEL
    places = sorted(
        (place for place in found.units if place[0] == level), key=lambda place: (found.units[place].name, place)
    )
    return {
        "id": level,
        "name": pick(one["names"], lang).capitalize(),
        "plural": pick(one["plurals"], lang).capitalize(),
        "above": "" if above == CITY_LEVEL else pick(found.facts.level(above)["names"], lang).capitalize(),
        "rows": [_row(found, place, above, lang) for place in places],
    }


def _row(found: UnitBook, place: tuple[str, str], above: str, lang: str) -> dict[str, Any]:
    unit, facts = found.units[place], found.facts
    scores = found.scores.get(place, {})
    parent = found.units.get((above, str(unit.parent))) if above != CITY_LEVEL else None
    row = found.changed.get(place, {}).get((EVERYBODY, "score", facts.shown))
    return {
        "name": unit.name,
        "file": found.files[place[0]][place[1]],
        "parent": "" if parent is None else parent.name,
        "people": people(unit.population, lang),
        "raw": "" if pd.isna(unit.population) else f"{unit.population:.0f}",
        "score": _cell(found, scores.get((EVERYBODY, facts.shown)), lang, own=True),
        "areas": [_cell(found, scores.get((EVERYBODY, area)), lang) for area in facts.areas],
        "change": "" if row is None else change_words.said(facts, row, lang),
        "size": "" if row is None or pd.isna(row["change"]) else f"{row['change']:.4g}",
    }


def _cell(found: UnitBook, row: Any, lang: str, own: bool = False) -> dict[str, Any]:
    """A score with its band, or why there is none; of the page's own score its interval and rank too."""
    if row is None or pd.isna(row.score):
        reason = "no_data" if row is None or pd.isna(row.reason) else str(row.reason)
        return {
            "text": "—",
            "raw": "",
            "step": None,
            "small": sentences.reason(reason, lang) if own else "",
            "rank": "",
        }
    both = ends(row.low, row.high)
    return {
        "text": number(row.score, lang, sentences.digits(both)), "raw": f"{row.score:.6g}",
        "step": sentences.band_step(row.score, found.facts), "small": sentences.span(both, lang, sentences.digits(both)) if own else "",
        "rank": "" if pd.isna(row.rank) else number(row.rank, lang, 0),
    }  # fmt: skip
