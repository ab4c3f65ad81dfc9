"""Relevance and calculations agree with ODK's own engine on random answers, question by question and row by row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tejido.city.forms import NO, YES, Evaluation, Form, read_form, read_submissions
from tests.city.forms_engine import NOW, exported, filled, place_of

CHANCE = ("random(", "uuid(", "once(")
"""What depends on when it was first computed is taken as recorded."""

SURVEY = """
type               | name     | relevant                             | calculation
integer            | n        |                                      |
decimal            | d        | ${n} > 1                             |
text               | t        |                                      |
date               | day      |                                      |
select_one yn      | yes      |                                      |
select_multiple m  | many     | ${yes} = '1'                         |
begin_repeat       | r        |                                      |
integer            | k        |                                      |
text               | u        | position(..) > 1                     |
begin_group        | g        | ${k} >= 5                            |
calculate          | inner    |                                      | position(..)
select_one m       | one      | ${yes} != '0'                        |
end_group          | g        |                                      |
calculate          | place    |                                      | position(..)
calculate          | same     |                                      | sum(${k})
calculate          | others   |                                      | indexed-repeat(${k}, ${r}, 1)
begin_repeat       | s        | ${k} > 0                             |
integer            | j        |                                      |
calculate          | deep     |                                      | concat(position(..), '-', position(../..), '-', ${k})
end_repeat         | s        |                                      |
calculate          | js       |                                      | sum(${j})
end_repeat         | r        |                                      |
integer            | after    | sum(${k}) > 20 or count(${r}) > 2    |
text               | anyk     | ${k} = 5                             |
text               | notk     | ${k} != 5                            |
text               | lessk    | ${k} < 2                             |
text               | bare     | ${n}                                 |
text               | both     | ${n} > 1 and (${yes} = '1' or not(${t} = 'a')) |
text               | neg      | -${n} < -4                           |
text               | unequal  | ${n} != ${k}                         |
text               | selm     | selected(${many}, '2')               |
text               | cross    | ${after} > 1 and ${many} = '2'       |
"""
CALCULATIONS = """
if(${n} > 5, 'big', 'small') | if(${yes} = '1', ${n}, '') | coalesce(${t}, ${n}) | concat(${t}, '|', ${n}, '|', 3) | string-length(${t})
substring-before(${t}, '/') | substring-after(${t}, '/') | substr(${t}, 1, 2) | substr(${t}, 1) | substr(${t}, -2) | substring(${t}, 2, 1)
contains(${t}, 'b') | starts-with(${t}, 'b') | ends-with(${t}, 'c') | translate(${t}, 'abc', 'XY') | normalize-space(${t})
regex(${t}, '^[0-9]{2}[/][0-9]{4}$') | selected(${many}, '1') | selected-at(${many}, 0) | selected-at(${many}, 1) | count-selected(${many})
number(${t}) | int(${d}) | int(-1.7) | round(${d}) | round(2.345, 2) | round(-2.5) | floor(${d}) | ceiling(${d}) | abs(-3) | pow(${n}, 2)
sum(${k}) | count(${r}) | count(${k}) | count-non-empty(${k}) | min(${k}) | max(${k}) | min(${n}, 3) | max(${n}, 3)
join(',', ${u}) | join('-', ${t}, ${n})
today() | now() | (today() - ${day}) div 365 | date('2020-02-29') | date(18262)
decimal-date-time('2020-01-01')
format-date(${day}, '%d/%m/%Y')
format-date(${day}, '%e %n %y %b') | format-date('2026-03-16', '%a') | ${day} < today() | ${day} + 1 | if(${day} = '', '', date(${day} + 1))
not(${n})
boolean(${t}) | boolean-from-string(${t})
true() | false() | 1 div 3 | 1 div 0 | 7 mod 3 | -7 mod 3 | 2 + 3 * 4 | (2 + 3) * 4 | 10 - 2 - 3 | ${n} * 2 | ${t} + 1 | '5' = 5 | 'a' < 'b'
once(${n}) | jr:choice-name(${yes}, '${yes}') | indexed-repeat(${u}, ${r}, 2) | indexed-repeat(${k}, ${r}, ${n}) | string(${n}) | string(0.1 + 0.2)
${n} = 5 | 5 = ${n} | ${n} = '05' | ${n} div 4 | 1000000 * 1000000 | ../n + 1 | /data/n + 1 | concat(${d}, '') | ${js} | sum(${j}) | max(${j}, 0)
"""
CHOICES = (("yn", "1", "Sí"), ("yn", "0", "No"), ("m", "1", "uno"), ("m", "2", "dos"), ("m", "3", "tres"))


def own_form(path: Path) -> Path:
    """A small form that calls every function."""
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(["type", "name", "relevant", "calculation", "label"])
    for line in SURVEY.strip().splitlines()[1:]:
        kind, name, relevant, calculation = (part.strip() for part in line.split("|"))
        survey.append([kind, name, relevant, calculation, name])
    for number, text in enumerate(
        part.strip() for line in CALCULATIONS.strip().splitlines() for part in line.split(" | ")
    ):
        survey.append(["calculate", f"c{number}", "", text, ""])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    for row in CHOICES:
        choices.append(row)
    book.create_sheet("settings").append(["form_id"])
    book["settings"].append(["data"])
    book.save(path)
    return path


def compare(
    workbook: Path, cases: int, seed: int, chromium: str | None, folder: Path
) -> tuple[Form, int, list[object]]:
    """How many relevances and values were compared, and those that differ."""
    form = read_form(workbook)
    told = filled(workbook, form, cases, seed, chromium)
    computed = {
        question.id for question in form.questions.values()
        if question.calculation and not any(one in question.calculation for one in CHANCE)
    }  # fmt: skip
    submissions = read_submissions(exported(told, form, computed, folder / "form.zip"), form)
    now = dt.datetime.fromisoformat(NOW)
    logic = Evaluation(form, submissions, now=now)
    at = {question.path: question for question in form.questions.values()}
    places = {name: {} for name in submissions.tables}
    for case, reference, _, _ in told:
        path, positions = place_of(reference)
        if path in at:
            places[at[path].table].setdefault((case, *positions), None)
    rows = {name: {place: row for row, place in enumerate(sorted(some))} for name, some in places.items()}
    compared, differ = 0, []
    for case, reference, relevant, value in told:
        path, positions = place_of(reference)
        if path not in at:
            continue
        question = at[path]
        row = rows[question.table][case, *positions]
        asked = logic.asked(question)[row]
        if asked != (YES if relevant else NO):
            differ.append((reference, case, "asked", relevant, int(asked), question.relevant))
        if question.id in computed and relevant:
            answer = logic.answer(question)
            got = answer.texts()[row if answer.size > 1 else 0]
            compared += 1
            if got != value and not _close(got, value) and not _sum_of_nothing(question.calculation, value, got):
                differ.append((reference, case, "value", value, got, question.calculation))
        compared += 1
    return form, compared, differ


def _sum_of_nothing(calculation: str, value: str, got: str) -> bool:
    """The engine has no number where no row is summed; XPath 1.0 (section 4.4) and ODK Collect have 0, and so have we."""
    return calculation.startswith("sum(") and (value, got) == ("", "0")


def _close(one: str, two: str) -> bool:
    try:
        return float(one) == pytest.approx(float(two), rel=1e-12)
    except ValueError:
        return False


def test_a_form_with_every_function_is_evaluated_as_the_engine_does(tmp_path: Path, chromium: str | None):
    _, compared, differ = compare(own_form(tmp_path / "own.xlsx"), 12, 11, chromium, tmp_path)
    assert differ == []
    assert compared > 2000


def test_the_rms_form_is_evaluated_as_the_engine_does(shared_data: Path, tmp_path: Path, chromium: str | None):
    _, compared, differ = compare(shared_data / "forms" / "RMS_CAPI_v3.xlsx", 3, 3, chromium, tmp_path)
    assert differ == []
    assert compared > 1000
