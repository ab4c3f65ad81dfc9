"""What the city's surveys add to a measurement: values where nothing else gives them, replicates, gaps between groups.

In: the city, its catalogue, how its units lie, and which figures stand already. Out: `Surveyed`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from tejido import tables
from tejido.catalogue import Catalogue
from tejido.city import City, CitySurvey, read_surveys, taken
from tejido.errors import Finding
from tejido.marker import Draws
from tejido.measure.answered import Sample
from tejido.measure.answers import Where, figures_of
from tejido.measure.gaps import gaps_of
from tejido.measure.levels import Nest
from tejido.measure.replicates import draws_of, joined
from tejido.measure.residents import residents_of
from tejido.privacy import Rule
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import APART, add
from tejido.territory.neighbours import neighbours
from tejido.words import pick

Pair = tuple[str, str]
"""An indicator and a group."""

__all__ = ["Surveyed", "ask"]


@dataclass(frozen=True, eq=False)
class Surveyed:
    """`values` after `tables.VALUES` and their `draws`; `differentials` after `tables.DIFFERENTIALS`; `instead`: indicators
    that the city takes from a survey although columns give them; `private`: tables for the analyst alone; `reasons`: why
    figures without known probabilities are in the marker, by survey; `people`: ``level, unit, group, population`` of groups
    that only answers know of; `inputs`: hashes of the files read.
    """

    values: pd.DataFrame
    draws: Draws | None
    differentials: pd.DataFrame
    instead: frozenset[str]
    private: dict[str, pd.DataFrame]
    reasons: dict[str, str]
    people: pd.DataFrame
    inputs: dict[str, str]
    findings: list[Finding]


def ask(city: City, catalogue: Catalogue, nest: Nest, given: Collection[Pair], carried: pd.DataFrame) -> Surveyed:
    """Ask all surveys of the city, in their order; what one has told the next is not asked for.

    `given` are the figures that stand already, `carried` their values at every level. A survey without named indicators
    fills what is missing: everybody's figure where there is none, and those of groups where no group has one (so that groups
    are compared by one source).

    Raises:
        TejidoError: a survey cannot be read, or its design cannot be.
    """
    read = read_surveys(city, catalogue)
    rule = Rule(city.config.publish.persons, city.config.publish.households)
    where = _where(city, nest) if read else None
    known = set(given)
    chosen = taken(city, catalogue, read)
    values, draws, gaps, people = [], [], [], [nest.people.iloc[:0]]
    counted = set(nest.people["group"])
    instead: set[str] = set()
    told: list[Finding] = []
    private: dict[str, pd.DataFrame] = {}
    for one in sorted(read, key=lambda survey: survey.spec.sampling == "indicative"):
        assert where is not None
        sample = Sample.of(one, catalogue, nest)
        source = pick(one.spec.names, city.config.languages[0])
        mine = [indicator for indicator, by in chosen.items() if by is one]
        instead |= set(mine)
        wanted = _wanted(sample, mine, known, catalogue)
        found = figures_of(sample, wanted, carried, where, rule, source)
        values.append(
            _apart(found.values) if one.spec.sampling == "indicative" and not one.spec.enters_marker else found.values
        )
        if not sample.indicative:
            draws.append(draws_of(sample, found, nest))
        gaps.append(gaps_of(sample, catalogue, nest, source))
        people.append(residents_of(sample, counted, nest, rule))
        counted |= set(people[-1]["group"])
        private |= _private(one, draws[-1] if not sample.indicative else None)
        known |= wanted
    return Surveyed(
        values=tables.VALUES.gather(values), draws=joined(draws), differentials=tables.DIFFERENTIALS.gather(gaps),
        instead=frozenset(instead), private=private, reasons={
            one.spec.id: one.spec.enters_marker for one in read if one.spec.enters_marker is not None
        },
        people=pd.concat(people, ignore_index=True),
        inputs={name: mark for one in read for name, mark in one.inputs.items()},
        findings=[*(finding for one in read for finding in one.findings), *told],
    )  # fmt: skip


def _wanted(sample: Sample, mine: list[str], known: set[Pair], catalogue: Catalogue) -> set[Pair]:
    """What the survey gives: its indicators for everybody and every group, and groups' figures that nothing else has.

    What enters no score is told too, as long as nothing else tells it.
    """
    grouped = {indicator for indicator, group in known if group != EVERYBODY}
    able = [one for one in sample.indicators if one not in catalogue.omitted]
    apart = sample.indicative and not sample.survey.spec.enters_marker
    alone = [one for one in able if apart and (one, EVERYBODY) not in known]
    found = {(one, EVERYBODY) for one in [*mine, *alone]}
    return found | {(one, group) for one in able if one in mine or one not in grouped for group in sample.groups}


def _apart(values: pd.DataFrame) -> pd.DataFrame:
    """Figures that are told but enter no score."""
    every = pd.Series(True, index=values.index).to_numpy(dtype=bool)
    return values.assign(flags=add(values["flags"], APART, every))


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


def _private(survey: CitySurvey, draws: Draws | None) -> dict[str, pd.DataFrame]:
    """The points and the replicates: for the analyst alone."""
    name = f"survey_{survey.spec.id}"
    kept = {f"{name}_points": survey.points.sort_values("household", kind="stable").reset_index(drop=True)}
    if draws is not None and len(draws.keys):
        kept[f"{name}_cells"] = draws.keys.assign(cell=draws.cell)
        kept[f"{name}_replicates"] = pd.DataFrame(
            draws.figures, columns=[str(cell) for cell in range(draws.figures.shape[1])]
        )
    return kept
