"""How local instruments are assessed, as data: the criteria for including human mobility and what each score means.

In: ``data/policies.toml``, or what a release carries of it. Out: `Questionnaire`, checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tejido.catalogue.fields import Document, Table
from tejido.catalogue.loader import read_document
from tejido.errors import TejidoError
from tejido.words import Labels

HIGHEST = 3
"""The highest score of a criterion; the lowest is 0."""

DOCUMENT = "policies.json"
"""The file of a release that says what was asked of the instruments."""

__all__ = ["DOCUMENT", "HIGHEST", "Criterion", "Questionnaire", "as_data", "questionnaire", "questionnaire_from_dict"]


@dataclass(frozen=True)
class Criterion:
    """What is asked of an instrument, and what the scores from 0 to `HIGHEST` mean."""

    id: str
    names: Labels
    questions: Labels
    scores: tuple[Labels, ...]


@dataclass(frozen=True)
class Questionnaire:
    """The criteria in order, the kinds of instruments, and what may become of a recommendation."""

    id: str
    version: str
    source: str
    kinds: Mapping[str, Labels]
    statuses: Mapping[str, Labels]
    criteria: Mapping[str, Criterion]


@cache
def questionnaire() -> Questionnaire:
    """The questionnaire that comes with tejido."""
    return _made(*_document())


def questionnaire_from_dict(data: Mapping[str, Any], file: str = "policies.json") -> Questionnaire:
    """The questionnaire that a release carries.

    Raises:
        TejidoError: every fault of the file (``K1...``).
    """
    return _made(Document(file), data)


def as_data() -> Mapping[str, Any]:
    """The questionnaire as plain data, for a release."""
    return _document()[1]


@cache
def _document() -> tuple[Document, Mapping[str, Any]]:
    return read_document(files("tejido.catalogue").joinpath("data", "policies.toml"))


def _made(document: Document, data: Mapping[str, Any]) -> Questionnaire:
    whole = Table(data, (), document)
    whole.integer("format", low=1)
    made = Questionnaire(
        id=whole.text("id"),
        version=whole.text("version"),
        source=whole.text("source"),
        kinds=_labels(whole.table("kinds")),
        statuses=_labels(whole.table("statuses")),
        criteria={table.id: _criterion(table) for table in whole.tables("criteria")},
    )
    whole.done()
    if document.findings:
        raise TejidoError(document.findings)
    return made


def _labels(table: Table) -> dict[str, Labels]:
    return {key: table.labels(key) for key in table.data}


def _criterion(table: Table) -> Criterion:
    scores = tuple(table.labels(str(score)) for score in range(HIGHEST + 1))
    made = Criterion(table.id, table.labels("names"), table.labels("questions"), scores)
    table.done()
    return made
