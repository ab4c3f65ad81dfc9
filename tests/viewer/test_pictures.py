"""The picture of a page whose figure is drawn row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tejido.viewer import serve


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def spanish(every: Path) -> Iterator[str]:
    """Where the Spanish pages of a round are served."""
    with serve(every) as server:
        yield f"{server.url}prueba/2026/es/"


@pytest.mark.parametrize(
    ("file", "rows", "said"),
    [
        ("units/district/d0.html", 6, ["Alto del Río", "Marcador de Inclusión Urbana", "Ciudad: 84"]),
        ("differences.html", 3, ["Diferencias entre grupos", "Acceso a agua mejorada", "10 puntos menos"]),
        ("rounds.html", 6, ["Qué cambió desde la ronda anterior", "Era 72 en 2024 y es 84 en 2026"]),
    ],
)
def test_the_picture_of_a_figure_has_all_its_rows_each_with_its_name_and_what_is_said_of_it(
    page: Page, spanish: str, file: str, rows: int, said: list[str]
):
    page.goto(f"{spanish}{file}")
    page.locator("#tools summary").click()
    with page.expect_download() as saved:
        page.locator("[data-picture=svg]").click()
    drawn = Path(saved.value.path()).read_text("utf-8")
    told = " ".join(re.findall(r"<text[^>]*>([^<]+)</text>", drawn))
    for text in [*said, "Ciudad de Prueba · 2026", "Ciudad sintética"]:
        assert text in re.sub(r"\s+", " ", told)
    assert len(re.findall(r'<text x="24" y="[\d.]+" font-weight="600">', drawn)) == rows
    assert "class=" not in drawn
