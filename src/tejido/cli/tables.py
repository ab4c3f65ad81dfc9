"""Tables for people at a terminal, by rich."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from tejido.catalogue.model import Catalogue
from tejido.errors import Finding
from tejido.words import number, people, percent, pick, say
from tejido.words.sources import source_in_words

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


def areas_table(answer: dict[str, Any], catalogue: Catalogue, lang: str) -> Table:
    """Marker, areas and dimensions of one answer of `tejido.release.summary`."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    table.add_column("")
    table.add_column(say("Score", lang), justify="right")
    table.add_column(say("Band", lang))
    table.add_column(say("Coverage", lang), justify="right")
    bands = {band.id: pick(band.names, lang) for band in catalogue.bands}
    rows: list[tuple[str, int, dict[str, Any]]] = [(catalogue.root, 0, answer["marker"])]
    for area in catalogue.children[catalogue.root]:
        rows.append(
            (area, 1, answer["areas"].get(area) or answer["dimensions"].get(area) or answer["indicators"][area])
        )
        below = [catalogue.nodes[child] for child in catalogue.children.get(area, ()) if child in catalogue.nodes]
        rows += [(node.id, 2, answer["dimensions"][node.listed or node.id]) for node in below]
    for node, depth, score in rows:
        name = Text("  " * depth + pick(catalogue.names_of(node), lang), style="bold" if depth < 2 else "")
        band = bands.get(score["band"], "") if score["score"] is not None else say_reason(score["reason"], lang)
        table.add_row(name, number(score["score"], lang, 1), band, percent(score["coverage"], lang))
    return table


def units_table(units: list[dict[str, Any]], lang: str, title: str) -> Table:
    """Units with population and marker, in the order given."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), header_style="bold")
    table.add_column(say("Unit", lang))
    table.add_column(say("Code", lang))
    table.add_column(say("People", lang), justify="right")
    table.add_column(say("Marker", lang), justify="right")
    for unit in units:
        table.add_row(
            Text(str(unit["name"])),
            Text(str(unit["id"])),
            people(unit["population"], lang),
            number(unit["score"], lang, 1),
        )
    return table


def indicators_table(answer: dict[str, Any], catalogue: Catalogue, lang: str) -> Table:
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
    for key, figure in answer["indicators"].items():
        indicator = catalogue.indicators[key]
        known = figure["value"] is not None
        source = source_in_words(figure["source"], lang) if known else say_reason(figure["reason"], lang)
        table.add_row(
            pick(indicator.names, lang), number(figure["value"], lang, 2), pick(indicator.unit_names, lang),
            number(figure["score"], lang, 1), Text(source),
        )  # fmt: skip
    return table


def say_reason(reason: str | None, lang: str) -> str:
    """Why there is no score, in words."""
    from tejido.marker import REASONS

    return say(REASONS[reason], lang) if reason else ""
