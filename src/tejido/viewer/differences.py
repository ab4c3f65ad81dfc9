"""The pages of differences between groups: one for the city, one for each unit where anything can be said."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from tejido.catalogue.group_names import group_name
from tejido.figures import sign_svg
from tejido.reading.facts import Facts, records
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


def difference_pages(round: Round, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of every page of differences in a language, and of the file with all of them."""
    facts = round.facts
    found = places(facts)
    if not found:
        yield "differences.html", _page(round, None, found, lang)
        return
    for place in found:
        if place.told or place.whole:
            yield place.file, _page(round, place, found, lang)
    yield file_name(facts, "differences"), _file(facts, found, lang)


def file_name(facts: Facts, what: str) -> str:
    """The name of a file to take home; synthetic is called synthetic."""
    synthetic = "synthetic-" if facts.city.get("synthetic") else ""
    return f"{synthetic}{safe(facts.city['code'])}-{what}.csv"


def _page(round: Round, place: Place | None, every: list[Place], lang: str) -> str:
    facts = round.facts
    compared = (
        [] if place is None else [_compared(facts, rows, lang) for _, rows in place.rows.groupby("group", sort=True)]
    )
    rights = {right["id"]: right["name"] for one in compared for right in one["rights"]}
    return render("differences.html", round, lang, {
        "text": difference_words(lang),
        "place": None if place is None else place.name,
        "whole": place is not None and place.whole,
        "finding": "" if place is None else _finding(facts, place, lang),
        "choices": None if place is None else _choices(every, place, lang),
        "rights": rights,
        "compared": compared,
        "sources": [] if place is None else sorted(set(place.rows["source"])),
        "years": [] if place is None else sorted(set(place.rows["period"])),
        "file": file_name(facts, "differences"),
    }, "differences.html" if place is None else place.file)  # fmt: skip


def _choices(every: list[Place], place: Place, lang: str) -> dict[str, Any]:
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
             for row in records(place.rows[place.rows["verdict"] == SHOWN])]  # fmt: skip
    if not shown:
        return say("With this survey no difference can be shown", lang)
    _, row = max(shown, key=lambda pair: pair[0])
    return say("The largest difference: {indicator}", lang, indicator=inside(pick(facts.name(row["indicator"]), lang)))


def _compared(facts: Facts, rows: pd.DataFrame, lang: str) -> dict[str, Any]:
    """One group beside the other: what the whole says first, then right by right."""
    first = rows.iloc[0]
    names = [group_name(first["group"], lang), group_name(first["against"], lang)]
    families = [one for one in facts.areas if one in set(rows["family"])]
    families += sorted(set(rows["family"]) - set(families))
    rights = [_right(facts, family, rows[rows["family"] == family], lang) for family in families]
    return {
        "id": safe(str(first["group"])),
        "names": names,
        "signs": [Markup(sign_svg(one)) for one in signs(first["group"], first["against"])],
        "answer": summed_up(facts, rows, lang),
        "rights": rights,
    }


def _right(facts: Facts, family: str, rows: pd.DataFrame, lang: str) -> dict[str, Any]:
    """A right with its comparisons."""
    ranked = rows.iloc[rows["verdict"].map(ORDER).argsort(kind="stable")]
    shown, total = int((rows["verdict"] == SHOWN).sum()), len(rows)
    gaps = [told(facts, row, lang) for row in records(ranked)]
    mute = [one for one in gaps if one["verdict"] == CANNOT and not one["picture"]]
    return {
        "id": safe(family),
        "name": pick(facts.name(family), lang),
        "count": say("Differences shown: {shown} of {total}", lang, shown=shown, total=total),
        "gaps": [one for one in gaps if one not in mute],
        "mute": mute,
    }


def _file(facts: Facts, every: list[Place], lang: str) -> str:
    """All differences as CSV: the columns of the release with names and sentences beside them, texts never formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["synthetic", "place", "right", "indicator_name", "sentence", *DIFFERENTIALS.names])
    for place in every:
        for row in records(place.rows):
            one = told(facts, row, lang)
            said = [bool(facts.city.get("synthetic")), place.name, one["right"], one["name"], one["said"]]
            writer.writerow([written(cell) for cell in (*said, *(row[name] for name in DIFFERENTIALS.names))])
    # The mark at the start tells spreadsheets that accents are UTF-8.
    return "\ufeff" + stream.getvalue()


def written(cell: Any) -> str:
    """A cell of a file: numbers with ten digits, texts never as formulas."""
    if pd.isna(cell):
        return ""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in "=+-@\t\r" and text else text
