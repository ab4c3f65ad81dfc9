"""Words explained where they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tejido.reading.terms import TERMS
from tests.browse import visit
from tests.viewer.test_page import text_of


def test_the_page_of_words_explains_each_in_both_languages(site: Path):
    pages = {lang: (site / lang / "words.html").read_text("utf-8") for lang in ("es", "en")}
    told = {lang: dict(re.findall(r'<dt id="(\w+)">.*?</dt><dd>(.*?)</dd>', page)) for lang, page in pages.items()}
    for term in TERMS:
        assert len(told["es"][term]) > 20, term
        assert told["es"][term] != told["en"][term]
    assert "el otro 38 % falta" in text_of(site / "es" / "words.html").replace("\u00a0", " ")


def test_every_word_that_a_page_marks_is_explained_in_it_and_leads_to_the_page_of_words(site: Path):
    marked = 0
    for file in (site / "en").rglob("*.html"):
        page = file.read_text("utf-8")
        for way, term in re.findall(r'<a class="term" href="([^"#]+)#\w+" data-term="(\w+)"', page):
            marked += 1
            assert f'<dt id="term-{term}">' in page, (file.name, term)
            assert (file.parent / way).resolve() == (site / "en" / "words.html").resolve(), file.name
    assert marked > 20


@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_coverage_means_is_found_from_the_first_screen_by_keyboard_alone_also_in_a_file(
    browser: Browser, site: Path, lang: str
):
    # Five areas of equal weight; homicide, half of one of them, is missing: 90 %.
    name = {"es": re.compile(r"^Cobertura 90\s%$"), "en": "Coverage 90%"}[lang]
    meaning = {"es": "Lo que falta no se cuenta como cero.", "en": "Missing is not counted as zero."}[lang]
    page = visit(browser.new_page(), (site / lang / "index.html").as_uri())
    button = page.get_by_role("button", name=name)
    expect(button).to_have_attribute("aria-expanded", "false")
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    opened = page.locator(f"#{button.get_attribute('aria-controls')}")
    expect(opened).to_contain_text(meaning)
    expect(opened).to_be_visible()
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(button).to_be_focused()
    page.close()


def test_without_a_script_a_word_is_a_link_to_its_explanation(browser: Browser, site: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "en" / "index.html").as_uri())
    page.get_by_role("link", name="Coverage 90%").click()
    expect(page).to_have_url(re.compile(r"/en/words\.html#coverage$"))
    expect(page.locator("#coverage")).to_be_in_viewport()
    context.close()
