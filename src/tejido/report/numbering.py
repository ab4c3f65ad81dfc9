"""The order of a document and the numbers in it, once for all formats: pictures, tables, chapters, what stands side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from tejido.report.blocks import Block, Bullets, Callout, Document, Heading, Picture, Table, cites

Pair = tuple[Picture, Picture | Bullets]
"""What stands side by side."""


@dataclass(frozen=True)
class Chapter:
    """A chapter: its heading and what follows it; `heading` is None for blocks that stand before the first chapter."""

    heading: Heading | None
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> list[Heading]:
        """The headings of level 2, which stand in the table of contents."""
        return [one for one in flat(self.blocks) if isinstance(one, Heading) and one.level == 2]

    @property
    def caution(self) -> bool:
        """Whether the document's caution belongs to this chapter."""
        return needs_caution(self.blocks)


def numbered(document: Document) -> Document:
    """The document with a number on each picture and each table, in the order of reading: summary, then chapters.

    The picture of the cover has none. A document that has its numbers keeps them.
    """
    pictures, tables = count(1), count(1)

    def give(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(one(block) for block in blocks)

    def one(block: Block) -> Block:
        match block:
            case Picture():
                return replace(block, number=next(pictures))
            case Table():
                return replace(block, number=next(tables))
            case Callout():
                return replace(block, blocks=give(block.blocks))
            case _:
                return block

    summary = give(document.summary)
    return replace(document, summary=summary, blocks=give(document.blocks))


def chapters(document: Document) -> list[Chapter]:
    """The chapters in order; the summary is the first where there is one, under the word that the document has for it."""
    found = []
    if document.summary:
        found.append(Chapter(Heading(1, document.word("summary"), "summary"), document.summary))
    heading: Heading | None = None
    inside: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            if heading or inside:
                found.append(Chapter(heading, tuple(inside)))
            heading, inside = block, []
        else:
            inside.append(block)
    if heading or inside:
        found.append(Chapter(heading, tuple(inside)))
    return found


def needs_caution(blocks: tuple[Block, ...]) -> bool:
    """Whether a figure among the blocks, cited or drawn, needs the document's caution."""
    return any(one.cited.caution for one in cites(blocks)) or any(one.careful for one in pictures(blocks))


def pictures(blocks: tuple[Block, ...]) -> list[Picture]:
    """Every picture of the blocks, in the order of reading."""
    return [one for one in flat(blocks) if isinstance(one, Picture)]


def flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, those inside callouts after their callout."""
    for block in blocks:
        yield block
        if isinstance(block, Callout):
            yield from flat(block.blocks)


def paired(blocks: tuple[Block, ...]) -> Iterator[Block | Pair]:
    """The blocks in order, what stands side by side as one pair."""
    waiting: Picture | None = None
    for block in blocks:
        beside = _beside(waiting, block)
        if waiting and beside:
            yield waiting, beside
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = block if isinstance(block, Picture) and block.width != "full" else None
        if waiting is None:
            yield block
    if waiting:
        yield waiting


def _beside(picture: Picture | None, block: Block) -> Picture | Bullets | None:
    """The block that follows a picture, if it stands beside it."""
    if picture is None:
        return None
    if isinstance(block, Bullets):
        return block if picture.width == "side" else None
    return block if isinstance(block, Picture) and block.width == picture.width == "half" else None
