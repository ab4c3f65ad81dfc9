"""Random answers to a form, as an interviewer would record them: read from the workbook, walked by its own logic, exported as ODK does."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from tejido.city.forms import MAIN, PARENT, POSITION, YES, Evaluation, Form, Question, Submissions, read_form
from tejido.city.labels import AnswerLabels

REFUSED = 0.04
"""Share of questions that somebody does not answer."""

LOWER_ENDS = {
    "age": (0, 90),
    "arrival_year": (1990, 2024),
    "income": (50, 3000),
    "size": (1, 7),
    "schooling_years": (0, 20),
}
"""Where answers usually lie, for numbers whose possible range is far wider."""


def answered(workbook: Path, households: int, seed: int) -> tuple[Form, dict[str, pd.DataFrame]]:
    """Answers of `households` to every question that the form's logic puts to them; tables by name."""
    form = read_form(workbook)
    assert form.findings == ()
    chance = np.random.default_rng(seed)
    size = chance.integers(*LOWER_ENDS["size"], size=households)
    parent = np.repeat(np.arange(households), size)
    tables = {
        MAIN: pd.DataFrame({"_key": [f"uuid:{place}" for place in range(households)]}),
        "person": pd.DataFrame({PARENT: parent, POSITION: np.concatenate([np.arange(1, one + 1) for one in size])}),
    }
    told = Submissions("answers", tables, {"person": MAIN}, {}, AnswerLabels.of_form(form))
    logic = Evaluation(form, told)
    # Questions stand after all that decides about them, so each is drawn once and read by what follows.
    for question in form.questions.values():
        if question.type in ("start", "end", "note"):
            continue
        if question.calculation:
            tables[question.table][question.id] = logic.value(question, "calculation", question.calculation).texts()
            continue
        asked = logic.asked(question) == YES
        assert not (logic.asked(question) < 0).any(), f"{question.id}: {logic.findings}"
        drawn = _drawn(question, form, asked, chance, tables, size)
        tables[question.table][question.id] = np.where(asked, drawn, "")
        kept = logic.true(question, "constraint", question.constraint) if question.constraint else None
        assert kept is None or (kept[(tables[question.table][question.id] != "").to_numpy()] == YES).all(), question.id
    assert logic.findings == []
    return form, tables


def _drawn(
    question: Question,
    form: Form,
    asked: np.ndarray,
    chance: np.random.Generator,
    tables: dict[str, pd.DataFrame],
    size: np.ndarray,
) -> np.ndarray:
    """An answer for every row, whether it is asked or not."""
    rows = len(asked)
    if question.id == "size":
        return size.astype(str).astype(object)
    if question.id == "household_code":
        return np.array([f"d{place}" for place in range(rows)], dtype=object)
    if question.id == "selected_person":
        lines = tables[MAIN]["grown_lines"].str.split()
        return np.array([some[chance.integers(len(some))] if some else "" for some in lines], dtype=object)
    if question.is_choice:
        names = np.array([one.name for one in form.options(question)], dtype=object)
        mostly = {"consent": "true", "result": "complete"}.get(question.id)
        if mostly:
            return np.where(chance.random(rows) < 0.97, mostly, names[chance.integers(len(names), size=rows)])
        answers = names[names != "no_answer"]
        found = answers[chance.integers(len(answers), size=rows)]
        return np.where(chance.random(rows) < REFUSED, "no_answer", found) if "no_answer" in names else found
    if question.type in ("integer", "decimal"):
        return _numbers(question, rows, chance)
    return np.full(rows, "", dtype=object)


def _numbers(question: Question, rows: int, chance: np.random.Generator) -> np.ndarray:
    ends = (
        dict(part.strip().split(" ")[1:] for part in question.constraint.split(" and ")) if question.constraint else {}
    )
    low, high = LOWER_ENDS.get(question.id, (float(ends.get(">=", 0)), min(float(ends.get("<=", 400)), 400)))
    whole = chance.integers(int(np.ceil(low)), int(high) + 1, size=rows)
    found = whole.astype(str).astype(object)
    if question.type == "decimal":
        found = np.array([f"{min(one + 0.25, high):g}" for one in whole], dtype=object)
    return found if question.required else np.where(chance.random(rows) < REFUSED, "", found)


def export(form: Form, tables: dict[str, pd.DataFrame], into: Path) -> Path:
    """The answers as ODK Central exports them: a zip with a file for the interviews and one for the persons."""
    paths = {question.id: "-".join(question.path) for question in form.questions.values()}
    with zipfile.ZipFile(into, "w") as archive:
        for name, table in tables.items():
            text = io.StringIO()
            writer = csv.writer(text)
            ids = [column for column in table.columns if column in paths]
            writer.writerow([*(paths[column] for column in ids), *(["KEY"] if name == MAIN else ["PARENT_KEY", "KEY"])])
            for row in table.to_dict("records"):
                key = (
                    [row["_key"]]
                    if name == MAIN
                    else [f"uuid:{row[PARENT]}", f"uuid:{row[PARENT]}/person[{row[POSITION]}]"]
                )
                writer.writerow([*(row[column] for column in ids), *key])
            archive.writestr(f"survey-{name}.csv" if name else "survey.csv", text.getvalue())
    return into
