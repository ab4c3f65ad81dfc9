"""The rules by which a city folder is checked, each a function from what was read to findings.

In: a `Reading` (the city, its catalogue). Out: findings with codes C2 (units), C3 (figures), C4 (layers, streets), C5 (choices).
"""

from collections.abc import Callable, Iterator

from tejido.city.rules import choices, figures, layers, streets, suspicions, units
from tejido.city.rules.reading import Reading
from tejido.errors import Finding

Rule = Callable[[Reading], Iterator[Finding]]

ERRORS: tuple[Rule, ...] = (
    layers.kinds,
    layers.without_classes,
    layers.slopes,
    choices.unknown_indicators,
    choices.not_allowed,
    choices.groups_not_counted,
)
"""Rules that find what stops a measurement."""

RULES: tuple[Rule, ...] = (
    *ERRORS,
    units.overlapping,
    units.without_population,
    units.thousandths,
    units.few_people,
    units.other_total,
    units.shared_out,
    units.more_in_groups,
    figures.repeating,
    figures.missing_share,
    suspicions.codes_for_no_data,
    suspicions.words_for_no_data,
    suspicions.rows_of_zeros,
    suspicions.other_density,
    suspicions.shares_not_percent,
    layers.roles,
    layers.shapes,
    layers.points_outside,
    layers.far_away,
    streets.none_at_all,
    streets.units_off,
    streets.pieces,
    choices.left_out,
    choices.proxies,
    choices.own_curves,
)

__all__ = ["ERRORS", "RULES", "Reading"]
