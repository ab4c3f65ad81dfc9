"""Whatever stands in a form, its logic gives an answer or says what it cannot compute; it never breaks."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.city.forms import NO, UNKNOWN, YES, Evaluation, Form, Submissions, read_form, read_submissions
from tejido.city.forms.expression import UnreadableError, parse
from tejido.city.forms.functions import AGGREGATES, PLAIN
from tejido.city.forms.logic import CONTEXTUAL
from tejido.words import LANGUAGES
from tests.city.books import archive, workbook

NAMES = sorted({**PLAIN, **AGGREGATES, **CONTEXTUAL, "pulldata": 0, "random": 0})
ATOMS = [
    "${n}",
    "${t}",
    "${k}",
    "${r}",
    "${g}",
    "'a'",
    "'['",
    "'2020-02-29'",
    "''",
    "0",
    "-1.5",
    "1e9",
    "99999999999",
    ".",
    "..",
    "../n",
]
expressions = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds(lambda name, parts: f"{name}({', '.join(parts)})", st.sampled_from(NAMES), st.lists(inner, max_size=3)),
        st.builds(
            lambda a, sign, b: f"({a} {sign} {b})", inner,
            st.sampled_from(["and", "or", "=", "!=", "<", ">=", "+", "-", "*", "div", "mod"]), inner,
        ),
    ),
    max_leaves=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Form, Submissions]:
    """Two interviews with a repeat, one of them without rows."""
    folder = tmp_path_factory.mktemp("form")
    survey = """
        type         | name
        integer      | n
        begin_group  | g
        text         | t
        end_group    | g
        begin_repeat | r
        integer      | k
        end_repeat   | r
        """
    form = read_form(workbook(folder / "form.xlsx", {"survey": survey}))
    files = {"f.csv": "KEY | n | t\na | 5 | x y\nb | |", "f-r.csv": "PARENT_KEY | k\na | 1\na | \nc | 3"}
    return form, read_submissions(archive(folder / "f.zip", files), form)


@settings(max_examples=150)
@given(text=expressions, name=st.sampled_from(["n", "t", "k"]))
def test_any_expression_gives_an_answer_for_every_row(answers: tuple[Form, Submissions], text: str, name: str):
    form, read = answers
    logic = Evaluation(form, read)
    question = form.questions[name]
    found = logic.true(question, "relevant", text)
    assert found.shape == (len(read.tables[question.table]),)
    assert set(np.unique(found).tolist()) <= {NO, YES, UNKNOWN}


@settings(max_examples=200)
@given(text=st.text(alphabet="${}()[]'\",.+-*/=<> \nandorivx1_:é", max_size=30))
def test_any_text_is_an_expression_or_is_refused(text: str):
    try:
        tree = parse(text)
    except UnreadableError:
        return
    assert tree is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_on_answers_names_every_function_that_is_computed(root: Path, lang: str):
    page = (root / "docs" / lang / "answers.md").read_text("utf-8")
    block = next(part for part in page.split("\n\n") if "`boolean-from-string`" in part)
    assert set(re.findall(r"`([a-z:-]+)`", block)) == {*PLAIN, *AGGREGATES, *CONTEXTUAL}
