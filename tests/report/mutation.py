"""Changing figures of a release one by one, to see whether a profile's sentences follow them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from tejido.errors import Finding
from tejido.reading.book import KEYS, Book
from tejido.reading.grammar import ENDS
from tejido.reading.references import COUNTS, STATISTICS, Cited, Reference
from tejido.release.readable import Readable
from tejido.report.blocks import Block, Cite, Inline, Span, Text, plain
from tejido.report.check import check
from tejido.report.make import Draft
from tejido.report.markdown_inline import sentences
from tejido.report.numbering import flat
from tejido.report.written import written_now
from tejido.survey.sentences import is_percent

_COUNTED = ("n", "households", "people", "of_n", "against_n", "ratio")
_ENDS = frozenset(end for both in ENDS.values() for end in both)
Change = Callable[[float], float]
Said = tuple[str, Reference, str]
"""A language, a figure and a sentence in it that cites the figure, as it is read."""


class Changed:
    """A release in which some figures are others."""

    def __init__(self, release: Readable, cells: Iterable[tuple[str, int, str, float]]) -> None:
        self._release = release
        self._tables: dict[str, pd.DataFrame] = {}
        for table, row, column, value in cells:
            if table not in self._tables:
                self._tables[table] = release.table(table).copy()
            frame = self._tables[table]
            frame[column] = frame[column].astype("float64")
            frame.loc[row, column] = value
        if "shares" in self._tables:
            self._tables["shares"] = _of_one_whole(self._tables["shares"])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._release, name)

    def table(self, name: str) -> pd.DataFrame:
        return self._tables[name] if name in self._tables else self._release.table(name)


def _of_one_whole(shares: pd.DataFrame) -> pd.DataFrame:
    """The shares with those made smaller that would be more than the whole together."""
    wholes = shares.groupby(["period", "unit", "group", "question"])["share"].transform("sum")
    return shares.assign(share=shares["share"] * (100 / wholes).clip(upper=1.0).fillna(1.0))


def cell_of(book: Book, reference: Reference) -> tuple[str, int, str]:
    """Where a figure lies: table, row, column."""
    table, columns = STATISTICS[reference.statistic]
    found = book.row(reference)
    assert found is not None, reference
    rows = book.facts.release.table(table)
    mine = rows[(rows[list(KEYS[table])] == pd.Series({key: found[key] for key in KEYS[table]})).all(axis=1)]
    assert len(mine) == 1, reference
    return table, int(mine.index[0]), columns[reference.statistic]


def said(blocks: Iterable[Block], lang: str) -> Iterator[Said]:
    """Each figure that has a number, with each sentence, item, cell or clause of an alt text that cites it."""
    for block in flat(tuple(blocks)):
        texts = [getattr(block, name, ()) for name in ("text", "caption", "note")]
        texts += getattr(block, "items", ())
        texts += [cell.text for row in (getattr(block, "head", ()), *getattr(block, "rows", ())) for cell in row]
        parts = [one for text in texts if isinstance(text, tuple) for one in sentences(text)]
        for sentence in (*parts, *clauses(getattr(block, "alt", ()))):
            for one in sentence:
                if isinstance(one, Cite) and one.cited.number is not None:
                    yield lang, one.cited.reference, plain(sentence)


def clauses(alt: Inline) -> list[Inline]:
    """An alt text in its parts."""
    found: list[list[Span]] = [[]]
    for span in alt:
        if not isinstance(span, Text):
            found[-1].append(span)
            continue
        first, *others = span.text.split("; ")
        found[-1].append(Text(first))
        found += [[Text(one)] for one in others]
    return [tuple(one) for one in found]


def told(draft: Draft) -> set[Said]:
    """What a profile says in all its languages."""
    found: set[Said] = set()
    for lang in draft.folder.settings.languages:
        document = draft.document(lang)
        found |= set(said((*document.summary, *document.blocks), lang))
    return found


def apart(sayings: set[Said]) -> list[list[Reference]]:
    """The figures in as few lists as is easy, no two of one sentence or of one whole in the same: what changes a sentence is then one figure."""
    inside: dict[str, set[Reference]] = {}
    for _, reference, sentence in sayings:
        inside.setdefault(sentence, set()).add(reference)
        if reference.statistic == "share":
            # Shares of one whole that all grow stay as they were.
            inside.setdefault(str(replace(reference, choice="")), set()).add(reference)
    lists: list[list[Reference]] = []
    for reference in sorted({one for _, one, _ in sayings if one.statistic not in COUNTS}, key=str):
        beside = set().union(*(found for found in inside.values() if reference in found))
        place = next((one for one in lists if not beside & set(one)), None)
        if place is None:
            lists.append([reference])
        else:
            place.append(reference)
    return lists


def within(book: Book, reference: Reference, value: float) -> float:
    """A changed figure, held to what a release can hold: no score beyond 100, nothing but a gap below nought, ranks whole, the ends of
    an interval on either side of their figure.
    """
    table, _ = STATISTICS[reference.statistic]
    if reference.statistic.startswith("gap"):
        return value
    if reference.statistic.startswith("rank"):
        number = book.look(reference).number
        value = math.ceil(value) if number is not None and value > number else math.floor(value)
    one = book.definitions.get(reference.node)
    hundred = table in ("scores", "shares") or (
        one is not None and is_percent(one) and reference.statistic not in _COUNTED
    )
    if reference.statistic in _ENDS:
        number = book.look(reference).number
        assert number is not None, reference
        # Outwards, whatever the change: an end on the other side of its figure is no interval.
        value = number + abs(value - number) * (-1 if reference.statistic.endswith("low") else 1)
    most = 1.0 if reference.statistic == "coverage" else 100.0 if hundred else float("inf")
    return min(max(value, 0.0), most)


def deaf(draft: Draft, change: Change) -> list[str]:
    """Sentences that stay as they are when a figure that they cite is another.

    Where rounding writes both figures alike the sentence is as true as before; then `check` has to tell that the figure changed.
    """
    before = told(draft)
    written = written_now(draft)
    found = []
    for batch in apart(before):
        numbers = {one: draft.book.look(one).number for one in batch}
        changed = {one: within(draft.book, one, change(number)) for one, number in numbers.items() if number}
        changed = {one: value for one, value in changed.items() if value != numbers[one]}
        release = Changed(
            draft.book.facts.release, [(*cell_of(draft.book, one), value) for one, value in changed.items()]
        )
        other = Draft(draft.folder, release, draft.inserts)
        same = {one for one in told(other) & before if one[1] in changed}
        alike = {one for one in same if _alike(draft.book.look(one[1]), other.book.look(one[1]), one[0])}
        reported = _reported(other, check(other, written)) if alike else set()
        stuck = (same - alike) | {one for one in alike if one[1] not in reported}
        found += [f"{lang} {reference}: {sentence}" for lang, reference, sentence in sorted(stuck, key=str)]
    return found


def _alike(one: Cited, other: Cited, lang: str) -> bool:
    """Whether two figures are written in the same way, in a sentence or in a table."""
    return one.written[lang] == other.written[lang] or one.bare[lang] == other.bare[lang]


def _reported(draft: Draft, findings: Iterable[Finding]) -> set[Reference]:
    """The figures that findings speak of: by their names, or as one of an insert."""
    values = [(one.code, dict(one.values)) for one in findings]
    names = {told_of.get("reference") for _, told_of in values}
    inserts = {str(told_of["insert"]) for code, told_of in values if code == "H355"}
    lang = draft.folder.settings.languages[0]
    cited = {reference for insert in inserts for _, reference, _ in said(draft.told(insert, lang), lang)}
    return cited | {reference for _, reference, _ in told(draft) if str(reference) in names}
