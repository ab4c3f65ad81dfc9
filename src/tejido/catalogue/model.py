"""What a catalogue is made of: plain, frozen objects without behaviour that reads files."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from tejido.catalogue.answers import FromAnswers
from tejido.errors import fail
from tejido.words import Labels

if TYPE_CHECKING:
    from tejido.catalogue.extended import Extended, ExtendedIndicator

Transform = Literal["none", "sqrt", "root4", "ln"]
Direction = Literal["higher", "lower", "band", "context"]
Mean = Literal["arithmetic", "geometric"]

FLEXIBLE = ".extended"
"""Ends the name of a family of comparisons of the extended marker."""

EXTENDED_WORD: Labels = {"es": "marcador extendido", "en": "extended marker"}

OVER_RESIDENTS = (
    "density", "rate", "space_per_person", "area_per_person", "length_per_person", "weight_per_person", "people_under", "people_near",
    "segregation",
)  # fmt: skip
"""Functions over places whose figure is made with how many people live there."""


@dataclass(frozen=True)
class Curve:
    """How a value becomes a score: clip to the outer knots, transform, interpolate between the transformed knots.

    `knots` are ``(value, score)`` with values rising. With `observed` there are no knots: the smallest and largest
    value among the city's units get the two scores given (low value first; ``(100, 1)`` where lower is better), and
    every score is comparable inside this city only. With `over_maximum` the value is first divided by ln k, k the
    number of classes.
    `source` cites where the knots come from, `basis` says in words why these; `status` is `fact` only where a published
    index scores this indicator by these very knots.
    """

    transform: Transform
    knots: tuple[tuple[float, float], ...]
    source: str
    status: Literal["fact", "proposal"]
    observed: tuple[float, float] | None = None
    over_maximum: bool = False
    basis: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Compute:
    """How the value is made where the city gives no ready-made column.

    `function` is one of `entries.FUNCTIONS`: a formula over columns, or a figure made of layers and units; `role` is the
    layer's role in the city folder; `options` are the function's own (metres, per, slope ...).
    """

    function: str
    role: str | None = None
    options: Mapping[str, float | str | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """A worked example: the `value` in the measure unit and the `score` it gets.

    `classes` stands where a diversity needs k, `observed` (the smallest and largest value) where the curve has observed
    bounds.
    """

    value: float
    score: float
    classes: int | None = None
    observed: tuple[float, float] | None = None


@dataclass(frozen=True)
class MapClasses:
    """Classes of a figure on a map that somebody published.

    `limits` rise and part the classes; a value on a limit belongs to the class above it or, where they are `up_to` (a guideline
    that is met by reaching it), to the one below. `source` tells the publication and its page, `names` what it calls the
    classes, from small to large, where it names them.
    """

    limits: tuple[float, ...]
    source: Labels
    names: tuple[Labels, ...] = ()
    up_to: bool = False


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What is measured, defined once: of whom, in what, and how it is made. Indicators of both markers are definitions.

    `compute` makes its value from columns or places, `answers` from a survey. `map_classes` cut its maps; they change no score.
    """

    id: str
    names: Labels
    definitions: Labels
    measure_unit: str
    unit_names: Labels
    direction: Direction
    universe: str
    about: Literal["people", "place"]
    possible: tuple[float, float]
    compute: Compute
    sdg: tuple[str, ...] = ()
    classes: int | None = None
    status: str = "defined"
    data_needed: Labels = field(default_factory=dict)
    answers: FromAnswers | None = None
    map_classes: MapClasses | None = None

    @property
    def tells_of_people(self) -> bool:
        """Whether its figure lets somebody work out how many people live in a unit: figures about people do, and figures of
        a place that are made with its residents (density times area gives their number back).
        """
        return self.about == "people" or self.compute.function in OVER_RESIDENTS

    @property
    def given_kind(self) -> Literal["register", "layer"]:
        """Of what kind (`tables.VALUES`) a figure is that a city gives as such: counted in records, or read off a map."""
        return "register" if self.about == "people" else "layer"


@dataclass(frozen=True, kw_only=True)
class Indicator(Definition):
    """One indicator of a marker that is scored. `parent` is the node it belongs to; `weight` counts among its siblings."""

    parent: str
    curve: Curve
    example: Example
    weight: float = 1.0
    tier: Literal["basic", "extended"] = "basic"
    viewer_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """A node of the tree above the indicators: the marker (`parent` None), areas, dimensions, to any depth.

    `minimum_coverage` is the share of its weight below which it has no score, `minimum_children` the number of children
    that must have one. `listed` is the id under which lists of one kind show it, where its own would be an indicator's.
    """

    id: str
    parent: str | None
    names: Labels
    mean: Mean = "arithmetic"
    weight: float = 1.0
    minimum_coverage: float = 0.0
    minimum_children: int = 1
    names_short: Labels | None = None
    definitions: Labels = field(default_factory=dict)
    listed: str | None = None


@dataclass(frozen=True)
class Universe:
    """Whom or what an indicator counts, and what one of them is (the protection rule counts persons or households)."""

    id: str
    names: Labels
    counts: Literal["persons", "households", "dwellings"]


@dataclass(frozen=True)
class Band:
    """A band of scores from `low` (inclusive) up to the next band."""

    id: str
    low: float
    names: Labels


@dataclass(frozen=True)
class Catalogue:
    """A whole index: a tree of nodes with indicators as leaves, any depth, in the order of its file.

    `minimum_population` is the share of an indicator's universe that must have been measured for its average at a
    coarser level to count (below it the indicator is missing there). `hash` is that of what was resolved, city choices
    included: `changed` are the indicators scored by another curve, `omitted` those left out, each with its reason. `extended` is
    the extended marker that is measured beside it, which has no part in the tree nor in the hash.
    """

    id: str
    version: str
    names: Labels
    source: str
    nodes: Mapping[str, Node]
    indicators: Mapping[str, Indicator]
    bands: tuple[Band, ...]
    minimum_population: float
    hash: str
    changed: frozenset[str] = frozenset()
    omitted: Mapping[str, str] = field(default_factory=dict)
    universes: Mapping[str, Universe] = field(default_factory=dict)
    extended: Extended | None = None

    @cached_property
    def definitions(self) -> Mapping[str, Definition]:
        """Everything that can be measured by its id: the indicators of the tree, then those of the extended marker."""
        return {**self.indicators, **self._flexible}

    def is_omitted(self, id_: str) -> bool:
        """Whether a city leaves an indicator of either marker out."""
        return id_ in self.omitted or (self.extended is not None and id_ in self.extended.omitted)

    def told_by(self, id_: str, dimension: str) -> bool:
        """Whether an indicator is told of the groups of a dimension of people; of the extended marker its entry decides."""
        named = "age_group" if dimension == "age" else dimension
        return id_ not in self._flexible or named in self._flexible[id_].groups

    def is_rare(self, id_: str) -> bool:
        """Whether it tells of so few, or of such grave things, that a figure of a small place points at persons."""
        return id_ in self._flexible and self._flexible[id_].rare

    def universe(self, id_: str) -> Universe | None:
        """A universe of either marker; None where nothing describes it."""
        flexible = self.extended.universes if self.extended else {}
        return self.universes.get(id_) or flexible.get(id_)

    @cached_property
    def root(self) -> str:
        """Id of the node without parent: the marker."""
        return next(node.id for node in self.nodes.values() if node.parent is None)

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Direct children (nodes, then indicators) of every node, in the catalogue's order."""
        found: dict[str, list[str]] = {node: [] for node in self.nodes}
        items: list[Node | Indicator] = [*self.nodes.values(), *self.indicators.values()]
        for item in items:
            if item.parent is not None:
                found[item.parent].append(item.id)
        return {node: tuple(ids) for node, ids in found.items()}

    def weight(self, item: str) -> float:
        """Share of `item` in its parent (1 for the root)."""
        own = self._item(item)
        if own.parent is None:
            return 1.0
        return own.weight / math.fsum(self._item(child).weight for child in self.children[own.parent])

    def share(self, item: str) -> float:
        """Share of `item` in the whole marker, as the product of the weights above it."""
        return math.prod(self.weight(step) for step in self.path(item))

    def path(self, item: str) -> tuple[str, ...]:
        """Ids from the root down to `item`, both included."""
        own = self._item(item)
        return (item,) if own.parent is None else (*self.path(own.parent), item)

    def area(self, indicator: str) -> str:
        """Id of the child of the root above `indicator`; of one of the extended marker the area that it is listed under."""
        if indicator in self._flexible:
            return self._flexible[indicator].area
        return self.path(indicator)[1]

    def family(self, indicator: str) -> str:
        """The comparisons that are judged together with those of `indicator`: its area's, in the same marker. So nothing that a
        city adds to the extended marker changes what may be said of the basic one.
        """
        return self.area(indicator) + (FLEXIBLE if indicator in self._flexible else "")

    def dimension(self, indicator: str) -> str | None:
        """Id of the node that holds `indicator`, where that is not an area itself."""
        path = self.path(indicator)
        return path[-2] if len(path) > 3 else None

    def listed_id(self, item: str) -> str:
        """The id by which a list of areas, of dimensions or of indicators names `item`."""
        node = self.nodes.get(item)
        return node.listed if node is not None and node.listed else item

    def names_of(self, item: str) -> Labels:
        """Names of a node, an indicator, an area of the extended marker or a family."""
        if item in self._flexible:
            return self._flexible[item].names
        if self.extended is not None and item not in self.nodes and item not in self.indicators:
            area = self.extended.areas[item.removesuffix(FLEXIBLE)]
            return {lang: f"{name}: {EXTENDED_WORD[lang]}" for lang, name in area.items()} if FLEXIBLE in item else area
        return self._item(item).names

    @property
    def _flexible(self) -> Mapping[str, ExtendedIndicator]:
        return self.extended.indicators if self.extended is not None else {}

    def _item(self, item: str) -> Node | Indicator:
        if item in self._flexible:
            raise fail("K210", id=item)
        return self.nodes[item] if item in self.nodes else self.indicators[item]
