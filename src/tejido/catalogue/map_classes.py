"""Published classes of an indicator's maps: read from its entry, and from a release; and classes of a figure in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from tejido.catalogue.fields import Pair, Table
from tejido.catalogue.model import MapClasses
from tejido.words import LANGUAGES, number, pick, say

MOST_LIMITS = 5
"""More limits would make more classes than a ramp has colours that every reader can tell apart."""

__all__ = ["MOST_LIMITS", "class_spans", "classes_in_words", "map_classes_from_dict", "map_classes_of"]


def map_classes_of(entry: Table, possible: Pair) -> MapClasses | None:
    """The table ``map_classes`` of an indicator's entry; None where it has none.

    Notes K157 on limits that do not rise or are too many, K158 on one outside of the `possible` values, K159 where there is not a
    name for every class.
    """
    if not entry.has("map_classes"):
        return None
    table = entry.table("map_classes")
    limits = table.numbers("limits")
    if "limits" in table.data and not (
        0 < len(limits) <= MOST_LIMITS and all(low < high for low, high in pairwise(limits))
    ):
        table.note("K157", "limits", most=MOST_LIMITS)
    for limit in limits:
        if not possible[0] < limit < possible[1]:
            table.note("K158", "limits", value=limit, low=possible[0], high=possible[1])
    rows = table.rows("names")
    names = tuple({language: row.text(language) for language in LANGUAGES} for row in rows)
    for row in rows:
        row.done()
    if names and len(names) != len(limits) + 1:
        table.note("K159", "names", names=len(names), classes=len(limits) + 1)
    found = MapClasses(limits, table.labels("source"), names, table.flag("up_to"))
    table.done()
    return found


def map_classes_from_dict(data: Mapping[str, Any] | None) -> MapClasses | None:
    """The classes that a release tells; None where it tells none."""
    if data is None:
        return None
    return MapClasses(**{**data, "limits": tuple(data["limits"]), "names": tuple(data["names"])})


def class_spans(
    limits: Sequence[float], lang: str, up_to: bool = False, possible: Pair = (-math.inf, math.inf)
) -> list[str]:
    """The classes between rising `limits` in words, from small to large; see `MapClasses.up_to`. What lies at an end of the
    `possible` values is told by that value alone: nothing is "100 or more" where 100 is all.
    """
    said = [number(one, lang, 6) for one in limits]
    lowest = say("up to {high}" if up_to else "under {high}", lang, high=said[0])
    highest = say("over {low}" if up_to else "{low} or more", lang, low=said[-1])
    return [
        said[0] if up_to and limits[0] <= possible[0] else lowest,
        *(say("{low} to {high}", lang, low=low, high=high) for low, high in pairwise(said)),
        said[-1] if not up_to and limits[-1] >= possible[1] else highest,
    ]


def classes_in_words(one: MapClasses | None, lang: str) -> str:
    """Published classes as a line of a sheet, with who published them; nothing where there are none."""
    if one is None:
        return ""
    spans = class_spans(one.limits, lang, one.up_to)
    if one.names:
        spans = [f"{pick(name, lang)} ({span})" for name, span in zip(one.names, spans, strict=True)]
    return f"{'; '.join(spans)}. {pick(one.source, lang)}"
