"""A document as DOCX that an editor goes on with: Word's own styles, tables that can be edited, pictures with alt text."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import docx
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Mm, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Words

from tejido.figures.palette import band_colours
from tejido.report.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Cite,
    Document,
    Heading,
    Inline,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    plain,
)
from tejido.report.images import pngs, width_on_paper
from tejido.report.look import TEXT_WIDTH, TONES, label, source
from tejido.report.numbering import Chapter, chapters, numbered, pictures
from tejido.report.render_check import anchors, refuse_broken
from tejido.report.render_docx_parts import (
    LANGUAGES,
    TABLE_STYLE,
    bookmark,
    box,
    colour,
    dress,
    element,
    field,
    fresh_list,
    link,
    saved,
)

_HALF = 110.0
"""How wide a picture of half width stands here, where each has a paragraph of its own, in mm."""


LONGEST = 255
"""Signs that a property of a file of Word may have."""


def render_docx(document: Document) -> bytes:
    """The document as a DOCX file.

    Raises:
        TejidoError: H201 without fonts, H202 for a sign in a picture that no font has, H203-H208 for what no format could show.
    """
    refuse_broken(document)
    writer = _Writer(numbered(document))
    writer.write()
    return saved(writer.word)


class _Writer:
    """Writes one document, block after block, into an open file of Word."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.word: Word = docx.Document()
        self.bookmarks = {anchor: f"place_{number}" for number, anchor in enumerate(anchors(document), start=1)}
        cover = (document.cover.picture,) if document.cover.picture else ()
        found = [*cover, *pictures((*document.summary, *document.blocks))]
        widths = [width_on_paper(one, TEXT_WIDTH if one.width == "full" else _HALF) for one in found]
        images = pngs(list(zip(found, widths, strict=True)))
        self.images = {one.anchor: (width, png) for one, width, png in zip(found, widths, images, strict=True)}

    def write(self) -> None:
        """The whole file."""
        document, word = self.document, self.word
        dress(word, document.lang)
        told = word.core_properties
        title = f"{document.cover.title} · {document.running}"
        told.title = title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"
        told.language = LANGUAGES[document.lang]
        told.author, told.comments, told.last_modified_by, told.keywords = "tejido", document.mark, "", ""
        section = word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin, section.bottom_margin = Mm(27), Mm(26)
        self._cover()
        found = chapters(document)
        before = 1 if document.summary else 0
        for chapter in found[:before]:
            self._chapter(chapter)
        self._section(document.word("contents"), caution=False)
        self._contents(found)
        for chapter in found[before:]:
            self._chapter(chapter)

    def _cover(self) -> None:
        cover, word = self.document.cover, self.word
        self._frame("", caution=False, pages=False)
        word.add_paragraph(f"{cover.city} · {cover.period}", style="Lead")
        word.add_paragraph(cover.title, style="Title")
        word.add_paragraph(cover.subtitle, style="Subtitle")
        if cover.picture:
            self._image(cover.picture)
        for line in cover.lines:
            word.add_paragraph(line, style="Small Print")

    def _contents(self, found: list[Chapter]) -> None:
        """Word's own table of contents, filled with links; Word adds the pages when its reader asks to bring it up to date."""
        self.word.add_paragraph(self.document.word("contents"), style="Heading 1")
        entries = [
            (one, f"TOC {one.level}")
            for chapter in found
            if chapter.heading
            for one in (chapter.heading, *chapter.sections)
        ]
        paragraphs = []
        for heading, style in entries:
            paragraph = self.word.add_paragraph(style=style)
            link(paragraph, heading.text, "", self.bookmarks[heading.anchor])
            paragraphs.append(paragraph)
        if paragraphs:
            properties = paragraphs[0]._p.get_or_add_pPr()
            for part in (element("w:fldChar", fldCharType="separate"), element("w:instrText", ' TOC \\o "1-2" \\h \\z \\u '),
                         element("w:fldChar", fldCharType="begin")):  # fmt: skip
                run = element("w:r")
                run.append(part)
                properties.addnext(run)
            paragraphs[-1].add_run()._r.append(element("w:fldChar", fldCharType="end"))

    def _chapter(self, chapter: Chapter) -> None:
        self._section(chapter.heading.text if chapter.heading else "", chapter.caution)
        if chapter.heading:
            self._heading(chapter.heading)
        self._blocks(chapter.blocks)

    def _section(self, title: str, caution: bool) -> None:
        """What follows begins on a new page, with head and foot of its own."""
        self.word.add_section(WD_SECTION.NEW_PAGE)
        self._frame(title, caution)

    def _frame(self, title: str, caution: bool, pages: bool = True) -> None:
        """Head and foot of the last section: city and chapter; the mark, the caution where it is due, the page."""
        document, section = self.document, self.word.sections[-1]
        for part in (section.header, section.footer):
            part.is_linked_to_previous = False
            paragraph = part.paragraphs[0]
            paragraph.style = self.word.styles["Small Print"]
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        if pages:
            section.header.paragraphs[0].add_run(f"{document.running}\t{title}")
        foot = section.footer.paragraphs[0]
        foot.add_run(document.mark).bold = True
        if pages:
            self._page_of_pages(foot)
        if caution and document.caution:
            section.footer.add_paragraph(f"▲ {document.caution}", style="Small Print")

    def _page_of_pages(self, foot: Words) -> None:
        before, _, rest = self.document.word("page").partition("{page}")
        between, _, after = rest.partition("{pages}")
        foot.add_run(f"\t{before}")
        field(foot, "PAGE")
        foot.add_run(between)
        field(foot, "NUMPAGES")
        foot.add_run(after)

    def _blocks(self, blocks: Iterable[Block]) -> list[Words]:
        """Writes the blocks; the paragraphs that they became."""
        return [paragraph for block in blocks for paragraph in self._block(block)]

    def _block(self, block: Block) -> list[Words]:
        match block:
            case Heading():
                return [self._heading(block)]
            case Paragraph():
                return [self._words(block.text, "Lead" if block.lead else None)]
            case Bullets():
                return self._list(block)
            case Picture():
                return self._picture(block)
            case Table():
                return self._table(block)
            case Note():
                return [self._words(block.text, "Small Print")]
            case Callout():
                return self._callout(block)
            case PageBreak():
                paragraph = self.word.add_paragraph()
                paragraph.add_run().add_break(WD_BREAK.PAGE)
                return [paragraph]

    def _heading(self, heading: Heading) -> Words:
        paragraph = self.word.add_paragraph(heading.text, style=f"Heading {heading.level}")
        self._place(paragraph, heading.anchor)
        return paragraph

    def _place(self, paragraph: Words, anchor: str) -> None:
        name = self.bookmarks[anchor]
        bookmark(paragraph, name, int(name.removeprefix("place_")))

    def _words(self, text: Inline, style: str | None = None) -> Words:
        paragraph = self.word.add_paragraph(style=style)
        self._run(paragraph, text)
        return paragraph

    def _run(self, paragraph: Words, text: Inline) -> None:
        for one in text:
            match one:
                case Link():
                    link(paragraph, one.text, one.target, self.bookmarks.get(one.target.removeprefix("#")))
                case Cite():
                    paragraph.add_run(one.text)
                case _:
                    run = paragraph.add_run(one.text)
                    run.bold, run.italic = one.strong or None, one.emphasis or None

    def _list(self, bullets: Bullets) -> list[Words]:
        found = [self._words(item, "List Number" if bullets.ordered else "List Bullet") for item in bullets.items]
        if bullets.ordered:
            number = fresh_list(self.word)
            for paragraph in found:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, int(number)
        return found

    def _image(self, picture: Picture) -> Words:
        width, png = self.images[picture.anchor]
        shape = self.word.add_picture(BytesIO(png), width=Mm(width))
        shape._inline.docPr.set("descr", plain(picture.alt))
        for side in ("distT", "distB", "distL", "distR"):  # unless said, LibreOffice keeps 3 mm away from the margin
            shape._inline.set(side, "0")
        paragraph = self.word.paragraphs[-1]
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def _picture(self, picture: Picture) -> list[Words]:
        found = [self._image(picture), self._caption(picture)]
        self._place(found[0], picture.anchor)
        if said := source(self.document, picture):
            found.append(self.word.add_paragraph(said, style="Small Print"))
        return found

    def _caption(self, block: Picture | Table) -> Words:
        paragraph = self.word.add_paragraph(style="Caption")
        paragraph.add_run(f"{label(self.document, block)}. ").font.color.rgb = colour("accent")
        self._run(paragraph, block.caption)
        return paragraph

    def _table(self, table: Table) -> list[Words]:
        caption = self._caption(table)
        caption.paragraph_format.keep_with_next = True
        self._place(caption, table.anchor)
        made = self.word.add_table(rows=len(table.rows) + 1, cols=len(table.head), style=TABLE_STYLE)
        made.autofit = False
        parts = table.widths or (2.0, *[1.0] * (len(table.head) - 1))
        widths = [Mm(TEXT_WIDTH * part / sum(parts)) for part in parts]
        for written, column in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
            written.w = column
        for written_row, row in zip(made._tbl.tr_lst, (table.head, *table.rows), strict=True):
            written_row.get_or_add_trPr().append(element("w:cantSplit"))
            for written_cell, cell, width in zip(written_row.tc_lst, row, widths, strict=True):
                self._cell(_Cell(written_cell, made), cell, width)
        made._tbl.tr_lst[0].get_or_add_trPr().append(element("w:tblHeader"))
        return [caption, self._words(table.note, "Small Print")]

    def _cell(self, written: _Cell, cell: Cell, width: int) -> None:
        written.width = Mm(width / 36000)
        paragraph = written.paragraphs[0]
        if cell.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._run(paragraph, cell.text)
        if cell.shade is not None:
            swatch = paragraph.add_run(" ■")
            swatch.font.color.rgb = RGBColor.from_string(band_colours(6)[cell.shade].removeprefix("#").upper())

    def _callout(self, callout: Callout) -> list[Words]:
        dressed = TONES[callout.tone]
        head = self.word.add_paragraph(style="Callout Word")
        head.add_run(f"{dressed.sign} {self.document.word(callout.tone)}").font.color.rgb = colour(dressed.token)
        heads = [head]
        if callout.title:
            heads.append(self.word.add_paragraph(callout.title, style="Callout Title"))
        for one in heads:
            one.paragraph_format.keep_with_next = True
        found = [*heads, *self._blocks(callout.blocks)]
        for one in found:
            box(one, callout.tone)
        return found
