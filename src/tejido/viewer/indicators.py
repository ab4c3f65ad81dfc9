"""The list of the extended marker: every indicator by area and theme, with the city's figure or with what it takes to have one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pandas as pd

from tejido.catalogue.extended import ExtendedIndicator
from tejido.survey.comparisons import SHOWN
from tejido.survey.sentences import decimals
from tejido.viewer.differences import file_name, written
from tejido.viewer.evidence import evidence
from tejido.viewer.facts import ends
from tejido.viewer.flexible import PAIR, Flexible
from tejido.viewer.gaps import verdict_word
from tejido.viewer.needs import needed
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.sentences import between, span
from tejido.viewer.sentences import written as in_unit
from tejido.viewer.texts_extended import list_words
from tejido.words import LANGUAGES, pick, say

COLUMNS = (
    "synthetic", "id", "name", "area", "theme", "category", "filter", "value", "measure_unit", "low", "high", "n", "kind", "quality",
    "period", "source", "refugees_and_migrants", "host_community", "difference", "needed",
)  # fmt: skip
"""Of the file that can be taken home."""

__all__ = ["FILE", "list_pages", "no_list"]

FILE = "indicators.html"


def list_pages(round: Round, flexible: Flexible, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the page in a language, and of the file with the same."""
    facts = flexible.facts
    lines = _lines(flexible, lang)
    yield FILE, render("indicators.html", round, lang, {
        "text": list_words(lang),
        "answer": _answer(flexible, lang),
        "areas": [_area(flexible, area, lang) for area in flexible.ordered],
        "choices": _choices(flexible, lang),
        "file": file_name(facts, "indicators"),
        "head": lines[""],
        "lines": {id_: line for id_, line in lines.items() if id_},
    }, FILE)  # fmt: skip
    # The mark at the start tells spreadsheets that accents are UTF-8.
    yield file_name(facts, "indicators"), "\ufeff" + "".join(lines.values())


def no_list(round: Round, lang: str) -> tuple[str, str]:
    """Name and text of the page of a city that was measured without the extended marker."""
    return FILE, render("indicators.html", round, lang, {"text": list_words(lang), "answer": "", "areas": []}, FILE)


def _answer(flexible: Flexible, lang: str) -> str:
    """The first line: how many indicators have a figure, and in how many the groups are known to differ."""
    every = [one for members in flexible.ordered.values() for one in members]
    shown = sum(_verdict(flexible, one) == SHOWN for one in every)
    counts = {"measured": len(flexible.known), "total": len(every), "city": pick(flexible.facts.city["names"], lang)}
    said = say("{measured} of {total} indicators have a figure for {city}.", lang, **counts)
    compared = say(
        "In {shown} of them a difference between refugees and migrants and the host community can be shown.",
        lang,
        shown=shown,
    )
    return f"{said} {compared}" if any(flexible.gaps(one) for one in every) else said


def _choices(flexible: Flexible, lang: str) -> list[dict[str, Any]]:
    """The selects of the form: id, label and options."""
    extended, words = flexible.extended, list_words(lang)
    figure = (("yes", words["with_figure"]), ("no", words["without_figure"]))
    gap = (("shown", words["gap_shown"]), ("not_shown", words["gap_not_shown"]))
    named = {
        "area": [(id_, pick(names, lang)) for id_, names in extended.areas.items()],
        "category": [(id_, pick(names, lang)) for id_, names in extended.categories.items()],
        "filter": [(id_, pick(names, lang)) for id_, names in extended.filters.items()],
        "figure": list(figure),
        "gap": list(gap),
    }
    return [{"id": id_, "label": words[id_], "options": options} for id_, options in named.items()]


def _area(flexible: Flexible, area: str, lang: str) -> dict[str, Any]:
    """An area: its themes, those measured and those that wait, each by theme."""
    members = flexible.ordered[area]
    known = [one for one in members if one.id in flexible.known]
    waiting = [one for one in members if one.id not in flexible.known]
    counts = {"measured": len(known), "total": len(members)}
    return {
        "id": area,
        "name": pick(flexible.extended.areas[area], lang),
        "count": say("with a figure: {measured} of {total}", lang, **counts),
        "themes": _themes(flexible, known, lang),
        "waiting": _themes(flexible, waiting, lang),
        "waits": len(waiting),
    }


def _themes(flexible: Flexible, members: list[ExtendedIndicator], lang: str) -> list[dict[str, Any]]:
    gathered: dict[str, list[dict[str, Any]]] = {}
    for one in members:
        row = _figure(flexible, one, lang) if one.id in flexible.known else _waiting(flexible, one, lang)
        gathered.setdefault(one.subdimension, []).append(_common(flexible, one, lang) | row)
    names = flexible.extended.subdimensions
    return [{"name": pick(names[theme].names, lang), "rows": rows} for theme, rows in gathered.items()]


def _common(flexible: Flexible, one: ExtendedIndicator, lang: str) -> dict[str, Any]:
    """What every row has; `find` is looked in beside its name."""
    extended = flexible.extended
    listed = [extended.listed[code] for code in one.listed]
    found = [pick(one.definitions, lang), one.id, *(pick(name.names, lang) for name in listed), *one.listed]
    found += [label for names in one.aliases for label in names.values()]
    found += [one.names[other] for other in LANGUAGES if other != lang]
    kind = [pick(extended.categories[one.category], lang), pick(extended.filters[one.filter], lang)]
    return {
        "id": one.id,
        "name": pick(one.names, lang),
        "find": " ".join(dict.fromkeys(found)),
        "category": one.category,
        "filter": one.filter,
        "kind": " · ".join([*kind, *([list_words(lang)["asset"]] if one.asset else [])]),
    }


def _figure(flexible: Flexible, one: ExtendedIndicator, lang: str) -> dict[str, Any]:
    """The city's figure, both groups beside each other, and what may be said of their difference."""
    row, pair = flexible.city(one), flexible.pair(one)
    has = row is not None and pd.notna(row.value)
    value, unit = in_unit(row.value, one, lang) if has else ("—", list_words(lang)["only_units"])
    sides = [_side(side, one, lang) for side in pair] if pair else [None, None]
    gap = next((gap for gap in flexible.gaps(one) if (gap["group"], gap["against"]) == PAIR), None)
    return {
        "value": value,
        "unit": unit,
        "between": between(row, one, lang) if has else "",
        "evidence": evidence(row, lang) if has else [],
        "sides": sides,
        "verdict": _verdict(flexible, one),
        "word": verdict_word(gap, lang) if gap else "",
    }


def _side(row: Any, one: ExtendedIndicator, lang: str) -> dict[str, Any]:
    digits = decimals({"value": row.value, "value_against": row.value}, one)
    return {
        "value": in_unit(row.value, one, lang)[0],
        "between": span(ends(row.low, row.high), lang, digits),
        "mark": say("few answers", lang) if row.quality == "weak" else "",
    }


def _waiting(flexible: Flexible, one: ExtendedIndicator, lang: str) -> dict[str, Any]:
    found = needed(flexible, one, lang)
    return {"verdict": "", "head": found.head, "lines": found.lines, "why": found.why}


def _verdict(flexible: Flexible, one: ExtendedIndicator) -> str:
    """What may be said of refugees and migrants beside their hosts; empty where they are not compared."""
    return next(
        (str(gap["verdict"]) for gap in flexible.gaps(one) if (gap["group"], gap["against"]) == PAIR),
        "",
    )


def _lines(flexible: Flexible, lang: str) -> dict[str, str]:
    """The lines of the file by indicator, its head under an empty id."""
    found = {"": _line(COLUMNS)}
    for members in flexible.ordered.values():
        found |= {one.id: _line([written(cell) for cell in _cells(flexible, one, lang)]) for one in members}
    return found


def _line(cells: Any) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()


def _cells(flexible: Flexible, one: ExtendedIndicator, lang: str) -> list[Any]:
    extended, row, pair = flexible.extended, flexible.city(one), flexible.pair(one)
    named = [
        bool(flexible.facts.city.get("synthetic")), one.id, pick(one.names, lang), pick(extended.areas[one.area], lang),
        pick(extended.subdimensions[one.subdimension].names, lang), pick(extended.categories[one.category], lang),
        pick(extended.filters[one.filter], lang),
    ]  # fmt: skip
    if row is None or pd.isna(row.value):
        figure = [None, pick(one.unit_names, lang), *[None] * 7]
    else:
        figure = [row.value, pick(one.unit_names, lang), row.low, row.high, row.n, row.kind, row.quality, row.period, row.source]  # fmt: skip
    groups = [side.value for side in pair] if pair else [None, None]
    found = None if one.id in flexible.known else needed(flexible, one, lang)
    need = "" if found is None else " ".join([f"{found.head}:", "; ".join(found.lines), found.why]).strip()
    return [*named, *figure, *groups, _verdict(flexible, one), need]
