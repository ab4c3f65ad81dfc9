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
from tejido.reading.references import Cited, Sentence
from tejido.reading.sentences import inside
from tejido.report.axes import ticks
from tejido.report.blocks import Block, Picture, Text
from tejido.report.maps import map_of
from tejido.report.story import Story
from tejido.survey.indicative import INDICATIVE
from tejido.words import pick
from tejido.words.plain import count_noun, listed_pieces, noun_of

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
    groups = (group_name(PAIR[0], story.lang), group_name(PAIR[1], story.lang))
    svg = pyramid(
        women, men, names, groups, ticks(largest, story.lang), counted=story.say("per cent of all of the group")
    )
    alt = "; ".join(
        f"{sex}, {name}: {groups[0]} {_share(story, PAIR[0], id_)}, {groups[1]} {_share(story, PAIR[1], id_)}"
        for sex, ids in ((women.name, [one.women.id for one in filled.bands]), (men.name, [one.men.id for one in filled.bands]))
        for name, id_ in zip(names, ids, strict=True)
    )  # fmt: skip
    caption = story.say("Ages of refugees and migrants and of their hosts, women and men")
    return (Picture(svg, alt, (Text(caption),), filled.source, "pyramid"),)


def _share(story: Story, group: str, band: str) -> str:
    return story.cite("share", shares.PYRAMID, group=group, choice=band).text(story.lang)


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
    drawn = {group_name(one.group, story.lang): _shares(story, one) for one in told}
    svg = stacked([Stack(name, row) for name, row in drawn.items()], classes, ordered=ordered)
    alt = "; ".join(
        f"{name}: " + ", ".join(f"{label} {share.text}" for label, share in zip(classes, row, strict=True))
        for name, row in drawn.items()
    )  # fmt: skip
    name = pick(first.question.names, story.lang)
    caption = f"{name}: {inside(pick(first.question.universe, story.lang))}"
    picture = Picture(svg, alt, (Text(caption),), first.source, f"shares-{question}", caution=first.kind == INDICATIVE)
    return (story.paragraph((f"{name}.",), *(_most(story, one) for one in told)), picture)


def _shares(story: Story, one: shares.Divided) -> list[Share]:
    return [Share(part.share, _cited(story, one, part).text(story.lang)) for part in one.parts]


def _cited(story: Story, one: shares.Divided, part: shares.Part) -> Cited:
    return story.cite("share", one.question.id, group=one.group, choice=part.id, period=one.period)


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
