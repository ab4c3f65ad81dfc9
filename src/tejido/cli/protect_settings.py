"""What was asked of `tejido protect`: a file of settings in TOML, and options that say the same on the command line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tejido.errors import TejidoError, fail
from tejido.privacy.sharing import Wanted

LISTS = ("keys", "important", "drop", "keep", "missing")
COLUMNS = ("weight", "household", "sensitive")
BY_COLUMN = ("top", "bottom", "round", "groups")
POINTS = ("lon", "lat", "units", "layer", "cluster", "donut", "crs")

_SHARE = re.compile(r"\d{1,2}(\.\d+)?%")

__all__ = ["Points", "Request", "read_request"]


@dataclass(frozen=True)
class Points:
    """Which columns are points, and how they are displaced (`donut`: least and largest distance in metres)."""

    lon: str
    lat: str
    units: Path
    donut: tuple[float, float]
    layer: str | None = None
    cluster: str | None = None
    crs: str = "EPSG:4326"


@dataclass(frozen=True)
class Request:
    """What to do with the rows, with the codes for no answer, and with the points."""

    wanted: Wanted
    missing: tuple[str, ...]
    points: Points | None


def read_request(settings: Path | None, options: Mapping[str, Any]) -> Request:
    """The settings of a file, with what the options say put in their place; options that were not given are None or empty.

    Raises:
        TejidoError: P204 the file is no TOML, P215 something in it cannot be used, P220 there are no keys.
    """
    told = _read(settings) if settings is not None else {}
    words = {name: value for name, value in options.items() if value}
    for name in BY_COLUMN:
        if name in words:
            words[name] = dict(_pair(name, word) for word in words[name])
    if "points" in words:
        words["points"] = {**told.get("points", {}), **words["points"]}
    base = settings.parent if settings is not None and "units" not in options.get("points", {}) else Path()
    merged = {**told, **words}
    try:
        return _request(merged, base)
    except TejidoError as problem:
        one = problem.findings[0]
        file = settings.name if settings is not None and one.column in told else None
        raise TejidoError([replace(one, file=file)]) from None


def _read(settings: Path) -> dict[str, Any]:
    if not settings.is_file():
        raise fail("E201", file=settings.name)
    try:
        return tomllib.loads(settings.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise fail("P204", file=settings.name, problem=str(problem)) from problem


def _wrong(key: str) -> TejidoError:
    return fail("P215", column=key, key=key)


def _request(told: Mapping[str, Any], base: Path) -> Request:
    known = {*LISTS, *COLUMNS, *BY_COLUMN, "k", "recode", "points"}
    unknown = [name for name in told if name not in known]
    if unknown:
        raise _wrong(unknown[0])
    lists = {name: _list(name, told.get(name, [])) for name in LISTS}
    if not lists["keys"]:
        raise fail("P220")
    columns = {name: _text(name, told[name]) for name in COLUMNS if name in told}
    k = told.get("k", 3)
    if not isinstance(k, int) or k < 2:
        raise _wrong("k")
    points = _points(told["points"], base) if "points" in told else None
    keep = lists["keep"] + ((points.cluster,) if points and points.cluster else ())
    wanted = Wanted(
        keys=lists["keys"],
        k=k,
        important=lists["important"],
        **columns,
        drop=lists["drop"],
        keep=keep,
        top={name: _bound("top", one) for name, one in _table("top", told).items()},
        bottom={name: _bound("bottom", one) for name, one in _table("bottom", told).items()},
        round={name: _base(one) for name, one in _table("round", told).items()},
        groups={name: _starts(one) for name, one in _table("groups", told).items()},
        recode={name: _answers(one) for name, one in _table("recode", told).items()},
        points=(points.lon, points.lat) if points else (),
    )
    if not set(wanted.important) <= set(wanted.keys):
        raise _wrong("important")
    return Request(wanted, lists["missing"], points)


def _table(key: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
    found = told.get(key, {})
    if not isinstance(found, dict):
        raise _wrong(key)
    return found


def _list(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str | int) for one in value):
        raise _wrong(key)
    return tuple(dict.fromkeys(str(one) for one in value))


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(key)
    return value


def _number(key: str, value: object) -> float:
    try:
        return float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else float("nan")
    except ValueError:
        raise _wrong(key) from None


def _bound(key: str, value: object) -> float | str:
    """An amount, or a share such as ``2%``."""
    if isinstance(value, str) and _SHARE.fullmatch(value):
        return value
    found = _number(key, value)
    if found != found:
        raise _wrong(key)
    return found


def _base(value: object) -> float:
    found = _number("round", value)
    if not found > 0:
        raise _wrong("round")
    return found


def _starts(value: object) -> tuple[float, ...]:
    words: Sequence[object] = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    found = tuple(_number("groups", one) for one in words)
    if not found or any(one != one for one in found):
        raise _wrong("groups")
    return found


def _answers(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise _wrong("recode")
    return {str(old): new for old, new in value.items()}


def _points(value: object, base: Path) -> Points:
    if (
        not isinstance(value, dict)
        or not set(value) <= set(POINTS)
        or not {"lon", "lat", "units", "donut"} <= set(value)
    ):
        raise _wrong("points")
    donut = value["donut"]
    ring = [_number("points", one) for one in donut] if isinstance(donut, list | tuple) else []
    if len(ring) != 2 or not 0 <= ring[0] < ring[1]:
        raise _wrong("points")
    texts = {name: _text("points", value[name]) for name in ("lon", "lat", "layer", "cluster", "crs") if name in value}
    return Points(**texts, units=base / _text("points", value["units"]), donut=(ring[0], ring[1]))


def _pair(name: str, word: str) -> tuple[str, str]:
    """``age:85``."""
    column, sign, value = word.rpartition(":")
    if not (column and sign and value):
        raise _wrong(name)
    return column, value
