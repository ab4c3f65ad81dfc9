"""What the city's surveys add to a measurement: values where nothing else gives them, replicates, gaps between groups.

In: the city, its catalogue, how its units lie, and which figures stand already. Out: `Surveyed`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tejido import tables
from tejido.catalogue import Catalogue
from tejido.city import City, CitySurvey, read_surveys, taken
from tejido.errors import Finding, refuse_errors
from tejido.marker import Draws
from tejido.measure.answered import ORIGIN, Sample
from tejido.measure.answers import Figures, Where, figures_of
from tejido.measure.crossings import crossed
from tejido.measure.gaps import gaps_of
from tejido.measure.levels import Nest
from tejido.measure.replicates import draws_of, joined
from tejido.measure.residents import residents_of
from tejido.measure.shares import first_told, shares_of, withheld_notes
from tejido.privacy import Rule
from tejido.privacy.listed import dimensions_of, told
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import APART, add
from tejido.territory.neighbours import neighbours
from tejido.words import pick

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

Pair = tuple[str, str]
"""An indicator and a group."""

__all__ = ["Pair", "Surveyed", "ask", "pairs"]


@dataclass(frozen=True, eq=False)
class Surveyed:
    """`values` after `tables.VALUES` (not sorted) and their `draws`; `differentials` after `tables.DIFFERENTIALS`; `instead`: indicators
    that the city takes from a survey although columns give them; `private`: tables for the analyst alone; `reasons`: why
    figures without known probabilities are in the marker, by survey; `people`: ``level, unit, group, population`` of groups
    that only answers know of, `unweighed` those of these groups that get no score, because those asked were not drawn by
    chance and the city gave no reason; `shares` after `tables.SHARES`; `inputs`: hashes of the files read.
    """

    values: pd.DataFrame
    draws: Draws | None
    differentials: pd.DataFrame
    instead: frozenset[str]
    private: dict[str, pd.DataFrame]
    reasons: dict[str, str]
    people: pd.DataFrame
    unweighed: frozenset[str]
    shares: pd.DataFrame
    inputs: dict[str, str]
    findings: list[Finding]


@dataclass(frozen=True, eq=False)
class _Told:
    """What one survey told."""

    sample: Sample
    figures: Figures
    draws: Draws | None
    gaps: pd.DataFrame
    people: pd.DataFrame
    shares: pd.DataFrame


def ask(
    city: City,
    catalogue: Catalogue,
    nest: Nest,
    given: Collection[Pair],
    carried: pd.DataFrame,
    engine: BaseBackend | None = None,
) -> Surveyed:
    """Ask all surveys of the city: those drawn by chance, those that enter the marker for the city's reason, the others; each
    kind in the order of the city's file. What one has told the next is not asked for.

    `given` are the figures that stand already, `carried` their values at every level; `engine` does the sums of estimates. A
    survey without named indicators fills what is missing: everybody's figure where there is none, and those of groups where
    no group has one (so that groups are compared by one source).

    Raises:
        TejidoError: a survey cannot be read, or its design or a model cannot be.
    """
    read = read_surveys(city, catalogue)
    refuse_errors(finding for one in read for finding in one.findings)
    chosen = taken(city, catalogue, read)
    known, compared, counted, divided = set(given), set[Pair](), set(nest.people["group"]), set[str]()
    where = _where(city, nest) if read else None
    done: list[_Told] = []
    order = sorted(read, key=_order)
    for number, one in enumerate(order):
        assert where is not None
        waiting = {indicator for indicator, by in chosen.items() if any(by is later for later in order[number + 1 :])}
        sample = Sample.of(one, catalogue, nest, engine, city.config.publish.answers)
        source = pick(one.spec.names, city.config.languages[0])
        rule = Rule(city.config.publish.persons, city.config.publish.households)
        figures = figures_of(sample, _wanted(sample, chosen, known, waiting), carried, where, rule, source)
        gaps = gaps_of(sample, catalogue, nest, source, compared)
        people = residents_of(sample, counted, nest, rule)
        draws = None if sample.indicative else draws_of(sample, figures, nest)
        listed = city.config.publish.crossings
        apart = {by: _wanted_by(sample, by, chosen, known, waiting) for by in told(listed, nest.shown)}
        others = crossed(sample, catalogue, nest, listed, apart, rule, source)
        figures = figures.with_values(others.values, others.findings)
        gaps = tables.DIFFERENTIALS.gather([gaps, others.gaps])
        shares = shares_of(sample, listed, nest, rule, source, divided)
        done.append(_Told(sample, figures, draws, gaps, people, shares))
        known |= pairs(figures.values[figures.values["value"].notna()])
        compared |= pairs(gaps)
        counted |= set(people["group"])
        divided |= set(shares.loc[shares["share"].notna(), "question"])
    return _gathered(done, frozenset(chosen), nest)


def pairs(rows: pd.DataFrame) -> set[Pair]:
    """The indicators and groups that rows tell of."""
    found = rows[["indicator", "group"]].drop_duplicates()
    return set(zip(found["indicator"], found["group"], strict=True))


def _order(read: CitySurvey) -> int:
    if read.spec.sampling != "indicative":
        return 0
    return 1 if read.spec.enters_marker else 2


def _wanted(sample: Sample, chosen: Mapping[str, CitySurvey], known: set[Pair], waiting: Collection[str]) -> set[Pair]:
    """What a survey is asked for: its own indicators, for everybody and every group. Of those that are not waiting for the
    survey that is named for them also the figures of groups, where no group has one, and, unless the survey is named for
    others, everybody's. What enters no score is told too, as long as nothing else tells it.
    """
    mine = {one for one in sample.indicators if chosen.get(one) is sample.survey}
    free = {one for one in sample.indicators if one not in waiting} - mine
    fills = sample.apart or sample.survey.spec.indicators is None
    alone = {one for one in free if fills and (one, EVERYBODY) not in known}
    by_group = _wanted_by(sample, (ORIGIN,), chosen, known, waiting) & sample.compared
    return {(one, EVERYBODY) for one in mine | alone} | {(one, group) for one in by_group for group in sample.groups}


def _wanted_by(
    sample: Sample, by: tuple[str, ...], chosen: Mapping[str, CitySurvey], known: Set[Pair], waiting: Collection[str]
) -> set[str]:
    """The indicators of which a survey is asked for the groups of some dimensions: its own, and those that wait for no other
    survey and of which no group of these dimensions has a figure.
    """
    there = {indicator for indicator, group in known if dimensions_of(group) == by}
    mine = {one for one in sample.indicators if chosen.get(one) is sample.survey}
    return mine | {one for one in sample.indicators if one not in waiting and one not in there}


def _gathered(told: Sequence[_Told], instead: frozenset[str], nest: Nest) -> Surveyed:
    """What all surveys told, as one."""
    specs = [one.sample.survey.spec for one in told]
    drawn = [one.draws for one in told if one.draws is not None]
    shares = first_told([one.shares for one in told])
    unweighed = (set(one.people["group"]) for one in told if one.sample.apart)
    return Surveyed(
        values=_once(told),
        draws=joined(drawn),
        differentials=tables.DIFFERENTIALS.gather(one.gaps for one in told),
        instead=instead,
        private={name: table for one in told for name, table in _private(one).items()},
        reasons={one.id: one.enters_marker for one in specs if one.enters_marker is not None},
        people=pd.concat([nest.people.iloc[:0], *(one.people for one in told)], ignore_index=True),
        unweighed=frozenset().union(*unweighed),
        shares=shares,
        inputs={name: mark for one in told for name, mark in one.sample.survey.inputs.items()},
        findings=[
            *(finding for one in told for finding in [*one.sample.survey.findings, *one.figures.findings]),
            *withheld_notes(shares),
        ],
    )


def _once(told: Sequence[_Told]) -> pd.DataFrame:
    """The values of all surveys: of what several were asked for those of the one that told it, else of the first."""
    tellers: dict[Pair, int] = {}
    asked = [pairs(one.figures.values) for one in told]
    for number, one in enumerate(told):
        answered = pairs(one.figures.values[one.figures.values["value"].notna()])
        tellers = dict.fromkeys(asked[number], number) | tellers | dict.fromkeys(answered, number)
    kept = []
    for number, one in enumerate(told):
        values = one.figures.values
        others = [pair for pair in asked[number] if tellers[pair] != number]
        if others:
            values = values[~pd.MultiIndex.from_frame(values[["indicator", "group"]]).isin(others)]
        kept.append(_apart(values) if one.sample.apart else values)
    filled = [values for values in kept if len(values)]
    return pd.concat(filled, ignore_index=True) if filled else tables.VALUES.empty()


def _apart(values: pd.DataFrame) -> pd.DataFrame:
    """Figures that are told but enter no score."""
    return values.assign(flags=add(values["flags"], APART, np.ones(len(values), dtype=bool)))


def _where(city: City, nest: Nest) -> Where:
    touching, middles = {}, {}
    for level in nest.shown:
        if level == CITY_LEVEL:
            continue
        units = city.units[level][["unit", "geometry"]]
        touching[level] = neighbours(units)
        point = units.geometry.representative_point()
        middles[level] = pd.DataFrame({"unit": units["unit"], "x": point.x.to_numpy(), "y": point.y.to_numpy()})
    return Where(nest, touching, middles)


def _private(told: _Told) -> dict[str, pd.DataFrame]:
    """The points and the replicates: for the analyst alone."""
    survey, draws = told.sample.survey, told.draws
    name = f"survey_{survey.spec.id}"
    kept = {f"{name}_points": survey.points.sort_values("household", kind="stable").reset_index(drop=True)}
    if draws is not None and len(draws.keys):
        kept[f"{name}_cells"] = draws.keys.assign(cell=draws.cell)
        kept[f"{name}_replicates"] = pd.DataFrame(
            draws.figures, columns=[str(cell) for cell in range(draws.figures.shape[1])]
        )
    return kept
