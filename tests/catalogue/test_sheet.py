"""The pages about the catalogue say what the catalogue says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tejido.catalogue import Catalogue, entries, load
from tejido.catalogue.fields import Document, Table
from tejido.catalogue.sheet import markdown
from tejido.words import LANGUAGES, pick


@pytest.fixture(scope="module")
def basic() -> Catalogue:
    return load("basic")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_indicators_is_what_the_catalogue_makes_of_it(root: Path, basic: Catalogue, lang: str) -> None:
    page = (root / "docs" / lang / "indicators.md").read_text("utf-8")
    assert page == markdown(basic, lang), "the page is stale: `make docs` writes it anew"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_has_a_sheet_that_the_tree_links_to(basic: Catalogue, lang: str) -> None:
    page = markdown(basic, lang)
    for one in basic.indicators.values():
        assert page.count(f"](#{one.id})") == page.count(f'<a id="{one.id}"></a>') == 1
        assert pick(one.definitions, lang) in page


def test_the_weights_are_said_aloud(basic: Catalogue) -> None:
    page = markdown(basic, "en")
    assert "- 10%: Distance to commerce and services\n" in page
    assert "- 1.33%: Diversity of income, Diversity of educational level," in page
    assert "- 10 %: Proximidad a comercio y servicios" in markdown(basic, "es").replace("\u00a0", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_index_with_other_weights_and_observed_bounds_has_a_page_too(tmp_path: Path, lang: str) -> None:
    text = (Path(__file__).parent / "data" / "cpi.toml").read_text("utf-8")
    text = text.replace("[indicators.street_land]\n", "[indicators.street_land]\nweight = 2\n")
    text = text.replace("knots = [[6, 0], [36, 100]]", "observed = [0, 100]")
    text = text.replace("value = 18\nscore = 40", "value = 18\nscore = 40\nobserved = [6, 36]")
    (tmp_path / "other.toml").write_text(text, "utf-8")
    page = markdown(load(tmp_path / "other.toml"), lang).replace("\u00a0", " ")
    # Weights 1, 1, 2: the last is half of the whole.
    assert "- 50%:" in page or "- 50 %:" in page


def known_keys(make: Callable[[Table], object]) -> set[str]:
    """The keys that an entry may have, as the fault of an unknown one tells them."""
    document = Document("test")
    make(Table({"zzz": 0}, ("kind", "entry"), document))
    told = next(one for one in document.findings if one.code == "K107" and (one.column or "").endswith("zzz"))
    return set(dict(told.values)["known"].split(", "))  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_the_file_format_is_explained(root: Path, lang: str) -> None:
    page = (root / "docs" / lang / "catalogue.md").read_text("utf-8")
    explained = set(re.findall(r"`([a-z_0-9]+)`", page))
    for make in (
        entries.node,
        entries.universe,
        entries.band,
        entries.indicator,
        lambda t: entries.curve_of(t, "higher"),
    ):
        assert known_keys(make) <= explained | {"entry"}
    assert set(entries.FUNCTIONS) <= explained
