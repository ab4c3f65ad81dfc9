"""Figures of how much ground a layer covers, who lives there, and what was measured there."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.model import Definition
from tejido.errors import finding
from tejido.measure.places.shared import M2_PER_HA, Figure, Places, role_of
from tejido.territory import covered, overlay

__all__ = ["area", "area_mean", "area_per_person", "people_near", "people_under"]


def people_under(places: Places, indicator: Definition) -> Figure:
    """Per cent of residents who live under the areas of the layer, taken to live evenly over their unit."""
    role = role_of(indicator)
    return _of_people(places, covered.share_under(places.units, places.layer(role)), role)


def people_near(places: Places, indicator: Definition) -> Figure:
    """Per cent of residents who live within so many metres of the layer in a straight line."""
    role, metres = role_of(indicator), float(indicator.compute.options["metres"])
    return _of_people(places, covered.share_near(places.units, places.layer(role), metres), role)


def area(places: Places, indicator: Definition) -> Figure:
    """Hectares under the layer."""
    role = role_of(indicator)
    under = overlay.area_under(places.units, places.layer(role))
    return Figure(places.base, places.source(role), parts=pd.DataFrame({"numerator": under / M2_PER_HA}))


def area_per_person(places: Places, indicator: Definition) -> Figure:
    """Square metres under the layer for each resident of the unit."""
    role = role_of(indicator)
    under = overlay.area_under(places.units, places.layer(role))
    parts = pd.DataFrame({"numerator": under, "denominator": places.residents})
    return Figure(places.base, places.source(role), parts=parts)


def area_mean(places: Places, indicator: Definition) -> Figure:
    """The mean of what the layer measured (its column of weights); missing where it does not reach.

    What cannot be, such as a -999 for what nobody measured, is told and left out.
    """
    role = role_of(indicator)
    low, high = indicator.possible
    layer = places.layer(role)
    wrong = layer["value"].notna() & ~layer["value"].between(low, high)
    if wrong.any():
        told = finding(
            "A224", column=f"layers.{role}", role=role, count=int(wrong.sum()), total=len(layer), low=low, high=high
        )
        places.findings.append(told)
    found = covered.mean_value(places.units, layer[~wrong])
    missing = int(found.isna().sum())
    if missing:
        told = finding("A220", column=f"layers.{role}", role=role, count=missing, total=len(found), level=places.base)
        places.findings.append(told)
    return Figure(places.base, places.source(role), values=found)


def _of_people(places: Places, share: pd.Series, role: str) -> Figure:
    """Of the residents of each unit, those on so much of its ground."""
    people = places.counted
    parts = pd.DataFrame({"numerator": share * people, "denominator": people})
    return Figure(places.base, places.source(role), parts=parts)
