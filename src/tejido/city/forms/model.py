"""A form as data: its questions, groups, repeats and choices, with labels in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tejido.errors import Finding
from tejido.words import Labels

MAIN = ""
"""The name of the table of submissions; every repeat has a table of its own, named like the repeat."""

NUMBERS = frozenset({"integer", "decimal", "range"})
DATES = frozenset({"date"})
TIMES = frozenset({"dateTime", "start", "end"})
POINTS = frozenset({"geopoint", "start-geopoint"})
UNANSWERED = frozenset({"note", "calculate", "hidden", "start", "end", "today", "deviceid", "username", "audit"})
"""Types that nobody answers: they are told, computed or recorded by the device."""

Kind = Literal["group", "repeat"]


@dataclass(frozen=True)
class Choice:
    """One answer of a list: `columns` holds what filters read."""

    name: str
    labels: Labels
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """A group or repeat: `path` is its place in the form, `table` where its own rows stand, `row` its place in the sheet."""

    name: str
    kind: Kind
    path: tuple[str, ...]
    table: str
    row: int
    labels: Labels
    relevant: str = ""
    repeat_count: str = ""


@dataclass(frozen=True)
class Question:
    """One question; expressions are kept as they are written. `id` names its column in `table`."""

    id: str
    name: str
    type: str
    path: tuple[str, ...]
    table: str
    row: int
    labels: Labels
    list_name: str = ""
    other: bool = False
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    required: str = ""
    choice_filter: str = ""

    @property
    def is_choice(self) -> bool:
        """One answer of a list, or several."""
        return self.type in ("select_one", "select_multiple", "rank")

    @property
    def is_asked(self) -> bool:
        """Somebody answers it; notes and calculations are not asked."""
        return self.type not in UNANSWERED


@dataclass(frozen=True, eq=False)
class Form:
    """A form, with the `id` of its settings: `questions` by their id in its order, `groups` by their path, `parents` of every repeat's table."""

    file: str
    title: str
    languages: tuple[str, ...]
    questions: Mapping[str, Question]
    groups: Mapping[tuple[str, ...], Group]
    choices: Mapping[str, tuple[Choice, ...]]
    parents: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    id: str = ""

    def around(self, place: Question | Group) -> list[Group]:
        """The groups and repeats that hold a place, outermost first."""
        return [self.groups[place.path[:depth]] for depth in range(1, len(place.path))]

    def above(self, table: str) -> list[str]:
        """A table and those it hangs from, up to that of the submissions."""
        chain = [table]
        while chain[-1] != MAIN:
            chain.append(self.parents[chain[-1]])
        return chain

    def named(self, name: str) -> Question | Group | None:
        """What ``${name}`` means: a question, else a group or repeat."""
        if name in self.questions:
            return self.questions[name]
        places: list[Question | Group] = [*self.questions.values(), *self.groups.values()]
        return next((place for place in places if place.name == name), None)

    def at(self, path: tuple[str, ...]) -> Question | Group | None:
        """What stands at a place of the form."""
        if path in self.groups:
            return self.groups[path]
        return next((question for question in self.questions.values() if question.path == path), None)

    def options(self, question: Question) -> tuple[Choice, ...]:
        """The answers of a question's list; none where they come from a file or from other answers."""
        return self.choices.get(question.list_name, ())
