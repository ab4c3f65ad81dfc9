"""The live page in a browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from tests.browse import becomes, drawn, leading, ready, turn, visit
from tests.viewer.conftest import Look, Open, looking


@pytest.fixture(scope="module")
def look(browser: Browser, address: str) -> Iterator[Look]:
    """The map in a state."""
    with looking(browser, address) as shown:
        yield shown


def test_the_live_map_takes_the_place_of_the_picture_without_any_error(open_page: Open):
    page = open_page()
    expect(page.locator("#live canvas")).to_be_visible()
    expect(page.locator("#picture")).to_be_hidden()
    assert page.errors == []  # type: ignore[attr-defined]


def test_nothing_is_asked_for_outside_the_pages_own_address(browser: Browser, address: str):
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    visit(page, f"{address}es/index.html#node=school&as=value")
    page.close()
    assert len(asked) > 10
    host = urljoin(address, "/")
    assert [url for url in asked if not url.startswith((host, "data:", f"blob:{host}"))] == []


def test_focus_on_a_row_shows_its_card_and_arrows_move_on(look: Look):
    page = look()
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
    expect(page).to_have_url(re.compile(f"unit={name.lower()}"))


def test_choosing_by_name_changes_title_legend_table_and_address(look: Look):
    page = look()
    page.get_by_label("Show", exact=True).select_option(label="\u2003Distance to the nearest public school")
    drawn(page)
    expect(page.locator("#map-title")).to_have_text("Distance to the nearest public school, by hexagon")
    page.get_by_label("As", exact=True).select_option("value")
    drawn(page)
    expect(page.locator("#legend caption")).to_have_text("Distance to the nearest public school (m)")
    expect(page.locator("#legend")).to_contain_text("Less is better.")
    expect(page.locator("#ranking-live thead")).to_contain_text("Figure (m)")
    expect(page).to_have_url(re.compile("#node=school.*as=value"))


def test_an_indicator_without_data_cannot_be_chosen_and_says_why(look: Look):
    option = look().locator("#control-node option[value=homicide]")
    expect(option).to_be_disabled()
    expect(option).to_contain_text("(no data)")


def test_the_state_survives_a_reload_and_the_other_language(open_page: Open):
    page = open_page("node=clinic&level=district&rows=district&unit=d2&of=district&sort=-people")
    page.reload()
    ready(page)
    expect(page.locator("#map-title")).to_have_text("Distance to a clinic, by district")
    expect(page.locator("#card h3")).to_have_text("Centro")
    expect(page.locator("[aria-sort=descending]")).to_contain_text("Inhabitants")
    with leading(page):
        page.get_by_role("link", name="ES", exact=True).click()
    expect(page.locator("#map-title")).to_have_text("Distancia a un centro de salud, por distrito")
    expect(page.locator("#card h3")).to_have_text("Centro")
    expect(page).to_have_url(re.compile("/es/"))


def test_an_address_that_asks_for_what_there_is_not_shows_the_start(open_page: Open):
    page = open_page("node=happiness&level=planet&unit=atlantis&of=hexagon&as=value")
    expect(page.locator("#map-title")).to_have_text("Urban Inclusion Marker, by hexagon")
    expect(page.locator("#card h3")).to_have_count(0)
    assert page.errors == []  # type: ignore[attr-defined]


def test_back_to_an_address_typed_by_hand_redraws(look: Look):
    page = look()
    turn(page, "node=health&level=district")
    expect(page.locator("#map-title")).to_have_text("Health and well-being, by district")


def test_search_finds_without_accents_and_says_how_many(look: Look):
    page = look(lang="es")
    page.get_by_label("Buscar un lugar").fill("nandu")
    expect(page.locator("#ranking-live tbody button")).to_have_text(["Villa Ñandú"])
    expect(page.locator("#ranking-live").get_by_role("status")).to_have_text("1 de 6 distritos")
    page.get_by_label("Buscar un lugar").fill("zzz")
    expect(page.locator("#ranking-live").get_by_role("status")).to_have_text("Ningún lugar tiene ese nombre.")


def test_the_table_is_sorted_by_the_column_asked_for_and_missing_comes_last(look: Look):
    page = look("rows=hexagon")
    page.get_by_role("button", name="Show all 60").click()
    cells = page.locator("#ranking-live tbody td:nth-child(4)")
    expect(cells).to_have_count(60)
    *numbers, last, least = cells.all_inner_texts()
    assert (last, least) == ("—", "—")
    rising = sorted(numbers, key=float)
    assert numbers == rising
    page.locator("[data-sort=score]").click()
    expect(page.locator("[aria-sort=descending]")).to_have_count(1)
    expect(cells).to_have_text([*reversed(rising), "—", "—"])


def test_the_table_can_be_taken_home_as_csv_that_says_it_is_synthetic(look: Look):
    page = look()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download this table").click()
    assert waiting.value.suggested_filename == "synthetic-prueba-marker-district.csv"
    rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
    assert rows[0][-1] == "Synthetic city: made up, nothing here is true of a real place."
    assert rows[1] == ["Code", "Rank", "District", "Inhabitants", "Score", "Coverage", "Band"]
    assert {row[2] for row in rows[2:]} >= {"Centro", "Villa Ñandú"}
    assert len(rows) == 8


def test_the_three_signs_stand_in_the_legend_when_they_are_on_the_map(look: Look):
    legend = look("node=unemployment").locator("#legend")
    for sign in ("few answers", "too few people to show", "not enough data"):
        expect(legend).to_contain_text(sign)
    counts = legend.locator("tbody td:nth-child(2)").all_inner_texts()
    assert sum(map(int, counts)) == 60


def test_a_protected_unit_says_why_it_has_no_score(look: Look):
    card = look("unit=h07&of=hexagon").locator("#card")
    expect(card).to_contain_text("No score")
    expect(card).to_contain_text("Too few people stand behind this figure to show it.")


def test_on_a_phone_the_card_is_a_sheet_at_the_foot_that_can_be_closed(open_page: Open):
    page = open_page("unit=h20&of=hexagon", width=360)
    becomes(lambda: round(page.locator("#card").evaluate("one => one.getBoundingClientRect().bottom")), 900)
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#card")).to_be_hidden()


@pytest.mark.parametrize("lang", ["es", "en"])
def test_nothing_is_wider_than_a_small_phone(open_page: Open, lang: str):
    page = open_page("node=school&as=value&rows=hexagon", lang=lang, width=360)
    fits = "e => e.scrollWidth <= e.parentElement.clientWidth"
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        becomes(lambda: page.evaluate("document.documentElement.scrollWidth"), width)
        becomes(lambda: page.locator("table.live-table").evaluate(fits), True)


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
