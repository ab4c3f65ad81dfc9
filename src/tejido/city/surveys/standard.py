"""Surveys that need no mapping: columns that are called like standard variables, and the forms that tejido makes.

In a form of tejido questions are called like variables and choices like their categories; what stands around them has the names
of `catalogue.form_names`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from tejido.catalogue import Variable
from tejido.catalogue.form_names import COMPLETE, CONSENT, NO_ANSWER, POINT, PREFIX, RESULT, SELECTED
from tejido.catalogue.groups import groups
from tejido.catalogue.variables import NO, YES
from tejido.city.forms import Form
from tejido.city.model_surveys import SurveySpec, VariableSpec
from tejido.city.surveys.answers import texts
from tejido.city.surveys.faults import Table
from tejido.errors import Finding, finding

GROUPS = "mobility"
_UNKNOWN = (NO_ANSWER, "dk")
"""Choices by which somebody refuses, or does not know."""

_FLAG = {"true": YES, "false": NO, "yes": YES, "no": NO, "1": YES, "0": NO}
"""How flags are written."""

__all__ = ["by_name", "interviewed", "is_ours", "of_our_form"]


def is_ours(form: Form) -> bool:
    """Whether tejido made this form."""
    return form.id.startswith(PREFIX)


def by_name(spec: SurveySpec, raw: Mapping[Table, pd.DataFrame], known: Mapping[str, Variable]) -> SurveySpec:
    """The declaration in which every column that is called like a variable of its table is that variable."""
    home: Table = "households" if "households" in raw else "persons"
    places: dict[str, tuple[Table, ...]] = {
        "households": (home,), "persons": ("persons",), "adults": ("households", "persons"),
    }  # fmt: skip
    found = {
        name: VariableSpec(name, name, _FLAG if one.kind == "flag" else {})
        for name, one in known.items()
        if any(name in raw[table].columns for table in places[one.table] if table in raw)
    }
    return replace(spec, variables=found, no_data=(*spec.no_data, *_UNKNOWN))


def of_our_form(spec: SurveySpec, raw: Mapping[Table, pd.DataFrame]) -> SurveySpec:
    """The declaration of a survey asked with a form of tejido: what the city says, else what the form has."""
    columns = {str(name) for frame in raw.values() for name in frame.columns}
    told = set(groups().definition(GROUPS).needed) <= columns
    placed = spec.x or spec.geopoint or POINT not in columns
    return replace(
        spec,
        standard=spec.standard or not spec.variables,
        groups=GROUPS if told and spec.group is None and spec.groups is None else spec.groups,
        geopoint=spec.geopoint if placed else POINT,
        selected=spec.selected or (SELECTED if SELECTED in columns else None),
    )


def interviewed(tables: Mapping[Table, pd.DataFrame], file: str) -> tuple[dict[Table, pd.DataFrame], list[Finding]]:
    """The records of those who agreed and whose interview is complete; the others are left out and counted."""
    homes = tables["households"]
    kept = pd.Series(True, index=homes.index)
    if CONSENT in homes.columns:
        kept &= texts(homes[CONSENT]).map(_FLAG) == YES
    if RESULT in homes.columns:
        kept &= texts(homes[RESULT]) == COMPLETE
    if kept.all():
        return dict(tables), []
    rows = {table: frame[frame["household"].isin(homes.loc[kept, "household"])] for table, frame in tables.items()}
    if not kept.any():
        return rows, [finding("C660", file=file, count=len(homes))]
    return rows, [finding("C659", file=file, count=int((~kept).sum()), kept=int(kept.sum()))]
