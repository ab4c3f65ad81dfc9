"""Opening a release: refuses what is unfinished, changed, of a newer contract or for other eyes; reads tables when asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import pandas as pd

from tejido.catalogue import extended_from_dict, from_dict
from tejido.catalogue.model import Catalogue
from tejido.catalogue.shares import DOCUMENT, Distribution, from_plain
from tejido.errors import Finding, fail, refuse_errors
from tejido.release import ground
from tejido.release.manifest import MANIFEST, Files, differences, unchanged
from tejido.release.parquet import read_geometry, read_table
from tejido.release.writer import PARTIAL
from tejido.tables import CONTRACT, SCHEMAS

EXTENDED = "extended.json"
"""The extended marker by which a city was measured; releases of contract 1 have none."""

_TOLD = {"city", "period", "base", "levels", "catalogue", "program", "choices", "inputs", "findings"}
"""What a description must say before a release can be shown."""

Audience = Literal["analyst", "public"]


class Release:
    """An opened release. Tables and polygons are read, and their hashes compared, when they are first asked for.

    Make one with `open_release`. What it gives out is shared: copy a table before you change it.
    """

    def __init__(self, path: Path, description: Mapping[str, Any]) -> None:
        self.path = path
        self.files: Files = description["files"]
        self.meta: dict[str, Any] = {key: value for key, value in description.items() if key != "files"}
        self._tables: dict[str, pd.DataFrame] = {}
        self._geometry: dict[str, gpd.GeoDataFrame] = {}

    @property
    def audience(self) -> Audience:
        """``analyst`` or ``public``."""
        return "public" if self.meta["audience"] == "public" else "analyst"

    @property
    def levels(self) -> list[str]:
        """Ids of the levels, coarse to fine."""
        return [str(level["id"]) for level in self.meta["levels"]]

    @cached_property
    def catalogue(self) -> Catalogue:
        """The method by which it was measured, the city's choices included."""
        found = from_dict(json.loads(self._content("catalogue.json")))
        if EXTENDED not in self.files:
            return found
        return replace(found, extended=extended_from_dict(json.loads(self._content(EXTENDED))))

    @cached_property
    def questions(self) -> dict[str, Distribution]:
        """The questions of the table ``shares``, by id; none where the release has no shares."""
        return from_plain(self.document(DOCUMENT) or {})

    @property
    def tables(self) -> list[str]:
        """Names of the tables that it holds."""
        return sorted(Path(name).stem for name in self.files if name.startswith("tables/"))

    def table(self, name: str) -> pd.DataFrame:
        """A table of `tejido.tables` by name, sorted by its key.

        Raises:
            TejidoError: R112 the release does not hold it, R108 its file was changed.
        """
        if name not in self._tables:
            file = f"tables/{name}.parquet"
            if file not in self.files or name not in SCHEMAS:
                raise fail("R112", table=name, tables=", ".join(self.tables))
            self._tables[name] = read_table(self._content(file), SCHEMAS[name])
        return self._tables[name]

    def geometry(self, level: str) -> gpd.GeoDataFrame:
        """Polygons of a level: ``unit`` and ``geometry`` in EPSG:4326, sorted by unit.

        Raises:
            TejidoError: R113 the release has no such level, R108 its file was changed.
        """
        if level not in self._geometry:
            file = f"geometry/{level}.parquet"
            if file not in self.files or file == ground.FILE:
                known = [Path(name).stem for name in self.files if name.startswith("geometry/")]
                raise fail("R113", level=level, levels=", ".join(one for one in self.levels if one in known))
            self._geometry[level] = read_geometry(self._content(file))
        return self._geometry[level]

    def document(self, name: str) -> Mapping[str, Any] | None:
        """Plain data that the release carries beside its tables (``country.json``); None where it has none of that name.

        Raises:
            TejidoError: R108 its file was changed.
        """
        if name not in self.files:
            return None
        found: Mapping[str, Any] = json.loads(self._content(name))
        return found

    def ground(self) -> gpd.GeoDataFrame:
        """Streets and water in EPSG:4326, columns `release.ground.COLUMNS`; no rows where the release has none, as those made before.

        Raises:
            TejidoError: R108 its file was changed.
        """
        return ground.read_ground(self._content(ground.FILE)) if ground.FILE in self.files else ground.no_ground()

    def public(self) -> Release:
        """The public part of an analyst's release; a public one gives itself."""
        return self if self.audience == "public" else _open(self.path / "public", "public")

    def _content(self, name: str) -> bytes:
        if name not in self.files:
            raise fail("R107", file=name)
        content = (self.path / name).read_bytes()
        if not unchanged(content, self.files[name]):
            raise fail("R108", file=name)
        return content


def open_release(path: str | Path, audience: Audience | None = None) -> Release:
    """Open the release in the folder `path`.

    With `audience` ``public`` only what is for everybody opens: of an analyst's release its ``public`` part. With
    ``analyst`` a public release is refused. Without it the folder opens as what it is. Presence and size of every file are
    compared with ``release.json`` at once, each file's hash when it is read; `verify` compares all.

    Raises:
        TejidoError: R103 no such folder, R104 no release in it, R105 ``release.json`` cannot be read, R106 a newer
            contract, R107-R109 files missing, changed or too many, R111 for another audience, R114 unfinished.
    """
    folder = Path(path)
    release = _open(folder, None)
    if audience == "public":
        return release.public()
    if audience == "analyst" and release.audience == "public":
        raise fail("R111", file=folder.name)
    return release


def verify(release: Release) -> list[Finding]:
    """Compare every byte of a release with the hashes in its ``release.json``; an empty list means that it is intact.

    Files of the public part of an analyst's release are on the analyst's list too.
    """
    return differences(release.path, release.files, full=True)


def _open(folder: Path, expected: Audience | None) -> Release:
    name = folder.absolute().name
    if name.startswith(".") and PARTIAL in name:
        raise fail("R114", file=name)
    if not folder.is_dir():
        raise fail("R103", file=folder.name)
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise fail("R104", file=folder.name)
    description = _read(manifest)
    if expected is not None and description["audience"] != expected:
        raise fail("R111", file=folder.name)
    release = Release(folder, description)
    refuse_errors(differences(folder, release.files, full=False))
    return release


def _tells(description: Mapping[str, Any]) -> bool:
    """Whether what must be told of the city, its round and its levels is of the kind that readers expect."""
    city, levels = description["city"], description["levels"]
    named = [city["names"], *(level[key] for level in levels for key in ("names", "plurals"))]
    texts = [city["code"], description["period"], *(level["id"] for level in levels)]
    texts += [text for names in named for text in names.values()]
    return (
        "synthetic" in city
        and isinstance(city["languages"], list)
        and all(named)
        and all(isinstance(one, str) and one for one in texts)
    )


def _read(manifest: Path) -> dict[str, Any]:
    """The description, once its contract number says that this version can read it."""
    try:
        description = json.loads(manifest.read_text("utf-8"))
        contract, audience = description["contract"], description["audience"]
        whole = type(contract) is int and contract > 0 and audience in ("analyst", "public")
        if whole and contract > CONTRACT:
            raise fail("R106", file=MANIFEST, found=contract, known=CONTRACT)
        whole = whole and all({"bytes", "sha256"} <= set(one) for one in description["files"].values())
        whole = whole and set(description) >= _TOLD and _tells(description)
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as problem:
        raise fail("R105", file=MANIFEST) from problem
    if not whole:
        raise fail("R105", file=MANIFEST)
    return dict(description)
