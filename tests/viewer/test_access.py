"""Pages that everybody can use: axe finds nothing against them, in either theme, language and width."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.viewer.conftest import Open

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)])"


def axe() -> Path:
    """The checker, fetched and not committed."""
    assert AXE.exists(), "axe-core is missing: run python tools/vendor.py test"
    return AXE


def violations(page: Page) -> dict[str, list[list[str]]]:
    """What axe finds, by theme."""
    page.add_script_tag(path=axe())
    found = {}
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found[theme] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_axe_finds_nothing_on_the_live_page_in_either_theme(open_page: Open, lang: str, width: int):
    page = open_page("node=unemployment&unit=h21&of=hexagon", lang=lang, width=width, bypass_csp=True)
    page.locator(".rests summary").click()
    assert violations(page) == {"light": [], "dark": []}


def test_axe_finds_nothing_on_the_page_about_the_method_in_either_theme(open_page: Open):
    page = open_page(bypass_csp=True)
    page.get_by_role("link", name="How it is made").click()
    assert violations(page) == {"light": [], "dark": []}


def test_the_first_tab_leads_past_the_head_to_the_map(open_page: Open):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the map"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    assert page.url.endswith("#map")
