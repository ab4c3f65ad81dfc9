"""What is drawn of a right: both groups side by side, and its places on maps."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tejido.catalogue import Definition
from tejido.catalogue.group_names import group_name
from tejido.figures.chart_dumbbells import Known, Pair, dumbbells
from tejido.reading.book import Row
from tejido.reading.measured import PAIR
from tejido.reading.references import Sentence
from tejido.report.axes import ticks
from tejido.report.balance import measured
from tejido.report.blocks import Picture, Text, Width
from tejido.report.maps import map_of
from tejido.report.rights import Right, of_right
from tejido.report.story import Story, clauses
from tejido.survey.comparisons import CANNOT, NOT_SHOWN, SHOWN
from tejido.survey.sentences import is_percent
from tejido.words import pick

MOST_ROWS = 5
"""How many comparisons the picture of a right holds: a right has one page, the annex has them all."""

Compared = tuple[Definition, Row]
"""An indicator and its row of `differentials`."""


def comparisons(story: Story, right: Right) -> list[Compared]:
    """The comparisons of a right in the whole city: those that show most first."""
    found = {row["indicator"]: row for row in story.balance.rows}
    rows = [(one, found[one.id]) for one in of_right(right, story.facts.catalogue) if one.id in found]
    order = {SHOWN: 0, NOT_SHOWN: 1, CANNOT: 2}
    return sorted(rows, key=lambda pair: (order[pair[1]["verdict"]], -size(pair[1], pair[0]), pair[0].id))


def size(row: Row, one: Definition) -> float:
    """How large a difference is (`balance.measured`); less than any where nobody knows."""
    found = measured(abs(row["gap"]), row, one)
    return found if math.isfinite(found) else -math.inf


def groups_chart(story: Story, right: Right, rows: Sequence[Compared]) -> tuple[Picture, ...]:
    """Both groups side by side, of what is told in per cent; nothing where nothing is."""
    known = [(one, row) for one, row in rows if is_percent(one) and row["verdict"] != CANNOT]
    told = known[:MOST_ROWS]
    if not told:
        return ()
    groups = (group_name(PAIR[0], story.lang), group_name(PAIR[1], story.lang))
    svg = dumbbells(
        [_pair(story, one, row) for one, row in told], groups, ticks(100.0, story.lang, percent=True),
        counted=story.say("per cent; the line is the interval of the sample"), weak=story.say("few answers"),
        alike=story.say("no difference can be shown"),
    )  # fmt: skip
    said = clauses(_written(story, one, row, groups) for one, row in told)
    source = story.source(*(str(row["source"]) for _, row in told))
    caption = (Text(_caption(story, right, known, len(told))),)
    return (Picture(svg, story.inline(said), caption, source, f"{right.id}-groups"),)


def _caption(story: Story, right: Right, known: Sequence[Compared], drawn: int) -> str:
    shown = sum(row["verdict"] == SHOWN for _, row in known)
    text = "{right}: a difference can be shown in {shown} of {total} figures in per cent"
    if drawn < len(known):
        text = "{right}: a difference can be shown in {shown} of {total} figures in per cent ({drawn} drawn here)"
    counts = {"shown": shown, "total": len(known), "drawn": drawn}
    numbers = {key: story.number(count) for key, count in counts.items()}
    return story.say(text, right=pick(right.names, story.lang), **numbers)


def _written(story: Story, one: Definition, row: Row, groups: tuple[str, str]) -> Sentence:
    """What the chart writes of a comparison: both figures and, where it can be shown, their difference."""
    of, against, gap = (
        story.cite(statistic, one.id, group=PAIR[0], against=PAIR[1]) for statistic in ("of", "against", "gap")
    )
    shown = (", ", gap) if row["verdict"] == SHOWN else ()
    return (f"{pick(one.names, story.lang)}: {groups[0]} ", of, f", {groups[1]} ", against, *shown)


def _pair(story: Story, one: Definition, row: Row) -> Pair:
    gap = story.cite("gap", one.id, group=PAIR[0], against=PAIR[1])
    shown = row["verdict"] == SHOWN
    sides = [_known(story, row, one, statistic, end) for statistic, end in (("of", ""), ("against", "_against"))]
    return Pair(pick(one.names, story.lang), sides[0], sides[1], shown, gap.text(story.lang) if shown else "")


def _known(story: Story, row: Row, one: Definition, statistic: str, end: str) -> Known:
    cited = story.cite(statistic, one.id, group=PAIR[0], against=PAIR[1])
    weak = row[f"quality{end}"] == "weak"
    return Known(float(row[f"value{end}"]), cited.text(story.lang), cited.low, cited.high, weak)


def maps(story: Story, right: Right, most: int, width: Width) -> tuple[Picture, ...]:
    """The first maps of a right that there are, at `most` so many."""
    known = story.facts.catalogue.definitions
    drawn: list[Picture] = []
    for id_ in right.map:
        if id_ in known and len(drawn) < most:
            drawn += map_of(story, known[id_], f"{right.id}-map-{len(drawn) + 1}", width=width)
    return tuple(drawn)
