"""For whom: what the first screen says of groups of people beside each other, one comparison at a time.

In: the facts of a round. Out: per choice of the reader (origin, sex, age, disability, crossings) the areas of the marker by group,
where they have scores, and the largest differences that can be shown; where there is nothing, a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from tejido.catalogue.group_names import group_name
from tejido.figures import Side, dumbbell_svg, sign_svg
from tejido.reading import sentences
from tejido.reading.facts import Facts, Figure
from tejido.survey.comparisons import SHOWN
from tejido.viewer.gaps import FIRST, Dimensions, Place, Row, by_group, by_name, places, signs, size, summed_up, told
from tejido.words import number, pick, say

LARGEST, LARGEST_EACH = 4, 2
"""How many differences are shown: where two groups are compared, and of each pair where there are several."""
PAIR = ("origin=rm", "origin=host")

__all__ = ["for_whom"]


def for_whom(facts: Facts, lang: str) -> dict[str, Any]:
    """The `panels` that a reader chooses from, and in `lacking` a sentence for what this city cannot tell."""
    compared = {place.by: place for place in places(facts) if place.whole}
    areas = _areas(facts, lang)
    order: list[Dimensions] = [(name,) for name in FIRST if (name,) in compared or (name == FIRST[0] and areas)]
    order += [by for by in compared if by not in order]
    there = [_panel(facts, by, compared.get(by), areas if by == FIRST[:1] else [], lang) for by in order]
    return {"panels": there, "lacking": _lacking([(name,) for name in FIRST if (name,) not in order], lang)}


def _lacking(absent: list[Dimensions], lang: str) -> str:
    """What is not compared, in one sentence."""
    if len(absent) == len(FIRST):
        return say(
            "No source of this city tells groups of people apart, so nothing can be said of who has it harder.", lang
        )
    names = "; ".join(sentences.inside(by_name(by, lang)) for by in absent)
    return (
        say("Not compared in this city, because no source tells them apart: {names}.", lang, names=names)
        if absent
        else ""
    )


def _panel(facts: Facts, by: Dimensions, place: Place | None, areas: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    rows = [] if place is None else by_group(place.rows)
    most = LARGEST if len(rows) == 1 else LARGEST_EACH
    return {
        "id": "-".join(by),
        "name": by_name(by, lang),
        "areas": areas,
        "names": [group_name(one, lang) for one in PAIR] if areas else [],
        "signs": [Markup(sign_svg(one)) for one in signs(*PAIR)] if areas else [],
        "fewer": _fewer(facts, lang) if areas else "",
        "pairs": [_pair(facts, one, most, lang) for one in rows],
        "file": "" if place is None else place.file,
    }


def _pair(facts: Facts, rows: Sequence[Row], most: int, lang: str) -> dict[str, Any]:
    """One group beside another: in how many indicators they differ, and where most."""
    shown = [row for row in rows if row["verdict"] == SHOWN]
    shown.sort(key=lambda row: -size(row, facts.catalogue.definitions[row["indicator"]]))
    first = rows[0]
    return {
        "names": [group_name(str(first[one]), lang) for one in ("group", "against")],
        "signs": [Markup(sign_svg(one)) for one in signs(str(first["group"]), str(first["against"]))],
        "answer": summed_up(facts, rows, lang),
        "gaps": [told(facts, row, lang) for row in shown[:most]],
    }


def _areas(facts: Facts, lang: str) -> list[dict[str, Any]]:
    """The areas of refugees and migrants beside those of their hosts; none where neither has a score."""
    if not set(PAIR) <= set(facts.groups):
        return []
    found = [_area(facts, area, lang) for area in facts.areas]
    return found if any(one["picture"] for one in found) else []


def _area(facts: Facts, area: str, lang: str) -> dict[str, Any]:
    one, other = (facts.figure(area, group) for group in PAIR)
    alike = facts.measured(area, PAIR[0]) == facts.measured(area, PAIR[1])
    said, shown = _beside(one, other, alike, lang)
    return {
        "id": area,
        "name": pick(facts.name(area), lang),
        "sides": [_side(figure, lang) for figure in (one, other)],
        "picture": _picture(one, other),
        "said": said,
        "shown": shown,
    }


def _side(figure: Figure, lang: str) -> dict[str, str]:
    digits = sentences.digits(figure.interval)
    return {
        "score": sentences.shown_score(figure, lang),
        "span": sentences.span(figure.interval, lang, digits),
    }


def _picture(one: Figure, other: Figure) -> Markup:
    """Both scores on the axis from 0 to 100; nothing where one is missing."""
    if one.score is None or other.score is None:
        return Markup()
    sides = [Side(figure.score or 0.0, *(figure.interval or (None, None))) for figure in (one, other)]
    return Markup(dumbbell_svg(sides[0], sides[1], 100.0, None, signs(*PAIR)))


def _beside(one: Figure, other: Figure, alike: bool, lang: str) -> tuple[str, bool]:
    """What may be said of two scores, and whether that is a difference.

    Scores of areas are not tested as differences of indicators are. So a difference is told only where the two were made of the
    same indicators and their intervals do not meet, which asks for more than a test would (Schenker and Gentleman 2001).
    """
    if one.score is None or other.score is None:
        return say("not enough data", lang), False
    if not alike:
        return say("not compared: made of other indicators in each group", lang), False
    (low, high), (low_other, high_other) = (figure.interval or (figure.score, figure.score) for figure in (one, other))
    points = round(one.score) - round(other.score)
    apart = (low or 0.0) > (high_other or 0.0) or (high or 0.0) < (low_other or 0.0)
    if (one.interval or other.interval) and not apart:
        return say("with this sample no difference can be shown", lang), False
    if points == 0:
        return say("no difference", lang), False
    said = number(abs(points), lang, 0)
    if abs(points) == 1:
        return (say("1 point less", lang) if points < 0 else say("1 point more", lang)), True
    return (
        say("{points} points less", lang, points=said) if points < 0 else say("{points} points more", lang, points=said)
    ), True


def _fewer(facts: Facts, lang: str) -> str:
    """That the groups' scores rest on fewer indicators than the city's; nothing where they do not."""
    told = len(set(facts.measured(facts.catalogue.root, PAIR[0])) | set(facts.measured(facts.catalogue.root, PAIR[1])))
    every = len(facts.measured(facts.catalogue.root))
    if told >= every:
        return ""
    return say("These scores are made of the {told} of {total} indicators that tell groups apart, so they are not those of the city.",
               lang, told=told, total=every)  # fmt: skip
