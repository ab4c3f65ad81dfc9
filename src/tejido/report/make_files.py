"""A document as files: one for HTML, PDF and DOCX, one with its pictures beside it for Markdown."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import quote

from tejido.errors import fail
from tejido.report.blocks import Document

Format = Literal["html", "pdf", "docx", "md"]
FORMATS: tuple[Format, ...] = get_args(Format)


def refuse_there(out: Path, replace: bool) -> None:
    """Stop before any work where a file would be written over that somebody may have gone on with.

    Raises:
        TejidoError: H306 there is a file and `replace` was not asked for, or it is a folder.
    """
    if out.is_dir() or (out.exists() and not replace):
        raise fail("H306", file=out.name)


def write_document(document: Document, format_: Format, out: Path) -> None:
    """Write a document as the file `out`: whole, or not at all.

    Raises:
        TejidoError: those of the renderers.
    """
    files = _rendered(document, format_, out)
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.absolute().parent) as place:
        draft = Path(place)
        for name, content in files.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(content)
        # The file comes last: what it shows is then beside it.
        for name in sorted(files, key=lambda name: name == out.name):
            (out.parent / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(draft / name, out.parent / name)


def write_slides(document: Document, out: Path) -> list[Path]:
    """Write every picture of a document as a PNG of a slide's size into the folder `out`: all of them, or none.

    Raises:
        TejidoError: those of `render_slides`.
    """
    from tejido.report.render_slides import render_slides

    made = render_slides(document)
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.absolute().parent) as place:
        draft = Path(place) / "slides"
        draft.mkdir()
        for number, (anchor, content) in enumerate(made.items(), start=1):
            (draft / f"{number:02}-{anchor}.png").write_bytes(content)
        if out.is_dir():
            out.rmdir()
        draft.rename(out)
    return sorted(out.iterdir())


def _rendered(document: Document, format_: Format, out: Path) -> dict[str, bytes]:
    """The files by their names beside `out`."""
    match format_:
        case "html":
            from tejido.report.render_html import render_html

            return {out.name: render_html(document).encode()}
        case "pdf":
            from tejido.report.render_pdf import render_pdf

            return {out.name: render_pdf(document)}
        case "docx":
            from tejido.report.render_docx import render_docx

            return {out.name: render_docx(document)}
        case "md":
            from tejido.report.render_md import FOLDER, render_md

            text, pictures = render_md(document)
            # Profiles in two languages may lie in one folder.
            own = f"{out.stem}-{FOLDER}"
            files = {name.replace(f"{FOLDER}/", f"{own}/", 1): content for name, content in pictures.items()}
            return {**files, out.name: text.replace(f"]({FOLDER}/", f"]({quote(own)}/").encode()}
