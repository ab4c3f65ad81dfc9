"""Who the people are, read from a public release: how a group divides among the classes of a question, and its pyramid of ages.

In: a release with the table of shares. Out: `Divided` and `Pyramid`, classes in order with their names and shares; None where the
release does not tell it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from tejido.catalogue.share_names import class_names
from tejido.catalogue.shares import Distribution, split
from tejido.release.readable import Readable
from tejido.tables import EVERYBODY, SHARES
from tejido.tables.flags import PROTECTED, has
from tejido.words import Labels, pick

PYRAMID = "age_sex"
"""The question of the pyramid."""

Ends = tuple[float, float]

__all__ = ["PYRAMID", "Band", "Divided", "Part", "Pyramid", "answer", "distribution", "pyramid", "questions"]


@dataclass(frozen=True)
class Part:
    """One class of a question: the ids of its `members`, its name in each language and its share of the group in %.

    `joined` says that several classes are told as one; `interval` is missing where those asked were not drawn by chance.
    """

    id: str
    members: tuple[str, ...]
    names: Labels
    joined: bool
    share: float
    interval: Ends | None
    quality: str


@dataclass(frozen=True)
class Divided:
    """How a `group` divides: `parts` in the question's order, which sum to 100; none where it is withheld, and then `protected` says
    whether because too few people answered. `n` are the answers of the whole group, `households` those behind them.
    """

    question: Distribution
    group: str
    parts: tuple[Part, ...]
    n: int | None
    households: int | None
    protected: bool
    kind: str
    period: str
    source: str


@dataclass(frozen=True)
class Band:
    """A band of ages with the share of the group that women and men of this age are, in %."""

    women: Part
    men: Part


@dataclass(frozen=True)
class Pyramid:
    """The bands of a `group`, young to old; `largest` is the longest bar of all groups of the release, for one common axis."""

    group: str
    bands: tuple[Band, ...]
    largest: float
    n: int
    kind: str
    source: str


def questions(release: Readable) -> list[str]:
    """The questions whose shares the release tells, in order, those that are withheld included."""
    return list(release.questions)


def distribution(release: Readable, question: str, group: str = EVERYBODY) -> Divided | None:
    """How a group divides among the classes of a question; None where nobody asked it or it is not told of this group."""
    rows = _rows(release)
    rows = rows[(rows["question"] == question) & (rows["group"] == group)]
    if rows.empty:
        return None
    rows = rows[rows["period"] == rows["period"].max()]
    asked, first = release.questions[question], rows.iloc[0]
    told = rows[rows["share"].notna()]
    parts = [_part(asked, row) for row in cast(list[dict[str, Any]], told.to_dict("records"))]
    order = {one.id: place for place, one in enumerate(asked.classes)}
    sexes = {one.id: place for place, one in enumerate(asked.parts)}
    # Unordered classes that were joined are the rest: they stand last.
    parts.sort(key=lambda one: (
        sexes.get(split(one.id)[0] or "", 0), one.joined and not asked.ordered, order[one.members[0]],
    ))  # fmt: skip
    return Divided(
        asked, group, tuple(parts), _count(first["n"]), _count(first["n_households"]),
        bool(has(rows["flags"], PROTECTED).any()), str(first["kind"]), str(first["period"]), str(first["source"]),
    )  # fmt: skip


def answer(question: Distribution, part: Part, lang: str) -> str:
    """A class as it is read alone, the part of the people that it belongs to before it: ``Women, 0 to 9 years``."""
    first, _ = split(part.id)
    parts = [pick(one.names, lang) for one in question.parts if one.id == first]
    return ", ".join([*parts, pick(part.names, lang)])


def pyramid(release: Readable, groups: Sequence[str] = ("origin=rm", "origin=host")) -> dict[str, Pyramid]:
    """The pyramid of every one of `groups` that has one: the same bands for all of them."""
    told = {group: distribution(release, PYRAMID, group) for group in groups}
    shown = {group: one for group, one in told.items() if one is not None and one.parts}
    largest = max((part.share for one in shown.values() for part in one.parts), default=0.0)
    made = {}
    for group, one in shown.items():
        women, men = ([part for part in one.parts if split(part.id)[0] == sex] for sex in ("f", "m"))
        bands = tuple(Band(*pair) for pair in zip(women, men, strict=True))
        made[group] = Pyramid(group, bands, largest, one.n or 0, one.kind, one.source)
    return made


def _rows(release: Readable) -> pd.DataFrame:
    return release.table(SHARES.name) if SHARES.name in release.tables else SHARES.empty()


def _part(question: Distribution, row: Mapping[str, Any]) -> Part:
    _, members = split(str(row["class"]))
    interval = None if pd.isna(row["low"]) or pd.isna(row["high"]) else (float(row["low"]), float(row["high"]))
    return Part(
        str(row["class"]), members, class_names(question, members), len(members) > 1, float(row["share"]), interval,
        str(row["quality"]),
    )  # fmt: skip


def _count(number: Any) -> int | None:
    return None if pd.isna(number) else int(number)
