"""Offline: what was visited and what was kept opens without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tejido.viewer import serve
from tejido.viewer.serve import Server
from tests.browse import PATIENCE, becomes, ready, visit

LAST_KEPT = """async () => {
  const asked = [location.href.split("#")[0], ...performance.getEntriesByType("resource").map((one) => one.name)];
  const kept = await Promise.all(asked.filter((one) => one.startsWith("http")).map((one) => caches.match(one)));
  return kept.every((one) => one !== undefined);
}"""
"""Whether all that the page has loaded is kept."""
NEWER_ALONE = "async () => (await caches.keys()).every((name) => name.startsWith('tejido-newer'))"


@pytest.fixture
def online(browser: Browser, several: Path, tmp_path: Path) -> Iterator[tuple[BrowserContext, Server, Path]]:
    """A reader's browser, and a copy of the site on a server that can go away."""
    folder = Path(shutil.copytree(several, tmp_path / "site"))
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    with serve(folder) as server:
        yield context, server, folder
        context.close()


def kept(context: BrowserContext, address: str) -> Page:
    """The page, once the worker has put away what it needed."""
    page = visit(context.new_page(), address)
    page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=PATIENCE)
    becomes(lambda: page.evaluate(LAST_KEPT), True)
    return page


def gone(context: BrowserContext, server: Server) -> None:
    """No network: the server ends, and connections that the browser still holds lead nowhere."""
    server.close()
    context.set_offline(True)


def test_a_page_visited_once_opens_with_its_map_when_the_network_is_gone(online):
    context, server, _ = online
    address = f"{server.url}otra/2024/en/index.html"
    page = kept(context, address)
    gone(context, server)
    visit(page, address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Otherville")
    # Another city was neither visited nor kept, and the page says so instead of the browser.
    page.goto(f"{server.url}prueba/2024/en/sure.html")
    expect(page.get_by_role("heading", name="This page is not on this device")).to_be_visible()


def test_a_round_kept_opens_whole_and_a_newer_site_takes_its_place(online):
    context, server, folder = online
    page = kept(context, f"{server.url}otra/2024/en/index.html")
    page.locator("#tools summary").click()
    page.get_by_role("button", name="Keep for offline").click()
    expect(page.locator("#told")).to_contain_text("is on this device")
    # A newer site: another fingerprint, another page.
    method = folder / "otra" / "2024" / "es" / "method.html"
    method.write_text(method.read_text("utf-8").replace("<h1>", "<h1>Nuevo: "), "utf-8")
    worker = folder / "sw.js"
    worker.write_text(worker.read_text("utf-8").replace('VERSION = "', 'VERSION = "newer'), "utf-8")
    page.reload()
    ready(page)
    becomes(lambda: page.evaluate(NEWER_ALONE), True)
    gone(context, server)
    page.goto(f"{server.url}otra/2024/es/method.html")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nuevo: ")
    page.goto(f"{server.url}otra/2024/es/units/district/d1.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_nothing_is_kept_where_the_connection_is_not_secure(browser: Browser, several: Path):
    with serve(several) as server:
        context = browser.new_context()
        page = context.new_page()
        # A name that is neither this machine's nor served with TLS, as on a plain host.
        plain = "http://plain.example/"

        def from_here(route: Route) -> None:
            route.fulfill(response=route.fetch(url=route.request.url.replace(plain, server.url)))

        page.route(f"{plain}**", from_here)
        visit(page, "http://plain.example/otra/2024/en/data.html")
        assert page.evaluate("window.isSecureContext") is False
        page.locator("#tools summary").click()
        expect(page.get_by_role("button", name="Keep for offline")).to_be_hidden()
        # Copying is not allowed here either: the reader gets the address to copy by hand.
        page.get_by_role("button", name="Copy the address").click()
        expect(page.locator("#told")).to_contain_text("Ctrl+C")
        expect(page.get_by_label("Address of this view")).to_have_value("http://plain.example/otra/2024/en/data.html")
        context.close()
