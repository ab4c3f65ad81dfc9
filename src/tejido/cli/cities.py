"""Commands on the way in: the catalogue, the example, checking a city folder and measuring it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tejido.cli.app import JsonOption, LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.engine_option import EngineName, EngineOption
from tejido.cli.tables import findings_json, findings_table, measurable_table
from tejido.errors import fail
from tejido.words import say

if TYPE_CHECKING:
    from tejido.city import Report

CityArgument = Annotated[Path, typer.Argument(help=told("City folder, the one with city.toml."), show_default=False)]
DataOption = Annotated[
    Path | None, typer.Option("--data", help=told("Folder with the data files, if they lie elsewhere."))
]
QualityOption = Annotated[
    Path | None,
    typer.Option("--quality", help=told("File to write (CSV): which rows of the surveys were flagged, and why.")),
]


@app.command(help=told("List the indicators of the marker, with area, dimension, unit and direction."))
def catalogue(
    file: Annotated[str, typer.Option("--file", help=told("Another catalogue: a file or a folder."))] = "basic",
    extended: Annotated[
        bool, typer.Option("--extended", help=told("List the extended marker instead: its flexible indicators."))
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List the catalogue."""
    from dataclasses import replace

    from tejido.catalogue import load, load_extended
    from tejido.catalogue.plain import listing, listing_extended
    from tejido.cli.tables import catalogue_table, extended_tables

    flexible = load_extended()
    if as_json:
        print_json(
            [*([] if extended else listing(replace(load(file), extended=flexible))), *listing_extended(flexible)]
        )
        return
    spoken = language(lang)
    console = answer_console()
    for table in extended_tables(flexible, spoken) if extended else [catalogue_table(load(file), spoken)]:
        console.print(table)


@app.command(help=told("Write a synthetic city folder to try everything on."))
def example(
    folder: Annotated[Path, typer.Argument(help=told("Folder to make."), show_default=False)],
    truth: Annotated[
        bool, typer.Option("--truth", help=told("Also write every simulated person and household."))
    ] = False,
    lang: LangOption = None,
) -> None:
    """Write the example city."""
    from tejido.example import write_example

    spoken = language(lang)
    with Bar(say("Making the synthetic city", spoken), spoken) as advance:
        write_example(folder, truth=truth, progress=advance)
    print(say("A synthetic city stands in {folder}.", spoken, folder=folder))


@app.command(help=told("Read a city folder and report everything that is wrong or missing, and what can be measured."))
def check(
    city: CityArgument,
    data: DataOption = None,
    quality: QualityOption = None,
    extended: Annotated[
        bool,
        typer.Option(
            "--extended", help=told("Also list the extended marker: what can be measured and what the rest needs.")
        ),
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check a city folder."""
    from tejido.city import check_city
    from tejido.cli.household_rules import rules_json

    spoken = language(lang)
    if quality is not None:
        refuse_place(quality)
    report = check_city(city, data)
    if quality is not None:
        _write_quality(report, quality)
    errors = [one for one in report.findings if one.severity == "error"]
    if as_json:
        measurable = json.loads(report.measurable.to_json(orient="records", force_ascii=False))
        flexible = json.loads(report.table("en", extended=True).to_json(orient="records", force_ascii=False))
        rules = [rules_json(one) for one in report.household_rules]
        print_json(
            {
                "findings": findings_json(report.findings),
                "measurable": measurable,
                "extended": flexible,
                "household_rules": rules,
            }
        )
    else:
        _print_report(report, spoken, extended)
    raise typer.Exit(1 if errors else 0)


@app.command(help=told("Measure a city: from its folder to a release with the marker of every unit."))
def measure(
    city: CityArgument,
    out: Annotated[
        Path,
        typer.Option("--out", help=told("Folder of the release to write; it must not exist yet."), show_default=False),
    ],
    data: DataOption = None,
    level: Annotated[
        str | None, typer.Option("--level", help=told("Base level, where scores are made; by default the finest."))
    ] = None,
    engine: EngineOption = EngineName.memory,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Measure a city."""
    from tejido.cli.results import print_overview, release_json
    from tejido.measure import measure_city
    from tejido.release import open_release

    spoken = language(lang)
    with Bar(say("Measuring", spoken), spoken, quiet=as_json) as advance:
        findings = measure_city(city, out, data=data, base=level, engine=engine.value, progress=advance)
    told_findings = [one for one in findings if one.severity != "note"]
    if told_findings:
        errors_console().print(findings_table(told_findings, spoken))
    release = open_release(out)
    if as_json:
        release_json(release)
    else:
        print_overview(release, spoken)


def refuse_place(file: Path) -> None:
    """Stop where a file cannot be written or would be written over."""
    if file.exists() or file.is_symlink():
        raise fail("E509", file=file.name)
    if not file.absolute().parent.is_dir():
        raise fail("E616", file=file.absolute().parent.name)


def _write_quality(report: Report, file: Path) -> None:
    """The quality reports of all surveys: which row of which table was flagged, and why, without its answers."""
    from tejido.city.model_surveys import QUALITY

    columns = ["survey", *(column.name for column in QUALITY.columns)]
    made = [one.quality.assign(survey=one.spec.id)[columns] for one in report.surveys]
    table = pd.concat(made) if made else pd.DataFrame(columns=columns)
    table.to_csv(file, index=False, lineterminator="\n", encoding="utf-8")


def _print_report(report: Report, lang: str, extended: bool) -> None:
    from tejido.cli.household_rules import rules_tables

    console = answer_console()
    if report.findings:
        console.print(findings_table(report.findings, lang))
    else:
        console.print(say("Nothing to report.", lang))
    # Nothing is listed without a catalogue.
    names = report.catalogue.definitions if report.catalogue else {}
    if report.indicators:
        console.print(measurable_table(report.indicators, names, say("What can be measured", lang), lang))
    if report.extended:
        if extended:
            title = say("The extended marker: what can be measured", lang)
            console.print(measurable_table(report.extended, names, title, lang))
        count, every = sum(one.can for one in report.extended), len(report.extended)
        told_of = "Of the extended marker {count} of {every} indicators can be measured; `--extended` lists what the others need."
        console.print(say(told_of, lang, count=count, every=every))
    for rules in report.household_rules:
        assert report.catalogue is not None
        for part in rules_tables(rules, report.catalogue, lang):
            console.print(part)


class Bar:
    """A progress bar on stderr whose steps are named; quiet where the answer is for a program."""

    def __init__(self, title: str, lang: str, quiet: bool = False) -> None:
        console = errors_console()
        self._lang = lang
        self._progress = Progress(
            TextColumn(title), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
            console=console, disable=quiet or not console.is_terminal, transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task("", total=1.0)

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, share: float, step: str = "") -> None:
        """Tell that a share of the work, 0 to 1, is done, and what comes now."""
        self._progress.update(self._task, completed=share, description=say(step, self._lang) if step else "")
