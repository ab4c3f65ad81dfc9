"""Who lives here: residents, ages of the groups, schooling, the ways that people took and what they plan."""

from __future__ import annotations

from collections.abc import Sequence

from tejido.catalogue.group_names import group_name
from tejido.figures.chart_pyramid import Sex, pyramid
from tejido.figures.chart_stacked import Share, Stack, stacked
from tejido.figures.palette import CLASSES, VALUES
from tejido.reading import shares
from tejido.reading.grammar import tell
from tejido.reading.measured import PAIR
from tejido.reading.references import Cited, Sentence, said
from tejido.reading.sentences import inside
from tejido.report.axes import ticks
from tejido.report.blocks import Block, Picture, Text
from tejido.report.maps import map_of
from tejido.report.story import Story, clauses
from tejido.words import pick
from tejido.words.plain import count_noun, listed_pieces, noun, noun_of

JOURNEYS = (
    "reason",
    "entry_way",
    "travel_route",
    "time_in_country",
    "time_in_city",
    "status",
    "city_reason",
    "intention",
)
"""The questions about the way here and the plans, in the order in which the chapter tells them."""


def people(story: Story) -> tuple[Block, ...]:
    """How many live here, in how many places, and how far the groups live apart."""
    facts = story.facts
    residents = story.cite("residents")
    said: list[Sentence] = []
    if residents.number is not None:
        level = facts.level(facts.ranking_level)
        places = count_noun(level["n_units"], noun_of(level["names"], level["plurals"]), story.lang)
        said.append(
            story.tell("{city} has {people} inhabitants in {places}.", city=story.city, people=residents, places=places)
        )
    known = facts.catalogue.definitions
    for id_ in ("origin_diversity", "residential_segregation"):
        cited = story.cite("value", id_)
        if cited.number is not None:
            said.append(tell(cited, known[id_], story.lang))
    if not said:
        return ()
    drawn = map_of(story, known["residential_segregation"], "people-map") if "residential_segregation" in known else ()
    return (story.paragraph(*said), *drawn)


def pyramids(story: Story) -> tuple[Block, ...]:
    """The ages of refugees and migrants and of their hosts, women and men."""
    told = shares.pyramid(story.facts.release)
    if set(told) != set(PAIR):
        return ()
    filled, outlined = (told[group] for group in PAIR)
    names = [pick(one.women.names, story.lang) for one in filled.bands]
    if [one.women.id for one in filled.bands] != [one.women.id for one in outlined.bands]:
        return ()
    women = Sex(
        story.say("Women"), [one.women.share for one in filled.bands], [one.women.share for one in outlined.bands]
    )
    men = Sex(story.say("Men"), [one.men.share for one in filled.bands], [one.men.share for one in outlined.bands])
    largest = max(one.largest for one in told.values())
    groups = [group_name(group, story.lang) for group in PAIR]
    answers = [_answers(story, shares.PYRAMID, group, filled.bands[0].women.id) for group in PAIR]
    asked = [f"{name} ({said(count, story.lang)})" for name, count in zip(groups, answers, strict=True)]
    svg = pyramid(
        women,
        men,
        names,
        (asked[0], asked[1]),
        ticks(largest, story.lang),
        counted=story.say("per cent of all of the group"),
    )
    bars = [
        (f"{sex}, {name}: {groups[0]} ", _share(story, PAIR[0], id_), f", {groups[1]} ", _share(story, PAIR[1], id_))
        for sex, ids in ((women.name, [one.women.id for one in filled.bands]), (men.name, [one.men.id for one in filled.bands]))
        for name, id_ in zip(names, ids, strict=True)
    ]  # fmt: skip
    alt = clauses([*((f"{name}: ", *count) for name, count in zip(groups, answers, strict=True)), *bars])
    caption = story.say("Ages of refugees and migrants and of their hosts, women and men")
    return (Picture(svg, story.inline(alt), (Text(caption),), story.source(filled.source), "pyramid"),)


def _share(story: Story, group: str, band: str) -> Cited:
    return story.cite("share", shares.PYRAMID, group=group, choice=band)


def _answers(story: Story, question: str, group: str, choice: str) -> Sentence:
    """How many of a group answered a question. The protection of people leaves no question with a single answer."""
    return (story.cite("share_n", question, group=group, choice=choice), f" {pick(noun('answer').many, story.lang)}")


def schooling(story: Story) -> tuple[Block, ...]:
    """The highest level of education of both groups."""
    return _drawn(story, "education", PAIR)


def journeys(story: Story) -> tuple[Block, ...]:
    """Why people left, the way they took, how long they have been here, what they plan."""
    return tuple(block for question in JOURNEYS for block in _drawn(story, question, PAIR[:1]))


def _drawn(story: Story, question: str, groups: Sequence[str]) -> tuple[Block, ...]:
    """A question as bars of the groups, with a sentence on the most frequent answer of each."""
    found = [shares.distribution(story.facts.release, question, group) for group in groups]
    told = [one for one in found if one is not None and one.parts]
    if not told or any([part.id for part in one.parts] != [part.id for part in told[0].parts] for one in told):
        return ()
    first = told[0]
    ordered = first.question.ordered and len(first.parts) <= len(VALUES["light"])
    if not 1 < len(first.parts) <= (len(VALUES["light"]) if ordered else len(CLASSES)):
        return ()
    classes = [pick(part.names, story.lang) for part in first.parts]
    drawn = [_bar(story, one) for one in told]
    svg = stacked(drawn, classes, ordered=ordered)
    alt = clauses(
        (f"{row.name} (", *_asked(story, one), "): ", *_listed(story, one, classes))
        for row, one in zip(drawn, told, strict=True)
    )
    name = pick(first.question.names, story.lang)
    caption = f"{name}: {inside(pick(first.question.universe, story.lang))}"
    picture = Picture(svg, story.inline(alt), (Text(caption),), story.source(first.source), f"shares-{question}")
    return (story.paragraph((f"{name}.",), *(_most(story, one) for one in told)), picture)


def _bar(story: Story, one: shares.Divided) -> Stack:
    """A group with its shares and how many answered."""
    row = [Share(part.share, _cited(story, one, part).text(story.lang)) for part in one.parts]
    return Stack(group_name(one.group, story.lang), row, said(_asked(story, one), story.lang))


def _asked(story: Story, one: shares.Divided) -> Sentence:
    return _answers(story, one.question.id, one.group, one.parts[0].id)


def _listed(story: Story, one: shares.Divided, classes: Sequence[str]) -> Sentence:
    """The shares as they are read out."""
    told = zip(classes, one.parts, strict=True)
    return clauses(((f"{label} ", _cited(story, one, part)) for label, part in told), ", ")


def _cited(story: Story, one: shares.Divided, part: shares.Part) -> Cited:
    return story.cite("share", one.question.id, group=one.group, choice=part.id)


def _most(story: Story, one: shares.Divided) -> Sentence:
    """The answer given most often; where chance leaves others as likely, all of them."""
    most, *others = sorted(one.parts, key=lambda part: (-part.share, part.id))
    rivals = [part for part in others if most.interval and part.interval and part.interval[1] >= most.interval[0]]
    told = [(f"{pick(part.names, story.lang)} (", _cited(story, one, part), ")") for part in (most, *rivals)]
    text = (
        "{group}: most often {answers}; which of them cannot be told." if rivals else "{group}: most often {answers}."
    )
    answers = listed_pieces(told, story.lang, "or")
    return story.tell(text, group=group_name(one.group, story.lang), answers=answers)
