"""National context: people on the move in the country, and what local policies do about human mobility."""

from __future__ import annotations

from collections.abc import Sequence

from tejido.catalogue.policies import HIGHEST
from tejido.figures.chart_lines import Series as Line
from tejido.figures.chart_lines import lines
from tejido.reading.country import Country, Point, Series
from tejido.reading.policies import Cell as Scored
from tejido.reading.policies import Gap
from tejido.reading.references import Cited, Sentence, said
from tejido.reading.sentences import inside
from tejido.report.axes import ticks
from tejido.report.blocks import Block, Callout, Cell, Paragraph, Picture, Table, Text
from tejido.report.story import Story, clauses
from tejido.tables import COUNTRY_LEVEL, EVERYBODY
from tejido.words.plain import joined, listed, listed_pieces

STOCKS = ("country_refugees", "country_asylum_seekers", "country_other_protection", "country_internally_displaced")
FLOWS = (
    "country_asylum_applications",
    "country_decisions_recognised",
    "country_decisions_complementary",
    "country_decisions_rejected",
)
MOST_GAPS = 8
"""Gaps of policies that the chapter tells; the city's own file has all."""


def stocks(story: Story) -> tuple[Block, ...]:
    """How many people in need of protection the country has, since when, of whom and from where."""
    country = story.country
    series = country.series("country_displaced", story.lang) if country else None
    if country is None or series is None:
        return ()
    parts = _of(country, STOCKS, story.lang)
    origins = country.by_origin("country_displaced", story.lang)
    blocks: list[Block] = [story.paragraph(_last(story, country, series), *_since(story, series), lead=True)]
    if parts:
        blocks += [story.paragraph(_parts(story, parts)), *_lines(story, parts, "stocks")]
    if origins:
        told = [
            joined((f"{country.group_name(one.group, story.lang)} (", *_at_least(story, one, one.last), ")"))
            for one in origins
        ]
        blocks.append(
            story.paragraph(story.tell("Most came from: {origins}.", origins=listed_pieces(told, story.lang)))
        )
    return tuple(blocks)


def flows(story: Story) -> tuple[Block, ...]:
    """Asylum: applications and decisions by year, and how often protection is granted."""
    country = story.country
    parts = _of(country, FLOWS, story.lang) if country else []
    if country is None or not parts:
        return ()
    said = [_parts(story, parts)]
    rate = country.series("country_protection_rate", story.lang)
    if rate is not None and rate.last.value is not None:
        said.append(story.tell("Of the decisions on the merits of {year}, {rate} granted protection.",
                               year=str(rate.last.year), rate=_cited(story, rate, rate.last)))  # fmt: skip
    return (story.paragraph(*said), *_lines(story, parts, "flows"))


def demography(story: Story) -> tuple[Block, ...]:
    """Women, men and ages among those whom UNHCR counts, in the last year that is known."""
    country = story.country
    groups = country.by_group("country_by_sex_and_age", story.lang) if country else []
    known = [one for one in groups if one.last.value is not None]
    if country is None or not known:
        return ()
    year = max(one.last.year for one in known)
    rows = [(one, point) for one in known for point in one.points if point.year == year]
    cells = tuple(
        (story.cell(country.group_name(one.group, story.lang)), story.cell(_cited(story, one, point)))
        for one, point in rows
    )
    head = (Cell((Text(story.say("Sex and age")),)), Cell((Text(story.say("Persons")),), numeric=True))
    caption = story.say("{name}, {year}", name=known[0].name, year=str(year))
    return (
        Table(
            (Text(caption),),
            head,
            cells,
            "demography",
            (Text(story.source(known[0].source)),),
            (3, 1),
        ),
    )


def policies(story: Story) -> tuple[Block, ...]:
    """The instruments by area as a matrix, then what they lack, what is recommended and what became of it."""
    assessed = story.policies
    if assessed is None:
        return ()
    head = [story.say("Instrument"), *(assessed.area_name(area, story.lang) for area in assessed.areas)]
    rows = tuple(
        (Cell((Text(f"{one.name} ({one.year})" if one.year else one.name),)), *(_scored(story, cell) for cell in cells))
        for one, cells in zip(assessed.instruments(story.lang), assessed.matrix(), strict=True)
    )
    caption = story.say("How far local instruments include human mobility: mean of scores from 0 to 3, by area")
    note = story.say("In brackets, how many of the criteria were assessed. Not assessed is not the same as 0.")
    heads = (Cell((Text(head[0]),)), *(Cell((Text(word),), numeric=True) for word in head[1:]))
    matrix = Table((Text(caption),), heads, rows, "policies", (Text(note),), (2.4, *(1.2 for _ in assessed.areas)))
    gaps = assessed.gaps(story.lang)[:MOST_GAPS]
    return (matrix, *(_policy_gap(story, gap) for gap in gaps))


def _scored(story: Story, cell: Scored) -> Cell:
    """The mean score with the number of criteria behind it; a dash where nothing was assessed."""
    if cell.mean is None:
        return Cell((Text("—"),), numeric=True)
    text = f"{story.number(cell.mean, 1)} ({story.number(cell.assessed)}/{story.number(cell.criteria)})"
    return Cell((Text(text),), numeric=True, shade=round(cell.mean * 5 / HIGHEST))


def _policy_gap(story: Story, gap: Gap) -> Block:
    where = " · ".join(part for part in (gap.instrument, gap.area, gap.dimension, gap.criterion) if part)
    told = [gap.gap]
    if gap.passage:
        quoted = f"“{gap.passage}”" + (f" ({story.say('page {page}', page=gap.page)})" if gap.page else "")
        told.append(story.say("It says: {passage}", passage=quoted))
    if gap.recommendation:
        told.append(story.say("Recommended: {what}", what=gap.recommendation))
    if gap.status:
        told.append(
            story.say("What became of it: {status}.", status=", ".join(one for one in (gap.status, gap.outcome) if one))
        )
    return Callout("gap", where, tuple(Paragraph((Text(one),)) for one in told if one))


def _of(country: Country, indicators: Sequence[str], lang: str) -> list[Series]:
    """The series that have a figure in any year."""
    found = (country.series(one, lang) for one in indicators)
    return [one for one in found if one is not None and one.last.value is not None]


def _cited(story: Story, series: Series, point: Point) -> Cited:
    group = series.group or EVERYBODY
    return story.cite("value", series.indicator, level=COUNTRY_LEVEL, period=str(point.year), group=group)


def _at_least(story: Story, series: Series, point: Point) -> Sentence:
    cited = _cited(story, series, point)
    return story.tell("at least {count}", count=cited) if point.at_least else (cited,)


def _last(story: Story, country: Country, series: Series) -> Sentence:
    text = "In {year} {country} counted {count} people in need of international protection."
    if series.last.at_least:
        text = "In {year} {country} counted at least {count} people in need of international protection."
    return story.tell(
        text, year=str(series.last.year), country=country.name(story.lang), count=_cited(story, series, series.last)
    )


def _since(story: Story, series: Series) -> list[Sentence]:
    if series.first.year == series.last.year or series.first.value is None:
        return []
    said = [
        story.tell(
            "In {year} they were {count}.", year=str(series.first.year), count=_at_least(story, series, series.first)
        )
    ]
    lacking = [str(point.year) for point in series.points if point.value is None]
    if lacking:
        said.append(story.tell("Of {years} nothing is known.", years=listed(lacking, story.lang)))
    return said


def _parts(story: Story, parts: Sequence[Series]) -> Sentence:
    """Each series with its last figure and the year of it; where the source keeps counts back, that it is at least so much."""
    pieces: list[str | Cited] = []
    for number, one in enumerate(parts):
        name = one.name if number == 0 else inside(one.name)
        pieces += [f"{'; ' if number else ''}{name}, {one.last.year}: ", *_at_least(story, one, one.last)]
    return joined((*pieces, "."))


def _lines(story: Story, parts: Sequence[Series], anchor: str) -> tuple[Block, ...]:
    years = sorted({point.year for one in parts for point in one.points})
    periods = [str(year) for year in range(years[0], years[-1] + 1)]
    if len(periods) < 2:
        return ()
    drawn, told = [], []
    for one in parts:
        known = {str(point.year): point.value for point in one.points}
        when = "" if str(one.last.year) == periods[-1] else f" ({one.last.year})"
        last = (*_at_least(story, one, one.last), when)
        drawn.append(Line(one.name, [known.get(year) for year in periods], said(last, story.lang)))
        told.append((f"{one.name}: ", *last))
    largest = max(point.value or 0.0 for one in parts for point in one.points)
    svg = lines(drawn, periods, ticks(largest, story.lang), counted=parts[0].unit)
    caption = story.say(
        "From {first} to {last}: {names}",
        first=periods[0],
        last=periods[-1],
        names="; ".join(one.name for one in parts),
    )
    return (
        Picture(
            svg,
            story.inline(clauses(told)),
            (Text(caption),),
            story.source(*(one.source for one in parts)),
            anchor,
        ),
    )
