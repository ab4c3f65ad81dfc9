"""The live page on a telephone and by keys; `test_access_every` asks what holds for every kind of page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.axe import violations
from tests.viewer.conftest import Open


def test_axe_finds_nothing_on_a_telephone_where_a_place_is_chosen(open_page: Open):
    page = open_page("node=unemployment&unit=h21&of=hexagon", lang="es", width=360, bypass_csp=True)
    page.locator(".rests summary").click()
    assert violations(page) == {"light": [], "dark": []}


@pytest.mark.parametrize(("theme", "paper"), [("light", "#fff"), ("dark", "#000")])
def test_text_too_faint_is_found_in_either_theme(browser: Browser, theme: str, paper: str):
    page = browser.new_page()
    page.set_content(
        f"<html lang=en><title>x</title><style>@media (prefers-color-scheme: {theme}) {{ "
        f"p {{ background: {paper}; color: color-mix(in srgb, {paper} 80%, #777) }} }}</style><main><h1>x</h1><p>faint</p></main>"
    )
    found = violations(page)
    page.close()
    assert [id_ for id_, _ in found[theme]] == ["color-contrast"]


def test_the_first_tab_leads_past_the_head_to_the_map(open_page: Open):
    page = open_page()
    page.keyboard.press("Tab")
    first = page.get_by_role("link", name="Skip to the map")
    expect(first).to_be_focused()
    expect(first).to_have_css("outline-width", "3px")
    page.keyboard.press("Enter")
    # The address stays that of the view, so the jump is seen by where one is and where one goes on.
    expect(page.locator("#map:target")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator("#map :focus")).to_have_count(1)
