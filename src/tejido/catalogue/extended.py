"""The extended marker: an ensemble of flexible indicators that explain. It has no tree, no weights, no curves and so no total.

In: nothing; these are plain, frozen objects. `extended_files` reads them. What scores a city takes a `Catalogue` and its nodes, and
nothing here has what it would need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tejido.catalogue.model import Definition, Universe
from tejido.catalogue.variables import Variable, of_tables, variables
from tejido.words import Labels

Category = Literal["access", "quantity", "quality"]
SourceKind = Literal["survey", "perception", "territory", "administrative"]
Shape = Literal["points", "lines", "polygons", "any", "feed"]

NEEDS_DEFINITION = "needs-definition"
"""The status of an entry that nobody can compute yet from stated data; it says what is missing."""

__all__ = [
    "NEEDS_DEFINITION", "Category", "Extended", "ExtendedIndicator", "Instrument", "Listed", "Role", "Shape", "SourceKind", "Subdimension",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ExtendedIndicator(Definition):
    """One flexible indicator.

    `filter` is one of the programme's four filters, `groups` the dimensions by which its figure may be told apart. `listed` are the
    codes of the names of the published list that it answers to, `aliases` other names. `provenance` is ``fact`` where a name of
    the programme stands behind it. `source` cites the method. `lacking` says what an entry that needs a definition lacks,
    `reason` why a city added it. `rare`: it tells of so few, or of such grave things, that what records say of a small place points
    at persons.
    """

    area: str
    subdimension: str
    category: Category
    filter: str
    source_kind: SourceKind
    provenance: Literal["fact", "ours"] = "ours"
    listed: tuple[str, ...] = ()
    aliases: tuple[Labels, ...] = ()
    groups: tuple[str, ...] = ()
    nua: tuple[str, ...] = ()
    gcm: tuple[int, ...] = ()
    source: str = ""
    asset: bool = False
    rare: bool = False
    lacking: Labels = field(default_factory=dict)
    reason: str = ""

    @property
    def given_kind(self) -> Literal["register", "layer"]:
        """That of records where an office keeps them, whatever they tell of."""
        return "register" if self.source_kind == "administrative" else super().given_kind

    @property
    def tier(self) -> Literal["extended"]:
        """That of an indicator that is never scored."""
        return "extended"


@dataclass(frozen=True)
class Subdimension:
    """A theme inside an area."""

    id: str
    area: str
    names: Labels


@dataclass(frozen=True)
class Listed:
    """A name of the published list of the extended marker, the `indicator` that answers to it, and whether the programme
    itself printed it (`fact`) or it is our proposal.
    """

    code: str
    names: Labels
    fact: bool
    indicator: str = ""


@dataclass(frozen=True)
class Role:
    """What a layer of a city folder is there for: its names and its `shape`; a ``feed`` are timetables."""

    id: str
    names: Labels
    shape: Shape


@dataclass(frozen=True)
class Instrument:
    """A published instrument that a question follows; `ours` is none."""

    id: str
    names: Labels
    source: str


@dataclass(frozen=True)
class Extended:
    """All indicators of the extended marker, as a list. `hash` is that of what was resolved; `omitted` those that a city
    leaves out, each with its reason. `own_variables` are the tables of the variables that a city's own indicators bring.
    """

    id: str
    version: str
    names: Labels
    source: str
    areas: Mapping[str, Labels]
    subdimensions: Mapping[str, Subdimension]
    categories: Mapping[str, Labels]
    filters: Mapping[str, Labels]
    roles: Mapping[str, Role]
    instruments: Mapping[str, Instrument]
    universes: Mapping[str, Universe]
    listed: Mapping[str, Listed]
    indicators: Mapping[str, ExtendedIndicator]
    omitted: Mapping[str, str] = field(default_factory=dict)
    own_variables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hash: str = ""

    @property
    def variables(self) -> Mapping[str, Variable]:
        """The standard variables with the city's own."""
        return {**variables(), **of_tables([self.own_variables])}

    def of_area(self, area: str) -> tuple[ExtendedIndicator, ...]:
        """The indicators of an area, in the order of the files."""
        return tuple(one for one in self.indicators.values() if one.area == area)
