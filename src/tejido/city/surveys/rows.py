"""Who answered, how they were drawn and what they said: the rows of a survey's files, each held against the rules.

In: a file as it came. Out: keys, design, place, group and standard variables of its rows, whose index is the row's place.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tejido.catalogue import Variable
from tejido.city.columns import codes, numbers
from tejido.city.model import City
from tejido.city.model_surveys import GROUPS, SurveySpec
from tejido.city.surveys.answers import standard, translated
from tejido.city.surveys.faults import Faults, Table
from tejido.city.surveys.places import locate

UNMATCHED = "C650"
"""Code of interviews that the table of weights does not know: that their weight is missing need not be told again."""

__all__ = ["UNMATCHED", "design_columns", "home_rows", "one_per_household", "person_rows", "stage_names"]


def stage_names(kind: str, count: int) -> tuple[str, ...]:
    """``psu, psu_2 ...``: the columns of `count` stages."""
    return tuple(kind if place == 0 else f"{kind}_{place + 1}" for place in range(count))


def design_columns(spec: SurveySpec) -> dict[str, str]:
    """The declared columns of weight and design by their standard names."""
    named = {"weight": spec.weight, "stratum": spec.stratum}
    stages = [*zip(stage_names("psu", len(spec.psu)), spec.psu, strict=True)]
    stages += zip(stage_names("fpc", len(spec.fpc)), spec.fpc, strict=True)
    return {name: column for name, column in named.items() if column is not None} | dict(stages)


def person_rows(frame: pd.DataFrame, spec: SurveySpec, known: Mapping[str, Variable], faults: Faults) -> pd.DataFrame:
    """Persons: ``household, person``, the design columns that stand in this file, ``origin`` where it does, and answers."""
    assert spec.person is not None, "a table of persons has their key"
    found = _keyed(frame, {"household": spec.household, "person": spec.person}, "persons", faults)
    found = found.join(_designed(frame, spec, "persons", faults))
    found = found.join(_group(frame, spec, "persons", faults))
    found = found.join(standard(frame, spec, known, _of("persons", spec, known), "persons", faults))
    if "arrival_year" in found.columns:
        later = found["arrival_year"] > int(spec.period[:4])
        faults.tell("C624", "persons", later, spec.variables["arrival_year"].column)
        found["arrival_year"] = found["arrival_year"].mask(later)
    return found


def home_rows(
    frame: pd.DataFrame, spec: SurveySpec, known: Mapping[str, Variable], table: Table, city: City, faults: Faults
) -> tuple[pd.DataFrame, str | None]:
    """Households: key, design, ``unit, x, y``, ``origin`` where a column gives it, and answers; and the level of the units.

    Where `table` is ``persons`` there is a row for every person.
    """
    if table == "households":
        found = _keyed(frame, {"household": spec.household}, table, faults)
        found = found.join(_designed(frame, spec, table, faults)).join(_group(frame, spec, table, faults))
    else:
        # Keys, design and groups of these rows were told where they were read as persons.
        found = pd.DataFrame({"household": codes(frame[spec.household])}, index=frame.index)
        found = found.join(_designed(frame, spec, table, None))
    if spec.weight is None:
        found["weight"] = 1.0
    if not spec.psu:
        found["psu"] = found["household"]
    unit, points, level = locate(frame, spec, city, table, faults)
    told = standard(frame, spec, known, _of("households", spec, known), table, faults)
    return found.assign(unit=unit).join(points).join(told), level


def _of(table: Table, spec: SurveySpec, known: Mapping[str, Variable]) -> list[str]:
    """The declared variables that are asked of households, or of persons."""
    return [name for name in spec.variables if known[name].table == table]


def one_per_household(rows: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """The household of each first person; an answer on which its persons disagree is missing and flagged."""
    homes = rows["household"]
    first = rows[homes.notna() & ~homes.duplicated()].copy()
    for name in rows.columns.drop(["household", "weight", "x", "y"]):
        differs = rows.groupby("household")[name].nunique() > 1
        disagreeing = first["household"].map(differs).fillna(False).astype(bool)
        faults.tell("C630", "persons", disagreeing, name)
        first[name] = first[name].mask(disagreeing)
    return first


def _keyed(frame: pd.DataFrame, keys: dict[str, str], table: Table, faults: Faults) -> pd.DataFrame:
    """The key columns as text under their standard names.

    Rows without key, repeated rows, and different rows under one key are flagged and will not be used: which of them is
    right is not ours to guess. Of equal rows the first one stays.
    """
    found = pd.DataFrame({name: codes(frame[column]) for name, column in keys.items()}, index=frame.index)
    last = list(keys.values())[-1]
    empty = found.isna().any(axis=1)
    faults.tell("C625", table, empty, last, fatal=True)
    repeated = frame.astype(object).duplicated() & ~empty
    faults.tell("C626", table, repeated, last, fatal=True)
    shared = found[~empty & ~repeated].duplicated(keep=False).reindex(frame.index, fill_value=False)
    faults.tell("C627", table, shared, last, fatal=True)
    return found


def _designed(frame: pd.DataFrame, spec: SurveySpec, table: Table, faults: Faults | None) -> pd.DataFrame:
    """Weight and design columns that stand in this file, as text, but weight and `fpc` as numbers; gaps are fatal."""
    found: dict[str, pd.Series] = {}
    for name, column in design_columns(spec).items():
        if column not in frame.columns:
            continue
        number = name == "weight" or name.startswith("fpc")
        found[name] = pd.Series(numbers(frame[column]).values, frame.index) if number else codes(frame[column])
        if faults is not None and name == "weight":
            unmatched = faults.fatal(table, frame.index, UNMATCHED)
            faults.tell("C628", table, ~(found[name] > 0) & ~unmatched, column, fatal=True)
        elif faults is not None:
            unmatched = faults.fatal(table, frame.index, UNMATCHED)
            faults.tell("C629", table, found[name].isna() & ~unmatched, column, fatal=True)
    return pd.DataFrame(found, index=frame.index)


def _group(frame: pd.DataFrame, spec: SurveySpec, table: Table, faults: Faults) -> pd.DataFrame:
    """``origin``, where this file has the column of groups."""
    if spec.group is None or spec.group.column not in frame.columns:
        return pd.DataFrame(index=frame.index)
    made = translated(frame[spec.group.column], GROUPS, spec.group, spec.no_data, table, faults)
    return pd.DataFrame({"origin": made})
