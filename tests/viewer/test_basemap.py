"""A map of others under the city's own, where who publishes the site names one."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tejido.errors import TejidoError
from tejido.viewer import basemap, serve, write_site
from tests.browse import becomes, visit
from tests.once import once
from tests.viewer.conftest import HOME
from tests.viewer.fake import FakeRelease

URL = "https://tiles.example.org:8443/v1/{z}/{x}/{y}.png?key=abc"
HOST = "https://tiles.example.org:8443"
TILE = (0, 160, 0)
CREDIT = "© Mapmakers of Example, CC BY 4.0"


@pytest.fixture(scope="module")
def based(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site whose live map may lie on tiles of others."""
    return once(
        tmp_path_factory, "based", lambda place: write_site([FakeRelease()], place, basemap=basemap(URL, CREDIT))
    )


@pytest.fixture
def page(browser: Browser, based: Path) -> Iterator[Page]:
    """The city's page, its map drawn; what it asks of others is gathered in `asked`."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, service_workers="block")
    made = context.new_page()
    asked: list[str] = []
    made.asked = asked  # type: ignore[attr-defined]
    with serve(based) as server:
        home = (server.url, "data:", f"blob:{server.url}")
        made.on("request", lambda one: None if one.url.startswith(home) else asked.append(one.url))
        yield visit(made, f"{server.url}{HOME}/en/index.html")
    context.close()


def seen(page: Page) -> np.ndarray:
    """The map's picture: rows, columns, red, green and blue."""
    return np.asarray(Image.open(io.BytesIO(page.locator("#live").screenshot())).convert("RGB")).astype(float)


def picture(route: Route) -> None:
    """A tile: one green picture."""
    made = io.BytesIO()
    Image.new("RGB", (256, 256), TILE).save(made, "PNG")
    route.fulfill(body=made.getvalue(), content_type="image/png", headers={"Access-Control-Allow-Origin": "*"})


def test_nothing_is_asked_of_others_until_the_reader_wants_it_and_then_of_that_host_alone(page: Page):
    asked: list[str] = page.asked  # type: ignore[attr-defined]
    page.route(f"{HOST}/**", picture)
    choice = page.get_by_label("Map of tiles.example.org:8443 below")
    expect(choice).not_to_be_checked()
    expect(page.locator("#basemap-note")).to_contain_text("that host learns your address on the network")
    expect(page.get_by_text(CREDIT)).to_be_hidden()
    assert asked == []
    with page.expect_response(f"{HOST}/**"):
        choice.press("Space")
    assert all(url.startswith(f"{HOST}/v1/") and url.endswith(".png?key=abc") for url in asked)
    expect(page.get_by_text(CREDIT)).to_be_visible()
    expect(page.locator("#basemap-note")).to_contain_text("paler than in the legend")
    page.emulate_media(media="print")
    expect(page.get_by_text(CREDIT)).to_be_visible()
    page.emulate_media(media="screen")
    choice.press("Space")
    expect(page.get_by_text(CREDIT)).to_be_hidden()
    # A link never turns it on for another reader.
    expect(page).to_have_url(re.compile(r"index\.html$"))


def test_the_tiles_lie_below_the_units_of_the_map(page: Page):
    page.route(f"{HOST}/**", picture)
    before = seen(page)
    middle = (before.shape[0] // 2 - 40, before.shape[1] // 2 - 60)
    page.get_by_label("Map of tiles.example.org:8443 below").check()

    def below() -> tuple[bool, bool]:
        """Beside the units the tiles stand alone; a unit's colour lets three tenths of them through."""
        after = seen(page)
        mixed = 0.7 * before[middle] + 0.3 * np.array(TILE)
        return (after == TILE).all(axis=2).sum() > 1000, np.abs(after[middle] - mixed).max() <= 3

    becomes(below, (True, True))


def test_a_host_that_does_not_answer_is_told(page: Page):
    page.route(f"{HOST}/**", lambda route: route.abort())
    page.get_by_label("Map of tiles.example.org:8443 below").check()
    expect(page.locator("#basemap-note")).to_have_text("tiles.example.org:8443 does not answer, so its map is missing.")


def test_only_the_page_of_the_live_map_is_open_and_to_that_host_alone(based: Path, site: Path):
    pages = sorted((based / HOME).rglob("*.html"))
    opened = {one.relative_to(based / HOME).as_posix() for one in pages if HOST in one.read_text("utf-8")}
    assert opened == {"en/index.html", "es/index.html"}
    policy = (based / HOME / "en" / "index.html").read_text("utf-8").partition('Policy" content="')[2].partition('"')[0]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert {name for name, where in parts.items() if "https:" in where} == {"img-src", "connect-src"}
    assert parts["connect-src"] == f"'self' {HOST}"
    assert "basemap" not in json.loads((site / "data" / "city.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://tiles.example.org/{z}/{x}/{y}.png", "https://"),
        ("https://tiles.example.org/{z}/{x}.png", "{y}"),
        ("https://tiles.example.org/{z}/{z}/{x}/{y}.png", "{z}"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "'{'"),
        ("https://a.org;script-src *;/{z}/{x}/{y}", "';'"),
        ("https://*.example.org/{z}/{x}/{y}", "*.example.org"),
        ("https://me:secret@example.org/{z}/{x}/{y}", "me:secret@example.org"),
        ("https:///{z}/{x}/{y}", "https://"),
        ("https://{z}.example.org/{x}/{y}", "{z}.example.org"),
    ],
)
def test_an_address_that_is_no_template_of_one_host_is_refused(url: str, why: str):
    with pytest.raises(TejidoError) as refused:
        basemap(url, CREDIT)
    (found,) = refused.value.findings
    assert found.code == "V130"
    assert dict(found.values)["why"] == why


@pytest.mark.parametrize(("url", "credit"), [(URL, None), (URL, " "), (None, CREDIT)])
def test_a_map_without_its_maker_and_a_maker_without_a_map_are_refused(url: str | None, credit: str | None):
    with pytest.raises(TejidoError) as refused:
        basemap(url, credit)
    assert [one.code for one in refused.value.findings] == ["V131"]


def test_nothing_said_is_no_basemap():
    assert basemap(None, None) is None
