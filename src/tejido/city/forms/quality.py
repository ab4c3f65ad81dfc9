"""The quality of submissions: rows that cannot be right are flagged with a code and stay where they are.

In: submissions with their form. Out: one line per flag (file, table, row as in the file, question, code, severity) and a
summary. Neither holds an answer, a name or a position.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from tejido.city.forms.logic import NO, YES, Evaluation
from tejido.city.forms.model import MAIN, POINTS, Form, Question
from tejido.city.forms.submissions import KEY, PARENT, Submissions
from tejido.city.forms.values import as_moment, by_value
from tejido.errors import Finding, finding, messages

OLDEST = 120
"""No verified life was much longer: 122 years."""
SHORT = 2.0
"""Minutes in which nobody can be interviewed."""
_AGE = re.compile(r"(?:.*_)?(?:age|edad)(?:_.*)?", re.IGNORECASE)
COLUMNS = ["file", "table", "row", "question", "code", "severity"]

__all__ = ["quality_report", "summary"]


@dataclass(frozen=True)
class _Flag:
    """Rows of a table that share a fault."""

    code: str
    table: str
    question: str
    rows: np.ndarray


def quality_report(
    submissions: Submissions,
    form: Form,
    *,
    outline: shapely.Geometry | None = None,
    ages: Collection[str] | None = None,
    exclusive: Mapping[str, Collection[str]] | None = None,
    evaluation: Evaluation | None = None,
) -> pd.DataFrame:
    """What cannot be right, row by row.

    Args:
        submissions: the answers.
        form: their form.
        outline: the city, in degrees (longitude, latitude); without it no point is looked at.
        ages: questions that hold an age in years; without it, numbers whose name has the part `age` or `edad`.
        exclusive: choices that stand alone, by the question or the list of choices they belong to.
        evaluation: the form's logic over these answers where it has been made already.

    Returns:
        `file`, `table` ("" the interviews), `row` (as a spreadsheet counts it, 1 the titles), `question`, `code`, `severity`;
        in the order of tables, codes, questions and rows.
    """
    logic = evaluation or Evaluation(form, submissions)
    flags = [*_interviews(submissions, form), *_orphans(submissions)]
    flags += [_Flag("E353", one.table, one.question, one.rows) for one in submissions.unread]
    for question in form.questions.values():
        flags += _question(question, submissions, logic)
        flags += _ages(question, submissions, ages)
        flags += _alone(question, submissions, exclusive or {})
        if outline is not None and question.type in POINTS:
            flags += _outside(question, submissions, outline)
    order = list(submissions.tables)
    flags.sort(key=lambda flag: (order.index(flag.table), flag.code))
    parts = [_lines(flag, submissions) for flag in flags if len(flag.rows)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def summary(report: pd.DataFrame) -> list[Finding]:
    """One finding per kind of flag and question, at its first row."""
    found = []
    for _, some in report.groupby(["code", "file", "table", "question"], sort=True):
        first = some.iloc[int(some["row"].argmin())]
        question = str(first["question"])
        found.append(
            finding(
                str(first["code"]), file=str(first["file"]), row=int(first["row"]), column=question or None,
                name=question or str(first["table"]), count=len(some),
            )
        )  # fmt: skip
    return found


def _lines(flag: _Flag, submissions: Submissions) -> pd.DataFrame:
    said = {
        "file": submissions.places[flag.table], "table": flag.table, "row": np.sort(flag.rows) + 2,
        "question": flag.question, "code": flag.code, "severity": messages()[flag.code]["severity"],
    }  # fmt: skip
    return pd.DataFrame(said, columns=COLUMNS)


def _where(flags: np.ndarray) -> np.ndarray:
    return np.flatnonzero(flags)


def _interviews(submissions: Submissions, form: Form) -> Iterator[_Flag]:
    """Ids that stand twice, and interviews too short to be one."""
    table = submissions.tables[MAIN]
    yield _Flag("E341", MAIN, "", _where(table[KEY].duplicated().to_numpy()))
    times = {question.type: table[question.id] for question in form.questions.values() if question.id in table.columns}
    if {"start", "end"} <= times.keys():
        minutes = (_minutes(times["end"]) - _minutes(times["start"])).astype(np.float64)
        yield _Flag("E344", MAIN, "", _where((minutes >= 0) & (minutes <= SHORT)))
        yield _Flag("E345", MAIN, "", _where(minutes < 0))


def _minutes(column: pd.Series) -> np.ndarray:
    def since(text: object) -> float:
        moment = as_moment(text) if isinstance(text, str) else None
        return np.nan if moment is None else pd.Timestamp(moment).timestamp() / 60

    return by_value(since, column.to_numpy(dtype=object)).astype(np.float64)


def _orphans(submissions: Submissions) -> Iterator[_Flag]:
    for name, table in submissions.tables.items():
        if name != MAIN:
            yield _Flag("E351", name, "", _where((table[PARENT] < 0).to_numpy()))


def _question(question: Question, submissions: Submissions, logic: Evaluation) -> Iterator[_Flag]:
    """What the form says of one question: asked or not, required, its choices, its constraint."""
    recorded = logic.recorded(question)
    if recorded is None or not question.is_asked:
        return
    asked = logic.asked(question)
    filled = np.broadcast_to(submissions.tables[question.table][question.id].notna().to_numpy(), asked.shape)

    def flag(code: str, rows: np.ndarray) -> _Flag:
        return _Flag(code, question.table, question.id, _where(rows))

    yield flag("E346", filled & (asked == NO))
    if question.required and question.required.lower() not in ("no", "false", "false()"):
        always = question.required.lower() in ("yes", "true", "true()", "1")
        needed = True if always else logic.true(question, "required", question.required) == YES
        yield flag("E347", ~filled & (asked == YES) & needed & _own_row(question, submissions))
    if question.constraint:
        yield flag("E352", filled & (logic.true(question, "constraint", question.constraint) == NO))
    options = logic.form.options(question)
    if question.is_choice and options:
        names = {choice.name for choice in options} | ({"other"} if question.other else set())
        several = question.type != "select_one"
        yield flag("E348", filled & ~_within(recorded.texts(), names, several))
        if question.choice_filter:
            yield flag("E349", filled & _not_offered(question, recorded.texts(), logic))


def _own_row(question: Question, submissions: Submissions) -> np.ndarray:
    """Rows that hang from an interview: of the others it is not known what was asked."""
    table = submissions.tables[question.table]
    return (table[PARENT] >= 0).to_numpy() if question.table != MAIN else np.ones(len(table), dtype=np.bool_)


def _within(texts: np.ndarray, names: Collection[str], several: bool) -> np.ndarray:
    """Whether every answer chosen is one of `names`."""
    return by_value(lambda one: set(one.split() if several else [one]) <= set(names), texts).astype(np.bool_)


def _not_offered(question: Question, texts: np.ndarray, logic: Evaluation) -> np.ndarray:
    """Answers that the filter of the list did not offer in that row, choice by choice."""
    several = question.type != "select_one"
    wrong = np.zeros(len(texts), dtype=np.bool_)
    everybody = {one for text in set(texts) for one in (text.split() if several else [text])}
    columns = {name for choice in logic.form.options(question) for name in choice.columns}
    offered: dict[tuple[tuple[str, str], ...], np.ndarray] = {}
    for choice in logic.form.options(question):
        if choice.name not in everybody:
            continue
        own = {name: choice.columns.get(name, "") for name in columns}
        # Most filters read one or two columns: choices that agree in all but their name are decided together.
        key = tuple(sorted((name, value) for name, value in own.items() if name in question.choice_filter))
        if key not in offered:
            offered[key] = logic.true(question, "choice_filter", question.choice_filter, own) == NO
        wrong |= ~_within(texts, everybody - {choice.name}, several) & offered[key]
    return wrong


def _ages(question: Question, submissions: Submissions, ages: Collection[str] | None) -> Iterator[_Flag]:
    table = submissions.tables.get(question.table)
    if table is None or question.id not in table.columns:
        return
    named = question.id in ages if ages is not None else bool(_AGE.fullmatch(question.name))
    if named and (ages is not None or question.type in ("integer", "decimal")):
        age = pd.to_numeric(table[question.id], errors="coerce").to_numpy(dtype=np.float64)
        yield _Flag("E342", question.table, question.id, _where((age < 0) | (age > OLDEST)))


def _alone(question: Question, submissions: Submissions, exclusive: Mapping[str, Collection[str]]) -> Iterator[_Flag]:
    alone = set(exclusive.get(question.id, exclusive.get(question.list_name, ())))
    table = submissions.tables.get(question.table)
    if alone and question.type == "select_multiple" and table is not None and question.id in table.columns:
        texts = table[question.id].fillna("").to_numpy(dtype=object)
        both = by_value(lambda one: len(one.split()) > 1 and bool(alone & set(one.split())), texts)
        yield _Flag("E350", question.table, question.id, _where(both.astype(np.bool_)))


def _outside(question: Question, submissions: Submissions, outline: shapely.Geometry) -> Iterator[_Flag]:
    table = submissions.tables.get(question.table)
    if table is None or question.id not in table.columns:
        return
    parts = table[question.id].str.split(" ", expand=True)
    here = parts[0].notna().to_numpy()
    inside = np.ones(len(table), dtype=np.bool_)
    shapely.prepare(outline)
    latitude, longitude = (parts[place][here].astype("float64").to_numpy() for place in (0, 1))
    inside[here] = shapely.intersects_xy(outline, longitude, latitude)
    yield _Flag("E343", question.table, question.id, _where(~inside))
