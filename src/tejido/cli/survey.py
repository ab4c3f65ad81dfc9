"""The command for surveys: estimates and differentials from a file of answers."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from typer.core import TyperCommand

from tejido.city.forms import read_form
from tejido.city.labels import AnswerLabels, labels
from tejido.cli.app import LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.asked import Request, figures
from tejido.cli.by_form import labelled
from tejido.cli.engine_option import EngineName, EngineOption
from tejido.cli.estimate_tables import estimate_tables
from tejido.cli.indicative import described, gaps_described, indicative_table
from tejido.cli.known import BoundsOption, CalibrateOption, PostOption, RakeOption, Words, parts
from tejido.cli.tables import findings_table
from tejido.errors import Finding, finding


class Rule(StrEnum):
    """What a stratum with a single sampling unit does."""

    fail = "fail"
    adjust = "adjust"
    certainty = "certainty"
    average = "average"


class Way(StrEnum):
    """Methods of replicate weights."""

    JK1 = "JK1"
    JKn = "JKn"
    BRR = "BRR"
    Fay = "Fay"
    bootstrap = "bootstrap"


class Shape(StrEnum):
    """Forms of the answer."""

    table = "table"
    csv = "csv"
    json = "json"


SEVERAL = {
    "--join",
    "--poststratify",
    "--rake",
    "--calibrate",
    "--mean",
    "--proportion",
    "--total",
    "--ratio",
    "--quantile",
    "--by",
    "--missing",
}
"""Options that take several values, parted by spaces or commas or given again."""


class _Several(TyperCommand):
    """A command whose options may have several values, once the file has been named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        expanded: list[str] = []
        option, named, expects = "", False, False
        for word in args:
            if word.startswith("--"):
                option, expects = word.partition("=")[0], "=" not in word
                expanded.append(word)
            elif expects:
                expects = False
                expanded.append(word)
            elif option in SEVERAL and named:
                expanded += [option, word]
            else:
                named = True
                expanded.append(word)
            if word == "--unweighted":
                expects = False
        return super().parse_args(ctx, expanded)


FileArgument = Annotated[
    Path, typer.Argument(help=told("File of answers: CSV, Parquet, Excel, SPSS or Stata."), show_default=False)
]
JoinOption = Annotated[
    Words, typer.Option("--join", help=told("FILE:KEY,KEY adds the columns of another file by its keys."))
]
FormOption = Annotated[
    Path | None, typer.Option("--form", help=told("The XLSForm of the answers: types, labels, repeats, who was asked."))
]
WeightOption = Annotated[
    str | None, typer.Option("--weight", help=told("Column of weights; 1 where everybody had the same chance."))
]
UnweightedOption = Annotated[
    bool, typer.Option("--unweighted", help=told("A source without known probabilities: nothing but those asked."))
]
StrataOption = Annotated[str | None, typer.Option("--strata", help=told("Column of strata."))]
PsuOption = Annotated[
    str | None,
    typer.Option(
        "--psu", help=told("Columns of sampling units, first stage first: P or P,P2. Without them, the rows.")
    ),
]
FpcOption = Annotated[
    str | None, typer.Option("--fpc", help=told("Columns of finite populations, one per stage: F or F,F2."))
]
ReplicatesOption = Annotated[
    str | None, typer.Option("--replicates", help=told('Columns of replicate weights, such as "r_*".'))
]
MethodOption = Annotated[
    Way | None, typer.Option("--method", help=told("Method of the replicates; without --replicates they are made."))
]
MeanOption = Annotated[Words, typer.Option("--mean", help=told("Means of these columns."))]
ProportionOption = Annotated[
    Words,
    typer.Option("--proportion", help=told("Proportions: a column of 0 and 1, V=ANSWER, or a column of categories.")),
]
TotalOption = Annotated[Words, typer.Option("--total", help=told("Totals of these columns."))]
RatioOption = Annotated[Words, typer.Option("--ratio", help=told("NUM/DEN: ratios of two totals."))]
QuantileOption = Annotated[Words, typer.Option("--quantile", help=told("V:Q, such as income:0.5: quantiles."))]
ByOption = Annotated[Words, typer.Option("--by", help=told("Columns that make the groups, crossed."))]
DifferentialOption = Annotated[
    Words, typer.Option("--differential", help=told("G=a,b: the gap between two values of a column."))
]
MissingOption = Annotated[
    Words, typer.Option("--missing", help=told("Codes that stand for no answer, such as 99 999 -9."))
]
LonelyOption = Annotated[Rule, typer.Option("--lonely", help=told("Strata with a single sampling unit."))]
FormatOption = Annotated[Shape, typer.Option("--format", help=told("table for people, csv or json for programs."))]


@app.command(
    cls=_Several,
    help=told("Estimate from a survey: means, proportions, totals, ratios, quantiles, and gaps between groups."),
)
def estimate(
    file: FileArgument,
    join: JoinOption = None,
    form: FormOption = None,
    weight: WeightOption = None,
    unweighted: UnweightedOption = False,
    strata: StrataOption = None,
    psu: PsuOption = None,
    fpc: FpcOption = None,
    replicates: ReplicatesOption = None,
    method: MethodOption = None,
    poststratify: PostOption = None,
    rake: RakeOption = None,
    calibrate: CalibrateOption = None,
    bounds: BoundsOption = None,
    mean: MeanOption = None,
    proportion: ProportionOption = None,
    total: TotalOption = None,
    ratio: RatioOption = None,
    quantile: QuantileOption = None,
    by: ByOption = None,
    differential: DifferentialOption = None,
    missing: MissingOption = None,
    lonely: LonelyOption = Rule.fail,
    engine: EngineOption = EngineName.memory,
    shape: FormatOption = Shape.table,
    lang: LangOption = None,
) -> None:
    """Estimate from a survey."""
    spoken = language(lang)
    request = Request(
        file, spoken, join or [], weight, unweighted, strata, psu, fpc, replicates, method.value if method else None,
        {"poststratify": poststratify or [], "rake": rake or [], "calibrate": calibrate or []}, bounds,
        {"mean": mean or [], "proportion": proportion or [], "total": total or [], "ratio": ratio or [],
         "quantile": quantile or []},
        by or [], differential or [], lonely.value, engine.value, form,
        [code for word in missing or [] for code in parts(word)],
    )  # fmt: skip
    estimates, gaps, found = figures(request)
    found += _unmade(estimates, file.name)
    if unweighted:
        rows = described(estimates, _plain)
        rows += [row for name, frame in gaps for row in gaps_described(frame, *name, _plain)]
    else:
        rows = _rows(estimates) + [row for name, frame in gaps for row in _gap_rows(frame, *name)]
    if found:
        errors_console().print(findings_table(found, spoken))
    if shape is Shape.json:
        print_json(rows)
    elif shape is Shape.csv:
        print(_csv(rows), end="")
    else:
        shown = labelled(rows, AnswerLabels.of_form(read_form(form)) if form else labels(file), spoken)
        tables = [indicative_table(shown, spoken)] if unweighted else estimate_tables(shown, spoken)
        for place, one in enumerate(tables):
            answer_console().print(*([""] if place else []), one, sep="\n")


FIELDS = ("estimate", "se", "low", "high", "df", "n", "n_eff", "deff", "quality")
_HEAD = ("statistic", "variable")


def _unmade(frame: pd.DataFrame, file: str) -> list[Finding]:
    """Figures without a value are told, so that nobody has to guess what a dash means."""
    rows = frame[frame["value" if "value" in frame.columns else "estimate"].isna()]
    return [finding("E214", file=file, count=len(rows), name=rows["variable"].iloc[0])] if len(rows) else []


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Estimates as programs read them."""
    first = list(frame.columns).index("estimate")
    by = list(frame.columns)[2:first]
    return [
        {name: row[name] for name in _HEAD} | {"domain": {name: row[name] for name in by}}
        | {name: _plain(row[name]) for name in FIELDS}
        for row in frame.to_dict("records")
    ]  # fmt: skip


def _gap_rows(frame: pd.DataFrame, group: str, one: str, other: str) -> list[dict[str, Any]]:
    """Differentials in the same form: the estimate is the gap."""
    by = list(frame.columns)[2 : list(frame.columns).index("estimate_one")]
    found = []
    for row in frame.to_dict("records"):
        domain = {group: f"{one} - {other}"} | {name: row[name] for name in by}
        said = row | {"estimate": row["gap"], "n": row["n_one"] + row["n_other"], "n_eff": None, "deff": None}
        found.append(
            {name: row[name] for name in _HEAD} | {"domain": domain} | {name: _plain(said[name]) for name in FIELDS}
            | {"p": _plain(row["p"])}
        )  # fmt: skip
    return found


def _csv(rows: list[dict[str, Any]]) -> str:
    """Figures with a column for every column of their domains."""
    domains = dict.fromkeys(name for row in rows for name in row["domain"])
    rest = dict.fromkeys(name for row in rows for name in row if name not in (*_HEAD, "domain"))
    flat = pd.DataFrame([row | row["domain"] for row in rows], columns=[*_HEAD, *domains, *rest])
    return str(flat.to_csv(index=False))


def _plain(value: Any) -> Any:
    """A figure as JSON has it: null where there is none, whole numbers without decimals."""
    if value is None or isinstance(value, str):
        return value
    if pd.isna(value) or math.isinf(value):
        return None
    return int(value) if isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e15) else float(value)
