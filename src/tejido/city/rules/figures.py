"""Rules about the figures in columns: where they were really measured, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tejido.city.model import Level
from tejido.city.nest import ancestors
from tejido.city.rules.reading import Reading
from tejido.errors import Finding, finding
from tejido.tables import CITY_LEVEL

_HOLDERS = 3
"""So many coarser units with at least two units, and so many different figures, before a repetition is believed."""


def repeating(reading: Reading) -> Iterator[Finding]:
    """C301, C302, C303: a figure that is the same in all units of each coarser unit was measured there."""
    for level in reading.levels():
        used = reading.used(level.id)
        idle: dict[str, list[str]] = {}
        for column, support in repeated_columns(reading, level).items():
            if column in used:
                declared = used[column].support
                code, where = ("C302", declared) if declared else ("C301", support)
                yield finding(code, file=level.source.file, column=column, level=where)
            elif not level.population or column not in level.population.columns:
                idle.setdefault(support, []).append(column)
            elif level.population.support is None:
                yield finding("C301", file=level.source.file, column=column, level=support)
        for support, columns in idle.items():
            yield finding("C303", file=level.source.file, level=support, columns=", ".join(columns))


def repeated_columns(reading: Reading, level: Level) -> dict[str, str]:
    """Columns of a level that repeat a coarser level's figure, with the coarsest level of which that is true."""
    attributes = reading.city.attributes[level.id]
    own = {level.code, level.parent, level.label, level.municipality}
    names = [str(name) for name in attributes if name not in own and pd.api.types.is_numeric_dtype(attributes[name])]
    table = pd.DataFrame({name: reading.figures(level.id, name) for name in names})
    holders = ancestors(reading.city.units, level.id).reindex(table.index)
    found: dict[str, str] = {}
    for coarser in [name for name in holders.columns if name not in (CITY_LEVEL, level.id)]:
        groups = table.groupby(holders[coarser])
        several = groups.count() > 1
        low, high = groups.min(), groups.max()
        same = ((high - low) <= 1e-9 * np.maximum(high.abs(), 1)) | low.isna()
        for name in names:
            figures = low[name][several[name]]
            if name not in found and same[name].all() and len(figures) >= _HOLDERS and figures.nunique() >= _HOLDERS:
                found[name] = coarser
    return {name: found[name] for name in names if name in found}


def missing_share(reading: Reading) -> Iterator[Finding]:
    """C305: how much of a column is missing."""
    for level in reading.levels():
        for column, spec in reading.used(level.id).items():
            figures = reading.figures(level.id, column)
            missing = figures.isna() | figures.isin(spec.no_data)
            if missing.any() and not missing.all():
                percent = float(f"{100 * float(missing.mean()):.2g}")
                yield finding("C305", file=level.source.file, column=column, count=int(missing.sum()), percent=percent)
