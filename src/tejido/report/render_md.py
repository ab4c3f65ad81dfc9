"""A document as Markdown in GitHub's way, its pictures as files beside it."""

from __future__ import annotations

import re

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
    Text,
    plain,
)
from tejido.report.look import TONES, label, source
from tejido.report.numbering import Chapter, chapters, numbered
from tejido.report.render_check import refuse_broken

FOLDER = "pictures"
"""Where the pictures lie, beside the Markdown file."""

_MEANS = re.compile(r"[\\`*_\[\]<>#|~$@]|&(?=[#\w])|:(?=[/\w])")
"""Signs that mean something inside a line."""

_BEGINS = re.compile(r"^(\d*)([-+=.)])")
"""What makes a list or a heading of a line that begins with it."""


def render_md(document: Document) -> tuple[str, dict[str, bytes]]:
    """The text, and the SVG files that it shows by their path beside it.

    Raises:
        TejidoError: H203-H208 for what no format could show.
    """
    refuse_broken(document)
    document = numbered(document)
    files: dict[str, bytes] = {}
    parts = _cover(document, files)
    found = chapters(document)
    before = 1 if document.summary else 0
    for chapter in found[:before]:
        parts += _chapter(document, chapter, files)
    parts += _contents(document, found)
    for chapter in found[before:]:
        parts += _chapter(document, chapter, files)
    return "\n\n".join(parts) + "\n", files


def _cover(document: Document, files: dict[str, bytes]) -> list[str]:
    cover = document.cover
    parts = [f"# {_text(cover.title)}", f"**{_text(cover.city)} · {_text(cover.period)}**", _text(cover.subtitle)]
    if document.mark:
        parts.append(_mark(document))
    if cover.picture:
        parts.append(_image(cover.picture, files))
    return [*parts, "  \n".join(_text(line) for line in cover.lines)]


def _mark(document: Document) -> str:
    return f"> **{_text(document.mark)}**"


def _contents(document: Document, found: list[Chapter]) -> list[str]:
    lines = []
    for chapter in found:
        if chapter.heading:
            lines.append(f"- {_link(chapter.heading.text, '#' + chapter.heading.anchor)}")
            lines += [f"  - {_link(one.text, '#' + one.anchor)}" for one in chapter.sections]
    return [f"## {_text(document.word('contents'))}", "\n".join(lines)]


def _chapter(document: Document, chapter: Chapter, files: dict[str, bytes]) -> list[str]:
    parts = [_heading(chapter.heading)] if chapter.heading else []
    if document.mark:
        parts.append(_mark(document))
    if chapter.caution and document.caution:
        parts.append(f"> ▲ **{_text(document.caution)}**")
    return [*parts, *_blocks(document, chapter.blocks, files)]


def _blocks(document: Document, blocks: tuple[Block, ...], files: dict[str, bytes]) -> list[str]:
    parts = []
    before: Block | None = None
    for one in blocks:
        if isinstance(one, Bullets) and isinstance(before, Bullets):
            parts.append("<!-- -->")  # two lists that follow each other would become one
        parts.append(_block(document, one, files))
        before = one
    return parts


def _block(document: Document, block: Block, files: dict[str, bytes]) -> str:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            return _inline(block.text)
        case Bullets():
            signs = (f"{one}." if block.ordered else "-" for one in range(1, len(block.items) + 1))
            return "\n".join(f"{sign} {_inline(item)}" for sign, item in zip(signs, block.items, strict=True))
        case Picture():
            below = _text(source(document, block))
            return "\n\n".join([
                _anchor(block.anchor) + _image(block, files), _caption(document, block), *([below] if below else []),
            ])  # fmt: skip
        case Table():
            return _table(document, block)
        case Note():
            return f"<sub>{_inline(block.text)}</sub>"
        case Callout():
            title = f": {_text(block.title)}" if block.title else ""
            head = f"{TONES[block.tone].sign} **{_text(document.word(block.tone))}{title}**"
            inside = "\n\n".join([head, *_blocks(document, block.blocks, files)])
            return "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
        case PageBreak():
            return "---"


def _heading(heading: Heading) -> str:
    return f"{_anchor(heading.anchor)}\n\n{'#' * (heading.level + 1)} {_text(heading.text)}"


def _anchor(anchor: str) -> str:
    return f'<a id="{anchor}"></a>'


def _image(picture: Picture, files: dict[str, bytes]) -> str:
    path = f"{FOLDER}/{picture.anchor}.svg"
    files[path] = picture.svg.encode()
    return f"![{_text(plain(picture.alt))}]({path})"


def _caption(document: Document, block: Picture | Table) -> str:
    return f"**{_text(label(document, block))}.** {_inline(block.caption)}"


def _table(document: Document, table: Table) -> str:
    rule = " | ".join("---:" if one.numeric else "---" for one in table.head)
    lines = [f"| {_row(table.head)} |", f"| {rule} |", *(f"| {_row(row)} |" for row in table.rows)]
    note = [f"<sub>{_inline(table.note)}</sub>"] if table.note else []
    return "\n\n".join([_anchor(table.anchor) + _caption(document, table), "\n".join(lines), *note])


def _row(cells: tuple[Cell, ...]) -> str:
    return " | ".join(_inline(cell.text) for cell in cells)


def _inline(text: Inline) -> str:
    return _BEGINS.sub(r"\1\\\2", "".join(_span(one) for one in text).strip())


def _span(span: Span) -> str:
    match span:
        case Cite():
            return _escaped(span.text)
        case Link():
            return _link(span.text, span.target)
        case _:
            return _dressed(span)


def _dressed(span: Text) -> str:
    """A text in its stars, which must touch it."""
    bare = span.text.strip()
    stars = "*" * (2 * span.strong + span.emphasis)
    if not (bare and stars):
        return _escaped(span.text)
    before, after = span.text.split(bare)[0], span.text[len(span.text.rstrip()) :]
    return f"{before}{stars}{_escaped(bare)}{stars}{after}"


def _link(text: str, target: str) -> str:
    return f"[{_escaped(text)}](<{target.replace('<', '%3C').replace('>', '%3E')}>)"


def _text(text: str) -> str:
    """A text that stands alone."""
    return _inline((Text(text),))


def _escaped(text: str) -> str:
    """A text in which no sign means anything to Markdown."""
    return _MEANS.sub(r"\\\g<0>", text.replace("\n", " "))
