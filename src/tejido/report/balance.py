"""The two sides of the balance: the gaps between refugees and migrants and their hosts, and the assets that a city has.

A gap is a difference that can be shown and in which refugees and migrants are worse off. An asset is something to build on: a figure in
which they stand above or level with their hosts, ability that lies unused, or what people and places already give. Neither says more
than its interval: "level" needs an interval that leaves no more than a small difference, not one that merely holds zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tejido.catalogue import Definition
from tejido.catalogue.extended import ExtendedIndicator
from tejido.reading.book import Book, Row
from tejido.reading.facts import EVERYBODY, records
from tejido.reading.measured import PAIR
from tejido.reading.references import Cited
from tejido.report.rights import Right, right_of
from tejido.survey.comparisons import SHOWN
from tejido.survey.sentences import better_off, is_percent
from tejido.tables import CITY_LEVEL

LEVEL, PART = 5.0, 0.25
"""At most so many points of a hundred, and at most this part of the hosts' figure, may separate two groups of which one says that they
stand level: the whole interval of their difference lies within both (of figures in another unit: within so many per cent of the hosts'
figure). Equivalence by two one-sided tests (Schuirmann 1987) at 2.5 %; both margins are our choice."""

HOUSEHOLDS = ("household", "dwelling", "tenant")
"""Words of a measure unit whose figure is of households."""

Kind = Literal["above", "level", "unused", "given"]


@dataclass(frozen=True)
class Gap:
    """A difference in which refugees and migrants are worse off.

    `surely` is the end of the interval nearer to zero: at least so much the gap is, in points of a hundred; of figures in another unit,
    in per cent of the hosts' figure. `reach` is the part of the group's people (or households) of whom the figure speaks, 0-1; None
    where nobody counted them.
    """

    one: Definition
    right: Right | None
    row: Row
    surely: float
    reach: float | None
    households: bool

    @property
    def weight(self) -> float | None:
        """By what gaps are ranked: what is sure of the size, times the part of the people whom it touches; None where either is unknown."""
        return None if self.reach is None or not math.isfinite(self.surely) else self.surely * self.reach


@dataclass(frozen=True)
class Asset:
    """Something to build on: `kind` says in what sense, `cited` is its figure, `row` the comparison that shows it where one does."""

    one: Definition
    right: Right | None
    kind: Kind
    cited: Cited
    row: Row | None = None


def measured(amount: float, row: Row, one: Definition) -> float:
    """How much a difference is: of a share its points, of any other figure per cent of the other group's; NaN where that is nought, of
    which nothing is a part, or not known.
    """
    if is_percent(one):
        return float(amount)
    against = abs(row["value_against"])
    return float(100 * amount / against) if against else math.nan


class Balance:
    """Gaps and assets of a city, from its public figures."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.catalogue = book.facts.catalogue

    @cached_property
    def rows(self) -> list[Row]:
        """The comparisons of refugees and migrants with their hosts in the whole city, of what tells of a right."""
        table = self.book.facts.differentials
        mine = (table["level"] == CITY_LEVEL) & (table["group"] == PAIR[0]) & (table["against"] == PAIR[1])
        return [row for row in records(table[mine]) if self._right(row) is not None]

    def _right(self, row: Row) -> Right | None:
        return right_of(self.catalogue.definitions[row["indicator"]], self.catalogue)

    @cached_property
    def gaps(self) -> list[Gap]:
        """The gaps, the one that weighs most first; those whose weight nobody knows at the end."""
        found = [self._gap(row, one) for row, one in self._shown() if better_off(row, one) < 0]
        return sorted(found, key=lambda gap: (math.inf if gap.weight is None else -gap.weight, gap.one.id))

    @cached_property
    def assets(self) -> list[Asset]:
        """The assets: where the group stands above its hosts, then level, then ability unused, then what is given."""
        return [*self._above(), *self._level(), *self._unused(), *self._given()]

    def _shown(self) -> Iterator[tuple[Row, Definition]]:
        for row in self.rows:
            if row["verdict"] == SHOWN:
                yield row, self.catalogue.definitions[row["indicator"]]

    def _gap(self, row: Row, one: Definition) -> Gap:
        ends = sorted(abs(row[end]) for end in ("gap_low", "gap_high"))
        surely = measured(ends[0], row, one)
        people = self._people(one)
        households = of_households(one)
        whole = self._whole[households]
        reach = None if people is None or not whole else min(people / whole, 1.0)
        return Gap(one, right_of(one, self.catalogue), row, surely, reach, households)

    def _people(self, one: Definition) -> float | None:
        """How many of the group an indicator speaks of."""
        return self.book.cite("people", one.id, group=PAIR[0]).number

    @cached_property
    def _whole(self) -> dict[bool, float | None]:
        """How many people (False) and households (True) the group has: the largest universe of any of its figures."""
        known: dict[bool, list[float]] = {False: [], True: []}
        for one in self.catalogue.definitions.values():
            people = self._people(one)
            if people is not None:
                known[of_households(one)].append(people)
        return {households: max(found, default=None) for households, found in known.items()}

    def _above(self) -> Iterator[Asset]:
        found = [
            (measured(abs(row["gap"]), row, one), row, one) for row, one in self._shown() if better_off(row, one) > 0
        ]
        for _, row, one in sorted(found, key=lambda told: (math.isnan(told[0]), -told[0], told[2].id)):
            yield self._compared(row, one, "above")

    def _level(self) -> Iterator[Asset]:
        for row in self.rows:
            one = self.catalogue.definitions[row["indicator"]]
            sure = row["quality"] == row["quality_against"] == "reliable"
            ends = [row["gap_low"], row["gap_high"]]
            if row["verdict"] == SHOWN or not sure or not all(math.isfinite(end) for end in ends):
                continue
            if one.direction in ("higher", "lower") and all(
                measured(abs(end), row, one) <= _margin(row, one) for end in ends
            ):
                yield self._compared(row, one, "level")

    def _compared(self, row: Row, one: Definition, kind: Kind) -> Asset:
        cited = self.book.cite("of", one.id, group=PAIR[0], against=PAIR[1])
        return Asset(one, right_of(one, self.catalogue), kind, cited, row)

    def _flagged(self) -> Iterator[ExtendedIndicator]:
        for one in self.catalogue.definitions.values():
            if isinstance(one, ExtendedIndicator) and one.asset:
                yield one

    def _unused(self) -> Iterator[Asset]:
        """Ability that the city has and does not use: of the group where its figure is told."""
        rows = {row["indicator"]: row for row in self.rows}
        for one in self._flagged():
            if one.direction == "lower":
                cited = self.book.cite("of", one.id, group=PAIR[0], against=PAIR[1])
                if cited.number is not None:
                    yield Asset(one, right_of(one, self.catalogue), "unused", cited, rows.get(one.id))

    def _given(self) -> Iterator[Asset]:
        """What people and places give already: figures of the whole city above nought."""
        compared = {row["indicator"] for row in self.rows if math.isfinite(row["value"])}
        for one in self._flagged():
            cited = self.book.cite("value", one.id, group=EVERYBODY)
            if one.direction != "lower" and one.id not in compared and cited.number is not None and cited.number > 0:
                yield Asset(one, right_of(one, self.catalogue), "given", cited)


def _margin(row: Row, one: Definition) -> float:
    """How far two groups may be apart and still stand level: of a small share no more than a part of it."""
    return min(LEVEL, PART * abs(float(row["value_against"]))) if is_percent(one) else LEVEL


def of_households(one: Definition) -> bool:
    """Whether an indicator's figure is of households and not of persons."""
    asked = one.answers is not None and one.answers.table in ("households", "dwellings")
    return asked or any(word in one.measure_unit for word in HOUSEHOLDS)
