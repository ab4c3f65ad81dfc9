"""The frame of the commands: language, errors, exit status."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from tejido import __version__
from tejido.cli.tables import findings_table
from tejido.errors import TejidoError
from tejido.words import choose_language, say


class Language(StrEnum):
    """Languages of messages and tables."""

    es = "es"
    en = "en"


def _typed_language() -> str:
    """The language of help texts, which are made before the command line is read."""
    words = sys.argv[1:]
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            return choose_language(word.removeprefix("--lang="))
        if word == "--lang" and place + 1 < len(words):
            return choose_language(words[place + 1])
    return choose_language()


HELP_LANGUAGE = _typed_language()


def told(text: str) -> str:
    """A help text in the language of the reader."""
    return say(text, HELP_LANGUAGE)


LangOption = Annotated[
    Language | None, typer.Option("--lang", help=told("Language of what is printed; by default that of your system."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=told("Print JSON alone, for other programs."))]

app = typer.Typer(
    name="tejido",
    help=told("Measure how inclusive a city is for refugees, migrants and their hosts."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _frame(
    version: Annotated[
        bool, typer.Option("--version", help=told("Print the version and stop."), is_eager=True)
    ] = False,
) -> None:
    if version:
        print(__version__)
        raise typer.Exit


def language(lang: Language | None) -> str:
    """The language asked for with ``--lang``, else that of the environment."""
    return choose_language(lang.value if lang else None)


def errors_console() -> Console:
    """Where messages for people go, so that stdout holds the answer alone."""
    return Console(stderr=True, highlight=False)


def main() -> None:
    """Run the command line; an input at fault ends with status 1 and every finding told, never with a traceback."""
    import tejido.cli.cities
    import tejido.cli.results
    import tejido.cli.survey  # noqa: F401  (importing registers the commands)

    try:
        app()
    except TejidoError as problem:
        errors_console().print(findings_table(problem.findings, _typed_language()))
        raise SystemExit(1) from None
