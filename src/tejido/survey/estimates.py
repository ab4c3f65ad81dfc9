"""Estimates of many statistics over many domains, each with all that is needed to judge it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.survey import intervals, quality
from tejido.survey.answers import Answers, Group, Statistic, prepare
from tejido.survey.design import Design, require
from tejido.survey.domains import Domains, cross, households
from tejido.survey.linear import AT_ONCE, Linear, combined_df, linear, own_variance, squares, srs_variance
from tejido.survey.quantiles import below, rank, woodruff
from tejido.survey.sums import Cells, Floats, make_cells

COLUMNS = (
    "estimate", "se", "low", "high", "cv", "deff", "n", "n_cases", "n_households", "n_eff", "df", "population", "quality",
)  # fmt: skip
"""What stands in a row of the result after ``statistic``, ``variable`` and the columns of the domain."""
COUNTS = ("n", "n_cases", "n_households")

__all__ = ["COLUMNS", "Telling", "at_once", "estimate", "parts"]


@dataclass(frozen=True, eq=False)
class Telling:
    """How estimates are told: for which `domains`, with how many households (`homes` (domains,), None: not counted), with
    intervals of which `level`, and judged by which `rule` (`planned`: the sample was sized for these domains).
    """

    domains: Domains
    homes: Floats | None
    level: float
    rule: str
    planned: bool

    def rows(self, design: Design, found: Linear, squared: Floats | None) -> pd.DataFrame:
        """The result's rows from sums; `squared` as `linear.squares`."""
        figures = _of_sums(design, found, squared)
        bounds = (figures["estimate"], figures["se"], figures["df"])
        kind = found.group.statistics[0].kind
        low, high = intervals.of_kind(kind, *bounds, figures["n"], figures["n_cases"], self.level)
        if (own := found.woodruff) is not None:
            low, high = own.low, own.high
            figures |= {"se": own.se, "deff": own.deff}
        return self.frame(figures | {"low": low, "high": high}, found.group)

    def frame(self, figures: dict[str, Floats], group: Group) -> pd.DataFrame:
        """Figures (domains, v) as rows: statistic by statistic, domains in order."""
        v, d = len(group.statistics), self.domains.count
        columns: dict[str, object] = {
            "statistic": np.repeat(np.array([one.kind for one in group.statistics], dtype=object), d),
            "variable": np.repeat(np.array([one.variable for one in group.statistics], dtype=object), d),
        }
        columns |= {name: np.tile(self.domains.table[name].to_numpy(dtype=object), v) for name in self.domains.columns}
        flat = {name: np.ascontiguousarray(values.T).reshape(-1) for name, values in figures.items()}
        with np.errstate(divide="ignore", invalid="ignore"):
            flat["cv"] = np.where(flat["estimate"] != 0, flat["se"] / np.abs(flat["estimate"]), np.nan)
            flat["n_eff"] = flat["n"] / flat["deff"]
        flat["n_households"] = np.full(v * d, np.nan) if self.homes is None else np.tile(self.homes, v)
        for name in COLUMNS[:-1]:
            columns[name] = _counted(flat[name]) if name in COUNTS else flat[name]
        columns["quality"] = quality.label(flat | {"statistic": columns["statistic"]}, self.rule, self.planned)
        return pd.DataFrame(columns)


def estimate(
    design: Design,
    table: pd.DataFrame,
    asked: Answers | Sequence[Statistic],
    by: Sequence[str] = (),
    *,
    level: float = 0.95,
    rule: str = "eclac_2023",
    planned: bool = False,
    household: str | None = None,
    file: str | None = None,
) -> pd.DataFrame:
    """Estimate everything `asked` in every domain that the columns `by` make.

    Args:
        design: of `design`, `replicate_design`, or one of these calibrated.
        table: the rows, in the order in which the design was made.
        asked: statistics, or what `prepare` made of them.
        by: columns that are crossed; rows where one of them is empty belong to no domain.
        level: of the intervals.
        rule: entry of ``quality.toml``.
        planned: whether the sample was sized for these domains.
        household: column that names the household, to count those behind a figure.
        file: name of the file, for messages.

    Returns:
        One row per statistic and domain: ``statistic``, ``variable``, the columns of `by`, then `COLUMNS`. Means, totals
        and ratios have t intervals with the domain's own degrees of freedom; proportions as `intervals.of_proportion`;
        quantiles those of Woodruff, whose standard error is the interval's length / (2 t). Missing answers are left out
        variable by variable, and `n` tells how many were there. `n_cases`: of a proportion those with the attribute, of
        totals and ratios those other than 0, of means and quantiles all. `deff` compares with a simple random sample of
        the same size, `n_eff` is n / deff.

    Raises:
        TejidoError: a column is missing or cannot be read as what is asked.
    """
    answers = asked if isinstance(asked, Answers) else prepare(table, asked, file)
    domains = cross(design, table, by, file)
    homes = None
    if household is not None:
        require(table, household, file)
        homes = households(domains, table[household])
    cells = make_cells(design.leaf, design.leaves, domains.of_row, domains.count)
    frames = list(_frames(design, cells, answers, Telling(domains, homes, level, rule, planned)))
    return pd.concat(frames, ignore_index=True) if len(frames) != 1 else frames[0]


def at_once(cells: Cells) -> int:
    """How many statistics are worked on at a time."""
    return max(1, AT_ONCE // max(cells.count, 1))


def parts(cells: Cells, group: Group) -> Iterator[Group]:
    """A group in portions whose intermediate tables stay small."""
    width = at_once(cells)
    if width >= len(group.statistics):
        yield group
        return
    for start in range(0, len(group.statistics), width):
        yield group.part(slice(start, min(start + width, len(group.statistics))))


def _frames(design: Design, cells: Cells, answers: Answers, telling: Telling) -> Iterator[pd.DataFrame]:
    for group in answers.groups:
        if group.kind == "quantile":
            for column in range(len(group.statistics)):
                part = group.part(slice(column, column + 1))
                yield telling.frame(_of_quantile(design, cells, telling.domains, part, telling.level), part)
            continue
        for part in parts(cells, group):
            found = linear(design, cells, part)
            yield telling.rows(design, found, squares(design, found))


def _of_sums(design: Design, found: Linear, squared: Floats | None) -> dict[str, Floats]:
    """Estimate, standard error, design effect and counts, each (domains, v)."""
    domains = found.cells.domains
    spread = own_variance(design, found)
    deff = spread / srs_variance(design, found, squared)
    se = np.where(np.isfinite(found.estimate), np.sqrt(np.maximum(spread, 0.0)), np.nan)
    return {
        "estimate": found.estimate, "se": se, "deff": deff, "n": found.n, "n_cases": found.cases,
        "df": combined_df(design, found, np.arange(domains), domains), "population": found.population,
    }  # fmt: skip


def _of_quantile(design: Design, cells: Cells, domains: Domains, group: Group, level: float) -> dict[str, Floats]:
    """The quantile of one column, and its interval: that of the share below it, carried back to the answers."""
    known = group.known[:, 0] if group.gaps else None
    ranked = rank(group.y[:, 0], known, design.weight, domains.of_row, domains.count)
    share = group.statistics[0].share
    assert share is not None
    value = ranked.at(np.full(domains.count, share))
    figures = _of_sums(design, linear(design, cells, below(group, 0, value, domains.of_row)), None)
    se, low, high = woodruff(ranked, figures["estimate"], figures["se"], figures["df"], level)
    return figures | {"estimate": value[:, None], "se": se, "low": low, "high": high, "n_cases": figures["n"]}


def _counted(values: Floats) -> pd.arrays.IntegerArray:
    """Counts as whole numbers that may be missing."""
    missing = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
