"""Answers with their form, for `tejido estimate`: which rows and columns are meant, and what is to be known about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tejido.city.answers import plain_codes
from tejido.city.forms import (
    MAIN,
    NO,
    PARENT,
    UNKNOWN,
    Evaluation,
    Form,
    Question,
    Submissions,
    quality_report,
    read_form,
    read_submissions,
    summary,
)  # fmt: skip
from tejido.city.labels import AnswerLabels
from tejido.errors import Finding, fail, finding

__all__ = ["FormAnswers", "labelled"]


def labelled(rows: Sequence[Mapping[str, Any]], labels: AnswerLabels, lang: str) -> list[dict[str, Any]]:
    """Figures with the labels of answers beside their codes, for people to read."""

    def said(variable: str, code: object) -> str:
        label = labels.value(variable, str(code), lang)
        return f"{code} {label}" if label else str(code)

    found = []
    for row in rows:
        name, sign, code = str(row["variable"]).rpartition("=")
        domain = {
            group: " - ".join(said(group, part) for part in str(value).split(" - "))
            for group, value in row["domain"].items()
        }
        found.append({**row, "variable": f"{name}={said(name, code)}" if sign else row["variable"], "domain": domain})
    return found


@dataclass(frozen=True, eq=False)
class FormAnswers:
    """An export read with its form; a choice of several answers also stands as one column of 0 and 1 per answer, ``V=ANSWER``."""

    form: Form
    submissions: Submissions

    @classmethod
    def read(cls, file: Path, form: Path) -> FormAnswers:
        """The answers and the form.

        Raises:
            TejidoError: one of the files is at fault.
        """
        made = read_form(form)
        return cls(made, read_submissions(file, made))

    @cached_property
    def several(self) -> dict[str, list[str]]:
        """The columns of every question that takes several answers."""
        return {
            one.id: [f"{one.id}={choice.name}" for choice in self.form.options(one)]
            for one in self.form.questions.values()
            if one.type == "select_multiple" and one.id in self.submissions.tables.get(one.table, ())
        }

    @property
    def names(self) -> list[str]:
        """Every column that can be named, of all tables."""
        columns = [str(name) for table in self.submissions.tables.values() for name in table.columns]
        return list(dict.fromkeys([*columns, *(one for some in self.several.values() for one in some)]))

    def spread(self, columns: Sequence[str]) -> list[str]:
        """Columns of categories; a question with several answers becomes one column per answer."""
        return [one for column in columns for one in self.several.get(column, [column])]

    def rows(
        self, wanted: Collection[str], codes: Collection[str], numeric: Collection[str]
    ) -> tuple[pd.DataFrame, list[Finding]]:
        """The rows that hold the columns `wanted`: interviews, or those of a repeat with the answers above them.

        `codes` are categories and `numeric` numbers of the design, which the form does not know.

        Raises:
            TejidoError: E332, the columns stand in two repeats side by side.
        """
        table = self._table(wanted)
        found = self._rows_with_above(table)
        for question, columns in self.several.items():
            if question in found:
                chosen = [str(text).split() for text in found[question].fillna("")]
                for column in set(columns) & set(wanted):
                    answer = column.removeprefix(f"{question}=")
                    found[column] = np.array([float(answer in some) if some else np.nan for some in chosen])
        for name in set(numeric) & set(found.columns):
            numbers = pd.to_numeric(found[name], errors="coerce")
            found[name] = numbers if numbers.notna().eq(found[name].notna()).all() else found[name]
        for name in set(codes) & set(found.columns):
            found[name] = plain_codes(found[name])
        used = [
            one
            for one in self.form.questions.values()
            if one.id in wanted or set(self.several.get(one.id, ())) & set(wanted)
        ]
        return found, self._told(used)

    def _table(self, wanted: Collection[str]) -> str:
        """The deepest table that is needed."""
        chain = [MAIN]
        for name, table in self.submissions.tables.items():
            own = set(table.columns) | {one for key, some in self.several.items() if key in table for one in some}
            elsewhere = {
                column for upper in self.form.above(name)[1:] for column in self.submissions.tables.get(upper, ())
            }
            if name == MAIN or not (own - elsewhere - {PARENT}) & set(wanted):
                continue
            above = self.form.above(name)
            if chain[0] not in above and name not in chain:
                raise fail("E332", file=self.submissions.file, one=chain[0], other=name)
            if chain[0] in above:
                chain = above
        return chain[0]

    def _rows_with_above(self, table: str) -> pd.DataFrame:
        found = self.submissions.tables[table]
        while table != MAIN:
            parent = self.form.parents[table]
            found = found[found[PARENT] >= 0]
            upper = self.submissions.tables[parent]
            added = upper.iloc[found[PARENT].to_numpy(dtype=np.int64)].reset_index(drop=True)
            own = found.drop(columns=PARENT).reset_index(drop=True)
            found = pd.concat([own, added[[name for name in added.columns if name not in own.columns]]], axis=1)
            table = parent
        return found.copy()

    def _told(self, used: Sequence[Question]) -> list[Finding]:
        """What was found in the form and the answers, as far as it touches the questions used; of the rest the number."""
        logic = Evaluation(self.form, self.submissions)
        report = quality_report(self.submissions, self.form, evaluation=logic)
        names = [one.id for one in used]
        shown = report[report["question"].isin([*names, ""])]
        told = [*self.submissions.findings, *summary(shown)]
        if len(report) > len(shown):
            told.append(finding("E334", file=self.submissions.file, count=len(report) - len(shown)))
        told += [one for one in logic.findings if dict(one.values).get("name") in names]
        for question in used:
            if question.is_asked:
                filled = self.submissions.tables[question.table][question.id].notna().to_numpy()
                asked = logic.asked(question)
                told.append(
                    finding(
                        "E331", file=self.submissions.places[question.table], column=question.id, name=question.id,
                        answered=int(filled.sum()), skipped=int((~filled & (asked == NO)).sum()),
                        unknown=int((~filled & (asked == UNKNOWN)).sum()),
                        missing=int((~filled & (asked != NO) & (asked != UNKNOWN)).sum()),
                    )
                )  # fmt: skip
        return told
