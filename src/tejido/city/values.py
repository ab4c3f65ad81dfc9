"""Ready-made values: the figures that stand in a city's own columns, as tables of parts and values.

Each is given once, at the level where it was measured: a figure that repeats a coarser unit's is given for that unit.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tejido.catalogue.model import Catalogue, Definition
from tejido.city.columns import Numbers, numbers
from tejido.city.config import NAME
from tejido.city.files import missing_column
from tejido.city.model import City, Fraction, ValueSpec
from tejido.city.nest import ancestors
from tejido.city.records import record_values
from tejido.errors import Finding, finding
from tejido.tables import CITY_LEVEL, PARTS, VALUES
from tejido.tables.flags import PROXY
from tejido.territory import formulas

AREA = "area_m2"
"""The name by which a fraction takes the units' own ground, in m2, where their file has no such column."""

_NOTHING = pd.DataFrame()


@dataclass
class ReadyMade:
    """`parts` (`tables.PARTS`) of the figures made of counts, `values` (`tables.VALUES`) of those that stand ready, both at the
    level where they were measured, measured units only; `population` is left to whoever knows the universes. `sources` names
    the source of each indicator, `proxies` those that are not quite it.
    """

    parts: pd.DataFrame
    values: pd.DataFrame
    findings: list[Finding]
    sources: dict[str, str] = field(default_factory=dict)
    proxies: frozenset[str] = frozenset()


def ready_made(city: City, catalogue: Catalogue) -> ReadyMade:
    """Every declared value of `city` whose indicator the catalogue has and the city does not omit.

    No-data codes go first, then `invert`, then `scale`. Figures outside the indicator's possible range are missing and told.
    Period is the city's (the round measured); the figure's own period stands in its source. Findings: C104, C117, C304, C306,
    C308, C311, C312, C315, and C008 (an error)
    for an indicator that the catalogue does not have.
    """
    parts, values = [], []
    found: list[Finding] = []
    specs = []
    for spec in city.config.values:
        if spec.indicator not in catalogue.definitions:
            found.append(
                unknown_indicator(spec.indicator, list(catalogue.definitions), f"values.{spec.level}.{spec.indicator}")
            )
        elif spec.indicator not in city.config.omit:
            specs.append(spec)
    for spec in specs:
        own_parts, own_values = _Extraction(city, catalogue.definitions[spec.indicator], spec, found).tables()
        parts.append(own_parts)
        values.append(own_values)
    records = _records(city, catalogue, {spec.indicator for spec in specs}, found)
    sources = dict(zip(records["indicator"], records["source"], strict=True))
    return ReadyMade(
        PARTS.gather(parts), VALUES.gather([*values, records]), found,
        sources | {spec.indicator: source_text(spec, city) for spec in specs},
        frozenset(spec.indicator for spec in specs if spec.proxy),
    )  # fmt: skip


def _records(city: City, catalogue: Catalogue, declared: set[str], found: list[Finding]) -> pd.DataFrame:
    """Figures from records, but for indicators that are declared under ``[values]`` or left out."""
    table = city.records
    if table.empty:
        return VALUES.empty()
    for indicator in sorted(set(table["indicator"]) - set(catalogue.definitions)):
        rows = table[table["indicator"] == indicator]
        told = unknown_indicator(indicator, list(catalogue.definitions), "indicator")
        found.append(replace(told, file=str(rows["file"].iloc[0]), row=int(rows["row"].iloc[0])))
    for indicator in sorted(set(table["indicator"]) & declared):
        first = table[table["indicator"] == indicator].iloc[0]
        found.append(
            finding("C687", file=first["file"], row=int(first["row"]), column="indicator", indicator=indicator)
        )
    kept = table[~table["indicator"].isin(declared | set(city.config.omit))]
    return record_values(kept, catalogue, city.config.period, found)


def source_text(spec: ValueSpec, city: City) -> str:
    """Who says so, with the period where it is not the city's."""
    return spec.source if spec.period in (None, city.config.period) else f"{spec.source}, {spec.period}"


def unknown_indicator(indicator: str, known: list[str], column: str) -> Finding:
    """The finding for an indicator that the catalogue does not have, with the nearest one."""
    near = difflib.get_close_matches(indicator, known, 1, 0.6)
    return finding("C008", file=NAME, column=column, indicator=indicator, near=f" ({near[0]}?)" if near else "")


@dataclass
class _Extraction:
    """One value being taken out of its columns."""

    city: City
    indicator: Definition
    spec: ValueSpec
    found: list[Finding]

    @property
    def file(self) -> str:
        if self.spec.level == CITY_LEVEL:
            return NAME
        return self.city.config.level(self.spec.level).source.file

    @property
    def measured_at(self) -> str:
        return self.spec.support or self.spec.level

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Parts and values of this figure; one of the two is empty."""
        spec = self.spec
        if spec.constant is not None:
            given = pd.Series([spec.constant], index=[self.city.config.code])
            return _NOTHING, self._values(self._possible(given))
        if spec.level not in self.city.attributes or self.measured_at not in self.city.units:
            return _NOTHING, _NOTHING
        if spec.classes:
            if not self._sums():
                self.found.append(finding("C020", file=self.file, indicator=spec.indicator))
                return _NOTHING, _NOTHING
            return self._parts(self._class_parts()), _NOTHING
        if spec.column is not None:
            column = self._column(spec.column)
            if column is None:
                return _NOTHING, _NOTHING
            return _NOTHING, self._values(self._possible(self._turned(column)))
        return self._fractions()

    @property
    def formula(self) -> str:
        """The formula over parts by which the indicator is made."""
        function = self.indicator.compute.function
        return formulas.OF_PLACES.get(function, function)

    def _turned(self, values: pd.Series) -> pd.Series:
        if self.spec.within is not None:
            values = (100.0 * (values <= self.spec.within)).where(values.notna())
        if self.spec.invert is not None:
            values = self.spec.invert - values
        return values * self.spec.scale

    def _column(self, name: str) -> pd.Series | None:
        """A column's figures at the level where it was measured; None (told) where the file has none of that name."""
        attributes = self.city.attributes[self.spec.level]
        if name == AREA and AREA not in attributes.columns:
            ground = self.city.units[self.spec.level].set_index("unit").geometry.area.reindex(attributes.index)
            return ground if self.spec.support is None else self._lifted(name, ground)
        if name not in attributes.columns:
            self.found.append(missing_column(self.file, name, attributes))
            return None
        read = numbers(attributes[name])
        values = pd.Series(self._without_codes(name, read), index=attributes.index)
        if values.notna().sum() == 0:
            self.found.append(finding("C311", file=self.file, column=name))
        return values if self.spec.support is None else self._lifted(name, values)

    def _without_codes(self, name: str, read: Numbers) -> np.ndarray:
        """No-data codes and words are missing; how many is told."""
        coded = np.isin(read.values, self.spec.no_data)
        if coded.any():
            self.found.append(finding("C308", file=self.file, column=name, count=int(coded.sum())))
        if read.words:
            self.found.append(finding("C117", file=self.file, column=name, count=read.words))
        if read.commas:
            self.found.append(finding("C118", file=self.file, column=name))
        return np.where(coded, np.nan, read.values)

    def _lifted(self, name: str, values: pd.Series) -> pd.Series:
        """The one figure of each coarser unit; where its units disagree there is none, which is an error."""
        held = ancestors(self.city.units, self.spec.level)[self.measured_at].reindex(values.index)
        groups = values.groupby(held)
        low, high = groups.min(), groups.max()
        differs = (high - low) > 1e-9 * high.abs().clip(lower=1)
        if differs.any():
            self.found.append(
                finding("C304", file=self.file, column=name, level=self.measured_at, count=int(differs.sum()))
            )
        return groups.first().mask(differs)

    def _counts(self, names: tuple[str, ...]) -> pd.Series | None:
        """The sum of columns of counts; negative counts are missing and told."""
        columns = [self._column(name) for name in names]
        if not columns or any(column is None for column in columns):
            return None
        total = sum(column for column in columns if column is not None)
        assert isinstance(total, pd.Series)
        negative = total < 0
        if negative.any():
            self.found.append(
                finding(
                    "C315",
                    file=self.file,
                    column=", ".join(names),
                    count=int(negative.sum()),
                    indicator=self.indicator.id,
                )
            )
        return total.mask(negative)

    def _class_parts(self) -> dict[str, pd.Series]:
        counted = {f"class:{name}": self._counts((name,)) for name in self.spec.classes}
        amounts = {part: one for part, one in counted.items() if one is not None}
        return amounts if len(amounts) == len(counted) else {}

    def _fractions(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Counts over counts: parts where the catalogue's formula sums them, else the quotient as a value."""
        assert self.spec.fraction is not None
        amounts = self._fraction(self.spec.fraction, "")
        if self.spec.against is not None:
            amounts |= self._fraction(self.spec.against, "against_")
        wanted = 2 * (1 + (self.spec.against is not None)) if self.spec.fraction.denominator else 1
        if len(amounts) < wanted:
            return _NOTHING, _NOTHING
        if self._sums():
            return self._parts(amounts), _NOTHING
        quotient = amounts["numerator"] / amounts.get("denominator", 1.0)
        if self.spec.of_shares and self.formula == "share":
            quotient = quotient * 100
        return _NOTHING, self._values(self._possible(self._turned(quotient)))

    def _sums(self) -> bool:
        """Whether the catalogue's formula works on sums of this figure's parts."""
        spec, function = self.spec, self.formula
        if spec.classes or spec.fraction is None:
            return bool(spec.classes) and function == "diversity"
        if (
            spec.of_shares
            or not spec.fraction.denominator
            or function not in formulas.FUNCTIONS
            or function == "diversity"
        ):
            return False
        return (function == "gap") == (spec.against is not None)

    def _fraction(self, fraction: Fraction, prefix: str) -> dict[str, pd.Series]:
        amounts = {}
        for part, names in (("numerator", fraction.numerator), ("denominator", fraction.denominator)):
            total = self._counts(names)
            if total is not None:
                amounts[prefix + part] = total
        if self.formula == "share" and len(amounts) == 2:
            larger = amounts[prefix + "numerator"] > amounts[prefix + "denominator"]
            if larger.any():
                self.found.append(finding(
                    "C312", file=self.file, column=", ".join(fraction.numerator), count=int(larger.sum()), indicator=self.indicator.id
                ))  # fmt: skip
            if self.spec.invert is not None:
                amounts[prefix + "numerator"] = amounts[prefix + "denominator"] - amounts[prefix + "numerator"]
            amounts[prefix + "numerator"] = amounts[prefix + "numerator"].mask(larger)
        if self._sums():
            amounts |= {part: one * self.spec.scale for part, one in amounts.items() if part.endswith("numerator")}
        return amounts

    def _parts(self, amounts: dict[str, pd.Series]) -> pd.DataFrame:
        """`tables.PARTS` of the units that have every part."""
        if not amounts:
            return _NOTHING
        wide = pd.DataFrame(amounts).dropna()
        per = float(self.indicator.compute.options.get("per", 1.0))
        figures = formulas.evaluate(self.formula, wide, per)
        wide = wide[self._possible(figures).notna() | figures.isna()]
        tall = wide.stack()
        return pd.DataFrame({
            "period": self.city.config.period, "level": self.measured_at, "unit": tall.index.get_level_values(0),
            "group": self.spec.group, "indicator": self.indicator.id, "part": tall.index.get_level_values(1),
            "amount": tall.to_numpy(),
        })  # fmt: skip

    def _values(self, values: pd.Series) -> pd.DataFrame:
        """`tables.VALUES` of the units that have a figure."""
        values = values.dropna()
        return pd.DataFrame({
            "period": self.city.config.period, "level": self.measured_at, "unit": values.index, "group": self.spec.group,
            "indicator": self.indicator.id, "value": values.to_numpy(),
            "kind": self.indicator.given_kind, "quality": "not_sampled",
            "support": self.measured_at, "source": source_text(self.spec, self.city),
            "flags": PROXY if self.spec.proxy else None,
        })  # fmt: skip

    def _possible(self, values: pd.Series) -> pd.Series:
        """Figures outside the indicator's possible range are missing, which is told."""
        low, high = self.indicator.possible
        margin = 1e-9 * max(1.0, abs(low), abs(high) if np.isfinite(high) else 1.0)
        outside = (values < low - margin) | (values > high + margin)
        if outside.any():
            self.found.append(finding(
                "C306", file=self.file, column=self.spec.column, count=int(outside.sum()), indicator=self.indicator.id,
                low=low, high=high,
            ))  # fmt: skip
        return values.mask(outside)
