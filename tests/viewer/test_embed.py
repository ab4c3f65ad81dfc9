"""A view in a frame of a page of others."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tejido.viewer import serve

HEADING = {
    "index.html": "Ciudad de Prueba",
    "index.html#node=water&as=gap&level=district": "Ciudad de Prueba",
    "index.html#node=unemployment&as=value&beside=water&besideas=value": "Ciudad de Prueba",
    "units/district/d0.html": "Alto del Río",
    "unit.html#hexagon/h21": "H21",
    "indicators/unemployment.html": "Desempleo",
    "differences.html#order=size": "Diferencias entre grupos",
    "units.html#find=rio": "Lugares de la ciudad",
    "data.html": "Datos: ¿los puedo usar?",
    "rounds.html": "Qué cambió desde la ronda anterior",
}
"""Kinds of view, by the first heading of each."""
FIGURE = {
    "index.html": "obtiene 84 de 100",
    "index.html#node=water&as=gap&level=district": "Acceso a agua mejorada: Personas refugiadas y migrantes junto a Comunidad de acogida",
    "index.html#node=unemployment&as=value&beside=water&besideas=value": "Acceso a agua mejorada, por hexágono",
    "units/district/d0.html": "obtiene 54 de 100",
    "unit.html#hexagon/h21": "de 100",
    "indicators/unemployment.html": "entre 192,2 y 202,2",
    "differences.html#order=size": "10 puntos menos",
    "units.html#find=rio": "1 de 6 lugares",
    "data.html": "GeoJSON",
    "rounds.html": "era 72 en 2024 y es 84 en 2026",
}
"""A figure of each, or what it says of its state."""


class _Silent(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder and address of a host of others: another port is another origin."""
    folder = tmp_path_factory.mktemp("other")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def spanish(every: Path) -> Iterator[str]:
    """Where the Spanish pages of a round are served."""
    with serve(every) as server:
        yield f"{server.url}prueba/2026/es/"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 900, "height": 800}, service_workers="block", reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    made = context.new_page()
    yield made
    made.close()


def framed(page: Page, other: tuple[Path, str], source: str) -> None:
    """The page of others, with a frame of `source`."""
    folder, address = other
    frame = f'<iframe src="{source}" width="800" height="700" title="x"></iframe>'
    text = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><h1>News</h1>{frame}'
    (folder / "news.html").write_text(text, encoding="utf-8")
    page.goto(f"{address}news.html")


@pytest.mark.parametrize("view", HEADING)
def test_a_frame_of_others_shows_heading_figure_and_source_of_the_view_and_no_navigation(
    page: Page, other: tuple[Path, str], spanish: str, view: str
):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    file, mark, state = view.partition("#")
    framed(page, other, f"{spanish}{file}?embed{mark}{state}")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text(HEADING[view])
    expect(frame.locator("main")).to_contain_text(FIGURE[view])
    expect(frame.get_by_role("navigation")).to_have_count(0)
    expect(frame.locator("#tools")).to_be_hidden()
    foot = frame.get_by_role("contentinfo")
    expect(foot).to_have_count(1)
    expect(foot).to_contain_text("Ciudad de Prueba, 2026 · Hecho con tejido · Licencia: CC-BY-4.0")
    expect(frame.locator(".synthetic")).to_be_visible()
    hosts = (urljoin(spanish, "/"), other[1])
    assert [url for url in asked if not url.startswith((*hosts, "data:", f"blob:{hosts[0]}"))] == []


def test_what_is_no_embed_cannot_be_framed(page: Page, other: tuple[Path, str], spanish: str):
    with page.expect_console_message(lambda one: "frame-ancestors" in one.text):
        framed(page, other, f"{spanish}rounds.html")
    expect(page.frame_locator("iframe").get_by_text("Qué cambió")).to_have_count(0)


def test_the_way_out_of_a_frame_opens_beside_it_with_the_state_that_is_shown(
    page: Page, other: tuple[Path, str], spanish: str
):
    framed(page, other, f"{spanish}units.html?embed")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Buscar un lugar").fill("rio")
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Abrir la página completa").click()
    expect(opened.value).to_have_url(f"{spanish}units.html#find=rio")
    expect(opened.value.get_by_role("navigation", name="Páginas")).to_be_attached()
    opened.value.close()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Alto del Río").press("Enter")
    expect(opened.value).to_have_url(f"{spanish}units/district/d0.html")
    opened.value.close()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Lugares de la ciudad")


@pytest.mark.parametrize(
    "file", ["units/district/d0.html", "differences.html", "data.html", "rounds.html", "sure.html"]
)
def test_the_code_of_every_page_names_its_view_and_its_title_in_the_language_of_the_page(
    page: Page, spanish: str, file: str
):
    page.goto(f"{spanish}{file}")
    page.locator("#tools summary").click()
    field = page.get_by_label("Para mostrar esta vista en otra página")
    expect(field).to_have_value(re.compile("^<iframe"))
    code = field.input_value()
    found = re.fullmatch(
        r'<iframe src="([^"]+)" title="([^"]+)" width="100%" height="(\d+)" loading="lazy"></iframe>', code
    )
    assert found is not None, code
    assert (found[1], found[2]) == (f"{spanish}{file}?embed", page.title())
    assert 360 <= int(found[3]) <= 900


def test_the_state_stays_an_embed_when_the_reader_changes_it(page: Page, spanish: str):
    page.goto(f"{spanish}units.html?embed#find=rio")
    page.get_by_label("Buscar un lugar").fill("")
    expect(page).to_have_url(f"{spanish}units.html?embed")


def test_the_head_is_gone_before_any_script_of_the_page_has_come(page: Page, spanish: str):
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{spanish}method.html?embed")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.get_by_role("link", name="Abrir la página completa")).to_be_visible()
