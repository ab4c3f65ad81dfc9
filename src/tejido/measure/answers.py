"""Values from answers: each indicator at the finest level that carries it, weak units merged with their neighbours.

In: a `Sample`, how units nest and touch, the protection rule. Out: `Figures`, after `tables.VALUES`, and for every row at the
base level the cell (indicator, group, domain) whose estimate it is, so that replicates can be laid over the same units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido import tables
from tejido.measure.answered import ORIGIN, Sample, group_of, level_column
from tejido.measure.levels import Nest
from tejido.measure.modelled import Modelled, model
from tejido.privacy import Rule
from tejido.survey.indicative import INDICATIVE, as_indicative
from tejido.survey.indicators import estimate_indicators
from tejido.survey.merging import choose_level, merge_units
from tejido.survey.quality import RELIABLE, UNRELIABLE, WEAK
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import INHERITED, MERGED, add

DOMAIN = "@domain"
"""The column of a table of answers with the declared domain of every row."""

QUALITIES = (RELIABLE, WEAK)
"""Labels that a figure may carry and still be placed: what is unreliable is merged, or not said."""

_FIGURES = ("se", "low", "high", "df", "n", "n_cases", "n_households", "n_eff", "deff")

__all__ = ["DOMAIN", "Figures", "Where", "figures_of", "holds"]


@dataclass(frozen=True, eq=False)
class Where:
    """How the city's units lie: how they nest, and per level which of them touch (``unit``, ``other``) and their middles
    (``unit, x, y`` in metres).
    """

    nest: Nest
    neighbours: dict[str, pd.DataFrame]
    middles: dict[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Figures:
    """What a survey says of the city's units.

    `values` follow `tables.VALUES`. `chosen` tells per indicator and group the `level` at which it was measured and the
    `domains` of that level's units, `modelled` (by indicator) which of everybody's figures a model made.
    """

    values: pd.DataFrame
    chosen: dict[tuple[str, str], tuple[str, pd.Series]]
    modelled: dict[str, Modelled]


def holds(estimates: pd.DataFrame, rule: Rule) -> pd.Series:
    """Whether figures may be placed: good enough, and enough people and households behind them."""
    enough = (estimates["n"] >= rule.persons) & (estimates["n_households"] >= rule.households)
    return estimates["quality"].isin(QUALITIES) & enough.astype(bool) & estimates["estimate"].notna()


def figures_of(
    sample: Sample, wanted: Iterable[tuple[str, str]], known: pd.DataFrame, where: Where, rule: Rule, source: str
) -> Figures:
    """Estimate the `wanted` indicators, each for a group, at every level down to the finest that carries it.

    `known` are the values that need no answers, for the covariates of models; a model's level is the finest. At each of
    these levels units that do not pass quality and protection are merged with neighbours (`survey.merge_units`), and all
    units of such a domain have its figure; what does not pass even so has none. Finer units inherit.
    """
    rows: list[pd.DataFrame] = []
    chosen: dict[tuple[str, str], tuple[str, pd.Series]] = {}
    by_table: dict[tuple[str, str], list[str]] = {}
    for indicator, group in sorted(wanted):
        by_table.setdefault((sample.table_of(indicator), group), []).append(indicator)
    modelled: dict[str, Modelled] = {}
    declared = {one: spec for spec in sample.survey.spec.models for one in spec.indicators}
    for (_, group), indicators in sorted(by_table.items()):
        each = {level: _estimates(sample, indicators, group, level_column(level)) for level in where.nest.shown}
        finest = _finest(sample, each, group, where.nest, rule)
        for indicator in indicators:
            spec = declared.get(indicator) if group == EVERYBODY else None
            for level in where.nest.shown:
                if level != CITY_LEVEL and where.nest.is_coarser(str(finest[indicator]), level):
                    break
                if spec is not None and level == spec.level:
                    break
                alone = each[level][each[level]["indicator"] == indicator]
                domains, told = _merged(sample, indicator, group, level, alone, where, rule)
                if level != CITY_LEVEL and (domains == CITY_LEVEL).any():
                    told = pd.concat([told, _of_city(each[CITY_LEVEL], indicator, rule)], ignore_index=True)
                rows.append(_rows(sample, indicator, group, level, domains, told, where.nest, source))
                chosen[indicator, group] = (level, domains)
            if spec is not None:
                own = each[spec.level][each[spec.level]["indicator"] == indicator]
                whole = each[CITY_LEVEL].set_index("indicator")["estimate"].astype("float64")
                made = model(sample, spec, indicator, own, whole[indicator], known, where.nest, rule)
                modelled[indicator] = made
                rows.append(_of_model(sample, indicator, made, source))
                chosen[indicator, group] = (made.level, pd.Series(made.told["unit"].to_numpy(), made.told["unit"]))
            rows += _inherited(rows[-1], chosen[indicator, group][0], where.nest)
    return Figures(tables.VALUES.gather(rows), chosen, modelled)


def _estimates(sample: Sample, indicators: Sequence[str], group: str, column: str) -> pd.DataFrame:
    """Estimates of one group by the units (or domains) of a column: ``indicator, unit`` and the figures."""
    name = sample.table_of(indicators[0])
    formulas = {one: sample.formulas[name][one] for one in indicators}
    table, value = sample.tables[name], group_of(group)
    if value is not None:
        table = table.assign(**{column: table[column].where((table[ORIGIN] == value).fillna(False))})
    planned = column.removeprefix("@") in sample.survey.spec.planned
    found = estimate_indicators(sample.designs[name], table, formulas, [column], planned=planned)
    return found.rename(columns={column: "unit"})


def _finest(sample: Sample, each: dict[str, pd.DataFrame], group: str, nest: Nest, rule: Rule) -> pd.Series:
    """The level at which each indicator is measured."""
    told = []
    for level, estimates in each.items():
        people = nest.residents(level, group).fillna(nest.residents(level, EVERYBODY))
        passing = estimates.assign(passes=holds(estimates, rule)).set_index(["indicator", "unit"])["passes"]
        every = pd.MultiIndex.from_product([estimates["indicator"].unique(), nest.codes(level)])
        known = passing.reindex(every, fill_value=False)
        told.append(
            pd.DataFrame({
                "indicator": every.get_level_values(0), "level": level, "unit": every.get_level_values(1),
                "population": people.reindex(every.get_level_values(1)).fillna(0.0).to_numpy(),
                "passes": known.to_numpy(dtype=bool),
            })
        )  # fmt: skip
    return choose_level(pd.concat(told, ignore_index=True), list(nest.shown))


def _merged(
    sample: Sample, indicator: str, group: str, level: str, alone: pd.DataFrame, where: Where, rule: Rule
) -> tuple[pd.Series, pd.DataFrame]:
    """The domain of every unit of a level, and the estimates by domain (``unit``: the domain's code)."""
    codes = where.nest.codes(level)
    own = pd.Series(codes, index=codes, name="domain")
    good = alone[holds(alone, rule)]
    if level == CITY_LEVEL or len(good) == len(codes):
        return own, good
    asked = alone.set_index("unit")["n"].reindex(codes).fillna(0).astype(float)
    units = where.middles[level].set_index("unit").reindex(codes)
    units = units.assign(unit=codes, n=asked.to_numpy(), parent=_parents(where.nest, level).reindex(codes).to_numpy())
    known = {str(row): True for row in good["unit"]}
    found: dict[str, pd.DataFrame] = {}

    def passes(domains: pd.Series) -> pd.Series:
        """Ask the answers again, for the domains not yet asked about."""
        new = domains[~domains.isin(list(known)) & (domains != CITY_LEVEL)]
        if len(new):
            estimates = _by_domain(sample, indicator, group, level, new)
            for one, fits in zip(estimates["unit"], holds(estimates, rule), strict=True):
                known[str(one)] = bool(fits)
            found.update({str(code): rows for code, rows in estimates.groupby("unit")})
            known.update({str(code): False for code in new.unique() if str(code) not in known})
        return pd.Series(known)

    domains = merge_units(units.reset_index(drop=True), where.neighbours[level], passes)
    own_rows = {str(code): rows for code, rows in alone.groupby("unit")}
    used = [code for code in sorted(set(domains)) if known.get(code)]
    told = [found.get(code, own_rows.get(code)) for code in used]
    return domains, pd.concat(told, ignore_index=True) if told else alone.iloc[:0]


def _of_city(estimates: pd.DataFrame, indicator: str, rule: Rule) -> pd.DataFrame:
    """The city's figure, for units that pass with no neighbour of theirs."""
    good = estimates[(estimates["indicator"] == indicator) & holds(estimates, rule)]
    return good.assign(unit=CITY_LEVEL)


def _by_domain(sample: Sample, indicator: str, group: str, level: str, domains: pd.Series) -> pd.DataFrame:
    """Estimates of declared domains of a level's units."""
    name = sample.table_of(indicator)
    placed = sample.tables[name][level_column(level)].map(domains)
    tables_ = {**sample.tables, name: sample.tables[name].assign(**{DOMAIN: placed})}
    again = Sample(sample.survey, tables_, sample.designs, sample.formulas, sample.seed)
    return _estimates(again, [indicator], group, DOMAIN)


def _of_model(sample: Sample, indicator: str, made: Modelled, source: str) -> pd.DataFrame:
    """`tables.VALUES` rows of modelled figures; what is unreliable is not said."""
    told = made.told.rename(columns={"estimate": "value"})
    bad = told["quality"] == UNRELIABLE
    told[["value", "se", "low", "high"]] = told[["value", "se", "low", "high"]].mask(bad)
    return tables.VALUES.conform(told.assign(
        period=sample.survey.spec.period, level=made.level, group=EVERYBODY, indicator=indicator, kind="modelled",
        support=made.level, source=source,
    ))  # fmt: skip


def _parents(nest: Nest, level: str) -> pd.Series:
    """The unit of the next coarser level by unit."""
    coarser = nest.shown[nest.shown.index(level) - 1]
    return nest.holders[level][coarser]


def _rows(
    sample: Sample,
    indicator: str,
    group: str,
    level: str,
    domains: pd.Series,
    told: pd.DataFrame,
    nest: Nest,
    source: str,
) -> pd.DataFrame:
    """`tables.VALUES` rows of a level's units: that of its domain for each, its universe shared by where people live."""
    by_domain = (as_indicative(told) if sample.indicative else told).set_index("unit")
    of_unit = by_domain.reindex(domains.to_numpy())
    shared = domains.to_numpy() != domains.index.to_numpy()
    people = nest.residents(level, EVERYBODY).reindex(domains.index).to_numpy(dtype=np.float64)
    inside = pd.Series(np.nan_to_num(people)).groupby(domains.to_numpy()).transform("sum").to_numpy()
    inside = np.where(domains == CITY_LEVEL, np.nansum(people), inside)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(shared, people / inside, 1.0)
    has = of_unit["estimate"].notna().to_numpy()
    made = {
        "period": sample.survey.spec.period, "level": level, "unit": domains.index.to_numpy(), "group": group,
        "indicator": indicator, "value": of_unit["estimate"].to_numpy(),
        "population": of_unit["population"].to_numpy(dtype=np.float64) * part,
        "kind": INDICATIVE if sample.indicative else "design-based",
        "quality": np.where(has, of_unit["quality"].to_numpy(dtype=object), UNRELIABLE),
        "support": level, "source": source,
        "domain": domains.where(has & shared).to_numpy(),
        "flags": pd.Series(MERGED, index=domains.index).where(has & shared).to_numpy(),
    }  # fmt: skip
    made |= {name: of_unit[name].to_numpy() for name in _FIGURES}
    return tables.VALUES.conform(pd.DataFrame(made))


def _inherited(rows: pd.DataFrame, level: str, nest: Nest) -> list[pd.DataFrame]:
    """The same figures for the units of every finer level, their universe shared by where people live."""
    made = []
    known = rows.set_index("unit")
    for finer in nest.shown[nest.shown.index(level) + 1 :]:
        codes = nest.codes(finer)
        holder = nest.holders[finer][level].reindex(codes)
        copied = known.reindex(holder.to_numpy()).reset_index(drop=True)
        people = nest.residents(finer, EVERYBODY).to_numpy(dtype=np.float64)
        inside = pd.Series(np.nan_to_num(people)).groupby(holder.to_numpy()).transform("sum").to_numpy()
        with np.errstate(invalid="ignore", divide="ignore"):
            copied["population"] = copied["population"] * (people / inside)
        copied = copied.assign(unit=codes.to_numpy(), level=finer)
        copied["flags"] = add(copied["flags"], INHERITED, np.ones(len(copied), dtype=bool))
        made.append(tables.VALUES.conform(copied[holder.notna().to_numpy()]))
    return made
