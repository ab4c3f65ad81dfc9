"""From sums to estimates: what comes after the one pass over the rows, wherever an engine made it.

In: `Sums` by cell (domain x stratum x sampling unit). Out: the tables of `estimate` and `differential`, by the same functions
that the memory engine uses once its own sums are made. Nothing here sees a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

import numpy as np
import pandas as pd

from tejido.errors import TejidoError, fail
from tejido.survey.answers import Group, Statistic
from tejido.survey.design import Design, Lonely, design, make_stage, populations, refuse_lonely
from tejido.survey.differentials import compare
from tejido.survey.domains import Domains, cross
from tejido.survey.estimates import Telling, at_once
from tejido.survey.linear import CellSums, Linear, Products, averages, from_cells
from tejido.survey.sums import Cells, Floats, Ints, codes, make_cells, row_sums

__all__ = [
    "Made", "Sampling", "Sums", "differential_sums", "estimate_sums", "linear_at", "make", "products", "squares_at",
]  # fmt: skip


@dataclass(frozen=True)
class Sampling:
    """Names of the columns of a design, as the arguments of `design`: without `psu` the rows are the sampling units, without
    `weight` every row has the weight `each`.
    """

    weight: str | None = None
    strata: str | None = None
    psu: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    lonely: Lonely = "fail"
    each: float = 1.0

    @property
    def stages(self) -> dict[str, str]:
        """The columns of clusters that count: those of the first stage, and of the later ones with a finite population."""
        return {f"psu{place}": name for place, name in enumerate(self.psu[: max(len(self.fpc), 1)])}

    @property
    def populations(self) -> dict[str, str]:
        """The columns of finite populations, stage by stage."""
        return {f"fpc{place}": name for place, name in enumerate(self.fpc)}

    @property
    def named(self) -> dict[str, str]:
        """The columns that count, by their part in the design."""
        first = {"weight": self.weight, "stratum": self.strata}
        return {part: name for part, name in first.items() if name} | self.stages | self.populations


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums by cell.

    `frame` has ``by0``, ``by1`` ... for the columns of `by` (missing where a row has no domain), ``stratum``, ``psu0``,
    ``psu1`` ... (where there are clusters), ``rows``, ``count`` (of those with a weight), ``weight``, ``fpc0_low``,
    ``fpc0_high`` ... by stage, ``homes`` (households of the domain, where counted), and for statistic number i of
    `statistics`:

    * ``top_i`` and, of a ratio, ``below_i``: sums of weight x numerator and denominator;
    * ``size_i`` and ``count_i``: weights and rows that answered, where there are `gaps`; ``cases_i`` unless all count;
    * ``yy_i, yx_i, xx_i``: sums of weight x products, the numerator measured from ``centres`` x denominator, but of
      proportions; ``yy2_i, yx2_i, xx2_i``: the same in squared weights, where the rows are the sampling units.

    `empty` counts the rows that leave a column of `by` empty.
    """

    frame: pd.DataFrame
    sampling: Sampling
    statistics: tuple[Statistic, ...]
    by: tuple[str, ...]
    gaps: tuple[bool, ...]
    centres: tuple[float, ...]
    empty: Mapping[str, int]
    file: str | None = None


def estimate_sums(sums: Sums, *, level: float = 0.95, rule: str = "eclac_2023", planned: bool = False) -> pd.DataFrame:
    """The table of `estimate`, from sums.

    Raises:
        TejidoError: a stratum has one sampling unit and the rule is `fail`, or a finite population cannot be right.
    """
    made = make(sums)
    homes = None
    if "homes" in sums.frame:
        homes = np.full(made.domains.count, np.nan)
        inside = made.domains.of_row >= 0
        homes[made.domains.of_row[inside]] = sums.frame["homes"].to_numpy(np.float64)[inside]
    telling = Telling(made.domains, homes, level, rule, planned)
    frames = [telling.rows(made.design, found, squared) for found, squared in _linears(sums, made)]
    return pd.concat(frames, ignore_index=True)


def differential_sums(
    sums: Sums, one: object, other: object, *, level: float = 0.95, rule: str = "eclac_2023", planned: bool = False
) -> pd.DataFrame:
    """The table of `differential` from sums whose last column of `by` is the group.

    Raises:
        TejidoError: as `estimate_sums`; a group does not occur.
    """
    made = make(sums)
    figures = estimate_sums(sums, level=level, rule=rule, planned=planned)
    linears = (found for found, _ in _linears(sums, made))
    return compare(made.design, linears, made.domains, figures, one, other, level, sums.file)


@dataclass(frozen=True, eq=False)
class Made:
    """What is common to all statistics of some sums: the design whose rows are the cells, its domains and its cells."""

    design: Design
    domains: Domains
    cells: Cells

    @property
    def of_row(self) -> Ints:
        """The domain of each row of the sums, the number of domains where it has none."""
        return np.append(self.cells.domain, self.cells.domains)[self.cells.of_row]


def make(sums: Sums) -> Made:
    """The design whose rows are the cells of the sums, its domains and cells."""
    frame, sampling = sums.frame, sums.sampling
    for key, name in sampling.populations.items():
        if (frame[f"{key}_low"] != frame[f"{key}_high"]).any():
            raise fail("E114", file=sums.file, column=name, name=name)
    try:
        drawn = _clusters(sums) if sampling.psu else _rows(sums)
    except TejidoError as problem:  # the rows of the sums are not those of the file
        raise TejidoError(replace(one, row=None) for one in problem.findings) from None
    drawn = replace(drawn, relative=bool(frame["weight"].sum() <= frame["count"].sum() * (1 + 1e-9)))
    columns = {name: frame[f"by{place}"] for place, name in enumerate(sums.by)}
    domains = cross(drawn, pd.DataFrame(columns, index=frame.index), sums.by, sums.file)
    return Made(drawn, domains, make_cells(drawn.leaf, drawn.leaves, domains.of_row, domains.count))


def _clusters(sums: Sums) -> Design:
    sampling = sums.sampling
    fpc = [f"{key}_low" for key in sampling.populations]
    return design(sums.frame, "weight", "stratum", list(sampling.stages), fpc, sampling.lonely, sums.file)


def _rows(sums: Sums) -> Design:
    """The design of rows as sampling units: the leaves are the strata, of which only the number of rows is known."""
    frame, sampling = sums.frame, sums.sampling
    stratum, names = codes(frame["stratum"])
    everywhere = np.full(len(names), np.inf)
    drawn = np.bincount(stratum, frame["rows"], len(names)).astype(np.float64)
    if sampling.fpc:
        everywhere = populations(frame["fpc0_low"].to_numpy(), stratum, drawn, sampling.fpc[0], sums.file)
    strata = np.arange(len(names))
    stage = make_stage(strata, strata, drawn, everywhere, np.ones(len(names)), sampling.lonely)
    if sampling.lonely == "fail":
        refuse_lonely([stage], names, sampling.strata, sums.file)
    weight = frame["weight"].to_numpy(np.float64)
    return Design(weight, stratum, len(names), (stage,), sampling.lonely, relative=False)


def _linears(sums: Sums, made: Made) -> Iterator[tuple[Linear, Floats | None]]:
    """Every statistic, as many of one kind at a time as stay small, and the squares of its answers."""
    numbered = enumerate(one.kind for one in sums.statistics)
    for _, run in groupby(numbered, key=lambda pair: pair[1]):
        places = [place for place, _ in run]
        width = at_once(made.cells)
        for start in range(0, len(places), width):
            part = places[start : start + width]
            found = linear_at(sums, made, part)
            yield found, squares_at(sums, made, found, part)


def linear_at(sums: Sums, made: Made, places: Sequence[int]) -> Linear:
    """The statistics of one kind that stand at these places, as `linear.linear` makes them from rows."""
    statistics = tuple(sums.statistics[place] for place in places)
    kind, nothing = statistics[0].kind, np.empty((0, len(places)))
    group = Group(kind, statistics, nothing, None, (), nothing[:, :0])
    by_cell = partial(_summed, sums, made.cells.of_row, made.cells.count)
    size = by_cell("size", places, "weight")
    below: Floats | None = size
    if kind in ("total", "ratio"):
        below = None if kind == "total" else by_cell("below", places)
    cases = None if kind == "mean" else by_cell("cases", places)
    cell_sums = CellSums(by_cell("top", places), below, size, by_cell("count", places, "count"), cases)
    second = None if sums.sampling.psu else products(sums, made.cells.of_row, made.cells.count, places, "2")
    return from_cells(group, made.cells, cell_sums, second)


def squares_at(sums: Sums, made: Made, found: Linear, places: Sequence[int]) -> Floats | None:
    """What `linear.squares` makes from rows."""
    if found.group.kind == "proportion":
        return None
    return products(sums, made.of_row, made.domains.count, places).around(averages(found))


def products(sums: Sums, groups: Ints, count: int, places: Sequence[int], power: str = "") -> Products:
    """The products of the statistics at these places, summed by `groups` of cells (`count` stands for none); `power` is that
    of the weights: ``2`` or nothing.
    """
    names = ["yy", "yx", "xx"]
    if not power and sums.statistics[places[0]].kind == "proportion":
        names = ["top", "top", "size"]  # the square of 0 or 1 is itself
    yy, yx, xx = (_summed(sums, groups, count, f"{name}{power}", places, "weight") for name in names)
    return Products(yy, yx, xx, np.array([sums.centres[place] for place in places]))


def _summed(sums: Sums, groups: Ints, count: int, name: str, places: Sequence[int], every: str | None = None) -> Floats:
    """Sums of columns ``name_i`` (count, places); where one is not there, of the column `every`, which holds for all."""
    names = [f"{name}_{place}" for place in places]
    if every is not None:
        names = [one if one in sums.frame else every for one in names]
    return row_sums(groups, count + 1, sums.frame[names].to_numpy(np.float64))[:-1]
