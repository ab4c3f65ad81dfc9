"""The pages of differences between groups: one for the city, one for each unit where anything can be said."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from tejido.catalogue.group_names import group_name
from tejido.figures import sign_svg
from tejido.reading.facts import Facts
from tejido.reading.sentences import inside
from tejido.survey.comparisons import CANNOT, NOT_SHOWN, SHOWN
from tejido.tables import DIFFERENTIALS
from tejido.viewer.gaps import Place, by_name, places, signs, size, summed_up, told
from tejido.viewer.render import render
from tejido.viewer.round import Round, safe
from tejido.viewer.texts import difference_words
from tejido.words import pick, say

ORDER = {SHOWN: 0, NOT_SHOWN: 1, CANNOT: 2}
"""Within a right what can be shown stands first, then what cannot be shown, then what nothing can be said of."""
Told = dict[str, Any]
"""A comparison as `gaps.told` tells it."""


def difference_pages(round: Round, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of every page of differences in a language, and of the file with all of them."""
    facts = round.facts
    found = places(facts)
    if not found:
        yield "differences.html", _page(round, None, (), found, lang)
        return
    gaps = [[told(facts, row, lang) for row in place.rows] for place in found]
    for place, mine in zip(found, gaps, strict=True):
        if place.told or place.whole:
            yield place.file, _page(round, place, mine, found, lang)
    yield file_name(facts, "differences"), _file(facts, zip(found, gaps, strict=True))


def file_name(facts: Facts, what: str) -> str:
    """The name of a file to take home; synthetic is called synthetic."""
    synthetic = "synthetic-" if facts.city.get("synthetic") else ""
    return f"{synthetic}{safe(facts.city['code'])}-{what}.csv"


def _page(round: Round, place: Place | None, gaps: Sequence[Told], every: Sequence[Place], lang: str) -> str:
    facts = round.facts
    groups = sorted({one["row"]["group"] for one in gaps})
    compared = [_compared(facts, [one for one in gaps if one["row"]["group"] == group], lang) for group in groups]
    rights = {right["id"]: right["name"] for one in compared for right in one["rights"]}
    return render("differences.html", round, lang, {
        "text": difference_words(lang),
        "place": None if place is None else place.name,
        "whole": place is not None and place.whole,
        "finding": "" if place is None else _finding(facts, place, lang),
        "choices": None if place is None else _choices(every, place, lang),
        "rights": rights,
        "compared": compared,
        "sources": [] if place is None else sorted({one["source"] for one in place.rows}),
        "years": [] if place is None else sorted({one["period"] for one in place.rows}),
        "file": file_name(facts, "differences"),
    }, "differences.html" if place is None else place.file)  # fmt: skip


def _choices(every: Sequence[Place], place: Place, lang: str) -> dict[str, Any]:
    """The pages of other places and of other groups, and the names of the places of which nothing can be said."""
    alike = [one for one in every if one.by == place.by]
    shown = [one for one in alike if one.told or one.whole]
    own = {one.by: one for one in every if one.unit == place.unit and one.told}
    # Where this place has no such comparison, the city's is led to.
    groups = [own.get(one.by, one) for one in every if one.whole]

    def link(one: Place, name: str) -> dict[str, Any]:
        return {"name": name, "file": one.file, "here": one.file == place.file}

    return {
        "links": [link(one, say("The whole city", lang) if one.whole else one.name) for one in shown],
        "groups": [link(one, by_name(one.by, lang)) for one in groups],
        "mute": ", ".join(one.name for one in alike if one not in shown),
    }


def _finding(facts: Facts, place: Place, lang: str) -> str:
    """What the whole page says, in a line: where the largest difference that can be shown lies."""
    shown = [(size(row, facts.catalogue.definitions[row["indicator"]]), row)
             for row in place.rows if row["verdict"] == SHOWN]  # fmt: skip
    if not shown:
        return say("With this survey no difference can be shown", lang)
    _, row = max(shown, key=lambda pair: pair[0])
    return say("The largest difference: {indicator}", lang, indicator=inside(pick(facts.name(row["indicator"]), lang)))


def _compared(facts: Facts, gaps: Sequence[Told], lang: str) -> dict[str, Any]:
    """One group beside the other: what the whole says first, then right by right."""
    rows = [one["row"] for one in gaps]
    group, against = rows[0]["group"], rows[0]["against"]
    found = {row["family"] for row in rows}
    families = [one for one in facts.areas if one in found]
    families += sorted(found - set(families))
    return {
        "id": safe(group),
        "names": [group_name(group, lang), group_name(against, lang)],
        "signs": [Markup(sign_svg(one)) for one in signs(group, against)],
        "answer": summed_up(facts, rows, lang),
        "rights": [
            _right(facts, family, [one for one in gaps if one["row"]["family"] == family], lang) for family in families
        ],
    }


def _right(facts: Facts, family: str, gaps: Sequence[Told], lang: str) -> dict[str, Any]:
    """A right with its comparisons."""
    ranked = sorted(gaps, key=lambda one: ORDER[one["verdict"]])
    shown = sum(one["verdict"] == SHOWN for one in gaps)
    mute = [one["verdict"] == CANNOT and not one["picture"] for one in ranked]
    return {
        "id": safe(family),
        "name": pick(facts.name(family), lang),
        "count": say("Differences shown: {shown} of {total}", lang, shown=shown, total=len(gaps)),
        "gaps": [one for one, is_mute in zip(ranked, mute, strict=True) if not is_mute],
        "mute": [one for one, is_mute in zip(ranked, mute, strict=True) if is_mute],
    }


def _file(facts: Facts, every: Iterable[tuple[Place, Sequence[Told]]]) -> str:
    """All differences as CSV: the columns of the release with names and sentences beside them, texts never formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["synthetic", "place", "right", "indicator_name", "sentence", *DIFFERENTIALS.names])
    for place, gaps in every:
        for one in gaps:
            said = [bool(facts.city.get("synthetic")), place.name, one["right"], one["name"], one["said"]]
            writer.writerow([written(cell) for cell in (*said, *(one["row"][name] for name in DIFFERENTIALS.names))])
    # The mark at the start tells spreadsheets that accents are UTF-8.
    return "\ufeff" + stream.getvalue()


def written(cell: Any) -> str:
    """A cell of a file: numbers with ten digits, texts never as formulas."""
    if cell is None or cell is pd.NA:
        return ""
    if isinstance(cell, float):
        return "" if math.isnan(cell) else f"{cell:.10g}"
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in "=+-@\t\r" and text else text
