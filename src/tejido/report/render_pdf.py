"""A document as PDF/UA-1, set by Typst from ``templates/report.typ``.

The document reaches Typst as data. Its title is the one heading of level 1; a heading of level n of the document is one of level
n + 1 there. Every page is made from the document alone: no clock, no font of the machine.
"""

from __future__ import annotations

import re
from typing import Any

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
    Span,
    Table,
    plain,
)
from tejido.report.images import width_on_paper
from tejido.report.look import HALF_WIDTH, TEXT_WIDTH, TONES, label, source
from tejido.report.numbering import chapters, numbered, paired
from tejido.report.render_check import anchors, refuse_broken
from tejido.report.typesetting import typeset

_LONG = re.compile(r"[^\s\u200b]{31,}")
_PIECES = re.compile(r"[^/_.?&=-]{0,11}[/_.?&=-]|[^/_.?&=-]{1,12}")
_BREAK = "\u200b"
Content = dict[str, Any]


def render_pdf(document: Document) -> bytes:
    """The document as a PDF file that Typst accepts as PDF/UA-1: tagged, titled, with alt texts and linked contents.

    Raises:
        TejidoError: H201 without fonts, H202 for a sign that no font has, H203-H208 for what no format could show.
    """
    refuse_broken(document)
    return typeset("report.typ", _content(numbered(document)), standard=True)[0]


def _content(document: Document) -> Content:
    """The document as what the template walks."""
    cover = document.cover
    return {
        "lang": document.lang,
        "running": document.running,
        "mark": document.mark,
        "caution": document.caution,
        "words": {key: document.word(key) for key in ("contents", "page")},
        "anchors": anchors(document),
        "bands": band_colours(6),
        "cover": {
            "title": cover.title, "subtitle": cover.subtitle, "city": cover.city, "period": cover.period, "lines": cover.lines,
            "picture": _picture(document, cover.picture, TEXT_WIDTH) if cover.picture else None,
        },
        "chapters": [
            {
                "heading": _heading(chapter.heading) if chapter.heading else None,
                "blocks": _blocks(document, chapter.blocks),
                "summary": chapter.heading is not None and chapter.heading.anchor == "summary",
            }
            for chapter in chapters(document)
        ],
    }  # fmt: skip


def _blocks(document: Document, blocks: tuple[Block, ...]) -> list[Content]:
    found = []
    for one in paired(blocks):
        if isinstance(one, tuple):
            found.append({"kind": "pair", "parts": [_block(document, half) for half in one]})
        else:
            found.append(_block(document, one))
    return found


def _block(document: Document, block: Block) -> Content:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            return {"kind": "paragraph", "text": _inline(block.text), "lead": block.lead}
        case Bullets():
            return {
                "kind": "list",
                "items": [_inline(item) for item in block.items],
                "ordered": block.ordered,
                "small": block.small,
            }
        case Picture():
            return _picture(document, block, TEXT_WIDTH if block.width == "full" else HALF_WIDTH)
        case Table():
            return _table(document, block)
        case Note():
            return {"kind": "note", "text": _inline(block.text)}
        case Callout():
            dress = TONES[block.tone]
            return {
                "kind": "callout", "word": document.word(block.tone), "title": breakable(block.title), "colour": dress.token,
                "shape": dress.shape, "blocks": _blocks(document, block.blocks),
            }  # fmt: skip
        case PageBreak():
            return {"kind": "break"}


def _heading(heading: Heading) -> Content:
    return {"kind": "heading", "level": heading.level + 1, "text": breakable(heading.text), "anchor": heading.anchor}


def _picture(document: Document, picture: Picture, widest: float) -> Content:
    return {
        "kind": "picture", "svg": picture.svg, "alt": plain(picture.alt), "caption": _inline(picture.caption), "anchor": picture.anchor,
        "label": label(document, picture), "source": breakable(source(document, picture)), "caution": picture.careful,
        "width": width_on_paper(picture, widest),
    }  # fmt: skip


def _table(document: Document, table: Table) -> Content:
    parts = table.widths or (2.0, *[1.0] * (len(table.head) - 1))
    return {
        "kind": "table", "caption": _inline(table.caption), "label": label(document, table), "anchor": table.anchor,
        "head": [_cell(cell) for cell in table.head], "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "note": _inline(table.note), "widths": parts,
    }  # fmt: skip


def _cell(cell: Cell) -> Content:
    return {"text": _inline(cell.text), "numeric": cell.numeric, "shade": cell.shade}


def _inline(text: Inline) -> list[Content]:
    return [_span(one) for one in text]


def _span(span: Span) -> Content:
    match span:
        case Cite():
            return {"kind": "cite", "text": span.text, "caution": span.cited.caution}
        case Link():
            return {"kind": "link", "text": breakable(span.text), "target": span.target}
        case _:
            return {"kind": "text", "text": breakable(span.text), "strong": span.strong, "emphasis": span.emphasis}


def breakable(text: str) -> str:
    """A text whose endless words (addresses, file names, codes) may break instead of running off the page: after a sign that parts
    them, and between letters only where there is none for long. Somebody copies them, so that breaks are few.
    """
    return _LONG.sub(lambda word: _BREAK.join(_PIECES.findall(word[0])), text)
