"""The commands of the Human Mobility Profile: beginning its folder, checking it, making the document."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tejido.cli.app import (
    JsonOption,
    LangOption,
    Language,
    answer_console,
    app,
    errors_console,
    language,
    print_json,
    told,
)
from tejido.cli.cities import Bar
from tejido.cli.results import ReleaseArgument
from tejido.cli.tables import findings_json, findings_table
from tejido.errors import Finding, TejidoError
from tejido.words import say

FolderArgument = Annotated[
    Path, typer.Argument(help=told("Folder of the profile, the one with profile.toml."), show_default=False)
]


class Format(StrEnum):
    """Formats of a profile."""

    html = "html"
    pdf = "pdf"
    docx = "docx"
    md = "md"


profile = typer.Typer(
    name="profile",
    help=told("Write the Human Mobility Profile of a city from its release."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(profile)


@profile.command(help=told("Make the folder in which an editor writes a profile."))
def new(
    release: ReleaseArgument,
    out: Annotated[
        Path, typer.Option("--out", help=told("Folder to write; it must not exist yet."), show_default=False)
    ],
    lang: LangOption = None,
) -> None:
    """Begin a profile."""
    from tejido.report.folder_new import new_folder

    spoken = language(lang)
    with Bar(say("Beginning the profile", spoken), spoken) as advance:
        new_folder(release, out, spoken, progress=advance)
    print(say("Write in {chapters}, decide in {decisions}, then `tejido profile check {out}`.", spoken,
              chapters=out / "chapters", decisions=out / "recommendations.toml", out=out))  # fmt: skip


@profile.command(help=told("Find what is wrong in a profile, and what changed since its text was written."))
def check(
    folder: FolderArgument,
    release: Annotated[
        Path | None,
        typer.Option("--release", help=told("Another release, such as the next round's.")),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept", help=told("You have read the text: remember what its figures say now.")),
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check a profile."""
    from tejido.report.make_open import accept_text, findings_of

    spoken = language(lang)
    with Bar(say("Reading the profile", spoken), spoken, quiet=as_json):
        try:
            if accept:
                accept_text(folder, release)
            found = findings_of(folder, None if accept else release)
        except TejidoError as problem:
            # A profile that cannot be read is a finding too: another program looks for it in the same list.
            if not as_json:
                raise
            found = list(problem.findings)
    if as_json:
        print_json(findings_json(found))
    elif found:
        answer_console().print(findings_table(found, spoken))
    else:
        print(say("Nothing to report.", spoken))
    raise typer.Exit(1 if any(one.severity == "error" for one in found) else 0)


@profile.command(help=told("Make the document: HTML, PDF, DOCX or Markdown."))
def build(
    folder: FolderArgument,
    format_: Annotated[
        list[Format], typer.Option("--format", help=told("Format of the document; may be given several times."))
    ] = [Format.html],  # noqa: B006  (read only)
    lang: Annotated[
        list[Language] | None,
        typer.Option("--lang", help=told("Language of the document; without it, all of the profile.")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help=told("File to write; by default in the folder `built` of the profile.")),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help=told("Write over a file that was built before."))] = False,
) -> None:
    """Make the documents."""
    from tejido.report.make_open import build_all

    spoken = language(lang[0] if lang else None)
    if out is not None and (len(format_) > 1 or not lang or len(lang) > 1):
        raise typer.BadParameter(say("--out is one file: name one --format and one --lang.", spoken))
    with Bar(say("Making the profile", spoken), spoken) as advance:
        made, found = build_all(
            folder, [one.value for one in format_], [one.value for one in lang or ()], out, replace, advance
        )
    _warn(found, spoken)
    for file in made:
        print(file)


@profile.command(help=told("Make every picture as large as a slide, with its finding and its source."))
def slides(
    folder: FolderArgument,
    out: Annotated[
        Path, typer.Option("--out", help=told("Folder to write; it must not exist yet."), show_default=False)
    ],
    lang: LangOption = None,
) -> None:
    """Make the slides."""
    from tejido.report.make_open import build_slides

    spoken = language(lang)
    with Bar(say("Making the slides", spoken), spoken):
        made = build_slides(folder, spoken, out)
    for file in made:
        print(file)


def _warn(found: list[Finding], lang: str) -> None:
    if found:
        errors_console().print(findings_table(found, lang))
