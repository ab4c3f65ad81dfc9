"""Reads every file of a folder and finds what must not be in it: where somebody lives, who somebody is, counts under the rule.

In: a folder (a release's `public/`, a site) and the `Secrets` of a city. Out: `Found`s. A file of a kind that is not known here is
found too, so that nothing passes unread.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from tejido.release.headings import headings
from tests.viewer import packed

DEGREE_DECIMALS, METRE_DECIMALS = 5, 1
"""How close a published coordinate must come to a dwelling's: a metre in degrees, a decimetre in metres, which are not rounded."""

LEAST: Mapping[str, int] = {
    "population": 10, "residents": 10, "n": 10, "n_against": 10, "n_cases": 10, "n_households": 5, "n_households_against": 5,
}  # fmt: skip
"""Columns and fields that count people or households, with the fewest that the rule lets be told."""

HOMES = 5
"""The fewest dwellings or households that a universe may be told to hold."""

TEXT = {".html", ".js", ".mjs", ".css", ".svg", ".txt", ".webmanifest", ".xml", ".md", ".toml", ".map"}
SHOWN = {".png", ".woff2", ".woff", ".ico", ".pbf", ".pdf"}
"""Pictures, letters and pages as printed: of them only what can be read as text is looked at."""

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_STRING = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_ROW = re.compile(r"<row[^>]*>(.*?)</row>", re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_TEXT = re.compile(r"<[vt](?: [^>]*)?>(.*?)</[vt]>", re.DOTALL)

Pairs = set[tuple[float, float]]


@dataclass(frozen=True)
class Found:
    """Something that must not be there: in which file, what kind of thing, and what it looks like."""

    file: str
    what: str
    like: str


@dataclass(frozen=True)
class Secrets:
    """Where people live (degrees and metres, rounded), their codes and names, and the indicators whose universe counts homes.

    `places` are points of the published map itself (corners of blocks), at which somebody may live by chance.
    """

    points: Pairs = field(default_factory=set)
    words: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    places: Pairs = field(default_factory=set)

    @cached_property
    def lines(self) -> NDArray[np.float64]:
        """Every single coordinate of a point."""
        return np.unique(np.array([one for point in self.points for one in point], dtype=np.float64))

    @cached_property
    def word(self) -> re.Pattern[str]:
        """What may be one of the words: it begins as one of them does."""
        return re.compile(rf"[{re.escape(''.join(sorted({one[0] for one in self.words} or {'H'})))}][\w-]*")


def rounded(numbers: NDArray[np.float64], lines: NDArray[np.float64] | None = None) -> Pairs:
    """Pairs of coordinates as they are compared: degrees with five decimals, metres with one; only those on `lines` if these are given."""
    decimals = DEGREE_DECIMALS if len(numbers) and np.abs(numbers).max() <= 360 else METRE_DECIMALS
    made = np.round(numbers, decimals)
    return {(float(x), float(y)) for x, y in (made if lines is None else made[np.isin(made, lines).all(axis=1)])}


def secrets_of(folder: Path, release: Path, homes: Iterable[str] = ()) -> Secrets:
    """Those of a city folder's surveys and of the release's private points."""
    points, words = set[tuple[float, float]](), set[str]()
    for file in folder.glob("*.csv"):
        table = pd.read_csv(file, nrows=1)
        if {"household_id", "person_id"} & set(table.columns):
            table = pd.read_csv(file, dtype=str)
            words |= {
                str(one)
                for name in ("household_id", "person_id", "name", "phone")
                if name in table
                for one in table[name].dropna()
            }
            if {"lon", "lat"} <= set(table.columns):
                points |= rounded(table[["lon", "lat"]].dropna().astype(float).to_numpy())
    for file in (release / "private").glob("*_points.parquet"):
        points |= rounded(pd.read_parquet(file)[["x", "y"]].dropna().to_numpy(dtype=np.float64))
    return Secrets(points, frozenset(words), frozenset(homes), places_of(release / "public" / "geometry"))


def places_of(folder: Path) -> Pairs:
    """Every corner of the published polygons, in metres and in degrees."""
    found: Pairs = set()
    for file in folder.glob("*.parquet"):
        shapes = gpd.read_parquet(file)
        for one in (shapes, shapes.to_crs("EPSG:4326")):
            corners = shapely.get_coordinates(one.geometry.to_numpy())
            # A corner halfway between two roundings may be written as either.
            half = 0.4 * 10.0 ** -(DEGREE_DECIMALS if np.abs(corners).max() <= 360 else METRE_DECIMALS)
            for x, y in product((-half, half), repeat=2):
                found |= rounded(corners + np.array([x, y]))
    return found


def scan(folder: Path, secrets: Secrets) -> list[Found]:
    """Everything in any file of a folder that must not be there."""
    found: list[Found] = []
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = file.relative_to(folder).as_posix()
        found += [Found(name, what, like) for what, like in _of_file(file.suffix.lower(), file.read_bytes(), secrets)]
    return found


def _of_file(kind: str, content: bytes, secrets: Secrets) -> Iterator[tuple[str, str]]:
    if kind == ".gz":
        yield from _of_file(".json", gzip.decompress(content), secrets)
    elif kind in (".json", ".geojson"):
        text = content.decode("utf-8")
        yield from _of_text(text, secrets)
        yield from _of_json(json.loads(text), secrets)
    elif kind == ".csv":
        text = content.decode("utf-8-sig")
        yield from _of_text(text, secrets)
        between = max(",;\t", key=text.partition("\n")[0].count)
        yield from _of_rows(list(csv.reader(io.StringIO(text), delimiter=between)), secrets)
    elif kind == ".parquet":
        yield from _of_parquet(content, secrets)
    elif kind == ".xlsx":
        for rows in _sheets(content):
            text = "\n".join(" ".join(one for one in row if one is not None) for row in rows)
            yield from _of_text(text, secrets)
            yield from _of_rows(rows, secrets)
    elif kind in TEXT:
        yield from _of_text(content.decode("utf-8"), secrets)
    elif kind == ".pmtiles":
        yield from _of_text("\n".join(_unpacked(content)), secrets)
    elif kind in SHOWN:
        yield from _of_text(content.decode("latin-1"), secrets)
    else:
        yield "a kind of file that is not known", kind


def _sheets(content: bytes) -> Iterator[list[list[str | None]]]:
    """The cells of every sheet of a workbook as text, None where a row leaves one out."""
    book = zipfile.ZipFile(io.BytesIO(content))
    told = [name for name in book.namelist() if name.endswith("sharedStrings.xml")]
    shared = [_written(one) for name in told for one in _STRING.findall(book.read(name).decode("utf-8"))]
    for name in sorted(name for name in book.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")):
        rows = []
        for line in _ROW.findall(book.read(name).decode("utf-8")):
            cells = {_column(at): shared[int(_written(inside))] if 't="s"' in kind else _written(inside)
                     for at, kind, inside in _CELL.findall(line)}  # fmt: skip
            rows.append([cells.get(place) for place in range(max(cells, default=-1) + 1)])
        yield rows


def _written(inside: str) -> str:
    return html.unescape("".join(_TEXT.findall(inside)))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _of_text(text: str, secrets: Secrets) -> Iterator[tuple[str, str]]:
    """Words that name somebody, and two numbers side by side, in either order, that are where somebody lives."""
    for word in sorted(secrets.words.intersection(secrets.word.findall(text))):
        yield "a person's or household's code or name", word
    numbers = np.array(_NUMBER.findall(text), dtype=np.float64)
    numbers = np.where(np.abs(numbers) <= 360, np.round(numbers, DEGREE_DECIMALS), np.round(numbers, METRE_DECIMALS))
    near = np.isin(numbers, secrets.lines)
    together = set(np.flatnonzero(near[:-1] & near[1:]).tolist())
    ends = [match.span() for match in _NUMBER.finditer(text)] if together else []
    # Two points of a line side by side are no point.
    within = [k for k in sorted(together) if "]" not in text[ends[k][1] : ends[k + 1][0]]]
    yield from _lived_at(((float(numbers[k]), float(numbers[k + 1])) for k in within), secrets)


def _lived_at(pairs: Iterable[tuple[float, float]], secrets: Secrets) -> Iterator[tuple[str, str]]:
    for x, y in pairs:
        for pair in ((x, y), (y, x)):
            if pair in secrets.points and pair not in secrets.places:
                yield "where somebody lives", f"{pair}"


def _of_json(value: Any, secrets: Secrets, homes: bool = False) -> Iterator[tuple[str, str]]:
    """Fields that count, whatever they lie in: numbers, lists of them, packed columns. Packed places are unpacked."""
    if isinstance(value, dict):
        if {"scale", "units"} <= value.keys():
            yield from _lived_at(rounded(shapely.get_coordinates(packed.polygons(value)), secrets.lines), secrets)
        if {"scale", "x", "y"} <= value.keys():
            yield from _lived_at(rounded(packed.points(value), secrets.lines), secrets)
        homes = homes or value.get("indicator") in secrets.homes or value.get("node") in secrets.homes
        for key, inside in value.items():
            if key in LEAST:
                yield from _few(key, _numbers(inside), homes)
            yield from _of_json(inside, secrets, homes)
    elif isinstance(value, list):
        for inside in value:
            if isinstance(inside, dict | list):
                yield from _of_json(inside, secrets, homes)


def _numbers(value: Any) -> list[float]:
    """The numbers of a field: itself, a list of them, or a packed column."""
    if isinstance(value, dict):
        value = value.get("list", value.get("same"))
    found = value if isinstance(value, list) else [value]
    return [float(one) for one in found if isinstance(one, int | float) and not isinstance(one, bool)]


def _few(column: str, numbers: Iterable[float], homes: bool) -> Iterator[tuple[str, str]]:
    least = HOMES if homes and column == "population" else LEAST[column]
    for number in numbers:
        if 0 < number < least:
            yield "a count under the rule", f"{column} = {number:g}"


def _of_rows(rows: Sequence[Sequence[Any]], secrets: Secrets) -> Iterator[tuple[str, str]]:
    """Rows under a heading, which may stand below a title; in the words of any language."""
    names = {name: name for name in LEAST}
    for lang in ("es", "en"):
        names |= {title: column for column, title in headings(lang).items() if column in LEAST}
    counted: dict[int, str] = {}
    kind = None
    for row in rows:
        titles = {place: names[str(cell)] for place, cell in enumerate(row) if str(cell) in names}
        if titles:
            counted = titles
            kind = next((place for place, cell in enumerate(row) if cell == "indicator"), None)
            continue
        homes = kind is not None and kind < len(row) and row[kind] in secrets.homes
        for place, column in counted.items():
            cell = row[place] if place < len(row) else None
            yield from _few(column, [float(cell)] if _is_number(cell) else [], homes)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None)


def _of_parquet(content: bytes, secrets: Secrets) -> Iterator[tuple[str, str]]:
    schema = pq.read_schema(io.BytesIO(content))
    table = (
        gpd.read_parquet(io.BytesIO(content))
        if b"geo" in (schema.metadata or {})
        else pd.read_parquet(io.BytesIO(content))
    )
    if isinstance(table, gpd.GeoDataFrame):
        shapes = table.geometry.to_numpy()
        yield from _lived_at(rounded(shapely.get_coordinates(shapes), secrets.lines), secrets)
        if any(one is not None and one.geom_type == "Point" for one in shapes):
            yield "a layer of points", ", ".join(table.columns)
        table = pd.DataFrame(table.drop(columns=table.geometry.name))
    texts = table.select_dtypes(exclude="number")
    yield from _of_text("\n".join(str(one) for name in texts for one in texts[name].dropna().unique()), secrets)
    numbers = table.select_dtypes("number")
    for one, other in pairwise(numbers.columns):
        yield from _lived_at(rounded(numbers[[one, other]].dropna().to_numpy(dtype=np.float64), secrets.lines), secrets)
    in_homes = table["indicator"].isin(secrets.homes) if "indicator" in table else pd.Series(False, index=table.index)
    for column in [name for name in table.columns if name in LEAST]:
        for homes in (False, True):
            yield from _few(column, table.loc[in_homes == homes, column].dropna().astype(float), homes)


def _unpacked(content: bytes) -> Iterator[str]:
    """The texts of a file of tiles, each of which is packed on its own."""
    for start in (match.start() for match in re.finditer(b"\x1f\x8b\x08", content)):
        try:
            yield zlib.decompressobj(wbits=31).decompress(content[start:]).decode("latin-1")
        except zlib.error:
            continue
