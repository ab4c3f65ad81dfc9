"""An editor's Markdown becomes blocks whose figures are looked up; what cannot be shown is refused with its place."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tejido.reading.book import Book
from tejido.reading.facts import Facts
from tejido.report.blocks import Bullets, Callout, Cite, Heading, Link, Note, PageBreak, Paragraph, Table, Text, plain
from tejido.report.folder import Source
from tejido.report.markdown import ChapterText, read_chapter
from tejido.report.markdown_references import Lookup
from tests.report.small import RM, Small, draft, write


@cache
def lookup() -> Lookup:
    return Lookup(Book(Facts(Small())))


def read(text: str, lang: str = "es") -> ChapterText:
    return read_chapter(Source("city", lang, f"chapters/2-city.{lang}.md", f"# Ciudad\n\n{text}"), lookup())


def blocks(text: str, lang: str = "es") -> list[object]:
    """What stands below the chapter's heading."""
    chapter = read(text, lang)
    assert chapter.findings == ()
    found: list[object] = []
    for section in chapter.sections:
        found += [section.heading, *(one.what for one in section.parts)]
    return found[1:]


def codes(text: str) -> list[tuple[str, str]]:
    """Codes with their places, of the text below the chapter's heading and an empty line."""
    return [(one.code, one.where().removeprefix("chapters/2-city.es.md:")) for one in read(text).findings]


def test_a_reference_becomes_the_figure_written_as_the_language_writes_it():
    [paragraph] = blocks("Trabaja {{value employment}}.")
    assert isinstance(paragraph, Paragraph)
    words, figure, end = paragraph.text
    assert (words, end) == (Text("Trabaja "), Text("."))
    assert isinstance(figure, Cite)
    assert (figure.text, figure.cited.number) == ("61,8\u00a0%", 61.8)
    assert plain(blocks("{{value employment}}", "en")[0].text) == "61.8%"


def test_emphasis_links_and_figures_inside_them_keep_their_places():
    [paragraph] = blocks("Uno *dos **tres*** {{score marker}} [sitio](https://example.org/ñ)\nfin.")
    assert paragraph.text[:4] == (Text("Uno "), Text("dos ", emphasis=True), Text("tres", True, True), Text(" "))
    assert paragraph.text[5:] == (Text(" "), Link("sitio", "https://example.org/ñ"), Text(" fin."))


def test_lists_tables_rules_and_quotations_are_blocks_of_the_document():
    numbered, rule, note = blocks("1. uno\n2. {{value employment}}\n\n---\n\n> «Aquí estoy bien.»")
    assert (type(numbered), numbered.ordered, plain(numbered.items[1])) == (Bullets, True, "61,8\u00a0%")
    assert (rule, note) == (PageBreak(), Note((Text("«Aquí estoy bien.»"),)))
    [table] = blocks("| Barrio | Gente |\n|---|--:|\n| El Carrete | {{residents level=quarter unit=q1}} |")
    assert isinstance(table, Table)
    assert [plain(cell.text) for cell in table.rows[0]] == ["El Carrete", "20.155"]
    assert [cell.numeric for cell in table.head] == [False, True]


def test_a_quotation_that_says_its_kind_is_a_callout_with_a_title():
    [callout] = blocks("> [!caution] Con cuidado\n> Pocas respuestas.\n>\n> - una")
    assert callout == Callout(
        "caution", "Con cuidado", (Paragraph((Text("Pocas respuestas."),)), Bullets(((Text("una"),),)))
    )


def test_a_number_of_the_editors_own_is_shown_with_its_source_below():
    paragraph, note = blocks("Hay {{own 7,24 millones | R4V, marzo de 2023}} en la región.")
    assert plain(paragraph.text) == "Hay 7,24 millones en la región."
    assert plain(note.text) == "7,24 millones: R4V, marzo de 2023."


def test_comments_are_shown_to_nobody_and_inserts_stand_by_their_names():
    chapter = read("<!-- ¿Qué dice la gente? -->\n\n## Derechos\n\n[[right housing]]\n[[gaps]]\n\nFin.<!-- nota -->")
    assert chapter.findings == ()
    assert chapter.sections[1].inserts == ("right housing", "gaps")
    assert chapter.sections[1].heading == Heading(2, "Derechos", "housing")
    assert plain(chapter.sections[1].parts[2].what.text) == "Fin."


def test_line_ends_of_windows_a_byte_order_mark_and_an_eñe_do_no_harm(tmp_path: Path):
    folder = write(tmp_path, es="\ufeff# Niñez\r\n\r\nAño {{score marker}}.\r\n")
    [chapter] = draft(folder).chapters("es")
    assert chapter.findings == ()
    assert chapter.sections[0].heading == Heading(1, "Niñez", "city")
    assert plain(chapter.sections[0].parts[0].what.text) == "Año 74."


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        # The text begins in line 3 of the file.
        ("<b>negrita</b>", "H310", "3"),
        ("uno\n<div>dos</div>", "H310", "4"),
        ("![foto](foto.png)", "H311", "3"),
        ("```\ncódigo\n```", "H312", "3"),
        ("- uno\n  - dos", "H312", "4"),
        ("##### Muy abajo", "H312", "3"),
        ("a\nb {{value employment", "H313", "4 [3]"),
        ("- Es {{valor employment}}.", "H314", "3 [6]"),
        ("{{value}}", "H315", "3 [1]"),
        ("{{value employment grupo=all}}", "H316", "3 [1]"),
        ("{{value employment group=all group=all}}", "H317", "3 [1]"),
        ("{{gap employment}}", "H318", "3 [1]"),
        ("{{value employmnt}}", "H319", "3 [1]"),
        ("{{measured markr}}", "H319", "3 [1]"),
        ("{{value employment group=origin=mr}}", "H319", "3 [1]"),
        ("{{value employment level=quarter}}", "H320", "3 [1]"),
        ("{{value improved_water}}", "H321", "3 [1]"),
        ("{{value internet}}", "H322", "3 [1]"),
        ("{{value sanitation}}", "H323", "3 [1]"),
        ("{{own 7,24}}", "H324", "3 [1]"),
        ("Como muestra [[gaps]] aquí.", "H326", "3"),
        ("> [[gaps]]", "H326", "3"),
        ("## Trabajo: {{value employment}}", "H329", "3"),
        ("[vea {{value employment}}](#city)", "H329", "3"),
        ("> [!gap] De {{value employment}}\n> Texto.", "H329", "3"),
        ("# Otra", "H309", "3"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_with_line_and_column(text: str, code: str, where: str):
    assert codes(text) == [(code, where)]


def test_a_wrong_name_is_answered_with_those_most_like_it():
    [found] = read("{{value employmnt}}").findings
    assert dict(found.values)["nearest"].split(", ")[0] == "employment"
    [found] = read("{{scor marker}}").findings
    assert dict(found.values)["nearest"].split(", ")[0] == "score"


def test_a_figure_is_told_with_the_sentence_around_it():
    text = f"Primero. Entre ambos hay {{{{gap employment {RM}}}}}. Después."
    [mention] = [one for section in read(text).sections for run in section.runs for one in run.mentions]
    assert mention.sentence == "Entre ambos hay 9 puntos menos."
    assert (mention.spot.row, mention.spot.column) == (3, 26)
