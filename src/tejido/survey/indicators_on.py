"""Indicators of the catalogue from answers that lie in a data engine: the columns of `columns`, carried out by Ibis.

In: an Ibis table of standard variables, its design columns and formulas. Out: the table of `estimate_indicators`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from tejido.catalogue.answers import Condition, FromAnswers
from tejido.errors import fail
from tejido.survey.aggregates import Item, add_up, number, present
from tejido.survey.answers import Group, Statistic
from tejido.survey.columns import IndicatorColumns, Part, categories_of, indicator_columns
from tejido.survey.composed import compose, slopes_at
from tejido.survey.design import there
from tejido.survey.distribution import RANKED
from tejido.survey.estimates import Telling
from tejido.survey.indicators import Asked, lay_out
from tejido.survey.linear import Linear, Products
from tejido.survey.summed import Made, Sampling, Sums, linear_at, make, products, squares_at
from tejido.survey.sums import Floats, Ints

__all__ = ["estimate_indicators_on"]


@dataclass(frozen=True, eq=False)
class _Columns:
    """A part as columns: numerator and denominator (None: 1), null without an answer, and who has one."""

    y: ir.NumericValue
    x: ir.NumericValue | None
    known: ir.BooleanValue


def estimate_indicators_on(
    table: ir.Table,
    sampling: Sampling,
    formulas: Mapping[str, FromAnswers],
    by: Sequence[str] = (),
    *,
    level: float = 0.95,
    rule: str = "eclac_2023",
    planned: bool = False,
    household: str | None = "household",
    file: str | None = None,
) -> pd.DataFrame:
    """`estimate_indicators` on a table inside an engine.

    `sampling` names the design columns of `table`, which has one row per person or per household, and `file` is its name for
    messages; the rest is as in `estimate_indicators`.

    Raises:
        TejidoError: as `estimate_indicators` and `add_up`; E703, a median or a Gini index, which no sums make; E907, somebody
            is on both sides of a quotient.
    """
    described = indicator_columns(formulas, categories_of(_classes(table, formulas), formulas))
    unsummed = [one.indicator for one in described if one.statistic in RANKED]
    if unsummed:
        raise fail("E703", file=file, names=", ".join(unsummed))
    parts = [(one, [_part(table, part) for part in one.parts]) for one in described]
    _refuse(table, parts, household, file)
    items, places = _items(parts)
    sums = add_up(table, sampling, items, by, file=file)
    made = make(sums)
    telling = Telling(made.domains, None, level, rule, planned)
    groups, frames = [], []
    for one, place in places:
        found, squared = _measured(sums, made, one, place)
        groups.append(found.group)
        frames.append(telling.rows(made.design, found, squared))
    nobody = np.empty((0, 0), dtype=np.bool_)
    asked = Asked(described, tuple(groups), nobody, nobody)
    population, homes = _people(table, sampling, parts, by, household)
    return lay_out(asked, made.domains, pd.concat(frames, ignore_index=True), population, homes)


def _classes(table: ir.Table, formulas: Mapping[str, FromAnswers]) -> pd.DataFrame:
    """The different answers of the variables that a diversity asks of, side by side."""
    names = {formula.classes for formula in formulas.values() if formula.classes is not None}
    found = {}
    for name in sorted(names):
        there(name, table.columns)
        found[name] = table.select(answer=present(table[name])).distinct()["answer"].execute().dropna()
    return pd.DataFrame({name: values.reset_index(drop=True) for name, values in found.items()})


def _part(table: ir.Table, part: Part) -> _Columns:
    inside = _all_hold(table, part.among).fill_null(False)
    y: ir.NumericValue = _all_hold(table, part.where).cast("int8")
    if part.value is not None:
        y = ibis.ifelse(y == 1, number(table, part.value).cast("float64"), y.cast("float64"))
    y = ibis.ifelse(inside, y, ibis.null(y.type()))
    if part.over is None:
        return _Columns(y, None, y.notnull())
    x: ir.NumericValue = _all_hold(table, part.over).cast("int8")
    x = ibis.ifelse(inside, x, ibis.null(x.type()))
    return _Columns(y, x, y.notnull() & x.notnull())


def _all_hold(table: ir.Table, conditions: Sequence[Condition]) -> ir.BooleanValue:
    """Whether all conditions hold; null where that is not known (SQL's logic is the one that `columns` describes)."""
    everybody = ibis.ifelse(table[table.columns[0]].isnull(), True, True)  # a column, so that it has a value per row
    return reduce(lambda met, condition: met & _holds(table, condition), conditions, everybody)


def _holds(table: ir.Table, condition: Condition) -> ir.BooleanValue:
    there(condition.variable, table.columns)
    if condition.values:
        column = present(table[condition.variable])
        return ibis.ifelse(column.isnull(), ibis.null("boolean"), column.isin(_as_stored(column, condition.values)))
    value = number(table, condition.variable)
    met = ibis.ifelse(value.isnull(), ibis.null("boolean"), True)
    if condition.low is not None:
        met = met & (value >= condition.low)
    return met if condition.high is None else met & (value <= condition.high)


def _as_stored(column: ir.Value, values: Sequence[str]) -> list[object]:
    """Answers as written, in the type of a column."""
    kind = column.type()
    if kind.is_boolean():
        return [value == "True" for value in values if value in ("True", "False")]
    if not kind.is_numeric():
        return list(values)
    found: list[object] = []
    for value in values:
        try:
            found.append(float(value))
        except ValueError:
            continue  # no number is written so
    return found


def _refuse(
    table: ir.Table, parts: Sequence[tuple[IndicatorColumns, list[_Columns]]], household: str | None, file: str | None
) -> None:
    """Stop where a household is not named, or somebody is on both sides of a quotient: their product is not summed."""
    asked = {"rows": table.count()}
    if household is not None:
        there(household, table.columns, file)
        asked["homeless"] = present(table[household]).isnull().sum()
    for place, (one, sides) in enumerate(parts):
        if one.statistic == "gap":
            asked[f"both{place}"] = (sides[0].known & sides[1].known).sum()
    counted = table.aggregate(**asked).execute().iloc[0].fillna(0).astype(int)
    if counted.get("homeless", 0):
        raise fail("E903", file=file, column=household, name=household, count=int(counted["homeless"]))
    for place, (one, _) in enumerate(parts):
        if counted.get(f"both{place}", 0):
            raise fail("E907", file=file, name=one.indicator, count=int(counted[f"both{place}"]))


def _items(
    parts: Sequence[tuple[IndicatorColumns, list[_Columns]]],
) -> tuple[list[Item], list[tuple[IndicatorColumns, list[int]]]]:
    """What the engine adds up, and where each indicator's parts stand."""
    items: list[Item] = []
    places = []
    for one, columns in parts:
        places.append((one, list(range(len(items), len(items) + len(columns)))))
        for part, made in zip(one.parts, columns, strict=True):
            items.append(Item(Statistic(part.kind, one.indicator, one.indicator), made.y, made.x))
    return items, places


def _measured(sums: Sums, made: Made, one: IndicatorColumns, places: Sequence[int]) -> tuple[Linear, Floats | None]:
    """An indicator and the squares of its answers (domains, 1)."""
    atoms = linear_at(sums, made, places)
    if one.statistic not in ("gap", "diversity"):
        return atoms, squares_at(sums, made, atoms, places)
    nothing = np.empty((0, 1))
    statistic = Statistic(one.statistic, one.indicator, one.indicator)
    group = Group("ratio", (statistic,), nothing, nothing, (), nothing[:, :0], atoms.group)
    found = compose(group, atoms)
    slopes = slopes_at(group, atoms)
    everyone = np.arange(made.domains.count)
    squared = _joined(one, atoms, slopes, products(sums, made.of_row, made.domains.count, places), everyone)
    if atoms.second is not None:
        by_cell = _joined(one, atoms, slopes, atoms.second, made.cells.domain)
        found = replace(found, second=Products(by_cell, 0 * by_cell, 0 * by_cell, np.zeros(1)))
    return found, squared


def _joined(one: IndicatorColumns, atoms: Linear, slopes: Floats, sums: Products, domain: Ints) -> Floats:
    """Sums of the squares of the joint influence (k, 1) of an indicator's parts; no row is in the numerators of two."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(slopes == 0, 0.0, slopes / atoms.denominator)[domain]
        estimate = np.where(share == 0, 0.0, atoms.estimate[domain])
        if one.statistic == "gap":  # nobody is on both sides
            squares = np.where(share == 0, 0.0, share**2 * sums.around(estimate)).sum(axis=1)
        else:  # all classes have the same denominator
            centre = (share * estimate).sum(axis=1)
            squares = (share**2 * sums.yy).sum(axis=1) - 2 * centre * (share * sums.yx).sum(axis=1)
            squares = squares + centre**2 * sums.xx[:, 0]
    found: Floats = np.maximum(squares, 0.0)[:, None]
    return found


def _people(
    table: ir.Table,
    sampling: Sampling,
    parts: Sequence[tuple[IndicatorColumns, list[_Columns]]],
    by: Sequence[str],
    household: str | None,
) -> tuple[Floats, Ints | None]:
    """The size of each universe and the households of those who answered, (domains, indicators) each."""
    weight = ibis.literal(sampling.each) if sampling.weight is None else number(table, sampling.weight).cast("float64")
    columns = {f"by{place}": present(table[name]) for place, name in enumerate(by)} | {"weight": weight}
    if household is not None:
        columns["household"] = present(table[household])
    for place, (one, made) in enumerate(parts):
        universes = [_all_hold(table, among) for among in dict.fromkeys(part.among for part in one.parts)]
        columns[f"member{place}"] = reduce(lambda left, right: left | right, [u.fill_null(False) for u in universes])
        columns[f"known{place}"] = reduce(lambda left, right: left | right, [part.known for part in made])
    rows = table.select(**columns)
    rows = rows.filter(rows["weight"] != 0)
    keys = [f"by{place}" for place in range(len(by))]
    asked = {f"size{i}": ibis.ifelse(rows[f"member{i}"], rows["weight"], 0.0).sum() for i in range(len(parts))}
    if household is not None:
        asked |= {f"homes{i}": rows["household"].nunique(where=rows[f"known{i}"]) for i in range(len(parts))}
    found: pd.DataFrame = (rows.group_by(keys).aggregate(**asked) if keys else rows.aggregate(**asked)).execute()
    found = found.dropna(subset=keys).sort_values(keys) if keys else found  # the order of the domains
    sizes = found[[f"size{i}" for i in range(len(parts))]].to_numpy(np.float64)
    if household is None:
        return sizes, None
    return sizes, found[[f"homes{i}" for i in range(len(parts))]].to_numpy(np.int64)
