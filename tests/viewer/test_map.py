"""The live map's tools in a browser: ground, classes, differences, a second map, search, picture, no map at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.figures.classes import cuts
from tejido.viewer import serve
from tests.browse import becomes, drawn, ready, visit
from tests.viewer.conftest import HOME, Look, looking


@pytest.fixture(scope="module")
def rounds_address(two_rounds: Path) -> Iterator[str]:
    """Where it is served."""
    with serve(two_rounds) as server:
        yield server.url


@pytest.fixture(scope="module")
def look(browser: Browser, rounds_address: str) -> Iterator[Look]:
    """The first round's map in a state."""
    with looking(browser, f"{rounds_address}{HOME}/") as shown:
        yield shown


@pytest.fixture(scope="module")
def script(browser: Browser, rounds_address: str) -> Iterator[Page]:
    """An empty page that may load the page's modules."""
    page = browser.new_page()
    page.goto(f"{rounds_address}made-by-tejido.txt")
    yield page
    page.close()


def counted(page: Page, legend: str = "#legend") -> dict[str, str]:
    """Units by line of a legend."""
    rows = page.locator(f"{legend} tbody tr")
    return {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows.all()}


def test_the_ground_file_tells_streets_and_water_with_their_source(two_rounds: Path):
    ground = json.loads((two_rounds / "prueba/2024/data/ground.json").read_text("utf-8"))
    assert [one["properties"] for one in ground["streets"]["features"]] == [
        {"rank": 1, "name": "Avenida Ñáñez"},
        {"rank": 4},
    ]
    assert len(ground["water"]["features"]) == 1
    assert ground["sources"] == ["Mapa inventado"]


def test_the_legend_says_where_streets_and_water_come_from(look: Look):
    expect(look().locator("#legend .lines")).to_contain_text("Streets and water: Mapa inventado.")


def test_a_difference_is_told_in_words_and_counts_what_cannot_be_shown(look: Look):
    page = look("node=water&as=gap")
    # Ten points less in one district; of one nothing can be said; four were not compared. 10 / 3 becomes steps of 5.
    assert counted(page) == {
        "at least 10 points more": "0", "5 to 10 points more": "0", "up to 5 points more": "0",
        "up to 5 points less": "0", "5 to 10 points less": "0", "at least 10 points less": "1",
        "not enough answers to compare": "1", "not enough data": "4",
    }  # fmt: skip
    expect(page.locator("#map-title")).to_have_text(
        "Access to improved water: Refugees and migrants beside Host community, by district"
    )
    page.locator("#ranking-live tbody button").filter(has_text="Alto del Río").focus()
    expect(page.locator("#card")).to_contain_text("10 points less")
    expect(page.locator("#card")).to_contain_text(
        "between 15 points less and 5 points less, so far could chance move it"
    )


def test_the_table_tells_the_same_differences(look: Look):
    rows = look("node=water&as=gap").locator("#ranking-live tbody tr")
    said = {row.locator("th button").inner_text(): row.inner_text() for row in rows.all()}
    assert "10 points less" in said["Alto del Río"]
    assert "not enough answers to compare" in said["San José de los Remedios"]


def test_an_indicator_that_was_never_compared_offers_no_difference(look: Look):
    page = look("node=school&as=gap")
    expect(page.get_by_label("As", exact=True)).to_have_value("score")
    expect(page.locator("#control-as option[value=gap]")).to_be_disabled()


def test_a_second_map_shows_another_round_and_moves_with_the_first(look: Look):
    page = look("beside=marker&besideround=2026&level=district")
    expect(page.locator("#beside-title")).to_have_text("Urban Inclusion Marker, by district · 2026")
    first, second = (
        sum(int(count) for count in counted(page, where).values()) for where in ("#legend", ".beside-legend")
    )
    assert first == second == 6
    assert counted(page) != counted(page, ".beside-legend")
    page.locator("#live canvas").focus()
    scales = page.locator(":is(#live, #live-beside) .maplibregl-ctrl-scale")
    before = scales.all_inner_texts()
    for _ in range(3):
        page.keyboard.press("+")

    def together() -> bool:
        first, second = scales.all_inner_texts()
        return first == second not in before

    becomes(together, True)


def test_the_second_map_is_opened_and_closed_by_the_keyboard_and_stands_in_the_address(look: Look):
    page = look()
    page.get_by_role("button", name="Compare with a second map").press("Enter")
    drawn(page)
    expect(page.get_by_role("region", name="Second map")).to_be_visible()
    page.get_by_label("Show, on the second map").select_option("school")
    expect(page).to_have_url(re.compile("beside=school"))
    page.reload()
    ready(page)
    expect(page.locator("#beside-title")).to_have_text("Distance to the nearest public school, by hexagon")
    page.get_by_role("button", name="Close the second map").press("Enter")
    expect(page.locator("#live-beside canvas")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("beside"))


def test_both_maps_have_the_same_classes_where_the_reader_asks_for_it(look: Look):
    state = "node=school&as=value&level=district&beside=school&besideas=value&besideround=2026"
    page = look(state)
    page.get_by_label("Cut both maps alike").check()
    drawn(page)
    names = [list(counted(page, where)) for where in ("#legend", ".beside-legend")]
    assert names[0] == names[1]
    expect(page).to_have_url(re.compile("alike=yes"))


def test_places_and_streets_are_found_without_accents_by_arrow_keys(look: Look):
    page = look(lang="es")
    box = page.get_by_role("combobox", name="Ir a un lugar o una calle")
    box.press_sequentially("nan")
    options = page.locator("#place-list").get_by_role("option")
    expect(options).to_have_count(2)
    # Neither begins with what was written: units come before streets.
    expect(options).to_have_text([re.compile("^Villa Ñandú"), re.compile("^Avenida Ñáñez")])
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "place-0")
    expect(options.first).to_have_id("place-0")
    box.press("Enter")
    expect(page.locator("#card h3")).to_have_text("Villa Ñandú")
    expect(page).to_have_url(re.compile("unit=d5&of=district"))
    expect(options).to_have_count(0)
    drawn(page)
    shown = page.locator("#live canvas")
    before = shown.screenshot()
    box.fill("avenida")
    box.press("Enter")
    expect(box).to_have_value("Avenida Ñáñez")
    becomes(lambda: shown.screenshot() != before, True)


def test_escape_closes_the_list_and_then_empties_the_field(look: Look):
    page = look()
    box = page.get_by_role("combobox", name="Go to a place or street")
    box.press_sequentially("centro")
    expect(page.locator("#place-list").get_by_role("option")).to_have_count(1)
    box.press("Escape")
    expect(page.locator("#place-list").get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("centro")
    box.press("Escape")
    expect(box).to_have_value("")


def test_units_that_share_a_figure_are_counted_beside_the_classes(look: Look):
    page = look("node=unemployment&as=value&level=district")
    expect(page.locator("#legend .of-these")).to_contain_text("of these, one figure for several places together")
    counts = counted(page)
    assert counts.pop("of these, one figure for several places together") == "2"
    assert sum(int(count) for count in counts.values()) == 6


@pytest.mark.parametrize(
    "values",
    [
        [1.04 * n for n in range(1, 101)],
        [97 + n / 10 for n in range(10)],
        [23, 26.8, 26.85, 36.17, 42.92],
        [7, 7, 7],
        [],
    ],
)
def test_the_script_cuts_classes_as_the_pictures_do(script: Page, values: list[float]):
    found = script.evaluate("async (values) => (await import('/assets/scale.js')).quantiles(values)", values)
    assert found == pytest.approx(cuts(np.array(values, dtype=float)))


@pytest.mark.parametrize(("values", "bounds"), [
    # From 3 to 97 a fifth is 18.8: steps of 20. From 0.12 to 0.31 it is 0.038: steps of 0.05. Where all are equal there is no bound.
    ([3, 97], [20, 40, 60, 80]), ([0.12, 0.31], [0.15, 0.2, 0.25, 0.3]), ([-4, 4], [-2, 0, 2, 4]), ([5, 5], []),
])  # fmt: skip
def test_equal_steps_are_numbers_that_one_counts_by(script: Page, values: list[float], bounds: list[float]):
    found = script.evaluate("async (values) => (await import('/assets/scale.js')).equalSteps(values)", values)
    assert found == pytest.approx(bounds)


def test_the_reader_chooses_how_classes_are_cut_and_the_address_keeps_it(look: Look):
    page = look("node=school&as=value")
    before = counted(page)
    page.get_by_label("Classes", exact=True).select_option("equal")
    drawn(page)
    assert counted(page) != before
    expect(page.locator("#legend")).to_contain_text("The classes are equally wide.")
    expect(page).to_have_url(re.compile("cut=equal"))


def test_the_map_can_be_taken_home_as_a_picture_that_is_called_synthetic(look: Look):
    page = look("node=school")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the map as a picture").click()
    assert waiting.value.suggested_filename == "synthetic-prueba-school-hexagon.png"
    content = Path(waiting.value.path()).read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = (int.from_bytes(content[place : place + 4], "big") for place in (16, 20))
    canvas = page.locator("#live canvas").bounding_box()
    assert wide > canvas["width"] + 300
    assert high > canvas["height"]


def test_on_paper_a_picture_stands_where_the_live_map_is(look: Look):
    page = look("level=hexagon")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    picture = page.get_by_role("img", name="Urban Inclusion Marker, by hexagon").last
    expect(picture).to_be_visible()
    expect(page.locator("#live canvas")).to_be_hidden()
    for one in page.locator(".tools").all():
        expect(one).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null")
    expect(page.locator("#live canvas")).to_be_visible()


@pytest.mark.parametrize("state, maps", [("", 1), ("node=school&as=value&beside=water&besideas=value", 2)])
def test_the_live_page_is_printed_on_one_sheet_with_every_map_that_is_shown(look: Look, state: str, maps: int):
    page = look(state)
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    pictures = page.locator(".ground > img")
    expect(pictures).to_have_count(maps)
    for one in pictures.all():
        expect(one).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null")


def test_without_a_map_table_card_and_search_still_work(browser: Browser, rounds_address: str):
    page = browser.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")
    visit(page, f"{rounds_address}{HOME}/en/index.html")
    expect(page.locator("#picture")).to_be_visible()
    expect(page.locator("#live")).to_be_hidden()
    box = page.get_by_role("combobox", name="Go to a place or street")
    box.press_sequentially("centro")
    box.press("Enter")
    expect(page.locator("#card h3")).to_have_text("Centro")
    expect(page.get_by_role("button", name="Compare with a second map")).to_have_count(0)
    page.close()
