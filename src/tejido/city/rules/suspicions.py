"""Rules about figures that look like something else than they say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tejido.city.columns import MISSING_WORDS, numbers
from tejido.city.rules.reading import Reading
from tejido.errors import Finding, finding

_CODES = (999.0, 9999.0, 99999.0, 999999.0, -9.0, -99.0, -999.0, -9999.0)
"""Numbers that censuses and statistical programs write where there is no figure."""

_ENOUGH = 20
"""So many different units before proportionality is believed."""

_NEARLY = 0.05

_PERCENT = (0.0, 100.0)
"""Possible range of an indicator in percent."""


def codes_for_no_data(reading: Reading) -> Iterator[Finding]:
    """C307: a typical no-data code that stands far from all other figures and is not declared."""
    for level in reading.levels():
        for column, spec in reading.used(level.id).items():
            figures = reading.figures(level.id, column).dropna()
            for code in sorted(set(figures[figures.isin(_CODES)])):
                others = figures[(figures != code) & ~figures.isin(_CODES)]
                if code in spec.no_data or others.empty:
                    continue
                if (code > 0 and others.max() * 2 < code) or (code < 0 and others.min() >= 0):
                    count = int((figures == code).sum())
                    yield finding("C307", file=level.source.file, column=column, count=count, figure=code)


def words_for_no_data(reading: Reading) -> Iterator[Finding]:
    """C309: a column of words tells that there is no figure where its twin of numbers holds one and the same number."""
    for level in reading.levels():
        attributes = reading.city.attributes[level.id]
        texts = [name for name in attributes if not pd.api.types.is_numeric_dtype(attributes[name])]
        used = reading.used(level.id)
        for told in texts:
            text = attributes[told].astype(object).where(attributes[told].notna(), "").astype(str)
            words = text.str.match(MISSING_WORDS)
            if not words.any() or words.all():
                continue
            said = numbers(text.str.rstrip(" %")).values
            for column, spec in used.items():
                figures = reading.figures(level.id, column)
                held = figures[words].unique()
                twins = np.isclose(said, figures.to_numpy(), rtol=0.01, atol=0.006)[~words.to_numpy()]
                if len(held) == 1 and np.isfinite(held[0]) and held[0] not in spec.no_data and twins.mean() > 0.9:
                    yield finding(
                        "C309", file=level.source.file, column=column, words_column=told, count=int(words.sum()),
                        figure=float(held[0]),
                    )  # fmt: skip


def rows_of_zeros(reading: Reading) -> Iterator[Finding]:
    """C313: units in which four or more percentages are all 0, which is rarely a finding and often an empty row.

    Columns for which the city has said which rows are missing are not asked again.
    """
    for level in reading.levels():
        settled = {column for rule in level.missing for column in rule.columns}
        columns = [
            name for name, spec in reading.used(level.id).items()
            if spec.column == name and name not in settled
            and reading.catalogue.definitions[spec.indicator].possible == _PERCENT
        ]  # fmt: skip
        if len(columns) < 4:
            continue
        zero = np.all([(reading.figures(level.id, name) == 0).to_numpy() for name in columns], axis=0)
        if zero.any():
            yield finding("C313", file=level.source.file, count=int(zero.sum()), columns=", ".join(sorted(columns)))


def other_density(reading: Reading) -> Iterator[Finding]:
    """C314: a column that is proportional to people per hectare, but is neither that, nor per km2, nor the people."""
    units = reading.city.units[reading.base].set_index("unit")
    people, density = units["population"], units["population"] / (100 * units["area_km2"])
    attributes = reading.city.attributes[reading.base]
    if density.nunique() < _ENOUGH:
        return
    for column in attributes.columns.astype(str):
        if not pd.api.types.is_numeric_dtype(attributes[column]):
            continue
        figures = reading.figures(reading.base, column)
        known = (figures > 0) & (density > 0)
        ratio = (figures / density)[known]
        if len(ratio) < _ENOUGH or abs((figures / people)[known].median() - 1) < _NEARLY:
            continue
        low, middle, high = ratio.quantile([0.05, 0.5, 0.95])
        if high - low < _NEARLY * middle and not any(abs(middle / usual - 1) < _NEARLY for usual in (1, 100)):
            yield finding("C314", file=_file(reading), column=column, ratio=float(middle))


def shares_not_percent(reading: Reading) -> Iterator[Finding]:
    """C316: a column between 0 and 1 for an indicator in percent."""
    for level in reading.levels():
        for column, spec in reading.used(level.id).items():
            indicator = reading.catalogue.definitions[spec.indicator]
            figures = reading.figures(level.id, column)
            figures = figures[figures.notna() & ~figures.isin(spec.no_data)]
            if spec.column != column or spec.scale != 1 or indicator.possible != _PERCENT or len(figures) < 4:
                continue
            if figures.between(0, 1).all() and (figures > 0).mean() > 0.5:
                yield finding("C316", file=level.source.file, column=column, indicator=spec.indicator)


def _file(reading: Reading) -> str:
    return reading.config.level(reading.base).source.file
