"""Rules about layers: their role, their kind, and whether they lie where the city is."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import shapely

from tejido.catalogue.extended import Role
from tejido.city.from_places import FAR_KM, OF_AREAS, around
from tejido.city.layers import SLOPE, STREETS
from tejido.city.rules.reading import Reading
from tejido.errors import Finding, TejidoError, finding
from tejido.territory import slope

_DIMENSIONS = {"points": 0, "lines": 1, "polygons": 2}


def roles(reading: Reading) -> Iterator[Finding]:
    """C019: a role that is almost one that the catalogue uses."""
    named = {one.compute.role for one in reading.catalogue.definitions.values() if one.compute.role}
    known = sorted(named | {STREETS, SLOPE} | set(_described(reading)))
    for role, spec in reading.config.layers.items():
        near = difflib.get_close_matches(role, known, 1, 0.75)
        if role not in known and near:
            yield finding("C019", file=spec.source.file, role=role, near=f" ({near[0]}?)")


def kinds(reading: Reading) -> Iterator[Finding]:
    """C411: a layer without areas for an indicator that measures areas, or without points for one that counts them."""
    for indicator in reading.catalogue.indicators.values():
        role = indicator.compute.role
        layer = reading.city.layers.get(role) if role else None
        if layer is None or role is None:
            continue
        dimension = shapely.get_dimensions(layer.geometry.to_numpy())
        wanted = 2 if indicator.compute.function in OF_AREAS else 0 if indicator.compute.function == "rate" else None
        if wanted is not None and not (dimension == wanted).any():
            file = reading.config.layers[role].source.file
            yield finding("C411", file=file, role=role, wanted="polygon" if wanted == 2 else "point")


def shapes(reading: Reading) -> Iterator[Finding]:
    """C413: a layer of the extended marker without any of the shapes that its role stands for."""
    for role, described in _described(reading).items():
        layer = reading.city.layers.get(role)
        wanted = _DIMENSIONS.get(described.shape)
        if layer is None or wanted is None:
            continue
        if not (shapely.get_dimensions(layer.geometry.to_numpy()) == wanted).any():
            yield finding("C413", file=reading.config.layers[role].source.file, role=role, shape=described.shape)


def _described(reading: Reading) -> Mapping[str, Role]:
    """The roles that the extended marker describes."""
    extended = reading.catalogue.extended
    return extended.roles if extended is not None else {}


def without_classes(reading: Reading) -> Iterator[Finding]:
    """C412: a layer without its classes, for a diversity or for the slope."""
    mixed = {one.compute.role for one in reading.catalogue.indicators.values() if one.compute.function == "diversity"}
    for role, layer in sorted(reading.city.layers.items()):
        if role in mixed | {SLOPE} and "class" not in layer:
            yield finding("C412", file=reading.config.layers[role].source.file, column=f"layers.{role}", role=role)


def slopes(reading: Reading) -> Iterator[Finding]:
    """T501, T502: slopes that are neither a class nor a percentage."""
    told = [
        (level.source.file, level.slope, reading.city.attributes[level.id][level.slope])
        for level in reading.levels() if level.slope and level.slope in reading.city.attributes[level.id]
    ]  # fmt: skip
    layer = reading.city.layers.get(SLOPE)
    if layer is not None and "class" in layer:
        spec = reading.config.layers[SLOPE]
        told.append((spec.source.file, spec.class_column or "", layer["class"]))
    for file, column, figures in told:
        try:
            slope.factor(figures)
        except TejidoError as problem:
            yield from (replace(one, file=file, column=column) for one in problem.findings)


def points_outside(reading: Reading) -> Iterator[Finding]:
    """C401, C402: points in no unit, and points in several."""
    tree = shapely.STRtree(reading.city.units[reading.base].geometry.to_numpy())
    for role, layer in sorted(reading.city.layers.items()):
        points = layer.geometry.to_numpy()
        points = points[shapely.get_dimensions(points) == 0]
        if not len(points):
            continue
        held = np.bincount(tree.query(points, predicate="intersects")[0], minlength=len(points))
        file = reading.config.layers[role].source.file
        if (held == 0).any():
            yield finding("C401", file=file, role=role, count=int((held == 0).sum()), total=len(points))
        if (held > 1).any():
            yield finding("C402", file=file, role=role, count=int((held > 1).sum()))


def far_away(reading: Reading) -> Iterator[Finding]:
    """C404: a layer of which nothing lies near the city."""
    reach = around(reading.city)
    for role, layer in sorted(reading.city.layers.items()):
        if not shapely.intersects(layer.geometry.to_numpy(), reach).any():
            yield finding("C404", file=reading.config.layers[role].source.file, role=role, km=FAR_KM)
    streets = reading.city.streets
    if streets is not None:
        west, south, east, north = reach.bounds
        inside = streets["x1"].between(west, east) & streets["y1"].between(south, north)
        if not inside.any():
            yield finding("C404", file=reading.config.layers[STREETS].source.file, role=STREETS, km=FAR_KM)
