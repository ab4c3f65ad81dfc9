"""How sure scores and figures are: the page for planners, and the marks beside every score."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browse import becomes, turn, visit
from tests.viewer.conftest import HOME, served
from tests.viewer.surveyed import Surveyed
from tests.viewer.test_page import text_of


@pytest.fixture(scope="module")
def surveyed(two_rounds: Path) -> Path:
    """The pages of the city with a survey, two of whose districts share a figure."""
    return two_rounds / HOME


def test_chance_and_method_are_two_sentences_with_the_city_s_own_figures(surveyed: Path):
    scores = Surveyed().table("scores")
    score = scores.loc[(scores["level"] == "city") & (scores["node"] == "marker"), "score"].item()
    low, high, least, most = (round(score + move) for move in (-3, 3, -9, 9))
    for page in ("index.html", "sure.html"):
        said = text_of(surveyed / "en" / page)
        assert f"Had other people been asked, it would be between {low} and {high}." in said
        assert f"Counted in other defensible ways it would be between {least} and {most}." in said


def test_the_interval_and_the_range_of_an_area_are_two_marks_and_two_words(surveyed: Path):
    page = (surveyed / "en" / "index.html").read_text("utf-8")
    areas = re.findall(r'<li class="area".*?</li>\n', page, re.S)
    assert len(areas) == 5
    for area in areas:
        assert area.count('class="whisker"') == area.count('class="ways"') == 1
        assert re.search(r'<small title="Had other people[^"]*">\d+–\d+</small>', area)
        assert "Counted in other defensible ways" in area


def test_without_a_survey_there_is_no_interval_and_the_page_says_why(site: Path):
    assert 'class="whisker"' not in (site / "en" / "index.html").read_text("utf-8")
    said = text_of(site / "en" / "sure.html")
    assert "No figure of the city's score comes from a survey" in said
    assert "Had other people been asked" not in said


def test_three_questions_are_answered_about_the_two_hardest_places_and_every_other_pair(surveyed: Path):
    scores = Surveyed().table("scores")
    mine = scores[(scores["level"] == "district") & (scores["node"] == "marker")].sort_values("score")
    units = Surveyed().table("units").query("level == 'district'").set_index("unit")["name"]
    names = [units[unit] for unit in mine["unit"]]
    said = text_of(surveyed / "en" / "sure.html")
    files = [json.loads((surveyed / "en" / "sure" / f"{at}.json").read_text("utf-8")) for at in range(6)]
    # The intervals are 3 points to either side: two places differ where their scores lie more than 6 apart.
    for at, one in enumerate(files):
        for beside, order in enumerate(one["order"]):
            apart = mine["score"].iloc[beside] - mine["score"].iloc[at]
            start = "Yes" if apart > 6 else "No, the other way round" if apart < -6 else "This survey does not show"
            assert at == beside or order.startswith(start), (names[at], names[beside], apart)
    for answer in (files[0]["band"], files[0]["order"][1], files[0]["method"][1]):
        assert answer in said


def test_what_makes_the_range_is_told_in_words_the_largest_first(surveyed: Path):
    said = text_of(surveyed / "en" / "sure.html")
    parts = re.findall(r"(most of it|a good part of it|a little of it|hardly anything)", said)
    assert parts == ["most of it", "a good part of it", "a little of it", "hardly anything"]
    assert said.index("Which figure is worth 0 and which 100") < said.index("How much each part weighs")


def test_a_figure_from_answers_tells_how_many_answered_between_what_and_that_units_were_merged(surveyed: Path):
    page = (surveyed / "en" / "index.html").read_text("utf-8")
    row = re.search(r'<tr><th scope="row"><a [^>]+>Unemployment.*?</tr>', page, re.S)
    assert row
    for said in ("survey", "500 answers", "some places together with their neighbours, where few answered or live"):
        assert f"<small>{said}</small>" in row.group()
    assert re.search(r"<small>[\d.]+–[\d.]+</small>", row.group())


def test_the_reader_chooses_two_places_and_the_answers_follow(browser: Browser, surveyed: Path):
    with served(surveyed) as address:
        page = browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 800}).new_page()
        visit(page, f"{address}en/sure.html")
        found = json.loads((surveyed / "en" / "sure" / "3.json").read_text("utf-8"))
        page.get_by_label("First place").select_option("3")
        page.get_by_label("Second place").select_option("0")
        expect(page.locator("#answer-order")).to_have_text(found["order"][0])
        expect(page.locator("#answer-method")).to_have_text(found["method"][0])
        expect(page.locator("#answer-band")).to_have_text(found["band"])
        becomes(lambda: page.evaluate("document.documentElement.scrollWidth"), 360)
        page.context.close()


def test_the_card_of_a_merged_unit_names_its_neighbours_and_keeps_chance_and_method_apart(
    browser: Browser, surveyed: Path
):
    with served(surveyed) as address:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        visit(page, f"{address}en/index.html#node=unemployment&level=district&unit=d0&of=district")
        card = page.locator("#card")
        expect(card).to_contain_text("by chance between")
        expect(card).to_contain_text("counted otherwise between")
        expect(card).to_contain_text("one figure for Alto del Río, San José de los Remedios together")
        expect(card).to_contain_text("500 answers")
        turn(page, "node=unemployment&level=district&unit=d5&of=district")
        expect(card).to_contain_text("not enough answers")
        heads = page.locator(".live-table thead th")
        expect(heads.filter(has_text="By chance")).to_have_count(1)
        expect(heads.filter(has_text="Counted otherwise")).to_have_count(1)
        page.context.close()
