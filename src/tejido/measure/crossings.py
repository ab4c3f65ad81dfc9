"""Groups by sex, age and disability, and their crossings with origin: what a survey tells of them at the levels of the list.

In: a `Sample` and the list of what may be published. Out: `Crossed`: values after `tables.VALUES` and comparisons after
`tables.DIFFERENTIALS`. These groups live where everybody lives, so they have no scores of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido import tables
from tejido.catalogue import Catalogue
from tejido.catalogue.answers import FromAnswers
from tejido.catalogue.groups import groups
from tejido.catalogue.variables import Asking
from tejido.errors import Finding, finding
from tejido.measure.answered import ORIGIN, Sample, level_column
from tejido.measure.answers import holds
from tejido.measure.gaps import judged, quarter_of
from tejido.measure.laid import of_groups
from tejido.measure.levels import Nest
from tejido.privacy import Rule
from tejido.privacy.listed import Crossing, canonical, dimensions_of, told
from tejido.survey.comparisons import Grouped, estimate_groups
from tejido.survey.standardisation import standard_cells
from tejido.tables import CITY_LEVEL

PEOPLE: tuple[Asking, ...] = ("persons", "adults")
"""The tables of people: a household has no sex and no age."""

GROUP = "@group"
"""The column of a table of answers with the canonical group of every row, while it is asked."""

LEADING = (ORIGIN, "disability", "sex", "age")
"""A crossing is compared along the first of these dimensions that it has, all else being equal: refugee and migrant women with
women of the host community.
"""

_PLAIN = ("register", "layer")
"""The kinds of figures that rest on no answers."""

__all__ = ["Crossed", "crossed", "enter_scores", "reference_of"]


@dataclass(frozen=True, eq=False)
class Crossed:
    """The `values` and `gaps` of one survey's groups; what it did not ask is told in `findings`."""

    values: pd.DataFrame
    gaps: pd.DataFrame
    findings: list[Finding] = field(default_factory=list)


def reference_of(group: str) -> str | None:
    """The group with which a canonical group is compared; None for those that are the reference themselves."""
    classes = dict(part.split("=", 1) for part in group.split(";"))
    leading = _leading(group)
    reference = groups().of_dimension(leading).reference
    if reference is None or classes[leading] == reference:
        return None
    return canonical({**classes, leading: reference})


def enter_scores(values: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows may enter scores: all but what answers tell of groups by anything else than origin."""
    told_apart = {str(one): set(dimensions_of(str(one))) <= {ORIGIN} for one in values["group"].unique()}
    return np.asarray(values["group"].map(told_apart).to_numpy(dtype=bool) | values["kind"].isin(_PLAIN).to_numpy())


def _leading(group: str) -> str:
    return next(one for one in LEADING if one in dimensions_of(group))


def crossed(
    sample: Sample,
    catalogue: Catalogue,
    nest: Nest,
    listed: Sequence[Crossing],
    wanted: Mapping[tuple[str, ...], Collection[str]],
    rule: Rule,
    source: str,
) -> Crossed:
    """Estimate and compare the `listed` groups, but for those by origin alone, at the levels of the list.

    All groups of a crossing are estimated in one pass, `wanted` being its indicators. A figure stands where it passes
    quality and protection; units are not merged for these groups. Comparisons for the whole city are also standardised and split by
    where people live, but for those of ages: nobody can be given another age, and what a class of age has in common goes with it.
    """
    asked = {by: levels for by, levels in told(listed, nest.shown).items() if by != (ORIGIN,)}
    values, gaps = [], []
    for by, name in product(sorted(asked), (one for one in PEOPLE if one in sample.tables)):
        people = sample.crossing(name, by)
        if people is None:
            continue
        levels = [level for level in nest.shown if level in asked[by]]
        for level, grouped, apart in _grouped(
            sample, name, people, _formulas(sample, name, by, wanted[by]), levels, nest
        ):
            estimates = _of(grouped.estimates, apart).rename(columns={level_column(level): "unit", GROUP: "group"})
            values.append(of_groups(sample, level, estimates, holds(estimates, rule), nest, source))
            compared = _compared(grouped, level, standard_cells(sample.tables[name]), nest)
            gaps += [_of(rows, apart) for rows in compared]
    found = tables.VALUES.conform(pd.concat(values, ignore_index=True), sort=False) if values else tables.VALUES.empty()
    return Crossed(found, judged(sample, catalogue, source, gaps), _unasked(sample, asked))


def _unasked(sample: Sample, asked: Collection[tuple[str, ...]]) -> list[Finding]:
    """A note where the survey tells of people, but not what a listed dimension tells them apart by."""
    people = [name for name in PEOPLE if name in sample.tables]
    missing = [
        one
        for one in sorted({dimension for by in asked for dimension in by})
        if people and all(sample.crossing(name, (one,)) is None for name in people)
    ]
    return [finding("A242", survey=sample.survey.spec.id, names=", ".join(missing))] if missing else []


def _formulas(sample: Sample, name: Asking, by: tuple[str, ...], wanted: Collection[str]) -> dict[str, FromAnswers]:
    return {
        one: formula
        for one, formula in sample.formulas[name].items()
        if one in wanted and set(by) <= sample.dimensions[one]
    }


def _grouped(
    sample: Sample, name: Asking, people: pd.Series, formulas: Mapping[str, FromAnswers], levels: Sequence[str], nest: Nest
) -> Iterator[tuple[str, Grouped, frozenset[str]]]:  # fmt: skip
    """Level by level the estimates of all groups of a crossing, and of which indicators they are told."""
    table = sample.tables[name].assign(**{GROUP: people})
    kept = frozenset(formulas)
    for level in levels:
        asked = {one: formulas[one] for one in formulas if one in kept and level in sample.levels(one, nest.shown)}
        if not asked or not (people.notna() & table[level_column(level)].notna()).any():
            return
        grouped = estimate_groups(
            sample.designs[name], table, asked, GROUP, [level_column(level)],
            planned=sample.planned(level, str(people.dropna().iloc[0])), read=sample.read[name],
        )  # fmt: skip
        kept = _told_apart(grouped.estimates)
        yield level, grouped, kept


def _told_apart(estimates: pd.DataFrame) -> frozenset[str]:
    """The indicators that have a figure in at least two classes of every dimension: what concerns one class alone (young people)
    compares nobody by it.
    """
    there = estimates.loc[estimates["estimate"].notna(), ["indicator", GROUP]].drop_duplicates()
    classes = there[GROUP].str.split(";", expand=True).groupby(there["indicator"]).nunique()
    return frozenset(classes.index[(classes >= 2).all(axis=1)])


def _compared(grouped: Grouped, level: str, cells: pd.DataFrame, nest: Nest) -> Iterator[pd.DataFrame]:
    """Every group beside the one that it is compared with, in every unit of a level; for the city, but for ages, also made alike
    over `cells` and split.
    """
    for pairs in _pairs(set(grouped.estimates[GROUP])):
        rows = grouped.beside(pairs)
        for group, of_group in rows.groupby("group", sort=True):
            if level == CITY_LEVEL and "age" not in dimensions_of(str(group)):
                # Women and men cannot be given the same sex.
                alike = cells.drop(columns=_leading(str(group)), errors="ignore")
                of_group = grouped.explained(of_group.reset_index(drop=True), alike, quarter_of(level, nest))
            yield of_group.rename(columns={level_column(level): "unit"}).assign(level=level)


def _pairs(there: Collection[str]) -> Iterator[dict[str, str]]:
    """The groups with the one that each is compared with: as many at once as share none."""
    left = {group: against for group in sorted(there) if (against := reference_of(group)) in there and against}
    while left:
        chosen = {against: group for group, against in left.items()}
        yield {group: against for against, group in chosen.items()}
        left = {group: against for group, against in left.items() if group not in chosen.values()}


def _of(rows: pd.DataFrame, indicators: Collection[str]) -> pd.DataFrame:
    return rows[rows["indicator"].isin(indicators)].reset_index(drop=True)
