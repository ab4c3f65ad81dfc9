"""Pictures of a document: how large they stand on paper, as part of a page, and as PNG made from the same SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from xml.etree import ElementTree

from tejido.errors import fail
from tejido.report.blocks import Picture, plain
from tejido.report.look import HIGHEST, MM_PER_PX, READABLE, TALLEST
from tejido.report.typesetting import typeset

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_OWN_URL = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_NAMES_IDS = ("aria-labelledby", "aria-describedby")
PPI = 200


@lru_cache(maxsize=256)
def size(svg: str) -> tuple[float, float]:
    """Width and height of a picture in its own units (CSS pixels), from its view box.

    Raises:
        TejidoError: H203, it is no SVG with a view box.
    """
    box = _parsed(svg).get("viewBox", "").replace(",", " ").split()
    try:
        _, _, width, height = (float(one) for one in box)
    except ValueError as problem:
        raise fail("H203") from problem
    if not (width > 0 and height > 0):
        raise fail("H203")
    return width, height


def width_on_paper(picture: Picture, widest: float) -> float:
    """How wide a picture stands, in mm: as wide as there is room, never above its own size, nor higher than half a page.

    A long one is let grow up to a whole page where its words could not be read otherwise.
    """
    width, height = size(picture.svg)
    own = width * MM_PER_PX
    half_page, page = HIGHEST * width / height, TALLEST * width / height
    return round(min(widest, own, max(half_page, READABLE * own), page), 2)


def inlined(picture: Picture) -> str:
    """The picture as an ``svg`` element of an HTML page: named by its alt text, its ids and styles kept to itself.

    Raises:
        TejidoError: H203, it is no SVG.
    """
    root = _parsed(picture.svg)
    own = f"{picture.anchor}-"
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, _renamed(name, value, own))
        if element.tag == f"{{{_SVG}}}style" and element.text:
            # Nested, the rules of one picture do not reach the page or another picture.
            element.text = f"#{own}picture{{{_own_urls(element.text, own)}}}"
    width, _ = size(picture.svg)
    for name in (*_NAMES_IDS, "height", "class"):
        root.attrib.pop(name, None)
    root.attrib |= {"id": f"{own}picture", "role": "img", "aria-label": plain(picture.alt), "width": f"{width:g}"}
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return ElementTree.tostring(root, encoding="unicode").strip()


def pngs(pictures: Sequence[tuple[Picture, float]], ppi: float = PPI) -> list[bytes]:
    """PNG files of pictures, each given with its width in mm, drawn with the fonts of the printed page."""
    if not pictures:
        return []
    return typeset("pictures.typ", [{"svg": one.svg, "width": width} for one, width in pictures], "png", ppi)


def _parsed(svg: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as problem:
        raise fail("H203") from problem
    if root.tag != f"{{{_SVG}}}svg":
        raise fail("H203")
    return root


def _renamed(name: str, value: str, own: str) -> str:
    """An attribute whose ids belong to one picture of the page."""
    if name == "id":
        return own + value
    if name in ("href", f"{{{_XLINK}}}href") and value.startswith("#"):
        return f"#{own}{value[1:]}"
    if name in _NAMES_IDS:
        return " ".join(own + one for one in value.split())
    return _own_urls(value, own)


def _own_urls(text: str, own: str) -> str:
    return _OWN_URL.sub(lambda found: f"url(#{own}{found[1]})", text)
