"""From sums to estimates: what comes after the one pass over the rows, wherever an engine made it.

In: `Sums` by cell (domain x stratum x sampling unit). Out: the tables of `estimate` and `differential`, by the same functions
that the memory engine uses once its own sums are made. Nothing here sees a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tejido.errors import TejidoError, fail
from tejido.survey.answers import Group, Statistic
from tejido.survey.design import Design, Lonely, design, make_stage, populations, refuse_lonely
from tejido.survey.differentials import compare
from tejido.survey.domains import Domains, cross
from tejido.survey.estimates import Telling, parts
from tejido.survey.linear import CellSums, Linear, Products, averages, from_cells
from tejido.survey.sums import Cells, Floats, codes, make_cells, row_sums

__all__ = ["Sampling", "Sums", "differential_sums", "estimate_sums"]


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
    def named(self) -> dict[str, str]:
        """The columns that count, by their part in the design."""
        first = {"weight": self.weight, "stratum": self.strata, "psu": next(iter(self.psu), None)}
        return {part: name for part, name in (first | {"fpc": next(iter(self.fpc), None)}).items() if name}


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums by cell.

    `frame` has the columns of `by` (missing where a row has no domain), ``stratum``, ``psu`` (where there is one), ``rows``,
    ``count`` (of those with a weight), ``weight``, ``fpc_low`` and ``fpc_high``, ``homes`` (households of the domain, where
    counted), and for statistic number i of `statistics`:

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
    made = _made(sums)
    homes = None
    if "homes" in sums.frame:
        homes = np.full(made.domains.count, np.nan)
        inside = made.domains.of_row >= 0
        homes[made.domains.of_row[inside]] = sums.frame["homes"].to_numpy(np.float64)[inside]
    telling = Telling(made.domains, homes, level, rule, planned)
    frames = [
        telling.rows(made.design, found, _squares(sums, made.cells, found, start))
        for start, found in _linears(sums, made)
    ]
    return pd.concat(frames, ignore_index=True)


def differential_sums(
    sums: Sums, one: object, other: object, *, level: float = 0.95, rule: str = "eclac_2023", planned: bool = False
) -> pd.DataFrame:
    """The table of `differential` from sums whose last column of `by` is the group.

    Raises:
        TejidoError: as `estimate_sums`; a group does not occur.
    """
    made = _made(sums)
    figures = estimate_sums(sums, level=level, rule=rule, planned=planned)
    linears = (found for _, found in _linears(sums, made))
    return compare(made.design, linears, made.domains, figures, one, other, level, sums.file)


@dataclass(frozen=True, eq=False)
class _Made:
    design: Design
    domains: Domains
    cells: Cells


def _made(sums: Sums) -> _Made:
    """The design whose rows are the cells of the sums, its domains and cells."""
    frame, sampling = sums.frame, sums.sampling
    if sampling.fpc:
        apart = frame["fpc_low"] != frame["fpc_high"]
        if apart.any():
            raise fail("E114", file=sums.file, column=sampling.fpc[0], name=sampling.fpc[0])
    try:
        drawn = _clusters(sums) if sampling.psu else _rows(sums)
    except TejidoError as problem:  # the rows of the sums are not those of the file
        raise TejidoError(replace(one, row=None) for one in problem.findings) from None
    drawn = replace(drawn, relative=bool(frame["weight"].sum() <= frame["count"].sum() * (1 + 1e-9)))
    domains = cross(drawn, frame, sums.by, sums.file)
    return _Made(drawn, domains, make_cells(drawn.leaf, drawn.leaves, domains.of_row, domains.count))


def _clusters(sums: Sums) -> Design:
    sampling = sums.sampling
    fpc = ["fpc_low"] if sampling.fpc else []
    return design(sums.frame, "weight", "stratum", ["psu"], fpc, sampling.lonely, sums.file)


def _rows(sums: Sums) -> Design:
    """The design of rows as sampling units: the leaves are the strata, of which only the number of rows is known."""
    frame, sampling = sums.frame, sums.sampling
    stratum, names = codes(frame["stratum"])
    everywhere = np.full(len(names), np.inf)
    drawn = np.bincount(stratum, frame["rows"], len(names)).astype(np.float64)
    if sampling.fpc:
        everywhere = populations(frame["fpc_low"].to_numpy(), stratum, drawn, sampling.fpc[0], sums.file)
    strata = np.arange(len(names))
    stage = make_stage(strata, strata, drawn, everywhere, np.ones(len(names)), sampling.lonely)
    if sampling.lonely == "fail":
        refuse_lonely([stage], names, sampling.strata, sums.file)
    weight = frame["weight"].to_numpy(np.float64)
    return Design(weight, stratum, len(names), (stage,), sampling.lonely, relative=False)


def _linears(sums: Sums, made: _Made) -> Iterator[tuple[int, Linear]]:
    """The sums of one kind of statistics at a time, as the memory engine has them, and the number of the first."""
    start = 0
    while start < len(sums.statistics):
        kind = sums.statistics[start].kind
        stop = next(
            (place for place in range(start, len(sums.statistics)) if sums.statistics[place].kind != kind),
            len(sums.statistics),
        )
        nothing = np.empty((0, stop - start))
        group = Group(kind, sums.statistics[start:stop], nothing, None, (), nothing[:, :0])
        for part in parts(made.cells, group):
            yield start, _linear(sums, made, part, start)
            start += len(part.statistics)


def _linear(sums: Sums, made: _Made, group: Group, start: int) -> Linear:
    places = range(start, start + len(group.statistics))

    def stacked(name: str, default: str | None = None) -> Floats:
        names = [f"{name}_{place}" for place in places]
        if default is not None:
            names = [one if one in sums.frame else default for one in names]
        by_row = sums.frame[names].to_numpy(np.float64)
        return row_sums(made.cells.of_row, made.cells.count + 1, by_row)[:-1]

    size = stacked("size", "weight")
    below: Floats | None = size
    if group.kind in ("total", "ratio"):
        below = None if group.kind == "total" else stacked("below")
    cases = None if group.kind == "mean" else stacked("cases")
    second = None
    if not sums.sampling.psu:
        centre = np.array([sums.centres[place] for place in places])
        second = Products(stacked("yy2"), stacked("yx2"), stacked("xx2"), centre)
    return from_cells(
        group, made.cells, CellSums(stacked("top"), below, size, stacked("count", "count"), cases), second
    )


def _squares(sums: Sums, cells: Cells, found: Linear, start: int) -> Floats | None:
    """What `linear.squares` makes from rows."""
    if found.group.kind == "proportion":
        return None
    places = range(start, start + len(found.group.statistics))
    of_row = np.append(cells.domain, cells.domains)[cells.of_row]

    def by_domain(name: str) -> Floats:
        summed = sums.frame[[f"{name}_{place}" for place in places]].to_numpy(np.float64)
        return row_sums(of_row, cells.domains + 1, summed)[:-1]

    centre = np.array([sums.centres[place] for place in places])
    return Products(by_domain("yy"), by_domain("yx"), by_domain("xx"), centre).around(averages(found))
