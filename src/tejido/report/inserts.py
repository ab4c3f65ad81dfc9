"""The parts of the chapters that are written from the release, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tejido.report import chapter_annexes as annexes
from tejido.report import chapter_city as city
from tejido.report import chapter_context as context
from tejido.report import chapter_people as people
from tejido.report import chapter_recommendations as recommendations
from tejido.report import chapter_rights
from tejido.report.blocks import Block, PageBreak
from tejido.report.chapter_summary import summary
from tejido.report.rights import Right, rights
from tejido.report.story import Insert, Story


def _right(right: Right, story: Story) -> tuple[Block, ...]:
    return chapter_rights.one_right(story, right)


def _page(_: Story) -> tuple[Block, ...]:
    return (PageBreak(),)


INSERTS: Mapping[str, Insert] = {
    "page": _page,
    "summary": summary,
    "stocks": context.stocks,
    "flows": context.flows,
    "demography": context.demography,
    "policies": context.policies,
    "marker": city.marker,
    "areas": city.areas,
    "places": city.places,
    "lost": city.lost_points,
    "people": people.people,
    "pyramid": people.pyramids,
    "schooling": people.schooling,
    "journeys": people.journeys,
    "rights": chapter_rights.all_rights,
    **{f"right {right.id}": partial(_right, right) for right in rights()},
    "gaps": recommendations.gaps,
    "assets": recommendations.assets,
    "recommendations": recommendations.recommendations,
    "method": annexes.method,
    "missing": annexes.missing,
    "glossary": annexes.glossary,
    "figures": annexes.figures,
}
"""By the name that stands between ``[[`` and ``]]`` in a chapter; `page` is a new page."""
