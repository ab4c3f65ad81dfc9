"""The running text of an editor's Markdown: words with their dress, links, figures in their places, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

from tejido.errors import Finding
from tejido.reading.references import Cited
from tejido.report.blocks import Cite, Inline, Link, Span, Text, plain
from tejido.report.folder import Source, Spot
from tejido.report.markdown_references import Lookup, Own

COMMENT = re.compile(r"\s*(<!--.*?-->\s*)*", re.DOTALL)
FIGURE = "\ufffc"
"""What stands in `Run.typed` in the place of a figure (Unicode's sign of an object in a text)."""

_END = re.compile(r"[.!?…][\"»”’)]*\s+(?=[\"«“‘(¿¡]*[A-ZÁÉÍÓÚÜÑ0-9])")


@dataclass(frozen=True)
class Mention:
    """A figure that the editor's text cites: the sentence around it as it reads now, and where the reference is written."""

    cited: Cited
    sentence: str
    spot: Spot


@dataclass(frozen=True)
class Run:
    """A running text: as it is shown, as it is written in the Markdown, and the editor's own words alone.

    In `typed` every figure and every number of the editor's own with its source is one sign `FIGURE`, and lines end where they end in
    the file, the first of them `row`.
    """

    row: int
    inline: Inline
    written: str
    typed: str
    mentions: tuple[Mention, ...]
    owns: tuple[Own, ...]


def parser() -> MarkdownIt:
    """CommonMark with tables and with references."""
    made = MarkdownIt("commonmark").enable("table")
    made.inline.ruler.before("text", "reference", _reference)
    return made


def _reference(state: StateInline, silent: bool) -> bool:
    """A rule of markdown-it: all from ``{{`` to ``}}`` is one token; of what is never closed, the rest of the text."""
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos)
    after = end + 2 if end >= 0 else state.posMax
    if not silent:
        token = state.push("reference", "", 0)
        token.content = state.src[state.pos : after]
        token.meta = {"at": state.pos}
    state.pos = after
    return True


class Runs:
    """Makes runs of one text's inline nodes; what is wrong with them goes to `findings`."""

    def __init__(self, source: Source, lookup: Lookup, findings: list[Finding]) -> None:
        self.source = source
        self.lookup = lookup
        self.findings = findings
        self.lines = source.text.split("\n")

    def run(self, node: SyntaxTreeNode, figures: bool = True, below: bool = False) -> Run:
        """A running text; in a heading no `figures` may stand. Of a callout's first paragraph only what stands `below` its first line."""
        row = (node.map[0] if node.map else 0) + 1
        children = list(node.children)
        if below:
            breaks = [place for place, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
            children, row = (children[breaks[0] + 1 :], row + 1) if breaks else ([], row)
        made = _Spans(self, node, row, figures)
        made.walk(children, Text(""))
        inline = _joined(made.spans)
        mentions = tuple(_mentions(inline, made.cites))
        return Run(row, inline, node.content, "".join(made.typed), mentions, tuple(made.owns))

    def spot(self, node: SyntaxTreeNode, at: int) -> Spot:
        """Where the sign `at` of an inline node's content stands in the file: line and column, both counted from 1."""
        before = node.content[:at]
        line = (node.map[0] if node.map else 0) + before.count("\n")
        start = before.rfind("\n") + 1
        content = node.content[start:].split("\n", 1)[0]
        # Markdown takes signs of lists and quotations away from the front of a line.
        shift = max(self.lines[line].find(content), 0) if line < len(self.lines) else 0
        return Spot(self.source.file, line + 1, shift + at - start + 1)


class _Spans:
    """The spans of one inline node."""

    def __init__(self, runs: Runs, node: SyntaxTreeNode, row: int, figures: bool) -> None:
        self.runs, self.node, self.row, self.figures = runs, node, row, figures
        self.spans: list[Span] = []
        self.typed: list[str] = []
        self.cites: list[Spot] = []
        self.owns: list[Own] = []

    def walk(self, nodes: list[SyntaxTreeNode], dress: Text) -> None:
        """Add the spans of `nodes`, which wear a `dress`."""
        for node in nodes:
            match node.type:
                case "text" | "code_inline":
                    self._words(node.content, dress)
                case "softbreak" | "hardbreak":
                    self.spans.append(Text(" ", dress.strong, dress.emphasis))
                    self.typed.append("\n")
                case "strong":
                    self.walk(node.children, Text("", True, dress.emphasis))
                case "em":
                    self.walk(node.children, Text("", dress.strong, True))
                case "link":
                    self._link(node)
                case "reference":
                    self._figure(node, dress)
                case "html_inline" if COMMENT.fullmatch(node.content):
                    continue
                case _:
                    self._refuse({"html_inline": "H310", "image": "H311"}.get(node.type, "H312"), node)

    def _words(self, text: str, dress: Text) -> None:
        self.spans.append(Text(text, dress.strong, dress.emphasis))
        self.typed.append(text)

    def _refuse(self, code: str, node: SyntaxTreeNode) -> None:
        values = {"sign": node.markup or node.type} if code == "H312" else {}
        row = self.row + "".join(self.typed).count("\n")
        found = Spot(self.runs.source.file, row).finding(code, **values)
        # An opening and a closing sign are one thing.
        if found not in self.runs.findings:
            self.runs.findings.append(found)

    def _link(self, node: SyntaxTreeNode) -> None:
        if any(child.type == "reference" for child in node.walk()):
            self._refuse("H329", node)
        text = "".join(child.content for child in node.walk() if child.type in ("text", "code_inline"))
        self.spans.append(Link(text, unquote(str(node.attrs["href"]))))
        self.typed.append(text)

    def _figure(self, node: SyntaxTreeNode, dress: Text) -> None:
        spot = self.runs.spot(self.node, int(node.meta["at"]))
        self.typed.append(FIGURE + "\n" * node.content.count("\n"))
        if not self.figures:
            self._refuse("H329", node)
            return
        found = self.runs.lookup.read(node.content, spot, self.runs.findings)
        if isinstance(found, Own):
            self.owns.append(found)
            self.spans.append(Text(found.text, dress.strong, dress.emphasis))
        elif found is not None:
            self.cites.append(spot)
            self.spans.append(Cite(found, found.text(self.runs.source.lang)))
        else:
            self.spans.append(Text("—"))


def _joined(spans: list[Span]) -> Inline:
    """Words that follow each other in the same dress in one, without empty ones and without spaces at both ends."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if (
            isinstance(span, Text)
            and isinstance(last, Text)
            and (span.strong, span.emphasis) == (last.strong, last.emphasis)
        ):
            found[-1] = Text(last.text + span.text, span.strong, span.emphasis)
        elif not isinstance(span, Text) or span.text:
            found.append(span)
    return tuple(found)


def sentences(inline: Inline) -> list[Inline]:
    """A running text by its sentences: parted after a full stop before a capital letter or a number."""
    found: list[list[Span]] = [[]]
    for span in inline:
        if not isinstance(span, Text):
            found[-1].append(span)
            continue
        start = 0
        for end in _END.finditer(span.text):
            found[-1].append(Text(span.text[start : end.end()].rstrip()))
            found.append([])
            start = end.end()
        found[-1].append(Text(span.text[start:]))
    return [tuple(one) for one in found if plain(tuple(one)).strip()]


def _mentions(inline: Inline, spots: list[Spot]) -> Iterator[Mention]:
    """The figures cited, each with its sentence."""
    places = iter(spots)
    for sentence in sentences(inline):
        for span in sentence:
            if isinstance(span, Cite):
                yield Mention(span.cited, plain(sentence).strip(), next(places))
