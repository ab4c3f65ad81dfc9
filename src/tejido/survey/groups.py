"""Who is who: the class of every person by a definition of the catalogue, the group of every household by a declared rule.

In: tables of persons with standard variables. Out: one class or group per row; missing (None) where the answers do not say,
never the last class by default. Disability by the Washington Group Short Set. `by_dimension` gives any of them by its dimension.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd

from tejido.catalogue.groups import Definition, groups
from tejido.catalogue.variables import ADULT
from tejido.errors import Finding, fail, finding
from tejido.survey.answers import texts_of
from tejido.survey.columns import Rows
from tejido.survey.design import numbers_of, there
from tejido.survey.sums import Bools

Rule = Literal["reference", "any", "all", "mixed"]
RULES: tuple[Rule, ...] = get_args(Rule)

MIXED = "mixed"

DOMAINS = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")
"""The six questions of the Washington Group Short Set, each a column ``difficulty_<domain>``."""
DIFFICULTIES = ("none", "some", "a_lot", "cannot")
YOUNGEST = 5
"""Age from which on the Short Set is asked."""

__all__ = [
    "MIXED", "RULES", "Rule", "by_dimension", "check_level", "compared_groups", "disability", "finest_level",
    "household_groups", "late_arrivals", "not_asked", "person_groups", "years_since_arrival",
]  # fmt: skip


def person_groups(persons: pd.DataFrame, definition: Definition) -> pd.Series:
    """The class of every person: the first one of the definition that holds.

    A class that may hold, because an answer is missing, leaves the person without a class: no later class is taken. A variable
    that the survey did not ask at all makes its condition false (`not_asked` tells which). Persons outside of what the
    definition narrows have no class.

    Raises:
        TejidoError: E402, a variable that the definition needs is not there.
    """
    columns, rows = set(persons.columns), Rows(persons)
    for name in definition.needed:
        if name not in columns:
            raise fail("E402", column=name, name=name, definition=definition.id)
    found = np.full(len(persons), None, dtype=object)
    open_ = np.ones(len(persons), dtype=np.bool_)
    if definition.within is not None:
        outer, classes = definition.within
        open_ &= person_groups(persons, outer).isin(classes).to_numpy(dtype=np.bool_)
    for one in definition.classes:
        holds = np.zeros(len(persons), dtype=np.bool_)
        perhaps = np.zeros(len(persons), dtype=np.bool_)
        for rule in one.rules:
            if all(condition.variable in columns for condition in rule):
                met, known = rows.all_hold(rule)
                holds |= met
                perhaps |= ~known
        found[open_ & holds] = one.id
        open_ &= ~(holds | perhaps)
    return pd.Series(found, index=persons.index, name=definition.id, dtype=object)


def not_asked(persons: pd.DataFrame, definition: Definition) -> list[Finding]:
    """One note per variable of the definition that the survey did not ask, with the classes that need it."""
    return [
        finding("E403", column=name, name=name, classes=", ".join(
            one.id for one in definition.classes if any(name == c.variable for rule in one.rules for c in rule)
        ))
        for name in definition.variables
        if name not in persons.columns
    ]  # fmt: skip


def compared_groups(classes: pd.Series, definition: Definition, choices: Mapping[str, str] | None = None) -> pd.Series:
    """The compared group of every person, from the classes: as the definition counts them, or as `choices` (class -> group).

    Raises:
        TejidoError: E413, the definition compares no groups; E409, a choice names no class or no group of it.
    """
    if not definition.groups:
        raise fail("E413", definition=definition.id)
    counted = {one.id: one.group for one in definition.classes}
    for one, group in (choices or {}).items():
        if one not in counted or group not in definition.groups:
            raise fail(
                "E409", choice=f"{one} = {group}", definition=definition.id, classes=", ".join(counted),
                groups=", ".join(definition.groups),
            )  # fmt: skip
        counted[one] = group
    made = np.array([counted.get(one) if isinstance(one, str) else None for one in classes], dtype=object)
    return pd.Series(made, index=classes.index, name=definition.dimension, dtype=object)


def household_groups(
    persons: pd.DataFrame,
    household: str,
    rule: Rule = "reference",
    *,
    group: str = "origin",
    role: str = "role",
    reference: Collection[str] = ("reference",),
    age: str = "age",
    one: str = "rm",
    other: str = "host",
) -> pd.Series:
    """The group of every household, from the groups of its members (`one`, or anything else that is known: `other`).

    Args:
        persons: one row per person.
        household: column that names the household.
        rule: `reference`: that of the reference person; `any`: `one` where an adult is; `all`: `one` where every
            adult is; `mixed`: `one` or `other` where all members are, children too, else `MIXED`.
        group: column of the persons' groups.
        role: column of the role in the household.
        reference: the roles that name the reference person.
        age: column of ages in completed years.
        one: the group asked about.
        other: what the rest is called.

    Returns:
        One row per household in the order of the rows: the group; missing where a missing age, group or reference person
        could change it, where several persons are the reference person, and by the rules on adults where there is none.

    Raises:
        TejidoError: E411, no such rule; E101, a column is not there.
    """
    if rule not in RULES:
        raise fail("E411", name=rule, known=", ".join(RULES))
    needed = [household, group, *{"reference": [role], "any": [age], "all": [age], "mixed": []}[rule]]
    for name in needed:
        there(name, persons.columns)
    inside = persons.loc[persons[household].notna()]
    homes = inside[household]
    known = inside[group].notna().to_numpy(dtype=np.bool_)
    belongs = (inside[group] == one).to_numpy(dtype=np.bool_, na_value=False)
    if rule == "reference":
        head = inside[role].isin(list(reference)).to_numpy(dtype=np.bool_)
        single = _any(homes, head) & (_count(homes, head) == 1)
        return _named(single & _any(homes, head & belongs), single & _any(homes, head & known & ~belongs), one, other)
    if rule == "mixed":
        some, rest, unknown = (_any(homes, rows) for rows in (belongs, known & ~belongs, ~known))
        found = _named(some & ~rest & ~unknown, rest & ~some & ~unknown, one, other)
        return found.mask(some & rest, MIXED)
    years = numbers_of(inside, age)
    adult, maybe = years >= ADULT, (years >= ADULT) | np.isnan(years)
    any_adult = _any(homes, adult)
    if rule == "any":
        yes, perhaps = _any(homes, adult & belongs), _any(homes, maybe & (belongs | ~known))
        return _named(yes, any_adult & ~perhaps, one, other)
    no, perhaps = _any(homes, adult & known & ~belongs), _any(homes, maybe & ~belongs)
    return _named(any_adult & ~perhaps, no, one, other)


def _any(homes: pd.Series, rows: Bools) -> pd.Series:
    return pd.Series(rows, index=homes.index).groupby(homes, sort=False).any()


def _count(homes: pd.Series, rows: Bools) -> pd.Series:
    return pd.Series(rows, index=homes.index).groupby(homes, sort=False).sum()


def _named(yes: pd.Series, no: pd.Series, one: str, other: str) -> pd.Series:
    made = np.full(len(yes), None, dtype=object)
    made[yes.to_numpy()], made[no.to_numpy()] = one, other
    return pd.Series(made, index=yes.index, dtype=object)


def disability(persons: pd.DataFrame) -> pd.Series:
    """Who has a disability: ``yes`` or ``no``.

    Yes: a lot of difficulty in at least one of the six domains, or cannot do it at all. Asked from the age of 5 on: younger
    persons, and those without an age, have no answer. Who answered some of the six is judged by those; missing is only who
    answered none (Washington Group on Disability Statistics, Analytic Guidelines: Creating Disability Identifiers Using the
    Washington Group Short Set on Functioning, 2020, the identifier recommended for international comparison).

    Raises:
        TejidoError: E101, one of the columns ``age`` and ``difficulty_*`` is not there; E410, an answer is none of the four.
    """
    names = [f"difficulty_{domain}" for domain in DOMAINS]
    for name in ("age", *names):
        there(name, persons.columns)
    severe, answered = np.zeros(len(persons), dtype=np.bool_), np.zeros(len(persons), dtype=np.bool_)
    for name in names:
        answers = texts_of(persons[name])
        wrong = answers.notna() & ~answers.isin(DIFFICULTIES)
        if wrong.any():
            raise fail("E410", column=name, name=name, value=str(answers[wrong].iloc[0]), known=", ".join(DIFFICULTIES))
        severe |= answers.isin(DIFFICULTIES[2:]).to_numpy(dtype=np.bool_)
        answered |= answers.notna().to_numpy(dtype=np.bool_)
    asked = answered & (numbers_of(persons, "age") >= YOUNGEST)
    made = np.full(len(persons), None, dtype=object)
    made[asked & severe], made[asked & ~severe] = "yes", "no"
    return pd.Series(made, index=persons.index, name="disability", dtype=object)


def by_dimension(table: pd.DataFrame, dimension: str) -> pd.Series | None:
    """The value of every row in the canonical groups of a `dimension` (such as ``f`` of ``sex=f``), missing where it cannot be told;
    None where the table has nothing that would tell it.

    A column of the dimension's own name that has the groups ready is taken, such as ``origin``. Disability comes from the six
    questions of the Short Set where all are there.

    Raises:
        TejidoError: E404, the catalogue knows no such dimension; or as `disability`.
    """
    definition = groups().of_dimension(dimension)
    if definition.groups:
        found = table[dimension] if dimension in table.columns else pd.Series(index=table.index, dtype=object)
    elif dimension == "disability" and {f"difficulty_{domain}" for domain in DOMAINS} <= set(table.columns):
        found = disability(table)
    elif set(definition.needed) <= set(table.columns):
        found = person_groups(table, definition)
    else:
        return None
    known = found.where(found.isin(definition.values), None)
    return known if known.notna().any() else None


def years_since_arrival(persons: pd.DataFrame, year: int) -> pd.Series:
    """Years from ``arrival_year`` to the `year` of the survey; missing for those who gave none, below 0 where it cannot be right
    (`late_arrivals` tells).

    Raises:
        TejidoError: E101, the column is not there.
    """
    there("arrival_year", persons.columns)
    return pd.Series(year - numbers_of(persons, "arrival_year"), index=persons.index, name="years_since_arrival")


def late_arrivals(persons: pd.DataFrame, year: int) -> list[Finding]:
    """A warning where people say that they arrived after the `year` of the survey."""
    if "arrival_year" not in persons.columns:
        return []
    later = int((years_since_arrival(persons, year) < 0).sum())
    return [finding("E412", column="arrival_year", count=later, year=year)] if later else []


def finest_level(attributes: Collection[str]) -> str | None:
    """The finest level at which figures by these attributes may be told; None where the catalogue sets none."""
    return next((level for attribute, level in groups().finest.items() if attribute in attributes), None)


def check_level(attributes: Collection[str], level: str) -> None:
    """Refuse figures by an attribute at a finer level than the catalogue allows (``finest`` of ``groups.toml``).

    Raises:
        TejidoError: E408, such as for ``lgbtiq`` at any level but the city.
    """
    finest = groups().finest
    for attribute in attributes:
        if attribute in finest and level != finest[attribute]:
            raise fail("E408", attribute=attribute, level=level, finest=finest[attribute])
