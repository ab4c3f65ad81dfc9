"""The seven rights of the report, and what governments can do: data files of this room, held to the catalogue when they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tejido.catalogue import Catalogue, Definition, Indicator
from tejido.catalogue.extended import ExtendedIndicator
from tejido.words import Labels

Government = Literal["municipal", "national", "both"]


@dataclass(frozen=True)
class Right:
    """A right: its name, how a sentence calls it, the themes of the catalogue that tell of it (and single `indicators` besides), which
    indicator opens its page (`key`) and which its map shows, each the first that there is.
    """

    id: str
    names: Labels
    right: Labels
    themes: tuple[str, ...]
    key: tuple[str, ...]
    map: tuple[str, ...]
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """What can be done about some `gaps`, building on some `assets`, by which `government`."""

    id: str
    right: str
    names: Labels
    do: Labels
    gaps: tuple[str, ...]
    assets: tuple[str, ...]
    government: Government


@cache
def rights() -> tuple[Right, ...]:
    """The rights, in the order of the report."""
    return tuple(Right(id=id_, **_tuples(entry)) for id_, entry in _data("rights").items())


@cache
def actions() -> tuple[Action, ...]:
    """What governments can do, in the order of the rights."""
    return tuple(Action(id=id_, **_tuples(entry)) for id_, entry in _data("actions").items())


def of_right(right: Right, catalogue: Catalogue) -> list[Definition]:
    """The indicators of both markers that tell of a right, those of the basic marker first, in the catalogue's order."""
    return [
        one
        for one in catalogue.definitions.values()
        if one.id in right.indicators or theme(one, catalogue) in right.themes
    ]


def theme(one: Definition, catalogue: Catalogue) -> str:
    """The dimension or sub-dimension of an indicator; empty where it stands in none."""
    if isinstance(one, ExtendedIndicator):
        return one.subdimension
    return catalogue.dimension(one.id) or "" if isinstance(one, Indicator) else ""


def right_of(one: Definition, catalogue: Catalogue) -> Right | None:
    """The right that an indicator tells of by its theme; None where it is of none."""
    named = theme(one, catalogue)
    return next((right for right in rights() if named in right.themes), None)


def _data(name: str) -> Mapping[str, Mapping[str, Any]]:
    text = files(__package__).joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
