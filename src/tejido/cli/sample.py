"""The command before the field: plan a survey of a city and draw its sample."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tejido.cli.app import JsonOption, LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.cities import CityArgument, DataOption
from tejido.cli.tables import findings_table
from tejido.errors import fail
from tejido.words import say

if TYPE_CHECKING:
    from tejido.measure.sampling import Drawn


class Allocation(StrEnum):
    """How the units are shared out among strata."""

    proportional = "proportional"
    equal = "equal"
    power = "power"


OutOption = Annotated[
    Path, typer.Option("--out", help=told("Folder of the sample to write; it must not exist yet."), show_default=False)
]
GroupOption = Annotated[
    list[str] | None,
    typer.Option(
        "--group", help=told("A group that must get this precision: origin=rm, or origin=rm:0.08 with its share.")
    ),
]
PrecisionOption = Annotated[
    float, typer.Option("--precision", help=told("Half the width of the interval: 0.05 is 5 points."))
]
ConfidenceOption = Annotated[float, typer.Option("--confidence", help=told("Of the interval."))]
ShareOption = Annotated[
    float, typer.Option("--share", help=told("Share near which figures are expected; 0.5 is careful."))
]
DeffOption = Annotated[
    float | None, typer.Option("--deff", help=told("Design effect expected; 1.5 where nothing is said."), min=0.1)
]
IccOption = Annotated[
    float | None, typer.Option("--icc", help=told("Correlation inside units, from which the design effect follows."))
]
TakeOption = Annotated[float | None, typer.Option("--take", help=told("Interviews per unit."), min=1)]
ResponseOption = Annotated[
    float, typer.Option("--response", help=told("Share of the households visited that will answer."))
]
PsusOption = Annotated[int | None, typer.Option("--psus", help=told("How many units to draw."), min=1)]
LevelOption = Annotated[
    str | None, typer.Option("--level", help=told("Level of the units drawn; by default the finest."))
]
LeastOption = Annotated[
    float, typer.Option("--least", help=told("Units with fewer people are joined with their neighbours."), min=0)
]
StrataOption = Annotated[str | None, typer.Option("--strata", help=told("Coarser level whose units are the strata."))]
AllocateOption = Annotated[Allocation, typer.Option("--allocate", help=told("How units are shared out among strata."))]
ReserveOption = Annotated[float, typer.Option("--reserve", help=told("Share of units held in reserve."), min=0, max=1)]
PointsOption = Annotated[int, typer.Option("--points", help=told("Points for people who are hard to find."), min=0)]
RadiusOption = Annotated[
    float, typer.Option("--radius", help=told("Metres around a point in which everybody is listed."), min=1)
]
SeedOption = Annotated[
    int, typer.Option("--seed", help=told("Number from which chance starts; it is recorded."), min=0)
]


@app.command(
    help=told("Plan a survey of a city and draw its sample: how many to ask, where to go, list and map for the field.")
)
def sample(
    city: CityArgument,
    out: OutOption,
    data: DataOption = None,
    group: GroupOption = None,
    precision: PrecisionOption = 0.05,
    confidence: ConfidenceOption = 0.95,
    share: ShareOption = 0.5,
    deff: DeffOption = None,
    icc: IccOption = None,
    take: TakeOption = None,
    response: ResponseOption = 0.85,
    psus: PsusOption = None,
    level: LevelOption = None,
    least: LeastOption = 0.0,
    strata: StrataOption = None,
    allocate: AllocateOption = Allocation.proportional,
    reserve: ReserveOption = 0.1,
    points: PointsOption = 0,
    radius: RadiusOption = 100.0,
    seed: SeedOption = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Draw a sample."""
    from tejido.city import read_city
    from tejido.measure.sample_files import write_sample
    from tejido.measure.sampling import Options, draw_sample
    from tejido.survey.planning import DEFF, Effort

    spoken = language(lang)
    if out.exists() or out.is_symlink():
        raise fail("E509", file=out.name)
    if deff is not None and icc is not None:
        raise typer.BadParameter(say("Give --deff or --icc: the design effect follows from the correlation.", spoken))
    effort = Effort(precision, confidence, share, DEFF if deff is None else deff, icc, response, psus, take)
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
    _answer(drawn, [one.name for one in files], out.name, spoken, as_json)


def _answer(drawn: Drawn, files: list[str], folder: str, lang: str, as_json: bool) -> None:
    """The plan in sentences, or as JSON."""
    from tejido.measure.sample_files import plan_lines

    plan, seed = drawn.plan, drawn.options.seed
    if as_json:
        groups = json.loads(plan.groups.to_json(orient="records", double_precision=15))
        print_json({"groups": groups, "units": plan.clusters, "visits": plan.visits, "seed": seed, "files": files})
        return
    console = answer_console()
    for line in plan_lines(drawn, lang):
        console.print(line)
    console.print(say("In {folder}: {files}", lang, folder=folder, files=", ".join(files)))


def _group(word: str, lang: str) -> tuple[str, float | None]:
    """``origin=rm`` or ``origin=rm:0.08``."""
    group, sign, share = word.partition(":")
    try:
        return group, float(share) if sign else None
    except ValueError:
        raise typer.BadParameter(say("A group is written origin=rm, or origin=rm:0.08 with its share.", lang)) from None
