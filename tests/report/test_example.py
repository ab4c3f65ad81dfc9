"""The profile of the example city: every figure in every format is that of the release, in both languages alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from tejido.reading import shares
from tejido.reading.measured import PAIR
from tejido.reading.references import STATISTICS
from tejido.release import Release
from tejido.report.balance import Balance
from tejido.report.blocks import Block, Callout, Cite, Document, Heading, Picture, Table, cites, plain
from tejido.report.folder_new import new_folder
from tejido.report.make import Draft
from tejido.report.make_open import open_draft
from tejido.report.numbering import flat, numbered, pictures
from tejido.report.render_docx import render_docx
from tejido.report.render_html import render_html
from tejido.report.render_md import render_md
from tejido.report.render_pdf import render_pdf
from tejido.words import pick
from tests.axe import violations
from tests.browse import visit
from tests.report import reading, structure

NUMBER = re.compile(r"\d[\d.,]*\d|\d")
LANGUAGES = ("es", "en")
RIGHTS = {
    "es": ["Vivienda", "Empleo", "Salud", "Educación", "Transporte", "Recreación", "Participación"],
    "en": ["Housing", "Employment", "Health", "Education", "Transport", "Recreation", "Participation"],
}
FORMATS: dict[str, tuple[Callable[[Document], Any], Callable[[Any], str], Callable[[Any], list[str]]]] = {
    "html": (render_html, reading.of_html, reading.alts_of_html),
    "pdf": (render_pdf, reading.of_pdf, reading.alts_of_pdf),
    "docx": (render_docx, reading.of_docx, reading.alts_of_docx),
    "md": (lambda document: render_md(document)[0], reading.of_md, reading.alts_of_md),
}
"""How a document is made, how its text is read back, and what is read out of its pictures."""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def draft(example_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Draft:
    folder = tmp_path_factory.mktemp("profile") / "profile"
    new_folder(Path(example_release.path), folder, "es")
    return open_draft(folder)


@pytest.fixture(scope="module")
def documents(draft: Draft) -> dict[str, Document]:
    return {lang: numbered(draft.document(lang)) for lang in LANGUAGES}


def cited(document: Document) -> list[Cite]:
    return cites((*document.summary, *document.blocks))


def printed(document: Document) -> Iterator[Block]:
    """The blocks, without what is read out of pictures instead of being printed."""
    for one in flat((*document.summary, *document.blocks)):
        if not isinstance(one, Callout):
            yield replace(one, alt=()) if isinstance(one, Picture) else one


def shown(document: Document) -> list[Picture]:
    """The pictures, that of the cover first."""
    cover = [document.cover.picture] if document.cover.picture else []
    return [*cover, *pictures((*document.summary, *document.blocks))]


def value(text: str, lang: str) -> tuple[float, int] | None:
    """The number that a text writes and its decimals, read by the rules of the language: 1.234,5 or 1,234.5."""
    found = NUMBER.search(text)
    if found is None:
        return None
    thousands, point = (".", ",") if lang == "es" else (",", ".")
    digits = found[0].replace(thousands, "").replace(point, ".")
    return float(digits), len(digits.partition(".")[2])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_the_document_is_that_of_the_release(
    documents: dict[str, Document], example_release: Release, lang: str
):
    public = example_release.public()
    told = [one for one in cited(documents[lang]) if one.cited.number is not None]
    # A profile of all chapters cites hundreds of figures.
    assert len(told) > 500
    for one in told:
        reference = one.cited.reference
        table, columns = STATISTICS[reference.statistic]
        if table != "counts":
            column = columns[reference.statistic]
            rows = public.table(table)
            names = {"indicator", "node", "question"} & set(rows.columns)
            match = rows["level"] == reference.level
            for name in names:
                match &= rows[name] == reference.node
            for name, wanted in (("group", reference.group), ("against", reference.against), ("class", reference.choice),
                                 ("unit", reference.unit)):  # fmt: skip
                if wanted and name in rows.columns:
                    match &= rows[name] == wanted
            if reference.period:
                match &= rows["period"] == reference.period
            assert one.cited.number in set(rows.loc[match, column])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_is_written_as_its_number_rounded(documents: dict[str, Document], lang: str):
    for one in cited(documents[lang]):
        read = value(one.text, lang)
        if one.cited.number is None or read is None or one.cited.reference.node.endswith(("vote", "unit")):
            continue
        scale = 100 if one.cited.reference.statistic == "coverage" else 1
        # A score is never rounded up into the next band, so that it may lie a whole last digit below.
        assert read[0] == pytest.approx(abs(one.cited.number) * scale, abs=1.01 * 10 ** -read[1])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_every_figure_is_found_in_every_format_in_its_order(documents: dict[str, Document], format_: str, lang: str):
    document = documents[lang]
    render, text_of, alts_of = FORMATS[format_]
    made = render(document)
    assert alts_of(made) == [reading.spaced(plain(one.alt)) for one in shown(document)]
    text, at = text_of(made), 0
    for one in cites(tuple(printed(document))):
        wanted = reading.spaced(one.text)
        found = text.find(wanted, at)
        assert found >= 0, f"{one.cited.reference} as {wanted!r} is not there after {text[max(0, at - 80) : at]!r}"
        at = found + len(wanted)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_written_in_a_chart_beside_its_axis_is_read_out_with_it(documents: dict[str, Document], lang: str):
    charts = [one for one in shown(documents[lang]) if "map" not in one.anchor]
    kinds = ("areas", "lost", "pyramid", "shares-education", "housing-groups", "flows")
    assert {one.anchor for one in charts} >= set(kinds)
    for one in charts:
        alt = plain(one.alt)
        for words in written_in(ElementTree.fromstring(one.svg)):
            assert all(number in alt for number in NUMBER.findall(words)), (one.anchor, words)


def written_in(element: ElementTree.Element) -> Iterator[str]:
    """The texts of a drawing, those of an axis left out."""
    if element.tag == f"{SVG}text":
        yield "".join(element.itertext())
    elif element.get("class") != "axis":
        for part in element:
            yield from written_in(part)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_that_is_read_out_of_a_chart_is_cited_or_part_of_a_name(
    draft: Draft, documents: dict[str, Document], lang: str
):
    for one in shown(documents[lang]):
        if "map" not in one.anchor:
            words = "".join(span.text for span in one.alt if not isinstance(span, Cite))
            for name in names_of(draft, lang):
                words = words.replace(name, "")
            assert not NUMBER.search(words), (one.anchor, words)


def names_of(draft: Draft, lang: str) -> list[str]:
    """The names of indicators and of answers that hold a number (Households that spend 30% or more), the longest first."""
    facts = draft.book.facts
    found = {pick(one.names, lang) for one in facts.catalogue.definitions.values()}
    for question in shares.questions(facts.release):
        told = [shares.distribution(facts.release, question, group) for group in PAIR]
        found |= {pick(part.names, lang) for one in told if one for part in one.parts}
    return sorted((one for one in found if NUMBER.search(one)), key=len, reverse=True)


def test_both_languages_cite_the_same_figures_number_by_number(documents: dict[str, Document]):
    es, en = (cited(documents[lang]) for lang in LANGUAGES)
    assert [one.cited.reference for one in es] == [one.cited.reference for one in en]
    for one, other in zip(es, en, strict=True):
        assert one.cited.number == other.cited.number
        assert value(one.text, "es") == value(other.text, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_difference_is_told_where_its_interval_holds_zero(documents: dict[str, Document], lang: str):
    gaps = [one.cited for one in cited(documents[lang]) if one.cited.reference.statistic == "gap"]
    assert gaps
    assert all(one.low is not None and one.high is not None and one.low * one.high > 0 for one in gaps)


def test_at_least_five_gaps_and_five_assets_are_named_each_with_its_figure(draft: Draft):
    balance = Balance(draft.book)
    assert len(balance.gaps) >= 5
    assert len(balance.assets) >= 5
    assert all(one.row["gap_low"] * one.row["gap_high"] > 0 and one.surely > 0 for one in balance.gaps)
    assert all(one.cited.number is not None and one.cited.source for one in balance.assets)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_profile_has_its_four_chapters_and_a_part_for_each_right(documents: dict[str, Document], lang: str):
    headings = [(one.level, one.text) for one in documents[lang].blocks if isinstance(one, Heading)]
    chapters = {
        "es": [
            "Contexto nacional",
            "La ciudad como comunidad de acogida",
            "Acceso a derechos",
            "Recomendaciones",
            "Anexos",
        ],
        "en": ["National context", "The city as a host community", "Access to rights", "Recommendations", "Annexes"],
    }
    assert [text for level, text in headings if level == 1] == chapters[lang]
    second = [text for level, text in headings if level == 2]
    assert [one for one in second if one in RIGHTS[lang]] == RIGHTS[lang]


def test_every_page_says_that_the_city_is_invented(documents: dict[str, Document]):
    assert "sintéticos" in documents["es"].mark
    assert "Synthetic" in documents["en"].mark


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pdf_and_docx_of_the_whole_profile_have_the_same_structure_and_each_right_one_page(
    documents: dict[str, Document], lang: str
):
    made = render_pdf(documents[lang])
    assert structure.of_pdf(made) == structure.of_docx(render_docx(documents[lang]))
    # The chapter after the rights begins on the page after the last of them, so that none goes on over its own.
    found = structure.pages(made)
    first = next(place for place, (title, _) in enumerate(found) if title == RIGHTS[lang][0])
    titles, places = zip(*found[first : first + len(RIGHTS[lang]) + 1], strict=True)
    assert titles == (*RIGHTS[lang], {"es": "Recomendaciones", "en": "Recommendations"}[lang])
    assert list(places) == list(range(places[0], places[0] + len(places)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_outside_tables_every_figure_that_is_cited_has_a_number_or_says_why_not(
    documents: dict[str, Document], lang: str
):
    document = documents[lang]
    blocks = [one for one in flat((*document.summary, *document.blocks)) if not isinstance(one, Table)]
    assert not [one.cited.reference for one in cites(tuple(blocks)) if one.text == "—"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_in_the_profile_as_a_page(
    documents: dict[str, Document], browser: Browser, tmp_path: Path, lang: str
):
    file = tmp_path / "profile.html"
    file.write_text(render_html(documents[lang]), "utf-8")
    # The checker is put into the page, which its policy forbids to everybody else.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = visit(context.new_page(), file.as_uri())
    assert violations(page) == {"light": [], "dark": []}
    context.close()
