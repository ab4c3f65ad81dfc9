"""The pictures of a document one by one, each as large as a slide: its finding above, its source below."""

from __future__ import annotations

from collections.abc import Collection

from tejido.report.blocks import Document, plain
from tejido.report.images import size
from tejido.report.look import source
from tejido.report.numbering import numbered, pictures
from tejido.report.render_check import refuse_broken
from tejido.report.typesetting import typeset

WIDTH, HEIGHT = 234.0, 92.0
"""The room for the picture on a slide of 254 x 142.9 mm."""

PPI = 192
"""A slide is 1920 x 1080 pixels."""


def render_slides(document: Document, anchors: Collection[str] | None = None) -> dict[str, bytes]:
    """PNG files of 1920 x 1080 pixels by the anchor of their picture.

    Args:
        document: the document that holds the pictures; its mark stands on each, its caution where the picture needs it.
        anchors: which pictures; None for all but the cover's.

    Raises:
        TejidoError: H201 without fonts, H202 for a sign that no font has, H203-H208 for what no format could show.
    """
    refuse_broken(document)
    document = numbered(document)
    found = pictures((*document.summary, *document.blocks))
    chosen = [one for one in found if anchors is None or one.anchor in anchors]
    if not chosen:
        return {}
    content = []
    for one in chosen:
        width, height = size(one.svg)
        content.append({
            "title": plain(one.caption), "svg": one.svg, "width": min(WIDTH, HEIGHT * width / height), "source": source(document, one),
            "running": document.running, "mark": document.mark, "caution": document.caution if one.careful else "",
            "lang": document.lang,
        })  # fmt: skip
    return dict(zip((one.anchor for one in chosen), typeset("slides.typ", content, "png", PPI), strict=True))
