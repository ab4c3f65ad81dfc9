"""The PDF is accessible by the letter of PDF/UA-1, and every page says what it has to say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tejido.errors import TejidoError
from tejido.report.blocks import Document, Paragraph
from tejido.report.render_pdf import breakable, render_pdf
from tests.report.sample import HARD, picture, sample, words
from tests.report.structure import elements


@pytest.fixture(scope="module")
def document() -> Document:
    return sample("es")


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    return render_pdf(document)


@pytest.fixture(scope="module")
def pdf(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


@pytest.fixture(scope="module")
def pages(made: bytes) -> list[str]:
    """The text of each page, without line breaks and the places where an endless word may break."""
    found = (page.get_textpage().get_text_bounded().replace("\u200b", "") for page in pypdfium2.PdfDocument(made))
    return [" ".join(text.split()) for text in found]


def named(pdf: pikepdf.Pdf, name: str) -> Iterator[Any]:
    return (one for one in elements(pdf) if str(one.S) == name)


def test_it_says_that_it_is_tagged_in_which_language_and_shows_its_title(pdf: pikepdf.Pdf):
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "es"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    told = pdf.open_metadata()
    assert told["pdfuaid:part"] == "1"
    assert told["dc:title"] == "Perfil de Movilidad Humana · Urdimbre · 2024"


def test_every_figure_has_the_alt_text_that_its_picture_was_given(pdf: pikepdf.Pdf):
    found = [str(one.Alt) for one in named(pdf, "/Figure")]
    captions = ["Urdimbre", "Work by age", "Water reaches most homes", "Public space does not", "Leases by origin"]
    assert found == [f"Barras: {one}. Niñez 62 %, personas mayores 39 %." for one in captions]


def test_every_head_of_a_table_says_what_it_is_the_head_of(pdf: pikepdf.Pdf):
    scopes = [
        [str(part.Scope) for part in (one.A if isinstance(one.A, pikepdf.Array) else [one.A]) if "/Scope" in part]
        for one in named(pdf, "/TH")
    ]
    assert scopes == [["/Column"]] * (3 + 3 + 2)  # the heads of three tables


def test_there_is_one_first_heading_and_no_level_is_skipped(pdf: pikepdf.Pdf):
    levels = [int(str(one.S)[2:]) for one in elements(pdf) if str(one.S)[:2] == "/H" and str(one.S)[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert max(levels) == 4


def test_every_entry_of_the_contents_is_a_link_inside_the_document(pdf: pikepdf.Pdf):
    entries = list(named(pdf, "/TOCI"))
    # The summary, three chapters and their four sections.
    assert len(entries) == 8
    for entry in entries:
        assert any(str(one.S) == "/Link" for one in elements(entry))


def test_the_mark_stands_on_every_page_and_the_caution_only_where_it_is_due(pages: list[str], document: Document):
    assert all(document.mark in page for page in pages)
    careful = [document.caution in page for page in pages]
    assert careful == ["Of those asked, 44 %" in page for page in pages]
    assert careful.count(True) == 1


def test_a_picture_that_shows_such_figures_brings_the_caution_too(document: Document):
    careful = replace(document, summary=(picture("p", "Careful", careful=True),), blocks=())
    text = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(render_pdf(careful))]
    assert [document.caution in page for page in text] == [False, True, False]


def test_pages_are_counted_and_named_by_their_chapter(pages: list[str]):
    assert f"3 de {len(pages)}" in pages[2]
    assert pages[3].startswith("Urdimbre · 2024 The city as a host community")
    assert " de " + str(len(pages)) not in pages[0]


def test_texts_that_mean_something_to_a_typesetter_stand_as_they_were_written(pages: list[str]):
    whole = " ".join(pages)
    endless = "a" * 200
    assert [text for text in HARD if text not in whole] == [endless]
    assert endless in whole.replace(" ", "")  # over several lines, none of it lost


def test_a_long_table_goes_on_with_its_head_on_each_page(pages: list[str]):
    with_rows = [page for page in pages if "Las Madejas 40" in page or "Las Madejas 20" in page]
    assert len(with_rows) == 2
    assert all("Quarter People Score" in page for page in with_rows)


def test_the_same_document_gives_the_same_bytes(document: Document, made: bytes):
    assert render_pdf(document) == made


def test_a_sign_that_no_font_has_is_refused_by_its_name(document: Document):
    with pytest.raises(TejidoError) as refused:
        render_pdf(replace(document, summary=(), blocks=(Paragraph(words("漢")),)))
    assert [one.code for one in refused.value.findings] == ["H202"]
    assert "漢" in str(refused.value)


@pytest.mark.parametrize(
    ("written", "pieces"),
    [
        ("unhcr_population_synthetic_2023.csv", ["unhcr_", "population_", "synthetic_", "2023.", "csv"]),
        ("a" * 40, ["a" * 12, "a" * 12, "a" * 12, "a" * 4]),
        ("short_name.csv", ["short_name.csv"]),
    ],
)
def test_an_endless_word_may_break_after_the_signs_that_part_it_and_seldom_elsewhere(written: str, pieces: list[str]):
    assert breakable(written).split("\u200b") == pieces
