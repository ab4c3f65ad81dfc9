"""Differentials: every indicator that a survey can tell, for each group beside its hosts, in the city and its largest parts.

In: a `Sample`. Out: rows after `tables.DIFFERENTIALS`. Groups of other dimensions are compared in `crossings`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from tejido import tables
from tejido.catalogue import Catalogue
from tejido.measure.answered import ORIGIN, Sample, level_column
from tejido.measure.levels import Nest
from tejido.survey.comparisons import compare_indicators, judge
from tejido.survey.indicative import as_indicative

HOSTS = f"{ORIGIN}=host"
"""The group that the others are compared with."""

__all__ = ["HOSTS", "families_of", "gaps_of", "judged", "quarter_of"]


def gaps_of(
    sample: Sample, catalogue: Catalogue, nest: Nest, source: str, told: Collection[tuple[str, str]] = ()
) -> pd.DataFrame:
    """Compare every group with the hosts, in the city and in the largest parts of it, but for the indicators and groups that
    another survey has `told` of.

    What may be said is judged over all indicators of a place together, of whomever was asked; those of the
    marker and those of the extended one apart.
    """
    families = families_of(sample, catalogue)
    made = [
        _compared(sample, group, level, families, nest, told)
        for group in sample.groups
        if group != HOSTS and HOSTS in sample.groups
        for level in nest.shown[:2]
    ]
    return judged(sample, catalogue, source, made)


def families_of(sample: Sample, catalogue: Catalogue) -> dict[str, str]:
    """The comparisons that are judged together, by indicator."""
    return {one: catalogue.family(one) for one in sample.indicators}


def judged(sample: Sample, catalogue: Catalogue, source: str, made: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Comparisons after `tables.DIFFERENTIALS`, judged anew where tables were joined: over all indicators of a place and a pair of
    groups, those of the marker and those of the extended one apart.
    """
    found = [rows for rows in made if len(rows)]
    if not found:
        return tables.DIFFERENTIALS.empty()
    families = families_of(sample, catalogue)
    said = pd.concat(found, ignore_index=True)
    scored = said["indicator"].isin(list(catalogue.indicators))
    apart = [rows for rows in (said[scored], said[~scored]) if len(rows)]
    said = pd.concat([judge(rows, families, ["level", "unit", "group"]) for rows in apart], ignore_index=True)
    said = as_indicative(said) if sample.indicative else said
    return tables.DIFFERENTIALS.conform(said.assign(period=sample.survey.spec.period, source=source))


def _compared(
    sample: Sample, group: str, level: str, families: dict[str, str], nest: Nest, told: Collection[tuple[str, str]]
) -> pd.DataFrame:
    """One group beside the hosts, in every unit of a level."""
    column = level_column(level)
    one, against = group.partition("=")[2], HOSTS.partition("=")[2]
    made = []
    for name, table in sample.tables.items():
        formulas = {
            key: formula
            for key, formula in sample.formulas[name].items()
            if key in sample.compared and (key, group) not in told and level in sample.levels(key, nest.shown)
        }
        both = table[column].notna() & table[ORIGIN].isin([one, against]).fillna(False)
        if not formulas or table.loc[both, ORIGIN].nunique() < 2:
            continue
        rows = compare_indicators(
            sample.designs[name], table, formulas, families, one=one, against=against, group=ORIGIN, by=[column],
            quarter=quarter_of(level, nest), planned=sample.planned(level, group),
        )  # fmt: skip
        made.append(rows.rename(columns={column: "unit"}).assign(level=level))
    return pd.concat(made, ignore_index=True) if made else tables.DIFFERENTIALS.empty()


def quarter_of(level: str, nest: Nest) -> str | None:
    """The column of the quarters where people are neighbours: the second level below the city, or what there is of it."""
    quarter = nest.shown[min(2, len(nest.shown) - 1)]
    return level_column(quarter) if nest.is_coarser(level, quarter) else None
