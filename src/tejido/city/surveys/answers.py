"""From a survey's own columns to standard variables: categories by id, flags, numbers in range; what does not fit is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from tejido.catalogue import Variable
from tejido.catalogue.variables import NO, YES
from tejido.city.answers import EMPTY
from tejido.city.columns import codes, numbers
from tejido.city.files import missing_column
from tejido.city.model_surveys import SurveySpec, VariableSpec
from tejido.city.surveys.derived import classes
from tejido.city.surveys.faults import Faults, Table
from tejido.errors import finding

_WRITTEN_FLAGS = {"1": YES, "0": NO}
"""How files write flags beside true and false."""

__all__ = ["standard", "texts", "translated"]


def standard(
    frame: pd.DataFrame,
    spec: SurveySpec,
    known: Mapping[str, Variable],
    names: Iterable[str],
    table: Table,
    faults: Faults,
) -> pd.DataFrame:
    """The declared variables `names` from the columns of `frame`, the file of `table`; same index."""
    found = {}
    for name in names:
        variable, one = known[name], spec.variables[name]
        if one.column not in frame.columns:
            faults.found.append(missing_column(faults.files[table], one.column, frame))
            continue
        column = frame[one.column]
        number = variable.kind == "number"
        found[name] = (
            _number(column, variable, one, spec, table, faults)
            if number
            else translated(column, variable.categories, one, spec.no_data, table, faults)
        )
        if len(frame) and found[name].isna().all():
            faults.found.append(finding("C622", file=faults.files[table], column=one.column, variable=name))
    return pd.DataFrame(found, index=frame.index)


def translated(
    column: pd.Series,
    categories: Collection[str],
    spec: VariableSpec,
    no_data: tuple[str, ...],
    table: Table,
    faults: Faults,
) -> pd.Series:
    """A column as ids of `categories`; an answer that is none of them is missing, flagged and counted."""
    written = texts(column).mask(lambda text: text.isin([*no_data, *spec.no_data]))
    if spec.bounds:
        made = classes(pd.Series(numbers(written).values, index=column.index), categories, spec.bounds)
    elif spec.values or spec.otherwise:
        made = written.map(spec.values).astype(object)
        if spec.otherwise:
            made = made.mask(made.isna() & written.notna(), spec.otherwise)
    else:
        made = written.replace(_WRITTEN_FLAGS) if set(categories) == {YES, NO} else written
        made = made.where(made.isin(list(categories)), None)
    faults.tell("C621", table, written.notna() & made.isna(), spec.column, variable=spec.variable)
    return made.where(made.notna(), None)


def texts(column: pd.Series) -> pd.Series:
    """Answers as text in one form: codes without ``.0``, ``True`` as ``true``; empty ones missing."""
    if pd.api.types.is_bool_dtype(column):
        return column.map({True: YES, False: NO}).astype(object).where(column.notna(), None)
    text = codes(column)
    text = text.replace({"True": YES, "TRUE": YES, "False": NO, "FALSE": NO})
    return text.mask(text.isin(EMPTY), None)


def _number(
    column: pd.Series, variable: Variable, one: VariableSpec, spec: SurveySpec, table: Table, faults: Faults
) -> pd.Series:
    """A column as numbers; words, and numbers that cannot be, are missing, flagged and counted."""
    written = texts(column).mask(lambda text: text.isin([*spec.no_data, *one.no_data]))
    amounts = pd.Series(numbers(written).values, index=column.index)
    faults.tell("C621", table, written.notna() & amounts.isna(), one.column, variable=variable.id)
    if variable.possible is None:
        return amounts
    low, high = variable.possible
    outside = (amounts < low) | (amounts > high)
    faults.tell("C623", table, outside, one.column, variable=variable.id, low=low, high=high)
    return amounts.mask(outside)
