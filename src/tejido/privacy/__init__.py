"""Protecting people: what too few of them stand behind is taken out before anything is scored or published.

In: the tables `UNITS` and `VALUES`, counts of groups, and the rule of the city. Out: the same tables without those figures,
flagged `protected`, and a count of what was taken out. Figures of a census that fail are told of several units together
(`merging`). Then the rule (`rule`), then what would give its figures back (`closing`, `closing_figures`, by
`complement`). What may be told of groups at all is a list (`listed`).

A file of answers that is to be shared is the affair of `sharing`, by `frequencies`, `risk`, `masking`, `local_suppression`
and `displacement`.
"""

from tejido.privacy.closing import close_people, close_units
from tejido.privacy.closing_figures import close_figures
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
    "close_figures",
    "close_people",
    "close_units",
    "count_protected",
    "protect_differentials",
    "protect_people",
    "protect_units",
    "protect_values",
    "protection_notes",
]
