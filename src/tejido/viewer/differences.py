"""The pages of differences between groups: one for the city, one for each unit where anything can be said."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pandas as pd

from tejido.survey.comparisons import CANNOT, NOT_SHOWN, SHOWN
from tejido.survey.sentences import group_name
from tejido.tables import CITY_LEVEL, DIFFERENTIALS
from tejido.viewer.facts import Facts, records
from tejido.viewer.gaps import Place, places, told, worse
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.texts import difference_words
from tejido.words import number, pick, say

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
        if place.told or place.level == CITY_LEVEL:
            yield place.file, _page(round, place, found, lang)
    yield file_name(facts, "differences"), _file(facts, found, lang)


def file_name(facts: Facts, what: str) -> str:
    """The name of a file to take home; synthetic is called synthetic."""
    synthetic = "synthetic-" if facts.city.get("synthetic") else ""
    return f"{synthetic}{facts.city['code']}-{what}.csv"


def _page(round: Round, place: Place | None, every: list[Place], lang: str) -> str:
    facts = round.facts
    compared = (
        [] if place is None else [_compared(facts, rows, lang) for _, rows in place.rows.groupby("group", sort=True)]
    )
    return render("differences.html", round, lang, {
        "text": difference_words(lang),
        "place": None if place is None else place.name,
        "whole": place is not None and place.level == CITY_LEVEL,
        "choices": _choices(every, place, lang),
        "compared": compared,
        "sources": [] if place is None else sorted(set(place.rows["source"])),
        "years": [] if place is None else sorted(set(place.rows["period"])),
        "file": file_name(facts, "differences"),
    }, "differences.html" if place is None else place.file)  # fmt: skip


def _choices(every: list[Place], place: Place | None, lang: str) -> dict[str, Any]:
    """The pages of other places, and the names of those of which nothing can be said."""
    shown = [one for one in every if one.told or one.level == CITY_LEVEL]
    return {
        "links": [
            {
                "name": say("The whole city", lang) if one.level == CITY_LEVEL else one.name,
                "file": one.file,
                "here": place is not None and one.file == place.file,
            }
            for one in shown
        ],
        "mute": ", ".join(one.name for one in every if one not in shown),
    }


def _compared(facts: Facts, rows: pd.DataFrame, lang: str) -> dict[str, Any]:
    """One group beside the other: what the whole says first, then right by right."""
    first = rows.iloc[0]
    names = [group_name(first["group"], lang), group_name(first["against"], lang)]
    shown = int((rows["verdict"] == SHOWN).sum())
    less, more = worse(facts, rows)
    families = [one for one in facts.areas if one in set(rows["family"])]
    families += sorted(set(rows["family"]) - set(families))
    rights = [_right(facts, family, rows[rows["family"] == family], lang) for family in families]
    return {
        "id": str(first["group"]).replace("=", "-"),
        "names": names,
        "answer": _answer(shown, len(rows), (less, more), names, lang),
        "rights": rights,
    }


def _answer(shown: int, total: int, worse_better: tuple[int, int], names: list[str], lang: str) -> str:
    """The first line: in how many indicators a difference can be shown, and for whom it is harder."""
    counts = {"shown": number(shown, lang, 0), "total": number(total, lang, 0)}
    if not shown:
        return say("In none of {total} indicators can a difference be shown with this survey.", lang, **counts)
    said = say("A difference can be shown in {shown} of {total} indicators.", lang, **counts)
    less, more = (number(count, lang, 0) for count in worse_better)
    return (
        said
        + " "
        + say("{group}: worse off in {worse}, better off in {better}.", lang, group=names[0], worse=less, better=more)
    )


def _right(facts: Facts, family: str, rows: pd.DataFrame, lang: str) -> dict[str, Any]:
    """A right with its comparisons."""
    ranked = rows.iloc[rows["verdict"].map(ORDER).argsort(kind="stable")]
    shown, total = int((rows["verdict"] == SHOWN).sum()), len(rows)
    return {
        "id": family,
        "name": pick(facts.name(family), lang),
        "count": say("Differences shown: {shown} of {total}", lang, shown=shown, total=total),
        "gaps": [told(facts, row, lang) for row in records(ranked)],
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
