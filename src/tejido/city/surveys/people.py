"""To which group everybody belongs: by a column, or by a definition of the catalogue, and households by the declared rule."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.groups import groups
from tejido.city.model_surveys import SurveySpec
from tejido.city.surveys.faults import Faults
from tejido.errors import TejidoError, finding
from tejido.survey.groups import compared_groups, household_groups, late_arrivals, not_asked, person_groups

__all__ = ["add_groups"]


def add_groups(
    homes: pd.DataFrame, people: pd.DataFrame, spec: SurveySpec, faults: Faults
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables with ``origin``, missing where it cannot be told.

    Persons: the declared column, else the declared definition, else the group of their household. Households: the declared
    column, else the declared rule over their persons.
    """
    faults.found.extend(late_arrivals(people, int(spec.period[:4])))
    one, other = "rm", "host"
    try:
        if spec.groups is not None:
            definition = groups().definition(spec.groups)
            faults.found.extend(not_asked(people, definition))
            classes = person_groups(people, definition)
            people = people.assign(origin=compared_groups(classes, definition))
            one, other = definition.groups
        if "origin" not in homes.columns and "origin" in people.columns and len(people):
            by_rule = household_groups(people, "household", spec.rule, one=one, other=other)
            homes = homes.assign(origin=homes["household"].map(by_rule))
    except TejidoError as problem:
        faults.found.extend(problem.findings)
    if spec.group is not None and "origin" not in homes.columns and "origin" not in people.columns:
        faults.found.append(finding("C645", column=spec.group.column, survey=spec.id))
    if "origin" not in homes.columns:
        homes = homes.assign(origin=None)
    if "origin" not in people.columns:
        people = people.assign(origin=people["household"].map(homes.set_index("household")["origin"]))
    return _told(homes), _told(people)


def _told(table: pd.DataFrame) -> pd.DataFrame:
    origin = table["origin"].astype(object)
    return table.assign(origin=origin.where(origin.notna(), None))
