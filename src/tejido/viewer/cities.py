"""The page of the cities: each round of each with its marker, and what may be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tejido.reading import sentences
from tejido.reading.facts import Facts
from tejido.viewer.render import plain
from tejido.viewer.round import ASSETS, Place
from tejido.viewer.texts_site import cities_words
from tejido.words import LANGUAGES, number, percent, pick, residents, say

__all__ = ["cities_page"]


def cities_page(cities: Sequence[Place], lang: str) -> str:
    """The page in a language: a row per round, cities by name, the newest round of each first."""
    rows = [row for place in sorted(cities, key=lambda one: _name(one, lang)) for row in _rows(place, lang)]
    scored = [row for row in rows if row["score"]]
    return plain("cities.html", {
        "lang": lang, "languages": LANGUAGES, "assets": f"../{ASSETS}/", "site": "../", "text": cities_words(lang),
        "bands": len(cities[0].rounds[0].catalogue.bands), "answer": _answer(cities, rows, lang), "rows": rows,
        "compare": bool(scored) and all(row["comparable"] for row in scored),
        "invented": [row["name"] for row in rows if row["synthetic"] and row["newest"]],
    })  # fmt: skip


def _name(place: Place, lang: str) -> str:
    return pick(place.rounds[-1].city["names"], lang)


def _answer(cities: Sequence[Place], rows: Sequence[Any], lang: str) -> str:
    if len(cities) == 1:
        return say("{city} was measured {rounds} times.", lang, city=_name(cities[0], lang), rounds=len(rows))
    if len(cities) == len(rows):
        return say("{cities} cities, one round each.", lang, cities=len(cities))
    return say("{cities} cities, {rounds} rounds.", lang, cities=len(cities), rounds=len(rows))


def _rows(place: Place, lang: str) -> Iterator[dict[str, Any]]:
    for facts in reversed(place.rounds):
        yield _row(place, facts, lang) | {"newest": facts is place.rounds[-1]}


def _row(place: Place, facts: Facts, lang: str) -> dict[str, Any]:
    """A round: its marker with interval and band, or why there is none, and how much was measured."""
    root = facts.catalogue.root
    figure = facts.figure(root)
    scored = figure.score is not None
    counts = {"measured": len(facts.measured(root)), "total": len(facts.under(root))}
    return {
        "name": _name(place, lang),
        "page": f"../{place.folder(facts)}/{lang}/index.html",
        "period": facts.meta["period"],
        "people": "" if facts.population is None else residents(facts.population, lang),
        "synthetic": bool(facts.city.get("synthetic")),
        "score": sentences.shown_score(figure, lang) if scored else "",
        "raw": "" if figure.score is None else f"{figure.score:.6g}",
        "step": None if figure.score is None else sentences.band_step(figure.score, facts),
        "span": sentences.span(figure.interval, lang, sentences.digits(figure.interval)),
        "band": sentences.band_or_reason(figure, facts, lang),
        "measured": say("{measured} of {total}", lang, **counts),
        "share": percent(figure.coverage, lang),
        "coverage": number(100 * figure.coverage, "en", 1),
        "comparable": figure.comparable,
        "indicative": bool(facts.indicative(lang)),
    }
