"""Every kind of page of the made-up city is for everybody: WCAG 2.2 AA by axe, in both languages and themes, and by measuring, in
Spanish, whose words are longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tejido.viewer import serve
from tests.axe import violations
from tests.browse import becomes, drawn, visit
from tests.viewer.pages import KINDS, Kind
from tests.viewer.whole import PLACES

CHECKS = Path(__file__).with_name("checks.js")
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-bottom: 2em !important }"
)
"""WCAG 2.2, 1.4.12: what a reader may set, and nothing may be lost."""
NARROW, LAPTOP = {"width": 320, "height": 700}, {"width": 1280, "height": 720}


@pytest.fixture(scope="module")
def addresses(every: Path) -> Iterator[tuple[str, str]]:
    """Where the site is served, and where it lies as files."""
    with serve(every) as server:
        yield server.url, f"{every.as_uri()}/"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """The browser of a reader who asks for no motion."""
    made = browser.new_context(viewport=LAPTOP, reduced_motion="reduce", bypass_csp=True, service_workers="block")
    yield made
    made.close()


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.name)
def page(request: pytest.FixtureRequest, context: BrowserContext, addresses: tuple[str, str]) -> Iterator[Page]:
    """A page of each kind in Spanish, as it is once everything is there; tests leave it as they found it."""
    opened = open_kind(context, addresses, request.param, "es")
    opened.add_script_tag(path=CHECKS)
    yield opened
    opened.close()


def open_kind(context: BrowserContext, addresses: tuple[str, str], kind: Kind, lang: str) -> Page:
    """A page of a kind once everything is there, with all unfolded that can be."""
    opened = visit(context.new_page(), kind.address(addresses[kind.file], lang, **PLACES))
    opened.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    return opened


def faults(page: Page, check: str) -> list[str]:
    """What a check of checks.js finds."""
    found: list[str] = page.evaluate(f"checks.{check}()")
    return found


def test_axe_finds_nothing_on_a_laptop_in_either_theme(page: Page):
    assert violations(page) == {"light": [], "dark": []}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_axe_finds_nothing_in_english_at_320_px_in_either_theme(
    kind: Kind, context: BrowserContext, addresses: tuple[str, str]
):
    page = open_kind(context, addresses, kind, "en")
    page.set_viewport_size(NARROW)
    found = violations(page)
    page.close()
    assert found == {"light": [], "dark": []}


def test_nothing_is_lost_at_320_px_also_with_the_reader_s_own_spacing(page: Page):
    page.set_viewport_size(NARROW)
    plain = faults(page, "overflowing")
    style = page.add_style_tag(content=SPACING)
    spaced = faults(page, "overflowing")
    style.evaluate("one => one.remove()")
    page.set_viewport_size(LAPTOP)
    assert (plain, spaced) == ([], [])


def test_targets_have_24_px_or_room_around_them(page: Page):
    wide = faults(page, "small")
    page.set_viewport_size(NARROW)
    narrow = faults(page, "small")
    page.set_viewport_size(LAPTOP)
    assert (wide, narrow) == ([], [])


def test_the_focus_is_seen_and_never_covered(page: Page):
    page.keyboard.press("Tab")
    wide = faults(page, "unfocused")
    page.set_viewport_size({"width": 360, "height": 640})
    narrow = faults(page, "unfocused")
    page.set_viewport_size(LAPTOP)
    assert (wide, narrow) == ([], [])


def test_no_sign_speaks_by_colour_alone_and_nothing_moves_for_who_asks_for_none(page: Page):
    assert faults(page, "speechless") == []
    assert faults(page, "moving") == []


@pytest.fixture
def live(browser: Browser, addresses: tuple[str, str]) -> Iterator[Page]:
    """The city's page with its map."""
    context = browser.new_context(viewport=LAPTOP, reduced_motion="reduce")
    yield open_kind(context, addresses, next(one for one in KINDS if one.name == "card"), "en")
    context.close()


def test_the_map_is_moved_and_brought_nearer_by_clicks_where_others_drag(live: Page):
    def in_the_middle() -> str | None:
        live.locator("#live canvas").click()
        drawn(live)
        return live.locator("#card-name").text_content()

    before = live.locator("#card-name").text_content()
    becomes(lambda: in_the_middle() != before, True)
    middle = in_the_middle()
    live.get_by_role("button", name="Move the map to the left").click()
    becomes(lambda: in_the_middle() != middle, True)
    live.get_by_role("button", name="Move the map to the right").click()
    becomes(in_the_middle, middle)
    scale = live.locator("#live .maplibregl-ctrl-scale")
    near = scale.text_content() or ""
    live.get_by_role("button", name="Zoom in").click()
    expect(scale).not_to_have_text(near)


def test_classes_keep_their_colours_where_the_system_gives_all_others(live: Page):
    live.emulate_media(forced_colors="active")
    expect(live.locator(".pages [aria-current]")).to_have_css("border-top-style", "solid")
    colours = live.locator("#legend .swatch").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    classes = live.locator("#legend .swatch").evaluate_all("all => all.map(one => one.className)")
    assert len(set(colours)) >= len({one for one in classes if " v" in one}) == 5
    paper = live.evaluate("getComputedStyle(document.body).backgroundColor")
    assert live.locator(".pages [aria-current]").evaluate("one => getComputedStyle(one).borderTopColor") != paper


def test_who_asks_for_contrast_reads_no_grey_text(live: Page):
    grey = live.locator(".quiet").first
    ink = live.locator("h1")
    colour = "one => getComputedStyle(one).color"
    assert grey.evaluate(colour) != ink.evaluate(colour)
    live.emulate_media(contrast="more")
    becomes(lambda: grey.evaluate(colour) == ink.evaluate(colour), True)
