"""What goes into a release, before it is written: `Contents`, its checks, and what of its description is public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import geopandas as gpd
import pandas as pd

from tejido.catalogue.model import FLEXIBLE, Catalogue
from tejido.catalogue.shares import DOCUMENT
from tejido.privacy.rule import FIGURES
from tejido.tables import CITY_LEVEL, COUNTRY_LEVEL, DIFFERENTIALS, SCHEMAS, SHARES, Schema, SchemaError, flags

REQUIRED_META = ("city", "period", "base", "levels", "crs", "catalogue", "inputs", "program", "choices", "findings")
"""What every release says about itself; more may stand beside it for analysts."""

REQUIRED_TABLES = ("units", "values", "scores", "contributions")
"""The tables of every release, public or not."""

PUBLIC_TABLES = (*REQUIRED_TABLES, "differentials", "causes", "instruments", "policies", "shares")
"""What a public release may hold. `parts` may come with an analyst's: counts of people are never public."""


@dataclass(frozen=True)
class Contents:
    """A measured city.

    `meta` holds at least `REQUIRED_META`: ``city`` {code, names, country, languages, synthetic, licence, note}, ``period``,
    ``base`` (level at which the scores were made), ``levels`` [{id, names, plurals, n_units}] coarse to fine, ``crs``,
    ``catalogue`` {id, version, hash}, ``inputs`` {file: hash}, ``program`` {name, version}, ``choices``, ``findings``; and
    perhaps ``level_names`` of all levels at which something was measured, those finer than the base included, and ``translations``
    {text of the city: {language: the same}}.
    `tables` and `public_tables` are tables of `tejido.tables` by name, the public ones already protected. `geometry` holds
    per level a frame with ``unit`` and ``geometry`` in any declared reference system. `private` (rows, points, replicates)
    is written for analysts only, as it comes. `ground` is what maps stand on (`release.ground.COLUMNS`), and `documents` plain data by
    file name (``country.json``): both for everybody.
    """

    meta: Mapping[str, Any]
    catalogue: Catalogue
    tables: Mapping[str, pd.DataFrame]
    public_tables: Mapping[str, pd.DataFrame]
    geometry: Mapping[str, gpd.GeoDataFrame]
    private: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    ground: gpd.GeoDataFrame | None = None
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def check(contents: Contents) -> None:
    """Refuse contents that cannot make a release.

    Raises:
        SchemaError: a part of the description, a table or a geometry is missing or unknown, a name cannot be a file's, or
            a public table holds what is protected: a defect of the program, not of the city folder.
    """
    wrong = [f"meta lacks {key!r}" for key in REQUIRED_META if key not in contents.meta]
    for part, tables in (("tables", contents.tables), ("public_tables", contents.public_tables)):
        wrong += [f"{part} lacks {name!r}" for name in REQUIRED_TABLES if name not in tables]
        known = SCHEMAS if part == "tables" else PUBLIC_TABLES
        wrong += [f"{part} may not hold {name!r}" for name in tables if name not in known]
    wrong += [
        f"{name!r} is no name for a file" for name in (*contents.geometry, *contents.private) if not _is_file_name(name)
    ]
    wrong += [
        f"input {name!r} is not a name inside the city folder"
        for name in contents.meta.get("inputs", ())
        if _leaves(name)
    ]
    if not wrong:
        wrong += _totals(contents) + _unnamed(contents)
        wrong += _geometry_gaps(contents) + _leaks(contents.public_tables)
    if wrong:
        raise SchemaError("release: " + "; ".join(wrong))


def public_meta(contents: Contents) -> dict[str, Any]:
    """The description for everybody: what is listed here and nothing else.

    Of the inputs the file names stay without their hashes (a hash lets one test a guess about a confidential file), of the
    findings how often each code was met, of the levels those that were published. ``base`` is the finest of these, while
    ``measured_at`` names the level at which the scores were made.
    """
    meta = contents.meta
    published = contents.public_tables["units"]["level"].value_counts()
    levels = [{**level, "n_units": int(published[level["id"]])} for level in meta["levels"] if level["id"] in published]
    return {
        **{key: meta[key] for key in ("city", "period", "crs", "catalogue", "program", "choices")},
        "level_names": dict(meta.get("level_names", {})),
        "translations": dict(meta.get("translations", {})),
        "base": meta["base"] if meta["base"] in published else levels[-1]["id"],
        "measured_at": meta["base"],
        "levels": levels,
        "inputs": {PurePosixPath(name).name: None for name in meta["inputs"]},
        "findings": dict(Counter(_code(finding) for finding in meta["findings"])),
    }


def _code(finding: str | Mapping[str, Any]) -> str:
    return finding if isinstance(finding, str) else str(finding["code"])


def _is_file_name(name: str) -> bool:
    return bool(name) and not name.startswith(".") and PurePosixPath(name).name == name and "\\" not in name


def _leaves(name: str) -> bool:
    """Whether the name of an input leads out of the city folder, and so tells where somebody keeps files."""
    path = PurePosixPath(name)
    return path.is_absolute() or PureWindowsPath(name).is_absolute() or ".." in path.parts


def _totals(contents: Contents) -> list[str]:
    """Tables that speak of scores and name an indicator of the extended marker, which has none."""
    flexible = contents.catalogue.extended
    known = {*flexible.indicators, *(f"{area}{FLEXIBLE}" for area in flexible.areas)} if flexible else set()
    wrong = []
    for name in ("scores", "contributions", "causes"):
        for tables in (contents.tables, contents.public_tables):
            found = sorted(known & set(tables[name]["node"])) if name in tables else []
            wrong += [f"{name} of {one!r}, which is never scored" for one in found]
    return wrong


def _unnamed(contents: Contents) -> list[str]:
    """Questions of the shares that nothing defines."""
    shares = contents.tables.get("shares")
    asked = set() if shares is None else set(shares["question"])
    return [
        f"shares of {one!r}, which is not defined" for one in sorted(asked - set(contents.documents.get(DOCUMENT, ())))
    ]


def _geometry_gaps(contents: Contents) -> list[str]:
    """Levels whose polygons are not exactly those of its units; the city itself may go without."""
    wrong = []
    by_level = contents.tables["units"].groupby("level", sort=True)["unit"]
    units = {str(level): set(codes) for level, codes in by_level}
    wrong += [f"geometry of level {level!r}, which has no units" for level in contents.geometry if level not in units]
    declared = [level["id"] for level in contents.meta["levels"]]
    wrong += [
        f"level {level!r} has no geometry"
        for level in declared
        if level not in contents.geometry and level != CITY_LEVEL
    ]
    for level, frame in contents.geometry.items():
        if frame.crs is None:
            wrong.append(f"geometry of level {level!r} has no reference system")
        if level in units and (set(frame["unit"]) != units[level] or frame["unit"].duplicated().any()):
            wrong.append(f"geometry of level {level!r} does not hold each of its units once")
        if not frame.geom_type.isin(["Polygon", "MultiPolygon"]).all() or frame.geometry.is_empty.any():
            wrong.append(f"geometry of level {level!r} has units without a polygon")
    return wrong


def _leaks(public: Mapping[str, pd.DataFrame]) -> list[str]:
    """Public rows that say `protected` and still carry a figure, or tell of a level that is not published: the last look
    before the door.
    """
    figures = {
        "values": FIGURES, "units": ("population",), "differentials": _numbers(DIFFERENTIALS), "shares": _numbers(SHARES),
    }  # fmt: skip
    wrong = []
    for name, columns in figures.items():
        table = public.get(name, pd.DataFrame())
        hidden = table[_flagged(table)]
        wrong += [
            f"public {name} are protected and still hold {column!r}"
            for column in columns
            if column in hidden and hidden[column].notna().any()
        ]
    levels = set(public["units"]["level"])
    for name, table in public.items():
        # What is published of a country stands among the values and in no other table.
        told = levels | {COUNTRY_LEVEL} if name == "values" else levels
        placed = set(table["level"]) if "level" in table else set()
        wrong += [f"public {name} tell of level {level!r}" for level in sorted(placed - told)]
    return wrong


def _numbers(schema: Schema) -> list[str]:
    return [column.name for column in schema.columns if column.kind in ("number", "count")]


def _flagged(table: pd.DataFrame) -> pd.Series[bool]:
    if "flags" not in table:
        return pd.Series(False, index=table.index)
    return pd.Series(flags.has(table["flags"], flags.PROTECTED), index=table.index)
