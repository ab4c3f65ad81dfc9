"""A built site of the made-up city and a server for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tejido.viewer import build, serve, unit_files, write_site
from tests.browse import drawn, turn, visit
from tests.once import once
from tests.viewer.fake import FakeRelease
from tests.viewer.several import releases
from tests.viewer.surveyed import Surveyed, less
from tests.viewer.two_rounds import Round
from tests.viewer.whole import whole

HOME = "prueba/2024"
"""The folder of the made-up city's only round, inside the site."""
Open = Callable[..., Page]
Look = Callable[..., Page]


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
def two_rounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the made-up city with a survey, two of whose districts share a figure, in two rounds."""
    rounds = [Surveyed(merged=True), less()]
    return once(tmp_path_factory, "rounds", lambda place: write_site(rounds, place))


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites that a test makes are made faster: hexagons share one page, which is not what is asked about."""
    monkeypatch.setattr(unit_files, "MOST", 20)


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
        wanted = f"{address}{lang}/index.html" + (f"#{state}" if state else "")
        if script:
            return visit(page, wanted)
        page.goto(wanted)
        return page

    yield opened
    for context in contexts:
        context.close()


@contextmanager
def looking(browser: Browser, pages: str) -> Iterator[Look]:
    """Shows a round in a state and a language, on one page per language that tests share: each asks for its own by the address."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, reduced_motion="reduce", accept_downloads=True, service_workers="block"
    )
    opened: dict[str, Page] = {}

    def shown(state: str = "", lang: str = "en") -> Page:
        if lang not in opened:
            opened[lang] = context.new_page()
            opened[lang].on("pageerror", lambda error: pytest.fail(str(error)))
            visit(opened[lang], f"{pages}{lang}/index.html")
        turn(opened[lang], state)
        drawn(opened[lang])
        return opened[lang]

    yield shown
    context.close()
