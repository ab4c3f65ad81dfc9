"""`tejido estimate --form`: columns by their names in the form, labels for people, and who was not asked."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from tests.city.books import FORM, workbook
from tests.cli.test_estimate import run

__all__ = ["run"]

MAIN = """
    _index | door/yes | zone | w | h
    1      | 1        | n    | 2 | a
    2      | 1        | s    | 1 | a
    3      | 0        |      | 1 | b
    4      | 1        | n    | 1 | b
    """
PEOPLE = """
    _parent_index | people/age | people/work
    1             | 40         | paid home
    1             | 7          |
    2             | 30         | none
    4             | 20         | paid
    4             | 50         |
    """


@pytest.fixture
def files(tmp_path: Path) -> tuple[object, ...]:
    """The answers and the option with their form."""
    book = workbook(tmp_path / "kobo.xlsx", {"Doors": MAIN, "people": PEOPLE})
    return (book, "--form", workbook(tmp_path / "form.xlsx", FORM))


def figures(out: str) -> dict[str, float]:
    return {row["variable"]: round(row["estimate"], 4) for row in json.loads(out)}


def test_several_answers_are_one_proportion_each_among_those_who_answered(run, files) -> None:
    """Weights 2, 1, 1 answered: paid (2 + 1) / 4, at home 2 / 4, none 1 / 4."""
    status, out, _ = run(*files, "--weight", "w", "--proportion", "work", "--format", "json")
    assert (status, figures(out)) == (0, {"work=paid": 0.75, "work=home": 0.5, "work=none": 0.25})
    one = run(*files, "--weight", "w", "--proportion", "work=home", "--format", "json")[1]
    assert figures(one) == {"work=home": 0.5}


def test_rows_of_a_repeat_carry_the_answers_of_their_household(run, files) -> None:
    """Zone n: (2 x 40 + 2 x 7 + 20 + 50) / 6; zone s: 30."""
    out = run(*files, "--weight", "w", "--psu", "_key", "--mean", "age", "--by", "zone", "--format", "json")[1]
    assert {row["domain"]["zone"]: round(row["estimate"], 4) for row in json.loads(out)} == {"n": 27.3333, "s": 30.0}


def test_who_was_not_asked_is_told_apart_from_who_did_not_answer(run, files) -> None:
    told = " ".join(run(*files, "--weight", "w", "--proportion", "work", "--lang", "en")[2].split())
    assert "work: 3 answered, 1 were not asked, 1 were asked and did not answer, of 0 it is not known." in told


@pytest.mark.parametrize(("lang", "label"), [("es", "yes=1 Sí"), ("en", "yes=1 Yes")])
def test_the_table_shows_labels_in_the_reader_s_language_and_json_shows_codes(
    run, files, lang: str, label: str
) -> None:
    words = (*files, "--weight", "w", "--proportion", "yes")
    assert label in run(*words, "--lang", lang)[1]
    assert figures(run(*words, "--format", "json")[1]) == {"yes=0": 0.2, "yes=1": 0.8}


def test_labels_stand_beside_groups_and_both_sides_of_a_gap(run, files) -> None:
    out = run(*files, "--weight", "w", "--mean", "w", "--by", "h", "--differential", "yes=1,0", "--lang", "es")[1]
    assert "1 Sí - 0 No" in out


def test_flags_on_other_questions_are_counted_not_listed(run, tmp_path: Path) -> None:
    main = MAIN.replace("| h\n", "| place\n").replace("| a\n", "| far\n").replace("| b\n", "| far\n")
    book = workbook(tmp_path / "kobo.xlsx", {"Doors": main, "people": PEOPLE})
    form = workbook(tmp_path / "form.xlsx", FORM)
    told = run(book, "--form", form, "--weight", "w", "--proportion", "yes", "--lang", "en")[2]
    assert "E334" in told
    assert "E348" not in told
    assert "E348" in run(book, "--form", form, "--weight", "w", "--proportion", "place", "--lang", "en")[2]


def test_two_repeats_side_by_side_and_a_join_are_refused(run, files, tmp_path: Path) -> None:
    survey = "type | name\n" + "\n".join(f"begin_repeat | r{n}\ninteger | t{n}\nend_repeat | r{n}" for n in (1, 2))
    form = workbook(tmp_path / "two.xlsx", {"survey": survey})
    sheets = {"main": "_index | w\n1 | 1", **{f"r{n}": f"_parent_index | t{n}\n1 | {n}" for n in (1, 2)}}
    book = workbook(tmp_path / "answers.xlsx", sheets)
    status, _, told = run(book, "--form", form, "--weight", "w", "--mean", "t1", "t2")
    assert (status, "E332" in told) == (1, True)
    assert run(*files, "--weight", "w", "--mean", "age", "--join", "a.csv:h")[0] == 2


def test_labels_inside_an_spss_file_stand_beside_its_codes(run, tmp_path: Path) -> None:
    table = pd.DataFrame({"w": [1.0, 1.0, 2.0], "water": ["s", "n", "s"]})
    pyreadstat.write_sav(table, str(tmp_path / "a.sav"), variable_value_labels={"water": {"s": "Agua de la red"}})
    status, out, _ = run(tmp_path / "a.sav", "--weight", "w", "--proportion", "water", "--lang", "es")
    assert (status, "water=s Agua de la red" in out) == (0, True)
