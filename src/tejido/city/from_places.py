"""Which functions of the catalogue measure from layers, streets and the units themselves, and what each of them needs."""

from __future__ import annotations

import numpy as np
import shapely

from tejido.catalogue.model import OVER_RESIDENTS, Definition
from tejido.city.gtfs.of_city import ROLE as TRANSIT
from tejido.city.layers import STREETS
from tejido.city.model import City
from tejido.tables import CITY_LEVEL
from tejido.words import Labels

Said = tuple[str, dict[str, object]]
"""An English source text and what fills its placeholders (labels in several languages among it)."""

WALKED = ("distance_nearest", "share_within", "space_per_person")
"""Functions that walk the streets, or a straight line where there are none."""

OF_UNITS = ("density", "segregation")
"""Functions that ask for no layer: the units and their people are enough."""

OF_AREAS = ("space_per_person", "share_under", "diversity", "people_under", "area", "area_per_person")
"""Functions over the areas of a layer."""

OF_LINES = ("length_per_area", "length_per_person", "length_share", "intersections")
"""Functions over the lines of a layer."""

OVER_LINES = ("points_per_length", "length_share")
"""Functions that divide by the lines of another layer."""

FROM_PLACES = (
    *WALKED, *OF_UNITS, "rate", "diversity", "share_under", "people_under", "people_near", "area", "area_per_person", "area_mean",
    *OF_LINES, "points_per_area", "points_per_length", "feature_share", "weight_per_person", "reach", "headway",
)  # fmt: skip
"""Functions that measure from layers, streets and the units themselves, without a column."""

WEIGHED = ("rate", "weight_per_person")
"""Functions that add up what the places of a layer weigh, where it has a column of weights."""

FAR_KM = 20.0
"""A layer of which nothing lies nearer to the city than this does not belong to it."""

NEEDS_COLUMN = "needs a column: {needed}"

_AREAS: Labels = {"en": "areas", "es": "áreas"}
_LINES: Labels = {"en": "lines", "es": "líneas"}

__all__ = [
    "FAR_KM", "FROM_PLACES", "NEEDS_COLUMN", "OF_AREAS", "OF_LINES", "OF_UNITS", "WALKED", "Said", "around", "hindrance",
]  # fmt: skip


def hindrance(city: City, indicator: Definition) -> Said | None:
    """Why the city's places do not give this indicator; None where they do."""
    function, role, options = indicator.compute.function, indicator.compute.role, indicator.compute.options
    # A diversity without a layer is made of a city's own classes.
    if function not in FROM_PLACES or (role is None and function not in OF_UNITS):
        needed: Labels = indicator.data_needed or indicator.names
        return NEEDS_COLUMN, {"needed": dict(needed)}
    layers = [
        (str(one), kind) for one, kind in ((role, _wanted(function)), (options.get("of"), _over(function))) if one
    ]
    if function == "reach" and options["mode"] not in ("walk", TRANSIT):
        return "there is no way of going called {mode}: walk or transit", {"mode": options["mode"]}
    if _rides(indicator) and city.transit is None:
        return "needs timetables of public transport (GTFS) as the layer transit", {}
    for name, wanted in layers:
        why = _lacks(city, name, wanted)
        if why is not None:
            return why
    # A far place is still a distance; of everything else it would make a nought that nobody counted.
    if function != "distance_nearest" and role in city.layers and not _near(city, str(role)):
        return "nothing of the layer {role} lies within {km} km of the city", {"role": role, "km": f"{FAR_KM:g}"}
    if function in WEIGHED and _tells(city, role, "value") and not (city.layers[str(role)]["value"] >= 0).any():
        return "the layer {role} has no weight that is a count", {"role": role}
    if function == "diversity" and not _tells(city, role, "class"):
        return "the layer {role} names no column of classes (class)", {"role": role}
    if function == "area_mean" and not _tells(city, role, "value"):
        return "the layer {role} names no column of values (weight)", {"role": role}
    if function in OVER_RESIDENTS and city.units[CITY_LEVEL]["population"].isna().all():
        return "the units have no population", {}
    group = options.get("group")
    if group is not None and not any(group in level.groups for level in city.config.levels):
        return "needs how many people of {group} live in each unit", {"group": group}
    return None


def _lacks(city: City, role: str, wanted: int | None) -> Said | None:
    """Why a layer cannot serve: it is not there, or has nothing of the dimension `wanted` (1 lines, 2 areas)."""
    if role == TRANSIT and city.transit is not None:
        return None
    if role not in city.layers and (role != STREETS or city.streets is None):
        return "needs the layer {role}, or a column", {"role": role}
    # Streets were read as pieces of line, not as a layer.
    dimension = 1 if role == STREETS else shapely.get_dimensions(city.layers[role].geometry.to_numpy())
    if wanted is None or np.any(dimension == wanted):
        return None
    return "the layer {role} has no {shape}", {"role": role, "shape": dict(_AREAS if wanted == 2 else _LINES)}


def around(city: City) -> shapely.Polygon:
    """The rectangle around the city beyond which a layer does not belong to it."""
    west, south, east, north = city.units[CITY_LEVEL].total_bounds
    reach = FAR_KM * 1000
    return shapely.box(west - reach, south - reach, east + reach, north + reach)


def _near(city: City, role: str) -> bool:
    return bool(shapely.intersects(city.layers[role].geometry.to_numpy(), around(city)).any())


def _tells(city: City, role: str | None, column: str) -> bool:
    """Whether a layer says so much of its places; the streets, which were read as pieces of line, say nothing."""
    return role in city.layers and column in city.layers[role]


def _rides(indicator: Definition) -> bool:
    """Whether it asks when public transport runs."""
    return indicator.compute.function == "headway" or indicator.compute.options.get("mode") == TRANSIT


def _wanted(function: str) -> int | None:
    return 2 if function in OF_AREAS else 1 if function in OF_LINES else None


def _over(function: str) -> int | None:
    return 1 if function in OVER_LINES else None
