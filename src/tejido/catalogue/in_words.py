"""How a figure is made, in words: the function over columns or places, the formula over answers.

In: definitions and the variables that they read. Out: sentences in the language of the reader, for pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tejido.catalogue.answers import Condition, FromAnswers
from tejido.catalogue.model import Definition
from tejido.catalogue.variables import Variable
from tejido.words import number, pick, say

FUNCTIONS = {
    "share": "100 × the part ÷ the whole.",
    "ratio": "One sum divided by another.",
    "mean": "The sum divided by how many there are.",
    "gap": "The figure of women divided by that of men.",
    "diversity": "Shannon's index over {classes} classes: minus the sum of p ln p, p being the share of each class.",
    "given": "Taken as its source gives it.",
    "density": "Residents divided by area.",
    "distance_nearest": "The way along the streets to the nearest place of the layer `{role}`.",
    "space_per_person": (
        "The area of the layer `{role}` within {metres} m on foot, shared by all who reach it "
        "(two-step floating catchment, Luo and Wang 2003)."
    ),
    "rate": "Cases or places of the layer `{role}` per {per} residents.",
    "share_under": "The share of the area that lies under the layer `{role}`.",
    "share_within": "The share of residents within {metres} m of the layer `{role}`.",
    "people_under": (
        "100 × the residents who live under the layer `{role}` ÷ all residents; those of a unit are shared out by area "
        "(Goodchild and Lam 1980)."
    ),
    "people_near": (
        "100 × the residents who live within {metres} m of the layer `{role}`, in a straight line ÷ all residents; those of a "
        "unit are shared out by area (Goodchild and Lam 1980)."
    ),
    "points_per_area": "Places of the layer `{role}` per square kilometre.",
    "points_per_length": "Places of the layer `{role}` per kilometre of the layer `{of}`.",
    "feature_share": "100 × the places of the layer `{of}` that are also in the layer `{role}` ÷ all places of `{of}`.",
    "weight_per_person": "The sum of the weights of the layer `{role}` per {per} residents.",
    "area": "The area of the layer `{role}`, in hectares.",
    "area_per_person": "The area of the layer `{role}` divided by the residents.",
    "area_mean": "The mean of the values of the layer `{role}` where it covers the unit.",
    "length_per_area": "Kilometres of the layer `{role}` per square kilometre.",
    "length_per_person": "Kilometres of the layer `{role}` per {per} residents.",
    "length_share": "100 × the length of the layer `{role}` ÷ the length of the layer `{of}`.",
    "intersections": "Crossings of three or more segments of the layer `{role}` per square kilometre.",
    "reach": "100 × what residents reach of the layer `{role}` in {minutes} minutes {mode} ÷ all of it.",
    "headway": "Minutes between two departures at the stops of the layer `{role}`, from {start} to {end} hours.",
    "segregation": (
        "Half the sum over units of the difference between the share of the group `{group}` that lives there and the share of "
        "all others (dissimilarity, Duncan and Duncan 1955)."
    ),
}
"""How columns, places and timetables give an indicator, by its function."""

MODES = {"walk": "on foot", "transit": "on foot and by public transport"}

COUNTED = {"households": "households", "persons": "persons", "adults": "adults"}

STATISTICS = {
    "share": "Per {scale} {whom}: those with {of}.",
    "mean": "The mean of {value}, {whom}.",
    "median": "The median of {value}, {whom}.",
    "gini": "The Gini index of {value}, {whom}.",
    "ratio": "Number of {whom} divided by that of those with {over}.",
    "gap": "Of {whom}, the share with {of}: that of {one} divided by that of {other}.",
    "gap_of_means": "Of {whom}, the mean of {value}: that of {one} divided by that of {other}.",
    "diversity": "Shannon's index over the answers to {classes}, {whom}.",
}
"""How answers give an indicator, by the statistic of its formula."""

__all__ = ["computed", "from_answers", "met", "variable_name"]


def computed(one: Definition, lang: str) -> str:
    """How columns or places give the indicator."""
    options = {key: _option(value, lang) for key, value in one.compute.options.items()}
    return say(FUNCTIONS[one.compute.function], lang, role=one.compute.role, classes=one.classes, **options)


def _option(value: float | str | bool, lang: str) -> str:
    if isinstance(value, bool | str):
        return say(MODES[value], lang) if isinstance(value, str) and value in MODES else str(value)
    return number(value, lang, 2)


def from_answers(formula: FromAnswers | None, lang: str, known: Mapping[str, Variable]) -> str:
    """How a survey gives an indicator, over the variables `known`; empty where none does."""
    if formula is None:
        return ""
    whom = say(COUNTED[formula.table], lang)
    counted = (*formula.among, *(formula.of if formula.statistic == "ratio" else ()))
    if counted:
        whom = say("{whom} with {among}", lang, whom=whom, among=met(counted, lang, known))
    told = {
        "of": met(formula.of, lang, known),
        "over": met(formula.over, lang, known),
        "one": met(formula.one, lang, known),
        "other": met(formula.other, lang, known),
        "value": f"*{variable_name(formula.value, lang, known)}*",
        "classes": f"*{variable_name(formula.classes, lang, known)}*",
    }
    kind = formula.statistic if formula.statistic != "gap" or formula.of else "gap_of_means"
    return say(STATISTICS[kind], lang, whom=whom, scale=number(formula.scale, lang, 0), **told)


def met(conditions: Sequence[Condition], lang: str, known: Mapping[str, Variable]) -> str:
    """Conditions in words: ``*age* from 15 to 24, *activity* (employed or unemployed)``."""
    return ", ".join(_condition(one, lang, known) for one in conditions)


def _condition(one: Condition, lang: str, known: Mapping[str, Variable]) -> str:
    name = f"*{variable_name(one.variable, lang, known)}*"
    if one.values:
        categories = known[one.variable].categories
        return f"{name} ({_one_of([pick(categories[value], lang) for value in one.values], lang)})"
    low, high = number(one.low, lang, 2), number(one.high, lang, 2)
    if one.high is None:
        return say("{name} from {low}", lang, name=name, low=low)
    if one.low is None:
        return say("{name} up to {high}", lang, name=name, high=high)
    return say("{name} from {low} to {high}", lang, name=name, low=low, high=high)


def _one_of(answers: Sequence[str], lang: str) -> str:
    """``a, b or c``; with semicolons where an answer has a comma or an "or" of its own."""
    either = say(" or ", lang)
    if any("," in answer or either in answer for answer in answers):
        return "; ".join(answers)
    return either.join([", ".join(answers[:-1]), answers[-1]] if len(answers) > 1 else answers)


def variable_name(name: str | None, lang: str, known: Mapping[str, Variable]) -> str:
    """What a variable is called; empty where none is named."""
    return "" if name is None else pick(known[name].names, lang)
