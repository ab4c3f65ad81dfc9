"""The command on files of answers that are to be shared: how much they risk, and the same file made safer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tejido.cli.app import JsonOption, LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.known import parts
from tejido.cli.protect_settings import Request, read_request
from tejido.cli.tables import findings_table
from tejido.errors import TejidoError
from tejido.words import say

FileArgument = Annotated[
    Path, typer.Argument(help=told("File of answers: CSV, Parquet, Excel, SPSS or Stata."), show_default=False)
]
OutOption = Annotated[
    Path,
    typer.Option(
        "--out", help=told("File to write (.csv, .parquet or .sav), with a report beside it."), show_default=False
    ),
]
SettingsOption = Annotated[
    Path | None, typer.Option("--settings", help=told("File of settings (TOML); options go before it."))
]
KeysOption = Annotated[
    str | None, typer.Option("--keys", help=told("Columns by which somebody outside could recognise a person: A,B,C."))
]
KOption = Annotated[
    int | None, typer.Option("--k", help=told("So many rows look alike at least; 3 where nothing is said."), min=2)
]
ImportantOption = Annotated[
    str | None, typer.Option("--important", help=told("Keys that lose as few answers as can be, most important first."))
]
WeightOption = Annotated[str | None, typer.Option("--weight", help=told("Column of weights."))]
HouseholdOption = Annotated[str | None, typer.Option("--household", help=told("Column that names the household."))]
SensitiveOption = Annotated[
    str | None, typer.Option("--sensitive", help=told("Column whose answers nobody should learn of a person."))
]
MissingOption = Annotated[
    list[str] | None, typer.Option("--missing", help=told("Code that stands for no answer, such as 999."))
]
DropOption = Annotated[list[str] | None, typer.Option("--drop", help=told("Column that is not shared."))]
KeepOption = Annotated[
    list[str] | None, typer.Option("--keep", help=told("Column that identifies nobody, though its name looks like it."))
]
TopOption = Annotated[
    list[str] | None, typer.Option("--top", help=told("COL:85 tells all above as 85; COL:2% the highest 2 %."))
]
BottomOption = Annotated[list[str] | None, typer.Option("--bottom", help=told("The same for the lowest."))]
RoundOption = Annotated[
    list[str] | None, typer.Option("--round", help=told("COL:100 rounds to the nearest multiple of 100."))
]
GroupsOption = Annotated[
    list[str] | None, typer.Option("--groups", help=told("COL:15,25,65 makes classes that begin there."))
]
PointsOption = Annotated[
    str | None, typer.Option("--points", help=told("LON,LAT: columns of points to displace; see --units and --donut."))
]
UnitsOption = Annotated[
    Path | None, typer.Option("--units", help=told("File of polygons that the points do not leave."))
]
ClusterOption = Annotated[
    str | None, typer.Option("--cluster", help=told("Column of clusters, whose points become one place."))
]
DonutOption = Annotated[str | None, typer.Option("--donut", help=told("MIN,MAX: metres by which a place is moved."))]
SecretOption = Annotated[
    Path | None,
    typer.Option("--secret", help=told("File with the secret of the displacement; without it one is drawn.")),
]


@app.command(help=told("Make a file of answers safer to share: risk before and after, and what was lost."))
def protect(
    file: FileArgument,
    out: OutOption,
    settings: SettingsOption = None,
    keys: KeysOption = None,
    k: KOption = None,
    important: ImportantOption = None,
    weight: WeightOption = None,
    household: HouseholdOption = None,
    sensitive: SensitiveOption = None,
    missing: MissingOption = None,
    drop: DropOption = None,
    keep: KeepOption = None,
    top: TopOption = None,
    bottom: BottomOption = None,
    rounding: RoundOption = None,
    groups: GroupsOption = None,
    points: PointsOption = None,
    units: UnitsOption = None,
    cluster: ClusterOption = None,
    donut: DonutOption = None,
    secret: SecretOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Protect a file."""
    lon, _, lat = (points or "").partition(",")
    places = {
        "lon": lon.strip(), "lat": lat.strip(), "units": str(units) if units else "", "cluster": cluster, "donut": parts(donut)
    }  # fmt: skip
    options = {
        "keys": parts(keys), "k": k, "important": parts(important), "weight": weight, "household": household,
        "sensitive": sensitive, "missing": missing, "drop": drop, "keep": keep, "top": top, "bottom": bottom,
        "round": rounding, "groups": groups, "points": {name: one for name, one in places.items() if one},
    }  # fmt: skip
    request = read_request(settings, options)
    _run(file, out, request, secret, language(lang), as_json)


def _run(file: Path, out: Path, request: Request, secret: Path | None, lang: str, as_json: bool) -> None:
    """Read, protect, write and tell."""
    from tejido.cli.protect_files import read_answers, refuse_places, write
    from tejido.cli.protect_places import displaced, read_secret
    from tejido.cli.protect_report import as_data, as_text, in_short
    from tejido.privacy.sharing import columns_read, forget_order, prepare
    from tejido.survey import no_answer

    wanted, counts = request.wanted, None
    refuse_places(out)
    hidden, found = read_secret(secret, out) if request.points else (b"", [])
    with errors_console().status(say("Reading", lang)) as status:
        amounts = [
            *wanted.top,
            *wanted.bottom,
            *wanted.round,
            *wanted.groups,
            *([wanted.weight] if wanted.weight else []),
        ]
        table = read_answers(file, amounts)
        looked = [name for name in columns_read(wanted) if name in table.columns]
        table, more = no_answer.without(table, looked, request.missing, file.name)
        found += [*more, *no_answer.suspicions(table, looked, file.name)]
        try:
            done = prepare(table, wanted, lambda step: status.update(say(step, lang)))
        except TejidoError as problem:
            raise TejidoError([replace(one, file=one.file or file.name) for one in problem.findings]) from None
        made = done.table
        if request.points is not None:
            status.update(say("Displacing points", lang))
            made, counts, more = displaced(made, done.hit, request.points, hidden, file.name)
            found += more
        found += [replace(one, file=file.name) for one in done.findings]
        status.update(say("Writing", lang))
        report = as_data(done, wanted, counts, found)
        text = as_text(done, wanted, counts, out.name, lang)
        files = write(out, forget_order(made, wanted.household), file, wanted.changed, report, text)
    if found:
        errors_console().print(findings_table(found, lang))
    if as_json:
        print_json({**report, "files": [one.name for one in files]})
        return
    for line in (
        *in_short(done, wanted, lang),
        say("Written: {files}", lang, files=", ".join(one.name for one in files)),
    ):
        answer_console().print(line)
