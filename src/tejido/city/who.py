"""Which household belongs to which group, by each rule: what the choice of `rule` in `city.toml` decides.

In: the surveys of a city as read. Out: one `SurveyRules` per survey whose persons have groups of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from tejido.catalogue.answers import FromAnswers
from tejido.catalogue.groups import groups
from tejido.catalogue.model import Catalogue
from tejido.city.model_surveys import CitySurvey
from tejido.errors import Finding, TejidoError
from tejido.survey import RuleComparison, compare_rules, design
from tejido.words import Labels

SHOWN = 3
"""Indicators whose gap is shown under each rule."""

__all__ = ["SurveyRules", "rules_of_households"]


@dataclass(frozen=True, eq=False)
class SurveyRules:
    """The rules of households held against each other in one survey; `rule` is the declared one, `groups` the two that are
    compared, by name.
    """

    survey: str
    names: Labels
    groups: Mapping[str, Labels]
    rule: str
    households: int
    comparison: RuleComparison


def rules_of_households(
    surveys: Iterable[CitySurvey], catalogue: Catalogue
) -> tuple[tuple[SurveyRules, ...], list[Finding]]:
    """The comparison for every survey that has one, and why a gap could not be made.

    A survey in which every person belongs to the group of the household has nothing to compare: there the group was asked of
    the household, or no household is mixed.
    """
    made: list[SurveyRules] = []
    found: list[Finding] = []
    for survey in surveys:
        if not _differs(survey):
            continue
        try:
            made.append(_compared(survey, catalogue))
        except TejidoError as problem:
            found.extend(problem.findings)
    return tuple(made), found


def _differs(survey: CitySurvey) -> bool:
    persons = survey.persons[["household", "origin"]].dropna()
    return bool(persons.groupby("household")["origin"].nunique().gt(1).any())


def _compared(survey: CitySurvey, catalogue: Catalogue) -> SurveyRules:
    spec, households = survey.spec, survey.households
    drawn = None
    if spec.sampling == "probability":
        file = spec.households or spec.submissions
        drawn = design(households, "weight", survey.strata, survey.psu, survey.fpc, spec.lonely, file)
    formulas = _formulas(households, catalogue)
    compared_groups = groups().definition(spec.groups or "mobility").groups
    one, other = compared_groups
    planned = "origin" in spec.planned
    compared = compare_rules(survey.persons, households, formulas, drawn, one=one, other=other, planned=planned)
    return SurveyRules(spec.id, spec.names, compared_groups, spec.rule, len(households), compared)


def _formulas(households: pd.DataFrame, catalogue: Catalogue) -> dict[str, FromAnswers]:
    """The first indicators of the catalogue that are shares over the variables of these households."""
    found = {
        one.id: one.answers
        for one in catalogue.indicators.values()
        if one.answers is not None and one.answers.table == "households" and one.answers.statistic == "share"
        and set(one.answers.variables) <= set(households.columns)
    }  # fmt: skip
    return dict(list(found.items())[:SHOWN])
