"""How the sample was drawn: strata, stages of clusters with finite populations, and the rule for strata with one cluster.

In: a table and the names of its design columns. Out: a `Design`, which knows the weight and the smallest cluster (leaf) of
every row and, for each stage, how sums of squares become variances.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.survey.sums import Bools, Floats, Ints, codes

Lonely = Literal["fail", "adjust", "certainty", "average"]
LONELY: tuple[Lonely, ...] = ("fail", "adjust", "certainty", "average")

TINY = 1e-7
"""A share of a stratum left out of the sample that is smaller than this counts as none: the stratum was taken whole."""

__all__ = ["LONELY", "Calibration", "Design", "Lonely", "Replicates", "Stage", "design"]


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of sampling.

    `cluster` (leaves,) is the cluster of this stage that holds each leaf, `stratum` (clusters,) what the cluster was drawn
    in: a stratum at the first stage, the cluster above it at the others. Per stratum: `size`, the clusters drawn; `scale`,
    what the sum of squares around the mean is multiplied by; `lonely`, whether only one was drawn out of more; `fraction`,
    the share of its clusters that was drawn (0 where the population is without end).
    """

    cluster: Ints
    stratum: Ints
    size: Floats
    scale: Floats
    lonely: Bools
    fraction: Floats


@dataclass(frozen=True, eq=False)
class Replicates:
    """Replicate weights: row weight x `factors` (leaves, replicates). Variance: scale x sum of rscales x squared deviations.

    Deviations are from the mean of the replicates, or from the estimate itself where `mse`.
    """

    method: str
    factors: Floats
    scale: float
    rscales: Floats
    mse: bool = False


@dataclass(frozen=True, eq=False)
class Calibration:
    """What the weights were calibrated on: `auxiliary` (n, q) and the weights `before` (n,)."""

    auxiliary: Floats
    before: Floats


@dataclass(frozen=True, eq=False)
class Design:
    """A sample as drawn. `relative` says that the weights do not sum to a population (they sum to no more than the rows)."""

    weight: Floats
    leaf: Ints
    leaves: int
    stages: tuple[Stage, ...]
    lonely: Lonely
    relative: bool
    replicates: Replicates | None = None
    calibration: Calibration | None = None

    @property
    def rows(self) -> int:
        """Rows of the file."""
        return len(self.weight)

    def reweighted(self, weight: Floats, calibration: Calibration) -> Design:
        """The same sample with calibrated weights."""
        return replace(self, weight=weight, calibration=calibration, relative=is_relative(weight))


def is_relative(weight: Floats) -> bool:
    """Whether weights sum to no more than the rows that have one: then they say nothing of a population's size."""
    return bool(weight.sum() <= np.count_nonzero(weight) * (1 + 1e-9))


def design(
    table: pd.DataFrame,
    weight: str | None = None,
    strata: str | None = None,
    psu: Sequence[str] = (),
    fpc: Sequence[str] = (),
    lonely: Lonely = "fail",
    file: str | None = None,
) -> Design:
    """The design of a stratified sample of one or more stages.

    Args:
        table: one row per person or household.
        weight: column of weights; None gives every row 1.
        strata: column of strata; clusters may carry the same number in two strata.
        psu: columns of clusters, first stage first; without any, the rows are the sampling units.
        fpc: columns with the finite populations, one per stage: how many clusters there were (from 1), or which share of
            them was taken (below 1). A stage without one is taken as drawn with replacement.
        lonely: what a stratum with a single cluster does: `fail`; `adjust` (its deviation is from the mean of all);
            `certainty` (it adds nothing); `average` (it adds as much as the others on average).
        file: name of the file, for messages.

    The variance is that of the last stage for which a finite population is known (without any: of the first stage, the
    ultimate cluster), by linearisation (Binder 1983; Saerndal, Swensson and Wretman 1992, chapters 4 and 5).

    Raises:
        TejidoError: a column is missing or has gaps, weights are negative, a population is smaller than its sample, or a
            stratum has one cluster and the rule is `fail`.
    """
    for name in [weight, strata, *psu, *fpc]:
        if name is not None:
            require(table, name, file)
    if len(fpc) > max(len(psu), 1):
        raise fail("E112", file=file, column=fpc[-1], stages=max(len(psu), 1), given=len(fpc))
    weights = np.ones(len(table)) if weight is None else numbers(table, weight, file, least=0.0)
    stratum, names = codes(table[strata]) if strata else (np.zeros(len(table), dtype=np.int64), pd.Index(["all"]))
    clusters = _nested(table, stratum, psu[: max(len(fpc), 1)])
    sizes = [numbers(table, column, file, least=0.0) for column in fpc]
    stages = _stages(stratum, clusters, sizes, fpc, lonely, file)
    if lonely == "fail":
        refuse_lonely(stages, names, strata, file)
    leaf = clusters[-1]
    return Design(weights, leaf, int(leaf.max()) + 1 if len(leaf) else 0, stages, lonely, is_relative(weights))


def refuse_lonely(stages: Sequence[Stage], names: pd.Index, strata: str | None, file: str | None) -> None:
    """Stop where a stratum has a single cluster; `names` are those of the strata, `strata` the column they stand in.

    Raises:
        TejidoError: E113.
    """
    for number, stage in enumerate(stages):
        if stage.lonely.any():
            single = np.flatnonzero(stage.lonely)
            said = ", ".join(str(names[one]) for one in single[:5]) if number == 0 else f"({number + 1})"
            raise fail("E113", file=file, column=strata, count=len(single), names=said)


def there(column: str, names: Iterable[object], file: str | None = None) -> None:
    """Stop where a column is not among `names`.

    Raises:
        TejidoError: E101, with the names that look alike.
    """
    known = [str(name) for name in names]
    if column not in known:
        near = difflib.get_close_matches(column, known, n=3) or known[:12]
        raise fail("E101", file=file, column=column, name=column, known=", ".join(near))


def require(table: pd.DataFrame, column: str, file: str | None = None) -> None:
    """Stop where a column is not there, or is empty somewhere.

    Raises:
        TejidoError: E101 or E102.
    """
    there(column, table.columns, file)
    if table[column].isna().any():
        row = int(np.flatnonzero(table[column].isna().to_numpy())[0]) + 2
        raise fail("E102", file=file, row=row, column=column, name=column, count=int(table[column].isna().sum()))


def numbers_of(table: pd.DataFrame, column: str, file: str | None = None) -> Floats:
    """A column as numbers (n,), missing ones NaN.

    Raises:
        TejidoError: E101, it is not there; E103, it holds text.
    """
    there(column, table.columns, file)
    values = table[column]
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
        plain: Floats = values.to_numpy(dtype=np.float64, na_value=np.nan)
        return plain
    found: Floats = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64)
    wrong = np.isnan(found) & values.notna().to_numpy()
    if wrong.any():
        raise fail("E103", file=file, row=int(np.flatnonzero(wrong)[0]) + 2, column=column, name=column)
    return found


def numbers(table: pd.DataFrame, column: str, file: str | None = None, least: float | None = None) -> Floats:
    """A column without gaps as numbers (n,).

    Raises:
        TejidoError: as `numbers_of`; E103 where a value is no finite number, E104 where it is below `least`.
    """
    values = numbers_of(table, column, file)
    wrong = ~np.isfinite(values)
    if wrong.any():
        raise fail("E103", file=file, row=int(np.flatnonzero(wrong)[0]) + 2, column=column, name=column)
    if least is not None and (values < least).any():
        raise fail("E104", file=file, row=int(np.flatnonzero(values < least)[0]) + 2, column=column, name=column)
    return values


def _nested(table: pd.DataFrame, stratum: Ints, psu: Sequence[str]) -> list[Ints]:
    """Cluster of every row at each stage, numbered inside the stage above; without columns every row is its own."""
    if not psu:
        return [np.arange(len(table), dtype=np.int64)]
    above, found = stratum, []
    for column in psu:
        inside, kinds = codes(table[column])
        joined = inside if len(above) == 0 or not above.any() else above * len(kinds) + inside
        above, _ = codes(pd.Series(joined))
        found.append(above)
    return found


def _stages(
    stratum: Ints, clusters: list[Ints], sizes: list[Floats], fpc: Sequence[str], lonely: Lonely, file: str | None
) -> tuple[Stage, ...]:
    """The stages, from rows to clusters: how many were drawn where, out of how many."""
    leaf = clusters[-1]
    row_of_leaf = first_row(leaf)
    stages = []
    above, above_count = stratum, int(stratum.max()) + 1 if len(stratum) else 0
    fraction = np.ones(above_count)
    for number, cluster in enumerate(clusters):
        row = first_row(cluster)
        parent = above[row]
        drawn = np.bincount(parent, minlength=above_count).astype(np.float64)
        population = np.full(above_count, np.inf)
        if number < len(sizes):
            population = populations(sizes[number], above, drawn, fpc[number], file)
        stages.append(make_stage(cluster[row_of_leaf], parent, drawn, population, fraction, lonely))
        fraction = (fraction * (drawn / population))[parent]
        above, above_count = cluster, len(row)
        if not sizes:
            break
    return tuple(stages)


def make_stage(
    cluster: Ints, stratum: Ints, drawn: Floats, population: Floats, fraction: Floats, lonely: Lonely
) -> Stage:
    """A stage, from the clusters `drawn` per stratum, out of which `population`, the stratum itself being a sample of the
    `fraction` of what it stands for.
    """
    left = 1.0 - drawn / population  # 1 where the population is without end
    spread = left * np.divide(drawn, drawn - 1, out=np.ones_like(drawn), where=drawn > 1)
    single = (drawn == 1) & (left >= TINY)
    scale = np.where(left < TINY, 0.0, spread) * fraction
    if lonely in ("certainty", "average"):
        scale = np.where(single, 0.0, scale)
    return Stage(cluster, stratum, drawn, scale, single, drawn / population)


def first_row(code: Ints) -> Ints:
    """The first row of each group numbered from 0 (groups,)."""
    row = np.empty(int(code.max()) + 1 if len(code) else 0, dtype=np.int64)
    row[code[::-1]] = np.arange(len(code) - 1, -1, -1)
    return row


def populations(size: Floats, above: Ints, drawn: Floats, column: str, file: str | None) -> Floats:
    """Clusters in the population per stratum: as given, or the sample divided by the share that it is."""
    given = size[first_row(above)]
    apart = size != given[above]
    if apart.any():
        raise fail("E114", file=file, row=int(np.flatnonzero(apart)[0]) + 2, column=column, name=column)
    if (size <= 0).any():
        raise fail("E104", file=file, row=int(np.flatnonzero(size <= 0)[0]) + 2, column=column, name=column)
    shares = size < 1
    if shares.any() and not (size <= 1).all():
        raise fail("E115", file=file, row=int(np.flatnonzero(shares)[0]) + 2, column=column, name=column)
    population = drawn / given if shares.any() else given
    small = population < drawn * (1 - 1e-9)
    if small.any():
        row = int(np.flatnonzero(small[above])[0]) + 2
        raise fail("E116", file=file, row=row, column=column, name=column)
    return population
