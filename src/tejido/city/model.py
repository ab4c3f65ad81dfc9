"""What a city folder says (`CityConfig` and its parts) and what was read from it (`City`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from tejido.catalogue import Variable, variables
from tejido.city.model_context import CountrySpec, Policies, PoliciesSpec
from tejido.city.model_surveys import SurveySpec
from tejido.errors import Finding
from tejido.privacy import Rule
from tejido.privacy.listed import DEFAULT, Crossing
from tejido.tables import CITY_LEVEL as CITY_LEVEL
from tejido.tables import EVERYBODY
from tejido.words import Labels


@dataclass(frozen=True)
class Source:
    """A file: its name inside the city or data folder, the layer inside it, and the reference system where the file tells none.

    `x` and `y` name the coordinate columns of a table without geometry. `where` keeps the rows whose column holds one of
    the values given. `header` are names of the first column, where lines of explanation may stand above the headings.
    """

    file: str
    layer: str | None = None
    x: str | None = None
    y: str | None = None
    crs: str | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    header: tuple[str, ...] = ()


@dataclass(frozen=True)
class Population:
    """Where a level's resident persons stand: a column, and `support` where the column repeats a coarser level's figure,
    which is then shared out among its units by `share_by` (`area`, or another column).
    """

    columns: tuple[str, ...]
    support: str | None = None
    share_by: str = "area"
    no_data: tuple[float, ...] = ()


@dataclass(frozen=True)
class MissingRows:
    """Rows in which all `columns` hold `value` were not measured: these columns are missing there."""

    columns: tuple[str, ...]
    value: float = 0.0


@dataclass(frozen=True)
class Level:
    """A level of units. `code` names the column with their codes, or is ``*`` where the file has none: units are then numbered
    inside their parent column by place, from north to south.

    `parent` names the column with the code of the next coarser level; without it a unit belongs to
    the coarser unit that holds its representative point.
    """

    id: str
    names: Labels
    plurals: Labels
    source: Source
    code: str
    label: str | None = None
    parent: str | None = None
    municipality: str | None = None
    population: Population | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    slope: str | None = None
    duplicates: str = "refuse"
    slivers: str = "keep"
    missing: tuple[MissingRows, ...] = ()


@dataclass(frozen=True)
class LayerSpec:
    """A geographic layer by its role (`streets`, `school`, `public_space`, `land_use`, `slope`, `theft` ...).

    `class_column` holds land-use classes, slope classes or street classes; `exclude` drops classes (motorways);
    `weight` a column of counts per point; `x1 y1 x2 y2` the node pairs of streets that are a table. `complete` names by level the
    units inside which nothing is lacking, where it is so in a part of the city only. `feeds` are the files of
    timetables, `day` that whose timetable counts and `hours` between which one leaves.
    """

    role: str
    source: Source
    class_column: str | None = None
    exclude: tuple[str, ...] = ()
    weight: str | None = None
    ends: tuple[str, str, str, str] | None = None
    period: str | None = None
    label: str | None = None
    feeds: tuple[str, ...] = ()
    day: date | None = None
    hours: tuple[float, float] | None = None
    complete: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Transit:
    """The city's public transport on one `day`, all feeds as one.

    stops: ``stop, kind, geometry`` in the city's reference system; `kind` is `transit_stop` or `transit_station`. calls: ``trip,
    route, direction, stop, arrival, departure, board, alight`` sorted by trip and time (seconds from the start of the day).
    transfers: ``from_stop, to_stop, possible, seconds``.
    """

    day: date
    stops: gpd.GeoDataFrame
    calls: pd.DataFrame
    transfers: pd.DataFrame


@dataclass(frozen=True)
class Fraction:
    """Sum of columns over sum of columns (no denominator: the value itself)."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()


@dataclass(frozen=True)
class ValueSpec:
    """A ready-made value of one indicator.

    Exactly one of: `column` (the figure stands there), `fraction` (counts that are divided, `against` a second fraction for
    women/men ratios), `classes` (columns of counts for a diversity), `constant` (one figure for the whole city).
    Then: no-data codes go first, `within` turns a distance into 100 up to so many metres and 0 beyond,
    `invert` takes the value from that number (100 for shares "without"), `scale` multiplies.
    `support` names the coarser level whose figure the column repeats. `proxy` is the reason why this is not quite the
    indicator. `possible_classes` replaces the catalogue's number of classes k. `of_shares` tells that the fraction's columns are
    shares themselves (of one base), so that their quotient is a figure but their sums over units mean nothing.
    """

    indicator: str
    level: str
    source: str
    period: str | None = None
    column: str | None = None
    fraction: Fraction | None = None
    against: Fraction | None = None
    classes: tuple[str, ...] = ()
    constant: float | None = None
    scale: float = 1.0
    invert: float | None = None
    no_data: tuple[float, ...] = ()
    within: float | None = None
    support: str | None = None
    proxy: str | None = None
    possible_classes: int | None = None
    group: str = EVERYBODY
    of_shares: bool = False


@dataclass(frozen=True)
class Territory:
    """Choices for values made from layers: `detour` multiplies straight lines where there are no streets, `max_snap` is the
    distance in metres from the network beyond which a point is reported as unreached, `catchment` another reach of public
    space than the catalogue's, `within_unit` the reason for counting only what lies inside the unit (both make a proxy);
    `straight` names the indicators that are measured in straight lines although there are streets, with the reason.
    """

    detour: float = 1.3
    max_snap: float = 500.0
    catchment: float | None = None
    straight: Mapping[str, str] = field(default_factory=dict)
    within_unit: str | None = None


@dataclass(frozen=True)
class Publish:
    """What may be published: the protection rule, the finest level shown, the crossings of groups and their levels, the finest
    level at which answers of a survey are told (the one above the finest where it is not said), and the public folders of
    this round that were given out before.
    """

    persons: int = Rule.persons
    households: int = Rule.households
    finest: str | None = None
    crossings: tuple[Crossing, ...] = DEFAULT
    answers: str | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExtendedSpec:
    """The city's choices in the extended marker: files with indicators of its own (`add`), and tables of figures from records
    (`figures`).
    """

    add: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class CityConfig:
    """`city.toml`, resolved. `proxy` says by indicator why what its layers tell is not quite it.

    `variables` are the standard ones with those that the city's own indicators bring.
    """

    code: str
    names: Labels
    country: str
    languages: tuple[str, ...]
    period: str
    levels: tuple[Level, ...]
    layers: Mapping[str, LayerSpec]
    values: tuple[ValueSpec, ...]
    territory: Territory
    publish: Publish
    population: float | None = None
    crs: str | None = None
    synthetic: bool = False
    catalogue: str = "basic"
    omit: Mapping[str, str] = field(default_factory=dict)
    proxy: Mapping[str, str] = field(default_factory=dict)
    curves: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    licence: str | None = None
    note: Labels = field(default_factory=dict)
    surveys: tuple[SurveySpec, ...] = ()
    extended: ExtendedSpec = ExtendedSpec()
    variables: Mapping[str, Variable] = field(default_factory=variables)
    country_tables: CountrySpec | None = None
    policies: PoliciesSpec | None = None
    translations: Mapping[str, Labels] = field(default_factory=dict)

    def level(self, level: str) -> Level:
        """The declared level of that id."""
        return next(one for one in self.levels if one.id == level)


@dataclass
class City:
    """A city folder as plain tables, every geometry in the projected system `crs`.

    `units`: per level (coarse to fine, `city` first) a frame with the columns of `tables.UNITS` (without `level`) and
    `geometry`, sorted by unit, unit codes unique text. `attributes`: per declared level the file's other columns, indexed by unit, missing rows
    already missing. `layers`: per role a frame with `geometry` and, where declared, `class` and `weight`, in canonical row
    order. `streets`: walkable segments ``x1 y1 x2 y2`` in metres, or None. `inputs`: per file a hash of its content that
    does not depend on the order of its rows. `data` is where files are looked up before `folder`. `transit` is the public transport
    of its feeds, if it has any. `records`: figures
    handed over as tables (`records.COLUMNS`). `country`: counts of its country (`country.COLUMNS`). `policies`: how local instruments
    were assessed.
    """

    config: CityConfig
    folder: Path
    crs: str
    units: dict[str, gpd.GeoDataFrame]
    attributes: dict[str, pd.DataFrame]
    layers: dict[str, gpd.GeoDataFrame]
    streets: pd.DataFrame | None
    inputs: dict[str, str]
    findings: list[Finding]
    data: Path | None = None
    transit: Transit | None = None
    records: pd.DataFrame = field(default_factory=pd.DataFrame)
    country: pd.DataFrame = field(default_factory=pd.DataFrame)
    policies: Policies = field(default_factory=Policies)

    @property
    def proxies(self) -> dict[str, str]:
        """Indicators for which another figure stands, by a column, from records or by choice, with the city's reason."""
        found = {spec.indicator: spec.proxy for spec in self.config.values if spec.proxy}
        if len(self.records):
            told = self.records[self.records["proxy"].notna()]
            found |= dict(zip(told["indicator"], told["proxy"], strict=True))
        return found | dict(self.config.proxy)

    @property
    def given(self) -> frozenset[str]:
        """Indicators for which the city gives a figure, by a column or from records."""
        recorded = self.records["indicator"] if len(self.records) else ()
        return frozenset(spec.indicator for spec in self.config.values) | frozenset(recorded)
