"""Every word that a reader meets comes from the language files: a site in a made-up language has no other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tejido import words
from tejido.catalogue.group_names import group_name
from tejido.catalogue.model import EXTENDED_WORD
from tejido.viewer import serve, unit_files, write_site
from tests.browse import visit
from tests.once import once
from tests.viewer.pages import KINDS, Kind
from tests.viewer.whole import PLACES, whole

LANG = "es"
ACCENTS = str.maketrans("aeiounAEIOU", "åéîöüñÅÉÎÖÜ")
MARKED = re.compile(r"\[!![^\[\]]*!!\]")
LETTERS = re.compile(r"[^\W\d_]{2,}")
OWN = {
    "tejido",
    "ES",
    "EN",
    "CC",
    "BY",
    "km",
    "km²",
    "mil",
    "millones",
    "habitantes",
    "CSV",
    "XLSX",
    "GeoJSON",
    "SVG",
    "PNG",
    "kB",
    "MB",
}
"""The program's name, languages, licence, forms of files, and what numbers are written with."""
TEXTS = """() => {
  const found = [];
  const note = (text, holder) => { if (text && text.trim()) found.push([text.trim(), holder.outerHTML.slice(0, 160)]); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.parentElement.closest("script, style, code")) {
      const block = text.parentElement.closest("dd") ?? text.parentElement;
      note(block.matches("dd") ? block.textContent : text.data, block);
    }
  }
  note(document.title, document.head.querySelector("title"));
  for (const one of document.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description", "aria-roledescription"]) note(one.getAttribute(name), one);
    if (one.matches("meta[name=description]")) note(one.content, one);
  }
  return found;
}"""
"""Every text of the page, seen or heard, with the element that holds it."""


def pseudo(text: str) -> str:
    """The text marked, accented and about 40 % longer; what stands in braces or is markup stays."""
    parts = re.split(r"(\{[^}]*\}|<[^>]*>|`[^`]*`)", text)
    said = "".join(part if place % 2 else part.translate(ACCENTS) for place, part in enumerate(parts))
    return f"[!!{said}{'~' * (len(text) * 2 // 5)}!!]"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The made-up city in the made-up language, which stands in the place of Spanish: served, and as files."""
    marked = {text: pseudo(text) for text in words.translations(LANG)}

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(words, "translations", lambda lang: marked if lang == LANG else {})
            patch.setattr(unit_files, "MOST", 20)
            write_site(whole(), place)

    folder = once(tmp_path_factory, "pseudo", make)
    with serve(folder) as server:
        yield server.url, f"{folder.as_uri()}/"


@pytest.fixture(scope="module")
def data() -> re.Pattern[str]:
    """What a city or a catalogue says itself: names, definitions, sources, reasons; the longest first."""
    found = set(EXTENDED_WORD.values())
    for release in whole():
        found.update(_texts(release.meta))
        found.update(_texts(vars(release.catalogue)))
        for name in release.tables:
            table = release.table(name)
            for column in table.select_dtypes(exclude="number"):
                found.update(str(one) for one in table[column].dropna().unique())
            for column in {"group", "against"} & set(table.columns):
                found.update(group_name(str(one), LANG) for one in table[column].dropna().unique())
        found.update(str(one) for one in release.ground()[["name", "source"]].to_numpy().ravel())
    found |= {one.removeprefix("% ") for one in found}
    longest_first = sorted((re.escape(one) for one in found if LETTERS.search(one)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def _texts(value: Any) -> Iterator[str]:
    """All texts inside a nest of data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in _texts(one))
    elif isinstance(value, Iterable):
        yield from (text for one in value for text in _texts(one))
    elif hasattr(value, "__dataclass_fields__"):
        yield from (text for name in value.__dataclass_fields__ for text in _texts(getattr(value, name)))


def unmarked(text: str, data: re.Pattern[str]) -> str:
    """What is left of a text without marked words, data, numbers and the few words of `OWN`."""
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    if LETTERS.search(text):
        text = data.sub(" ", text)
    return " ".join(word for word in LETTERS.findall(text) if word not in OWN)


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """The browser of one reader."""
    made = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", service_workers="block"
    )
    yield made
    made.close()


def opened(context: BrowserContext, kind: Kind, address: tuple[str, str]) -> Page:
    """The page with everything on it opened."""
    page = visit(context.new_page(), kind.address(address[kind.file], LANG, **PLACES))
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for term in page.locator("main button.term:visible").all()[:3]:
        term.click()
    if kind.live and page.locator("#place-find").is_visible():
        page.locator("#place-find").fill("a")
        page.wait_for_selector("#place-0")
    return page


# The page of an extended indicator quotes questions of the form, which are data in Spanish; its fixed words stand on the page of a
# basic one and of one that lacks something too.
@pytest.mark.parametrize("kind", [one for one in KINDS if one.name != "extended"], ids=lambda one: one.name)
def test_no_word_of_a_page_is_missing_from_the_language_files(
    kind: Kind, context: BrowserContext, address: tuple[str, str], data: re.Pattern[str]
):
    page = opened(context, kind, address)
    texts = page.evaluate(TEXTS)
    left = {(rest, holder) for text, holder in {tuple(one) for one in texts} if (rest := unmarked(text, data))}
    page.close()
    assert any("[!!" in text for text, _ in texts)
    assert sorted(left) == []


def test_the_mark_of_a_text_keeps_what_is_filled_in():
    nothing = re.compile("(?!)")
    assert pseudo("{count} of {total}") == "[!!{count} öf {total}~~~~~~~!!]"
    assert unmarked("[!!Méñ~ [!!åñd~!!] Centro~!!] 12 km", nothing) == ""
    assert unmarked("[!!Méñ~!!] Centro and", re.compile("Centro")) == "and"


def test_the_words_of_the_live_map_are_marked_too(address: tuple[str, str], context: BrowserContext):
    page = context.new_page()
    told = page.goto(f"{address[0]}{PLACES['round']}/data/words.{LANG}.json")
    assert told is not None
    plain = [text for text in json.loads(told.text()).values() if not text.startswith("[!!")]
    page.close()
    assert plain == []
