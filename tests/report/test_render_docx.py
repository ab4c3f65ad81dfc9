"""The DOCX is what an editor expects from Word, holds what the PDF holds, and opens elsewhere without complaint."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from PIL import Image

from tejido.report.blocks import Callout, Document, Paragraph
from tejido.report.render_docx import render_docx
from tejido.report.render_pdf import render_pdf
from tests.report.sample import HARD, sample, words
from tests.report.structure import of_docx, of_pdf


@pytest.fixture(scope="module")
def document() -> Document:
    return sample("es")


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    return render_docx(document)


@pytest.fixture(scope="module")
def word(made: bytes) -> Word:
    return docx.Document(io.BytesIO(made))


def text_of(word: Word, style: str) -> list[str]:
    return [one.text for one in word.paragraphs if one.style is not None and one.style.name == style]


def test_headings_figures_and_tables_are_as_many_and_in_the_order_of_the_pdf(made: bytes, document: Document):
    found = of_docx(made)
    assert found == of_pdf(render_pdf(document))
    assert {"H1", "H2", "H3", "H4", "Figure", "Table"} == set(found)


def test_paragraphs_wear_the_styles_of_word(word: Word):
    assert text_of(word, "Title") == ["Perfil de Movilidad Humana"]
    assert text_of(word, "Heading 1") == [
        "En una página",
        "Contenido",
        "The city as a host community",
        "Rights",
        "Annexes",
    ]
    assert text_of(word, "List Bullet")[:2] == ["One reason", "another, stronger"]
    assert text_of(word, "Caption")[:2] == ["Figura 1. Work by age", "Figura 2. Water reaches most homes"]


def test_it_says_what_it_is_and_in_which_language(word: Word):
    assert word.core_properties.title == "Perfil de Movilidad Humana · Urdimbre · 2024"
    assert word.core_properties.language == "es-419"


def test_every_picture_has_its_alt_text_and_200_pixels_to_the_inch(word: Word):
    shapes = list(word.inline_shapes)
    assert [one._inline.docPr.get("descr", "")[:7] for one in shapes] == ["Barras:"] * 5
    for shape in shapes:
        blip = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        width, _ = Image.open(io.BytesIO(word.part.related_parts[blip].blob)).size
        assert width == pytest.approx(shape.width.inches * 200, abs=2)


def test_pictures_begin_at_the_margin_in_every_program(word: Word):
    # What an inline picture does not say, LibreOffice takes for 3 mm.
    edges = {one.get(side) for one in word.element.body.iter(qn("wp:inline")) for side in ("distL", "distR")}
    assert edges == {"0"}


def test_a_box_without_a_title_has_no_empty_line_for_it(document: Document):
    box = Callout("finding", "", (Paragraph(words("Half rent.")),))
    word = docx.Document(io.BytesIO(render_docx(replace(document, summary=(), blocks=(box,)))))
    assert text_of(word, "Callout Title") == []
    assert text_of(word, "Callout Word") == ["● Hallazgo"]


def test_the_head_of_a_table_is_marked_and_repeated_and_no_row_is_torn(word: Word):
    assert len(word.tables) == 3
    for table in word.tables:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(one.trPr.find(qn("w:tblHeader")) is None for one in others)
        assert all(one.trPr.find(qn("w:cantSplit")) is not None for one in (first, *others))
    assert [cell.text for cell in word.tables[0].rows[1].cells] == ["Las Madejas 1", "1,000", "0 ■"]


def test_the_table_of_contents_is_words_own_and_every_entry_a_link_to_a_place_that_is_there(word: Word):
    codes = [one.text.strip() for one in word.element.body.iter(qn("w:instrText"))]
    assert codes == ['TOC \\o "1-2" \\h \\z \\u']
    links = [one.get(qn("w:anchor")) for one in word.element.body.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    places = {one.get(qn("w:name")) for one in word.element.body.iter(qn("w:bookmarkStart"))}
    assert len(links) == 8 + 1  # four chapters with the summary, four sections; one link in the text
    assert set(links) <= places


def test_each_numbered_list_begins_at_one(word: Word):
    numbers = [one._p.pPr.numPr.numId.val for one in word.paragraphs if one.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_the_mark_is_in_every_foot_and_the_caution_in_those_of_its_chapters(word: Word, document: Document):
    feet = ["\n".join(one.text for one in section.footer.paragraphs) for section in word.sections]
    assert all(document.mark in one for one in feet)
    # Cover, summary, contents, city, rights, annexes.
    assert [document.caution in one for one in feet] == [False, False, False, False, True, False]


def test_hard_texts_stand_as_they_were_written(word: Word):
    assert set(HARD) <= {one.text for one in word.paragraphs}


def test_the_same_document_gives_the_same_bytes_and_holds_no_clock(made: bytes, document: Document):
    assert render_docx(document) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:created" not in archive.read("docProps/core.xml")


@pytest.fixture(scope="module")
def office() -> str:
    """LibreOffice; where the tests have to be whole (`CI`) it must be there."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not here: apt-get install libreoffice-writer-nogui")
    assert found, "LibreOffice is missing: apt-get install libreoffice-writer-nogui"
    return found


def test_libreoffice_converts_it_without_a_warning_and_finds_its_words(office: str, document: Document, tmp_path: Path):
    file = tmp_path / "profile.docx"
    short = sample("es", rows=5)
    file.write_bytes(render_docx(replace(short, mark=document.mark)))
    command = [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(tmp_path), str(file)], capture_output=True, text=True, timeout=180, check=True
    )
    # Without Java LibreOffice says so of itself, whatever it converts.
    assert [one for one in done.stderr.splitlines() if one.strip() and "javaldx" not in one] == []
    pages = [one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(tmp_path / "profile.pdf")]
    assert all(document.mark in page for page in pages)
    assert "The city as a host community" in " ".join(pages)


def test_a_title_longer_than_word_holds_is_cut(document: Document):
    long = replace(document, running="Urdimbre " * 40)
    title = docx.Document(io.BytesIO(render_docx(long))).core_properties.title
    assert len(title) == 255 and title.startswith("Perfil de Movilidad Humana · Urdimbre") and title.endswith("…")
