"""The standard variables: what a person or a household is asked, whatever a survey calls it.

In: ``data/variables.toml``. Out: `variables`, by id. Indicators and groups are defined over them, and a city says which of its
columns is which. In a table of answers a category or flag is text (a flag is ``true`` or ``false``), a number is a float, and a
missing answer is missing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tejido.catalogue.answers import Condition
from tejido.words import Labels

Kind = Literal["category", "number", "flag"]

YES, NO = "true", "false"
"""The two answers of a flag."""

_FLAG: Mapping[str, Labels] = {YES: {"es": "sí", "en": "yes"}, NO: {"es": "no", "en": "no"}}

__all__ = ["NO", "YES", "Variable", "variables"]


@dataclass(frozen=True)
class Variable:
    """One standard variable of ``households`` or ``persons``.

    `categories` are the answers of a category or flag by id, `possible` the range of a number (both ends included).
    `asked` are the conditions under which the question is put; a row that is known not to meet them gets `outside`.
    Derived variables need no column of their own: with `cut` the classes of the number `of` (`bounds` are the lower ends of
    the second class and those after it), with `divided` one number over another.
    """

    id: str
    table: Literal["households", "persons"]
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


@cache
def variables() -> Mapping[str, Variable]:
    """Every standard variable by id, in the order of the data file: households first, then persons."""
    text = files("tejido.catalogue").joinpath("data", "variables.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return {
        name: _variable(name, table, entry)
        for table in ("households", "persons")
        for name, entry in data[table].items()
    }


# What TOML gives has no types of its own: the constructors refuse what does not fit.
def _variable(name: str, table: Literal["households", "persons"], entry: Mapping[str, Any]) -> Variable:
    tuples = {key: tuple(entry[key]) for key in ("possible", "bounds", "divided") if key in entry}
    asked = tuple(Condition(**{**one, "values": tuple(one.get("values", ()))}) for one in entry.get("asked", ()))
    categories = _FLAG if entry["kind"] == "flag" else entry.get("categories", {})
    return Variable(**{**entry, **tuples, "id": name, "table": table, "asked": asked, "categories": categories})
