"""What a document is made of, for every format alike: headings, paragraphs, figures, tables, notes and callouts.

A document is in one language. Its figures are drawn and its numbers written before a renderer sees them: a renderer sets type and
decides nothing else. `Cite` is a number that was looked up; a number in a plain `Text` was typed by somebody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tejido.reading.references import Cited

Width = Literal["full", "half", "side"]
"""Of a picture: over the whole text; half of it, beside the next picture if that is `half` too; half of it, beside the list that follows."""
Tone = Literal["finding", "caution", "gap", "asset", "recommendation", "editor"]
"""What a callout is: the finding of a page, a warning, a gap or an asset among the recommendations, a word to the editor."""


@dataclass(frozen=True)
class Text:
    """Words as they stand."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Cite:
    """A figure of the release: `text` is how it is written here, with its unit or without."""

    cited: Cited
    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead to a place in the document (`target` an anchor, ``#housing``) or to an address outside."""

    text: str
    target: str


Span = Text | Cite | Link
Inline = tuple[Span, ...]
"""Running text."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (chapter) to 4; the title of the document itself is no block and stands above them all."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; `lead` where it says first what the page has found."""

    text: Inline
    lead: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; `small`, with smaller letters on paper, where its page holds much else."""

    items: tuple[Inline, ...]
    ordered: bool = False
    small: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart or a map: an SVG with a view box, its `alt` text, a caption (its finding) and what it rests on.

    The alt text cites every figure that the drawing writes, so that it is tied to its source as one in a sentence is; no link stands in it.
    Its number in the document is given by `report.numbering`. Beside one that is not `full` stands what follows, as `Width` says.
    `caution` says that a figure which is drawn and not written needs the document's caution, as a `Cite` of it would.
    """

    svg: str
    alt: Inline
    caption: Inline
    source: str
    anchor: str
    width: Width = "full"
    number: int = 0
    caution: bool = False

    @property
    def careful(self) -> bool:
        """Whether a figure drawn or written in it needs the document's caution."""
        return self.caution or any(isinstance(one, Cite) and one.cited.caution for one in self.alt)


@dataclass(frozen=True)
class Cell:
    """A cell; `shade` is a step of the bands (0 lowest), None for none."""

    text: Inline
    numeric: bool = False
    shade: int | None = None


@dataclass(frozen=True)
class Table:
    """A table: a head of columns (each a header of its column); the first cell of a row is the header of the row.

    `widths` are parts of the width (``(3, 1, 1)``); `note` stands under it. A long table goes on over pages and repeats its head.
    """

    caption: Inline
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    anchor: str
    note: Inline = ()
    widths: tuple[float, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Note:
    """Small print: source, n, interval of what stands above it."""

    text: Inline


@dataclass(frozen=True)
class Callout:
    """A box with a title (empty: none) and blocks of its own (no headings inside)."""

    tone: Tone
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page; on a screen, a rule."""


Block = Heading | Paragraph | Bullets | Picture | Table | Note | Callout | PageBreak


@dataclass(frozen=True)
class Cover:
    """The first page."""

    title: str
    subtitle: str
    city: str
    period: str
    lines: tuple[str, ...]
    """Who wrote it, licence, version, what it was made from: a line each."""
    picture: Picture | None = None


@dataclass(frozen=True)
class Document:
    """A whole document in one language.

    `mark` stands on every page where it is not empty ("synthetic data"); `caution` on every page (in formats without pages: in every
    chapter) that cites a figure for which `Cited.caution` holds. `summary` is one page, before the table of contents.
    """

    lang: str
    cover: Cover
    summary: tuple[Block, ...]
    blocks: tuple[Block, ...]
    running: str
    """What the head of every page says: city and round."""
    mark: str = ""
    caution: str = ""
    words: tuple[tuple[str, str], ...] = ()
    """Words of the frame by key; `report.look.frame_words` gives them all."""

    def word(self, key: str) -> str:
        """A word of the frame."""
        return dict(self.words)[key]


def spans(blocks: tuple[Block, ...]) -> Iterator[Span]:
    """Every span of the blocks, in the order in which they are read."""
    for block in blocks:
        match block:
            case Paragraph() | Note():
                yield from block.text
            case Bullets():
                for item in block.items:
                    yield from item
            case Picture():
                yield from block.alt
                yield from block.caption
            case Table():
                yield from block.caption
                for row in (block.head, *block.rows):
                    for cell in row:
                        yield from cell.text
                yield from block.note
            case Callout():
                yield from spans(block.blocks)
            case Heading() | PageBreak():
                pass


def cites(blocks: tuple[Block, ...]) -> list[Cite]:
    """Every figure cited, in the order in which it is read."""
    return [one for one in spans(blocks) if isinstance(one, Cite)]


def plain(text: Inline) -> str:
    """Running text without its dress."""
    return "".join(one.text for one in text)
