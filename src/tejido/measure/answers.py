"""Values from answers: each indicator at the finest level that carries it, weak units merged with their neighbours.

In: a `Sample`, how units nest and touch, the protection rule. Out: `Figures`, after `tables.VALUES`, and per indicator and group
the domains that were measured, so that replicates can be laid over the same units.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from tejido import tables
from tejido.city.surveys import AreaModel
from tejido.errors import Finding, finding
from tejido.measure.answered import Sample, Table, level_column
from tejido.measure.laid import inherited, of_domains, of_model
from tejido.measure.levels import Nest
from tejido.measure.modelled import Modelled, model
from tejido.privacy import Rule
from tejido.survey.groups import check_level
from tejido.survey.merging import choose_level, merge_units
from tejido.survey.quality import RELIABLE, WEAK
from tejido.tables import CITY_LEVEL, EVERYBODY

QUALITIES = (RELIABLE, WEAK)
"""Labels that a figure may carry and still be placed: what is unreliable is merged, or not said."""

__all__ = ["Figures", "Where", "figures_of", "holds"]


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

    `values` follow `tables.VALUES`, not sorted. `chosen` tells per indicator and group the `level` at which it was measured and the
    `domains` of that level's units, `modelled` (by indicator) which of everybody's figures a model made.
    """

    values: pd.DataFrame
    chosen: dict[tuple[str, str], tuple[str, pd.Series]]
    modelled: dict[str, Modelled]
    findings: list[Finding] = field(default_factory=list)

    def with_values(self, values: pd.DataFrame, findings: Sequence[Finding]) -> Figures:
        """With more `values`, which were laid over no units and have no replicates."""
        filled = [one for one in (self.values, values) if len(one)]
        told = pd.concat(filled, ignore_index=True) if filled else self.values
        return replace(self, values=told, findings=[*self.findings, *findings])


def holds(estimates: pd.DataFrame, rule: Rule) -> pd.Series:
    """Whether figures may be placed: good enough, and enough people and households behind them."""
    enough = (estimates["n"] >= rule.persons) & (estimates["n_households"] >= rule.households)
    return estimates["quality"].isin(QUALITIES) & enough.astype(bool) & estimates["estimate"].notna()


def figures_of(
    sample: Sample, wanted: Collection[tuple[str, str]], known: pd.DataFrame, where: Where, rule: Rule, source: str
) -> Figures:
    """Estimate the `wanted` indicators, each for a group, at every level down to the finest that carries it.

    `known` are the values that need no answers, for the covariates of models; a model's level is the finest. At each of
    these levels units that do not pass quality and protection are merged with neighbours (`survey.merge_units`), and all
    units of such a domain have its figure; what does not pass even so has none. Finer units inherit what is scored.
    """
    together: dict[tuple[Table, str], list[str]] = {}
    for indicator, group in sorted(wanted):
        together.setdefault((sample.table_of(indicator), group), []).append(indicator)
    asking = _Asking(sample, known, where, rule, source)
    models, findings = _models(sample, {one for one, group in wanted if group == EVERYBODY}, where.nest)
    for (name, group), indicators in sorted(together.items()):
        rows = sample.tables[name]
        each = {
            level: sample.estimates(indicators, group, rows[level_column(level)], sample.planned(level, group))
            for level in where.nest.shown
        }
        # People of a group may live in households that are not of it: then nobody answers for it here.
        if each[CITY_LEVEL].empty:
            continue
        finest = _finest(each, group, where.nest, rule)
        apart = {level: dict(iter(found.groupby("indicator", sort=False))) for level, found in each.items()}
        for indicator in indicators:
            alone = {level: of_level.get(indicator, each[level].iloc[:0]) for level, of_level in apart.items()}
            declared = models.get(indicator) if group == EVERYBODY else None
            asking.place(indicator, group, alone, str(finest[indicator]), declared)
    rows = pd.concat(asking.rows, ignore_index=True) if asking.rows else tables.VALUES.empty()
    values = tables.VALUES.conform(rows, sort=False)
    unsummed = sorted({indicator for indicator, _ in wanted} & set(sample.in_memory))
    told = [finding("E704", names=", ".join(unsummed))] if unsummed else []
    return Figures(values, asking.chosen, asking.modelled, [*findings, *asking.findings, *told])


def _models(sample: Sample, wanted: set[str], nest: Nest) -> tuple[dict[str, AreaModel], list[Finding]]:
    """The declared models by indicator, and which of them cannot be used: of figures that another source gives, or of units
    finer than those that are measured.
    """
    found: dict[str, AreaModel] = {}
    findings = []
    for spec in sample.survey.spec.models:
        for indicator in spec.indicators:
            if indicator not in wanted:
                findings.append(finding("A212", indicator=indicator, survey=sample.survey.spec.id))
            elif spec.level not in nest.shown:
                findings.append(finding("A211", indicator=indicator, level=spec.level, base=nest.base))
            else:
                found[indicator] = spec
    return found, findings


def _finest(each: Mapping[str, pd.DataFrame], group: str, nest: Nest, rule: Rule) -> pd.Series:
    """The level at which each indicator is measured, by indicator."""
    told = []
    for level, estimates in each.items():
        people = nest.residents(level, group).fillna(nest.residents(level, EVERYBODY))
        passing = estimates.assign(passes=holds(estimates, rule)).set_index(["indicator", "unit"])["passes"]
        # Of a level in which nobody is placed no estimates come; that of the city names every indicator.
        every = pd.MultiIndex.from_product([each[CITY_LEVEL]["indicator"].unique(), nest.codes(level)])
        told.append(
            pd.DataFrame({
                "indicator": every.get_level_values(0), "level": level, "unit": every.get_level_values(1),
                "population": people.reindex(every.get_level_values(1)).fillna(0.0).to_numpy(),
                "passes": passing.reindex(every, fill_value=False).to_numpy(dtype=bool),
            })
        )  # fmt: skip
    return choose_level(pd.concat(told, ignore_index=True), list(nest.shown))


class _Asking:
    """Places one indicator after the other; what `Figures` hold is gathered on the way."""

    def __init__(self, sample: Sample, known: pd.DataFrame, where: Where, rule: Rule, source: str) -> None:
        self.sample, self.known, self.where, self.rule, self.source = sample, known, where, rule, source
        self.rows: list[pd.DataFrame] = []
        self.chosen: dict[tuple[str, str], tuple[str, pd.Series]] = {}
        self.modelled: dict[str, Modelled] = {}
        self.findings: list[Finding] = []

    def place(
        self, indicator: str, group: str, alone: Mapping[str, pd.DataFrame], finest: str, declared: AreaModel | None
    ) -> None:
        """Rows of one indicator and group, whose estimates at each level are `alone`, from the city down to the base; of what must
        not be told below a level, none below it.

        Raises:
            TejidoError: E408, the city declares a model of it there.
        """
        nest = self.where.nest
        allowed = self.sample.levels(indicator, nest.shown)
        least = min(nest.levels.index(one) for one in (finest, self.sample.finest or finest))
        measured = allowed[: least + 1]
        if declared is not None:
            check_level(self.sample.attributes(indicator), declared.level)
            measured = nest.shown[: nest.shown.index(declared.level)]
        for level in measured:
            domains, told = self._merged(indicator, group, level, alone[level])
            if level != CITY_LEVEL and (domains == CITY_LEVEL).any():
                of_city = alone[CITY_LEVEL]
                told = pd.concat([told, of_city[holds(of_city, self.rule)].assign(unit=CITY_LEVEL)], ignore_index=True)
            self.rows.append(of_domains(self.sample, indicator, group, level, domains, told, nest, self.source))
            self.chosen[indicator, group] = (level, domains)
        if declared is not None:
            whole = float(alone[CITY_LEVEL]["estimate"].iloc[0])
            made = model(self.sample, declared, indicator, alone[declared.level], whole, self.known, nest, self.rule)
            self.modelled[indicator] = made
            self.findings += made.findings
            self.rows.append(of_model(self.sample, indicator, made, self.source))
            self.chosen[indicator, group] = (made.level, pd.Series(made.told["unit"].to_numpy(), made.told["unit"]))
        # What is scored must stand in every unit; what explains stands where it was measured.
        if allowed == nest.shown and indicator in self.sample.scored:
            self.rows += inherited(self.rows[-1], self.chosen[indicator, group][0], group, nest)

    def _merged(self, indicator: str, group: str, level: str, alone: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
        """The domain of every unit of a level, and the estimates of those that pass (``unit``: the domain's code)."""
        nest = self.where.nest
        codes = nest.codes(level)
        good = alone[holds(alone, self.rule)]
        if level == CITY_LEVEL or len(good) == len(codes):
            return pd.Series(codes, index=codes, name="domain"), good
        asked = alone.set_index("unit")["n"].reindex(codes).fillna(0).astype(float)
        coarser = nest.holders[level][nest.shown[nest.shown.index(level) - 1]]
        units = self.where.middles[level].set_index("unit").reindex(codes)
        units = units.assign(unit=codes, n=asked.to_numpy(), parent=coarser.reindex(codes).to_numpy())
        told = {str(code): rows for code, rows in good.groupby("unit")}
        known = dict.fromkeys(alone["unit"].astype("str"), False) | dict.fromkeys(told, True)
        sizes = dict.fromkeys(known, 1)
        at_level = self.sample.tables[self.sample.table_of(indicator)][level_column(level)]

        def passes(domains: pd.Series) -> pd.Series:
            """Ask the answers again, for the domains not yet asked about as they are now: one keeps its name when it grows."""
            size = domains.value_counts().to_dict()
            new = domains[[sizes.get(code) != size[code] for code in domains]]
            sizes.update({code: size[code] for code in new})
            known.update(dict.fromkeys(new, False))
            for code in set(new):
                told.pop(code, None)
            if len(new):
                found = self.sample.estimates([indicator], group, at_level.map(new), self.sample.planned(None))
                fits = {str(code): rows for code, rows in found[holds(found, self.rule)].groupby("unit")}
                told.update(fits)
                known.update(dict.fromkeys(fits, True))
            return pd.Series(known)

        domains = merge_units(units.reset_index(drop=True), self.where.neighbours[level], passes)
        used = [told[code] for code in sorted(set(domains)) if code in told]
        return domains, pd.concat(used, ignore_index=True) if used else alone.iloc[:0]
