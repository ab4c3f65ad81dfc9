"""The HTML is one file that asks nothing of anybody, and everybody can use it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.report.blocks import Document
from tejido.report.render_html import render_html
from tests.axe import violations
from tests.browse import becomes, visit
from tests.report.sample import HARD, picture, sample


@pytest.fixture(scope="module")
def document() -> Document:
    return sample("es")


@pytest.fixture(scope="module")
def file(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("html") / "profile.html"
    written.write_text(render_html(document), "utf-8")
    return written


@pytest.fixture(scope="module")
def page(browser: Browser, file: Path) -> Page:
    return visit(browser.new_context(bypass_csp=True, reduced_motion="reduce").new_page(), file.as_uri())


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_either_theme(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    assert violations(page) == {"light": [], "dark": []}


def test_it_asks_for_nothing_outside_itself_and_keeps_its_own_policy(browser: Browser, file: Path):
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda one: asked.append(one.url))
    opened.on("console", lambda one: asked.append(one.text))
    visit(opened, file.as_uri())
    opened.wait_for_load_state("networkidle")
    assert [one for one in asked if not one.startswith("data:")] == [file.as_uri()]
    assert opened.evaluate("document.fonts.check('600 16px tejido-report')")
    opened.close()


def test_it_holds_no_script(document: Document):
    assert "<script" not in render_html(document)


def test_hard_texts_stand_as_they_were_written(page: Page):
    told = set(page.locator("main p, main li").all_text_contents())
    assert set(HARD) <= told


def test_nothing_is_wider_than_a_phone(page: Page):
    page.set_viewport_size({"width": 360, "height": 900})
    becomes(lambda: page.evaluate("document.documentElement.scrollWidth"), 360)


def test_the_caution_stands_in_the_chapters_that_need_it_and_the_mark_above_them_all(page: Page, document: Document):
    chapters = page.locator("section.chapter")
    found = [chapters.nth(one).get_by_text(document.caution).count() for one in range(chapters.count())]
    assert found == [0, 0, 1, 0]  # summary, city, rights, annexes
    expect(page.locator("header .mark")).to_have_text(document.mark)


def test_every_sheet_of_paper_bears_the_mark_and_its_number(document: Document):
    style = render_html(document).split("<style>")[1].split("</style>")[0]
    assert '@bottom-left{content:"Datos sintéticos"' in style
    assert 'content:"" counter(page) " de " counter(pages) ""' in style


def test_pictures_keep_their_ids_and_styles_to_themselves(document: Document):
    twice = replace(document, summary=(picture("one", "One"), picture("two", "Two")), blocks=())
    page = render_html(twice)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert 'fill="url(#one-hatch)"' in page
    assert "#two-picture{text{" in page


def test_the_same_document_gives_the_same_bytes(document: Document):
    assert render_html(document) == render_html(sample("es"))
