"""Figures of how long the streets, paths and other lines of a unit are."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.model import Definition
from tejido.errors import finding
from tejido.measure.places.shared import M2_PER_KM2, Figure, Places, other_of, role_of

__all__ = ["length_per_area", "length_per_person", "length_share"]


def length_per_area(places: Places, indicator: Definition) -> Figure:
    """Kilometres of line per km2."""
    return _long(places, role_of(indicator), places.areas / M2_PER_KM2)


def length_per_person(places: Places, indicator: Definition) -> Figure:
    """Kilometres of line per so many residents."""
    return _long(places, role_of(indicator), places.residents)


def length_share(places: Places, indicator: Definition) -> Figure:
    """Kilometres of one layer's lines as per cent of those of another; where there are more of them, 100, which is told."""
    role, other = role_of(indicator), other_of(indicator)
    over = int((places.kilometres(role) > places.kilometres(other)).sum())
    if over:
        told = finding("A221", column=f"layers.{role}", role=role, other=other, count=over, level=places.base)
        places.findings.append(told)
    return _long(places, role, places.kilometres(other), other)


def _long(places: Places, role: str, over: pd.Series, *others: str) -> Figure:
    parts = pd.DataFrame({"numerator": places.kilometres(role), "denominator": over})
    return Figure(places.base, places.source(role, *others), parts=parts)
