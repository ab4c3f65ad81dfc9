"""The command that makes a form: the questions that indicators need, in es and en, and their codebook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from tejido.cli.app import JsonOption, LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.cities import refuse_place
from tejido.cli.known import parts
from tejido.cli.tables import findings_table
from tejido.errors import TejidoError, fail
from tejido.words import number, pick, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tejido.catalogue import Catalogue, Variable
    from tejido.form import Choice, Sheets

FormOption = Annotated[
    Path, typer.Option("--out", help=told("Workbook of the form to write (.xlsx)."), show_default=False)
]
IndicatorsOption = Annotated[
    str | None, typer.Option("--indicators", help=told("Indicators of either marker, by id: a,b,c."))
]
AreaOption = Annotated[list[str] | None, typer.Option("--area", help=told("All indicators of an area, by id."))]
MinutesOption = Annotated[
    float | None, typer.Option("--minutes", help=told("As many indicators as fit into these minutes."), min=1)
]
AllOption = Annotated[bool, typer.Option("--all", help=told("Every indicator that answers can give."))]
ProfileOption = Annotated[
    bool,
    typer.Option("--profile", help=told("Also who the people are: journey, time here, papers, schooling, intentions.")),
]
CityOption = Annotated[
    Path | None, typer.Option("--city", help=told("City folder: with the indicators it adds, without those it omits."))
]
SizeOption = Annotated[
    float | None, typer.Option("--household-size", help=told("Persons of a household, to tell the time."), min=1)
]
CodebookOption = Annotated[
    Path | None, typer.Option("--codebook", help=told("Also write the codebook (DDI Codebook 2.5, .xml)."))
]


@app.command(help=told("Make the form of a household survey: only the questions that the chosen indicators need."))
def form(
    out: FormOption,
    indicators: IndicatorsOption = None,
    area: AreaOption = None,
    minutes: MinutesOption = None,
    every: AllOption = False,
    profile: ProfileOption = False,
    city: CityOption = None,
    household_size: SizeOption = None,
    codebook: CodebookOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make a form."""
    from tejido.form import PEOPLE, choose, sheets, write_codebook, write_form

    spoken = language(lang)
    if not (indicators or area or minutes or every or profile):
        raise typer.BadParameter(
            say("Say what to ask for: --indicators, --area, --minutes, --all or --profile.", spoken)
        )
    if out.suffix.lower() != ".xlsx":
        raise fail("F110", name=out.name)
    for file in (out, codebook):
        if file is not None:
            refuse_place(file)
    catalogue, known, omitted = _method(city)
    choice = choose(
        catalogue, known, parts(indicators), area or (), minutes, every,
        people=PEOPLE if household_size is None else household_size, omitted=omitted, profile=profile,
    )  # fmt: skip
    made = sheets(choice)
    write_form(made, out)
    if codebook is not None:
        write_codebook(choice, made, codebook)
    if as_json:
        print_json(_plain(choice, made))
        return
    if choice.left_out:
        errors_console().print(findings_table(choice.left_out, spoken))
    _print(choice, spoken)


def _method(folder: Path | None) -> tuple[Catalogue, Mapping[str, Variable], set[str]]:
    """Both markers, the variables, and the indicators that a city leaves out.

    Raises:
        TejidoError: `city.toml` or a file that it names cannot be used.
    """
    from tejido.catalogue import load, load_extended, variables

    if folder is None:
        return replace(load(), extended=load_extended()), variables(), set()
    from tejido.city import catalogue_for
    from tejido.city.config import read_config

    config, findings = read_config(folder)
    if config is None:
        raise TejidoError(findings)
    return catalogue_for(config, folder), config.variables, set(config.omit)


def _print(choice: Choice, lang: str) -> None:
    """What it is good for, how much is asked and how long it takes, module by module."""
    from tejido.form import FRAME, MODULES, by_module, duration

    console = answer_console()
    # The list is long: what sums it up stands last, where the eye is when it has gone by.
    console.print(say("It feeds:", lang))
    for one in choice.fed:
        console.print(f"  {one.id}: {pick(one.names, lang)}")
    usual, longest = duration(choice.variables, choice.people).minutes
    console.print(
        say(
            "{questions} questions for {indicators} indicators. A household of {people} persons takes about {usual} minutes, {longest} at most.",
            lang, questions=len(choice.variables), indicators=len(choice.fed), people=number(choice.people, lang, 1),
            usual=number(usual, lang, 0), longest=number(longest, lang, 0),
        )
    )  # fmt: skip
    table = Table(box=None, padding=(0, 1), header_style="bold")
    table.add_column(say("Module", lang))
    for title in ("Questions", "Minutes", "At most"):
        table.add_column(say(title, lang), justify="right")
    for module, (count, time) in by_module(choice.variables, choice.people).items():
        minutes = [number(one, lang, 1, fixed=True) for one in time.minutes]
        table.add_row(say(MODULES[module], lang), str(count), *minutes)
    frame = number(FRAME / 60, lang, 1, fixed=True)
    table.add_row(say("The visit, consent and leave", lang), "", frame, frame)
    console.print(table)


def _plain(choice: Choice, made: Sheets) -> dict[str, Any]:
    """The same for programs."""
    from tejido.form import by_module, duration

    usual, longest = duration(choice.variables, choice.people).minutes
    return {
        "form_id": made.settings["form_id"], "version": made.settings["version"],
        "household_size": choice.people, "minutes": {"usual": round(usual, 2), "longest": round(longest, 2)},
        "questions": [one.id for one in choice.variables],
        "modules": [
            {"id": module, "questions": count, "minutes": round(time.minutes[0], 2), "longest": round(time.minutes[1], 2)}
            for module, (count, time) in by_module(choice.variables, choice.people).items()
        ],
        "indicators": [one.id for one in choice.indicators], "feeds": [one.id for one in choice.fed],
        "left_out": [dict(one.values)["name"] for one in choice.left_out],
    }  # fmt: skip
