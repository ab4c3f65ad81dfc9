"""Adults who answered for themselves: one of each household drawn by chance, or everybody of 18 and more who did.

In: the files of a survey and its persons. Out: a row per adult with their own answers, those as a person and those of their
household. Where one adult was drawn, each stands for all adults of the household: the weight is that of the person times how
many there were to draw from (Kish, A procedure for objective respondent selection within the household, JASA 44, 1949).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tejido.catalogue import Variable
from tejido.catalogue.variables import ADULT
from tejido.city.columns import codes
from tejido.city.files import missing_column
from tejido.city.model_surveys import SurveySpec
from tejido.city.surveys.answers import standard, texts
from tejido.city.surveys.faults import Faults, Table
from tejido.errors import finding

_DRAWN = ("true", "1", "yes")
"""How a column of persons marks the adult who was drawn."""
_SHOWN = 8
"""How many variables a finding names."""

__all__ = ["adult_rows", "of_adults"]


def of_adults(
    raw: Mapping[Table, pd.DataFrame], spec: SurveySpec, known: Mapping[str, Variable], faults: Faults
) -> dict[Table, pd.DataFrame]:
    """The answers of adults that stand in each file, whose rows index them; a variable in both is that of the persons' file."""
    placed: dict[Table, list[str]] = {table: [] for table in raw}
    order: tuple[Table, ...] = ("persons", "households")
    for name, one in spec.variables.items():
        if known[name].table != "adults":
            continue
        table = next((file for file in order if file in raw and one.column in raw[file].columns), None)
        if table is None:
            first = next(iter(raw))
            faults.found.append(missing_column(faults.files[first], one.column, raw[first]))
        else:
            placed[table].append(name)
    return {table: standard(raw[table], spec, known, placed[table], table, faults) for table in raw}


def adult_rows(
    homes: pd.DataFrame,
    people: pd.DataFrame,
    raw: Mapping[Table, pd.DataFrame],
    told: Mapping[Table, pd.DataFrame],
    spec: SurveySpec,
    faults: Faults,
) -> pd.DataFrame:
    """The rows of `people` that answered as adults, with what `of_adults` `told`; their index stays.

    Who is known to be younger than 18 is left out and flagged; who told no age is taken as the adult that the form asks for.
    """
    names = [name for rows in told.values() for name in rows.columns]
    nobody = people.iloc[:0].join(pd.DataFrame(columns=names, dtype=object))
    of_homes = list(told["households"].columns) if "households" in told else []
    if of_homes and len(homes) and (spec.selected is None or not len(people)):
        variables = ", ".join(of_homes[:_SHOWN]) + (" …" if len(of_homes) > _SHOWN else "")
        faults.found.append(finding("C653", file=faults.files["households"], survey=spec.id, variables=variables))
        names = [name for name in names if name not in of_homes]
    if not names or not len(people):
        return nobody
    own = people.join(told["persons"]) if "persons" in told else people
    if spec.selected is None:
        return _grown(own[own[names].notna().any(axis=1)], faults)
    chosen = _drawn(homes, people, raw, told, spec.selected, faults)
    if chosen is None:
        return nobody
    if of_homes:
        of_home = told["households"].loc[homes.index].set_axis(homes["household"], axis=0)
        own = own.join(of_home, on="household")
    drawn = _grown(own[chosen], faults)
    adults = (people["age"] >= ADULT).groupby(people["household"]).sum()
    weight = drawn["weight"] * drawn["household"].map(adults).clip(lower=1)
    return drawn.assign(weight=weight)[drawn[names].notna().any(axis=1)]


def _grown(rows: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """The rows of those who are not known to be younger than 18."""
    if "age" not in rows.columns:
        return rows
    young = rows["age"] < ADULT
    faults.tell("C655", "persons", young)
    return rows[~young]


def _drawn(
    homes: pd.DataFrame,
    people: pd.DataFrame,
    raw: Mapping[Table, pd.DataFrame],
    told: Mapping[Table, pd.DataFrame],
    selected: str,
    faults: Faults,
) -> pd.Series | None:
    """Whether each person was drawn; None where nothing tells it, or how many there were to draw from."""
    if "age" not in people.columns:
        faults.found.append(finding("C656", file=faults.files["persons"], column=selected, selected=selected))
        return None
    if "households" in raw and selected in raw["households"].columns:
        line = codes(raw["households"].loc[homes.index, selected])
        chosen = people["person"] == people["household"].map(line.set_axis(homes["household"], axis=0))
        held = homes["household"].isin(people.loc[chosen, "household"])
        answered = told["households"].loc[homes.index].notna().any(axis=1)
        faults.tell("C654", "households", ~held & (line.notna() | answered), selected)
        return chosen
    if "persons" in raw and selected in raw["persons"].columns:
        marked = texts(raw["persons"].loc[people.index, selected]).isin(_DRAWN)
        several = marked.groupby(people["household"]).transform("sum") > 1
        faults.tell("C657", "persons", marked & several, selected)
        return marked & ~several
    first = next(iter(raw))
    faults.found.append(missing_column(faults.files[first], selected, raw[first]))
    return None
