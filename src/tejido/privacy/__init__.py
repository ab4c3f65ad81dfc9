"""Protecting people: what too few of them stand behind is taken out before anything is scored or published.

In: the tables `UNITS` and `VALUES`, counts of groups, and the rule of the city. Out: the same tables without those figures,
flagged `protected`, and a count of what was taken out. This is the primary rule alone: it does not yet hide what could be
found by subtracting shown figures from a shown total.
"""

from tejido.privacy.listed import DEFAULT, Crossing
from tejido.privacy.rule import (
    Rule,
    count_protected,
    protect_differentials,
    protect_people,
    protect_units,
    protect_values,
    protection_notes,
)

__all__ = [
    "DEFAULT",
    "Crossing",
    "Rule",
    "count_protected",
    "protect_differentials",
    "protect_people",
    "protect_units",
    "protect_values",
    "protection_notes",
]
