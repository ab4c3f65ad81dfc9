"""A survey's figures laid over the units that they hold for: the rows of `tables.VALUES`.

In: estimates by domain, or a model's figures. Out: rows in the order of a level's units, and those of the finer units inside.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from tejido.measure.answered import Sample
from tejido.measure.levels import Nest
from tejido.measure.modelled import Modelled
from tejido.survey.indicative import INDICATIVE, as_indicative
from tejido.survey.quality import UNRELIABLE
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import INHERITED, MERGED, add

_FIGURES = ("se", "low", "high", "df", "n", "n_cases", "n_households", "n_eff", "deff")

__all__ = ["inherited", "of_domains", "of_groups", "of_model"]


def of_domains(
    sample: Sample, indicator: str, group: str, level: str, domains: pd.Series, told: pd.DataFrame, nest: Nest, source: str
) -> pd.DataFrame:  # fmt: skip
    """Rows of a level's units: to each what is `told` of its domain, whose universe is shared by where people live.

    The domain `tables.CITY_LEVEL` is the whole city, not only the units that have its figure.
    """
    by_domain = (as_indicative(told) if sample.indicative else told).set_index("unit")
    of_unit = by_domain.reindex(domains.to_numpy())
    shared = domains.to_numpy() != domains.index.to_numpy()
    people = _people(nest, level, group)
    inside = np.where(domains == CITY_LEVEL, np.nansum(people), _sum_by(people, domains.to_numpy()))
    has = of_unit["estimate"].notna().to_numpy()
    merged = domains[has & shared]
    made = _same_everywhere(sample, indicator, group, level, source, len(domains)) | {
        "unit": domains.index, "value": _floats(of_unit["estimate"]),
        "population": _floats(of_unit["population"]) * np.where(shared, _divide(people, inside), 1.0),
        "kind": _repeated(INDICATIVE if sample.indicative else "design-based", len(domains)),
        "quality": of_unit["quality"].astype("str").where(has, UNRELIABLE).array,
        "domain": merged.reindex(domains.index).astype("str").array,
        "flags": pd.Series(MERGED, index=merged.index, dtype="str").reindex(domains.index).array,
    }  # fmt: skip
    return pd.DataFrame(made | {name: _floats(of_unit[name]) for name in _FIGURES})


def of_groups(
    sample: Sample, level: str, estimates: pd.DataFrame, passes: pd.Series, nest: Nest, source: str
) -> pd.DataFrame:
    """Rows of a level's units for every indicator and group of `estimates` (columns ``indicator, unit, group`` and those of
    `survey.estimate_indicators`): the figures that `passes`; the others are unreliable, and not said.
    """
    told = (as_indicative(estimates) if sample.indicative else estimates)[passes]
    pairs = estimates[["indicator", "group"]].drop_duplicates().sort_values(["indicator", "group"])
    codes = nest.codes(level)
    every = pairs.loc[pairs.index.repeat(len(codes))].assign(unit=np.tile(codes, len(pairs)))
    keys = ["indicator", "group", "unit"]
    rows = every.merge(told[[*keys, "estimate", "population", "quality", *_FIGURES]], on=keys, how="left", sort=False)
    return rows.rename(columns={"estimate": "value"}).assign(
        period=sample.survey.spec.period, level=level, support=level, source=source, domain=None, flags=None,
        kind=INDICATIVE if sample.indicative else "design-based",
        quality=rows["quality"].where(rows["estimate"].notna(), UNRELIABLE),
    )  # fmt: skip


def of_model(sample: Sample, indicator: str, made: Modelled, source: str) -> pd.DataFrame:
    """Rows of modelled figures; what is unreliable is not said."""
    told = made.told.rename(columns={"estimate": "value"})
    figures = ["value", "se", "low", "high"]
    told[figures] = told[figures].mask(told["quality"] == UNRELIABLE)
    told = told.assign(kind="modelled", flags=pd.Series(None, index=told.index, dtype="str"))
    return told.assign(**_same_everywhere(sample, indicator, EVERYBODY, made.level, source, len(told)))


def inherited(rows: pd.DataFrame, level: str, group: str, nest: Nest) -> list[pd.DataFrame]:
    """The same figures for the units of every finer level, their universe shared by where people live."""
    made = []
    for finer in nest.shown[nest.shown.index(level) + 1 :]:
        place = nest.place(finer, level)
        held = place >= 0
        people = _people(nest, finer, group)
        inside = _sum_by(people, place)
        copied = rows.iloc[place[held]].reset_index(drop=True)
        population = _floats(copied["population"]) * _divide(people, inside)[held]
        flags = add(copied["flags"], INHERITED, np.ones(len(copied), dtype=bool))
        level_column = _repeated(finer, len(copied))
        made.append(copied.assign(unit=nest.codes(finer)[held], level=level_column, population=population, flags=flags))
    return made


def _same_everywhere(
    sample: Sample, indicator: str, group: str, level: str, source: str, count: int
) -> dict[str, ExtensionArray]:
    """The columns that are the same for all units of a level."""
    about = {"period": sample.survey.spec.period, "group": group, "indicator": indicator, "source": source}
    return {name: _repeated(text, count) for name, text in (about | {"level": level, "support": level}).items()}


def _repeated(text: str, count: int) -> ExtensionArray:
    """A column of one text, which need not be turned into so many Python strings."""
    return pd.array([text], dtype="str").take(np.zeros(count, dtype=np.int64))


def _people(nest: Nest, level: str, group: str) -> NDArray[np.float64]:
    """Residents of a group by unit, in the order of their codes; everybody's where nobody counted the group."""
    own = nest.residents(level, group).to_numpy(dtype=np.float64)
    return own if np.isfinite(own).any() else nest.residents(level, EVERYBODY).to_numpy(dtype=np.float64)


def _sum_by(amounts: NDArray[np.float64], keys: NDArray[np.generic]) -> NDArray[np.float64]:
    """To each the sum of all that share its key, what is not known left out."""
    code = pd.factorize(keys)[0]
    return np.asarray(np.bincount(code, weights=np.nan_to_num(amounts)), dtype=np.float64)[code]


def _divide(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))


def _floats(column: pd.Series) -> NDArray[np.float64]:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
