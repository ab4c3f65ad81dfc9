"""The pages opened as files, the page of the data, and what a reader takes along."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browse import ready, visit
from tests.viewer.conftest import Open
from tests.viewer.fake import DISTRICTS, FakeRelease

STEM = "synthetic-prueba-2024"


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[tuple[Page, list[str]]]:
    """A page and what it asks for beyond the folder; nothing of that is answered."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True, bypass_csp=False)
    outside: list[str] = []
    root = site.parents[1].as_uri()

    def only_the_folder(route) -> None:  # type: ignore[no-untyped-def]
        if route.request.url.startswith((root, "data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", only_the_folder)
    yield context.new_page(), outside
    context.close()


def test_as_a_file_there_are_picture_ranking_and_print_and_nothing_outside_is_asked_for(opened, site: Path):
    page, outside = opened
    visit(page, (site / "en" / "index.html").as_uri())
    expect(page.locator("#picture svg")).to_be_visible()
    expect(page.locator("#ranking-static tbody tr").first).to_be_visible()
    expect(page.get_by_text("The live map needs a web address")).to_be_visible()
    page.locator("#tools summary").click()
    expect(page.get_by_role("button", name="Print or save as PDF")).to_be_visible()
    # An address on this computer is of no use to others and tells them its folders.
    expect(page.get_by_role("button", name="Copy the address")).to_be_hidden()
    assert outside == []


def test_as_a_file_the_table_of_every_figure_is_chosen_searched_sorted_and_taken_along(opened, site: Path):
    page, outside = opened
    visit(page, (site / "en" / "data.html").as_uri())
    page.get_by_role("combobox", name="By", exact=True).select_option("district")
    page.get_by_label("Find a place or an indicator").fill("access improved")
    rows = page.locator("#everything tbody tr")
    expect(rows).to_have_count(len(DISTRICTS))
    page.get_by_role("button", name="Score", exact=True).click()
    scores = FakeRelease().table("scores").query("level == 'district' and node == 'water'")["score"]
    expect(rows.locator("td:nth-child(6)")).to_have_text([f"{one:.1f}" for one in sorted(scores)])
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download what is listed (CSV)").click()
    told = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert sorted(row["Place"] for row in told) == sorted(DISTRICTS)
    expect(page).to_have_url(re.compile(r"#find=access\+improved&sort=score$"))
    page.reload()
    ready(page)
    expect(rows).to_have_count(len(DISTRICTS))
    assert outside == []


def test_every_link_of_the_data_page_is_a_file_with_the_size_that_it_says(open_page: Open, site: Path):
    page = open_page(script=False, lang="en")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Data").click()
    links = page.locator("#files ~ * a[download], .files a[download]")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Data")
    assert links.count() >= 2 * 4
    for link in links.all():
        way = link.get_attribute("href")
        assert way is not None
        size = (site / "en" / way).stat().st_size
        told = link.locator("xpath=following-sibling::small[1]").inner_text()
        amount, unit = told.split()
        assert abs(float(amount) * {"kB": 1e3, "MB": 1e6}[unit] - size) <= {"kB": 1e3, "MB": 5e4}[unit]


def test_the_units_of_a_level_are_in_csv_and_geojson_as_in_the_tables_and_what_is_protected_is_in_neither(site: Path):
    release = FakeRelease()
    scores = release.table("scores").query("level == 'hexagon' and node == 'marker'").set_index("unit")["score"]
    table = pd.read_csv(site / "files" / f"{STEM}-hexagon.csv").set_index("unit")
    drawn = json.loads((site / "files" / f"{STEM}-hexagon.geojson").read_text("utf-8"))
    features = {one["properties"]["unit"]: one["properties"] for one in drawn["features"]}
    assert len(features) == len(table) == 60
    for unit, score in scores.items():
        if pd.isna(score):
            assert pd.isna(table.loc[unit, "marker_score"])
            assert "marker_score" not in features[unit]
        else:
            assert table.loc[unit, "marker_score"] == pytest.approx(score)
            assert features[unit]["marker_score"] == pytest.approx(score, rel=1e-5)
    # Hexagon 7 is protected: nobody's number stands there.
    assert pd.isna(table.loc["h07", "population"])
    assert "population" not in features["h07"]


def test_definitions_and_licence_stand_inside_the_files(site: Path):
    drawn = json.loads((site / "files" / f"{STEM}-district.geojson").read_text("utf-8"))
    assert drawn["definitions"]["es"]["water"]["name"] == "Acceso a agua mejorada"
    assert drawn["about"]["en"]["Licence"] == "CC-BY-4.0"
    book = openpyxl.load_workbook(site / "files" / f"{STEM}-district.en.xlsx", read_only=True)
    assert book.sheetnames == ["Read me", "Districts", "Values", "Definitions", "Sources"]
    cells = [cell for row in book["Definitions"].iter_rows(values_only=True) for cell in row]
    assert "Access to improved water" in cells
    table = pd.read_csv(site / "files" / f"{STEM}-definitions.es.csv")
    assert table.set_index("id").loc["water", "name"] == "Acceso a agua mejorada"


def test_the_address_and_the_embed_carry_what_is_shown(browser: Browser, address: str):
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{address}en/index.html#node=health")
    page.wait_for_selector("html[data-map=idle]")
    page.locator("#tools summary").click()
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator("#told")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}en/index.html#node=health"
    code = page.get_by_label("To show this view on another page").input_value()
    assert f'src="{address}en/index.html?embed#node=health"' in code
    assert 'title="Testville · tejido"' in code
    context.close()


def test_the_picture_of_a_page_carries_title_legend_and_source(browser: Browser, address: str):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    visit(page, f"{address}en/indicators/water.html")
    page.locator("#tools summary").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Picture for editing (SVG)").click()
    drawn = Path(saved.value.path()).read_text("utf-8")
    assert "Access to improved water, by hexagon" in drawn
    assert "too few people to show" in drawn
    assert "Testville · 2024" in drawn
    assert "class=" not in drawn
    with page.expect_download() as saved:
        page.get_by_role("button", name="Picture (PNG)").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    context.close()


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_city_s_page_is_one_sheet_of_a4_on_paper(browser: Browser, site: Path, lang: str):
    page = browser.new_page()
    visit(page, (site / lang / "index.html").as_uri())
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
    page.close()
