"""The example's two rounds and four real cities as one site: as files, from the plainest host, and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tejido.viewer import serve
from tests.browse import PATIENCE, leading, visit

ROUNDS = ("cha/2011", "cuc/2018", "lim/2017", "pty/2020", "tej/2024", "tej/2026")
NEWEST = [one for one in ROUNDS if one != "tej/2024"]
"""One round of every city."""


@pytest.fixture(scope="module")
def folder(whole_site: Path, shared_data: Path) -> Path:
    """The site; without the real cities' data these tests are skipped."""
    return whole_site


@pytest.fixture
def blocked(browser: Browser) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A browser without a way outside, and what it asked for."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, reduced_motion="reduce", accept_downloads=True
    )
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context, asked
    context.close()


def outside(asked: list[str], home: str) -> list[str]:
    """What was asked for that is not of the site."""
    return [url for url in asked if not url.startswith((home, "data:", "blob:"))]


def test_the_page_of_the_cities_leads_to_every_round(folder: Path, blocked: tuple[BrowserContext, list[str]]):
    context, asked = blocked
    context.set_offline(True)
    page = context.new_page()
    for lang in ("en", "es"):
        visit(page, (folder / lang / "index.html").as_uri())
        links = page.get_by_role("rowheader").get_by_role("link").all()
        found = {(folder / lang / (one.get_attribute("href") or "")).resolve() for one in links}
        assert found == {folder.resolve() / one / lang / "index.html" for one in ROUNDS}
    assert outside(asked, folder.as_uri()) == []


@pytest.mark.parametrize("city", NEWEST)
def test_as_files_without_a_network_there_are_picture_ranking_places_and_downloads(
    folder: Path, blocked: tuple[BrowserContext, list[str]], city: str
):
    context, asked = blocked
    context.set_offline(True)
    page = context.new_page()
    visit(page, (folder / city / "es" / "index.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#picture svg")).to_be_visible()
    expect(page.get_by_text("El mapa interactivo necesita")).to_be_visible()
    with leading(page):
        page.get_by_role("navigation", name="Páginas").get_by_role("link", name="Lugar por lugar").click()
    places = page.get_by_role("table").first
    expect(places.get_by_role("rowheader").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Descargar lo que se ve en la lista (CSV)").click()
    lines = Path(saved.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + page.locator("section:not([hidden]) tbody tr").count()
    with leading(page):
        page.get_by_role("navigation", name="Páginas").get_by_role("link", name="Datos").click()
    for link in page.get_by_role("link", name="CSV", exact=True).all():
        way = (folder / city / "es" / (link.get_attribute("href") or "")).resolve()
        assert way.is_file(), way
    assert outside(asked, folder.as_uri()) == []


def test_the_plainest_host_serves_the_live_map_of_every_city_which_then_opens_without_a_network(
    folder: Path, blocked: tuple[BrowserContext, list[str]]
):
    context, asked = blocked
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    # This machine's own address is a secure context, as a host with TLS is: the worker that keeps pages runs here too.
    with serve(folder, ranges=False) as server:
        home = server.url
        for city in NEWEST:
            visit(page, f"{home}{city}/en/index.html")
            expect(page.get_by_role("region", name="Map of")).to_be_visible()
            expect(page.locator("#ranking-live tbody tr").first).to_be_visible()
            page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=PATIENCE)
            page.wait_for_load_state("networkidle")
    context.set_offline(True)
    for city in NEWEST:
        visit(page, f"{home}{city}/en/index.html")
        expect(page.locator("#ranking-live tbody tr").first).to_be_visible()
    assert failed == []
    assert outside(asked, home) == []
