"""A catalogue as plain data: for `catalogue.json` in a release, for the commands, and for its hash."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

from tejido.catalogue.model import Catalogue

__all__ = ["as_dict", "listing", "with_hash"]


def as_dict(catalogue: Catalogue) -> dict[str, object]:
    """The whole catalogue as JSON can write it: nodes, indicators and universes as lists in the order of the tree.

    An open end of a possible range is null. `from_dict` reads it back to an equal catalogue.
    """
    found = {
        field.name: _plain(getattr(catalogue, field.name))
        for field in fields(catalogue)
        if field.name not in ("nodes", "indicators", "universes")
    }
    for kind in ("nodes", "indicators", "universes"):
        found[kind] = [_plain(item) for item in getattr(catalogue, kind).values()]
    return found


def with_hash(catalogue: Catalogue) -> Catalogue:
    """The catalogue with the SHA-256 of everything in it, as hexadecimal digits: equal content, equal hash."""
    content = {key: value for key, value in as_dict(catalogue).items() if key != "hash"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return replace(catalogue, hash=hashlib.sha256(text.encode("utf-8")).hexdigest())


def listing(catalogue: Catalogue) -> list[dict[str, object]]:
    """One row per indicator, in the order of the tree.

    Each holds id, tier, area, dimension (null where the area holds it directly), name in each language, measure unit,
    direction and status.
    """
    rows: list[dict[str, object]] = []
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
            }
        )
    return rows


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
