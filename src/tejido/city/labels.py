"""Labels of answers: what a question asks and what its categories mean, from a form or from inside a statistical file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tejido.city.forms.model import Form
from tejido.errors import fail
from tejido.words import Labels, pick

__all__ = ["AnswerLabels", "labels"]


@dataclass(frozen=True)
class AnswerLabels:
    """`variables` by name and `values` by variable and answer as it is written; each in the languages there are."""

    variables: Mapping[str, Labels]
    values: Mapping[str, Mapping[str, Labels]]

    @classmethod
    def of_form(cls, form: Form) -> AnswerLabels:
        """The labels of a form's questions and choices."""
        variables = {one.id: one.labels for one in form.questions.values() if one.labels}
        values = {
            one.id: {choice.name: choice.labels for choice in form.options(one) if choice.labels}
            for one in form.questions.values()
            if form.options(one)
        }
        return cls(variables, values)

    def value(self, variable: str, answer: str, lang: str) -> str | None:
        """The label of one answer in `lang`, or in the first language it has."""
        found = self.values.get(variable, {}).get(answer)
        return pick(found, lang) if found else None


def labels(path: Path) -> AnswerLabels:
    """The labels inside an SPSS (``.sav``, ``.zsav``) or Stata (``.dta``) file, under the language ``""``; others have none.

    Raises:
        TejidoError: E201, the file is not there; E202, it cannot be read.
    """
    if not path.is_file():
        raise fail("E201", file=path.name)
    kind = path.suffix.lower()
    if kind not in (".sav", ".zsav", ".dta"):
        return AnswerLabels({}, {})
    import pyreadstat

    try:
        read: Any = pyreadstat.read_dta if kind == ".dta" else pyreadstat.read_sav
        _, told = read(str(path), metadataonly=True)
    except (pyreadstat.ReadstatError, OSError, ValueError) as problem:
        raise fail("E202", file=path.name, problem=str(problem).replace(str(path), path.name)) from problem
    variables = {name: {"": label} for name, label in told.column_names_to_labels.items() if label}
    values = {
        name: {_code(value): {"": str(label)} for value, label in some.items()}
        for name, some in told.variable_value_labels.items()
    }
    return AnswerLabels(variables, values)


def _code(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
