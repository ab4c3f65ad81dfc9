"""What no format could show to everybody is refused before any is made: broken links, skipped levels, pictures without words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tejido.errors import Finding, finding, refuse_errors
from tejido.report.blocks import Block, Document, Heading, Link, Picture, Table, plain, spans
from tejido.report.numbering import chapters, flat, pictures

OUTSIDE = ("https://", "http://", "mailto:")
"""How the address of a link outside the document begins."""


def refuse_broken(document: Document) -> None:
    """Refuse a document that some reader could not follow.

    Raises:
        TejidoError: H204 two places of the same anchor, H205 a link to a place that is not there, H206 a picture without alt text,
            H207 a heading more than one level below the one before, H208 a link to what is no place on the web.
    """
    blocks = (*document.summary, *document.blocks)
    refuse_errors([*_anchors(document, blocks), *_alts(document, blocks), *_levels(document)])


def anchors(document: Document) -> list[str]:
    """The anchor of every place that can be linked to, in order."""
    summary = ["summary"] if document.summary else []
    blocks = (*document.summary, *document.blocks)
    return summary + [one.anchor for one in flat(blocks) if isinstance(one, Heading | Picture | Table)]


def _anchors(document: Document, blocks: tuple[Block, ...]) -> Iterator[Finding]:
    known = Counter(anchors(document))
    for anchor, times in known.items():
        if times > 1:
            yield finding("H204", anchor=anchor)
    for one in spans(blocks):
        if not isinstance(one, Link):
            continue
        if one.target.startswith("#"):
            if one.target[1:] not in known:
                yield finding("H205", anchor=one.target[1:])
        elif not one.target.startswith(OUTSIDE):
            yield finding("H208", target=one.target)


def _alts(document: Document, blocks: tuple[Block, ...]) -> Iterator[Finding]:
    cover = (document.cover.picture,) if document.cover.picture else ()
    for one in (*cover, *pictures(blocks)):
        if not plain(one.alt).strip():
            yield finding("H206", anchor=one.anchor)


def _levels(document: Document) -> Iterator[Finding]:
    for chapter in chapters(document):
        above = 1 if chapter.heading else 0
        for one in flat(chapter.blocks):
            if isinstance(one, Heading):
                if one.level > above + 1:
                    yield finding("H207", heading=one.text, level=one.level)
                above = one.level
