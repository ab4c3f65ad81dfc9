"""The ``[[surveys]]`` of `city.toml`: files, design, groups, place and which column is which standard variable."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import cast, get_args

from tejido.catalogue import Variable
from tejido.city.model_surveys import GROUPS, AreaModel, Sampling, SurveySpec, VariableSpec
from tejido.city.sections import Section
from tejido.survey import LONELY, Lonely
from tejido.survey.groups import RULES, Rule
from tejido.tables import CITY_LEVEL

_ID = re.compile(r"[a-z][a-z0-9_]*")
_ORIGIN = "origin"

STANDARD = "standard"
"""In place of a table of variables: every column that is called like one is that variable."""


def read_surveys_section(
    root: Section, levels: Sequence[str], period: str, known: Mapping[str, Variable]
) -> tuple[SurveySpec, ...]:
    """Every survey that is declared well enough to be read, over the variables `known`; what is wrong is told."""
    found: dict[str, SurveySpec] = {}
    for section in root.tables("surveys"):
        spec = _survey(section, levels, period, known)
        section.close()
        if spec is not None and spec.id in found:
            section.note("C603", "id", survey=spec.id)
        elif spec is not None:
            found[spec.id] = spec
    return tuple(found.values())


def _survey(section: Section, levels: Sequence[str], period: str, known: Mapping[str, Variable]) -> SurveySpec | None:
    id_, submissions = section.text("id", required=True), section.text("submissions")
    # A form's submissions are taken apart into tables whose keys have these names.
    household = section.text("household", required=submissions is None) or (submissions and "household")
    person = section.text("person") or (submissions and "person")
    if id_ is not None and not _ID.fullmatch(id_):
        section.note("C006", "id", key="id", value=id_, allowed="a-z 0-9 _")
        id_ = None
    indicators = section.texts("indicators") if "indicators" in section.data else None
    by_name = isinstance(section.data.get("variables"), str)
    if by_name:
        section.choice("variables", (STANDARD,), STANDARD)
    spec = SurveySpec(
        id=id_ or "?", names=section.labels("name", required=True) or {"en": id_ or "?"},
        period=section.text("period") or period, household=household or "?",
        households=section.text("households"), persons=section.text("persons"), person=person,
        submissions=submissions, form=section.text("form"), roster=section.texts("roster"),
        design=section.text("design"), selected=section.text("selected"), weight=section.text("weight"),
        stratum=section.text("stratum"), psu=section.texts("psu"), fpc=section.texts("fpc"),
        lonely=cast(Lonely, section.choice("lonely", LONELY, "fail")),
        group=_group(section), groups=section.text("groups"),
        rule=cast(Rule, section.choice("rule", RULES, "reference")),
        x=section.text("x"), y=section.text("y"), geopoint=section.text("geopoint"), crs=section.text("crs") or "EPSG:4326",
        unit=_unit(section, levels), sampling=cast(Sampling, section.choice("sampling", get_args(Sampling), "probability")),
        enters_marker=section.text("enters_marker"), planned=_planned(section, levels), indicators=indicators,
        models=tuple(one for table in section.tables("model") if (one := _model(table, levels)) is not None),
        variables={} if by_name else _variables(section, known), standard=by_name, no_data=_codes(section, "no_data"),
    )  # fmt: skip
    _check(section, spec, known)
    tables = (spec.households or spec.persons) and (spec.person or not spec.persons)
    whole = id_ and household and (spec.form if submissions else tables)
    return spec if whole else None


def _check(section: Section, spec: SurveySpec, known: Mapping[str, Variable]) -> None:
    """What only the whole declaration can tell."""
    indicative = spec.sampling == "indicative"
    faults: tuple[tuple[str, bool, str | None], ...] = (
        ("C604", (spec.submissions is None) != bool(spec.households or spec.persons), None),
        ("C605", not indicative and spec.weight is None and spec.design is None, None),
        ("C609", spec.group is not None and spec.groups is not None, "groups"),
        ("C610", (spec.x is None) != (spec.y is None) or (spec.x is not None and spec.geopoint is not None), None),
        ("C611", not (spec.variables or spec.standard or spec.submissions), None),
        ("C612", indicative and spec.enters_marker is None, None),
        ("C615", not indicative and spec.enters_marker is not None, "enters_marker"),
    )
    for code, wrong, key in faults:
        if wrong:
            section.note(code, key, survey=spec.id)
    if spec.submissions and not spec.form:
        section.note("C004", None, key="form")
    if spec.persons and not spec.person:
        section.note("C004", None, key="person")
    if len(spec.fpc) > max(len(spec.psu), 1):
        section.note("C607", "fpc", fpc=len(spec.fpc), psu=len(spec.psu))
    for name in spec.variables if spec.persons is None and spec.submissions is None else ():
        if known[name].table == "persons":
            section.book.note("C613", (*section.path, "variables", name), variable=name)


def _unit(section: Section, levels: Sequence[str]) -> tuple[str, str] | None:
    table = section.table("unit")
    if table is None:
        return None
    level, column = table.text("level", required=True), table.text("column", required=True)
    table.close()
    if level is None or column is None or not _known(table, "level", level, levels):
        return None
    return level, column


def _known(table: Section, key: str, level: str, known: Collection[str]) -> bool:
    if level not in known:
        table.note("C007", key, level=level, known=", ".join(known))
    return level in known


def _planned(section: Section, levels: Sequence[str]) -> tuple[str, ...]:
    known = (CITY_LEVEL, *levels, _ORIGIN)
    return tuple(one for one in section.texts("planned") if _known(section, "planned", one, known))


def _model(table: Section, levels: Sequence[str]) -> AreaModel | None:
    indicators, level = table.texts("indicators"), table.text("level", required=True)
    covariates = table.texts("covariates")
    table.close()
    if not indicators:
        table.note("C004", None, key="indicators")
    if level is None or not indicators or not _known(table, "level", level, levels):
        return None
    return AreaModel(indicators, level, covariates)


def _group(section: Section) -> VariableSpec | None:
    """The column of groups: its name, or a table with its values."""
    found = _spec(section, _ORIGIN, "group")
    if found is not None:
        for written, group in found.values.items():
            if group not in GROUPS:
                section.note("C602", "group", variable="group", value=f"{written} = {group}", known=", ".join(GROUPS))
    return found


def _variables(section: Section, known: Mapping[str, Variable]) -> dict[str, VariableSpec]:
    table, found = section.table("variables"), {}
    for name in table.data if table is not None else ():
        assert table is not None
        spec = _spec(table, name, name)
        if name not in known:
            near = difflib.get_close_matches(name, list(known), 1, 0.6)
            table.note("C601", name, variable=name, near=f" ({near[0]}?)" if near else "")
        elif spec is not None:
            _fits(table, known[name], spec)
            found[name] = spec
    return found


def _spec(table: Section, name: str, key: str) -> VariableSpec | None:
    """``name = "column"`` or ``name = {column = ..., values = {...}, otherwise = ..., bounds = [...], no_data = [...]}``."""
    if not isinstance(table.data.get(key), dict):
        column = table.text(key)
        return None if column is None else VariableSpec(name, column)
    inner = table.table(key)
    assert inner is not None
    column = inner.text("column", required=True)
    values = inner.table("values")
    written = {} if values is None else {one: text for one in values.data if (text := values.text(one)) is not None}
    spec = VariableSpec(
        name, column or "?", written, inner.text("otherwise"), inner.numbers("bounds"), _codes(inner, "no_data")
    )
    inner.close()
    return spec if column else None


def _fits(table: Section, variable: Variable, spec: VariableSpec) -> None:
    """Values and bounds belong to categories, and lead to categories that the variable has."""
    for category in dict.fromkeys((*spec.values.values(), *([spec.otherwise] if spec.otherwise else []))):
        if variable.kind != "number" and category not in variable.categories:
            known = ", ".join(variable.categories)
            table.note("C602", spec.variable, variable=variable.id, value=category, known=known)
    misplaced = variable.kind == "number" and bool(spec.values or spec.otherwise or spec.bounds)
    rising = all(low < high for low, high in zip(spec.bounds, spec.bounds[1:], strict=False))
    uncounted = bool(spec.bounds) and (len(spec.bounds) + 1 != len(variable.categories) or not rising)
    if misplaced or uncounted or (spec.bounds and (spec.values or spec.otherwise)):
        table.note("C608", spec.variable, variable=variable.id, count=max(len(variable.categories) - 1, 0))


def _codes(section: Section, key: str) -> tuple[str, ...]:
    """Codes as they are written; a number is a code too."""
    value = section.data.get(key)
    if isinstance(value, list) and any(isinstance(one, float) for one in value):
        return tuple(f"{one:g}" for one in section.numbers(key))
    return section.texts(key)
