"""Differences between groups as a page shows them: where there are any, and each as a picture, a sentence and figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd
from markupsafe import Markup

from tejido.catalogue import Definition, Indicator
from tejido.catalogue.curve import score
from tejido.catalogue.group_names import group_name
from tejido.figures import Side, axis_end, dumbbell_svg, sign_svg
from tejido.privacy.listed import dimensions_of
from tejido.reading.facts import Facts, ends, records
from tejido.survey.comparisons import CANNOT, FEW_SHARED, NOT_STANDARDISED, SHOWN
from tejido.survey.indicative import INDICATIVE
from tejido.survey.sentences import better_off, decimals, difference, is_percent, sentence
from tejido.tables import CITY_LEVEL
from tejido.viewer.round import safe
from tejido.words import number, pick, say

Row = Mapping[str, Any]
"""A row of `tables.DIFFERENTIALS`."""
Dimensions = tuple[str, ...]
"""By what groups are told apart, such as ``("origin", "sex")``."""
FIRST = ("origin", "sex", "age", "disability")
"""The order in which a reader chooses by what to compare. The first one's pages bear no word in their names."""


@dataclass(frozen=True)
class Place:
    """A unit with its comparisons (`rows`) by some dimensions (`by`) and the page that shows them; `told`: whether anything can be
    said of any.
    """

    level: str
    unit: str
    name: str
    by: Dimensions
    rows: Sequence[Row]
    told: bool
    file: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is the city."""
        return self.level == CITY_LEVEL


@lru_cache(maxsize=2)
def places(facts: Facts) -> tuple[Place, ...]:
    """The city by each dimension, then the units compared, by name; none where no survey asked several groups."""
    units = facts.units
    names = dict(zip(zip(units["level"], units["unit"], strict=True), units["name"], strict=True))
    gathered: dict[tuple[str, str, Dimensions], list[Row]] = {}
    for row in records(facts.differentials):
        gathered.setdefault((row["level"], row["unit"], dimensions_of(row["group"])), []).append(row)
    found = []
    for (level, unit, dimensions), rows in sorted(gathered.items(), key=itemgetter(0)):
        told = any(
            row["verdict"] != CANNOT or (row["kind"] == INDICATIVE and not math.isnan(row["value"])) for row in rows
        )
        found.append(Place(level, unit, str(names.get((level, unit), unit)), dimensions, rows, told))
    found.sort(key=lambda one: (not one.whole, one.name, one.unit, ranked(one.by)))
    taken: set[str] = set()
    return tuple(replace(one, file=_file(one, taken)) for one in found)


def by_group(rows: Sequence[Row]) -> list[list[Row]]:
    """The comparisons of each group, by the groups' codes."""
    return [list(found) for _, found in groupby(sorted(rows, key=itemgetter("group")), key=itemgetter("group"))]


def ranked(by: Dimensions) -> tuple[int, int, Dimensions]:
    """What sorts dimensions: one before several, in the order of `FIRST`."""
    return len(by), FIRST.index(by[0]) if by[0] in FIRST else len(FIRST), by


def _file(place: Place, taken: set[str]) -> str:
    """A file name that every host can carry, whatever the code."""
    parts = ["differences", *(() if place.by == FIRST[:1] else place.by), *(() if place.whole else (safe(place.unit),))]
    plain = "-".join(parts)
    name, count = f"{plain}.html", 2
    while name in taken:
        name, count = f"{plain}-{count}.html", count + 1
    taken.add(name)
    return name


def by_name(by: Dimensions, lang: str) -> str:
    """What is compared, as a choice a reader makes."""
    named = {
        "origin": say("Refugees, migrants and hosts", lang),
        "sex": say("Women and men", lang),
        "age": say("Ages", lang),
        "disability": say("Persons with and without disabilities", lang),
    }
    if len(by) == 1:
        return named.get(by[0], by[0])
    single = {
        "origin": say("origin", lang),
        "sex": say("sex", lang),
        "age": say("age", lang),
        "disability": say("disability", lang),
    }
    joined = say(" and ", lang).join(single.get(one, one) for one in by)
    return joined[:1].upper() + joined[1:]


def summed_up(facts: Facts, rows: Sequence[Row], lang: str) -> str:
    """The first line on one group beside another: in how many indicators a difference can be shown, and for whom it is harder."""
    shown, total = sum(row["verdict"] == SHOWN for row in rows), len(rows)
    counts = {"shown": number(shown, lang, 0), "total": number(total, lang, 0)}
    if not shown:
        return say("In none of {total} indicators can a difference be shown with this survey.", lang, **counts)
    said = say("A difference can be shown in {shown} of {total} indicators.", lang, **counts)
    less, more = (number(count, lang, 0) for count in worse(facts, rows))
    group = group_name(rows[0]["group"], lang)
    return f"{said} {say('{group}: worse off in {worse}, better off in {better}.', lang, group=group, worse=less, better=more)}"


def signs(group: str, against: str) -> tuple[str, str]:
    """The signs of two groups (`figures.SHAPES`): those of refugees and migrants and of hosts where these are compared."""
    if "origin=rm" in group.split(";") and "origin=host" in against.split(";"):
        return "rm", "host"
    return "one", "other"


def told(facts: Facts, row: Row, lang: str) -> dict[str, Any]:
    """One comparison, a `row`: `name`, what may be `said`, the `picture`, both `sides`, what is behind it (`more`)."""
    indicator = facts.catalogue.definitions[row["indicator"]]
    name = pick(indicator.names, lang)
    said = sentence(row, indicator, lang).removeprefix(f"{name}: ")
    shown = not math.isnan(row["value"]) and not math.isnan(row["value_against"])
    one, other = signs(row["group"], row["against"])
    return {
        "row": row,
        "id": row["indicator"],
        "name": name,
        "said": said[:1].upper() + said[1:],
        "verdict": row["verdict"],
        "kind": row["kind"],
        "picture": _picture(row, indicator, lang) if shown else "",
        "unit": pick(indicator.unit_names, lang),
        "sides": [_side(row, "", indicator, one, shown, lang), _side(row, "_against", indicator, other, shown, lang)],
        "size": round(size(row, indicator), 1),
        "difference": difference(row["gap"], row, indicator, lang) if shown else "",
        "word": verdict_word(row, lang),
        "more": _behind(row, indicator, lang) if row["verdict"] != CANNOT else [],
        "source": row["source"],
        "right": pick(facts.name(row["family"]), lang),
    }


def size(row: Row, indicator: Definition) -> float:
    """How large a gap is in points of the score, in which all indicators are alike; of a share that has no score, in points of a
    hundred; -1 where neither is known.
    """
    if math.isnan(row["gap"]):
        return -1.0
    if not isinstance(indicator, Indicator) or indicator.curve.observed is not None:
        return abs(float(row["gap"])) if is_percent(indicator) else -1.0
    one, other = score([row["value"], row["value_against"]], indicator.curve, indicator.classes)
    return abs(float(one - other)) if math.isfinite(one - other) else -1.0


def worse(facts: Facts, rows: Sequence[Row]) -> tuple[int, int]:
    """Of the differences shown, in how many the first group is worse off and in how many it is better off."""
    shown = [row for row in rows if row["verdict"] == SHOWN]
    better = [better_off(row, facts.catalogue.definitions[row["indicator"]]) for row in shown]
    return sum(one < 0 for one in better), sum(one > 0 for one in better)


def verdict_word(row: Row, lang: str) -> str:
    """What may be said, in a word or two."""
    if row["kind"] == INDICATIVE:
        return say("indicative only", lang)
    words = {
        "shown": say("difference shown", lang),
        "not_shown": say("no difference shown", lang),
        "cannot_be_said": say("not enough answers", lang),
    }
    return words[row["verdict"]]


def _side(row: Row, suffix: str, indicator: Definition, css: str, shown: bool, lang: str) -> dict[str, Any]:
    """A group's name, figure, interval, answers; a mark where they are few."""
    group = row["group"] if suffix == "" else row["against"]
    count: Any = row[f"n{suffix}"]
    both = ends(row[f"low{suffix}"], row[f"high{suffix}"]) if shown else None
    return {
        "css": css,
        "sign": Markup(sign_svg(css)),
        "group": group_name(group, lang),
        "value": _figure(row[f"value{suffix}"], row, indicator, lang) if shown else "",
        "raw": "" if not shown else f"{row[f'value{suffix}']:.6g}",
        "low": "" if both is None else number(both[0], lang, decimals(row, indicator)),
        "high": "" if both is None else number(both[1], lang, decimals(row, indicator)),
        "n": "" if pd.isna(count) else number(int(count), lang, 0),
        "weak": shown and row[f"quality{suffix}"] == "weak",
    }


def _figure(value: float, row: Row, indicator: Definition, lang: str) -> str:
    sign = ("\u00a0%" if lang == "es" else "%") if is_percent(indicator) else ""
    return number(value, lang, decimals(row, indicator)) + sign


def _picture(row: Row, indicator: Definition, lang: str) -> Markup:
    """Both figures on one axis from zero."""
    drawn = signs(row["group"], row["against"])
    sides = [Side(row[f"value{suffix}"], *(ends(row[f"low{suffix}"], row[f"high{suffix}"]) or (None, None)))
             for suffix in ("", "_against")]  # fmt: skip
    largest = max(side.value if side.high is None else side.high for side in sides)
    end = axis_end(largest, is_percent(indicator))
    sign = ("\u00a0%" if lang == "es" else "%") if is_percent(indicator) else ""
    return Markup(dumbbell_svg(sides[0], sides[1], end, ("0" + sign, number(end, lang, 2) + sign), drawn))


def _behind(row: Row, indicator: Definition, lang: str) -> list[str]:
    """What stands behind a difference, a sentence each: how sure, who is alike, where they live."""

    def told_as(name: str) -> str:
        return difference(row[name], row, indicator, lang)

    said = [say("Found: {gap}. Had other people been asked, it would be between {low} and {high}.", lang,
                gap=told_as("gap"), low=told_as("gap_low"), high=told_as("gap_high"))]  # fmt: skip
    flags = str(row["flags"]).split()
    if math.isfinite(row["gap_standardised"]):
        said.append(say("If both groups were alike in ages, sexes and household sizes: {gap} (between {low} and {high}).", lang,
                        gap=told_as("gap_standardised"), low=told_as("gap_standardised_low"),
                        high=told_as("gap_standardised_high")))  # fmt: skip
    elif NOT_STANDARDISED in flags:
        said.append(say("Whether it comes from ages, sexes and household sizes cannot be told.", lang))
    if math.isfinite(row["gap_between"]) and math.isfinite(row["gap_within"]):
        said.append(say("Because the groups live in different quarters: {between}. Between neighbours of the same quarters: "
                        "{within}.", lang, between=told_as("gap_between"), within=told_as("gap_within")))  # fmt: skip
    elif FEW_SHARED in flags:
        said.append(say("How much of it is where people live cannot be told: too few quarters hold both groups.", lang))
    return said
