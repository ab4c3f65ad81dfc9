"""The page of an indicator of the extended marker: what it is, the city's figure, for whom, where, how it is made, or what it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from tejido.catalogue import load_extended
from tejido.catalogue.asking import asked_for, closure
from tejido.catalogue.extended import ExtendedIndicator
from tejido.catalogue.sheet_extended import derivation, described, question_rows
from tejido.survey.sentences import group_name
from tejido.viewer.evidence import below, evidence
from tejido.viewer.flexible import Flexible
from tejido.viewer.gaps import told
from tejido.viewer.indicators import FILE, list_pages, no_list
from tejido.viewer.needs import needed
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.sentences import between, written
from tejido.viewer.texts import difference_words
from tejido.viewer.texts_extended import card_words
from tejido.viewer.unit_maps import UnitMaps
from tejido.words import pick, say
from tejido.words.sources import source_in_words

FOLDER = "indicators"
BETTER = {"higher": "more_better", "lower": "less_better", "band": "middle_better", "context": "neither_better"}

__all__ = ["indicator_pages"]


def indicator_pages(round: Round, lang: str, maps: UnitMaps | None) -> Iterator[tuple[str, str]]:
    """Name and text of the pages of the extended marker: the list, and a page for every indicator; without it one that says so."""
    if maps is None:
        yield no_list(round, lang)
        return
    yield from list_pages(round, maps.flexible, lang)
    yield from _cards(round, maps, lang)


def _cards(round: Round, maps: UnitMaps, lang: str) -> Iterator[tuple[str, str]]:
    flexible = maps.flexible
    for members in flexible.ordered.values():
        around = [None, *members, None]
        for before, one, after in zip(around, members, around[2:], strict=False):
            name = f"{FOLDER}/{one.id}.html"
            yield name, render("indicator.html", round, lang, _card(maps, one, lang) | {
                "text": card_words(lang), "gap_text": difference_words(lang), "list": FILE,
                "beside": [_link(before, lang), _link(after, lang)],
            }, name)  # fmt: skip


def _link(one: ExtendedIndicator | None, lang: str) -> dict[str, str] | None:
    return None if one is None else {"file": f"{one.id}.html", "name": pick(one.names, lang)}


def _card(maps: UnitMaps, one: ExtendedIndicator, lang: str) -> dict[str, Any]:
    flexible = maps.flexible
    extended, measured = flexible.extended, one.id in flexible.known
    return {
        "id": one.id,
        "name": pick(one.names, lang),
        "definition": pick(one.definitions, lang),
        "area": {"id": one.area, "name": pick(extended.areas[one.area], lang)},
        "theme": pick(extended.subdimensions[one.subdimension].names, lang),
        "measured": measured,
        "better": card_words(lang)[BETTER[one.direction]],
        "notes": _notes(flexible, one, lang),
        "figure": _figure(flexible, one, lang) if measured else None,
        "gaps": [told(flexible.facts, row, lang) for row in flexible.gaps(one)],
        "groups": _groups(flexible, one, lang),
        "map": maps.shown(one, lang) if measured else None,
        "need": None if measured else needed(flexible, one, lang),
        **_asked(flexible, one, lang),
        "how": _how(flexible, one, lang),
    }


def _notes(flexible: Flexible, one: ExtendedIndicator, lang: str) -> list[str]:
    """What the city decided about the indicator, each with its reason."""
    proxy = flexible.facts.choice("proxies", one.id, lang)
    notes = [say("The city added this indicator: “{reason}”", lang, reason=one.reason)] if one.reason else []
    return [*notes, *([say("Another figure stands in its place: “{reason}”", lang, reason=proxy)] if proxy else [])]


def _figure(flexible: Flexible, one: ExtendedIndicator, lang: str) -> dict[str, Any] | None:
    """The city's figure with all that says how far to trust it; None where only its units have one."""
    row = flexible.city(one)
    if row is None or pd.isna(row.value):
        return None
    value, unit = written(row.value, one, lang)
    return {
        "value": value,
        "unit": unit,
        "between": between(row, one, lang),
        "evidence": [*evidence(row, lang), *below(flexible.below(one), lang)],
    }


def _groups(flexible: Flexible, one: ExtendedIndicator, lang: str) -> list[dict[str, Any]]:
    """The figure of each group of people in the whole city."""
    return [
        {
            "name": " · ".join(group_name(part, lang) for part in str(row.group).split(";")),
            "value": written(row.value, one, lang)[0],
            "raw": f"{row.value:.6g}",
            "between": between(row, one, lang),
            "evidence": evidence(row, lang),
        }
        for row in flexible.groups(one)
    ]


def _asked(flexible: Flexible, one: ExtendedIndicator, lang: str) -> dict[str, Any]:
    """The questions of the form that the indicator needs, and what follows from their answers."""
    known, shipped = flexible.variables(one), load_extended()
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


def _how(flexible: Flexible, one: ExtendedIndicator, lang: str) -> list[tuple[str, Markup]]:
    """How it is made and where it comes from: of this city first, then of the definition."""
    words, rows = card_words(lang), []
    if one.id in flexible.known:
        rows.append((say("Source", lang), "; ".join(source_in_words(name, lang) for name in flexible.sources[one.id])))
        rows.append((words["period"], flexible.periods[one.id]))
        rows.append((words["support"], _support(flexible, one, lang)))
    # Without the questions of another version, what is said is said without them.
    alike = one if flexible.variables(one) is not None else replace(one, answers=None)
    rows += described(alike, flexible.extended, lang)
    found = [(head, inline(text)) for head, text in rows]
    if not one.reason:
        found.append((words["sheet"], inline(f"`docs/{lang}/indicators/{one.id}.md`")))
    return found


def _support(flexible: Flexible, one: ExtendedIndicator, lang: str) -> str:
    """The finest level that has figures of its own."""
    levels = flexible.levels.get(one.id)
    return flexible.facts.level_name(levels[-1], lang) if levels else say("the whole city", lang)


def inline(text: str) -> Markup:
    """The little Markdown of the catalogue's sentences as markup: emphasis and code."""
    safe = str(escape(text))
    for pattern, tag in ((r"\*\*(.+?)\*\*", "b"), (r"\*(.+?)\*", "i"), (r"`(.+?)`", "code")):
        safe = re.sub(pattern, rf"<{tag}>\1</{tag}>", safe)
    return Markup(safe)
