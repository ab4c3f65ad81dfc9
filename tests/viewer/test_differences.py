"""The pages of differences between groups."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.viewer import build
from tests.browse import leading, ready, visit
from tests.once import once
from tests.viewer.conftest import HOME, served
from tests.viewer.surveyed import Surveyed
from tests.viewer.test_page import text_of


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the city with a survey."""
    return once(tmp_path_factory, "surveyed", lambda place: build(Surveyed(), place)) / HOME


def article(site: Path, indicator: str, lang: str = "en", page: str = "differences.html") -> str:
    """The part of a page about one indicator."""
    text = (site / lang / page).read_text("utf-8")
    found = re.search(rf'<article class="gap [^>]*data-indicator="{indicator}".*?</article>', text, re.S)
    assert found, indicator
    return found.group()


def test_a_difference_is_told_in_a_sentence_with_a_picture_and_both_counts(surveyed: Path):
    water = article(surveyed, "water")
    assert "Among refugees and migrants it is 80%" in water
    assert "10 points less than in the host community (90%). They are worse off." in water
    assert 'class="dumbbell"' in water
    assert "between 76 and 84" in water
    assert "Answers: 321 and 4,321" in water
    # 80 and 90 of 100 on an axis that takes 96 % of the width and begins at 2 %.
    assert 'x="78.80%"' in water
    assert 'x="88.40%"' in water


@pytest.mark.usefixtures("few_pages")
def test_with_the_opposite_sign_planted_the_sentence_and_the_first_line_turn(surveyed: Path, tmp_path: Path):
    build(Surveyed(turned=True), tmp_path / "site")
    said = {True: article(tmp_path / "site" / HOME, "water", "es"), False: article(surveyed, "water", "es")}
    assert "10 puntos menos que en la comunidad de acogida" in said[False].replace("\u00a0", " ")
    assert "Están en peor situación." in said[False]
    assert "10 puntos más que en la comunidad de acogida" in said[True].replace("\u00a0", " ")
    assert "Están en mejor situación." in said[True]
    assert "Refugees and migrants: worse off in 1, better off in 0." in text_of(surveyed / "en" / "differences.html")
    assert "Refugees and migrants: worse off in 0, better off in 1." in text_of(
        tmp_path / "site" / HOME / "en" / "differences.html"
    )


def test_where_nothing_can_be_said_no_figure_stands_on_the_page_or_in_the_file(surveyed: Path):
    few = article(surveyed, "unemployment")
    assert "Nothing can be said" in few
    assert "not enough answers" in few
    assert "dumbbell" not in few
    for file in (*surveyed.rglob("differences*.html"), *surveyed.rglob("*differences.csv")):
        text = file.read_text("utf-8")
        assert not re.search(r"12[.,]3|56[.,]7|56[.,]8", text), file.name


def test_what_is_not_shown_is_told_so_and_for_nobody_the_harder(surveyed: Path):
    crowded = article(surveyed, "overcrowding")
    assert 'class="gap not_shown"' in crowded
    assert "With this survey no difference can be shown" in crowded
    assert "worse off" not in crowded


def test_how_much_is_where_people_live_stands_behind_a_click(surveyed: Path):
    behind = re.search(r"<details>.*</details>", article(surveyed, "water"), re.S)
    assert behind
    assert (
        "If both groups were alike in ages, sexes and household sizes: 10 points less (between 15 points less and 5 points less)."
        in behind.group()
    )
    assert "Because the groups live in different quarters: 5 points less." in behind.group()


def test_a_unit_has_its_own_page_and_those_of_which_nothing_can_be_said_are_named(surveyed: Path):
    page = (surveyed / "en" / "differences.html").read_text("utf-8")
    assert '<a href="./differences-d0.html" data-keep>Alto del Río</a>' in page
    assert "Too few answers to say anything of: San José de los Remedios." in page
    assert sorted(file.name for file in (surveyed / "en").glob("differences*")) == [
        "differences-d0.html",
        "differences.html",
    ]
    assert "Alto del Río" in text_of(surveyed / "en" / "differences-d0.html")


def test_the_file_of_differences_says_that_it_is_synthetic_and_holds_the_sentences(surveyed: Path):
    with (surveyed / "en" / "synthetic-prueba-differences.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["synthetic"] for row in rows} == {"True"}
    water = next(row for row in rows if row["indicator"] == "water" and row["level"] == "city")
    assert (water["value"], water["gap"], water["verdict"]) == ("80", "-10", "shown")
    assert water["sentence"].endswith("neighbours.")
    few = next(row for row in rows if row["indicator"] == "unemployment")
    assert (few["value"], few["gap"], few["gap_low"], few["n"]) == ("", "", "", "321")


def test_a_city_without_a_survey_says_what_is_missing(site: Path):
    assert "no hay nada que comparar" in text_of(site / "es" / "differences.html")
    assert not list(site.rglob("*differences.csv"))


@pytest.mark.usefixtures("few_pages")
def test_people_who_were_not_chosen_by_chance_are_called_so_on_every_page(tmp_path: Path):
    build(Surveyed(indicative=True), tmp_path / "site")
    for page in (tmp_path / "site" / HOME).rglob("*.html"):
        assert "Nobody else asked these people." in page.read_text("utf-8"), page.name
    water = article(tmp_path / "site" / HOME, "water")
    assert "Of those asked, among refugees and migrants it is 80%" in water
    assert "indicative only" in water
    assert "worse off" not in water


@pytest.fixture
def page(browser: Browser, surveyed: Path) -> Iterator[Page]:
    """The differences in a browser, in English, on a laptop."""
    with served(surveyed) as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        yield visit(context.new_page(), f"{address}en/differences.html")
        context.close()


def test_rights_are_filtered_ordered_and_kept_in_the_address(page: Page):
    expect(page.locator(".gap:visible h3")).to_have_text([re.compile("water"), re.compile("enough room")])
    page.get_by_label("Right").select_option("economy")
    page.get_by_text("Not enough answers to say anything: 1").click()
    expect(page.locator(".gap:visible h3")).to_have_text([re.compile("Unemployment")])
    page.get_by_label("Right").select_option("")
    page.get_by_label("In which order").select_option("size")
    expect(page.locator(".gap:visible .of")).to_have_text(
        ["Housing and services", "Housing and services", "Jobs, incomes and opportunities for all"]
    )
    page.reload()
    ready(page)
    expect(page.get_by_label("In which order")).to_have_value("size")
    with leading(page):
        page.get_by_role("link", name="Alto del Río").click()
    expect(page).to_have_url(re.compile(r"/en/differences-d0\.html#order=size$"))
    with leading(page):
        page.get_by_role("link", name="ES", exact=True).click()
    expect(page).to_have_url(re.compile(r"/es/differences-d0\.html#order=size$"))


def test_the_table_is_sorted_by_a_click_and_what_is_missing_comes_last(page: Page):
    page.get_by_text("The same as a table").click()
    head = page.get_by_role("button", name="Refugees and migrants", exact=True)
    cells = page.locator("table.sortable tbody td:nth-child(3)")
    head.click()
    expect(cells).to_have_text(["61.3%", "80%", "—"])
    head.click()
    expect(cells).to_have_text(["80%", "61.3%", "—"])
    expect(page.locator("[aria-sort=descending]")).to_have_count(1)
