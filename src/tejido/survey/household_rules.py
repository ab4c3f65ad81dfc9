"""What the rule of households decides: how many households change their group with it, and how gaps change.

In: persons with their own group, the households of the same survey, a few shares over households. Out: `RuleComparison`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.catalogue.answers import FromAnswers
from tejido.survey.answers import Statistic
from tejido.survey.columns import Rows, indicator_columns
from tejido.survey.design import Design
from tejido.survey.differentials import differential
from tejido.survey.groups import RULES, household_groups
from tejido.survey.indicative import describe_gap

GAPS = ["rule", "indicator", "one", "other", "gap", "se", "low", "high", "n_one", "n_other", "said"]

__all__ = ["RuleComparison", "compare_rules"]


@dataclass(frozen=True, eq=False)
class RuleComparison:
    """`counts`: rule, group (missing where it cannot be said), n, share of all households (not weighted). `cross`: one row per
    combination of the groups by each rule that occurs, with n. `gaps`: `GAPS`, the indicator of `one` and of `other`
    (in its own measure unit), their gap and what may be said of it; without standard error where probabilities are unknown.
    """

    counts: pd.DataFrame
    cross: pd.DataFrame
    gaps: pd.DataFrame


def compare_rules(
    persons: pd.DataFrame,
    households: pd.DataFrame,
    formulas: Mapping[str, FromAnswers],
    design: Design | None,
    *,
    household: str = "household",
    group: str = "origin",
    one: str = "rm",
    other: str = "host",
    planned: bool = False,
) -> RuleComparison:
    """Hold the rules of `RULES` against each other.

    Args:
        persons: one row per person, with its own `group`, ``role`` and ``age``.
        households: one row per household, in the order of the `design`.
        formulas: shares over households, by indicator.
        design: of the households; None for a source without known probabilities.
        household: column of both tables that names the household.
        group: column of the persons' groups.
        one: the group asked about.
        other: the group it is compared with; a mixed household belongs to neither.
        planned: whether the sample was sized for these groups.

    A rule that lacks its column (``role`` or ``age``) is left out. Gaps are missing where a rule leaves a group empty.
    """
    rules = [rule for rule in RULES if rule == "mixed" or ("role" if rule == "reference" else "age") in persons.columns]
    by_rule = pd.DataFrame({
        rule: household_groups(persons, household, rule, group=group, one=one, other=other).reindex(households[household])
        for rule in rules
    }).reset_index(drop=True)  # fmt: skip
    shares = _shares(households, formulas)
    asked = [Statistic("proportion", name, name) for name in formulas]
    scales = {name: formula.scale for name, formula in formulas.items()}
    gaps = []
    for rule in rules:
        found = by_rule[rule]
        if formulas and (found == one).any() and (found == other).any():
            gaps.append(_gaps(shares.assign(_group=found), asked, design, (one, other), planned).assign(rule=rule))
    whole = pd.concat(gaps, ignore_index=True) if gaps else pd.DataFrame(columns=GAPS)
    scale = whole["indicator"].map(scales)
    for name in ("one", "other", "gap", "se", "low", "high"):
        whole[name] = whole[name] * scale
    return RuleComparison(_counts(by_rule), _cross(by_rule), whole[GAPS])


def _shares(households: pd.DataFrame, formulas: Mapping[str, FromAnswers]) -> pd.DataFrame:
    """1 and 0 for every share, missing where there is no answer."""
    rows = Rows(households)
    made = {one.indicator: rows.part(one.parts[0]) for one in indicator_columns(formulas, {})}
    return pd.DataFrame({name: np.where(part.known, part.y, np.nan) for name, part in made.items()})


def _gaps(
    table: pd.DataFrame, asked: list[Statistic], design: Design | None, pair: tuple[str, str], planned: bool
) -> pd.DataFrame:
    if design is None:
        found = describe_gap(table, asked, "_group", *pair)
        found = found.rename(columns={"value_one": "one", "value_other": "other"})
        return found.assign(indicator=found["variable"], se=np.nan, low=np.nan, high=np.nan)
    found = differential(design, table, asked, "_group", *pair, planned=planned)
    return found.rename(columns={"estimate_one": "one", "estimate_other": "other", "variable": "indicator"})


def _counts(by_rule: pd.DataFrame) -> pd.DataFrame:
    tables = [
        by_rule[rule].value_counts(dropna=False).rename_axis("group").reset_index(name="n").assign(rule=rule)
        for rule in by_rule.columns
    ]
    whole = pd.concat(tables, ignore_index=True)
    whole["group"] = whole["group"].astype(object).where(whole["group"].notna(), None)
    whole["share"] = whole["n"] / len(by_rule)
    order = {rule: place for place, rule in enumerate(by_rule.columns)}
    whole = whole.sort_values(["rule", "group"], key=lambda c: c.map(order) if c.name == "rule" else c.fillna("~"))
    return whole[["rule", "group", "n", "share"]].reset_index(drop=True)


def _cross(by_rule: pd.DataFrame) -> pd.DataFrame:
    found = by_rule.fillna("").groupby(list(by_rule.columns), sort=True).size().reset_index(name="n")
    for rule in by_rule.columns:
        found[rule] = found[rule].astype(object).where(found[rule] != "", None)
    return found
