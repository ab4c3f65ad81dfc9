"""The command that makes the pages of measured cities as one folder for any web host."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tejido.cli.app import LangOption, app, errors_console, language, told
from tejido.cli.cities import Bar
from tejido.cli.tables import findings_table
from tejido.words import number, say


@app.command(help=told("Make the pages of measured cities and rounds: one folder for any web host."))
def site(
    releases: Annotated[
        list[Path], typer.Argument(help=told("Folders of releases, of one city or several."), show_default=False)
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", help=told("Folder of the pages; pages made there before are replaced."), show_default=False
        ),
    ],
    basemap: Annotated[
        str | None,
        typer.Option(
            "--basemap",
            metavar="URL",
            help=told("Address of map tiles with {z}, {x} and {y}, for readers who want them below the map."),
        ),
    ] = None,
    basemap_credit: Annotated[
        str | None,
        typer.Option("--basemap-credit", metavar="TEXT", help=told("Who made that map, as its licence asks.")),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Make a site."""
    from tejido.release import open_release
    from tejido.viewer import basemap as named
    from tejido.viewer import write_site

    spoken = language(lang)
    below = named(basemap, basemap_credit)
    opened = [open_release(one, audience="public") for one in releases]
    with Bar(say("Making the pages", spoken), spoken) as advance:
        # The steps are folders of cities and rounds, which have no translation.
        built = write_site(opened, out, progress=lambda share, step: advance(share), basemap=below)
    if built.findings:
        errors_console().print(findings_table(built.findings, spoken))
    told_of = "Rounds: {rounds}. Pages: {pages}. {size} MB in all. The first page is {index}"
    print(say(told_of, spoken, pages=number(built.pages, spoken, 0), rounds=len(built.rounds),
              size=number(built.size / 1e6, spoken, 1), index=built.index))  # fmt: skip
