"""Tables for people at a terminal, by rich."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from tejido.catalogue.extended import Extended
from tejido.catalogue.model import Catalogue, Definition
from tejido.catalogue.sheet_extended import SOURCES
from tejido.errors import Finding
from tejido.words import LANGUAGES, number, people, percent, pick, say
from tejido.words.own import Translations
from tejido.words.sources import source_in_words

if TYPE_CHECKING:
    from tejido.city.measurable import Measurable

_COLOURS = {"error": "bold red", "warning": "yellow", "note": "dim"}


def findings_table(findings: Iterable[Finding], lang: str) -> Table:
    """Findings, errors first: code and place, what happened, and under it what to do."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    table.add_column(say("Code", lang), no_wrap=True)
    table.add_column(say("Where", lang), overflow="fold", max_width=34)
    table.add_column(say("What was found, and what to do", lang), overflow="fold")
    order = list(_COLOURS)
    for one in sorted(findings, key=lambda f: (order.index(f.severity), f.code, f.where())):
        code = Text.assemble(one.code, "\n", (say(one.severity, lang), _COLOURS[one.severity]))
        table.add_row(code, Text(one.where()), Text.assemble(one.what(lang), "\n", ("→ " + one.remedy(lang), "dim")))
    return table


def catalogue_table(catalogue: Catalogue, lang: str) -> Table:
    """Every indicator of a tree with its area, its node, its unit and its weight in the whole."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for title in ("Area", "Dimension", "Indicator", "Unit of measure", "Weight"):
        table.add_column(say(title, lang))
    for indicator in catalogue.indicators.values():
        table.add_row(
            *(pick(catalogue.names_of(item), lang) for item in (catalogue.area(indicator.id), indicator.parent, indicator.id)),
            pick(indicator.unit_names, lang), f"{100 * catalogue.share(indicator.id):.2f} %",
        )  # fmt: skip
    return table


def extended_tables(extended: Extended, lang: str) -> Iterator[Table]:
    """The indicators of the extended marker, a table for each area."""
    for area, names in extended.areas.items():
        table = Table(title=pick(names, lang), title_justify="left", box=None, padding=(0, 1), header_style="bold")
        for title in ("id", "Indicator", "Unit of measure", "Made from"):
            table.add_column(say(title, lang), overflow="fold", no_wrap=title == "id")
        for theme in (one for one in extended.subdimensions.values() if one.area == area):
            table.add_row("", Text(pick(theme.names, lang), style="bold"))
            for one in extended.of_area(area):
                if one.subdimension == theme.id:
                    made = SOURCES[one.source_kind] if one.status == "defined" else one.status
                    table.add_row(one.id, pick(one.names, lang), pick(one.unit_names, lang), say(made, lang))
        yield table


def measurable_table(
    found: Iterable[Measurable], definitions: Mapping[str, Definition], title: str, lang: str
) -> Table:
    """Every indicator with the source from which it can be measured, or why it cannot and what it needs."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), header_style="bold")
    for heading in ("Indicator", "Measured", "From, or why not"):
        table.add_column(say(heading, lang), overflow="fold")
    for one in found:
        answer = Text(say("yes", lang), "green") if one.can else Text(say("no", lang), "yellow")
        told = one.source_in(lang) if one.can else one.why_not_in(lang)
        table.add_row(Text(pick(definitions[one.indicator].names, lang)), answer, Text(told))
    return table


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings for other programs, their sentences in every language."""
    return [
        {
            "code": one.code, "severity": one.severity, "file": one.file, "row": one.row, "column": one.column,
            "what": {lang: one.what(lang) for lang in LANGUAGES}, "do": {lang: one.remedy(lang) for lang in LANGUAGES},
        }
        for one in findings
    ]  # fmt: skip


def areas_table(answer: dict[str, Any], catalogue: Catalogue, lang: str) -> Table:
    """Marker, areas and dimensions of one answer of `tejido.release.summary`."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    bands = {band.id: pick(band.names, lang) for band in catalogue.bands}
    rows: list[tuple[str, int, dict[str, Any]]] = [(catalogue.root, 0, answer["marker"])]
    for area in catalogue.children[catalogue.root]:
        rows.append(
            (area, 1, answer["areas"].get(area) or answer["dimensions"].get(area) or answer["indicators"][area])
        )
        below = [catalogue.nodes[child] for child in catalogue.children.get(area, ()) if child in catalogue.nodes]
        rows += [(node.id, 2, answer["dimensions"][node.listed or node.id]) for node in below]
    doubts = _doubts([score for _, _, score in rows], lang)
    table.add_column("")
    table.add_column(say("Score", lang), justify="right")
    for title, _, _ in doubts:
        table.add_column(title, justify="right", max_width=9)
    # Names of nodes are long, and a terminal has 80 letters.
    table.add_column(say("Band", lang), max_width=14 if doubts else None)
    table.add_column(say("Coverage", lang), justify="right")
    for node, depth, score in rows:
        name = Text("  " * depth + pick(catalogue.names_of(node), lang), style="bold" if depth < 2 else "")
        band = bands.get(score["band"], "") if score["score"] is not None else say_reason(score["reason"], lang)
        spans = (span(score[low], score[high], lang) for _, low, high in doubts)
        table.add_row(name, number(score["score"], lang, 1), *spans, band, percent(score["coverage"], lang))
    return table


def _doubts(scores: list[dict[str, Any]], lang: str) -> list[tuple[str, str, str]]:
    """The columns that say how sure scores are, each where any score has it: heading, and the keys of both ends.

    Chance in the sample and other ways of counting are two things, in two columns.
    """
    every = ((say("By chance", lang), "low", "high"), (say("Counted otherwise", lang), "robust_low", "robust_high"))
    return [one for one in every if any(score[one[1]] is not None for score in scores)]


def span(low: float | None, high: float | None, lang: str) -> str:
    """Both ends as one writes them; with a decimal where they are two points apart or less."""
    if low is None or high is None:
        return ""
    digits = 0 if high - low > 2 else 1
    return f"{number(low, lang, digits)}–{number(high, lang, digits)}"


def units_table(units: list[dict[str, Any]], lang: str, title: str) -> Table:
    """Units with population and marker, in the order given."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), header_style="bold")
    table.add_column(say("Unit", lang))
    table.add_column(say("Code", lang))
    table.add_column(say("People", lang), justify="right")
    table.add_column(say("Marker", lang), justify="right")
    doubts = _doubts(units, lang)
    for heading, _, _ in doubts:
        table.add_column(heading, justify="right")
    for unit in units:
        table.add_row(
            Text(str(unit["name"])),
            Text(str(unit["id"])),
            people(unit["population"], lang),
            number(unit["score"], lang, 1),
            *(span(unit[low], unit[high], lang) for _, low, high in doubts),
        )
    return table


def indicators_table(answer: dict[str, Any], catalogue: Catalogue, own: Translations, lang: str) -> Table:
    """Every indicator's figure with its unit, score and source, or why there is none."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for title, justify in (
        ("Indicator", "left"),
        ("Value", "right"),
        ("Unit of measure", "left"),
        ("Score", "right"),
        ("Source", "left"),
    ):
        table.add_column(say(title, lang), justify=justify)  # type: ignore[arg-type]
    sampled = any(figure["value_low"] is not None for figure in answer["indicators"].values())
    if sampled:
        table.columns[1].header = say("Value, and by chance", lang)
    for key, figure in answer["indicators"].items():
        indicator = catalogue.indicators[key]
        known = figure["value"] is not None
        source = source_in_words(figure["source"], lang, own) if known else say_reason(figure["reason"], lang)
        table.add_row(
            pick(indicator.names, lang), _value(figure, lang), pick(indicator.unit_names, lang),
            number(figure["score"], lang, 1), Text(_evidence(source, figure, lang)),
        )  # fmt: skip
    return table


def _value(figure: dict[str, Any], lang: str) -> str:
    """A figure, and under it its interval where it has one."""
    value = number(figure["value"], lang, 2)
    if figure["value_low"] is None or figure["value_high"] is None:
        return value
    return f"{value}\n{number(figure['value_low'], lang, 2)}–{number(figure['value_high'], lang, 2)}"


def _evidence(source: str, figure: dict[str, Any], lang: str) -> str:
    """The source, with how many answered and whether they are few."""
    said = [source]
    if figure["n"] is not None:
        said.append(say("{n} answers", lang, n=number(figure["n"], lang, 0)))
    words = {"weak": say("few answers", lang), "unreliable": say("not enough answers", lang)}
    if figure["quality"] in words:
        said.append(words[figure["quality"]])
    if figure["kind"] == "indicative":
        said.append(say("indicative only", lang))
    return "; ".join(said)


def say_reason(reason: str | None, lang: str) -> str:
    """Why there is no score, in words."""
    from tejido.marker import REASONS

    return say(REASONS[reason], lang) if reason else ""
