"""The first page of a city on a slow line: one answer paints it, nothing else is asked for before, and nothing moves after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.viewer import inline
from tests import browse

SCREENS = [(360, "es"), (1440, "en")]
WATCH = """new PerformanceObserver((list) => {
  window.moved ??= [];
  for (const one of list.getEntries()) window.moved.push([one.value, one.sources.map((s) => s.node?.textContent.slice(0, 40))]);
}).observe({ type: "layout-shift", buffered: true });"""
"""Layout Instability API: what moved without the reader's doing, and how far."""
TIMES = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  asked: performance.getEntriesByType("resource").map((one) => [one.startTime, one.name]),
  moved: window.moved ?? [],
})"""
STYLED = """() => {
  const style = (place) => getComputedStyle(document.querySelector(place));
  return {
    figure: style(".big b").fontSize,
    columns: style("main").gridTemplateColumns.split(" ").length,
    band: style(".map-picture .units path").fill,
  };
}"""


@dataclass(frozen=True)
class Visit:
    """`paint`: when the first content was shown. `asked`: what was asked for later, with its start. `moved`: layout shifts."""

    paint: float
    asked: list[tuple[float, str]]
    moved: list[tuple[float, list[str]]]
    errors: list[str]


def opened(browser: Browser, width: int) -> Page:
    """A new page of a reader who comes for the first time."""
    context = browser.new_context(viewport={"width": width, "height": 900}, service_workers="block")
    return context.new_page()


def letters(page: Page, place: str) -> tuple[str, bool]:
    """The font that a place is really painted with, and whether the page brought it (DevTools protocol, CSS.getPlatformFontsForNode)."""
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    node = tools.send("DOM.querySelector", {"nodeId": root, "selector": place})["nodeId"]
    (font,) = tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return font["familyName"], font["isCustomFont"]


@pytest.fixture(scope="module", params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Visit:
    """A visit until the live map is drawn."""
    width, lang = request.param
    page = opened(browser, width)
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.add_init_script(WATCH)
    browse.visit(page, f"{address}{lang}/index.html")
    found = page.evaluate(TIMES)
    page.context.close()
    return Visit(found["paint"], found["asked"], found["moved"], errors)


@pytest.fixture
def held(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The page where every answer but the first never comes."""
    width, lang = request.param
    page = opened(browser, width)
    page.route("**/*", lambda route: route.continue_() if route.request.is_navigation_request() else None)
    page.goto(f"{address}{lang}/index.html")
    yield page
    page.context.close()


@pytest.mark.parametrize("held", SCREENS, indirect=True, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def test_heading_figures_ranking_and_picture_are_there_and_styled_while_every_other_answer_is_awaited(held: Page):
    for place in ("h1", ".big b", ".lead", ".areas .area >> nth=4", ".map-picture", "#ranking tbody tr >> nth=0"):
        expect(held.locator(place)).to_be_visible()
    wanted = {
        "figure": "72px",
        "columns": 1 if (held.viewport_size or {})["width"] == 360 else 2,
        "band": held.evaluate("""() => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.className = document.querySelector(".map-picture .units path").getAttribute("class");
          return getComputedStyle(probe).backgroundColor;
        }"""),
    }
    assert [letters(held, place) for place in ("h1", ".lead")] == [("Noto Sans SemiBold", True), ("Noto Sans", True)]
    browse.becomes(lambda: held.evaluate(STYLED), wanted)


def test_nothing_else_is_asked_for_before_the_first_paint(visit: Visit):
    assert any(name.endswith("/app.js") for _, name in visit.asked)
    assert [name for start, name in visit.asked if start <= visit.paint] == []


def test_nothing_moves_while_the_page_and_its_live_map_load(visit: Visit):
    assert visit.moved == []


def test_the_policy_lets_in_all_that_the_page_carries(visit: Visit):
    assert visit.errors == []


def test_the_policy_names_each_block_of_ours_by_its_hash_and_none_that_came_into_the_page_otherwise():
    # printf 'a{}' | openssl dgst -sha256 -binary | base64, and the same of 'b()'.
    page = '<style media="print">a{}</style><script>b()</script><script src="c.js"></script><script>evil()</script><style>d{}</style>'
    said = inline.policy(page, {"a{}", "b()"})
    assert "style-src 'self' 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=';" in said
    assert "script-src 'self' 'sha256-cf242PFc/kb7xD0Qzhsmd9vvRkc+cWFmbi+k+YvtdKc=';" in said


def test_a_page_opened_as_a_file_keeps_no_room_for_a_map_that_will_not_come(browser: Browser, site: Path):
    page = opened(browser, 1440)
    page.goto((site / "en" / "index.html").as_uri())
    expect(page.locator("#controls")).to_be_hidden()
    expect(page.locator(".map-picture")).to_be_visible()
    page.context.close()


def test_without_a_script_no_room_is_kept_either(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}en/index.html")
    expect(page.locator("#controls")).to_be_hidden()
    context.close()


def test_the_page_carries_the_usual_letters_and_only_names_the_rarer_ones():
    style = inline.screen(6, "../assets/")
    assert style.count('url("data:font/woff2;base64,') == 2
    assert 'url("../assets/vendor/noto-sans-latin-ext-400.woff2")' in style
