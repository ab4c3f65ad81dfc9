"""Who is who, as data: classes of persons by their answers, and how classes make the groups that are compared.

In: ``data/groups.toml``, or another file of that form. Out: `Definition` objects, validated. After the international
recommendations on refugee statistics (EGRISS 2018) and on statistics of internally displaced people (EGRISS 2020).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from tejido.catalogue.answers import Condition
from tejido.catalogue.fields import Document, Table
from tejido.catalogue.formulas import conditions
from tejido.catalogue.lines import Locator
from tejido.errors import TejidoError, fail
from tejido.words import Labels

__all__ = ["Class", "Definition", "Groups", "groups", "read_groups"]

Rule = tuple[Condition, ...]
"""Conditions that hold together."""


@dataclass(frozen=True)
class Class:
    """One class of persons: those for whom one of the `rules` holds, and no rule of a class before it.

    `group` is the compared group to which it is counted unless a city chooses otherwise, and `reason` says why.
    """

    id: str
    names: Labels
    definition: Labels
    source: str
    rules: tuple[Rule, ...]
    group: str | None = None
    reason: Labels | None = None


@dataclass(frozen=True)
class Definition:
    """Classes in order. `dimension` is the key of canonical groups (``origin=rm``); `groups` names the compared groups.

    `needed` are the standard variables without which nothing can be said. `within` (another definition, some of its classes):
    only these persons are told apart. `reference` is the value with which the others of the dimension are compared.
    """

    id: str
    dimension: str
    names: Labels
    source: str
    needed: tuple[str, ...]
    classes: tuple[Class, ...]
    groups: Mapping[str, Labels]
    within: tuple[Definition, tuple[str, ...]] | None = None
    reference: str | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the dimension in canonical groups: the compared groups, else the classes."""
        return tuple(self.groups) or tuple(one.id for one in self.classes)

    @property
    def variables(self) -> tuple[str, ...]:
        """Every standard variable that a rule reads, each once, in order."""
        asked = (condition.variable for one in self.classes for rule in one.rules for condition in rule)
        return tuple(dict.fromkeys(asked))


@dataclass(frozen=True)
class Groups:
    """All definitions by id, and the finest level at which a figure may be asked `by` an attribute."""

    definitions: Mapping[str, Definition]
    finest: Mapping[str, str]

    def definition(self, name: str) -> Definition:
        """One definition.

        Raises:
            TejidoError: E404, there is none of this name.
        """
        if name not in self.definitions:
            raise fail("E404", name=name, known=", ".join(self.definitions))
        return self.definitions[name]

    def of_dimension(self, dimension: str) -> Definition:
        """The definition whose values the canonical groups of a dimension have: the first one of it.

        Raises:
            TejidoError: E404, nothing tells people apart by it.
        """
        found = next((one for one in self.definitions.values() if one.dimension == dimension), None)
        return found or self.definition(dimension)


@cache
def groups() -> Groups:
    """The definitions that come with tejido."""
    return _groups("groups.toml", files("tejido.catalogue").joinpath("data", "groups.toml").read_text("utf-8"))


def read_groups(path: Path) -> Groups:
    """Definitions of one's own.

    Raises:
        TejidoError: every fault of the file, each with its line.
    """
    try:
        return _groups(path.name, path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise fail("E405", file=path.name) from problem


def _groups(name: str, text: str) -> Groups:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise fail("E405", file=name) from problem
    document = Document(name, Locator(text))
    whole = Table(data, (), document)
    found: dict[str, Definition] = {}
    for table in whole.tables("definitions"):
        found[table.id] = _definition(table, found)
    levels = whole.table("finest", needed=False)
    finest = {attribute: levels.text(attribute) for attribute in levels.data}
    whole.done()
    if document.findings:
        raise TejidoError(document.findings)
    return Groups(found, finest)


def _definition(table: Table, before: Mapping[str, Definition]) -> Definition:
    named = table.table("groups", needed=False)
    found = Definition(
        table.id, table.identifier("dimension"), table.labels("names"), table.text("source"), table.texts("needed"),
        tuple(_class(row) for row in table.rows("classes")), {key: named.labels(key) for key in named.data}, _within(table, before),
    )  # fmt: skip
    if table.has("reference"):
        found = replace(found, reference=table.choice("reference", found.values))
    table.done()
    seen: set[str] = set()
    for place, one in enumerate(found.classes):
        if one.id in seen or (one.group is None) == bool(found.groups) or one.group not in (None, *found.groups):
            table.note("E406", f"classes.{place}", id=one.id, known=", ".join(found.groups) or "-")
        seen.add(one.id)
    return found


def _class(row: Table) -> Class:
    counted = row.has("group")
    found = Class(
        row.text("id"), row.labels("names"), row.labels("definition"), row.text("source"),
        tuple(_rule(rule) for rule in row.rows("rules")), row.text("group") if counted else None,
        row.labels("reason") if counted else None,
    )  # fmt: skip
    row.done()
    return found


def _rule(row: Table) -> Rule:
    found = conditions(row, "all", "persons")
    row.done()
    return found


def _within(table: Table, before: Mapping[str, Definition]) -> tuple[Definition, tuple[str, ...]] | None:
    """What a definition narrows: one that stands before it and narrows none itself."""
    if not table.has("within"):
        return None
    inner = table.table("within")
    name, classes = inner.identifier("definition"), inner.texts("classes")
    inner.done()
    outer = before.get(name)
    if outer is None or outer.within or not set(classes) <= {known.id for known in outer.classes}:
        inner.note("E407", name=name)
        return None
    return outer, classes
