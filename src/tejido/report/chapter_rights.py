"""Access to rights: one spread for each, with what can and what cannot be said of refugees and migrants beside their hosts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tejido.catalogue import Definition
from tejido.catalogue.group_names import among_group, group_name
from tejido.figures.chart_dumbbells import Known, Pair, dumbbells
from tejido.reading.book import Row
from tejido.reading.facts import records
from tejido.reading.grammar import tell
from tejido.reading.measured import PAIR
from tejido.reading.references import Sentence
from tejido.reading.sentences import inside
from tejido.report.axes import ticks
from tejido.report.blocks import Block, Bullets, Callout, Cell, Picture, Table, Text
from tejido.report.maps import map_of
from tejido.report.rights import Right, of_right, rights
from tejido.report.story import Story, clauses
from tejido.survey.comparisons import CANNOT, NOT_SHOWN, SHOWN
from tejido.survey.sentences import better_off, is_percent
from tejido.tables import CITY_LEVEL
from tejido.words import pick
from tejido.words.plain import count_noun, listed, noun

MOST_ROWS, MOST_FIGURES = 7, 6
"""How many comparisons the picture of a right holds, and how many figures its table: a right has one spread, the annex has all."""
MOST_NAMES = 4
"""How many indicators a line names before it says how many more there are."""
OTHERS = (("sex=f", "sex=m"), ("disability=yes", "disability=no"), ("age=60+", "age=30-59"), ("age=15-29", "age=30-59"))
"""The other comparisons of a page: women, persons with disabilities, older and younger people."""


def all_rights(story: Story) -> tuple[Block, ...]:
    """What opens the chapter: in how many comparisons of each right a difference can be shown, and for whom it is harder."""
    rows = [(right, _comparisons(story, right)) for right in rights()]
    if not any(found for _, found in rows):
        return (story.paragraph(story.tell(
            "No survey of this round asked refugees and migrants and their hosts alike: of differences between them nothing can be said. The "
            "pages that follow tell what the territory offers to everybody.")),)  # fmt: skip
    cells = story.heads("Right", "Indicators", "Worse off", "Better off", "Neither better nor worse", "No difference shown",
                        "Not enough answers", figures=range(1, 7))  # fmt: skip
    table = tuple(_counts(story, right, found) for right, found in rows)
    caption = story.say("Refugees and migrants beside their hosts, by right: how many indicators say what")
    opening = story.tell(
        "Seven rights, and for each what this survey can and cannot say of refugees and migrants beside their hosts."
    )
    return (
        story.paragraph(opening),
        Table((Text(caption),), cells, table, "rights-table", widths=(1.8, 1.6, 1.3, 1.3, 1.3, 1.7, 1.8)),
    )


def _counts(story: Story, right: Right, rows: Sequence[tuple[Definition, Row]]) -> tuple[Cell, ...]:
    shown = [better_off(row, one) for one, row in rows if row["verdict"] == SHOWN]
    counts = [len(rows), sum(one < 0 for one in shown), sum(one > 0 for one in shown), sum(one == 0 for one in shown),
              sum(row["verdict"] == NOT_SHOWN for _, row in rows), sum(row["verdict"] == CANNOT for _, row in rows)]  # fmt: skip
    return (
        Cell((Text(pick(right.names, story.lang)),)),
        *(Cell((Text(story.number(one)),), numeric=True) for one in counts),
    )


def one_right(story: Story, right: Right) -> tuple[Block, ...]:
    """A right on two facing pages: both groups side by side and what can be said of them; then its places, and other groups."""
    rows = _comparisons(story, right)
    return (
        *_key(story, right, rows),
        *_chart(story, right, rows),
        *_can_be_said(story, rows),
        *_maps(story, right),
        *_others(story, right),
        *_territory(story, right),
    )


def _comparisons(story: Story, right: Right) -> list[tuple[Definition, Row]]:
    """The comparisons of a right in the whole city: those that show most first."""
    found = {row["indicator"]: row for row in story.balance.rows}
    rows = [(one, found[one.id]) for one in of_right(right, story.facts.catalogue) if one.id in found]
    order = {SHOWN: 0, NOT_SHOWN: 1, CANNOT: 2}
    return sorted(rows, key=lambda pair: (order[pair[1]["verdict"]], -_size(pair[1], pair[0]), pair[0].id))


def _size(row: Row, one: Definition) -> float:
    """Of a share, its points; of any other figure, per cent of the other group's; 0 where nothing is known."""
    against = 100.0 if is_percent(one) else abs(row["value_against"])
    return 100 * abs(row["gap"]) / against if math.isfinite(row["gap"]) and against else 0.0


def _key(story: Story, right: Right, rows: Sequence[tuple[Definition, Row]]) -> tuple[Block, ...]:
    """The key figure: of both groups where something can be said of both, else of everybody."""
    told = {one.id: (one, row) for one, row in rows if row["verdict"] != CANNOT}
    for id_ in right.key:
        if id_ in told:
            one, row = told[id_]
            return (Callout("finding", pick(one.names, story.lang), (story.paragraph(story.gap(row, one)),)),)
    for id_ in (*right.key, *right.map, *(one.id for one in of_right(right, story.facts.catalogue))):
        known, cited = story.facts.catalogue.definitions.get(id_), story.cite("value", id_)
        if known is not None and cited.number is not None:
            return (
                Callout("finding", pick(known.names, story.lang), (story.paragraph(tell(cited, known, story.lang)),)),
            )
    return (story.note("Nothing of this right was measured in this round."),)


def _chart(story: Story, right: Right, rows: Sequence[tuple[Definition, Row]]) -> tuple[Block, ...]:
    """Both groups side by side, of what is told in per cent."""
    known = [(one, row) for one, row in rows if is_percent(one) and row["verdict"] != CANNOT]
    told = known[:MOST_ROWS]
    if not told:
        return ()
    pairs = [_pair(story, one, row) for one, row in told]
    groups = (group_name(PAIR[0], story.lang), group_name(PAIR[1], story.lang))
    svg = dumbbells(pairs, groups, ticks(100.0, story.lang, percent=True), counted=story.say("per cent; the line is the interval of the sample"),
                    weak=story.say("few answers"), alike=story.say("no difference can be shown"))  # fmt: skip
    said = clauses(_written(story, one, row, groups) for one, row in told)
    counts = {"shown": sum(row["verdict"] == SHOWN for _, row in known), "total": len(known), "drawn": len(told)}
    text = "{right}: refugees and migrants beside their hosts; a difference can be shown in {shown} of {total} figures in per cent"
    if len(told) < len(known):
        text = ("{right}: refugees and migrants beside their hosts; a difference can be shown in {shown} of {total} figures in per cent, of "
                "which {drawn} are drawn")  # fmt: skip
    numbers = {key: story.number(count) for key, count in counts.items()}
    caption = story.say(text, right=pick(right.names, story.lang), **numbers)
    source = "; ".join(sorted({str(row["source"]) for _, row in told}))
    return (Picture(svg, story.inline(said), (Text(caption),), source, f"{right.id}-groups"),)


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


def _can_be_said(story: Story, rows: Sequence[tuple[Definition, Row]]) -> tuple[Block, ...]:
    """What this survey can say of the right and what it cannot."""
    if not rows:
        return ()
    items: list[tuple[Text, ...]] = []
    shown = [(one, better_off(row, one)) for one, row in rows if row["verdict"] == SHOWN]
    for text, found in (
        ("Refugees and migrants are worse off in: {listed}.", [one for one, better in shown if better < 0]),
        ("They are better off in: {listed}.", [one for one, better in shown if better > 0]),
        ("They differ, and which is better cannot be told, in: {listed}.", [one for one, better in shown if better == 0]),
        ("No difference can be shown in: {listed}.", [one for one, row in rows if row["verdict"] == NOT_SHOWN]),
        ("Nothing can be said, for want of answers, of: {listed}.", [one for one, row in rows if row["verdict"] == CANNOT]),
    ):  # fmt: skip
        if found:
            items.append((Text(story.say(text, listed=_named(story, found))),))
    return (Bullets(tuple(items)),)


def _named(story: Story, found: Sequence[Definition]) -> str:
    """The names of the first indicators, and how many more there are."""
    names = [inside(pick(one.names, story.lang)) for one in found[:MOST_NAMES]]
    more = len(found) - len(names)
    # One more takes no more room by its name than by its number.
    if more == 1:
        names.append(inside(pick(found[-1].names, story.lang)))
    elif more:
        names.append(story.say("{count} more", count=story.number(more)))
    return listed(names, story.lang)


def _maps(story: Story, right: Right) -> tuple[Block, ...]:
    """The first two maps that there are, side by side; one alone takes the width."""
    known = story.facts.catalogue.definitions
    drawn: list[tuple[Definition, Picture]] = []
    for id_ in right.map:
        if id_ in known and len(drawn) < 2:
            anchor = f"{right.id}-map-{len(drawn) + 1}"
            drawn += [(known[id_], picture) for picture in map_of(story, known[id_], anchor, width="half")]
    if len(drawn) == 1:
        [(one, picture)] = drawn
        return map_of(story, one, picture.anchor)
    return tuple(picture for _, picture in drawn)


def _others(story: Story, right: Right) -> tuple[Block, ...]:
    """Women, persons with disabilities, ages: of each the largest difference that can be shown, or that none can."""
    known = {one.id: one for one in of_right(right, story.facts.catalogue)}
    table = story.facts.differentials
    mine = table[(table["level"] == CITY_LEVEL) & table["indicator"].isin(list(known))]
    said: list[Sentence] = []
    for group, against in OTHERS:
        rows = records(mine[(mine["group"] == group) & (mine["against"] == against)])
        said += _largest(story, known, rows, group, against)
    return (Bullets(tuple(story.inline(one) for one in said)),) if said else ()


def _largest(
    story: Story, known: dict[str, Definition], rows: Sequence[Row], group: str, against: str
) -> list[Sentence]:
    if not rows:
        return []
    shown = [row for row in rows if row["verdict"] == SHOWN]
    if shown:
        # Points of a hundred and per cent of another figure are no one measure of size: shares come first.
        row = max(shown, key=lambda row: (is_percent(one := known[row["indicator"]]), _size(row, one), one.id))
        one, keys = known[row["indicator"]], {"group": group, "against": against}
        of, other, gap = (story.cite(statistic, row["indicator"], **keys) for statistic in ("of", "against", "gap"))
        named = {"group": among_group(group, story.lang), "against": among_group(against, story.lang)}
        return [story.tell("{name}: {of} {group}, {other} {against} ({gap}).",
                           name=pick(one.names, story.lang), of=of, other=other, gap=gap, **named)]  # fmt: skip
    compared_in = sum(row["verdict"] != CANNOT for row in rows)
    named = {"group": group_name(group, story.lang), "against": inside(group_name(against, story.lang))}
    if not compared_in:
        return [story.tell("{group} beside {against}: not enough answers to say anything of this right.", **named)]
    count = count_noun(compared_in, noun("indicator"), story.lang)
    return [
        story.tell("{group} beside {against}: no difference can be shown (compared: {count}).", **named, count=count)
    ]


def _territory(story: Story, right: Right) -> tuple[Block, ...]:
    """What the territory offers everybody: figures of the whole city that no survey gave."""
    rows = []
    for one in of_right(right, story.facts.catalogue):
        cited = story.cite("value", one.id)
        if cited.number is not None and cited.kind in ("layer", "register"):
            rows.append((story.cell(pick(one.names, story.lang)), story.cell(cited), story.cell(story.unit(one))))
    if not rows:
        return ()
    cells = story.heads("In the whole city", "Figure", "Unit", figures=(1,))
    caption = story.say(
        "{right}: what the territory and its records say of everybody", right=pick(right.names, story.lang)
    )
    return (Table((Text(caption),), cells, tuple(rows[:MOST_FIGURES]), f"{right.id}-territory", widths=(3, 1, 2.4)),)
