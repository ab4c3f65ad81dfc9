"""What `tejido check` tells of the rule of households: groups and gaps under each rule, and where the rules part."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from tejido.catalogue.model import Catalogue
from tejido.city.who import SurveyRules
from tejido.survey.differentials import CANNOT, NOT_SHOWN, SHOWN
from tejido.words import number, pick, say

_SIGNS = {SHOWN: "", NOT_SHOWN: "~ ", CANNOT: "? "}
"""Written before a gap, by what may be said of it."""

__all__ = ["rules_json", "rules_tables"]


def rules_json(rules: SurveyRules) -> dict[str, Any]:
    """The comparison as programs read it."""
    parts = {"counts": rules.comparison.counts, "cross": rules.comparison.cross, "gaps": rules.comparison.gaps}
    rows = {name: json.loads(table.to_json(orient="records", force_ascii=False)) for name, table in parts.items()}
    return {"survey": rules.survey, "rule": rules.rule, "households": rules.households} | rows


def rules_tables(rules: SurveyRules, catalogue: Catalogue, lang: str) -> list[Table]:
    """Groups and gaps under each rule, then the cross-table of the rules."""
    return [_by_rule(rules, lang), _gaps(rules, catalogue, lang), _cross(rules, lang)]


def _names(lang: str) -> dict[str, str]:
    return {
        "reference": say("reference person", lang), "any": say("any adult", lang), "all": say("all adults", lang),
        "mixed": say("mixed apart", lang),
    }  # fmt: skip


def _groups(rules: SurveyRules, lang: str) -> dict[str | None, str]:
    compared: dict[str | None, str] = {one: pick(names, lang) for one, names in rules.groups.items()}
    return {**compared, "mixed": say("Mixed", lang), None: say("Cannot be told", lang)}


def _by_rule(rules: SurveyRules, lang: str) -> Table:
    """How many households each rule gives to each group."""
    title = say("Whose household is it? {survey}: {count} households", lang, survey=pick(rules.names, lang),
                count=number(rules.households, lang, 0))  # fmt: skip
    groups, rows = _groups(rules, lang), rules.comparison.counts.groupby("rule", sort=False)
    table = _table(title, [say("Rule", lang), *groups.values()])
    for rule, some in rows:
        by_group = {one if isinstance(one, str) else None: n for one, n in zip(some["group"], some["n"], strict=True)}
        table.add_row(_rule(rules, str(rule), lang), *(number(by_group.get(one, 0), lang, 0) for one in groups))
    return table


def _gaps(rules: SurveyRules, catalogue: Catalogue, lang: str) -> Table:
    """The gap of every indicator under each rule."""
    gaps = rules.comparison.gaps
    indicators = list(dict.fromkeys(gaps["indicator"]))
    one, other = (pick(names, lang) for names in rules.groups.values())
    table = _table(
        say("Gap: {one} less {other}", lang, one=one, other=other),
        [say("Rule", lang), *(pick(catalogue.indicators[each].names, lang) for each in indicators)],
    )
    table.caption = say("~ this sample shows no difference; ? nothing can be said of it.", lang)
    for rule in dict.fromkeys(rules.comparison.counts["rule"]):
        figures = gaps[gaps["rule"] == rule].set_index("indicator")
        table.add_row(_rule(rules, str(rule), lang), *(_gap(figures, each, lang) for each in indicators))
    return table


def _table(title: str, heads: list[str]) -> Table:
    table = Table(
        title=title, title_justify="left", box=None, padding=(0, 1), header_style="bold", caption_justify="left"
    )
    for place, head in enumerate(heads):
        table.add_column(head, overflow="fold", justify="right" if place else "left")
    return table


def _rule(rules: SurveyRules, rule: str, lang: str) -> Text:
    """The name of a rule; the one that the city declared stands out."""
    return Text(_names(lang)[rule], style="bold" if rule == rules.rule else "")


def _gap(figures: pd.DataFrame, indicator: str, lang: str) -> str:
    if indicator not in figures.index:
        return ""
    [row] = figures.loc[[indicator]].to_dict("records")
    return _SIGNS[row["said"]] + number(row["gap"], lang, 1, fixed=True)


def _cross(rules: SurveyRules, lang: str) -> Table:
    cross, groups = rules.comparison.cross, _groups(rules, lang)
    table = Table(
        title=say("Where the rules part", lang), title_justify="left", box=None, padding=(0, 1), header_style="bold"
    )
    kinds = [name for name in cross.columns if name != "n"]
    for name in kinds:
        table.add_column(_names(lang)[name], overflow="fold")
    table.add_column(say("Households", lang), justify="right")
    for row in cross.to_dict("records"):
        told = [row[name] if isinstance(row[name], str) else None for name in kinds]
        table.add_row(*(groups[one] for one in told), number(row["n"], lang, 0))
    return table
