"""A map as a picture: small enough to stand in a page, readable without a script."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.figures.classes import NO_DATA, PROTECTED, WEAK
from tejido.figures.palette import LIGHT, band_colours

PADDING = 14
NAMES = 14
"""More names than this make a picture unreadable."""
ROOM = 9_000
"""Characters that the path of the streets may have: streets of the next rank that would go beyond are not drawn."""
CRUMB = 6.0
"""Pieces of streets shorter than this, in picture units, say nothing."""
SEPARATE = 700
"""Up to this many units each keeps its own outline; above it units of a class are joined, since a seam would be all one sees."""


@dataclass(frozen=True)
class Frame:
    """How degrees become picture units: longitude shrunk by the cosine of the middle latitude (equirectangular), y down."""

    west: float
    north: float
    scale: float
    stretch: float
    width: float
    height: float

    def place(self, coordinates: np.ndarray) -> np.ndarray:
        """Picture coordinates of an ``(n, 2)`` array of longitudes and latitudes."""
        x = (coordinates[:, 0] - self.west) * self.stretch * self.scale + PADDING
        y = (self.north - coordinates[:, 1]) * self.scale + PADDING
        return np.column_stack([x, y])


@dataclass(frozen=True)
class Terrain:
    """What a city is recognised by, in EPSG:4326: polygons of `water`, lines of `streets` with the rank of each, 1 for the most
    important.
    """

    water: np.ndarray
    streets: np.ndarray
    ranks: np.ndarray


@dataclass(frozen=True)
class Picture:
    """A drawn map, still without words: `svg` gives it title and description, in as many languages as are asked for."""

    head: str
    body: str
    ident: str

    def svg(self, title: str, description: str) -> str:
        """The ``svg`` element of role ``img``."""
        return (
            f'{self.head}<title id="{self.ident}-t">{escape(title)}</title>'
            f'<desc id="{self.ident}-d">{escape(description)}</desc>{self.body}</svg>'
        )


@dataclass(frozen=True)
class Ground:
    """A map without its classes: border, outlines, names, scale, and the `shapes` of the `units` in picture coordinates. Made once
    by `ground`, painted as often as there are things to show.
    """

    head: str
    below: str
    above: str
    units: tuple[str, ...]
    shapes: np.ndarray
    ident: str

    def paint(self, steps: pd.Series, colours: Sequence[str], css: str = "b") -> Picture:
        """The picture with a class per unit (`steps` as for `draw`), each in its colour; ``<css><step>`` names the class for a
        style sheet.
        """
        found = steps.reindex(list(self.units)).fillna(NO_DATA).to_numpy(dtype=int)
        present = sorted(set(found.tolist()), reverse=True)
        if len(self.units) > SEPARATE:
            seam = 'class="units joined"'
            drawn = [_path(one) for one in np.split(_settled(_joined(self.shapes, found, present)), len(present))]
        else:
            seam = f'class="units" stroke="{LIGHT["seam"]}" stroke-width="0.8" stroke-linejoin="round"'
            drawn = ["".join(self._paths[found == step]) for step in present]
        parts = [
            f'<path class="{_css(step, css)}" fill="{fill(step, colours, self.ident)}" d="{path}"/>'
            for step, path in zip(present, drawn, strict=True)
        ]
        return Picture(self.head, f"{self.below}<g {seam}>{''.join(parts)}</g>{self.above}", self.ident)

    @cached_property
    def _paths(self) -> np.ndarray:
        """The outline of each unit, all thinned together."""
        return np.array([_path(one) for one in np.split(_settled(self.shapes), len(self.shapes))], dtype=object)


def map_svg(geometry: gpd.GeoDataFrame, steps: pd.Series, *, title: str, description: str, **drawing: Any) -> str:
    """Draw a choropleth with its words in one step; `drawing` as for `draw`."""
    return draw(geometry, steps, **drawing).svg(title, description)


def draw(
    geometry: gpd.GeoDataFrame,
    steps: pd.Series,
    *,
    bands: int = 6,
    outlines: gpd.GeoDataFrame | None = None,
    labels: pd.DataFrame | None = None,
    terrain: Terrain | None = None,
    width: int = 720,
    ident: str = "map",
) -> Picture:
    """Draw a choropleth of scores: one path per class, patterns for the three signs, outlines, labels, a scale bar, north.

    Args:
        geometry: columns ``unit`` and ``geometry`` in EPSG:4326.
        steps: class per unit (index ``unit``): 0 for the lowest band and up, or `NO_DATA`, `PROTECTED`, `WEAK`.
        bands: number of bands, for the colours.
        outlines: coarser units, drawn as lines above the classes so that the city can be recognised.
        labels: columns ``name``, ``x``, ``y`` in degrees, the most important first; those that would collide are left out.
        terrain: water and streets, drawn quietly above the classes.
        width: of the view box; the height follows from the city, between 0.62 and 1.25 of it.
        ident: prefix of the ids inside the picture, unique in the page.
    """
    made = ground(geometry, outlines=outlines, labels=labels, terrain=terrain, width=width, ident=ident)
    return made.paint(steps, band_colours(bands))


def ground(
    geometry: gpd.GeoDataFrame,
    *,
    outlines: gpd.GeoDataFrame | None = None,
    labels: pd.DataFrame | None = None,
    terrain: Terrain | None = None,
    width: int = 720,
    highest: float = math.inf,
    ident: str = "map",
) -> Ground:
    """What many maps of the same units share; arguments as for `draw`, and `highest`, above which no map is high."""
    geometry = geometry.sort_values("unit", kind="stable")
    frame = _frame(geometry, width, highest)
    shapes = shapely.transform(shapely.force_2d(geometry.geometry.to_numpy()), frame.place)
    rim = _settled(_joined(shapes, np.zeros(len(shapes)), [0]))
    edge = f'<path class="rim" fill="none" stroke="{LIGHT["edge"]}" stroke-width="2.5" stroke-linejoin="round" d="{_path(rim)}"/>'
    above = "" if terrain is None else _terrain(terrain, frame, ident)
    if outlines is not None and len(outlines):
        outlines = outlines.sort_values("unit", kind="stable")
        lines = _settled(shapely.transform(shapely.force_2d(outlines.geometry.to_numpy()), frame.place))
        above += f'<path class="outline" fill="none" stroke="{LIGHT["ink"]}" stroke-width="0.7" stroke-opacity="0.55" d="{_path(lines)}"/>'
    above += (_labels(labels, frame) if labels is not None else "") + _scale_bar(frame)
    head = f'<svg class="map-picture" role="img" viewBox="0 0 {frame.width:.0f} {frame.height:.0f}" aria-labelledby="{ident}-t {ident}-d">'
    return Ground(head, _patterns(ident) + edge, above, tuple(geometry["unit"]), shapes, ident)


def thin(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    """Shapes with fewer points, none lost. Neighbours keep sharing their border where the shapes are a coverage.

    Where they are not (units overlap, as in some cities' files) each is thinned for itself, and slits up to `tolerance` may
    open between them: this is for drawing, never for measuring.
    """
    if len(shapes) > 1 and shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes):
        thinned = shapely.coverage_simplify(shapes, tolerance)
    else:
        thinned = shapely.simplify(shapely.make_valid(shapes), tolerance, preserve_topology=True)
    return np.where(shapely.is_empty(thinned), shapes, thinned)


def _joined(shapes: np.ndarray, found: np.ndarray, present: Sequence[int]) -> np.ndarray:
    """One shape per class."""
    valid = shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)
    join = shapely.coverage_union_all if valid else shapely.union_all
    return np.array([join(shapes[found == step]) for step in present])


def _frame(geometry: gpd.GeoDataFrame, width: int, highest: float) -> Frame:
    west, south, east, north = geometry.total_bounds
    stretch = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * stretch, 1e-9), max(north - south, 1e-9)
    height = min(max(width * high / wide, width * 0.62), width * 1.25, highest)
    scale = min((width - 2 * PADDING) / wide, (height - 2 * PADDING) / high)
    # The city stands in the middle of whatever room its shape leaves.
    west -= ((width - 2 * PADDING) / scale - wide) / 2 / stretch
    north += ((height - 2 * PADDING) / scale - high) / 2
    return Frame(float(west), float(north), scale, stretch, float(width), float(height))


def _settled(shapes: np.ndarray) -> np.ndarray:
    """Shapes in picture units, thinned together and set on a grid of a fifth of a unit."""
    return np.asarray(shapely.set_precision(shapely.make_valid(thin(shapes, 0.4)), 0.2))


def _path(shapes: np.ndarray) -> str:
    """All rings as one path, each step relative to the last point, in fifths rounded to one decimal."""
    polygons = [
        part
        for part in shapely.get_parts(shapely.get_parts(shapes))
        if part.geom_type == "Polygon" and not part.is_empty
    ]
    drawn: list[str] = []
    for ring in shapely.get_rings(polygons):
        points = np.round(shapely.get_coordinates(ring)[:-1] * 10).astype(int)
        if len(points) < 3:
            continue
        moves = np.diff(points, axis=0)
        drawn.append(f"M{_short(points[0][0])} {_short(points[0][1])}l" + "".join(_pair(x, y) for x, y in moves) + "z")
    return "".join(drawn).replace("l ", "l")


def _terrain(terrain: Terrain, frame: Frame, ident: str) -> str:
    """Water, and streets as far down their ranks as the picture has room for, within the frame."""
    view = shapely.box(0, 0, frame.width, frame.height)
    water = shapely.intersection(shapely.make_valid(shapely.transform(terrain.water, frame.place)), view)
    drawn = _path(_settled(np.array([shapely.union_all(water)]))) if len(water) else ""
    parts = [f'<path class="river" fill="{LIGHT["river"]}" d="{drawn}"/>'] if drawn else []
    lines = shapely.intersection(shapely.transform(terrain.streets, frame.place), view)
    path = ""
    for rank in sorted(set(terrain.ranks.tolist())):
        longer = _lines(lines[terrain.ranks <= rank])
        if len(longer) > ROOM:
            break
        path = longer
    if path:
        pen = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
        parts.append(
            f'<defs><path id="{ident}-streets" d="{path}"/></defs><g {pen}>'
            f'<use class="street-rim" href="#{ident}-streets" stroke="{LIGHT["street-rim"]}" stroke-width="2.2"/>'
            f'<use class="street" href="#{ident}-streets" stroke="{LIGHT["street"]}" stroke-width="1.3"/></g>'
        )
    return f'<g class="terrain" aria-hidden="true">{"".join(parts)}</g>' if parts else ""


def _lines(lines: np.ndarray) -> str:
    """Lines as one path, thinned, joined where they meet, crumbs left out; in fifths of a unit like `_path`."""
    joined = shapely.line_merge(shapely.set_precision(shapely.union_all(shapely.simplify(lines, 0.8)), 0.2))
    drawn = []
    for line in shapely.get_parts(joined):
        if line.geom_type != "LineString" or line.length < CRUMB:
            continue
        points = np.round(shapely.get_coordinates(shapely.simplify(line, 0.8)) * 10).astype(int)
        start, moves = points[0], np.diff(points, axis=0)
        drawn.append(f"M{_short(start[0])} {_short(start[1])}l" + "".join(_pair(x, y) for x, y in moves).strip())
    return "".join(drawn)


def _pair(x: int, y: int) -> str:
    second = _short(y)
    return f" {_short(x)}{second}" if second.startswith("-") else f" {_short(x)} {second}"


def _short(tenths: int) -> str:
    whole, rest = divmod(abs(int(tenths)), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}" if not rest else f"{sign}{whole or ''}.{rest}"


def _css(step: int, css: str) -> str:
    return {NO_DATA: "s-none", PROTECTED: "s-protected", WEAK: "s-weak"}.get(step, f"{css}{step}")


def fill(step: int, colours: Sequence[str], ident: str) -> str:
    """What a class is painted with: its colour, or for the three signs a pattern of the picture `ident`."""
    signs = {NO_DATA: LIGHT["empty"], PROTECTED: f"url(#{ident}-dots)", WEAK: f"url(#{ident}-hatch)"}
    return signs[step] if step in signs else colours[step]


def _patterns(ident: str) -> str:
    """Hatch for few answers, dots for protected: signs that do not rest on colour."""
    tile = 'width="5" height="5" patternUnits="userSpaceOnUse"'
    ground = f'<rect class="p-ground" width="5" height="5" fill="{LIGHT["card"]}"/>'
    ink = f'class="p-ink" fill="{LIGHT["edge"]}"'
    return (
        f'<defs><pattern id="{ident}-hatch" {tile} patternTransform="rotate(45)">{ground}<rect {ink} width="1.6" height="5"/></pattern>'
        f'<pattern id="{ident}-dots" {tile}>{ground}<circle {ink} cx="2.5" cy="2.5" r="1.1"/></pattern></defs>'
    )


def _labels(labels: pd.DataFrame, frame: Frame) -> str:
    """Names, the first first, each left out where it would cover one already placed or leave the picture."""
    placed: list[tuple[float, float, float, float]] = []
    parts = ['<g class="labels" font-size="13" text-anchor="middle" aria-hidden="true">']
    points = frame.place(labels[["x", "y"]].to_numpy(dtype=float))
    for name, (x, y) in zip(labels["name"].astype(str), points, strict=True):
        half = len(name) * 3.7 + 4
        box = (x - half, y - 9, x + half, y + 9)
        if len(placed) == NAMES:
            break
        if box[0] < 2 or box[2] > frame.width - 2 or any(_meet(box, other) for other in placed):
            continue
        placed.append(box)
        parts.append(f'<text x="{x:.1f}" y="{y + 4:.1f}">{escape(name)}</text>')
    return "".join([*parts, "</g>"])


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale_bar(frame: Frame) -> str:
    """A bar of 1, 2 or 5 times a power of ten kilometres, at most a fifth of the picture, and an arrow to the north."""
    per_km = frame.scale / 111.32
    longest = frame.width / 5 / per_km
    power = 10.0 ** math.floor(math.log10(longest))
    length = max(step * power for step in (1, 2, 5) if step * power <= longest)
    label = f"{length * 1000:.0f} m" if length < 1 else f"{length:.0f} km"
    x, y = 16.0, frame.height - 16
    ink = f'fill="none" stroke="{LIGHT["ink"]}" stroke-width="1.5"'
    return (
        f'<g class="scale" aria-hidden="true"><path d="M{x} {y - 5}v5h{length * per_km:.1f}v-5" {ink}/>'
        f'<text x="{x}" y="{y - 9}" font-size="12">{label}</text>'
        f'<path d="M{frame.width - 22} {y}v-22m-5 7l5-8l5 8" {ink}/>'
        f'<text x="{frame.width - 22}" y="{y - 27}" font-size="12" text-anchor="middle">N</text></g>'
    )
