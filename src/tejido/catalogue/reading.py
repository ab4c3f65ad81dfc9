"""Reading back a catalogue that was written as plain data, such as `catalogue.json` of a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tejido.catalogue.answers import Condition, FromAnswers
from tejido.catalogue.extended import Extended, ExtendedIndicator, Instrument, Listed, Role, Subdimension
from tejido.catalogue.map_classes import map_classes_from_dict
from tejido.catalogue.model import Band, Catalogue, Compute, Curve, Example, Indicator, Node, Universe
from tejido.catalogue.plain import extended_with_hash, with_hash
from tejido.catalogue.variables import possible
from tejido.errors import fail

__all__ = ["extended_from_dict", "from_dict"]

# What JSON gives has no types of its own: the constructors below refuse what does not fit.
Json = Mapping[str, Any]


def from_dict(data: Json, file: str = "catalogue.json") -> Catalogue:
    """The catalogue that `as_dict` told.

    Raises:
        TejidoError: K154, the content does not have the hash that it states; K155, it is not a catalogue.
    """
    try:
        found = _catalogue(data)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise fail("K155", file=file) from problem
    if with_hash(found).hash != found.hash:
        raise fail("K154", file=file)
    return found


def extended_from_dict(data: Json, file: str = "extended.json") -> Extended:
    """The extended marker that `extended_as_dict` told.

    Raises:
        TejidoError: K154, the content does not have the hash that it states; K155, it is not an extended marker.
    """
    try:
        found = _extended(data)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise fail("K155", file=file) from problem
    if extended_with_hash(found).hash != found.hash:
        raise fail("K154", file=file)
    return found


def _extended(data: Json) -> Extended:
    kinds = {
        "subdimensions": Subdimension, "roles": Role, "instruments": Instrument, "universes": Universe, "listed": Listed,
    }  # fmt: skip
    made = {kind: {key: make(**one) for key, one in data[kind].items()} for kind, make in kinds.items()}
    return Extended(**{**data, **made, "indicators": {key: _flexible(one) for key, one in data["indicators"].items()}})


def _flexible(data: Json) -> ExtendedIndicator:
    tuples = {key: tuple(data[key]) for key in ("sdg", "nua", "gcm", "listed", "aliases", "groups")}
    return ExtendedIndicator(
        **{
            **data,
            **tuples,
            "possible": possible(data["possible"]),
            "compute": Compute(**data["compute"]),
            "answers": _answers(data["answers"]),
            "map_classes": map_classes_from_dict(data.get("map_classes")),
        }
    )


def _catalogue(data: Json) -> Catalogue:
    rest = {key: value for key, value in data.items() if key not in ("nodes", "indicators", "universes", "bands")}
    return Catalogue(
        **{
            **rest,
            "nodes": {one["id"]: Node(**one) for one in data["nodes"]},
            "indicators": {one["id"]: _indicator(one) for one in data["indicators"]},
            "universes": {one["id"]: Universe(**one) for one in data["universes"]},
            "bands": tuple(Band(**one) for one in data["bands"]),
            "changed": frozenset(data["changed"]),
        }
    )


def _indicator(data: Json) -> Indicator:
    return Indicator(
        **{
            **data,
            "possible": possible(data["possible"]),
            "curve": _curve(data["curve"]),
            "compute": Compute(**data["compute"]),
            "example": _example(data["example"]),
            "sdg": tuple(data["sdg"]),
            "viewer_columns": tuple(data["viewer_columns"]),
            "answers": _answers(data["answers"]),
            "map_classes": map_classes_from_dict(data.get("map_classes")),
        }
    )


def _curve(data: Json) -> Curve:
    knots = tuple((value, points) for value, points in data["knots"])
    return Curve(**{**data, "knots": knots, "observed": _pair(data["observed"])})


def _example(data: Json) -> Example:
    return Example(**{**data, "observed": _pair(data["observed"])})


def _answers(data: Json | None) -> FromAnswers | None:
    if data is None:
        return None
    lists = ("among", "of", "over", "one", "other")
    return FromAnswers(**{**data, **{key: tuple(_condition(one) for one in data[key]) for key in lists}})


def _condition(data: Json) -> Condition:
    return Condition(**{**data, "values": tuple(data["values"])})


def _pair(value: Sequence[float] | None) -> tuple[float, float] | None:
    if value is None:
        return None
    low, high = value
    return low, high
