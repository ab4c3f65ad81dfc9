"""The schemas of the tables that pass between rooms, each in one place.

In: nothing. Out: `Schema` objects (`UNITS`, `VALUES`, `SCORES`, `CONTRIBUTIONS`, `PARTS`) with the meaning of every column;
`Schema.conform` brings a frame to its schema or says in one error what does not fit. `CONTRACT` is the number that a release
carries: it rises when a column changes its meaning or goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

CONTRACT = 2

EVERYBODY = "all"
"""The group of all people."""

CITY_LEVEL = "city"
"""The level above all others: one unit, the whole city, which holds every unit, those outside all levels included."""

LEAST_PERSONS, LEAST_HOUSEHOLDS = 10, 5
"""Fewest people and households behind any figure, and behind each side of anything said of two groups."""

LEAST_FOR_RARE = 5_000
"""Fewest inhabitants of a place of which rare events are told: with fewer they say little and point at those they befell."""

COUNTRY_LEVEL = "country"
"""The level of published figures about the city's country, whose unit is its ISO code: it holds no unit, and no score is made of it."""

Kind = Literal["text", "number", "count", "flag"]

_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "number": pa.float64(),
    "count": pa.int64(),
    "flag": pa.bool_(),
}
_PANDAS: dict[Kind, Any] = {"text": "str", "number": "float64", "count": "Int64", "flag": "bool"}

__all__ = [
    "CAUSES", "CITY_LEVEL", "CONTRACT", "CONTRIBUTIONS", "COUNTRY_LEVEL", "DIFFERENTIALS", "EVERYBODY", "INSTRUMENTS", "LEAST_FOR_RARE",
    "LEAST_HOUSEHOLDS", "LEAST_PERSONS", "PARTS", "POLICIES", "SCHEMAS", "SCORES", "SHARES", "UNITS", "VALUES", "Column", "Schema", "SchemaError",
]  # fmt: skip


class SchemaError(ValueError):
    """A table does not fit its schema: a defect of the program, not of the input."""


@dataclass(frozen=True)
class Column:
    """One column: `kind` text, number (NaN = missing), count (may be missing) or flag; `doc` says what it holds."""

    name: str
    kind: Kind
    doc: str
    required: bool = True


@dataclass(frozen=True)
class Schema:
    """A named table: its columns in order and the `key` that identifies a row."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def arrow(self) -> pa.Schema:
        """The schema as Arrow writes it to Parquet."""
        return pa.schema([pa.field(c.name, _ARROW[c.kind], nullable=not c.required) for c in self.columns])

    def empty(self) -> pd.DataFrame:
        """A table of this schema without rows."""
        return pd.DataFrame({c.name: pd.Series(dtype=_PANDAS[c.kind]) for c in self.columns})

    def conform(self, table: pd.DataFrame, sort: bool = True) -> pd.DataFrame:
        """The table with exactly these columns, in order, typed, sorted by the key.

        Optional columns that `table` lacks are added as missing; more columns than the schema names are refused, so that
        nothing passes a border unseen.

        Raises:
            SchemaError: names every column that is missing, unknown, of a wrong type, or empty where it must not be, and
                keys that repeat.
        """
        wrong = [f"unknown column {name!r}" for name in table.columns if name not in self.names]
        done: dict[str, pd.Series] = {}
        for column in self.columns:
            if column.name not in table.columns:
                if column.required:
                    wrong.append(f"column {column.name!r} is missing")
                else:
                    done[column.name] = pd.Series([None] * len(table), index=table.index, dtype=_PANDAS[column.kind])
                continue
            try:
                done[column.name] = table[column.name].astype(_PANDAS[column.kind])
            except (TypeError, ValueError) as problem:
                wrong.append(f"column {column.name!r} is not {column.kind}: {problem}")
                continue
            # Asked of the column as it came: a flag forgets that it was unknown when it becomes true or false.
            if column.required and table[column.name].isna().any():
                wrong.append(f"column {column.name!r} has empty rows")
        if not wrong and pd.DataFrame({k: done[k] for k in self.key}).duplicated().any():
            wrong.append(f"rows repeat their key {self.key}")
        if wrong:
            raise SchemaError(f"table {self.name}: " + "; ".join(wrong))
        frame = pd.DataFrame(done, index=table.index)[self.names]
        if sort:
            frame = frame.sort_values(list(self.key), kind="stable")
        return frame.reset_index(drop=True)

    def gather(self, tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
        """Several tables of this schema as one; none gives the empty table."""
        parts = [table for table in tables if len(table)]
        return self.conform(pd.concat(parts, ignore_index=True)) if parts else self.empty()


def _columns(rows: Sequence[tuple[str, Kind, bool, str]]) -> tuple[Column, ...]:
    return tuple(Column(name, kind, doc, required) for name, kind, required, doc in rows)


_PLACE: list[tuple[str, Kind, bool, str]] = [
    ("period", "text", True, "When it was true: a year (2024) or a span (2023-2024)"),
    ("level", "text", True, "Level of the unit: one of the city's, or `city` for the whole"),
    ("unit", "text", True, "Code of the unit inside its level"),
    ("group", "text", True, "Group of people: `all`, `origin=rm`, `origin=rm;sex=f`"),
]

UNITS = Schema(
    "units",
    "The pieces of the city that get figures, one row per unit and level, the city itself included.",
    _columns([
        ("level", "text", True, "Level, from `city` (coarsest) to the base level"),
        ("unit", "text", True, "Code inside its level"),
        ("name", "text", True, "Name as people use it; the code where there is no name"),
        ("parent", "text", False, "Code of the unit of the next coarser level that holds it; missing for the city and for units outside all"),
        ("municipality", "text", False, "Municipality, where the city is several"),
        ("population", "number", False, "Resident persons; missing where unknown or protected"),
        ("area_km2", "number", True, "Area in km2 in the projected reference system"),
        ("flags", "text", False, "Words parted by spaces: `shared_out` (population divided from a coarser unit), `sliver`, `repaired`, `protected`"),
    ]),
    ("level", "unit"),
)  # fmt: skip

PARTS = Schema(
    "parts",
    "What a value is made of, so that a coarser unit's value is recomputed from sums instead of averaged.",
    _columns([
        *_PLACE,
        ("indicator", "text", True, "Indicator of the catalogue"),
        ("part", "text", True, "`numerator`, `denominator`, `against_numerator`, `against_denominator`, or a class `class:<name>`"),
        ("amount", "number", True, "The count, sum or area"),
    ]),
    ("period", "level", "unit", "group", "indicator", "part"),
)  # fmt: skip

_VALUE_FLAGS = (
    "Words parted by spaces: `averaged`, `protected`, `proxy`, `straight_line`, `smoothed`, `no_slope`, `inherited`, "
    "`merged`, `apart`, `partial`"
)

VALUES = Schema(
    "values",
    "One measured figure per indicator, unit, group and period: the common currency between rooms. At level `country` those of its country.",
    _columns([
        *_PLACE,
        ("indicator", "text", True, "Indicator of the catalogue"),
        ("value", "number", False, "The figure in the indicator's measure unit; missing where it was not measured or is protected"),
        ("se", "number", False, "Standard error (figures from samples)"),
        ("low", "number", False, "Lower end of the 95 % interval (figures from samples)"),
        ("high", "number", False, "Upper end of the 95 % interval"),
        ("df", "number", False, "Degrees of freedom of the interval"),
        ("n", "count", False, "Persons, households or dwellings that answered"),
        ("n_cases", "count", False, "Of these, with the attribute, unweighted"),
        ("n_households", "count", False, "Households behind the figure"),
        ("n_eff", "number", False, "Effective sample size"),
        ("deff", "number", False, "Design effect"),
        ("population", "number", False, "Size of the indicator's universe here (persons, households or dwellings): the weight of averages"),
        ("kind", "text", True, "`register` (census, records), `layer` (from places), `design-based`, `calibrated`, `modelled`, `indicative`"),
        ("quality", "text", True, "`not_sampled`, or the label of a sample's figure: `reliable`, `weak`, `unreliable`"),
        ("support", "text", True, "Level at which it was measured: a coarser one means that the unit inherits it"),
        ("domain", "text", False, ("Where units were merged because too few people stand behind one of them: the domain that the figure is of; "
         "its units share it")),
        ("source", "text", True, "Who says so, and how it was computed where that matters: `…; straight_line × 1.3`"),
        ("flags", "text", False, _VALUE_FLAGS),
    ]),
    ("period", "level", "unit", "group", "indicator"),
)  # fmt: skip

SCORES = Schema(
    "scores",
    "Scores 0-100 of every node of the tree: indicators, dimensions, areas and the marker.",
    _columns([
        *_PLACE,
        ("node", "text", True, "Node of the catalogue's tree: an indicator, a dimension, an area or the marker"),
        ("score", "number", False, "0-100; missing where the coverage is too low or nothing was measured: see `reason`"),
        ("low", "number", False, "Lower end of the sampling interval"),
        ("high", "number", False, "Upper end of the sampling interval"),
        ("robust_low", "number", False, "Lower end of the range under other defensible methods"),
        ("robust_high", "number", False, "Upper end of that range"),
        ("coverage", "number", True, "Share of the node's weight that was measured, 0-1"),
        ("band", "text", False, "Band of the score"),
        ("p_band", "number", False, "Probability that the true score lies in that band"),
        ("rank", "count", False, "Place among the units of the level, 1 = highest score; ties share the better place"),
        ("rank_low", "count", False, "Best place that the interval allows"),
        ("rank_high", "count", False, "Worst place that the interval allows"),
        ("rank_robust_low", "count", False, "Best place under other defensible methods"),
        ("rank_robust_high", "count", False, "Worst place under them"),
        ("comparable", "flag", True, "False where a proxy, another curve or observed bounds enter: comparable only inside this city"),
        ("reason", "text", False, "Why there is no score: a word of `marker.REASONS`"),
    ]),
    ("period", "level", "unit", "group", "node"),
)  # fmt: skip

CONTRIBUTIONS = Schema(
    "contributions",
    "Points that each node takes from 100: the children of a node sum to its own, those of the marker to 100 - score.",
    _columns([
        *_PLACE,
        ("node", "text", True, "Node of the catalogue's tree (the marker itself left out)"),
        ("points", "number", True, "Points lost to the marker's 100"),
    ]),
    ("period", "level", "unit", "group", "node"),
)  # fmt: skip

DIFFERENTIALS = Schema(
    "differentials",
    "The same indicator for two groups: both estimates, their gap and ratio, and what may be said of them.",
    _columns([
        *_PLACE,
        ("against", "text", True, "Group that it is compared with: `origin=host`"),
        ("indicator", "text", True, "Indicator of the catalogue"),
        ("value", "number", False, "Estimate for `group`, in the indicator's measure unit"),
        ("se", "number", False, "Its standard error"),
        ("low", "number", False, "Lower end of its 95 % interval"),
        ("high", "number", False, "Upper end"),
        ("n", "count", False, "Of `group`, how many answered"),
        ("n_households", "count", False, "Households behind it"),
        ("quality", "text", True, "Label of the estimate for `group`"),
        ("value_against", "number", False, "Estimate for `against`"),
        ("se_against", "number", False, "Its standard error"),
        ("low_against", "number", False, "Lower end of its 95 % interval"),
        ("high_against", "number", False, "Upper end"),
        ("n_against", "count", False, "Of `against`, how many answered"),
        ("n_households_against", "count", False, "Households behind it"),
        ("quality_against", "text", True, "Label of the estimate for `against`"),
        ("gap", "number", False, "`value` minus `value_against`"),
        ("gap_se", "number", False, "Its standard error, from the joint covariance of both"),
        ("gap_low", "number", False, "Lower end of its 95 % interval"),
        ("gap_high", "number", False, "Upper end"),
        ("df", "number", False, "Degrees of freedom of that interval"),
        ("p", "number", False, "Probability of a gap as large or larger if there were none"),
        ("p_adjusted", "number", False, "The same after Holm's correction inside `family`"),
        ("p_discovery", "number", False, "The same after Benjamini and Hochberg's correction across families"),
        ("family", "text", True, "The right it belongs to: an area of the catalogue"),
        ("verdict", "text", True, "`shown`, `not_shown` or `cannot_be_said`"),
        ("ratio", "number", False, "`value` divided by `value_against`"),
        ("ratio_low", "number", False, "Lower end of its 95 % interval"),
        ("ratio_high", "number", False, "Upper end"),
        ("gap_standardised", "number", False, "The gap if both groups had the same ages, sexes and household sizes"),
        ("gap_standardised_low", "number", False, "Lower end of its 95 % interval"),
        ("gap_standardised_high", "number", False, "Upper end"),
        ("gap_between", "number", False, "Part of the gap that comes from where people live"),
        ("gap_within", "number", False, "Part of the gap between neighbours of the same quarters"),
        ("kind", "text", True, "`design-based`, `calibrated`, `modelled` or `indicative`"),
        ("source", "text", True, "The survey"),
        ("flags", "text", False, "Words parted by spaces"),
    ]),
    ("period", "level", "unit", "group", "against", "indicator"),
)  # fmt: skip

CAUSES = Schema(
    "causes",
    "How much of what a score could differ by under other defensible methods comes from each choice.",
    _columns([
        *_PLACE,
        ("node", "text", True, "Node of the catalogue's tree"),
        ("cause", "text", True, "`weights`, `mean`, `curves` or `left_out`"),
        ("first", "number", False, "Share of the variance by this choice alone (Sobol first order, 0-1)"),
        ("total", "number", False, "Share with its interplay with the others (Sobol total order, 0-1)"),
    ]),
    ("period", "level", "unit", "group", "node", "cause"),
)  # fmt: skip

INSTRUMENTS = Schema(
    "instruments",
    "The local instruments that were assessed: plans, budgets, policies.",
    _columns([
        ("instrument", "text", True, "Code of the instrument"),
        ("name_es", "text", False, "Its name in Spanish; at least one of both is given"),
        ("name_en", "text", False, "Its name in English"),
        ("kind", "text", True, "`development_plan`, `land_use_plan`, `budget`, `sector_policy` or `other`"),
        ("year", "text", True, "The year it was adopted, or the years it holds for"),
        ("source", "text", True, "Who published it, and where it can be read"),
    ]),
    ("instrument",),
)  # fmt: skip

POLICIES = Schema(
    "policies",
    "How far each instrument includes human mobility: one criterion in one area or dimension per row.",
    _columns([
        ("instrument", "text", True, "Code of the instrument"),
        ("area", "text", True, "Area of the catalogue's tree"),
        ("node", "text", True, "Dimension of that area; the area itself where the whole of it was assessed"),
        ("criterion", "text", True, "Criterion of `policies.json`"),
        ("score", "count", False, "0-3 as `policies.json` says; missing where it could not be assessed"),
        ("passage", "text", False, "The words of the instrument, quoted"),
        ("page", "text", False, "Where they stand"),
        ("gap_es", "text", False, "What is lacking, in Spanish"),
        ("gap_en", "text", False, "The same in English"),
        ("recommendation_es", "text", False, "What is recommended, in Spanish"),
        ("recommendation_en", "text", False, "The same in English"),
        ("status", "text", False, "What became of it: `pending`, `under_way`, `adopted` or `rejected`; missing where nobody said"),
        ("adopted_in", "text", False, "The instrument that took it up"),
        ("article", "text", False, "Its article"),
        ("date", "text", False, "When: a year, a month or a day (2025-06-30)"),
    ]),
    ("instrument", "area", "node", "criterion"),
)  # fmt: skip

SHARES = Schema(
    "shares",
    "How a group divides among the classes of a question, for the whole city: the shares of a question and a group sum to 100.",
    _columns([
        *_PLACE,
        ("question", "text", True, "Question of `shares.json`"),
        ("class", "text", True, "Class of the question; `a+b` where classes were joined, `f:a` of one part of the group (women)"),
        ("share", "number", False, "Share of the group's answers in %; missing where it may not be told"),
        ("se", "number", False, "Standard error"),
        ("low", "number", False, "Lower end of its 95 % interval"),
        ("high", "number", False, "Upper end"),
        ("n", "count", False, "Answers of the whole group to the question, not of the class"),
        ("n_households", "count", False, "Households behind these answers"),
        ("kind", "text", True, "`design-based`, `calibrated` or `indicative`"),
        ("quality", "text", True, "`reliable`, `weak`, `indicative`, or `unreliable` where no share is told"),
        ("source", "text", True, "The survey"),
        ("flags", "text", False, "`protected` where too few people stand behind the classes"),
    ]),
    ("period", "level", "unit", "group", "question", "class"),
)  # fmt: skip

SCHEMAS = {
    schema.name: schema
    for schema in (UNITS, PARTS, VALUES, SCORES, CONTRIBUTIONS, DIFFERENTIALS, CAUSES, INSTRUMENTS, POLICIES, SHARES)
}
