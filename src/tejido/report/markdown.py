"""The Markdown of an editor as blocks: words, inserts, and references to figures that are looked up while it is read.

Besides what CommonMark has, a line ``[[insert]]`` stands for a part written from the release, ``{{value employment}}`` for a figure,
``{{own 7,24 millones | R4V, marzo de 2023}}`` for a number of the editor's own with its source, and ``> [!caution] Title`` opens a
callout. A comment is a hint to the editor and is shown to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from tejido.errors import Finding, finding
from tejido.report.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Heading,
    Inline,
    Note,
    PageBreak,
    Paragraph,
    Table,
    Text,
    Tone,
    plain,
)
from tejido.report.folder import Source, Spot
from tejido.report.markdown_inline import COMMENT, Run, Runs, parser
from tejido.report.markdown_references import Lookup, Own
from tejido.words import say
from tejido.words.plain import bare

INSERT = re.compile(r"\[\[\s*([^\[\]]+?)\s*\]\]")
_ALERT = re.compile(r"\[!(finding|caution|gap|asset)\]\s*(.*)")
_DEEPEST = 4
TONES: dict[str, Tone] = {"finding": "finding", "caution": "caution", "gap": "gap", "asset": "asset"}


@dataclass(frozen=True)
class Placed:
    """A block of the editor's, or the name of an insert; the line where it begins and the text in it."""

    row: int
    what: Block | str
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading and what follows it to the next one; `heading` is None before the first."""

    heading: Heading | None
    row: int
    parts: tuple[Placed, ...]
    runs: tuple[Run, ...]

    @property
    def inserts(self) -> tuple[str, ...]:
        """The inserts in it, in order."""
        return tuple(one.what for one in self.parts if isinstance(one.what, str))


@dataclass(frozen=True)
class ChapterText:
    """A chapter in one language: its sections in order, and what is wrong with it."""

    source: Source
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]


def read_chapter(source: Source, lookup: Lookup) -> ChapterText:
    """Read the Markdown of a chapter.

    What cannot be shown is told by the findings and left out: H309 a chapter that does not begin with its one heading, H310 HTML, H311
    a picture, H312 what no document of ours has, H326 an insert inside a line, H329 a figure in a heading or a link, and those of
    `Lookup`.
    """
    return _Reader(source, lookup).read()


def slug(text: str) -> str:
    """A name for an anchor: small letters without accents, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", bare(text)).strip("-")


class _Reader:
    """Walks the tree of one text."""

    def __init__(self, source: Source, lookup: Lookup) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.inline = Runs(source, lookup, self.findings)
        self.tables = 0

    def read(self) -> ChapterText:
        placed: list[Placed] = []
        for node in SyntaxTreeNode(parser().parse(self.source.text)).children:
            placed += self.block(node)
        heads = [one for one in placed if isinstance(one.what, Heading) and one.what.level == 1]
        if len(heads) != 1 or placed[0] is not heads[0]:
            self.findings.append(finding("H309", file=self.source.file, row=heads[1].row if len(heads) > 1 else 1))
        return ChapterText(self.source, tuple(self._sections(placed)), tuple(self.findings))

    def _sections(self, placed: list[Placed]) -> Iterator[Section]:
        """The parts of the chapter, each with its heading; a heading takes its anchor from an insert that follows it at once."""
        starts = [place for place, one in enumerate(placed) if isinstance(one.what, Heading)]
        for start, end in zip([0, *starts], [*starts, len(placed)], strict=True):
            mine = placed[start:end]
            if not mine:
                continue
            runs = tuple(run for one in mine for run in one.runs)
            first = mine[0].what
            if not isinstance(first, Heading):
                yield Section(None, mine[0].row, tuple(mine), runs)
                continue
            parts = tuple(mine[1:])
            if first.level > 1 and parts and isinstance(parts[0].what, str):
                first = replace(first, anchor=slug(parts[0].what.split()[-1]))
            yield Section(first, mine[0].row, parts, runs)

    def block(self, node: SyntaxTreeNode) -> Iterator[Placed]:
        """What one block of the Markdown gives."""
        row = self.row(node)
        match node.type:
            case "heading":
                yield self._heading(node, row)
            case "paragraph":
                yield from self._paragraph(node, row)
            case "bullet_list" | "ordered_list":
                yield from self._list(node, row)
            case "blockquote":
                yield from self._quote(node, row)
            case "table":
                yield from self._table(node, row)
            case "hr":
                yield Placed(row, PageBreak())
            case "html_block":
                if not COMMENT.fullmatch(node.content):
                    self._refuse("H310", row)
            case _:
                self._refuse("H312", row, sign=node.markup or node.type)

    def row(self, node: SyntaxTreeNode) -> int:
        """The line where a block begins, counted from 1."""
        return (node.map[0] if node.map else 0) + 1

    def _refuse(self, code: str, row: int, **values: object) -> None:
        self.findings.append(Spot(self.source.file, row).finding(code, **values))

    def _heading(self, node: SyntaxTreeNode, row: int) -> Placed:
        level = int(node.tag[1:])
        if level > _DEEPEST:
            self._refuse("H312", row, sign=node.markup)
        run = self.inline.run(node.children[0], figures=False)
        text = plain(run.inline).strip()
        anchor = self.source.chapter if level == 1 else slug(text)
        return Placed(row, Heading(min(level, _DEEPEST), text, anchor), (run,))

    def _paragraph(self, node: SyntaxTreeNode, row: int) -> Iterator[Placed]:
        content = node.children[0].content
        lines = [INSERT.fullmatch(line.strip()) for line in content.split("\n")]
        if all(lines):
            for place, found in enumerate(lines):
                assert found is not None
                yield Placed(row + place, " ".join(found[1].split()))
            return
        if INSERT.search(content):
            self._refuse("H326", row)
        run = self.inline.run(node.children[0])
        if run.inline:
            yield Placed(row, Paragraph(run.inline), (run,))
            yield from self._sources(row, (run,))

    def _sources(self, row: int, runs: tuple[Run, ...]) -> Iterator[Placed]:
        """Where the editor's own numbers come from, as small print under them."""
        owns = [own for run in runs for own in run.owns]
        if owns:
            yield Placed(row, Note((Text(self._told(owns)),)))

    def _told(self, owns: list[Own]) -> str:
        return " ".join(
            say("{figure}: {source}.", self.source.lang, figure=own.text, source=own.source.rstrip(".")) for own in owns
        )

    def _list(self, node: SyntaxTreeNode, row: int) -> Iterator[Placed]:
        runs: list[Run] = []
        items: list[Inline] = []
        for item in node.children:
            mine: list[Run] = []
            for child in item.children:
                if child.type == "paragraph":
                    mine.append(self.inline.run(child.children[0]))
                else:
                    self._refuse("H312", self.row(child), sign=child.markup or child.type)
            runs += mine
            items.append(_one_after_another([run.inline for run in mine]))
        yield Placed(row, Bullets(tuple(items), node.type == "ordered_list"), tuple(runs))
        yield from self._sources(row, tuple(runs))

    def _quote(self, node: SyntaxTreeNode, row: int) -> Iterator[Placed]:
        """A callout where its first line says of which kind; else small print."""
        first = node.children[0]
        opening = first.children[0].content.split("\n", 1)[0] if first.type == "paragraph" else ""
        alert = _ALERT.match(opening)
        if alert is None:
            for one in self._inside(node.children):
                yield replace(one, what=Note(one.what.text)) if isinstance(one.what, Paragraph) else one
            return
        if "{{" in opening:
            self._refuse("H329", row)
        text = self.inline.run(first.children[0], below=True)
        inner = [Placed(row, Paragraph(text.inline), (text,))] if text.inline else []
        inner += [*self._sources(row, (text,)), *self._inside(node.children[1:])]
        blocks = tuple(one.what for one in inner if not isinstance(one.what, str))
        # The title is the editor's own words as well.
        title = replace(text, row=row, inline=(), typed=alert[2], mentions=(), owns=())
        runs = (title, *(run for one in inner for run in one.runs))
        yield Placed(row, Callout(TONES[alert[1]], alert[2].strip(), blocks), runs)

    def _inside(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Placed]:
        """What may stand in a quotation: paragraphs and lists."""
        for node in nodes:
            if node.type not in ("paragraph", "bullet_list", "ordered_list"):
                self._refuse("H312", self.row(node), sign=node.markup or node.type)
                continue
            for one in self.block(node):
                if isinstance(one.what, str):
                    self._refuse("H326", one.row)
                else:
                    yield one

    def _table(self, node: SyntaxTreeNode, row: int) -> Iterator[Placed]:
        """A table; its caption is the heading's, for Markdown has none."""
        rows = [line for part in node.children for line in part.children]
        runs: list[Run] = []
        cells: list[tuple[Cell, ...]] = []
        for line in rows:
            mine = [(self.inline.run(cell.children[0]), _right(cell)) for cell in line.children]
            runs += [run for run, _ in mine]
            cells.append(tuple(Cell(run.inline, numeric) for run, numeric in mine))
        self.tables += 1
        owns = [own for run in runs for own in run.owns]
        note = (Text(self._told(owns)),) if owns else ()
        anchor = f"{self.source.chapter}-table-{self.tables}"
        yield Placed(row, Table((), cells[0], tuple(cells[1:]), anchor, note), tuple(runs))


def _right(cell: SyntaxTreeNode) -> bool:
    """Whether the column was set to the right, as columns of numbers are."""
    return "right" in str(cell.attrs.get("style", ""))


def _one_after_another(texts: Sequence[Inline]) -> Inline:
    """Texts in one, a space between them."""
    return tuple(span for place, text in enumerate(texts) for span in ((Text(" "),) if place else ()) + text)
