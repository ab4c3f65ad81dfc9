"""The standard variables: what a person or a household is asked, whatever a survey calls it.

In: ``data/variables/*.toml``, and the files of a city that adds its own. Out: `variables`, by id. Indicators and groups are
defined over them, and a city says which of its columns is which. In a table of answers a category or flag is text (a flag is
``true`` or ``false``), a number is a float, and a missing answer is missing.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tejido.catalogue.answers import Condition
from tejido.words import Labels

Kind = Literal["category", "number", "flag"]
Asking = Literal["households", "persons", "adults"]
TABLES: tuple[Asking, ...] = ("households", "persons", "adults")
"""Of whom questions are asked: of the household, of each of its persons, of one adult who answers for themself."""

YES, NO = "true", "false"
"""The two answers of a flag."""

ADULT = 18
"""Age from which on a person is an adult (Convention on the Rights of the Child, article 1)."""

_FLAG: Mapping[str, Labels] = {YES: {"es": "sí", "en": "yes"}, NO: {"es": "no", "en": "no"}}

__all__ = [
    "ADULT",
    "NO",
    "TABLES",
    "YES",
    "Asking",
    "Question",
    "Rule",
    "Variable",
    "of_tables",
    "possible",
    "variables",
]


@dataclass(frozen=True)
class Question:
    """How a variable is asked at the door.

    `module` is the part of the questionnaire, `instrument` the published one whose question it follows (`Extended.instruments`),
    `seconds` how long it takes, as a rule of thumb. A `sensitive` question may be refused in so many words, and the form says
    so. A number is `whole` or has decimals.
    """

    text: Labels
    module: str
    instrument: str
    seconds: int
    hint: Labels = field(default_factory=dict)
    sensitive: bool = False
    whole: bool = True


@dataclass(frozen=True)
class Rule:
    """Where all of `when` hold, the answer is the category `then`."""

    when: tuple[Condition, ...]
    then: str


@dataclass(frozen=True)
class Variable:
    """One standard variable of ``households``, ``persons`` or ``adults``.

    `adults` are persons of `ADULT` years and more who answered for themselves: one of each household drawn by chance, or everybody.
    `categories` are the answers of a category or flag by id, `possible` the range of a number (both ends included).
    `asked` are the conditions under which the question is put; a row that is known not to meet them gets `outside`.
    `question` is how it is put; a variable without one is derived, or comes from elsewhere.

    Derived variables need no column of their own: with `cut` the classes of the number `of` (`bounds` are the lower ends of
    the second class and those after it), with `divided` one number over another, times `times`; `rules` give the category of the
    first rule all of whose conditions hold, else `otherwise` (three-valued: unknown where a condition before it is unknown); `counted`
    is how many of these flags are true, `summed` the sum of these numbers times `times` (both missing where one of them is).
    """

    id: str
    table: Asking
    kind: Kind
    names: Labels
    source: str
    categories: Mapping[str, Labels] = field(default_factory=dict)
    possible: tuple[float, float] | None = None
    asked: tuple[Condition, ...] = ()
    outside: str | None = None
    cut: str | None = None
    bounds: tuple[float, ...] = ()
    divided: tuple[str, str] | None = None
    times: float = 1.0
    rules: tuple[Rule, ...] = ()
    otherwise: str | None = None
    counted: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()
    question: Question | None = None

    @property
    def derived_from(self) -> tuple[str, ...]:
        """The variables that it follows from; none where it is asked."""
        named = [*((self.cut,) if self.cut else ()), *(self.divided or ()), *self.counted, *self.summed]
        named += [condition.variable for rule in self.rules for condition in rule.when]
        return tuple(dict.fromkeys(named))


@cache
def variables() -> Mapping[str, Variable]:
    """Every standard variable by id: households first, then persons, then adults; inside each in the order of the files,
    ``core.toml`` before the others by name.
    """
    folder = files("tejido.catalogue").joinpath("data", "variables")
    found = {file.name: tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir()}
    return of_tables([found[name] for name in sorted(found, key=lambda name: (name != "core.toml", name))])


def of_tables(documents: Sequence[Mapping[str, Any]]) -> dict[str, Variable]:
    """The variables of the tables of TOML documents; a name stands once.

    Raises:
        ValueError: an id stands twice.
        TypeError: an entry has a key that no variable has, or lacks one.
    """
    found: dict[str, Variable] = {}
    for table in TABLES:
        for document in documents:
            for name, entry in document.get(table, {}).items():
                if name in found:
                    raise ValueError(f"variable {name} stands twice")
                found[name] = _variable(name, table, entry)
    return found


# What TOML gives has no types of its own: the constructors refuse what does not fit.
def _variable(name: str, table: Asking, entry: Mapping[str, Any]) -> Variable:
    tuples = {key: tuple(entry[key]) for key in ("bounds", "divided", "counted", "summed") if key in entry}
    if "possible" in entry:
        tuples["possible"] = possible(entry["possible"])
    asked = _conditions(entry.get("asked", ()))
    rules = tuple(Rule(_conditions(one["when"]), one["then"]) for one in entry.get("rules", ()))
    categories = _FLAG if entry["kind"] == "flag" else entry.get("categories", {})
    question = Question(**entry["question"]) if "question" in entry else None
    made = {"id": name, "table": table, "asked": asked, "rules": rules, "categories": categories, "question": question}
    return Variable(**{**entry, **tuples, **made})


def possible(ends: Sequence[float | None]) -> tuple[float, float]:
    """A range as TOML or a release writes it. JSON has no infinity: there an open end is null."""
    low, high = ends
    return -math.inf if low is None else low, math.inf if high is None else high


def _conditions(rows: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(**{**one, "values": tuple(one.get("values", ()))}) for one in rows)
