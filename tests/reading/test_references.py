"""A figure is named so that one can write it, read it back, and be told what is wrong with the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.reading.references import STATISTICS, WITHOUT_NODE, NoReferenceError, Reference, parse

KEYS = ("node", "level", "unit", "group", "against", "period", "choice")
WORD = st.text("abcdefghij_0123456789+:;=-", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{score marker}}", Reference("score", "marker")),
        ("{{ value  employment group=origin=rm;sex=f }}", Reference("value", "employment", group="origin=rm;sex=f")),
        ("{{gap internet group=origin=rm against=origin=host}}",
         Reference("gap", "internet", group="origin=rm", against="origin=host")),
        ("{{share intention group=origin=rm choice=stay}}", Reference("share", "intention", group="origin=rm", choice="stay")),
        ("{{residents level=district unit=D3}}", Reference("residents", level="district", unit="D3")),
        ("{{value country_refugees level=country period=2023}}",
         Reference("value", "country_refugees", level="country", period="2023")),
    ],
)  # fmt: skip
def test_a_reference_is_read_as_it_is_written(text: str, named: Reference):
    assert parse(text) == named


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{{mean employment}}", "statistic"),
        ("{{value}}", "node"),
        ("{{value employment internet}}", "node"),
        ("{{residents employment}}", "node"),
        ("{{value employment people=all}}", "key"),
        ("{{value employment group=}}", "key"),
        ("{{value employment group=all group=sex=f}}", "repeated"),
        ("{{gap employment group=origin=rm}}", "against"),
        ("value employment", "statistic"),
    ],
)
def test_what_names_no_figure_is_told_by_what_is_wrong_with_it(text: str, wrong: str):
    with pytest.raises(NoReferenceError) as problem:
        parse(text)
    assert str(problem.value) == wrong


@given(st.sampled_from(sorted(STATISTICS)), st.fixed_dictionaries(dict.fromkeys(KEYS, WORD)))
def test_every_reference_can_be_read_back_from_its_text(statistic: str, parts: dict[str, str]):
    node = "" if statistic in WITHOUT_NODE else parts["node"].replace("=", "")
    named = Reference(statistic, **(parts | {"node": node or ("" if statistic in WITHOUT_NODE else "a")}))
    assert parse(str(named)) == named
