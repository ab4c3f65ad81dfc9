"""The sums behind estimates, made by a data engine: one Ibis expression for tables larger than memory and for clusters.

In: an Ibis table (DuckDB over Parquet, Apache Spark, a table in memory), the columns of its design, and what is asked. Out:
`Sums` by cell (domain x stratum x sampling unit), which `summed` turns into estimates. No row leaves the engine.

The table is passed twice: `_look` counts gaps, refuses what cannot be right and finds a centre for squares (so that they do
not cancel); `_cells` adds up. Both are one query each, whatever the number of answers and domains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.survey.answers import MOST_CATEGORIES, Statistic, by_category
from tejido.survey.design import there
from tejido.survey.summed import Sampling, Sums

Values = dict[str, Any]

__all__ = ["Item", "add_up", "items_of", "number", "present"]


@dataclass(frozen=True, eq=False)
class Item:
    """A statistic as the engine sees it: numerator `y` and denominator `x` (None: 1) of every row, null without an answer."""

    statistic: Statistic
    y: ir.NumericValue
    x: ir.NumericValue | None = None


def add_up(
    table: ir.Table,
    sampling: Sampling,
    items: Sequence[Item],
    by: Sequence[str] = (),
    *,
    household: str | None = None,
    file: str | None = None,
) -> Sums:
    """The sums of `items` by the domains of `by` and the sampling units.

    Args:
        table: one row per person or household.
        sampling: its design columns. Clusters are those of the last stage with a finite population, else of the first.
        items: of `items_of`.
        by: columns that are crossed; rows where one of them is empty belong to no domain.
        household: column that names the household, to count those behind a figure.
        file: name of the file, for messages.

    Raises:
        TejidoError: a design column is missing, has gaps, or holds what it cannot; a proportion is asked of something other
            than 0 and 1; the table is empty; more finite populations are given than stages (E112).
    """
    most = max(len(sampling.psu), 1)
    if len(sampling.fpc) > most:
        raise fail("E112", file=file, column=sampling.fpc[-1], stages=most, given=len(sampling.fpc))
    for name in [*sampling.named.values(), *by, *([household] if household else [])]:
        there(name, table.columns, file)
    rows = _rows(table, sampling, items, by, household, file)
    statistics = tuple(item.statistic for item in items)
    named = dict(zip(_keys(by), by, strict=True)) | sampling.named | ({"household": household} if household else {})
    seen = _look(rows, statistics, file, named)
    frame = _cells(rows, sampling, statistics, seen, _keys(by))
    if household is not None:
        homes = _households(rows, _keys(by))
        frame = frame.merge(homes, on=_keys(by), how="left") if by else frame.assign(homes=homes["homes"].iloc[0])
    empty = {name: seen.empty[key] for key, name in zip(_keys(by), by, strict=True)}
    return Sums(frame, sampling, statistics, tuple(by), seen.gaps, seen.centres, empty, file)


def items_of(table: ir.Table, asked: Sequence[Statistic], file: str | None = None) -> list[Item]:
    """What each of the statistics reads, in the order in which memory tells them (by kind).

    Raises:
        TejidoError: a column is missing, holds text where numbers are needed, or has too many categories; quantiles are
            asked (E902): they have no sums.
    """
    for one in asked:
        if one.kind == "quantile":
            raise fail("E902", file=file, column=one.column)
    answers = _categories(table, asked, file)
    order = ("mean", "proportion", "total", "ratio")
    found = [statistic for one in asked for statistic in by_category(answers, one, file)]
    return [_item(table, one, file) for kind in order for one in found if one.kind == kind]


def _categories(table: ir.Table, asked: Sequence[Statistic], file: str | None) -> pd.DataFrame:
    """The different answers of every column of which a category is asked, side by side; other columns are empty."""
    kinds: dict[str, pd.Series] = {}
    for one in asked:
        name, sign, _ = one.column.rpartition("=")
        single = one.kind == "proportion" and one.column not in table.columns and bool(sign) and name in table.columns
        name = name if single else one.column
        there(name, table.columns, file)
        column = table[name]
        if one.kind == "proportion" and (single or column.type().is_string()):
            count = 0 if single else int(column.nunique().execute())
            if count > MOST_CATEGORIES:
                raise fail("E106", file=file, column=name, name=name, count=count)
            kinds[name] = table.select(answer=column).distinct()["answer"].execute().dropna().reset_index(drop=True)
        else:
            kinds.setdefault(name, pd.Series(dtype="float64"))
    return pd.DataFrame(kinds)


def _item(table: ir.Table, statistic: Statistic, file: str | None) -> Item:
    if statistic.category is not None:
        column = present(table[statistic.column])
        wanted: object = statistic.category
        if column.type().is_numeric():
            wanted = float(statistic.category)
        elif column.type().is_boolean():
            wanted = statistic.category == "True"
        return Item(statistic, (column == wanted).cast("int8"))
    below = None if statistic.denominator is None else number(table, statistic.denominator, file)
    return Item(statistic, number(table, statistic.column, file), below)


def number(table: ir.Table, name: str, file: str | None = None) -> ir.NumericValue:
    """A column as numbers, null where it is missing.

    Raises:
        TejidoError: E101, it is not there; E103, it holds text.
    """
    there(name, table.columns, file)
    column = table[name]
    kind = column.type()
    if kind.is_boolean():
        return column.cast("int8")
    if not kind.is_numeric():
        raise fail("E103", file=file, column=name, name=name)
    return present(column.cast("float64") if kind.is_decimal() else column)


def present(column: ir.Value) -> Any:
    """A column whose missing values are null, and not the number that stands for none."""
    kind = column.type()
    return ibis.ifelse(column.isnan(), ibis.null(kind), column) if kind.is_floating() else column


@dataclass(frozen=True)
class _Seen:
    """What the first pass found: which statistics have gaps, the centre of each, and how many rows leave a key empty."""

    gaps: tuple[bool, ...]
    centres: tuple[float, ...]
    empty: Mapping[str, int]


def _keys(by: Sequence[str]) -> list[str]:
    """Names of domain columns inside the engine: a column may be a stratum as well."""
    return [f"by{place}" for place in range(len(by))]


def _rows(
    table: ir.Table,
    sampling: Sampling,
    items: Sequence[Item],
    by: Sequence[str],
    household: str | None,
    file: str | None,
) -> ir.Table:
    """The columns that are needed and no others, under names of their own; `x` only where it is not 1."""
    columns: Values = {key: present(table[name]) for key, name in zip(_keys(by), by, strict=True)}
    columns["stratum"] = present(table[sampling.strata]) if sampling.strata else ibis.literal("all")
    columns |= {key: present(table[name]) for key, name in sampling.stages.items()}
    columns |= {key: number(table, name, file) for key, name in sampling.populations.items()}
    if household is not None:
        columns["household"] = present(table[household])
    columns["weight"] = ibis.literal(sampling.each)
    if sampling.weight is not None:
        columns["weight"] = number(table, sampling.weight, file).cast("float64")
    # As a float, like all that is added up: engines sum whole numbers in 128 bits, which takes three times as long.
    columns["counted"] = ibis.ifelse(columns["weight"] != 0, 1.0, 0.0)
    for place, item in enumerate(items):
        columns[f"y{place}"] = item.y
        if item.x is not None:
            columns[f"x{place}"] = item.x
    return table.select(**columns)


def _look(rows: ir.Table, statistics: Sequence[Statistic], file: str | None, keys: Mapping[str, str]) -> _Seen:
    """The first pass: what would be wrong, what is missing, and where squares are measured from; `keys` names the columns."""
    asked: Values = {"rows": rows.count(), "least": rows["weight"].min(), "most": rows["weight"].max()}
    asked |= {f"empty_{key}": rows[key].isnull().sum() for key in keys}
    for place, statistic in enumerate(statistics):
        y = rows[f"y{place}"]
        asked[f"known{place}"] = (
            y.count(where=rows[f"x{place}"].notnull()) if f"x{place}" in rows.columns else y.count()
        )
        if statistic.kind == "proportion":
            asked |= {f"least{place}": y.min(), f"most{place}": y.max()}
            asked[f"between{place}"] = ((y != 0) & (y != 1)).sum() if y.type().is_floating() else ibis.literal(0)
        else:
            asked[f"top{place}"] = y.mean()
            asked[f"below{place}"] = rows[f"x{place}"].mean() if f"x{place}" in rows.columns else ibis.literal(1.0)
    row = rows.aggregate(**asked).execute().iloc[0]
    found = {name: np.nan if pd.isna(value) else float(value) for name, value in row.items()}
    empty = {key: int(found[f"empty_{key}"]) if found["rows"] else 0 for key in keys}
    _refuse(statistics, found, empty, keys, file)
    places = range(len(statistics))
    tops, belows = (
        [found.get(f"{name}{place}", none) for place in places] for name, none in (("top", 0), ("below", 1))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        centres = np.divide(tops, belows)
    return _Seen(
        tuple(found[f"known{place}"] < found["rows"] for place in places),
        tuple(np.where(np.isfinite(centres), centres, 0.0).tolist()),
        empty,
    )


def _refuse(
    statistics: Sequence[Statistic],
    found: Mapping[Any, float],
    empty: Mapping[str, int],
    keys: Mapping[str, str],
    file: str | None,
) -> None:
    """Stop at what cannot be right."""
    if found["rows"] == 0:
        raise fail("E208", file=file)
    for key, count in empty.items():
        if count and not key.startswith("by"):
            raise fail("E903", file=file, column=keys[key], name=keys[key], count=count)
    if not np.isfinite([found["least"], found["most"]]).all():
        raise fail("E103", file=file, column=keys["weight"], name=keys["weight"])
    if found["least"] < 0:
        raise fail("E104", file=file, column=keys["weight"], name=keys["weight"])
    for place, one in enumerate(statistics):
        wrong = (
            found.get(f"least{place}", 0) < 0 or found.get(f"most{place}", 0) > 1 or found.get(f"between{place}", 0) > 0
        )
        if one.kind == "proportion" and wrong:
            raise fail("E105", file=file, column=one.column, name=one.column)


def _known(rows: ir.Table, place: int) -> ir.BooleanColumn:
    """Which rows answered."""
    known = rows[f"y{place}"].notnull()
    return known & rows[f"x{place}"].notnull() if f"x{place}" in rows.columns else known


def _cells(
    rows: ir.Table, sampling: Sampling, statistics: Sequence[Statistic], seen: _Seen, keys: Sequence[str]
) -> pd.DataFrame:
    """The second pass: one row per cell."""
    weight = rows["weight"]
    sums: Values = {"rows": rows.count(), "count": rows["counted"].sum(), "weight": weight.sum()}
    for key in sampling.populations:
        sums |= {f"{key}_low": rows[key].min(), f"{key}_high": rows[key].max()}
    for place, statistic in enumerate(statistics):
        made = _sums(rows, place, statistic, seen, bool(sampling.psu))
        sums |= {f"{name}_{place}": value for name, value in made.items()}
    cell = [*keys, "stratum", *sampling.stages]
    found: pd.DataFrame = rows.group_by(cell).aggregate(**sums).execute()
    # A sum over nothing is null. Sorted, since engines give groups in any order and sums of floats depend on it.
    summed = {name: found[name].astype("float64").fillna(0.0) for name in sums}
    return found.assign(**summed).sort_values(cell, kind="stable", ignore_index=True)


def _sums(rows: ir.Table, place: int, statistic: Statistic, seen: _Seen, clusters: bool) -> Values:
    """The sums of one statistic in one cell, by what they are; sums leave out null by themselves."""
    weight, counted = rows["weight"], rows["counted"]
    known = _known(rows, place) if seen.gaps[place] else None

    def answered(value: ir.NumericValue) -> ir.NumericValue:
        return value if known is None else ibis.ifelse(known, value, ibis.null(value.type()))

    y = answered(rows[f"y{place}"].cast("float64"))
    x = ibis.literal(1.0)
    found: Values = {"top": (weight * y).sum()}
    if f"x{place}" in rows.columns:
        x = rows[f"x{place}"].cast("float64")
        found["below"] = (weight * answered(x)).sum()
    if known is not None:
        found |= {"size": answered(weight).sum(), "count": answered(counted).sum()}
    if statistic.kind == "proportion":
        found["cases"] = (y * counted).sum()
    elif statistic.kind != "mean":
        found["cases"] = ibis.ifelse(y != 0, counted, 0.0).sum()
    apart, x = y - seen.centres[place] * x, answered(x)
    if statistic.kind != "proportion":
        found |= _products(weight, apart, x, "")
    if not clusters:
        found |= _products(weight * weight, apart, x, "2")
    return found


def _products(weight: ir.NumericValue, y: ir.NumericValue, x: ir.NumericValue, name: str) -> Values:
    return {
        f"yy{name}": (weight * y * y).sum(),
        f"yx{name}": (weight * y * x).sum(),
        f"xx{name}": (weight * x * x).sum(),
    }


def _households(rows: ir.Table, keys: Sequence[str]) -> pd.DataFrame:
    """Different households of every domain."""
    inside = rows.filter(rows["weight"] != 0)
    different = {"homes": inside["household"].nunique()}
    made = inside.group_by(keys).aggregate(**different) if keys else inside.aggregate(**different)
    found: pd.DataFrame = made.execute()
    return found
