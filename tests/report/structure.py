"""The structure of a PDF and of a DOCX as lists that can be compared."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
import pikepdf
import pypdfium2
from docx.oxml.ns import qn


def elements(start: Any) -> Iterator[Any]:
    """Every element of a PDF's structure tree, or under one of its elements, in the order of reading."""
    inside = start.Root.StructTreeRoot.K if isinstance(start, pikepdf.Pdf) else start.get("/K")
    for one in inside if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            yield from elements(one)


def of_pdf(made: bytes) -> list[str]:
    """Headings by level, figures and tables of a PDF."""
    found = (str(one.S)[1:] for one in elements(pikepdf.open(io.BytesIO(made))))
    return [name for name in found if name in ("Figure", "Table") or (name[0] == "H" and name[1:].isdigit())]


def pages(made: bytes) -> list[tuple[str, int]]:
    """Headings of a PDF, each with the number of its page from 0, as its bookmarks have them."""
    with pypdfium2.PdfDocument(made) as pdf:
        marked = [(one.get_title(), one.get_dest()) for one in pdf.get_toc()]
        return [(title, place.get_index()) for title, place in marked if place is not None]


def of_docx(made: bytes) -> list[str]:
    """The same of a DOCX, whose title is the heading above all others."""
    word = docx.Document(io.BytesIO(made))
    found = []
    for part in word.element.body:
        if part.tag == qn("w:tbl"):
            found.append("Table")
            continue
        style = part.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else ""
        if name == "Title":
            found.append("H1")
        elif name.startswith("Heading"):
            found.append(f"H{int(name[-1]) + 1}")
        found += ["Figure"] * len(list(part.iter(qn("pic:pic"))))
    return found
