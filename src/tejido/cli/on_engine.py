"""`tejido estimate --engine`: the same figures, with the sums made by a data engine."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from tejido.city.engines import open_table, start_engine
from tejido.errors import Finding, finding
from tejido.survey import Lonely, Statistic

__all__ = ["Gaps", "Task", "on_engine"]

Gaps = list[tuple[tuple[str, str, str], pd.DataFrame]]


@dataclass(frozen=True)
class Task:
    """What is asked of a file: the columns of the design (without `weight` every row has the weight `each`), statistics,
    domains and groups compared. `wanted` and `codes` say how a file is read that an engine cannot read itself.
    """

    file: Path
    weight: str | None
    each: float
    strata: str | None
    psu: Sequence[str]
    fpc: Sequence[str]
    lonely: Lonely
    asked: Sequence[Statistic]
    by: Sequence[str]
    compared: Sequence[tuple[str, str, str]]
    wanted: Collection[str]
    codes: Collection[str]


def on_engine(task: Task, engine: Literal["duckdb", "spark"]) -> tuple[pd.DataFrame, Gaps, list[Finding]]:
    """The estimates, the differentials with what they compare, and what was found on the way.

    Raises:
        TejidoError: the file is at fault, or something is asked that sums cannot give.
    """
    from tejido.survey.aggregates import add_up, items_of  # Ibis takes half a second to load
    from tejido.survey.summed import Sampling, differential_sums, estimate_sums

    sampling = Sampling(task.weight, task.strata, tuple(task.psu), tuple(task.fpc), task.lonely, task.each)
    name, gaps = task.file.name, []
    with start_engine(engine) as running:
        table = open_table(task.file, running, task.wanted, task.codes)
        items = items_of(table, task.asked, name)
        sums = add_up(table, sampling, items, task.by, file=name)
        for group, one, other in task.compared:
            crossed = [*(column for column in task.by if column != group), group]
            made = add_up(table, sampling, items, crossed, file=name)
            gaps.append(((group, one, other), differential_sums(made, one, other)))
    empty = [(column, count) for column, count in sums.empty.items() if count]
    found = [finding("E210", file=name, column=column, name=column, count=count) for column, count in empty]
    return estimate_sums(sums), gaps, found
