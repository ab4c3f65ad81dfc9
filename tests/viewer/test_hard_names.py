"""Codes that are no names for files, and what stands in a public folder that somebody changed by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tejido.viewer import write_site
from tejido.viewer.round import LONGEST, safe
from tests.viewer.several import Elsewhere


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("../x", "x"), ("..", "x"), ("A/B", "a-b"), ("a#b", "a-b"), ("a?b=1&c%2F", "a-b-1-c-2f"), ("ñ", "n"), ("😀", "x"),
        ("<script>", "script"), ("con", "x-con"), ("LPT1", "x-lpt1"), ("AUX", "x-aux"), ("console", "console"),
    ],
)  # fmt: skip
def test_a_code_becomes_a_name_that_leads_nowhere_else_and_that_every_host_can_store(code: str, name: str):
    assert safe(code) == name


def test_a_code_of_300_letters_becomes_a_short_name_that_no_other_one_has():
    one, other = safe("n" * 300), safe("n" * 299 + "m")
    assert len(one) == len(other) == LONGEST
    assert one != other
    assert re.fullmatch(r"n{53}-[0-9a-f]{6}", one)


@pytest.mark.usefixtures("few_pages")
def test_a_city_with_a_code_that_leads_out_of_the_site_stays_inside_it(tmp_path: Path):
    city = Elsewhere()
    city.meta["city"] |= {"code": "../../" + "x" * 300, "names": {"es": "A/B\\c 😀 <b>x</b>", "en": "con"}}
    built = write_site([city], tmp_path / "inside" / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    assert [path.name for path in (tmp_path / "inside").iterdir()] == ["site"]
    page = (built.rounds[0] / "es" / "index.html").read_text("utf-8")
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
