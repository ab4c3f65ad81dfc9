"""Numbers that an editor typed by hand, in digits or in words: of what the release holds, and of what it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tejido.errors import Finding
from tejido.reading.facts import EVERYBODY
from tejido.reading.measured import PAIR
from tejido.reading.references import STATISTICS, WITHOUT_NODE, Cited, Reference
from tejido.report.blocks import cites
from tejido.report.check_number_words import number_words
from tejido.report.check_numerals import Numeral, figures, numerals
from tejido.report.folder import Spot
from tejido.report.make import Draft
from tejido.report.markdown import ChapterText, Section
from tejido.report.markdown_inline import FIGURE, Run
from tejido.tables import CITY_LEVEL, COUNTRY_LEVEL
from tejido.words import pick
from tejido.words.plain import bare

COMMON = 0.05
"""A word in more than this part of all names (people, households, access) does not tell which is meant."""

THOUSAND = 1e3
"""Numbers that are counted in so much (45 mil, twelve thousand) are known again though they are rounded."""

NAMED = 0.5
"""A sentence that holds this part of a name's telling words speaks of it."""

_GROUPS = (EVERYBODY, *PAIR)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Known:
    """A public figure: its number as written and before it was rounded, the `words` of its name that tell it from others, and whether it is
    one that anybody would know again (`key`).
    """

    cited: Cited
    written: Numeral
    exact: Numeral
    words: frozenset[str]
    key: bool


def _weight(typed: Numeral, known: Known, words: set[str], near: set[Reference]) -> float:
    """How likely a number is meant for a figure: by the words near it, else by where it stands; 0 for not at all."""
    named = len(known.words & words) / len(known.words) if known.words else 0.0
    if named >= NAMED:
        return named
    rounded = typed.decimals > 0 or typed.scale >= THOUSAND
    same = typed.value == known.written.value or (rounded and typed.tells(known.exact))
    if not same:
        return 0.0
    return 0.4 if known.cited.reference in near else 0.3 if known.key else 0.0


def _exact(written: Numeral, number: float) -> Numeral:
    """The number before it was rounded, where it was written in its own measure (a share is written in per cent)."""
    rounding = 0.5 * written.scale / 10**written.decimals
    return replace(written, value=abs(number)) if abs(abs(number) - written.value) <= rounding else written


def _shown(sentence: str) -> str:
    """A sentence in one line, the figures that it cites left open."""
    return " ".join(sentence.replace(FIGURE, "…").split())


class Numbers:
    """Looks for numbers without a reference in one language."""

    def __init__(self, draft: Draft, lang: str) -> None:
        self.draft = draft
        self.book = draft.book
        self.lang = lang

    def typed_by_hand(self, chapter: ChapterText) -> Iterator[Finding]:
        """H341 a number that the release holds, with the reference to write; H342 any other number without a source."""
        lines = chapter.source.text.split("\n")
        for section in chapter.sections:
            for run in section.runs:
                for one, around in self._typed(run):
                    row = run.row + run.typed[: one.start].count("\n")
                    column = lines[row - 1].find(one.text) + 1
                    spot = Spot(chapter.source.file, row, column or None)
                    meant, told = (
                        self._meant(one, around, section),
                        {"number": one.text.strip(), "sentence": _shown(around)},
                    )
                    if meant:
                        yield spot.finding("H341", reference=str(meant), **told)
                    else:
                        yield spot.finding("H342", **told)

    def _typed(self, run: Run) -> Iterator[tuple[Numeral, str]]:
        """The figures that stand in a text, each with its sentence."""
        starts = [0, *(found.end() for found in _SENTENCE.finditer(run.typed)), len(run.typed) + 1]
        found = (*figures(run.typed, self.lang), *number_words(run.typed, self.lang))
        for one in sorted(found, key=lambda numeral: numeral.start):
            place = max(at for at, start in enumerate(starts) if start <= one.start)
            around = run.typed[starts[place] : starts[place + 1]]
            if not (FIGURE in around and self._worded(one, run)):
                yield one, around

    def _worded(self, one: Numeral, run: Run) -> bool:
        """Whether a number in words says a figure anew that stands beside it: `changed` names the sentence where that figure is another."""
        cited = [self._written(mention.cited) for mention in run.mentions]
        return not any(sign.isdigit() for sign in one.text) and any(told and one.tells(told) for told in cited)

    def _written(self, cited: Cited) -> Numeral | None:
        """A figure as it is written."""
        written = next(numerals(cited.text(self.lang), self.lang), None)
        return written and replace(written, multiple=cited.reference.statistic == "ratio")

    def _meant(self, typed: Numeral, around: str, section: Section) -> Reference | None:
        """The figure that a number is: one whose name stands near it first, then one that the section cites, then a key figure."""
        words = self._words(f"{section.heading.text if section.heading else ''} {around}")
        near = self._cited(section)
        weights = {
            known.cited.reference: _weight(typed, known, words, near)
            for known in self._known
            if typed.tells(known.written) or typed.tells(known.exact)
        }
        best = max(weights, key=lambda reference: weights[reference], default=None)
        return best if best is not None and weights[best] > 0 else None

    def _cited(self, section: Section) -> set[Reference]:
        """The figures that a section cites, itself or in its inserts."""
        found = {mention.cited.reference for run in section.runs for mention in run.mentions}
        for insert in section.inserts:
            found |= {one.cited.reference for one in cites(self.draft.told(insert, self.lang))}
        return found

    @cached_property
    def _known(self) -> list[Known]:
        """The public figures of the whole city and its country."""
        found = []
        for reference in dict.fromkeys(self._references()):
            cited = self.book.look(reference)
            if cited.number is None:
                continue
            written = self._written(cited)
            if written is not None:
                words = self._telling.get(reference.node, frozenset())
                found.append(Known(cited, written, _exact(written, cited.number), words, reference in self._keys))
        return found

    def _references(self) -> Iterator[Reference]:
        yield from self._keys
        for statistic, table in (
            ("value", "values"),
            ("score", "scores"),
            ("share", "shares"),
            ("gap", "differentials"),
            ("ratio", "differentials"),
        ):
            rows = self.book.table(table)
            if rows is None:
                continue
            rows = rows.rename(columns={"class": "choice"})
            mine = rows[rows["level"].isin([CITY_LEVEL, COUNTRY_LEVEL]) & rows["group"].isin(_GROUPS)]
            node = next(name for name in ("indicator", "node", "question") if name in rows)
            names = [node, "level", "group", *(name for name in ("against", "choice") if name in rows)]
            for told in mine[names].drop_duplicates().itertuples(index=False, name=None):
                keys = dict(zip(names[1:], map(str, told[1:]), strict=True))
                if keys.get("against") in (None, PAIR[1]):
                    yield Reference(statistic, str(told[0]), **keys)

    @cached_property
    def _keys(self) -> frozenset[Reference]:
        """The figures that anybody would know again: inhabitants, the marker, its areas."""
        facts = self.book.facts
        scored = (facts.catalogue.root, *facts.areas)
        return frozenset([Reference("residents"), *(Reference("score", node) for node in scored)])

    @cached_property
    def _telling(self) -> Mapping[str, frozenset[str]]:
        """Of each indicator the words of its name that few others have."""
        nodes = {
            one.node
            for one in self._references()
            if one.statistic not in WITHOUT_NODE and STATISTICS[one.statistic][0] != "shares"
        }
        words = {node: self._words(self._name(node)) for node in sorted(nodes)}
        times = Counter(word for found in words.values() for word in found)
        most = max(COMMON * len(words), 2)
        return {node: frozenset(word for word in found if times[word] <= most) for node, found in words.items()}

    def _name(self, node: str) -> str:
        country = self.book.country
        if country is not None and node in country.context.indicators:
            return pick(country.context.indicators[node].names, self.lang)
        return pick(self.book.facts.catalogue.names_of(node), self.lang)

    @staticmethod
    def _words(text: str) -> set[str]:
        """The words of a text without accents and endings: their first six letters."""
        return {word[:6] for word in re.findall(r"[a-z]{4,}", bare(text))}
