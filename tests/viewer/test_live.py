"""The live page in a browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.viewer.conftest import Open


def drawn(page: Page) -> None:
    """Wait until what was asked for is on the map."""
    page.wait_for_selector("html[data-map=idle]", timeout=30_000)


def test_the_live_map_takes_the_place_of_the_picture_without_any_error(open_page: Open):
    page = open_page()
    expect(page.locator("#live canvas")).to_be_visible()
    expect(page.locator("#picture")).to_be_hidden()
    assert page.errors == []  # type: ignore[attr-defined]


def test_nothing_is_asked_for_outside_the_pages_own_address(open_page: Open, address: str):
    page = open_page(script=False)
    asked: list[str] = []
    page = page.context.browser.new_page()  # type: ignore[union-attr]
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}es/index.html#node=school&as=value")
    drawn(page)
    page.close()
    assert len(asked) > 10
    host = urljoin(address, "/")
    assert [url for url in asked if not url.startswith((host, "data:", f"blob:{host}"))] == []


def test_focus_on_a_row_shows_its_card_and_arrows_move_on(open_page: Open):
    page = open_page()
    rows = page.locator("#ranking-live tbody button")
    rows.first.focus()
    card = page.locator("#card")
    expect(card.get_by_role("heading")).to_have_text(rows.first.inner_text())
    expect(card).to_contain_text("of 100")
    page.keyboard.press("ArrowDown")
    expect(card.get_by_role("heading")).to_have_text(rows.nth(1).inner_text())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("unit="))
    page.keyboard.press("End")
    expect(card.get_by_role("heading")).to_have_text(rows.last.inner_text())


def test_the_unit_under_the_pointer_shows_its_card_and_a_click_keeps_it(open_page: Open):
    page = open_page()
    box = page.locator("#live canvas").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    card = page.locator("#card")
    expect(card.get_by_role("heading")).to_be_visible()
    name = card.get_by_role("heading").inner_text()
    page.mouse.click(*middle)
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    drawn(page)
    expect(card.get_by_role("heading")).to_have_text(name)
    assert f"unit={name.lower()}" in page.url


def test_choosing_by_name_changes_title_legend_table_and_address(open_page: Open):
    page = open_page()
    page.get_by_label("Show", exact=True).select_option(label="\u2003Distance to the nearest public school")
    drawn(page)
    expect(page.locator("#map-title")).to_have_text("Distance to the nearest public school, by hexagon")
    page.get_by_label("As", exact=True).select_option("value")
    drawn(page)
    expect(page.locator("#legend caption")).to_have_text("Distance to the nearest public school (m)")
    expect(page.locator("#legend")).to_contain_text("Less is better.")
    expect(page.locator("#ranking-live thead")).to_contain_text("Figure (m)")
    assert "node=school" in page.url
    assert "as=value" in page.url


def test_an_indicator_without_data_cannot_be_chosen_and_says_why(open_page: Open):
    option = open_page().locator("#control-node option[value=homicide]")
    assert option.is_disabled()
    assert "(no data)" in option.inner_text()


def test_the_state_survives_a_reload_and_the_other_language(open_page: Open):
    page = open_page("node=clinic&level=district&rows=district&unit=d2&of=district&sort=-people")
    page.reload()
    drawn(page)
    expect(page.locator("#map-title")).to_have_text("Distance to a clinic, by district")
    expect(page.locator("#card h3")).to_have_text("Centro")
    expect(page.locator("[aria-sort=descending]")).to_contain_text("Inhabitants")
    page.get_by_role("link", name="ES", exact=True).click()
    drawn(page)
    expect(page.locator("#map-title")).to_have_text("Distancia a un centro de salud, por distrito")
    expect(page.locator("#card h3")).to_have_text("Centro")
    assert "/es/" in page.url


def test_an_address_that_asks_for_what_there_is_not_shows_the_start(open_page: Open):
    page = open_page("node=happiness&level=planet&unit=atlantis&of=hexagon&as=value")
    expect(page.locator("#map-title")).to_have_text("Urban Inclusion Marker, by hexagon")
    expect(page.locator("#card h3")).to_have_count(0)
    assert page.errors == []  # type: ignore[attr-defined]


def test_back_to_an_address_typed_by_hand_redraws(open_page: Open):
    page = open_page()
    page.evaluate("location.hash = '#node=health&level=district'")
    expect(page.locator("#map-title")).to_have_text("Health and well-being, by district")


def test_search_finds_without_accents_and_says_how_many(open_page: Open):
    page = open_page(lang="es")
    page.get_by_label("Buscar un lugar").fill("nandu")
    expect(page.locator("#ranking-live tbody button")).to_have_text(["Villa Ñandú"])
    expect(page.locator("#ranking-live").get_by_role("status")).to_have_text("1 de 6 distritos")
    page.get_by_label("Buscar un lugar").fill("zzz")
    expect(page.locator("#ranking-live").get_by_role("status")).to_have_text("Ningún lugar tiene ese nombre.")


def test_the_table_is_sorted_by_the_column_asked_for_and_missing_comes_last(open_page: Open):
    page = open_page("rows=hexagon")
    page.get_by_role("button", name="Show all 60").click()
    scores = page.locator("#ranking-live tbody td:nth-child(4)").all_inner_texts()
    numbers = [float(text) for text in scores if text != "—"]
    assert numbers == sorted(numbers)
    assert scores[-2:] == ["—", "—"]
    page.locator("[data-sort=score]").click()
    expect(page.locator("[aria-sort=descending]")).to_have_count(1)
    again = page.locator("#ranking-live tbody td:nth-child(4)").all_inner_texts()
    assert [float(text) for text in again if text != "—"] == sorted(numbers, reverse=True)
    assert again[-2:] == ["—", "—"]


def test_the_table_can_be_taken_home_as_csv_that_says_it_is_synthetic(open_page: Open):
    page = open_page()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download this table").click()
    assert waiting.value.suggested_filename == "synthetic-prueba-marker-district.csv"
    rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
    assert rows[0][-1] == "Synthetic city: made up, nothing here is true of a real place."
    assert rows[1] == ["Code", "Rank", "District", "Inhabitants", "Score", "Coverage", "Band"]
    assert {row[2] for row in rows[2:]} >= {"Centro", "Villa Ñandú"}
    assert len(rows) == 8


def test_the_three_signs_stand_in_the_legend_when_they_are_on_the_map(open_page: Open):
    legend = open_page("node=unemployment").locator("#legend")
    for sign in ("few answers", "too few people to show", "not enough data"):
        expect(legend).to_contain_text(sign)
    counts = legend.locator("tbody td:nth-child(2)").all_inner_texts()
    assert sum(map(int, counts)) == 60


def test_a_protected_unit_says_why_it_has_no_score(open_page: Open):
    card = open_page("unit=h07&of=hexagon").locator("#card")
    expect(card).to_contain_text("No score")
    expect(card).to_contain_text("Too few people stand behind this figure to show it.")


def test_on_a_phone_the_card_is_a_sheet_at_the_foot_that_can_be_closed(open_page: Open):
    page = open_page("unit=h20&of=hexagon", width=360)
    box = page.locator("#card").bounding_box()
    assert box
    assert round(box["y"] + box["height"]) == 900
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#card")).to_be_hidden()


@pytest.mark.parametrize("lang", ["es", "en"])
def test_nothing_is_wider_than_a_small_phone(open_page: Open, lang: str):
    page = open_page("node=school&as=value&rows=hexagon", lang=lang, width=360)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("table.live-table").evaluate("e => e.scrollWidth <= e.parentElement.clientWidth")


def test_a_choice_with_nothing_to_show_says_so(open_page: Open):
    page = open_page("node=marker")
    page.route("**/data/hexagon/health.json", lambda route: route.fulfill(json={"groups": {}}))
    page.get_by_label("Show", exact=True).select_option("health")
    expect(page.locator("#legend")).to_contain_text("Nothing can be shown for this choice")


def test_where_the_live_map_fails_the_picture_comes_back(open_page: Open):
    page = open_page()
    page.route("**/data/hexagon/health.json", lambda route: route.abort())
    page.get_by_label("Show", exact=True).select_option("health")
    expect(page.locator("#picture")).to_be_visible()
    expect(page.locator("#live")).to_be_hidden()
