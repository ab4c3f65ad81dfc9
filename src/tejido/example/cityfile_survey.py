"""The survey's part of the example's `city.toml`: its files, design and place, and which column is which standard variable.

In: the period of a round. Out: the text of ``[[surveys]]``.
"""

from __future__ import annotations

from collections.abc import Mapping

INDICATORS = ("unemployment", "youth_unemployment", "gender_gap_unemployment", "informal_employment")
"""What the city takes from its survey although the census counts it too: work changes faster than a census comes."""

AS_ASKED = {
    "size": "size", "rooms": "rooms", "dwelling_adequate": "adequate", "electricity": "electricity", "internet": "internet",
    "waste_collected": "waste_collected", "tenure": "tenure", "income": "income", "sex": "sex", "age": "age", "birth": "birth",
    "citizenship": "citizenship", "arrival_year": "arrival_year", "returnee": "returnee", "status": "status",
    "informal": "informal", "attends_school": "attends_school", "schooling_years": "schooling_years",
}  # fmt: skip
"""Standard variables whose answers the survey writes as the standard does, and their columns."""

TRANSLATED: Mapping[str, Mapping[str, str]] = {
    "water": {"true": "improved_on_premises", "false": "other"},
    "sanitation": {"true": "improved_own", "false": "other"},
    "role": {"head": "reference", "partner": "partner", "child": "child", "other": "other"},
    "activity": {
        "child": "under_age", "employed": "employed", "unemployed": "unemployed", "inactive": "inactive",
    },
    "education": {
        "1": "none", "2": "preschool", "3": "some_primary", "4": "primary", "5": "lower_secondary", "6": "upper_secondary",
        "7": "technical", "8": "university", "9": "postgraduate",
    },
    "ethnicity": {"1": "indigenous", "2": "afro", "3": "mestizo", "4": "white", "5": "other"},
}  # fmt: skip
"""Variables whose column has the same name but other codes: from what is written to the standard's category."""

__all__ = ["text"]


def text(period: str, households: str, persons: str) -> str:
    """The survey of the round `period`, whose answers stand in the two files."""
    indicators = ", ".join(f'"{one}"' for one in INDICATORS)
    lines = [f'{variable} = "{column}"' for variable, column in AS_ASKED.items()]
    for variable, values in TRANSLATED.items():
        pairs = ", ".join(f'{written} = "{category}"' for written, category in values.items())
        lines.append(f'{variable} = {{column = "{variable}", values = {{{pairs}}}}}')
    return f"""[[surveys]]
id = "household_{period}"
name = {{es = "Encuesta de hogares {period} (sintética)", en = "Household survey {period} (synthetic)"}}
period = "{period}"
households = "{households}"
persons = "{persons}"
household = "household_id"
person = "person_id"
weight = "weight"
stratum = "stratum"
psu = ["psu", "household_id"]
fpc = ["fpc", "psu_households"]
group = "origin"
x = "lon"
y = "lat"
unit = {{level = "block", column = "block"}}
planned = ["city", "district", "origin"]
indicators = [{indicators}]

[surveys.variables]
""" + "\n".join([*lines, ""])
