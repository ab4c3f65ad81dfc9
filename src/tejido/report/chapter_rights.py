"""Access to rights: one page for each, with what can and what cannot be said of refugees and migrants beside their hosts."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from tejido.catalogue import Definition
from tejido.catalogue.group_names import group_name
from tejido.reading.book import Row
from tejido.reading.facts import records
from tejido.reading.grammar import tell
from tejido.reading.references import Sentence
from tejido.reading.sentences import inside
from tejido.report.blocks import Block, Bullets, Callout, Cell, Paragraph, Table, Text
from tejido.report.rights import Right, of_right, rights
from tejido.report.rights_chart import Compared, comparisons, groups_chart, maps, size
from tejido.report.story import Story
from tejido.survey.comparisons import CANNOT, NOT_SHOWN, SHOWN
from tejido.survey.sentences import better_off, is_percent
from tejido.tables import CITY_LEVEL
from tejido.words import pick
from tejido.words.plain import count_noun, listed, noun

MOST_FIGURES = 8
"""How many figures the table of a right holds: the annex has them all."""
MOST_NAMES = 3
"""How many indicators a line names before it says how many more there are."""
OTHERS = (("sex=f", "sex=m"), ("disability=yes", "disability=no"), ("age=60+", "age=30-59"), ("age=15-29", "age=30-59"))
"""The other comparisons of a page: women, persons with disabilities, older and younger people."""


def all_rights(story: Story) -> tuple[Block, ...]:
    """What opens the chapter: in how many comparisons of each right a difference can be shown, and for whom it is harder."""
    rows = [(right, comparisons(story, right)) for right in rights()]
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


def _counts(story: Story, right: Right, rows: Sequence[Compared]) -> tuple[Cell, ...]:
    shown = [better_off(row, one) for one, row in rows if row["verdict"] == SHOWN]
    counts = [len(rows), sum(one < 0 for one in shown), sum(one > 0 for one in shown), sum(one == 0 for one in shown),
              sum(row["verdict"] == NOT_SHOWN for _, row in rows), sum(row["verdict"] == CANNOT for _, row in rows)]  # fmt: skip
    return (
        Cell((Text(pick(right.names, story.lang)),)),
        *(Cell((Text(story.number(one)),), numeric=True) for one in counts),
    )


def one_right(story: Story, right: Right) -> tuple[Block, ...]:
    """A right on one page: its key figure, both groups side by side, a map and what can be said of them, other groups.

    Where no groups are compared, two maps and what the territory offers everybody stand in their place.
    """
    rows = comparisons(story, right)
    key = _key(story, right, rows)
    if key is None:
        return (story.note("Nothing of this right was measured in this round."),)
    if rows:
        drawn = (*groups_chart(story, right, rows), *maps(story, right, 1, "side"))
        return (key, *drawn, _can_be_said(story, rows), _others(story, right))
    return (key, *maps(story, right, 2, "half"), _nothing_said(story, right), *_territory(story, right))


def _key(story: Story, right: Right, rows: Sequence[Compared]) -> Callout | None:
    """The key figure: of both groups where something can be said of both, else of everybody."""
    told = {one.id: (one, row) for one, row in rows if row["verdict"] != CANNOT}
    for id_ in right.key:
        if id_ in told:
            one, row = told[id_]
            return _finding(story, one, story.gap(row, one))
    for id_ in (*right.key, *right.map, *(one.id for one in of_right(right, story.facts.catalogue))):
        known, cited = story.facts.catalogue.definitions.get(id_), story.cite("value", id_)
        if known is not None and cited.number is not None:
            return _finding(story, known, tell(cited, known, story.lang))
    return None


def _finding(story: Story, one: Definition, sentence: Sentence) -> Callout:
    """A sentence that begins with the name of its indicator, which is its title too."""
    name = pick(one.names, story.lang)
    first, *rest = sentence
    if not isinstance(first, str) or not first.startswith(name):
        return Callout("finding", name, (story.paragraph(sentence),))
    spans = (Text(name, strong=True), *story.inline((first.removeprefix(name), *rest)))
    return Callout("finding", "", (Paragraph(spans),))


def _can_be_said(story: Story, rows: Sequence[Compared]) -> Bullets:
    """What this survey can say of the right and what it cannot."""
    shown = [(one, better_off(row, one)) for one, row in rows if row["verdict"] == SHOWN]
    items = [
        (Text(story.say(text), strong=True), Text(f" {_named(story, found)}."))
        for text, found in (
            ("Refugees and migrants worse off:", [one for one, better in shown if better < 0]),
            ("Refugees and migrants better off:", [one for one, better in shown if better > 0]),
            ("Neither better nor worse:", [one for one, better in shown if better == 0]),
            ("No difference shown:", [one for one, row in rows if row["verdict"] == NOT_SHOWN]),
            ("Not enough answers:", [one for one, row in rows if row["verdict"] == CANNOT]),
        )
        if found
    ]  # fmt: skip
    return Bullets(tuple(items), small=True)


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


def _others(story: Story, right: Right) -> Bullets:
    """Women, persons with disabilities, ages: of each the largest difference that can be shown, or that none can."""
    known = {one.id: one for one in of_right(right, story.facts.catalogue)}
    items = []
    for group, against in OTHERS:
        label = Text(f"{group_name(group, story.lang)}:", strong=True)
        other = inside(group_name(against, story.lang))
        told = _largest(story, known, _compared(story, known, group, against), other)
        items.append((label, Text(" "), *story.inline(told)))
    return Bullets(tuple(items), small=True)


def _compared(story: Story, known: Container[str], group: str, against: str) -> list[Row]:
    """The comparisons of two groups in the whole city, of some indicators."""
    table = story.facts.differentials
    pair = (table["group"] == group) & (table["against"] == against) & (table["level"] == CITY_LEVEL)
    return [row for row in records(table[pair]) if row["indicator"] in known]


def _largest(story: Story, known: Mapping[str, Definition], rows: Sequence[Row], other: str) -> Sentence:
    """The largest difference among the comparisons of a group with an`other`."""
    if not rows:
        return story.tell("not compared with {other} in this round.", other=other)
    compared_in = sum(row["verdict"] != CANNOT for row in rows)
    if not compared_in:
        return story.tell("not enough answers to compare them with {other}.", other=other)
    shown = [row for row in rows if row["verdict"] == SHOWN]
    if not shown:
        count = count_noun(compared_in, noun("indicator"), story.lang)
        return story.tell("no difference from {other} shown ({count}).", other=other, count=count)
    # Points of a hundred and per cent of another figure are no one measure of size: shares come first.
    row = max(shown, key=lambda row: (is_percent(one := known[row["indicator"]]), size(row, one), one.id))
    one, keys = known[row["indicator"]], {"group": str(row["group"]), "against": str(row["against"])}
    of, against, gap = (story.cite(statistic, one.id, **keys) for statistic in ("of", "against", "gap"))
    name = inside(pick(one.names, story.lang))
    return story.tell("{name}, {of}; {other}, {against} ({gap}).", name=name, of=of, other=other,
                      against=against if is_percent(one) else story.bare(against), gap=gap)  # fmt: skip


def _nothing_said(story: Story, right: Right) -> Bullets:
    """That nothing can be said of refugees and migrants beside their hosts; and what of other groups."""
    alone = story.say(
        "Of refugees and migrants beside their hosts nothing can be said: no figure of this right was compared in this round."
    )
    known = {one.id for one in of_right(right, story.facts.catalogue)}
    others = _others(story, right).items if any(_compared(story, known, *pair) for pair in OTHERS) else ()
    if not others:
        others = ((Text(story.say("Women, persons with disabilities, ages: not compared in this round.")),),)
    return Bullets(((Text(alone),), *others), small=True)


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
