"""Every room says what comes in and what goes out, has its tests and its budget, and stands in the house where the docs say."""

from __future__ import annotations

import ast
import tomllib

import pytest

from tejido.words import LANGUAGES
from tests.house.repository import ROOT, SOURCE, rooms, storeys

KNOWN = {room for storey in storeys() for room in storey}


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_what_comes_in_and_what_goes_out(room: str):
    told = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text("utf-8"))) or ""
    assert "In: " in told
    assert "Out: " in told


@pytest.mark.parametrize("room", rooms())
def test_a_room_has_a_storey_in_the_import_contract(room: str):
    assert room in KNOWN


@pytest.mark.parametrize("room", rooms())
def test_a_room_has_tests_that_mirror_it(room: str):
    assert list((ROOT / "tests" / room).glob("test_*.py")), f"no tests/{room}/test_*.py"


def test_the_budget_of_the_tests_sums_to_fifteen_minutes_of_two_workers():
    budget = tomllib.loads((ROOT / "tests" / "budget.toml").read_text("utf-8"))["minutes"]
    assert sum(budget.values()) == pytest.approx(2 * 15.0)


def test_every_folder_of_tests_has_a_budget():
    budget = tomllib.loads((ROOT / "tests" / "budget.toml").read_text("utf-8"))["minutes"]
    folders = {test.parent.relative_to(ROOT / "tests").parts[0] for test in (ROOT / "tests").glob("*/**/test_*.py")}
    assert folders - set(budget) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_about_the_house_lists_the_rooms_in_the_order_of_the_contract(lang: str):
    page = (ROOT / "docs" / lang / "house.md").read_text("utf-8")
    first_table = page.split("|---|---|\n", 1)[1].split("\n\n", 1)[0]
    cells = [row.split("|")[1] for row in first_table.splitlines()]
    assert [tuple(part.strip(" `") for part in cell.split(",")) for cell in cells] == list(storeys())
