"""Published classes on the live map: they come first, with whose they are, and are said as in the pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.catalogue import MapClasses
from tejido.catalogue.map_classes import class_spans
from tejido.viewer import serve, write_site
from tests.browse import visit
from tests.once import once
from tests.viewer.surveyed import Surveyed

WALK = MapClasses(
    (500.0, 10000.0),
    {"es": "Guía inventada, p. 5", "en": "Made-up guide, p. 5"},
    ({"es": "a pie", "en": "on foot"}, {"es": "lejos", "en": "far"}, {"es": "fuera", "en": "beyond"}),
    up_to=True,
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of a city where the distance to a school has published classes."""
    release = Surveyed()
    school = replace(release.catalogue.indicators["school"], map_classes=WALK)
    release.catalogue = replace(release.catalogue, indicators=release.catalogue.indicators | {"school": school})
    with serve(once(tmp_path_factory, "classes", lambda place: write_site([release], place))) as server:
        yield server.url


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The figure of that indicator by district."""
    page = visit(browser.new_page(), f"{address}prueba/2024/en/index.html#node=school&as=value&level=district")
    yield page
    page.close()


def test_published_classes_come_first_with_their_names_and_source_and_the_reader_may_cut_otherwise(page: Page):
    lines = page.locator("#legend tbody tr")
    expect(lines.locator("th")).to_have_text(["beyond over 10,000", "far 500 to 10,000", "on foot up to 500"])
    assert sum(int(one.locator("td").first.inner_text()) for one in lines.all()) == 6
    expect(page.locator("#legend")).to_contain_text("Classes published by: Made-up guide, p. 5.")
    choice = page.get_by_label("Classes", exact=True)
    expect(choice).to_have_value("published")
    choice.select_option("quantiles")
    expect(page.locator("#legend")).to_contain_text("Each class holds about the same number of districts.")
    expect(page).to_have_url(re.compile("cut=quantiles"))
    choice.select_option("published")
    expect(page.locator("#legend")).to_contain_text("Made-up guide")
    expect(page).not_to_have_url(re.compile("cut="))
    page.get_by_label("Show", exact=True).select_option("water")
    page.get_by_label("As", exact=True).select_option("value")
    expect(choice).to_have_value("quantiles")
    # Nobody published classes of it.
    expect(page.locator("#control-cut option[value=published]")).to_be_disabled()


@pytest.mark.parametrize(("limits", "up_to"), [((40, 100), False), ((0, 40), True), ((2.5, 10, 20, 30), False)])
def test_the_script_says_classes_as_the_pictures_do(page: Page, limits: tuple[float, ...], up_to: bool):
    words = {
        "under": "under {high}",
        "up_to": "up to {high}",
        "span": "{low} to {high}",
        "over": "over {low}",
        "or_more": "{low} or more",
    }
    found = page.evaluate("""async ([limits, upTo, words]) => {
      const { createFormat } = await import('/assets/format.js');
      const { spansOf } = await import('/assets/scale.js');
      return spansOf({ limits, upTo }, { possible: [0, 100] }, createFormat('en', words));
    }""", [list(limits), up_to, words])  # fmt: skip
    assert found == class_spans(limits, "en", up_to, (0, 100))
