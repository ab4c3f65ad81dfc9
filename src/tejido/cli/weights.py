"""The command after the field: weights from the sample and the outcome of every household."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from tejido.cli.app import JsonOption, LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.cities import CityArgument
from tejido.cli.known import BoundsOption, CalibrateOption, PostOption, RakeOption, known_totals, parts
from tejido.cli.tables import findings_table
from tejido.words import number, percent, say

SampleOption = Annotated[Path, typer.Option("--sample", help=told("Folder made by tejido sample."), show_default=False)]
OutcomesOption = Annotated[
    Path,
    typer.Option("--outcomes", help=told("File with a row per household drawn and its outcome."), show_default=False),
]
OutOption = Annotated[
    Path, typer.Option("--out", help=told("File of weights to write (CSV); it must not exist yet."), show_default=False)
]
AnswersOption = Annotated[
    Path | None, typer.Option("--answers", help=told("File of answers, a row per household, to calibrate on."))
]
CellsOption = Annotated[
    str | None,
    typer.Option(
        "--cells",
        help=told("Columns of the outcomes; nonresponse is made up for inside their values, by default in the strata."),
    ),
]
PropensityOption = Annotated[
    str | None,
    typer.Option(
        "--propensity", help=told("Columns of the outcomes that may tell who answers; their fifths are the cells.")
    ),
]
TrimOption = Annotated[
    str | None,
    typer.Option(
        "--trim", help=told("The largest weight: iqr (median and 6 interquartile ranges), or a number of medians.")
    ),
]


@app.command(help=told("Make the weights of a survey from its sample and the outcome of every household."))
def weights(
    city: CityArgument,
    sample: SampleOption,
    outcomes: OutcomesOption,
    out: OutOption,
    answers: AnswersOption = None,
    cells: CellsOption = None,
    propensity: PropensityOption = None,
    trim: TrimOption = None,
    poststratify: PostOption = None,
    rake: RakeOption = None,
    calibrate: CalibrateOption = None,
    bounds: BoundsOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make weights."""
    from tejido.measure.weighing import Weighing, weigh, write_weights

    spoken = language(lang)
    asked = {"poststratify": poststratify or [], "rake": rake or [], "calibrate": calibrate or []}
    totals = known_totals(asked, bounds, spoken)
    options = Weighing(
        answers, parts(cells), parts(propensity), trim, totals.applied if totals.kind else None, sorted(totals.columns)
    )
    weighed = weigh(city, sample, outcomes, options)
    files = write_weights(weighed, out)
    if weighed.findings:
        errors_console().print(findings_table(weighed.findings, spoken))
    if as_json:
        print_json(weighed.report)
        return
    _print(weighed.report, spoken)
    answer_console().print(say("Written: {files}", spoken, files=", ".join(one.name for one in files)))


def _print(report: dict[str, Any], lang: str) -> None:
    """The report as tables: rates of the field, and a line per step."""
    console = answer_console()
    rates = report["rates"]
    console.print(say(
        "{complete} of {all} households were interviewed. Response RR3 {rr3}, cooperation COOP1 {coop1}, refusal REF2 {ref2}, "
        "contact CON2 {con2}.", lang,
        complete=number(report["outcomes"]["complete"] + report["outcomes"]["partial"], lang, 0), all=number(report["households"], lang, 0),
        **{name.lower(): percent(rates[name], lang, 1) for name in ("RR3", "COOP1", "REF2", "CON2")},
    ))  # fmt: skip
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for title in (
        say("Weighting step", lang),
        "n",
        say("Sum", lang),
        say("Smallest", lang),
        say("Median", lang),
        say("Largest", lang),
        "CV",
        "deff",
    ):
        table.add_column(title, justify="left" if not table.columns else "right", no_wrap=bool(table.columns))
    names = {
        "w1_design": say("probability of the unit", lang), "w2_listing": say("households listed and screened", lang),
        "w3_eligibility": say("unknown whether they belong", lang), "w4_nonresponse": say("no interview", lang),
        "w5_trimmed": say("trimmed", lang), "w6_calibrated": say("known totals", lang),
    }  # fmt: skip
    for step in report["steps"]:
        table.add_row(
            f"{step['step']}: {names[step['step']]}", number(step["n"], lang, 0), number(step["sum"], lang, 0),
            *(number(step[name], lang, 1 if step["max"] < 1000 else 0, fixed=True) for name in ("min", "median", "max")),
            percent(step["cv"], lang), number(step["deff"], lang, 2, fixed=True),
        )  # fmt: skip
    console.print(table)
    if report["trim"]["cap"] is not None:
        console.print(
            say("No weight above {cap} before the known totals.", lang, cap=number(report["trim"]["cap"], lang, 1))
        )
