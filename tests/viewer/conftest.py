"""A built site of the made-up city and a server for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tejido.viewer import build, serve, unit_files, write_site
from tests.once import once
from tests.viewer.fake import FakeRelease
from tests.viewer.several import releases
from tests.viewer.two_rounds import Round
from tests.viewer.whole import whole

HOME = "prueba/2024"
"""The folder of the made-up city's only round, inside the site."""
Open = Callable[..., Page]


@contextmanager
def served(pages: Path) -> Iterator[str]:
    """The address of a round's pages for as long as the block lasts; the whole site is served."""
    with serve(pages.parents[1]) as server:
        yield f"{server.url}{HOME}/"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the made-up city's round."""

    def make(place: Path) -> None:
        assert build(FakeRelease(), place).live, "the files of the live map are missing: run python tools/vendor.py"

    return once(tmp_path_factory, "made-up", make) / HOME


@pytest.fixture(scope="session")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the made-up city in a site that holds both its rounds, 2024 and 2026."""
    rounds = [Round(), Round("2026", second=True)]
    return once(tmp_path_factory, "twice", lambda place: write_site(rounds, place)) / "prueba"


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of two cities, one of them with two rounds."""
    return once(tmp_path_factory, "several", lambda place: write_site(releases(), place))


@pytest.fixture(scope="session")
def every(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with every kind of page. Hexagons share one page, so that its kind is there."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(unit_files, "MOST", 20)
            write_site(whole(), place)

    return once(tmp_path_factory, "every", make)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where they are served."""
    with served(site) as url:
        yield url


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page: language, state after #, width, theme, script on or off; waits until the live map is drawn."""
    contexts: list[Any] = []

    def opened(
        state: str = "", lang: str = "en", width: int = 1440, theme: Any = "light", script: bool = True, **more: Any
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=script,
            reduced_motion="reduce", accept_downloads=True, service_workers="block", **more,
        )  # fmt: skip
        contexts.append(context)
        page: Page = context.new_page()
        page.errors = []  # type: ignore[attr-defined]
        page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
        page.goto(f"{address}{lang}/index.html" + (f"#{state}" if state else ""))
        if script:
            page.wait_for_selector("html[data-map=idle]", timeout=30_000)
        return page

    yield opened
    for context in contexts:
        context.close()
