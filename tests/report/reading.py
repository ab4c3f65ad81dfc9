"""Documents read back from their files as plain text, each in the order in which it is read."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import docx
import pikepdf
import pypdfium2
from docx.oxml.ns import qn

from tests.report import structure

SOFT = str.maketrans("", "", "\u200b\u00ad\ufffe\u0002")
"""What only divides words."""


def of_html(text: str) -> str:
    """The text of a page without its scripts, styles and pictures' titles."""
    reader = _Text()
    reader.feed(text)
    return spaced(" ".join(reader.parts))


def of_pdf(made: bytes) -> str:
    """The text of all pages."""
    with pypdfium2.PdfDocument(made) as pdf:
        return spaced(" ".join(page.get_textpage().get_text_range() for page in pdf))


def of_docx(made: bytes) -> str:
    """The text of all paragraphs, those of tables too."""
    body = docx.Document(io.BytesIO(made)).element.body
    paragraphs = ["".join(run.text or "" for run in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))]
    return spaced(" ".join(paragraphs))


def of_md(text: str) -> str:
    """Markdown without the strokes before signs that would mean something."""
    return spaced(re.sub(r"\\([^\w\s])", r"\1", text))


def alts_of_html(text: str) -> list[str]:
    """What is read out of each picture of a page."""
    reader = _Text()
    reader.feed(text)
    return [spaced(one) for one in reader.alts]


def alts_of_pdf(made: bytes) -> list[str]:
    """The same of a PDF."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return [spaced(str(one.Alt)) for one in structure.elements(pdf) if one.S == "/Figure"]


def alts_of_docx(made: bytes) -> list[str]:
    """The same of a DOCX."""
    body = docx.Document(io.BytesIO(made)).element.body
    return [spaced(one.get("descr")) for one in body.iter(qn("wp:docPr"))]


def alts_of_md(text: str) -> list[str]:
    """The same of Markdown."""
    return [of_md(one) for one in re.findall(r"!\[((?:\\.|[^\]\\])*)\]\(", text)]


def spaced(text: str) -> str:
    """The text with one blank wherever there are any."""
    return " ".join(text.translate(SOFT).split())


class _Text(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.alts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "svg" and named.get("role") == "img":
            self.alts.append(named.get("aria-label") or "")
        if tag in ("style", "script", "svg"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(data)
