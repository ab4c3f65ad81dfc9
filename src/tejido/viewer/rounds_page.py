"""The page of rounds: what changed since the round before, and whether it is real."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from tejido.catalogue.group_names import group_name
from tejido.figures.slope import Point, Slope, axes, slope_svg
from tejido.reading.facts import EVERYBODY, Facts, records
from tejido.survey.comparisons import CANNOT, SHOWN
from tejido.tables import CITY_LEVEL
from tejido.tables.changes import CHANGES
from tejido.viewer import change_words
from tejido.viewer.differences import file_name, written
from tejido.viewer.render import render
from tejido.viewer.round import Round, safe
from tejido.viewer.texts_units import round_words
from tejido.viewer.unit_book import UnitBook, book, figure_of
from tejido.words import number, pick, say

FILE = "rounds.html"
ORDER = {SHOWN: 0, "not_shown": 1, CANNOT: 2}

__all__ = ["FILE", "rounds_pages"]


def rounds_pages(round: Round, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the page in a language, and of the file with all changes where there is an earlier round."""
    found = book(round)
    facts = found.facts
    name = file_name(facts, f"changes-{safe(str(facts.meta['period']))}")
    values: dict[str, Any] = {"text": round_words(lang), "alone": _alone(found, lang), "lead": [], "file": name}
    if found.earlier is not None:
        values |= {
            "lead": _lead(found, lang),
            "earlier": str(found.earlier.meta["period"]),
            "slopes": _slopes(found, lang),
            "where": _where(found, lang),
            "groups": _groups(found, lang),
            "basic": _indicators(found, list(facts.under(facts.catalogue.root)), lang),
            "extended": _indicators(
                found, list(facts.catalogue.extended.indicators if facts.catalogue.extended else ()), lang
            ),
        }
        yield f"{name}", _csv(found, lang)
    yield FILE, render("rounds.html", round, lang, values, FILE)


def _alone(found: UnitBook, lang: str) -> dict[str, str] | None:
    """Why there is nothing to compare, and where what came later is told; None where there is an earlier round."""
    if found.earlier is not None:
        return None
    period, place = str(found.facts.meta["period"]), found.round.city
    after = [one for one in place.rounds if str(one.meta["period"]) > period]
    if after:
        later = str(after[0].meta["period"])
        said = say("{period} is the first round of this city; what changed after it is told with the round of {later}.", lang,
                   period=period, later=later)  # fmt: skip
        return {"said": said, "later": later, "folder": place.folder(after[0])}
    said = say("This city was measured once, for {period}: a second round, measured with the same questions, sources and places for "
               "a later period, would show what changed.", lang, period=period)  # fmt: skip
    return {"said": said, "later": "", "folder": ""}


def _city_rows(found: UnitBook, what: str, group: str = EVERYBODY) -> dict[str, dict[str, Any]]:
    """The city's changes of scores or values by node, those that the later method knows."""
    catalogue = found.facts.catalogue
    known = {*catalogue.nodes, *catalogue.definitions}
    rows = found.changed.get(found.city, {})
    return {node: row for (of, kind, node), row in rows.items() if of == group and kind == what and node in known}


def _lead(found: UnitBook, lang: str) -> list[str]:
    """What happened to the marker, and of how many changes anything can be said."""
    facts = found.facts
    scores, values = _city_rows(found, "score"), _city_rows(found, "value")
    row = scores.get(facts.shown)
    said = []
    if row is not None:
        said.append(f"{pick(facts.name(facts.shown), lang)}: {_small(change_words.sentence(facts, row, lang))}")
    shown = [one for one in values.values() if one["verdict"] == SHOWN]
    better, worse = (sum(change_words.for_better(facts, one) == sign for one in shown) for sign in (1, -1))
    cannot = sum(one["verdict"] == CANNOT for one in values.values())
    counts = {"total": len(values), "shown": len(shown), "better": better, "worse": worse, "cannot": cannot}
    said.append(
        say("Of {total} indicators of the whole city {shown} changed: {better} for the better, {worse} for the worse; {cannot} cannot be "
            "compared.", lang, **{name: number(count, lang, 0) for name, count in counts.items()})
    )  # fmt: skip
    return said


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _slopes(found: UnitBook, lang: str) -> list[dict[str, Any]]:
    """A chart for the marker and for each area, all with the same span."""
    rows = _city_rows(found, "score")
    nodes = [node for node in found.nodes if node in rows]
    slopes = [_slope(found, node, rows[node], lang) for node in nodes]
    drawn = zip(nodes, slopes, axes(slopes), strict=True)
    return [
        {
            "name": pick(found.facts.name(node), lang),
            "picture": Markup(slope_svg(slope, axis)),
            "said": change_words.sentence(found.facts, rows[node], lang),
            "verdict": rows[node]["verdict"],
        }
        for node, slope, axis in drawn
    ]


def _slope(found: UnitBook, node: str, row: dict[str, Any], lang: str) -> Slope:
    """The rounds of a node. Of older steps nothing was tested: they are dashed like those that are not shown."""
    points = []
    for period, rows in found.history.items():
        one = figure_of(rows.get((found.city, node)))
        value = math.nan if one.score is None else one.score
        points.append(Point(period, value, number(value, lang, 1), *(one.interval or (None, None))))
    return Slope(points, ["not_shown"] * (len(points) - 2) + [row["verdict"]])


def _where(found: UnitBook, lang: str) -> list[dict[str, Any]]:
    """Per level the units whose marker changed, the largest changes first, and how many were compared."""
    facts, tables = found.facts, []
    for level in found.levels:
        rows = [
            (place, told[EVERYBODY, "score", facts.shown])
            for place, told in found.changed.items()
            if place[0] == level and (EVERYBODY, "score", facts.shown) in told
        ]
        shown = [one for one in rows if one[1]["verdict"] == SHOWN]
        cannot = sum(row["verdict"] == CANNOT for _, row in rows)
        words = {"shown": number(len(shown), lang, 0), "total": number(len(rows), lang, 0), "cannot": number(cannot, lang, 0),
                 "plural": pick(facts.level(level)["plurals"], lang)}  # fmt: skip
        said = say(
            "In {shown} of {total} {plural} a change of the score can be shown; {cannot} cannot be compared.",
            lang,
            **words,
        )
        if any(row["basis"] == "sampled" for _, row in rows):
            said += " " + say("Each is judged by itself, so that of twenty about one may seem changed by chance.", lang)
        ranked = sorted(shown, key=lambda one: (-abs(one[1]["change"]), one[0]))[:10]
        tables.append({"name": pick(facts.level(level)["names"], lang).capitalize(), "said": said,
                       "rows": [_place_row(found, place, row, lang) for place, row in ranked]})  # fmt: skip
    return tables


def _place_row(found: UnitBook, place: tuple[str, str], row: dict[str, Any], lang: str) -> dict[str, Any]:
    unit = found.units.get(place)
    file = found.files.get(place[0], {}).get(place[1], "")
    return {**_told(found.facts, row, lang), "name": place[1] if unit is None else unit.name, "file": file}


def _groups(found: UnitBook, lang: str) -> list[dict[str, Any]]:
    """The marker and the areas of each group in the whole city, those of which there is a change to tell."""
    facts = found.facts
    tables = []
    for group in facts.groups:
        rows = _city_rows(found, "score", group)
        told = [
            {"name": pick(facts.name(node), lang), **_told(facts, rows[node], lang)}
            for node in found.nodes
            if node in rows
        ]
        if group != EVERYBODY and told:
            tables.append({"name": group_name(group, lang), "rows": told})
    return tables


def _indicators(found: UnitBook, leaves: list[str], lang: str) -> dict[str, Any]:
    """The indicators of the whole city: those that changed first; how many were not measured again."""
    facts, rows = found.facts, _city_rows(found, "value")
    mine = [(leaf, rows[leaf]) for leaf in leaves if leaf in rows]
    ranked = sorted(mine, key=lambda one: ORDER[one[1]["verdict"]])
    tested = sum(pd.notna(row["p_adjusted"]) for _, row in mine)
    return {
        "count": say("{count} indicators; {tested} changes were tested, the rest are as counted or cannot be compared.", lang,
                     count=number(len(mine), lang, 0), tested=number(tested, lang, 0)),
        "rows": [
            {
                **_told(facts, row, lang), "name": pick(facts.catalogue.names_of(leaf), lang),
                "unit": pick(facts.catalogue.definitions[leaf].unit_names, lang),
            }
            for leaf, row in ranked
        ],
    }  # fmt: skip


def _told(facts: Facts, row: dict[str, Any], lang: str) -> dict[str, Any]:
    """A row of a table of changes."""
    before, after = change_words.figures(facts, row, lang)
    words = round_words(lang)
    sign = change_words.for_better(facts, row)
    said = change_words.said(facts, row, lang)
    return {
        "file": "", "unit": "", "before": before, "after": after, "said": said[:1].upper() + said[1:], "verdict": row["verdict"],
        "before_raw": _raw(row["before"]), "after_raw": _raw(row["after"]), "for": {1: words["better"], -1: words["worse"], 0: ""}[sign],
    }  # fmt: skip


def _raw(figure: float) -> str:
    return "" if math.isnan(figure) else f"{figure:.6g}"


def _csv(found: UnitBook, lang: str) -> str:
    """All changes as CSV: the columns of the table with names and what may be said beside them."""
    facts = found.facts
    names = found.facts.units.set_index(["level", "unit"])["name"].to_dict()
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["synthetic", "place", "name", "said", *CHANGES.names])
    known = {*facts.catalogue.nodes, *facts.catalogue.definitions}
    # The files of units tell the rest.
    rows = found.changes[(found.changes["level"] == CITY_LEVEL) | found.changes["node"].isin(found.nodes)]
    for row in records(rows[rows["node"].isin(list(known))]):
        node = row["node"]
        told = [bool(facts.city.get("synthetic")), names.get((row["level"], row["unit"]), row["unit"]),
                pick(facts.catalogue.names_of(node), lang), change_words.said(facts, row, lang)]  # fmt: skip
        writer.writerow([written(cell) for cell in (*told, *(row[name] for name in CHANGES.names))])
    # The mark at the start tells spreadsheets that accents are UTF-8.
    return "\ufeff" + stream.getvalue()
