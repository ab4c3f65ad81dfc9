"""Reading the declared surveys of a city: from files to standard tables, with everything that is wrong told."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tejido.catalogue import Variable
from tejido.catalogue.model import Catalogue
from tejido.city.files import Files, missing_column
from tejido.city.model import City
from tejido.city.model_surveys import CitySurvey, SurveySpec
from tejido.city.surveys.adults import adult_rows, of_adults
from tejido.city.surveys.derived import derived
from tejido.city.surveys.drawn import with_design
from tejido.city.surveys.faults import Faults, Table
from tejido.city.surveys.feeding import check_indicators
from tejido.city.surveys.people import add_groups
from tejido.city.surveys.rows import design_columns, home_rows, one_per_household, person_rows, stage_names
from tejido.city.surveys.sources import raw_tables
from tejido.errors import Finding, TejidoError, finding
from tejido.tables import CITY_LEVEL

_WEIGHT_TOLERANCE = 0.25
"""Share by which the weights may miss the city's residents before it is told: the survey may have other limits."""

__all__ = ["read_surveys"]


def read_surveys(city: City, catalogue: Catalogue) -> list[CitySurvey]:
    """Every survey that `city.toml` declares, in its order. Nothing is raised about the input: see `CitySurvey.findings`.

    A survey whose files cannot be read, or lack a key or a design column, comes back without rows and says why.
    """
    return [_read(city, spec, catalogue) for spec in city.config.surveys]


def _read(city: City, spec: SurveySpec, catalogue: Catalogue) -> CitySurvey:
    found: list[Finding] = []
    files = Files(city.folder, city.data, found)
    one = spec.submissions or ""
    faults = Faults({"households": spec.households or one, "persons": spec.persons or one}, found)
    spec, raw = raw_tables(spec, files, city.config.variables)
    spec, raw = with_design(spec, raw, files, faults)
    survey = _empty(city, spec, faults)
    if raw and _columns_there(spec, raw, faults):
        try:
            survey = _assembled(city, spec, raw, faults)
        except TejidoError as problem:
            found.extend(problem.findings)
    survey.inputs = dict(sorted(files.hashes.items()))
    check_indicators(survey, city.config, catalogue)
    return survey


def _columns_there(spec: SurveySpec, raw: dict[Table, pd.DataFrame], faults: Faults) -> bool:
    """Whether keys stand in each file, and weight and design columns in one of them; what does not is told."""
    before = len(faults.found)
    for table, frame in raw.items():
        keys = [spec.household, *([spec.person] if table == "persons" and spec.person else [])]
        faults.found.extend(missing_column(faults.files[table], key, frame) for key in keys if key not in frame.columns)
    home: Table = "households" if "households" in raw else "persons"
    for column in design_columns(spec).values():
        if all(column not in frame.columns for frame in raw.values()):
            faults.found.append(missing_column(faults.files[home], column, raw[home]))
    return len(faults.found) == before


def _assembled(city: City, spec: SurveySpec, raw: dict[Table, pd.DataFrame], faults: Faults) -> CitySurvey:
    home: Table = "households" if "households" in raw else "persons"
    known, year = city.config.variables, int(spec.period[:4])
    people = person_rows(raw["persons"], spec, known, faults) if "persons" in raw else None
    homes, level = home_rows(raw[home], spec, known, home, city, faults)
    told_of_adults = of_adults(raw, spec, known, faults)
    if home == "persons":
        homes = one_per_household(homes, faults)
    told = set(homes["household"].dropna())
    homes = homes[~faults.fatal(home, homes.index)]
    if people is not None:
        people = people[~faults.fatal("persons", people.index)]
        people = _in_homes(people, homes, told, faults)
        homes = _sized(homes, people, home, faults)
    homes = derived(homes, "households", known, year, faults, home)
    people = derived(_with_household(people, homes), "persons", known, year, faults, "persons")
    homes, people = add_groups(homes, people, spec, faults)
    adults = adult_rows(homes, people, raw, told_of_adults, spec, faults)
    adults = derived(adults, "adults", known, year, faults, "persons")
    _tell_weights(city, spec, people, faults)
    strata = "stratum" if spec.stratum else None
    psu, fpc = stage_names("psu", max(len(spec.psu), 1)), stage_names("fpc", len(spec.fpc))
    reserved = ["weight", *([strata] if strata else []), *psu, *fpc, "unit", "origin"]
    points = homes[["household", "x", "y"]].dropna().reset_index(drop=True)
    of_person = ["household", "person", *reserved]
    return CitySurvey(
        spec, _ordered(homes, ["household", *reserved], known), _ordered(people, of_person, known),
        _ordered(adults, of_person, known), faults.quality(), points, faults.found, level, strata, psu, fpc, {}, known,
    )  # fmt: skip


def _in_homes(people: pd.DataFrame, homes: pd.DataFrame, told: set[str], faults: Faults) -> pd.DataFrame:
    """Persons whose household is there; the others are flagged, as are households without persons."""
    unknown = ~people["household"].isin(told)
    left_out = ~unknown & ~people["household"].isin(homes["household"])
    faults.tell("C640", "persons", unknown, fatal=True)
    faults.tell("C641", "persons", left_out, fatal=True)
    if faults.files["households"]:
        faults.tell("C642", "households", ~homes["household"].isin(people["household"]))
    return people[~unknown & ~left_out]


def _sized(homes: pd.DataFrame, people: pd.DataFrame, home: Table, faults: Faults) -> pd.DataFrame:
    """The size of households by the persons told, where no column gives it; where one does, differences are flagged."""
    listed = homes["household"].map(people["household"].value_counts()).astype(float)
    if "size" not in homes.columns:
        return homes.assign(size=listed)
    faults.tell("C643", home, listed.notna() & homes["size"].notna() & (listed != homes["size"]))
    return homes


def _with_household(people: pd.DataFrame | None, homes: pd.DataFrame) -> pd.DataFrame:
    """Persons with what their household tells: design, unit and answers; a weight of their own stays."""
    if people is None:
        return pd.DataFrame({"person": pd.Series(dtype=object)}).join(homes.iloc[:0])
    kept = [name for name in people.columns if name not in homes.columns or name in ("household", "weight", "origin")]
    told = [name for name in homes.columns if name == "household" or name not in ("x", "y", "origin", *kept)]
    joined = people[kept].reset_index(names="row").merge(homes[told], on="household", how="left", validate="m:1")
    return joined.set_index("row")


def _tell_weights(city: City, spec: SurveySpec, people: pd.DataFrame, faults: Faults) -> None:
    """C644: weights of persons that sum to far more or fewer than the city's residents."""
    residents = float(city.units[CITY_LEVEL]["population"].iloc[0])
    total = float(people["weight"].sum()) if len(people) else 0.0
    if spec.sampling == "probability" and total and residents > 0 and abs(total / residents - 1) > _WEIGHT_TOLERANCE:
        faults.found.append(
            finding(
                "C644", file=faults.files["persons"], column=spec.weight, total=round(total), residents=round(residents)
            )
        )


def _ordered(table: pd.DataFrame, first: list[str], known: Mapping[str, Variable]) -> pd.DataFrame:
    """Reserved columns, then variables in the catalogue's order; rows numbered from 0."""
    return table[[*first, *(name for name in known if name in table.columns)]].reset_index(drop=True)


def _empty(city: City, spec: SurveySpec, faults: Faults) -> CitySurvey:
    homes = pd.DataFrame(columns=["household", "weight", "psu", "unit", "origin"])
    persons = pd.DataFrame(columns=["household", "person", "weight", "psu", "unit", "origin"])
    points = pd.DataFrame(columns=["household", "x", "y"])
    return CitySurvey(
        spec, homes, persons, persons.copy(), faults.quality(), points, faults.found, None, None, ("psu",), (), {},
        city.config.variables,
    )  # fmt: skip
