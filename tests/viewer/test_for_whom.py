"""For whom: groups side by side on the first screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tejido.viewer import build
from tests.axe import violations
from tests.browse import becomes, leading, turn, visit
from tests.once import once
from tests.viewer.conftest import HOME, served
from tests.viewer.fake import FakeRelease
from tests.viewer.grouped import Grouped
from tests.viewer.test_page import text_of


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the city that tells groups apart."""
    return once(tmp_path_factory, "grouped", lambda place: build(Grouped(), place)) / HOME


def panel(site: Path, whom: str, lang: str = "en") -> str:
    """The part of the first screen about one comparison, as HTML."""
    text = (site / lang / "index.html").read_text("utf-8")
    return re.split(r'data-whom="|</section>', text.split(f'data-whom="{whom}"')[1])[0]


@pytest.mark.parametrize(
    ("area", "said"),
    [
        # 60 (58 to 62) and 72 (70 to 74), of the same two indicators: 12 apart, and the intervals do not meet.
        ("Housing and services", "12 points less"),
        # Unemployment is known of the hosts alone, so the two are averages of unlike things.
        ("Jobs, incomes and opportunities for all", "not compared: made of other indicators in each group"),
        # 66 to 74 and 69 to 77 meet.
        ("Health and well-being", "with this sample no difference can be shown"),
        # 64 and 64, from records.
        ("Education and culture", "no difference"),
        ("Public space and safety", "not enough data"),
    ],
)
def test_an_area_of_two_groups_is_called_different_only_where_that_can_be_shown(grouped: Path, area: str, said: str):
    rows = dict(
        re.findall(r'<th scope="row">([^<]+)</th>.*?<td class="full"[^>]*>([^<]*)</td></tr>', panel(grouped, "origin"))
    )
    assert rows[area] == said


def test_the_scores_of_groups_that_are_made_of_fewer_indicators_are_told_so(grouped: Path):
    # Seven indicators make the city's score; by origin six are told.
    assert "made of the 6 of 7 indicators that tell groups apart" in panel(grouped, "origin")


def test_women_beside_men_are_told_by_the_largest_differences_that_can_be_shown(grouped: Path):
    women = panel(grouped, "sex")
    assert "A difference can be shown in 2 of 3 indicators." in women
    # Water differs by 30 points of 100, unemployment by 8; in overcrowding nothing is shown.
    assert re.findall(r"indicators/(\w+)\.html", women) == ["water", "unemployment"]
    assert "30 points more" in women
    assert women.count('class="dumbbell"') == 2


def test_each_age_stands_beside_the_same_one(grouped: Path):
    ages = panel(grouped, "age")
    assert ages.count("<h4>") == 2
    assert "In none of 1 indicators can a difference be shown" in ages
    assert "22 points less" in ages


def test_what_no_source_tells_apart_is_named_in_one_sentence(grouped: Path, site: Path):
    said = text_of(grouped / "en" / "index.html")
    assert (
        "Not compared in this city, because no source tells them apart: persons with and without disabilities." in said
    )
    nobody = (site / "es" / "index.html").read_text("utf-8")
    assert "Ninguna fuente de esta ciudad distingue grupos de personas" in nobody
    assert 'data-whom="' not in nobody


def test_every_comparison_has_a_page_that_leads_to_the_others(grouped: Path):
    pages = {file.name for file in (grouped / "en").glob("differences*.html")}
    assert pages == {"differences.html", "differences-d0.html", "differences-sex.html", "differences-age.html"}
    for page in pages:
        links = re.findall(r'href="\./(differences[^"]*\.html)"', (grouped / "en" / page).read_text("utf-8"))
        assert {"differences-sex.html", "differences-age.html"} <= set(links)
    assert 'id="sex-f-water"' in (grouped / "en" / "differences-sex.html").read_text("utf-8")


def test_what_costs_most_points_stands_in_order_and_leads_to_its_page(site: Path):
    page = (site / "en" / "index.html").read_text("utf-8")
    costs = re.search(r'<ol class="plain costs">.*?</ol>', page, re.S)
    assert costs
    points = [float(one) for one in re.findall(r"<b>([\d.]+) points less</b>", costs.group())]
    scores = FakeRelease().table("scores")
    city = scores[(scores["level"] == "city") & scores["node"].isin(FakeRelease().catalogue.indicators)]
    expected = sorted(((100 - city["score"].dropna()) / 8).round(1), reverse=True)[:5]
    assert points == expected
    for leaf in re.findall(r'href="\./indicators/(\w+)\.html"', costs.group()):
        assert (site / "en" / "indicators" / f"{leaf}.html").exists()


def test_from_a_file_one_comparison_is_shown_at_a_time_and_stands_in_the_address(browser: Browser, grouped: Path):
    page = visit(browser.new_page(), f"{(grouped / 'en' / 'index.html').as_uri()}#whom=sex")
    shown = page.locator("[data-whom]:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_attribute("data-whom", "sex")
    page.get_by_role("radio", name="Women and men").focus()
    page.keyboard.press("ArrowRight")
    expect(shown).to_have_attribute("data-whom", "age")
    expect(page).to_have_url(re.compile("#whom=age$"))
    page.close()


def test_the_comparison_stays_in_the_address_whatever_the_map_shows_and_wherever_a_reader_jumps(
    browser: Browser, grouped: Path
):
    with served(grouped) as address:
        page = visit(browser.new_page(), f"{address}en/index.html#whom=sex")
        page.locator("[data-node]").get_by_role("button").first.click()
        expect(page).to_have_url(re.compile("#whom=sex&node="))
        view = page.url
        turn(page, "main")
        expect(page).to_have_url(view)
        expect(page.locator("[data-whom]:visible")).to_have_attribute("data-whom", "sex")
        with leading(page):
            page.get_by_role("link", name="ES", exact=True).click()
        expect(page).to_have_url(view.replace("/en/", "/es/"))
        page.close()


def test_without_a_script_all_comparisons_stand_below_each_other(browser: Browser, grouped: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((grouped / "en" / "index.html").as_uri())
    expect(page.locator("[data-whom]:visible")).to_have_count(3)
    expect(page.get_by_role("radio")).to_have_count(0)
    context.close()


def test_axe_finds_nothing_on_groups_side_by_side_and_nothing_is_wider_than_a_phone(browser: Browser, grouped: Path):
    with served(grouped) as address:
        context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
        page = context.new_page()
        for file in ("index.html#whom=sex", "differences-age.html"):
            visit(page, f"{address}es/{file}")
            becomes(lambda: page.evaluate("document.documentElement.scrollWidth"), 320)
            assert violations(page) == {"light": [], "dark": []}, file
        context.close()


def test_a_filter_of_the_ages_page_keeps_one_group_and_a_comparison_has_an_address(browser: Browser, grouped: Path):
    page = visit(browser.new_page(), f"{(grouped / 'en' / 'differences-age.html').as_uri()}#said=shown")
    expect(page.locator(".gap:visible")).to_have_count(1)
    page.get_by_label("Can it be shown?").select_option("")
    expect(page.locator(".gap:visible")).to_have_count(2)
    page.get_by_label("Group", exact=True).select_option("age-60")
    expect(page.get_by_role("status")).to_have_text("1 of 2 comparisons")
    visit(page, f"{(grouped / 'en' / 'differences-sex.html').as_uri()}#sex-f-unemployment")
    expect(page.locator("#sex-f-unemployment")).to_be_in_viewport()
    page.close()
