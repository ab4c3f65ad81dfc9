"""What a chapter is written from: the figures of a release, in the language of one document."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from functools import cached_property

from tejido.catalogue import Definition
from tejido.reading.book import Book, Row
from tejido.reading.country import Country
from tejido.reading.facts import Facts
from tejido.reading.grammar_compared import compared, tell_gap
from tejido.reading.policies import PolicyAssessment, policies_of
from tejido.reading.references import Cited, Reference, Sentence
from tejido.report.balance import Balance
from tejido.report.blocks import Block, Cell, Cite, Inline, Note, Paragraph, Span, Text
from tejido.report.decisions import Decisions
from tejido.words import number, pick, say
from tejido.words.plain import joined, say_pieces

MOST_SOURCES = 3
"""More sources than this are not named under a picture."""


class Story:
    """A release as the chapters read it, in `lang`, with the editor's `decisions` on what is recommended.

    What costs time is made once for both languages: `facts`, the `book`, the `balance`.
    """

    def __init__(self, book: Book, lang: str, decisions: Decisions, balance: Balance | None = None) -> None:
        self.book = book
        self.lang = lang
        self.decisions = decisions
        self.balance = balance or Balance(book)

    @property
    def facts(self) -> Facts:
        """The facts of the release."""
        return self.book.facts

    @property
    def country(self) -> Country | None:
        """The national context, where the release has one."""
        return self.book.country

    @cached_property
    def policies(self) -> PolicyAssessment | None:
        """The assessment of policies, where the release has one."""
        return policies_of(self.facts.release)

    @property
    def city(self) -> str:
        """The city's name."""
        return pick(self.facts.city["names"], self.lang)

    def say(self, text: str, **values: object) -> str:
        """`text` in the language of the document."""
        return say(text, self.lang, **values)

    def tell(self, text: str, **values: str | Cited | Sentence) -> Sentence:
        """`text` in the language of the document, with figures in their places."""
        return say_pieces(text, self.lang, **values)

    def cite(self, statistic: str, node: str = "", **keys: str) -> Cited:
        """A figure by its name."""
        return self.book.cite(statistic, node, **keys)

    def number(self, value: float, places: int = 0) -> str:
        """A number that is no figure of the release: a count of what is listed, a tick of an axis."""
        return number(value, self.lang, places)

    def name(self, node: str) -> str:
        """What an indicator, an area or a question is called."""
        return pick(self.facts.catalogue.names_of(node), self.lang)

    def unit(self, one: Definition) -> str:
        """What an indicator is measured in; nothing where its figure is written as yes or no."""
        return "" if one.measure_unit == "yes_no" else pick(one.unit_names, self.lang)

    def name_and_unit(self, one: Definition) -> str:
        """What an indicator is called and measured in, for a table whose figures stand without their units."""
        name, unit = pick(one.names, self.lang), self.unit(one)
        return f"{name} ({unit})" if unit else name

    def source(self, *named: str) -> str:
        """Who says so, each once, in one line."""
        return "; ".join(sorted({self.facts.said_source(one, self.lang) for one in named}))

    def sources(self, node: str) -> str:
        """Who says what a node rests on, in one line; where they are many, how many, since the annex names them with each figure."""
        named = [self.source(one) for one in self.facts.sources(node)]
        if len(named) <= MOST_SOURCES:
            return "; ".join(named)
        return self.say("{count} sources, named in the annex with each figure", count=self.number(len(named)))

    def inline(self, sentence: Sentence) -> Inline:
        """A sentence as running text."""
        return tuple(self.span(one) for one in sentence)

    def span(self, piece: str | Cited) -> Span:
        """Words, or a figure as a sentence writes it."""
        return Text(piece) if isinstance(piece, str) else Cite(piece, piece.text(self.lang))

    def paragraph(self, *sentences: Sentence, lead: bool = False) -> Paragraph:
        """Sentences one after another."""
        spans: list[Span] = []
        for sentence in sentences:
            spans += [*([Text(" ")] if spans else []), *self.inline(sentence)]
        return Paragraph(tuple(spans), lead)

    def gap(self, row: Row, one: Definition) -> Sentence:
        """What may be said of a comparison in the whole city."""
        named = Reference("gap", one.id, group=str(row["group"]), against=str(row["against"]))
        return tell_gap(row, compared(self.book.look, named), one, self.lang)

    def note(self, text: str, **values: object) -> Note:
        """Small print."""
        return Note((Text(self.say(text, **values)),))

    def heads(self, *words: str, figures: Container[int] = ()) -> tuple[Cell, ...]:
        """The head of a table; `figures` are the places of the columns that hold figures."""
        return tuple(Cell((Text(self.say(word)),), numeric=place in figures) for place, word in enumerate(words))

    def bare(self, cited: Cited) -> Cited:
        """The same figure, written without its unit: for a place that tells the unit already."""
        return replace(cited, written=cited.bare)

    def cell(self, what: str | Cited, shade: int | None = None) -> Cell:
        """A cell with words, or with a figure without its unit."""
        if isinstance(what, str):
            return Cell((Text(what),))
        return Cell((Cite(what, what.bare[self.lang]),), numeric=True, shade=shade)


def clauses(parts: Iterable[Sentence], between: str = "; ") -> Sentence:
    """What a picture shows, part by part, for its alt text."""
    return joined(piece for number, part in enumerate(parts) for piece in (between if number else "", *part))


Insert = Callable[[Story], tuple[Block, ...]]
"""A part of a chapter that is written from the release. It gives no block where the release has nothing to say of it."""
