"""Known totals of a population as they are named on the command line, for whoever calibrates weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from tejido import survey
from tejido.city.answers import read
from tejido.cli.app import told
from tejido.errors import fail
from tejido.survey.design import numbers
from tejido.words import say

Words = list[str] | None
PostOption = Annotated[
    Words, typer.Option("--poststratify", help=told("COL=TABLE.csv or A,B=TABLE.csv: known sizes of cells."))
]
RakeOption = Annotated[Words, typer.Option("--rake", help=told("COL=TABLE.csv for each margin: known sizes."))]
CalibrateOption = Annotated[
    Words, typer.Option("--calibrate", help=told("COL=TOTAL, COL=TABLE.csv or 1=PEOPLE: known totals."))
]
BoundsOption = Annotated[
    str | None, typer.Option("--bounds", help=told("LOW,HIGH: how far --calibrate may move a weight."))
]

__all__ = [
    "BoundsOption", "CalibrateOption", "Known", "PostOption", "RakeOption", "Words", "known_totals", "parts",
]  # fmt: skip


def parts(words: str | None) -> list[str]:
    """Words parted by commas."""
    return [part.strip() for part in words.split(",") if part.strip()] if words else []


def _wrong(text: str, lang: str) -> typer.BadParameter:
    return typer.BadParameter(say(text, lang))


@dataclass(frozen=True)
class Known:
    """Known totals: tables by their columns, and totals of number columns."""

    kind: str
    margins: Sequence[tuple[list[str], pd.DataFrame]]
    sums: Mapping[str, float]
    bounds: tuple[float, float]

    @property
    def columns(self) -> set[str]:
        """Columns of categories."""
        return {name for columns, _ in self.margins for name in columns}

    @property
    def numeric(self) -> set[str]:
        """Columns of numbers."""
        return set(self.sums) - {"1"}

    def applied(self, design: survey.Design, table: pd.DataFrame, file: str) -> survey.Design:
        """The design calibrated to these totals."""
        if self.kind == "poststratify":
            return survey.poststratify(design, table, *self.margins[0], file=file)
        if self.kind == "rake":
            return survey.rake(design, table, self.margins, file)
        if self.kind == "calibrate":
            totals: dict[str, float | Mapping[object, float]] = dict(self.sums)
            for columns, sizes in self.margins:
                [amount] = [name for name in sizes.columns if name not in columns]
                totals[columns[0]] = dict(zip(sizes[columns[0]], sizes[amount], strict=True))
            return survey.calibrate(design, table, totals, self.bounds, file)
        return design


def known_totals(asked: Mapping[str, Sequence[str]], bounds: str | None, lang: str) -> Known:
    """The known totals that the options ``poststratify``, ``rake`` and ``calibrate`` name, one of them at most.

    Raises:
        BadParameter: the options do not go together, or are not written as they should be.
        TejidoError: a table cannot be read, or has the wrong columns.
    """
    if sum(bool(words) for words in asked.values()) > 1:
        raise _wrong("Give one of --poststratify, --rake and --calibrate.", lang)
    if bounds and not asked["calibrate"]:
        raise _wrong("--bounds goes with --calibrate.", lang)
    [kind, words] = next(((kind, words) for kind, words in asked.items() if words), ("", []))
    margins, sums = [], {}
    for word in words:
        columns, sign, value = word.rpartition("=")
        if not (columns and sign and value):
            raise _wrong("Known totals are written COL=TABLE.csv; those of --calibrate also COL=TOTAL.", lang)
        try:
            amount = float(value) if kind == "calibrate" else None
        except ValueError:
            amount = None
        if amount is not None:
            sums[columns] = amount
            continue
        named = parts(columns)
        table = read(Path(value), None, named)
        if kind == "calibrate" and (len(named) != 1 or len(table.columns) != 2):
            raise fail("E123", file=Path(value).name, names=", ".join(map(str, table.columns)))
        for amounts in [name for name in table.columns if name not in named]:
            numbers(table, str(amounts), Path(value).name, least=0.0)
        margins.append((named, table))
    if kind == "poststratify" and len(margins) != 1:
        raise _wrong("--poststratify takes one table; several margins go with --rake.", lang)
    return Known(kind, margins, sums, _bounds(bounds, lang))


def _bounds(bounds: str | None, lang: str) -> tuple[float, float]:
    if not bounds:
        return (float("-inf"), float("inf"))
    try:
        low, high = (float(part) for part in parts(bounds))
    except ValueError:
        raise _wrong("--bounds is written LOW,HIGH, such as 0.5,2.", lang) from None
    if not low < 1 < high:
        raise _wrong("--bounds is written LOW,HIGH, such as 0.5,2.", lang)
    return low, high
