"""Figures of what lies in a unit: people, events, land uses."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.model import Definition
from tejido.errors import finding
from tejido.measure.places.shared import M2_PER_HA, Figure, Places, role_of
from tejido.tables import CITY_LEVEL
from tejido.tables.flags import SMOOTHED
from tejido.territory import features, formulas, overlay, rates

__all__ = ["density", "diversity", "rate", "share_under"]


def density(places: Places, indicator: Definition) -> Figure:
    """Inhabitants per hectare; a sliver has no density."""
    parts = pd.DataFrame({"numerator": places.residents, "denominator": places.areas / M2_PER_HA})
    return Figure(places.base, places.source_of_units, parts=parts)


def rate(places: Places, indicator: Definition) -> Figure:
    """Events per inhabitants, at the finest level of units large enough, else smoothed towards the city's rate.

    The city itself is no such level: one figure for everybody would tell nothing of where people live.
    """
    role = role_of(indicator)
    layer = places.layer(role)
    people = {level: places.nest.persons[level] for level in places.nest.shown if level != CITY_LEVEL}
    level = rates.level_for(people)
    support = level or places.base
    counted = overlay.count_points(places.city.units[support], features.standing(layer))
    if counted.outside or counted.several:
        places.findings.append(
            finding("A205", column=f"layers.{role}", level=support, outside=counted.outside, several=counted.several)
        )
    if level is not None:
        parts = pd.DataFrame({"numerator": counted.counts, "denominator": people[level]})
        return Figure(level, places.source(role), parts=parts)
    rate = rates.marshall(counted.counts.to_numpy(float), people[support].reindex(counted.counts.index).to_numpy(float))
    per = float(indicator.compute.options["per"])
    found = pd.Series(rate * per, index=counted.counts.index)
    return Figure(support, places.source(role), values=found, flags=(SMOOTHED,))


def diversity(places: Places, indicator: Definition) -> Figure:
    """Areas by class; Shannon's entropy is made of them at every level."""
    role = role_of(indicator)
    areas = overlay.by_class(places.units, places.layer(role))
    parts = areas.pivot(index="unit", columns="class", values="area").fillna(0.0).add_prefix(formulas.CLASS)
    return Figure(places.base, places.source(role), parts=parts)


def share_under(places: Places, indicator: Definition) -> Figure:
    """Per cent of the ground under the layer."""
    role = role_of(indicator)
    units = places.units.set_index("unit")
    under = overlay.area_under(places.units, places.layer(role))
    parts = pd.DataFrame({"numerator": under, "denominator": units.geometry.area})
    return Figure(places.base, places.source(role), parts=parts)
