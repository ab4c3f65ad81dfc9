"""Files of a city folder as raw frames: found, read once, hashed row by row; what cannot be read is told, never raised."""

from __future__ import annotations

import difflib
import hashlib
import io
import re
import warnings
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import shapely
from python_calamine import CalamineError

from tejido.city import osm
from tejido.city.model import Source
from tejido.errors import Finding, finding

_TABLES = (".csv", ".tsv", ".txt")
_JSON = (".geojson", ".json")
FIRST_ROW = "first_row"
"""Under this key the `attrs` of a table say on which line of its file the first row stands, where that is not the second."""

READ_ERRORS = (OSError, ValueError, RuntimeError, KeyError, TypeError, zipfile.BadZipFile, CalamineError)
"""What GDAL, Arrow, pandas and the reader of workbooks raise for a file they cannot read (their own errors derive from these)."""


class UnreadableError(Exception):
    """A file that cannot be used; carries the finding that says why."""

    def __init__(self, told: Finding) -> None:
        super().__init__(told.code)
        self.told = told


@dataclass
class Files:
    """The files of a city folder; with `data` they are looked up there first. `hashes` holds those read so far."""

    folder: Path
    data: Path | None
    found: list[Finding] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    _read: dict[tuple[str, str | None], pd.DataFrame | None] = field(default_factory=dict)

    def path(self, name: str) -> Path | None:
        """Where the file lies, or None."""
        for place in (self.data, self.folder):
            if place is not None and name and not Path(name).is_absolute() and (place / name).is_file():
                return place / name
        return None

    def frame(self, source: Source) -> pd.DataFrame | None:
        """The rows of a source (a GeoDataFrame where the file has geometry), those kept by `where`; None where it cannot
        be read, which is told once per file.
        """
        key = (source.file, source.layer)
        if key not in self._read:
            try:
                self._read[key] = self._load(source)
            except UnreadableError as problem:
                self.found.append(problem.told)
                self._read[key] = None
        frame = self._read[key]
        return None if frame is None else self._kept(frame, source)

    def _load(self, source: Source) -> pd.DataFrame:
        path = self.path(source.file)
        if path is None:
            raise UnreadableError(finding("C101", file=source.file))
        if path.stat().st_size == 0:
            raise UnreadableError(finding("C103", file=source.file))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # GDAL warns of what the findings below say in words
                frame = self._parse(path, source)
        except pd.errors.EmptyDataError as problem:
            raise UnreadableError(finding("C103", file=source.file)) from problem
        except READ_ERRORS as problem:
            raise UnreadableError(finding("C102", file=source.file, problem=_said(problem, path))) from problem
        if frame.empty:
            raise UnreadableError(finding("C103", file=source.file))
        frame.columns = [str(name).strip() for name in frame.columns]
        self.hashes[source.file + (f"#{source.layer}" if source.layer else "")] = hash_rows(frame)
        return frame

    def _parse(self, path: Path, source: Source) -> pd.DataFrame:
        suffix = path.suffix.lower()
        if suffix in _TABLES:
            return self._text_table(path, source)
        if suffix == ".xlsx":
            table: pd.DataFrame = pd.read_excel(path, engine="calamine", sheet_name=source.layer or 0, dtype=object)
            return table
        if suffix in (".parquet", ".geoparquet"):
            return _parquet(path)
        if suffix == ".pbf" and source.layer is None:
            ways: pd.DataFrame = osm.read_ways(path)
            return ways
        if suffix in _JSON:
            return _features(self._text(path, source.file).encode(), source, self._layers_of(path, source))
        return _features(path, source, self._layers_of(path, source))

    def _layers_of(self, path: Path, source: Source) -> list[str]:
        layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        if (source.layer is None and len(layers) > 1) or (source.layer is not None and source.layer not in layers):
            raise UnreadableError(finding("C107", file=source.file, layer=source.layer or "?", known=", ".join(layers)))
        return layers

    def _text(self, path: Path, name: str) -> str:
        """The file's text; Windows-1252 where it is no UTF-8, which is told."""
        raw = path.read_bytes()
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.found.append(finding("C108", file=name, encoding="Windows-1252"))
            return raw.decode("cp1252", errors="replace")

    def _text_table(self, path: Path, source: Source) -> pd.DataFrame:
        text = self._text(path, source.file)
        above = _lines_above(text, source.header) if source.header else 0
        text = text.split("\n", above)[-1]
        header = text.split("\n", 1)[0]
        separator = max((",", ";", "\t", "|"), key=header.count)
        table = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, skipinitialspace=True)
        if isinstance(table.index, pd.MultiIndex) or not isinstance(table.index, pd.RangeIndex):
            raise ValueError("rows have more fields than the header")
        told: pd.DataFrame = table.mask(table == "")
        if above:
            told.attrs[FIRST_ROW] = above + 2
        return told

    def _kept(self, frame: pd.DataFrame, source: Source) -> pd.DataFrame:
        for column, allowed in source.where.items():
            if column not in frame.columns:
                self.found.append(missing_column(source.file, column, frame))
                continue
            frame = frame[frame[column].astype(str).isin(allowed)]
            if frame.empty:
                self.found.append(finding("C116", file=source.file, column=column, values=", ".join(allowed)))
        return frame


def _lines_above(text: str, header: tuple[str, ...]) -> int:
    """How many lines of explanation stand above the headings, of which the first is one of `header`."""
    firsts = (re.split(r"[,;\t|]", line.strip(), maxsplit=1)[0].strip('" ').casefold() for line in text.split("\n"))
    wanted = {name.casefold() for name in header}
    return next((place for place, first in enumerate(firsts) if first in wanted), 0)


def _features(path: Path | bytes, source: Source, layers: list[str]) -> pd.DataFrame:
    # By its place: GDAL names the layer of a GeoJSON after its file, and text in memory has none.
    frame: pd.DataFrame = pyogrio.read_dataframe(path, layer=layers.index(source.layer) if source.layer else 0)
    return frame


def _parquet(path: Path) -> pd.DataFrame:
    located = b"geo" in (pq.read_schema(path).metadata or {})
    frame: pd.DataFrame = gpd.read_parquet(path) if located else pd.read_parquet(path)
    return frame


def _said(problem: BaseException, path: Path) -> str:
    """The library's own words, without the path (which is the machine's affair) and on one line."""
    text = str(problem).replace(str(path), path.name).replace(str(path.parent), "").split("\n")[0]
    return text[:160].replace("{", "(").replace("}", ")") or type(problem).__name__


def missing_column(file: str, column: str, frame: pd.DataFrame) -> Finding:
    """The finding for a column that is not in the file, with the nearest names it has."""
    folded = {str(name).lower(): str(name) for name in frame.columns}
    near = difflib.get_close_matches(column.lower(), list(folded), 3, 0.6)
    known = ", ".join(folded[name] for name in near) or ", ".join(str(name) for name in list(frame.columns)[:8])
    return finding("C104", file=file, column=column, name=column, known=known)


def hash_rows(frame: pd.DataFrame) -> str:
    """SHA-256 of a table's content that does not change when rows or columns change places."""
    names = sorted(str(name) for name in frame.columns)
    columns = [_texts(frame[name]) for name in names]
    rows = sorted(hashlib.sha256("\x1f".join(row).encode()).digest() for row in zip(*columns, strict=True))
    total = hashlib.sha256("\x1f".join(names).encode())
    for row in rows:
        total.update(row)
    return total.hexdigest()


def _texts(column: pd.Series) -> list[str]:
    if isinstance(column, gpd.GeoSeries):
        return [one or "" for one in shapely.to_wkb(column.to_numpy(), hex=True)]
    return [
        repr(one) if isinstance(one, float) and one == one else str(one) if full else ""
        for one, full in zip(column.tolist(), column.notna().tolist(), strict=True)
    ]
