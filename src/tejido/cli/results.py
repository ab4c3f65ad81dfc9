"""Commands on the way out: show, export and view a release."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from tejido.cli.app import JsonOption, LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.extended import print_extended
from tejido.cli.tables import areas_table, findings_table, indicators_table, units_table
from tejido.errors import finding
from tejido.release import Release, open_release
from tejido.release.extended import extended_of, listed
from tejido.release.summary import summary
from tejido.tables import EVERYBODY
from tejido.words import number, pick, residents, say

ReleaseArgument = Annotated[Path, typer.Argument(help=told("Folder of a release."), show_default=False)]


class Format(StrEnum):
    """Formats of an export."""

    gpkg = "gpkg"
    csv = "csv"
    xlsx = "xlsx"


@app.command(help=told("Show the figures of a release: the city, or one unit."))
def show(
    release: ReleaseArgument,
    as_json: JsonOption = False,
    unit: Annotated[str | None, typer.Option("--unit", help=told("Code of a unit, or LEVEL:CODE."))] = None,
    units: Annotated[bool, typer.Option("--units", help=told("Also list every unit of the base level."))] = False,
    group: Annotated[str | None, typer.Option("--group", help=told("Group of people, such as origin=rm."))] = None,
    extended: Annotated[
        bool, typer.Option("--extended", help=told("The indicators of the extended marker, each by itself."))
    ] = False,
    area: Annotated[str | None, typer.Option("--area", help=told("Of the extended marker only this area."))] = None,
    category: Annotated[
        str | None, typer.Option("--category", help=told("Of the extended marker only this category."))
    ] = None,
    filter_: Annotated[
        str | None, typer.Option("--filter", help=told("Of the extended marker only this filter."))
    ] = None,
    differences: Annotated[
        bool, typer.Option("--differences", help=told("What may be said of the differences between groups."))
    ] = False,
    lang: LangOption = None,
) -> None:
    """Show a release."""
    opened = open_release(release)
    spoken = language(lang)
    if extended or area or category or filter_:
        chosen = listed(opened, unit, area=area, category=category, filter_=filter_, group=group)
        if as_json:
            print_json(chosen)
            return
        console = answer_console()
        _print_head(console, opened, summary(opened, unit), spoken)
        print_extended(console, chosen, extended_of(opened), spoken)
        return
    group = group or EVERYBODY
    if as_json:
        release_json(opened, unit, group, units)
        return
    if differences:
        print_differences(opened, unit, spoken)
        return
    if unit is None and group == EVERYBODY and not units:
        print_overview(opened, spoken)
        return
    answer = summary(opened, unit, group, units)
    console = answer_console()
    _print_head(console, opened, answer, spoken)
    console.print(areas_table(answer, opened.catalogue, spoken))
    console.print(indicators_table(answer, opened.catalogue, opened.meta.get("translations", {}), spoken))
    if units:
        console.print(units_table(answer["units"], spoken, say("All units", spoken)))


@app.command(help=told("Export a release for a GIS, a spreadsheet or another program."))
def export(
    release: ReleaseArgument,
    format_: Annotated[
        Format, typer.Option("--format", help=told("gpkg for a GIS, xlsx for a spreadsheet, csv for programs."))
    ],
    out: Annotated[Path, typer.Option("--out", help=told("File to write; it must not exist yet."))],
    lang: LangOption = None,
) -> None:
    """Export a release."""
    from tejido.release import export as write_export

    spoken = language(lang)
    opened = open_release(release)
    for path in write_export(opened, format_.value, out, spoken):
        print(path)
    if opened.audience == "analyst":
        errors_console().print(findings_table([finding("R140")], spoken))


@app.command(help=told("Open the map of a release in the browser. Ctrl-C ends it."))
def view(
    release: ReleaseArgument,
    port: Annotated[
        int, typer.Option("--port", help=told("Port on this computer; 0 takes a free one."), min=0, max=65535)
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=told("Print the address only."))] = False,
    lang: LangOption = None,
) -> None:
    """Serve the page of a release."""
    import tempfile
    import webbrowser

    from tejido.viewer import build, serve

    spoken = language(lang)
    opened = open_release(release, audience="public")
    with tempfile.TemporaryDirectory(prefix="tejido-view-") as folder:
        built = build(opened, Path(folder))
        if built.findings:
            errors_console().print(findings_table(built.findings, spoken))
        server = serve(Path(folder), port)
        first = f"{server.url}{built.rounds[0].relative_to(folder).as_posix()}/"
        address = f"{first}{spoken}/index.html" if lang else first
        print(say("The map is at {address}  (Ctrl-C ends it)", spoken, address=address), flush=True)
        if not no_browser:
            webbrowser.open(address)
        server.wait()


def release_json(release: Release, unit: str | None = None, group: str = "all", with_units: bool = False) -> None:
    """Print the summary of a release as JSON, alone on stdout."""
    print_json(summary(release, unit, group, with_units))


def print_overview(release: Release, lang: str) -> None:
    """The city's areas, and the five best and worst units of the base level."""
    answer = summary(release, with_units=True)
    console = answer_console()
    _print_head(console, release, answer, lang)
    console.print(areas_table(answer, release.catalogue, lang))
    scored = sorted((u for u in answer["units"] if u["score"] is not None), key=lambda u: (-u["score"], u["id"]))
    if scored:
        console.print(units_table(scored[:5], lang, say("Highest scores", lang)))
        console.print(units_table(scored[:-6:-1], lang, say("Where it is hardest to live", lang)))
    measured = sum(figure["score"] is not None for figure in answer["indicators"].values())
    counts = {"measured": measured, "all": len(answer["indicators"]), "units": number(answer["n_units"], lang, 0)}
    console.print(say("Measured with {measured} of {all} indicators in {units} units.", lang, **counts))


def print_differences(release: Release, unit: str | None, lang: str) -> None:
    """A sentence on every difference between groups of the city or a unit, right by right."""
    from tejido.survey import sentence

    answer = summary(release, unit)
    catalogue, console = release.catalogue, answer_console()
    _print_head(console, release, answer, lang)
    rows: list[dict[str, Any]] = [
        {name: math.nan if cell is None else cell for name, cell in row.items()} for row in answer["differentials"]
    ]
    if not rows:
        console.print(say("No survey asked several groups the same questions here.", lang))
    families = list(dict.fromkeys([*catalogue.children[catalogue.root], *sorted(row["family"] for row in rows)]))
    for family in families:
        mine = [row for row in rows if row["family"] == family]
        if mine:
            console.print(Text("\n" + pick(catalogue.names_of(family), lang), style="bold"))
        for row in mine:
            console.print("- " + sentence(row, catalogue.definitions[row["indicator"]], lang))


def _print_head(console: Console, release: Release, answer: dict[str, Any], lang: str) -> None:
    name = answer["name"] if isinstance(answer["name"], str) else pick(answer["name"], lang)
    people = "" if answer["population"] is None else f" · {residents(answer['population'], lang)}"
    console.print(Text.assemble((name, "bold"), f" · {answer['period']}{people}"))
    if answer["synthetic"]:
        console.print(say("Synthetic: nobody in these figures exists.", lang), style="yellow")
    for survey, reason in release.meta.get("choices", {}).get("indicative", {}).items():
        told_why = say("Indicative: people of “{survey}” were not chosen by chance; the city says why they count: {reason}", lang,
                       survey=survey, reason=reason)  # fmt: skip
        console.print(told_why, style="yellow")
