"""Indicators of the catalogue from answers: estimates, replicated figures, all through the one engine of estimates.

In: a design, its table of standard variables, and the formulas of the catalogue. Out: a row per indicator and domain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tejido.catalogue.answers import FromAnswers
from tejido.survey.answers import Group, Kind, Statistic
from tejido.survey.columns import IndicatorColumns, PartColumns, Rows, categories_of, indicator_columns
from tejido.survey.composed import measured
from tejido.survey.design import Design, Replicates, require
from tejido.survey.distribution import RANKED
from tejido.survey.domains import Domains, cross
from tejido.survey.estimates import Telling
from tejido.survey.linear import Linear, replicated, squares
from tejido.survey.sums import Bools, Floats, Ints, codes, make_cells, row_sums

MEASURED = (
    "estimate", "se", "low", "high", "df", "n", "n_cases", "n_households", "n_eff", "deff", "cv", "population", "quality",
)  # fmt: skip
"""The columns of `estimate_indicators` after ``indicator`` and those of the domain."""

__all__ = [
    "MEASURED",
    "Asked",
    "ask",
    "estimate_indicators",
    "judged",
    "lay_out",
    "replicate_indicators",
    "sums",
    "tell",
]


@dataclass(frozen=True, eq=False)
class Asked:
    """What formulas ask of a table: the `columns` that describe them and, in the engine's terms, `groups` of statistics (by
    kind, not by the order of the formulas); `known` and `members` (n, indicators) say who answered and who is meant.
    """

    columns: tuple[IndicatorColumns, ...]
    groups: tuple[Group, ...]
    known: Bools
    members: Bools

    def group(self, indicator: str) -> tuple[Group, Bools]:
        """The statistic of one indicator alone, and who answered it (n,)."""
        names = [one.indicator for one in self.columns]
        for group in self.groups:
            for place, statistic in enumerate(group.statistics):
                if statistic.variable == indicator:
                    return group.part(slice(place, place + 1)), self.known[:, names.index(indicator)]
        raise KeyError(indicator)

    @property
    def scales(self) -> pd.Series:
        """What each indicator's figure is multiplied by."""
        return pd.Series({one.indicator: one.scale for one in self.columns})

    def told(self, frame: pd.DataFrame, domains: int) -> pd.DataFrame:
        """Rows (statistic by statistic, each with all domains) in the order of the formulas."""
        order = [statistic.variable for group in self.groups for statistic in group.statistics]
        place = {indicator: number for number, indicator in enumerate(order)}
        rows = [np.arange(domains) + place[one.indicator] * domains for one in self.columns]
        return frame.iloc[np.concatenate(rows)].reset_index(drop=True)


def ask(table: pd.DataFrame, formulas: Mapping[str, FromAnswers], read: Rows | None = None) -> Asked:
    """Read the columns that the formulas need; `read` is the same table where it is asked again and again.

    Raises:
        TejidoError: a variable is not there or holds text where a number is asked; E701, formulas of several tables at once;
            E702, nobody answered what a diversity asks.
    """
    described = indicator_columns(formulas, categories_of(table, formulas))
    rows = Rows(table) if read is None else read
    made = {one.indicator: [rows.part(part) for part in one.parts] for one in described}
    known = np.column_stack([np.any([part.known for part in made[one.indicator]], axis=0) for one in described])
    members = np.column_stack([rows.members(one) for one in described])
    groups = []
    for kind in ("proportion", "mean", "ratio"):
        plain = [one.indicator for one in described if one.statistic == kind]
        if plain:
            groups.append(_group(kind, plain, [made[one][0] for one in plain]))
    for one in described:
        if one.statistic in ("gap", "diversity", *RANKED):
            part_kind = one.parts[0].kind
            atoms = _group(part_kind, [one.indicator] * len(one.parts), made[one.indicator])
            empty = np.zeros((len(table), 1))
            statistic = Statistic(one.statistic, one.indicator, one.indicator)
            groups.append(Group("ratio", (statistic,), empty, empty, (), np.empty((len(table), 0)), atoms))
    return Asked(described, tuple(groups), known, members)


def _group(kind: Kind, names: Sequence[str], parts: Sequence[PartColumns]) -> Group:
    """Statistics of one kind side by side."""
    known = np.stack([part.known for part in parts]).astype(np.float64).T
    y = np.stack([part.y for part in parts]).T
    x = np.stack([part.x for part in parts]).T if kind == "ratio" else None
    statistics = tuple(Statistic(kind, name, name) for name in names)
    return Group(kind, statistics, y, x, tuple(range(len(parts))), known)


def sums(design: Design, domains: Domains, asked: Asked, level: float = 0.95) -> list[Linear]:
    """The sums of everything asked, group by group; medians with intervals of this `level`."""
    cells = make_cells(design.leaf, design.leaves, domains.of_row, domains.count)
    return [measured(design, cells, group, level) for group in asked.groups]


def estimate_indicators(
    design: Design,
    table: pd.DataFrame,
    formulas: Mapping[str, FromAnswers],
    by: Sequence[str] = (),
    *,
    level: float = 0.95,
    rule: str = "eclac_2023",
    planned: bool = False,
    household: str | None = "household",
    read: Rows | None = None,
) -> pd.DataFrame:
    """Estimate indicators in every domain that the columns `by` make.

    Args:
        design: of `design`, `replicate_design`, or one of these calibrated.
        table: the rows, in the order in which the design was made, with the standard variables that the formulas need.
        formulas: by indicator; all of households, of persons or of adults, as the table is.
        by: columns that are crossed; rows where one of them is empty belong to no domain.
        level: of the intervals.
        rule: entry of ``quality.toml``.
        planned: whether the sample was sized for these domains.
        household: column that names the household; None does not count households.
        read: the answers of `table` as they were read before, where the same ones are asked for other domains.

    Returns:
        A row per indicator (in the order of `formulas`) and domain: ``indicator``, the columns of `by`, then `MEASURED`, in
        the indicator's measure unit. `n` answered, `n_households` are the households of those; `population` is the estimated
        size of the universe, those who did not answer included. Shares have the intervals of proportions, quotients of two
        groups (``gap``) those of a logarithm, medians those of Woodruff, the others Student's t. All but shares are judged by
        their relative error.

    Raises:
        TejidoError: as `ask`; or a column of the design is not there.
    """
    asked, domains = ask(table, formulas, read), cross(design, table, by)
    if household is not None:
        require(table, household)
    frame = judged(design, Telling(domains, None, level, rule, planned), sums(design, domains, asked, level))
    return tell(design, table, asked, domains, frame, household)


def judged(design: Design, telling: Telling, found: Sequence[Linear]) -> pd.DataFrame:
    """The rows of `estimate` from the `sums`, in their order."""
    return pd.concat([telling.rows(design, one, squares(design, one)) for one in found], ignore_index=True)


def tell(
    design: Design, table: pd.DataFrame, asked: Asked, domains: Domains, frame: pd.DataFrame, household: str | None
) -> pd.DataFrame:
    """The rows of `estimate_indicators` from those of `judged`."""
    of_row = np.where(domains.of_row < 0, domains.count, domains.of_row)
    weights = row_sums(of_row, domains.count + 1, asked.members.astype(np.float64), design.weight)[:-1]
    homes = None if household is None else _homes(table[household], domains, asked.known)
    return lay_out(asked, domains, frame, weights, homes)


def lay_out(
    asked: Asked, domains: Domains, frame: pd.DataFrame, population: Floats, homes: Ints | None
) -> pd.DataFrame:
    """The rows of `estimate_indicators` from those of `judged`, the `population` of each universe and the households of those
    who answered (domains, indicators).
    """
    frame = asked.told(frame.rename(columns={"variable": "indicator"}), domains.count)
    scale = frame["indicator"].map(asked.scales)
    for name in ("estimate", "se", "low", "high"):
        frame[name] = frame[name] * scale
    frame["population"] = population.T.ravel()
    if homes is not None:
        frame["n_households"] = pd.Series(homes.T.ravel()).astype("Int64")
    return frame[["indicator", *domains.columns, *MEASURED]]


def _homes(household: pd.Series, domains: Domains, known: Bools) -> Ints:
    """Households (domains, indicators) of those who answered."""
    home, kinds = codes(household)
    inside = domains.of_row >= 0
    pairs, place = np.unique(domains.of_row[inside] * len(kinds) + home[inside], return_inverse=True)
    counted = np.empty((domains.count, known.shape[1]), dtype=np.int64)
    for column in range(known.shape[1]):
        held = np.zeros(len(pairs), dtype=np.bool_)
        held[place[known[inside, column]]] = True
        counted[:, column] = np.bincount(pairs[held] // len(kinds), minlength=domains.count)
    return counted


def replicate_indicators(
    design: Design, table: pd.DataFrame, formulas: Mapping[str, FromAnswers], by: Sequence[str], factors: Floats
) -> tuple[pd.DataFrame, Floats]:
    """Every figure of `estimate_indicators`, estimated again in every replicate.

    `factors` (leaves, R) multiply the weights of the rows of each leaf of the design.

    Returns:
        ``indicator`` and the columns of `by`, in the same order of rows, and the figures (R, rows) in measure units; NaN
        where a replicate holds nobody of a domain.
    """
    asked, domains = ask(table, formulas), cross(design, table, by)
    again = replace(design, replicates=Replicates("given", factors, 1.0, np.ones(factors.shape[1])))
    made = {
        statistic.variable: figures[:, :, column]
        for found in sums(design, domains, asked)
        for figures in [replicated(again, found)]
        for column, statistic in enumerate(found.group.statistics)
    }
    figures = np.concatenate([made[one.indicator] * one.scale for one in asked.columns], axis=1)
    names = np.repeat([one.indicator for one in asked.columns], domains.count).astype(object)
    tiled = {name: np.tile(domains.table[name].to_numpy(dtype=object), len(asked.columns)) for name in domains.columns}
    return pd.DataFrame({"indicator": names} | tiled), figures
