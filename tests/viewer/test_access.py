"""Pages that everybody can use: axe finds nothing against them, in either theme, language and width."""

from __future__ import annotations

import pytest

from tests.axe import violations
from tests.viewer.conftest import Open


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
