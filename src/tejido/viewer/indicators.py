"""The list of indicators: those of the marker, then those of the extended one, by area and theme, each with the city's figure or with
what it takes to have one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from tejido.catalogue import Definition
from tejido.catalogue.extended import ExtendedIndicator
from tejido.reading.evidence import evidence
from tejido.reading.facts import ends
from tejido.reading.measured import PAIR, Measured
from tejido.reading.sentences import between, span
from tejido.reading.sentences import written as in_unit
from tejido.survey.comparisons import SHOWN
from tejido.survey.sentences import decimals
from tejido.viewer.differences import file_name, written
from tejido.viewer.flexible import Flexible
from tejido.viewer.gaps import verdict_word
from tejido.viewer.needs import needed
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.texts_city import measure_words
from tejido.viewer.texts_extended import list_words
from tejido.words import LANGUAGES, pick, say

COLUMNS = (
    "synthetic", "marker", "id", "name", "area", "theme", "category", "filter", "value", "measure_unit", "low", "high", "n", "kind",
    "quality", "period", "source", "refugees_and_migrants", "host_community", "difference", "needed",
)  # fmt: skip
"""Of the file that can be taken home."""
BASIC, EXTENDED = "basic", "extended"

__all__ = ["FILE", "list_pages", "shelf_id"]

FILE = "indicators.html"


def list_pages(round: Round, markers: Sequence[Measured], lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the page in a language, and of the file with the same; `markers` are the basic and, if measured, the extended."""
    lines = {"": _line(COLUMNS)}
    for measured in markers:
        lines |= {one.id: _line([written(cell) for cell in _cells(measured, one, lang)]) for one in _every(measured)}
    flexible = next((one for one in markers if isinstance(one, Flexible)), None)
    name = file_name(round.facts, "indicators")
    yield FILE, render("indicators.html", round, lang, {
        "text": list_words(lang),
        "here_text": measure_words(lang),
        "shelves": [_shelf(measured, lang) for measured in markers],
        "lacking": flexible is None,
        "choices": _choices(markers, flexible, lang),
        "file": name,
        "head": lines[""],
        "lines": {id_: line for id_, line in lines.items() if id_},
    }, FILE)  # fmt: skip
    # The mark at the start tells spreadsheets that accents are UTF-8.
    yield name, "\ufeff" + "".join(lines.values())


def shelf_id(measured: Measured, area: str) -> str:
    """Where the list shows an area: both markers may name theirs alike."""
    return area if isinstance(measured, Flexible) else f"marker-{area}"


def _every(measured: Measured) -> list[Definition]:
    return [one for members in measured.ordered.values() for one in members]


def _shelf(measured: Measured, lang: str) -> dict[str, Any]:
    """The indicators of one marker: what its list says first, and its areas."""
    words, extended = list_words(lang), isinstance(measured, Flexible)
    return {
        "id": EXTENDED if extended else BASIC,
        "title": words["title"] if extended else measure_words(lang)["list"],
        "note": words["no_total"] if extended else measure_words(lang)["list_note"],
        "answer": _answer(measured, lang),
        "areas": [_area(measured, area, lang) for area in measured.ordered],
    }


def _answer(measured: Measured, lang: str) -> str:
    """The first line: how many indicators have a figure, and in how many the groups are known to differ."""
    every = _every(measured)
    shown = sum(_verdict(measured, one) == SHOWN for one in every)
    counts = {"measured": len(measured.known), "total": len(every), "city": pick(measured.facts.city["names"], lang)}
    said = say("{measured} of {total} indicators have a figure for {city}.", lang, **counts)
    compared = say(
        "In {shown} of them a difference between refugees and migrants and the host community can be shown.",
        lang,
        shown=shown,
    )
    return f"{said} {compared}" if any(_verdict(measured, one) for one in every) else said


def _choices(markers: Sequence[Measured], flexible: Flexible | None, lang: str) -> list[dict[str, Any]]:
    """The selects of the form: id, label and options."""
    words = list_words(lang)
    areas = {area: one.area_name(area, lang) for one in reversed(markers) for area in one.ordered}
    named: dict[str, list[tuple[str, str]]] = {"area": list(areas.items())}
    if flexible is not None:
        own, extended = measure_words(lang), flexible.extended
        named = {"marker": [(BASIC, own["list"]), (EXTENDED, own["extended"])]} | named
        named["category"] = [(id_, pick(names, lang)) for id_, names in extended.categories.items()]
        named["filter"] = [(id_, pick(names, lang)) for id_, names in extended.filters.items()]
    named["figure"] = [("yes", words["with_figure"]), ("no", words["without_figure"])]
    named["gap"] = [("shown", words["gap_shown"]), ("not_shown", words["gap_not_shown"])]
    return [{"id": id_, "label": words[id_], "options": options} for id_, options in named.items()]


def _area(measured: Measured, area: str, lang: str) -> dict[str, Any]:
    """An area: its themes, those measured and those that wait, each by theme."""
    members = list(measured.ordered[area])
    known = [one for one in members if one.id in measured.known]
    waiting = [one for one in members if one.id not in measured.known]
    return {
        "id": shelf_id(measured, area),
        "area": area,
        "name": measured.area_name(area, lang),
        "count": say("with a figure: {measured} of {total}", lang, measured=len(known), total=len(members)),
        "themes": _themes(measured, known, lang),
        "waiting": _themes(measured, waiting, lang),
        "waits": len(waiting),
    }


def _themes(measured: Measured, members: list[Definition], lang: str) -> list[dict[str, Any]]:
    gathered: dict[str, list[dict[str, Any]]] = {}
    for one in members:
        row = _figure(measured, one, lang) if one.id in measured.known else _waiting(measured, one, lang)
        gathered.setdefault(measured.theme(one, lang), []).append(_common(measured, one, lang) | row)
    return [{"name": name, "rows": rows} for name, rows in gathered.items()]


def _common(measured: Measured, one: Definition, lang: str) -> dict[str, Any]:
    """What every row has; `find` is looked in beside its name."""
    found = [pick(one.definitions, lang), one.id, *(one.names[other] for other in LANGUAGES if other != lang)]
    row = {"id": one.id, "name": pick(one.names, lang), "marker": BASIC, "category": "", "filter": "", "kind": ""}
    if isinstance(one, ExtendedIndicator) and isinstance(measured, Flexible):
        extended = measured.extended
        listed = [extended.listed[code] for code in one.listed]
        found += [*(pick(name.names, lang) for name in listed), *one.listed]
        found += [label for names in one.aliases for label in names.values()]
        kind = [pick(extended.categories[one.category], lang), pick(extended.filters[one.filter], lang)]
        row |= {
            "marker": EXTENDED, "category": one.category, "filter": one.filter,
            "kind": " · ".join([*kind, *([list_words(lang)["asset"]] if one.asset else [])]),
        }  # fmt: skip
    return row | {"find": " ".join(dict.fromkeys(found))}


def _figure(measured: Measured, one: Definition, lang: str) -> dict[str, Any]:
    """The city's figure, both groups beside each other, and what may be said of their difference."""
    row, pair = measured.city(one), measured.pair(one)
    has = row is not None and pd.notna(row.value)
    value, unit = in_unit(row.value, one, lang) if has else ("—", list_words(lang)["only_units"])
    sides = [_side(side, one, lang) for side in pair] if pair else [None, None]
    gap = next((gap for gap in measured.gaps(one) if (gap["group"], gap["against"]) == PAIR), None)
    return {
        "value": value,
        "unit": unit,
        "between": between(row, one, lang) if has else "",
        "evidence": evidence(row, lang) if has else [],
        "sides": sides,
        "verdict": _verdict(measured, one),
        "word": verdict_word(gap, lang) if gap else "",
    }


def _side(row: Any, one: Definition, lang: str) -> dict[str, Any]:
    digits = decimals({"value": row.value, "value_against": row.value}, one)
    return {
        "value": in_unit(row.value, one, lang)[0],
        "between": span(ends(row.low, row.high), lang, digits),
        "mark": say("few answers", lang) if row.quality == "weak" else "",
    }


def _waiting(measured: Measured, one: Definition, lang: str) -> dict[str, Any]:
    found = needed(measured, one, lang)
    return {"verdict": "", "head": found.head, "lines": found.lines, "why": found.why}


def _verdict(measured: Measured, one: Definition) -> str:
    """What may be said of refugees and migrants beside their hosts; empty where they are not compared."""
    return next(
        (str(gap["verdict"]) for gap in measured.gaps(one) if (gap["group"], gap["against"]) == PAIR),
        "",
    )


def _line(cells: Any) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()


def _cells(measured: Measured, one: Definition, lang: str) -> list[Any]:
    row, pair = measured.city(one), measured.pair(one)
    kinds: list[str | None] = [None, None]
    if isinstance(one, ExtendedIndicator) and isinstance(measured, Flexible):
        extended = measured.extended
        kinds = [pick(extended.categories[one.category], lang), pick(extended.filters[one.filter], lang)]
    area = next(area for area, members in measured.ordered.items() if one in members)
    named = [
        bool(measured.facts.city.get("synthetic")), EXTENDED if isinstance(measured, Flexible) else BASIC, one.id, pick(one.names, lang),
        measured.area_name(area, lang), measured.theme(one, lang), *kinds,
    ]  # fmt: skip
    if row is None or pd.isna(row.value):
        figure = [None, pick(one.unit_names, lang), *[None] * 7]
    else:
        figure = [row.value, pick(one.unit_names, lang), row.low, row.high, row.n, row.kind, row.quality, row.period, row.source]  # fmt: skip
    groups = [side.value for side in pair] if pair else [None, None]
    found = None if one.id in measured.known else needed(measured, one, lang)
    need = "" if found is None else " ".join([f"{found.head}:", "; ".join(found.lines), found.why]).strip()
    return [*named, *figure, *groups, _verdict(measured, one), need]
