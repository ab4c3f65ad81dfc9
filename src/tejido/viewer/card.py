"""The page of an indicator of either marker: what it is, the city's figure, for whom, where, how it is made, or what it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from tejido.catalogue import Definition, load_extended
from tejido.catalogue.asking import asked_for, closure
from tejido.catalogue.group_names import group_name
from tejido.catalogue.sheet_extended import derivation, question_rows
from tejido.reading.evidence import below, coverage, evidence
from tejido.reading.facts import Facts
from tejido.reading.measured import Measured
from tejido.reading.sentences import band_or_reason, band_step, between, by_chance, by_method, shown_score, written
from tejido.viewer.downloads import File, book
from tejido.viewer.gaps import told
from tejido.viewer.indicator_files import unit_file
from tejido.viewer.indicators import FILE, list_pages, shelf_id
from tejido.viewer.needs import needed
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.texts import difference_words
from tejido.viewer.texts_city import measure_words
from tejido.viewer.texts_extended import card_words
from tejido.viewer.unit_maps import UnitMaps
from tejido.words import percent, pick, say

FOLDER = "indicators"
BETTER = {"higher": "more_better", "lower": "less_better", "band": "middle_better", "context": "neither_better"}

__all__ = ["indicator_pages"]


def indicator_pages(
    round: Round, lang: str, shelves: Sequence[UnitMaps], files: Sequence[File]
) -> Iterator[tuple[str, str]]:
    """Name and text of the list of indicators and of a page for each; `shelves` are `unit_maps` of the round, `files` were written by
    `downloads.write_downloads`.
    """
    yield from list_pages(round, [maps.measured for maps in shelves], lang)
    for maps in shelves:
        for before, one, after in maps.measured.places():
            name = f"{FOLDER}/{one.id}.html"
            file = unit_file(maps.measured, one, lang)
            drawn = maps.measured.drawn.get(one.id)
            if file is not None:
                yield f"{FOLDER}/{file[0]}", file[1]
            yield name, render("indicator.html", round, lang, _card(round, maps, one, lang) | {
                "text": card_words(lang), "here_text": measure_words(lang), "gap_text": difference_words(lang), "list": FILE,
                "file": "" if file is None else file[0],
                "book": None if drawn is None else book(round.facts, files, drawn[0], lang),
                "beside": [_link(before, lang), _link(after, lang)],
            }, name)  # fmt: skip


def _link(one: Definition | None, lang: str) -> dict[str, str] | None:
    return None if one is None else {"file": f"{one.id}.html", "name": pick(one.names, lang)}


def _card(round: Round, maps: UnitMaps, one: Definition, lang: str) -> dict[str, Any]:
    measured = maps.measured
    facts, known = measured.facts, one.id in measured.known
    area = next(area for area, members in measured.ordered.items() if one in members)
    shown = maps.shown(one, lang) if known else None
    return {
        "id": one.id,
        "name": pick(one.names, lang),
        "definition": pick(one.definitions, lang),
        "area": {"id": shelf_id(measured, area), "name": measured.area_name(area, lang)},
        "theme": measured.theme(one, lang),
        "measured": known,
        "better": card_words(lang)[BETTER[one.direction]],
        "notes": _notes(facts, one, lang),
        "figure": _figure(measured, one, lang) if known else None,
        "score": _score(facts, one, lang),
        "past": _rounds(round, one, lang),
        "gaps": [told(facts, row, lang) for row in measured.gaps(one)],
        "groups": _groups(measured, one, lang),
        "map": shown,
        "who_missing": coverage(measured, one, lang) if known else [],
        "need": None if known else needed(measured, one, lang),
        **_asked(measured, one, lang),
        "how": _how(measured, one, lang),
    }


def _notes(facts: Facts, one: Definition, lang: str) -> list[str]:
    """What the city decided about the indicator, each with its reason."""
    proxy, added = facts.choice("proxies", one.id, lang), getattr(one, "reason", "")
    notes = [say("The city added this indicator: “{reason}”", lang, reason=added)] if added else []
    return [*notes, *([say("Another figure stands in its place: “{reason}”", lang, reason=proxy)] if proxy else [])]


def _figure(measured: Measured, one: Definition, lang: str) -> dict[str, Any] | None:
    """The city's figure with all that says how far to trust it; None where only its units have one."""
    row = measured.city(one)
    if row is None or pd.isna(row.value):
        return None
    value, unit = written(row.value, one, lang)
    return {
        "value": value,
        "unit": unit,
        "between": between(row, one, lang),
        "evidence": [*evidence(row, lang), *below(measured.below(one), lang)],
    }


def _score(facts: Facts, one: Definition, lang: str) -> dict[str, Any] | None:
    """The city's score of an indicator of the marker, with its band and weight; None where there is none to have."""
    if one.id not in facts.catalogue.indicators:
        return None
    figure = facts.figure(one.id)
    scored = figure.score is not None
    return {
        "score": shown_score(figure, lang),
        "band": band_or_reason(figure, facts, lang),
        "step": band_step(figure.score, facts) if figure.score is not None else None,
        "sure": [by_chance(figure.interval, lang), by_method(figure.ways, lang)] if scored else [],
        "weight": percent(facts.catalogue.share(one.id), lang, 1),
        "comparable": figure.comparable,
    }


def _rounds(round: Round, one: Definition, lang: str) -> list[dict[str, str]]:
    """The city's figure in every round, the newest first; none where there is but one."""
    rows = []
    for facts in reversed(round.rounds) if len(round.rounds) > 1 else ():
        row = facts.city_figures.get(one.id)
        value, unit = ("", "") if row is None else written(row.value, one, lang)
        chance = "" if row is None else between(row, one, lang)
        rows.append({"period": str(facts.meta["period"]), "value": value, "unit": unit, "between": chance})
    return rows if len(rows) > 1 and any(row["value"] for row in rows) else []


def _groups(measured: Measured, one: Definition, lang: str) -> list[dict[str, Any]]:
    """The figure of each group of people in the whole city."""
    return [
        {
            "name": group_name(str(row.group), lang),
            "value": written(row.value, one, lang)[0],
            "raw": f"{row.value:.6g}",
            "between": between(row, one, lang),
            "evidence": evidence(row, lang),
        }
        for row in measured.groups(one)
    ]


def _asked(measured: Measured, one: Definition, lang: str) -> dict[str, Any]:
    """The questions of the form that the indicator needs, and what follows from their answers."""
    known, shipped = measured.variables(one), load_extended()
    if one.answers is None or known is None:
        return {"questions": [], "derived": [], "own_question": known is None}
    questions = [
        {
            "text": pick(each.question.text, lang),
            "rows": [(head, inline(text)) for head, text in question_rows(each, shipped, lang, known)],
        }
        for each in asked_for(one.answers.variables, known, skips=False)
        if each.question
    ]
    needs = closure(one.answers.variables, known, skips=False)
    derived = [
        inline(derivation(each, lang, known)) for id_, each in known.items() if id_ in needs and each.derived_from
    ]
    return {"questions": questions, "derived": derived, "own_question": False}


def _how(measured: Measured, one: Definition, lang: str) -> list[tuple[str, Markup]]:
    """How it is made and where it comes from: of this city first, then of the definition."""
    words, rows = card_words(lang), []
    if one.id in measured.known:
        rows.append(
            (
                say("Source", lang),
                "; ".join(measured.facts.said_source(name, lang) for name in measured.sources[one.id]),
            )
        )
        rows.append((words["period"], measured.periods[one.id]))
        rows.append((words["support"], _support(measured, one, lang)))
    # Without the questions of another version, what is said is said without them.
    alike = one if measured.variables(one) is not None else replace(one, answers=None)
    rows += measured.described(alike, lang)
    found = [(head, inline(text)) for head, text in rows]
    if sheet := measured.sheet(one, lang):
        found.append((words["sheet"], inline(f"`{sheet}`")))
    return found


def _support(measured: Measured, one: Definition, lang: str) -> str:
    """The finest level that has figures of its own."""
    levels = measured.levels.get(one.id)
    return measured.facts.level_name(levels[-1], lang) if levels else say("the whole city", lang)


def inline(text: str) -> Markup:
    """The little Markdown of the catalogue's sentences as markup: emphasis and code."""
    safe = str(escape(text))
    for pattern, tag in ((r"\*\*(.+?)\*\*", "b"), (r"\*(.+?)\*", "i"), (r"`(.+?)`", "code")):
        safe = re.sub(pattern, rf"<{tag}>\1</{tag}>", safe)
    return Markup(safe)
