"""The annexes: how it was measured in plain words, what is missing, the words used, and every figure with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tejido.catalogue import Definition
from tejido.catalogue.group_names import group_name
from tejido.reading import shares
from tejido.reading.facts import EVERYBODY
from tejido.reading.grammar import ENDS
from tejido.reading.measured import PAIR
from tejido.reading.references import Cited, Sentence
from tejido.reading.sentences import inside, reason
from tejido.reading.terms import TERMS, explained
from tejido.report.blocks import Block, Bullets, Cell, Heading, Paragraph, Table, Text
from tejido.report.rights import of_right, rights
from tejido.report.story import Story
from tejido.survey.comparisons import CANNOT
from tejido.words import pick
from tejido.words.kinds import kinds
from tejido.words.plain import listed

GROUPS = (EVERYBODY, *PAIR)

WIDTHS = (2.8, 1.8, 0.9, 1.3, 1.65, 1.25, 1)
"""Of the columns of every figure."""

ANSWERS = {"value": "n", "of": "of_n", "against": "against_n", "share": "share_n"}
"""The statistic that counts the answers behind another."""

Cells = tuple[Cell, ...]


def method(story: Story) -> tuple[Block, ...]:
    """How the figures came about, in plain words."""
    catalogue, meta = story.facts.catalogue, story.facts.meta
    paragraphs = [
        story.say("Each figure is measured from a census or records, from places on the map, or from the answers of a survey. It is brought to a "
                  "scale from 0 to 100, where 100 is the best that can be expected. The scores of the indicators are averaged to dimensions, these "
                  "to areas, and the areas to the marker. What was not measured is no zero: its weight goes to what stands beside it."),
        story.say("A survey asks some of the people. Beside its figures stands the interval that would hold the true figure in 95 of 100 such "
                  "surveys. Figures from few answers are marked; those from too few are not told and enter no score."),
        story.say("Two groups are said to differ only where chance is an unlikely reason, after a correction for having compared many figures of "
                  "the same right (Holm). Where no difference can be shown, that does not mean that there is none."),
        story.say("No figure rests on fewer than 10 persons and 5 households. What would let somebody be recognised is told of several places "
                  "together or kept back, and so is what would give it back by subtraction."),
        story.say("Catalogue: {name} {version}; round {period}; measured with tejido {program}.", name=pick(catalogue.names, story.lang),
                  version=catalogue.version, period=str(meta["period"]), program=str(meta["program"]["version"])),
    ]  # fmt: skip
    if story.facts.city.get("licence"):
        paragraphs.append(story.say("Licence of the data: {licence}", licence=str(story.facts.city["licence"])))
    return tuple(Paragraph((Text(one),)) for one in paragraphs)


def missing(story: Story) -> tuple[Block, ...]:
    """What this report does not say, and why."""
    facts = story.facts
    reasons: dict[str, list[str]] = {}
    for node, why in facts.missing():
        reasons.setdefault(reason(why, story.lang), []).append(inside(story.name(node)))
    items = [f"{why.rstrip('.')}: {listed(names, story.lang)}." for why, names in reasons.items()]
    absent = [
        text for there, text in (
            (story.country, "The national context: this round brings no figures of the country."),
            (story.policies, "The assessment of local policies: this round brings none."),
            (story.balance.rows, "Differences between refugees and migrants and their hosts: no survey of this round asked both."),
            ("shares" in facts.release.tables, "Ages, journeys and plans of the groups: no survey of this round tells of them."),
        ) if not there
    ]  # fmt: skip
    few = sum(row["verdict"] == CANNOT for row in story.balance.rows)
    items = [*(story.say(text) for text in absent), *items]
    if few:
        items.append(
            story.say("Comparisons of which too few answers allow to say anything: {count}.", count=story.number(few))
        )
    if not items:
        return (story.note("Nothing that the method asks for is missing in this round."),)
    return (Bullets(tuple((Text(one),) for one in items)),)


def glossary(story: Story) -> tuple[Block, ...]:
    """The words used, each explained in a sentence or two."""
    told = explained(TERMS, story.lang)
    return (Bullets(tuple((Text(one["name"], strong=True), Text(f". {one['text']}")) for one in told)),)


def figures(story: Story) -> tuple[Block, ...]:
    """Every figure of the whole city by right, with its interval, answers, quality and source."""
    sources: dict[str, int] = {}
    blocks: list[Block] = []
    rest: Mapping[str, Definition] = dict(story.facts.catalogue.definitions)
    for right in rights():
        members = of_right(right, story.facts.catalogue)
        blocks += _table(story, pick(right.names, story.lang), f"figures-{right.id}", members, sources)
        rest = {id_: one for id_, one in rest.items() if id_ not in {member.id for member in members}}
    blocks += _table(story, story.say("Diversity and other figures"), "figures-rest", list(rest.values()), sources)
    blocks += _shares(story, sources)
    if not blocks:
        return ()
    numbered = "; ".join(f"{number} {story.source(source)}" for source, number in sources.items())
    return (*blocks, story.note("Sources by number: {listed}.", listed=numbered))


def _table(
    story: Story, name: str, anchor: str, members: Sequence[Definition], sources: dict[str, int]
) -> Iterator[Block]:
    rows = tuple(row for one in members for row in _rows(story, one, sources))
    if rows:
        yield Heading(3, name, anchor)
        caption = story.say("{right}: every figure of the whole city", right=name)
        yield Table((Text(caption),), _head(story, "Indicator"), rows, f"{anchor}-table", widths=WIDTHS)


def _rows(story: Story, one: Definition, sources: dict[str, int]) -> Iterator[Cells]:
    """A row for everybody and for each group of which there is a figure; the unit stands beside the name."""
    for group in GROUPS:
        cited = _best(story, one, group)
        if cited.number is not None:
            yield _row(story, story.name_and_unit(one), group, cited, sources)


def _shares(story: Story, sources: dict[str, int]) -> Iterator[Block]:
    """How the groups divide among the answers to each question; the note says whom each was asked of."""
    release, rows = story.facts.release, []
    asked: dict[str, dict[str, None]] = {}
    for id_ in shares.questions(release):
        for told in (shares.distribution(release, id_, group) for group in GROUPS):
            if told is None or not told.parts:
                continue
            name = pick(told.question.names, story.lang)
            asked.setdefault(inside(pick(told.question.universe, story.lang)), {})[name] = None
            for part in told.parts:
                cited = story.cite("share", id_, group=told.group, choice=part.id)
                answer = shares.answer(told.question, part, story.lang)
                rows.append(_row(story, f"{name}: {answer}", told.group, cited, sources))
    if rows:
        name = story.say("Who the people are")
        yield Heading(3, name, "figures-shares")
        caption = story.say("{name}: shares of the answers in the whole city, per cent", name=name)
        note = story.say(
            "Of whom each question tells: {listed}.",
            listed="; ".join(f"{whom} ({', '.join(names)})" for whom, names in asked.items()),
        )
        head = _head(story, "Question and answer")
        yield Table((Text(caption),), head, tuple(rows), "figures-shares-table", (Text(note),), WIDTHS)


def _head(story: Story, first: str) -> Cells:
    return story.heads(first, "Of whom", "Figure", "Between", "Answers", "Quality", "Source", figures=range(2, 5))


def _row(story: Story, name: str, group: str, cited: Cited, sources: dict[str, int]) -> Cells:
    """A figure with all that it rests on; its source by number."""
    number = sources.setdefault(cited.source, len(sources) + 1)
    who = story.say("Everybody") if group == EVERYBODY else group_name(group, story.lang)
    return (
        story.cell(name),
        story.cell(who),
        story.cell(cited),
        Cell(story.inline(_between(story, cited)), numeric=True),
        Cell((), numeric=True)
        if cited.n is None
        else story.cell(_of(story, cited, ANSWERS[cited.reference.statistic])),
        story.cell(_quality(story, cited)),
        story.cell(story.number(number)),
    )


def _best(story: Story, one: Definition, group: str) -> Cited:
    """The figure of a group: that of the comparison where there is one, since the chapters tell that."""
    if group != EVERYBODY:
        statistic = "of" if group == PAIR[0] else "against"
        cited = story.cite(statistic, one.id, group=PAIR[0], against=PAIR[1])
        if cited.number is not None:
            return cited
    return story.cite("value", one.id, group=group)


def _between(story: Story, cited: Cited) -> Sentence:
    if cited.low is None or cited.high is None:
        return ()
    low, high = (story.bare(_of(story, cited, end)) for end in ENDS[cited.reference.statistic])
    return (low, "–", high)


def _of(story: Story, cited: Cited, statistic: str) -> Cited:
    """Another figure of the same row of the release."""
    return story.book.look(replace(cited.reference, statistic=statistic))


def _quality(story: Story, cited: Cited) -> str:
    """Where a figure comes from, and whether it rests on few answers."""
    said = [kinds(story.lang)[cited.kind]] if cited.kind else []
    if cited.quality == "weak":
        said.append(story.say("few answers"))
    return ", ".join(said)
