"""What every test may use: the data that lie beside the repository, a browser, and the minutes that each room takes."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.once import once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tejido.release import Release

ROOT = Path(__file__).resolve().parents[1]
REAL = ("panama", "chaguanas", "lima", "cucuta")
"""The cities whose own data a test may measure, by the names of their folders."""
MINUTES: dict[str, float] = defaultdict(float)

# The same examples on every machine, however slow: `make test` says of a commit the same today and tomorrow.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


def shared_folder() -> Path:
    """Where the real cities' data lie, if they are here: `TEJIDO_SHARED`, else ``../shared/data`` beside the repository."""
    return Path(os.environ.get("TEJIDO_SHARED") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real cities' data."""
    folder = shared_folder()
    if not folder.is_dir():
        pytest.skip(
            "the real cities' data are not here: put them in ../shared/data or name their place in TEJIDO_SHARED"
        )
    return folder


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example city with its truth, for all who only read it."""
    from tejido.example import write_example

    return once(tmp_path_factory, "example", lambda place: write_example(place, truth=True))


@pytest.fixture(scope="session")
def example_release(example_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The example city measured, for all who only read it."""
    from tejido.measure import measure_city
    from tejido.release import open_release

    return open_release(once(tmp_path_factory, "first", lambda place: measure_city(example_folder, place)))


@pytest.fixture(scope="session")
def example_second(example_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The second round of the example city, for all who only read it."""
    from tejido.measure import measure_city
    from tejido.release import open_release

    return open_release(once(tmp_path_factory, "second", lambda place: measure_city(example_folder / "round2", place)))


@pytest.fixture(scope="session")
def real_city(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Release]:
    """Measures a real city by the name of its folder, for all who only read it."""
    from tejido.measure import measure_city
    from tejido.release import open_release

    def measured(city: str) -> Release:
        source, data = ROOT / "examples" / city, shared_data / "cities" / city
        return open_release(once(tmp_path_factory, city, lambda place: measure_city(source, place, data=data)))

    return cache(measured)


@pytest.fixture(scope="session")
def whole_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site of the example's two rounds and, where their data are, of four real cities; made only where a test asks for it."""
    from tejido.release import open_release
    from tejido.viewer import write_site

    def make(place: Path) -> None:
        found = [request.getfixturevalue(name) for name in ("example_release", "example_second")]
        if shared_folder().is_dir():
            found += [request.getfixturevalue("real_city")(city) for city in REAL]
        write_site([open_release(one.path, audience="public") for one in found], place)

    return once(tmp_path_factory, "site", make)


@pytest.fixture(scope="session")
def chromium() -> str | None:
    """The browser for pages: `TEJIDO_CHROMIUM`, else the system's; None lets Playwright take the one it brought."""
    named = os.environ.get("TEJIDO_CHROMIUM")
    found = [named, *(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))]
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def browser(chromium: str | None) -> Iterator[Browser]:
    """Chromium without a screen."""
    from playwright.sync_api import expect, sync_playwright

    from tests.browse import PATIENCE

    expect.set_options(timeout=PATIENCE)
    arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


def room_of(nodeid: str) -> str:
    """The room that a test belongs to: the folder under ``tests``."""
    parts = nodeid.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else "house"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Sum set-up, test and clean-up by room; under xdist the reports of every worker arrive at the controller."""
    MINUTES[room_of(report.nodeid)] += report.duration / 60


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the minutes per room beside their budget, above pytest's own last line."""
    budget = tomllib.loads((ROOT / "tests" / "budget.toml").read_text("utf-8"))["minutes"]
    spent = {**MINUTES}
    if checks := os.environ.get("TEJIDO_CHECK_SECONDS"):
        spent["checks"] = float(checks) / 60
    if not spent:
        return
    terminalreporter.section("minutes per room (summed over workers)")
    for room in sorted(spent):
        allowed = budget.get(room, 0.0)
        over = "   OVER ITS BUDGET" if spent[room] > allowed else ""
        terminalreporter.write_line(f"{room:<12}{spent[room]:6.2f} of {allowed:5.2f}{over}")
    terminalreporter.write_line(f"{'all':<12}{sum(spent.values()):6.2f} of {sum(budget.values()):5.2f}")
