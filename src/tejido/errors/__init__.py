"""Coded errors with remedies, in every language tejido speaks.

In: a code of the catalogue (``messages/*.toml``), the place where it happened and the values to name. Out: a `Finding`,
which says what happened, where and what to do, or a `TejidoError` that carries findings to whoever can show them.

A message never repeats a dwelling's location, a person's name or an answer: `row` is the place in the file, not its content.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

Severity = Literal["error", "warning", "note"]

__all__ = ["Finding", "Severity", "TejidoError", "fail", "finding", "messages", "refuse_errors"]


@cache
def messages() -> dict[str, dict[str, object]]:
    """All messages by code: ``severity``, and per language ``what`` and ``do``.

    Raises:
        ValueError: the same code stands in two files of the catalogue.
    """
    found: dict[str, dict[str, object]] = {}
    for file in sorted(files(__package__).joinpath("messages").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for code, message in tomllib.loads(file.read_text("utf-8")).items():
            if code in found:
                raise ValueError(f"error code {code} is defined twice, last in {file.name}")
            found[code] = message
    return found


@dataclass(frozen=True)
class Finding:
    """One thing found: a code of the catalogue, where it is, and the values that its message names.

    `file` is a name inside the city folder (never an absolute path), `row` counts from 1 as an editor or a spreadsheet
    does, `column` is a column or key.
    """

    code: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    values: tuple[tuple[str, object], ...] = field(default=())

    @property
    def severity(self) -> Severity:
        """``error`` stops the work, ``warning`` is to be looked at, ``note`` tells what was done."""
        severity = messages()[self.code]["severity"]
        assert severity in ("error", "warning", "note"), f"{self.code} has an unknown severity"
        return severity

    def what(self, lang: str) -> str:
        """What happened, in `lang`."""
        return self._text("what", lang)

    def remedy(self, lang: str) -> str:
        """What to do about it, in `lang`."""
        return self._text("do", lang)

    def where(self) -> str:
        """The place as ``file:row [column]``, as much of it as is known."""
        place = self.file or ""
        if self.row is not None:
            place += f":{self.row}"
        return f"{place} [{self.column}]".strip() if self.column else place

    def _text(self, part: str, lang: str) -> str:
        texts = messages()[self.code][lang]
        assert isinstance(texts, dict)
        return _Sentence(lang).vformat(str(texts[part]), (), dict(self.values))


class _Sentence(string.Formatter):
    """Fills a message and writes its numbers as the language does: 1.8 and 12,500 in English, 1,8 and 12.500 in Spanish."""

    def __init__(self, lang: str) -> None:
        self._marks = str.maketrans(".,", ",.") if lang == "es" else {}

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return format(value, format_spec)
        grouped = "," if abs(value) >= 10_000 and not format_spec else ""
        written = format(value, format_spec or (grouped if isinstance(value, int) else f"{grouped}.6g"))
        return written.translate(self._marks)


class TejidoError(Exception):
    """The input is at fault: carries every finding that was made before the work stopped."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.code} {f.where()} {f.what('en')}".replace("  ", " ") for f in self.findings))


def finding(
    code: str, *, file: str | None = None, row: int | None = None, column: str | None = None, **values: object
) -> Finding:
    """Make a finding; `values` fill the placeholders of the message in every language.

    Raises:
        KeyError: the code is not in the catalogue.
    """
    if code not in messages():
        raise KeyError(f"no message for error code {code}")
    return Finding(code, file, row, column, tuple(sorted(values.items())))


def fail(
    code: str, *, file: str | None = None, row: int | None = None, column: str | None = None, **values: object
) -> TejidoError:
    """The exception for a single finding, to be raised by the caller."""
    return TejidoError([finding(code, file=file, row=row, column=column, **values)])


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Stop with all errors among `findings` at once; warnings and notes pass.

    Raises:
        TejidoError: at least one finding is an error.
    """
    errors = [f for f in findings if f.severity == "error"]
    if errors:
        raise TejidoError(errors)
