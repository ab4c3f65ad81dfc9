"""A catalogue as plain data: for `catalogue.json` in a release, for the commands, and for its hash."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

from tejido.catalogue.extended import Extended, Listed
from tejido.catalogue.model import Catalogue

__all__ = ["as_dict", "extended_as_dict", "extended_with_hash", "listing", "listing_extended", "with_hash"]


LATER = ("map_classes",)
"""What definitions hold since some releases were made: left out where empty, so that what those releases hold keeps its hash."""


def as_dict(catalogue: Catalogue) -> dict[str, object]:
    """The whole catalogue as JSON can write it: nodes, indicators and universes as lists in the order of the tree.

    An open end of a possible range is null. `from_dict` reads it back to an equal catalogue.
    """
    found = {
        field.name: _plain(getattr(catalogue, field.name))
        for field in fields(catalogue)
        if field.name not in ("nodes", "indicators", "universes", "extended")
    }
    for kind in ("nodes", "indicators", "universes"):
        found[kind] = [_plain(item) for item in getattr(catalogue, kind).values()]
    return found


def with_hash(catalogue: Catalogue) -> Catalogue:
    """The catalogue with the SHA-256 of everything in it, as hexadecimal digits: equal content, equal hash."""
    content = {key: value for key, value in as_dict(catalogue).items() if key != "hash"}
    return replace(catalogue, hash=_digest(content))


def _digest(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def extended_as_dict(extended: Extended) -> dict[str, object]:
    """The extended marker as JSON can write it; `extended_from_dict` reads it back to an equal one."""
    return {field.name: _plain(getattr(extended, field.name)) for field in fields(extended)}


def extended_with_hash(extended: Extended) -> Extended:
    """The extended marker with the SHA-256 of everything in it."""
    return replace(extended, hash=_digest({**extended_as_dict(extended), "hash": ""}))


def listing(catalogue: Catalogue) -> list[dict[str, object]]:
    """One row per indicator, in the order of the tree.

    Each holds id, tier, area, dimension (null where the area holds it directly), name in each language, measure unit,
    direction, status, and the names of the published list of the extended marker that it answers to.
    """
    rows: list[dict[str, object]] = []
    published = catalogue.extended.listed.values() if catalogue.extended else ()
    for one in catalogue.indicators.values():
        dimension = catalogue.dimension(one.id)
        rows.append(
            {
                "id": one.id,
                "tier": one.tier,
                "area": catalogue.listed_id(catalogue.area(one.id)),
                "dimension": None if dimension is None else catalogue.listed_id(dimension),
                "name": dict(one.names),
                "measure_unit": one.measure_unit,
                "direction": one.direction,
                "status": one.status,
                "listed": [_published(name) for name in published if name.indicator == one.id],
            }
        )
    return rows


def listing_extended(extended: Extended) -> list[dict[str, object]]:
    """One row per indicator of the extended marker, in the order of its files, with what `listing` says of those of a tree:
    instead of the dimension subdimension, category and filter, and where its figure comes from, its other names and, where it
    needs a definition, what it lacks.
    """
    return [
        {
            "id": one.id,
            "tier": one.tier,
            "area": one.area,
            "subdimension": one.subdimension,
            "category": one.category,
            "filter": one.filter,
            "name": dict(one.names),
            "measure_unit": one.measure_unit,
            "direction": one.direction,
            "status": one.status,
            "lacking": dict(one.lacking),
            "source_kind": one.source_kind,
            "listed": [_published(extended.listed[code]) for code in one.listed],
            "aliases": [dict(names) for names in one.aliases],
        }
        for one in extended.indicators.values()
    ]


def _published(name: Listed) -> dict[str, object]:
    return {"code": name.code, "name": dict(name.names), "fact": name.fact}


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {name: one for name, one in told.items() if one is not None or name not in LATER}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
