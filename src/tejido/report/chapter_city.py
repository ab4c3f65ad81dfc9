"""The city as a host community: its marker, its areas, where it is hardest to live and what costs most."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from tejido.figures.chart_scores import Loss, Score, lost, score_bars
from tejido.reading import extremes, sentences
from tejido.reading.facts import Figure
from tejido.reading.grammar import tell_score
from tejido.reading.references import Cited, Sentence
from tejido.report.axes import ticks
from tejido.report.blocks import Block, Cell, Picture, Table, Text
from tejido.report.maps import plate_of
from tejido.report.story import Story, clauses
from tejido.words import pick
from tejido.words.plain import count_noun, listed, noun, noun_of

PLACES = 5
"""How many places are named where it is hardest to live, and how many where it is easiest."""
COSTLIEST = 8
"""How many indicators are told that cost the marker most points."""


def marker(story: Story) -> tuple[Block, ...]:
    """The answer: the marker with its band, how sure it is, with how much it was measured."""
    facts, root = story.facts, story.facts.catalogue.root
    figure, score = facts.figure(root), story.cite("score", root)
    if score.number is None:
        first = story.tell("{city} has no marker yet.", city=story.city)
        return (story.paragraph(first, (sentences.reason(figure.reason, story.lang),), lead=True),)
    answer = tell_score(score, story.city, facts.catalogue.bands, story.lang)
    more: list[Sentence] = [*_by_method(story, root, figure), _measured(story)]
    if not figure.comparable:
        more.append(
            story.tell("It can be compared only inside this city, because a substitute or an own scale enters.")
        )
    return (story.paragraph(answer, *spread(story), lead=True), story.paragraph(*more))


def _by_method(story: Story, node: str, figure: Figure) -> list[Sentence]:
    """How far the method would move a score."""
    if figure.ways is None or figure.ways[0] == figure.ways[1]:
        return []
    low, high = (story.cite(f"ways_{end}", node) for end in ("low", "high"))
    return [story.tell("Counted in other defensible ways it would be between {low} and {high}.", low=low, high=high)]


def _measured(story: Story) -> Sentence:
    root = story.facts.catalogue.root
    counts = {"measured": story.cite("measured", root), "total": story.cite("indicators", root)}
    share = story.cite("coverage", root)
    return story.tell("Measured with {measured} of {total} indicators ({share} of the weight).", **counts, share=share)


def spread(story: Story) -> list[Sentence]:
    """The strongest and the weakest area, their scores cited."""
    return extremes.spread(story.facts, story.lang, lambda figure: story.cite("score", figure.node))


def areas(story: Story) -> tuple[Block, ...]:
    """The marker and its areas as bars, the dimensions as a table."""
    facts = story.facts
    nodes = (facts.catalogue.root, *facts.areas)
    rows = [_score(story, node, level=int(place > 0)) for place, node in enumerate(nodes)]
    if all(row.score is None for row in rows):
        return ()
    counted = story.say("points of 100; the line is the interval of the sample")
    svg = score_bars(rows, counted=counted, bands=len(facts.catalogue.bands))
    said = clauses(
        (f"{row.name}, ", row.reason or story.cite("score", node)) for node, row in zip(nodes, rows, strict=True)
    )
    alt = story.inline(story.tell("Bars of the marker and its areas: {listed}.", listed=said))
    plain = story.say("The marker and its areas")
    finding = spread(story)
    caption = story.inline(finding[0]) if finding else (Text(plain),)
    return (Picture(svg, alt, caption, story.sources(facts.catalogue.root), "areas"), *_dimensions(story))


def _dimensions(story: Story) -> Iterator[Block]:
    """The dimensions of each area with their scores and how many of their indicators were measured."""
    facts = story.facts
    words = ("Area", "Dimension", "Score", "Band", "Indicators measured")
    head = tuple(Cell((Text(story.say(word)),), numeric=place in (2, 4)) for place, word in enumerate(words))
    rows = []
    for area in facts.areas:
        for one in facts.catalogue.children[area]:
            figure, score = facts.figure(one), story.cite("score", one)
            step = None if figure.score is None else sentences.band_step(figure.score, facts)
            counted = (story.cite("measured", one), "/", story.cite("indicators", one))
            band = sentences.band_or_reason(figure, facts, story.lang)
            rows.append((story.cell(story.name(area)), story.cell(story.name(one)), story.cell(score, step), story.cell(band),
                         Cell(story.inline(counted), numeric=True)))  # fmt: skip
    caption = (Text(story.say("The dimensions of each area")),)
    yield Table(caption, head, tuple(rows), "dimensions", widths=(2.2, 3, 1, 2, 1.2))


def _score(story: Story, node: str, level: int) -> Score:
    facts, figure = story.facts, story.facts.figure(node)
    if figure.score is None:
        return Score(story.name(node), level, reason=sentences.reason(figure.reason, story.lang))
    step, band = sentences.band_step(figure.score, facts), sentences.band_name(figure.score, facts, story.lang)
    low, high = figure.interval or (None, None)
    return Score(
        story.name(node), level, figure.score, sentences.shown_score(figure, story.lang), step, band, low, high
    )


def places(story: Story) -> tuple[Block, ...]:
    """Where it is hardest to live and where easiest: a sentence, a map, a table of both ends."""
    facts, level = story.facts, story.facts.ranking_level
    lead = places_lead(story)
    if not lead:
        return ()
    scored = _scored(story)
    shown = scored if len(scored) <= 2 * PLACES else scored.iloc[[*range(PLACES), *range(-PLACES, 0)]]
    rows = tuple(_place(story, row) for row in shown.to_dict("records"))
    named = facts.level(level)
    head = (pick(named["names"], story.lang).capitalize(), story.name(facts.shown), story.say("Between"), story.say("Place"),
            story.say("Inhabitants"))  # fmt: skip
    caption = story.say("Where it is hardest and where it is easiest to live: {count}", count=count_noun(
        len(shown), noun_of(named["names"], named["plurals"]), story.lang))  # fmt: skip
    told = Table((Text(caption),), tuple(Cell((Text(word),), numeric=number > 0) for number, word in enumerate(head)), rows,
                 "places-table", widths=(4, 1.4, 1.6, 1, 1.6))  # fmt: skip
    return (story.paragraph(*lead, lead=True), *plate_of(story, facts.shown, "places-map", story.inline(lead[0])), told)


def places_lead(story: Story) -> list[Sentence]:
    """Where it is hardest to live and where easiest, the scores cited."""
    return extremes.hardest(story.facts, story.lang, lambda unit: _of(story, str(unit["unit"])))


def _scored(story: Story) -> pd.DataFrame:
    table = story.facts.units_with(story.facts.shown, story.facts.ranking_level)
    return table[table["score"].notna()].sort_values(["score", "unit"], kind="stable")


def _of(story: Story, unit: str, statistic: str = "score") -> Cited:
    return story.cite(statistic, story.facts.shown, level=story.facts.ranking_level, unit=unit)


def _place(story: Story, row: Mapping[Hashable, Any]) -> tuple[Cell, ...]:
    unit = str(row["unit"])
    ends = [_of(story, unit, f"score_{end}") for end in ("low", "high")]
    between = (ends[0], "–", ends[1]) if all(end.number is not None for end in ends) else ()
    people = story.cite("residents", level=story.facts.ranking_level, unit=unit)
    score = float(row["score"])
    return (
        story.cell(str(row["name"])),
        story.cell(_of(story, unit), sentences.band_step(score, story.facts)),
        Cell(story.inline(between), numeric=True),
        story.cell(_of(story, unit, "rank")),
        story.cell(people),
    )


def lost_points(story: Story) -> tuple[Block, ...]:
    """What costs the city most points, as a sentence and a picture."""
    facts, root = story.facts, story.facts.catalogue.root
    found = [(cited, leaf) for leaf in facts.under(root) if (cited := story.cite("points", leaf)).number is not None]
    found.sort(key=lambda pair: (-(pair[0].number or 0.0), pair[1]))
    told = [pair for pair in found[:COSTLIEST] if (pair[0].number or 0.0) > 0]
    if not told:
        return ()
    first = told[0][0]
    alike = [sentences.inside(story.name(leaf)) for cited, leaf in told if cited.bare == first.bare]
    text = "What costs the city most is {name}: {points} of the marker."
    if len(alike) > 1:
        text = "What costs the city most are {name}: {points} of the marker each."
    lead = story.tell(text, name=listed(alike, story.lang), points=first)
    rows = [Loss(story.name(leaf), cited.number or 0.0, cited.bare[story.lang]) for cited, leaf in told]
    svg = lost(rows, ticks(max(row.points for row in rows), story.lang), counted=story.say("points of the marker"))
    said = clauses((f"{story.name(leaf)}, ", story.bare(cited)) for cited, leaf in told)
    alt = story.inline(story.tell("Bars of the points lost: {listed}.", listed=said))
    caption = story.tell("{count} cost the marker most", count=count_noun(len(rows), noun("indicator"), story.lang))
    return (story.paragraph(lead), Picture(svg, alt, story.inline(caption), story.sources(root), "lost"))
