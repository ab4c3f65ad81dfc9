"""Figures of how many places there are in a unit, and how many of them have another beside them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from tejido.catalogue.model import Definition
from tejido.measure.places.shared import M2_PER_KM2, Figure, Places, other_of, role_of
from tejido.territory import features, network, overlay

__all__ = ["feature_share", "intersections", "points_per_area", "points_per_length", "weight_per_person"]


def points_per_area(places: Places, indicator: Definition) -> Figure:
    """Places per km2."""
    return _counted(places, places.layer(role_of(indicator)), places.areas / M2_PER_KM2, role_of(indicator))


def points_per_length(places: Places, indicator: Definition) -> Figure:
    """Places per km of the lines of another layer; missing where a unit has no such line."""
    role, other = role_of(indicator), other_of(indicator)
    return _counted(places, places.layer(role), places.kilometres(other), role, other)


def weight_per_person(places: Places, indicator: Definition) -> Figure:
    """What the places weigh together (beds, seats, jobs; 1 each without weights) per so many residents; missing where the weight of one
    of a unit's places is.
    """
    role = role_of(indicator)
    layer = features.standing(places.layer(role))
    counted = overlay.count_points(places.units, layer).counts.astype("float64")
    if "value" in layer:
        unread = _alike(layer[~(layer["value"] >= 0)])
        # Of a unit with a place that nobody knows the weight of, the sum is not known either.
        counted = counted.mask(overlay.count_points(places.units, unread).counts > 0)
    parts = pd.DataFrame({"numerator": counted, "denominator": places.residents})
    return Figure(places.base, places.source(role), parts=parts)


def feature_share(places: Places, indicator: Definition) -> Figure:
    """Per cent of the places of one layer that have one of the other beside them; missing where there are none of the former."""
    role, other = role_of(indicator), other_of(indicator)
    all_of_them = _alike(places.layer(other))
    found = all_of_them[features.beside(all_of_them, places.layer(role))]
    parts = pd.DataFrame({
        "numerator": overlay.count_points(places.units, features.standing(found)).counts,
        "denominator": overlay.count_points(places.units, features.standing(all_of_them)).counts,
    })  # fmt: skip
    return Figure(places.base, places.source(role, other), parts=parts)


def intersections(places: Places, indicator: Definition) -> Figure:
    """Places where three or more pieces of street meet, per km2."""
    role = role_of(indicator)
    crossings = network.junctions(places.segments(role))
    layer = gpd.GeoDataFrame(geometry=gpd.points_from_xy(crossings[:, 0], crossings[:, 1]), crs=places.city.crs)
    return _counted(places, layer, places.areas / M2_PER_KM2, role)


def _counted(places: Places, layer: gpd.GeoDataFrame, over: pd.Series, *roles: str) -> Figure:
    """So many places of the layer, each one, over something."""
    counted = overlay.count_points(places.units, features.standing(_alike(layer))).counts
    parts = pd.DataFrame({"numerator": counted, "denominator": over})
    return Figure(places.base, places.source(*roles), parts=parts)


def _alike(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The layer's places without their weights."""
    return layer[["geometry"]]
