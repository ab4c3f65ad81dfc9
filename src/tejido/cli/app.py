"""The frame of the commands: language, errors, exit status."""

from __future__ import annotations

import io
import json
import os
import sys
import textwrap
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from tejido import __version__
from tejido.cli.tables import findings_table
from tejido.errors import TejidoError, fail
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
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def answer_console() -> Console:
    """Where tables go. Brackets and colons in a name are its own: they are no markup."""
    return _Answers(highlight=False, markup=False, emoji=False)


class _Answers(Console):
    """Breaks a sentence at its spaces, but not at the fixed one between a figure and its sign, where Rich breaks too."""

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(self._broken(one) if isinstance(one, str) else one for one in objects), **options)

    def _broken(self, text: str) -> str:
        lines = (
            textwrap.fill(line, self.width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
        )
        return "\n".join(lines)


def print_json(item: object) -> None:
    """JSON alone on stdout, with accents as they are where the stream can carry them."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(item, ensure_ascii=not utf8, indent=1))


def main() -> None:
    """Run the command line; an input at fault ends with status 1 and every finding told, never with a traceback.

    Ctrl-C ends with status 130, as shells expect (128 + SIGINT).
    """
    _write_what_can_be_written()
    try:
        import tejido.cli.cities
        import tejido.cli.form
        import tejido.cli.profile
        import tejido.cli.protect
        import tejido.cli.results
        import tejido.cli.sample
        import tejido.cli.site
        import tejido.cli.survey
        import tejido.cli.transit
        import tejido.cli.weights  # noqa: F401  (importing registers the commands)

        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except TejidoError as problem:
        _tell(problem)
        raise SystemExit(1) from None
    except OSError as problem:
        _tell(fail("U101", reason=problem.strerror or type(problem).__name__))
        _give_up_stdout()
        raise SystemExit(1) from None


def _tell(problem: TejidoError) -> None:
    errors_console().print(findings_table(problem.findings, _typed_language()))


def _write_what_can_be_written() -> None:
    """A terminal that has no sign for a letter shows a question mark in its place, and the rest stays readable."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _give_up_stdout() -> None:
    """What stdout still holds can go nowhere: Python would try once more at its end, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
