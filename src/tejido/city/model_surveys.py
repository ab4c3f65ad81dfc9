"""What a city folder says of a survey (`SurveySpec`) and what was read from it (`CitySurvey`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from tejido.catalogue import Variable, variables
from tejido.catalogue.variables import Asking
from tejido.errors import Finding
from tejido.survey import Lonely
from tejido.survey.groups import Rule
from tejido.tables import Column, Schema
from tejido.words import Labels

Sampling = Literal["probability", "indicative"]

GROUPS = ("rm", "host", "mixed")
"""What a column of groups may hold, after its values were mapped; `mixed` is for households."""


@dataclass(frozen=True)
class VariableSpec:
    """Where a standard variable stands: its `column`; `values` from what is written to the category (without them what is
    written is the category), `otherwise` the category of every other answer; `bounds` make classes of a number; `no_data`
    are further codes that mean no answer.
    """

    variable: str
    column: str
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    bounds: tuple[float, ...] = ()
    no_data: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaModel:
    """Indicators that are modelled by area (Fay and Herriot 1979) at `level`, from figures of other `covariates` there."""

    indicators: tuple[str, ...]
    level: str
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True)
class SurveySpec:
    """One survey: its files, keys, design, groups, place, and which column is which standard variable.

    In place of tables, `submissions` is the export of a `form`, whose repeats `roster` list the persons. `design` is a table of
    weights and places in the sample by household, made after the interviews. `selected` is the column that tells which adult was
    drawn to answer for themself: a line number of the household, or a flag of persons. With `standard` every column that is
    called like a standard variable is that variable.

    `group` is the column in which the group stands already (`rm`, `host`), `groups` the catalogue's definition by which it
    is decided from answers, and then `rule` that of households. `unit` is level and column of a declared unit.
    `indicators` are those that the measurement takes from this survey although columns exist (None: those that nothing else
    gives); `enters_marker` the city's reason for letting figures without known probabilities into the marker.
    """

    id: str
    names: Labels
    period: str
    household: str
    households: str | None = None
    persons: str | None = None
    submissions: str | None = None
    form: str | None = None
    roster: tuple[str, ...] = ()
    person: str | None = None
    design: str | None = None
    selected: str | None = None
    weight: str | None = None
    stratum: str | None = None
    psu: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    lonely: Lonely = "fail"
    group: VariableSpec | None = None
    groups: str | None = None
    rule: Rule = "reference"
    x: str | None = None
    y: str | None = None
    geopoint: str | None = None
    crs: str = "EPSG:4326"
    unit: tuple[str, str] | None = None
    sampling: Sampling = "probability"
    enters_marker: str | None = None
    planned: tuple[str, ...] = ()
    indicators: tuple[str, ...] | None = None
    models: tuple[AreaModel, ...] = ()
    variables: Mapping[str, VariableSpec] = field(default_factory=dict)
    standard: bool = False
    no_data: tuple[str, ...] = ()


QUALITY = Schema(
    "survey_quality",
    "Rows of a survey that cannot be right, one line per row and reason; never an answer.",
    (
        Column("table", "text", "`households` or `persons`"),
        Column("row", "count", "Row of the file, as a spreadsheet counts (the header is 1)"),
        Column("column", "text", "Column at fault", required=False),
        Column("code", "text", "Code of the error catalogue"),
        Column("fatal", "flag", "Whether the row was left out of all estimates"),
    ),
    ("table", "row", "code", "column"),
)


@dataclass
class CitySurvey:
    """A survey as plain tables, in the order of its files.

    `households` holds ``household, weight, psu, unit, origin`` and, where declared, ``stratum, psu_2 ..., fpc, fpc_2 ...``,
    then the standard variables of households; `persons` the same with ``person``, its own variables and those of its
    household; `adults` those of 18 years and more who answered for themselves, as persons and with their answers as adults:
    where one of each household was drawn, the weight is that of the person times how many there were to draw from.

    Categories, flags and codes are text, numbers float; what is missing is missing. Without a declared `psu` the household is
    the sampling unit; without a weight (indicative sources only) each row weighs 1. `unit` is a code of `level`, missing where
    it is not known. `psu` and `fpc` name the stage columns for `survey.design`, `strata` is ``stratum`` or None. Rows with a
    fatal flag are in `quality` (`QUALITY`) and not in the tables. `points` (``household, x, y`` in the city's reference system)
    never leaves the analyst's side. `inputs` are the hashes of the files read, `known` the variables that the city knows.
    """

    spec: SurveySpec
    households: pd.DataFrame
    persons: pd.DataFrame
    adults: pd.DataFrame
    quality: pd.DataFrame
    points: pd.DataFrame
    findings: list[Finding]
    level: str | None
    strata: str | None
    psu: tuple[str, ...]
    fpc: tuple[str, ...]
    inputs: dict[str, str]
    known: Mapping[str, Variable] = field(default_factory=variables)

    @property
    def tables(self) -> dict[Asking, pd.DataFrame]:
        """The tables by whom they hold, those of which others take their answers first."""
        return {"households": self.households, "persons": self.persons, "adults": self.adults}

    @property
    def variables(self) -> frozenset[str]:
        """Standard variables that the tables hold."""
        return frozenset(self.known) & frozenset().union(*(table.columns for table in self.tables.values()))
