"""Indicators of two groups side by side: gap, ratio, test, the standardised gap and how much of it is where people live.

In: a design, its table of standard variables and the formulas of the catalogue. Out: the columns of `tables.DIFFERENTIALS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tejido.catalogue.answers import FromAnswers
from tejido.survey.answers import texts_of
from tejido.survey.columns import Rows
from tejido.survey.design import Design, require, there
from tejido.survey.differentials import adjust_false_discovery, adjust_holm, compare
from tejido.survey.domains import Domains, cross
from tejido.survey.estimates import Telling
from tejido.survey.indicators import Asked, ask, judged, sums, tell
from tejido.survey.linear import Linear
from tejido.survey.quality import UNRELIABLE
from tejido.survey.quarters import SHARED, split_gap
from tejido.survey.standardisation import Pairs, made_alike, standard_cells, standardised_gap
from tejido.tables import LEAST_HOUSEHOLDS, LEAST_PERSONS

SHOWN, NOT_SHOWN, CANNOT = "shown", "not_shown", "cannot_be_said"
SURE = 0.05
"""Probability, after the correction for many gaps, from which on a gap is not shown."""

CELLS_JOINED, NOT_STANDARDISED, PLACES_UNKNOWN, FEW_SHARED = (
    "cells_joined", "not_standardised", "places_unknown", "few_shared_quarters",
)  # fmt: skip
"""Flags: cells had to be joined to standardise, or all of them; some answers have no quarter; too few quarters hold both."""

__all__ = [
    "CANNOT", "CELLS_JOINED", "FEW_SHARED", "NOT_SHOWN", "NOT_STANDARDISED",
    "PLACES_UNKNOWN", "SHOWN", "SURE", "Grouped", "compare_indicators", "estimate_groups", "judge",
]  # fmt: skip


_SIDES = ("one", "against")


@dataclass(frozen=True, eq=False)
class Grouped:
    """Indicators in every domain of the columns `by` and every value of the column `group`, from which any two values can be
    compared: `estimates` as of `estimate_indicators`, and the sums behind them.
    """

    estimates: pd.DataFrame
    by: tuple[str, ...]
    group: str
    _design: Design
    _table: pd.DataFrame
    _asked: Asked
    _domains: Domains
    _found: Sequence[Linear]
    _raw: pd.DataFrame
    _level: float

    def beside(self, pairs: Mapping[str, str]) -> pd.DataFrame:
        """Values of `group`, each with the one that `pairs` gives it (no value stands in two pairs), compared in every domain of
        `by` that has both: the rows of `compare_indicators`, named by the values themselves, before anything is judged (`judge`),
        standardised or split (`explained`).

        Raises:
            TejidoError: E130, none of the values occurs.
        """
        asked, by = self._asked, [*self.by, "group"]
        gaps = compare(self._design, self._found, self._paired(pairs), self._raw, *_SIDES, self._level)
        gaps = asked.told(gaps.rename(columns={"variable": "indicator"}), len(gaps) // len(asked.columns))
        scale = gaps["indicator"].map(asked.scales)
        frame = gaps[["indicator", *by, "df", "p", "ratio", "ratio_low", "ratio_high"]].copy()
        for name, source in (("gap", "gap"), ("gap_se", "se"), ("gap_low", "low"), ("gap_high", "high")):
            frame[name] = gaps[source] * scale
        for value_of, suffix in (
            ({one: one for one in pairs}, ""),
            ({two: one for one, two in pairs.items()}, "_against"),
        ):
            named = self.estimates.assign(group=self.estimates[self.group].map(str).map(value_of))
            frame = frame.merge(
                _side(named[named["group"].notna()], by, suffix), on=["indicator", *by], how="left", sort=False
            )
        frame["against"] = frame["group"].map(pairs)
        frame["kind"] = "design-based" if self._design.calibration is None else "calibrated"
        return frame.assign(**dict.fromkeys(_EXPLAINED, np.nan), flags=pd.Series(None, index=frame.index, dtype=object))

    def _paired(self, pairs: Mapping[str, str]) -> Domains:
        """The same domains, told apart by the pair that they are of and their side of it."""
        value = self._domains.table[self.group].map(str)
        pair = value.map({two: one for one, two in pairs.items()} | {one: one for one in pairs})
        side = np.select([value.isin(list(pairs)), value.isin(list(pairs.values()))], _SIDES, "")
        table = self._domains.table.drop(columns=self.group).assign(group=pair, side=side)
        return replace(self._domains, columns=(*self.by, "group", "side"), table=table)

    def explained(self, compared: pd.DataFrame, cells: pd.DataFrame, quarter: str | None) -> pd.DataFrame:
        """The rows of `beside` with the gap standardised over `cells` and split by the column `quarter`."""
        if compared.empty:
            return compared
        groups = self.group, str(compared["group"].iloc[0]), str(compared["against"].iloc[0])
        return _explain(compared, self._design, self._table, self._asked, self.by, groups, cells, quarter, self._level)


def estimate_groups(
    design: Design,
    table: pd.DataFrame,
    formulas: Mapping[str, FromAnswers],
    group: str,
    by: Sequence[str] = (),
    *,
    level: float = 0.95,
    rule: str = "eclac_2023",
    planned: bool = False,
    household: str = "household",
    read: Rows | None = None,
) -> Grouped:
    """Estimate indicators for all values of the column `group` at once, in every domain of `by`; arguments as of
    `compare_indicators`, `read` as of `estimate_indicators`.

    Raises:
        TejidoError: E101, a column is not there; or as `indicators.ask`.
    """
    require(table, household)
    asked, domains = ask(table, formulas, read), cross(design, table, [*by, group])
    found = sums(design, domains, asked, level)
    raw = judged(design, Telling(domains, None, level, rule, planned), found)
    estimates = tell(design, table, asked, domains, raw, household)
    return Grouped(estimates, tuple(by), group, design, table, asked, domains, found, raw, level)


def compare_indicators(
    design: Design,
    table: pd.DataFrame,
    formulas: Mapping[str, FromAnswers],
    families: Mapping[str, str],
    *,
    one: str,
    against: str,
    group: str = "origin",
    by: Sequence[str] = (),
    cells: pd.DataFrame | None = None,
    quarter: str | None = "unit",
    level: float = 0.95,
    rule: str = "eclac_2023",
    planned: bool = False,
    household: str = "household",
) -> pd.DataFrame:
    """Compare indicators between two values of the column `group`, in every domain of `by` that has both.

    Args:
        design: of the sample.
        table: its rows, with the standard variables.
        formulas: by indicator.
        families: the right of every indicator, inside which p-values are adjusted.
        one: the group that is told of.
        against: the group that it is compared with.
        group: the column of both.
        by: columns that are crossed.
        cells: columns over which the groups are made alike (`standard_cells` of the table, unless given), but for those that
            an indicator itself measures.
        quarter: column of the quarters between and within which the gap is split, large enough to hold both groups in the
            sample; None, or one of `by`, splits nothing.
        level: of the intervals.
        rule: entry of ``quality.toml``.
        planned: whether the sample was sized for these domains.
        household: column that names the household.

    Returns:
        A row per indicator and domain: the columns of `by` and those of `tables.DIFFERENTIALS` but for period, level, unit
        and source, in measure units. `verdict`: `CANNOT` where an estimate is unreliable or rests on fewer than
        `LEAST_PERSONS` answers or `LEAST_HOUSEHOLDS` households, or the gap has no test; else `SHOWN` where p, after Holm's
        correction within the family and domain, is below `SURE`. Only gaps of which something can be said count in the
        corrections. Quotients of two groups, diversities, medians and
        Gini indices have no split: they are no averages over quarters.

    Raises:
        TejidoError: E130, a group does not occur; E101, a column is not there; or as `indicators.ask`.
        KeyError: an indicator has no family.
    """
    by = [name for name in by if name != group]
    grouped = estimate_groups(
        design, table, formulas, group, by, level=level, rule=rule, planned=planned, household=household
    )
    cells = standard_cells(table, household) if cells is None else cells
    frame = judge(grouped.explained(grouped.beside({str(one): str(against)}), cells, quarter), families, by)
    return frame.assign(group=f"{group}={one}", against=f"{group}={against}")[[*by, *_COLUMNS]]


def _side(estimates: pd.DataFrame, by: Sequence[str], suffix: str) -> pd.DataFrame:
    """The estimates of one side under the names of `tables.DIFFERENTIALS`."""
    kept = ["value", "se", "low", "high", "n", "n_households", "quality"]
    named = estimates.rename(columns={"estimate": "value"})[["indicator", *by, *kept]]
    return named.rename(columns={name: name + suffix for name in kept})


def judge(compared: pd.DataFrame, families: Mapping[str, str], by: Sequence[str]) -> pd.DataFrame:
    """Adjusted p-values and what may be said, over all the rows of a place (`by`): anew where tables were joined."""
    frame = compared.copy()
    frame["family"] = [families[one] for one in frame["indicator"]]
    mute = ~np.isfinite(frame["p"].to_numpy())
    for suffix in ("", "_against"):
        few = (frame["n" + suffix] < LEAST_PERSONS) | (frame["n_households" + suffix] < LEAST_HOUSEHOLDS)
        mute |= (frame["quality" + suffix] == UNRELIABLE).to_numpy() | few.to_numpy(dtype=np.bool_)
    tested = frame["p"].where(~mute)
    # Without columns in `by` all rows are of one place.
    place = pd.Series(frame.groupby(list(by), sort=False).ngroup() if by else 0, index=frame.index)
    frame["p_adjusted"] = tested.groupby([place, frame["family"]]).transform(lambda p: adjust_holm(p.to_numpy()))
    frame["p_discovery"] = tested.groupby(place).transform(lambda p: adjust_false_discovery(p.to_numpy()))
    frame["verdict"] = np.where(mute, CANNOT, np.where(frame["p_adjusted"] < SURE, SHOWN, NOT_SHOWN))
    return frame


def _explain(
    frame: pd.DataFrame, design: Design, table: pd.DataFrame, asked: Asked, by: Sequence[str],
    groups: tuple[str, str, str], cells: pd.DataFrame, quarter: str | None, level: float,
) -> pd.DataFrame:  # fmt: skip
    """The standardised gap, the split by quarters, and the flags that tell of both."""
    pairs = _pairs(design, table, frame, by, groups)
    places = None
    if quarter is not None and quarter not in by:
        there(quarter, table.columns)
        places = table[quarter]
    measures = {one.indicator: one.measures for one in asked.columns}
    rows = {indicator: np.flatnonzero(frame["indicator"] == indicator) for indicator in asked.scales.index}
    figures = {name: np.full(len(frame), np.nan) for name in _EXPLAINED}
    flags: list[list[str]] = [[] for _ in range(len(frame))]

    def flag(at: np.ndarray, word: str) -> None:
        for row in at:
            flags[row].append(word)

    for indicator, at in rows.items():
        group, answered = asked.group(str(indicator))
        scale = asked.scales[indicator]
        alike = standardised_gap(design, group, answered, pairs, made_alike(cells, measures[indicator]), level)
        for name, values in zip(_EXPLAINED, (alike.gap, alike.low, alike.high), strict=False):
            figures[name][at] = values * scale
        flag(at[alike.joined], CELLS_JOINED)
        flag(at[~np.isfinite(alike.gap)], NOT_STANDARDISED)
        if places is not None and group.atoms is None:
            split = split_gap(design.weight, group, answered, pairs, places)
            figures["gap_between"][at], figures["gap_within"][at] = split.between * scale, split.within * scale
            lost = answered & places.isna().to_numpy() & (pairs.of_row >= 0)
            flag(at[np.bincount(pairs.of_row[lost], minlength=pairs.count) > 0], PLACES_UNKNOWN)
            flag(at[split.shared < SHARED], FEW_SHARED)
    told = [" ".join(words) or None for words in flags]
    return frame.assign(**figures, flags=pd.Series(told, dtype=object))


def _pairs(
    design: Design, table: pd.DataFrame, frame: pd.DataFrame, by: Sequence[str], groups: tuple[str, str, str]
) -> Pairs:
    """The pairs of groups in the order of the rows of each indicator in `frame`."""
    group, one, against = groups
    value = texts_of(table[group])
    chosen = value.isin([str(one), str(against)]).to_numpy() & (design.weight != 0)
    places = frame[frame["indicator"] == frame["indicator"].iloc[0]][list(by)].reset_index(drop=True)
    of_row = np.zeros(len(table), dtype=np.int64)
    if by:
        numbered = places.assign(_pair=np.arange(len(places)))
        found = table[list(by)].astype(object).merge(numbered, on=list(by), how="left")["_pair"]
        of_row = found.fillna(-1).to_numpy(dtype=np.int64)
    return Pairs(
        np.where(chosen, of_row, -1), (value == str(against)).to_numpy(dtype=np.bool_, na_value=False), len(places)
    )


_EXPLAINED = (
    "gap_standardised", "gap_standardised_low", "gap_standardised_high", "gap_between", "gap_within",
)  # fmt: skip
_COLUMNS = (
    "group", "against", "indicator", "value", "se", "low", "high", "n", "n_households", "quality",
    "value_against", "se_against", "low_against", "high_against", "n_against", "n_households_against", "quality_against",
    "gap", "gap_se", "gap_low", "gap_high", "df", "p", "p_adjusted", "p_discovery", "family", "verdict",
    "ratio", "ratio_low", "ratio_high", *_EXPLAINED, "kind", "flags",
)  # fmt: skip
