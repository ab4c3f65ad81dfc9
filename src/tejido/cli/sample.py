"""The command before the field: plan a survey of a city and draw its sample."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tejido.cli.app import JsonOption, LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.cities import CityArgument, DataOption
from tejido.cli.tables import findings_table
from tejido.errors import fail
from tejido.words import say


class Allocation(StrEnum):
    """How the units are shared out among strata."""

    proportional = "proportional"
    equal = "equal"
    power = "power"


@app.command(
    help=told("Plan a survey of a city and draw its sample: how many to ask, where to go, list and map for the field.")
)
def sample(
    city: CityArgument,
    out: Annotated[Path, typer.Option("--out", help=told("Folder of the sample to write; it must not exist yet."), show_default=False)],
    data: DataOption = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", help=told("A group that must get this precision: origin=rm, or origin=rm:0.08 with its share.")),
    ] = None,
    precision: Annotated[float, typer.Option("--precision", help=told("Half the width of the interval: 0.05 is 5 points."))] = 0.05,
    confidence: Annotated[float, typer.Option("--confidence", help=told("Of the interval."))] = 0.95,
    share: Annotated[float, typer.Option("--share", help=told("Share near which figures are expected; 0.5 is careful."))] = 0.5,
    deff: Annotated[float, typer.Option("--deff", help=told("Design effect expected."), min=0.1)] = 1.5,
    icc: Annotated[float | None, typer.Option("--icc", help=told("Correlation inside units, from which the design effect follows."))] = None,
    take: Annotated[float | None, typer.Option("--take", help=told("Interviews per unit."), min=1)] = None,
    response: Annotated[float, typer.Option("--response", help=told("Share of the households visited that will answer."))] = 0.85,
    psus: Annotated[int | None, typer.Option("--psus", help=told("How many units to draw."), min=1)] = None,
    level: Annotated[str | None, typer.Option("--level", help=told("Level of the units drawn; by default the finest."))] = None,
    least: Annotated[float, typer.Option("--least", help=told("Units with fewer people are joined with their neighbours."), min=0)] = 0.0,
    strata: Annotated[str | None, typer.Option("--strata", help=told("Coarser level whose units are the strata."))] = None,
    allocate: Annotated[Allocation, typer.Option("--allocate", help=told("How units are shared out among strata."))] = Allocation.proportional,
    reserve: Annotated[float, typer.Option("--reserve", help=told("Share of units held in reserve."), min=0, max=1)] = 0.1,
    points: Annotated[int, typer.Option("--points", help=told("Points for people who are hard to find."), min=0)] = 0,
    radius: Annotated[float, typer.Option("--radius", help=told("Metres around a point in which everybody is listed."), min=1)] = 100.0,
    seed: Annotated[int, typer.Option("--seed", help=told("Number from which chance starts; it is recorded."), min=0)] = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:  # fmt: skip
    """Draw a sample."""
    from tejido.city import read_city
    from tejido.measure.sample_files import plan_lines, write_sample
    from tejido.measure.sampling import Options, draw_sample
    from tejido.survey.planning import Effort

    spoken = language(lang)
    if out.exists() or out.is_symlink():
        raise fail("E509", file=out.name)
    effort = Effort(precision, confidence, share, deff, icc, response, psus, take)
    options = Options(
        dict(_group(one, spoken) for one in group or []),
        effort,
        level,
        least,
        strata,
        allocate.value,
        reserve,
        points,
        radius,
        seed,
    )
    drawn = draw_sample(read_city(city, data), options)
    files = write_sample(drawn, out, spoken)
    if drawn.findings:
        errors_console().print(findings_table(drawn.findings, spoken))
    if as_json:
        groups = json.loads(drawn.plan.groups.to_json(orient="records", double_precision=15))
        print_json(
            {
                "groups": groups,
                "units": drawn.plan.clusters,
                "visits": drawn.plan.visits,
                "seed": seed,
                "files": [one.name for one in files],
            }
        )
        return
    console = answer_console()
    for line in plan_lines(drawn, spoken):
        console.print(line)
    console.print(say("In {folder}: {files}", spoken, folder=out.name, files=", ".join(one.name for one in files)))


def _group(word: str, lang: str) -> tuple[str, float | None]:
    """``origin=rm`` or ``origin=rm:0.08``."""
    group, sign, share = word.partition(":")
    try:
        return group, float(share) if sign else None
    except ValueError:
        raise typer.BadParameter(say("A group is written origin=rm, or origin=rm:0.08 with its share.", lang)) from None
