"""A round of a city as its pages read it: its own facts, the city's other rounds, the other cities of the site."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd

from tejido.reading.facts import Facts
from tejido.viewer.basemap import Basemap
from tejido.words import LANGUAGES

ASSETS = "assets"
"""The folder of style, scripts and fonts, which all rounds share."""

__all__ = ["ASSETS", "Place", "Round", "safe"]


LONGEST = 60
"""Letters of a name that is made of a code: several stand in one path, of which Windows reads 260."""

_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""What Windows lets no file or folder be called, whatever its ending."""


def safe(text: str) -> str:
    """A name for a folder or a file that every host and every address can carry: small letters, digits, hyphens.

    A longer one than `LONGEST` is cut and ends in a part of the hash of all of it.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"
    if len(name) > LONGEST:
        return f"{name[: LONGEST - 7]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
    return f"x-{name}" if _DEVICES.fullmatch(name) else name


@dataclass(frozen=True, eq=False)
class Place:
    """A city of the site, with its rounds, the oldest first."""

    rounds: tuple[Facts, ...]

    @cached_property
    def slug(self) -> str:
        """Its folder: the city's code. A code that is the name of a folder of the site itself gets a word before it."""
        slug = safe(self.rounds[0].city["code"])
        return f"city-{slug}" if slug in (ASSETS, *LANGUAGES) else slug

    def folder(self, facts: Facts) -> str:
        """Where the pages of a round lie, from the site's folder."""
        return f"{self.slug}/{safe(str(facts.meta['period']))}"


@dataclass(frozen=True, eq=False)
class Round:
    """A round whose pages are made.

    Attributes:
        facts: what was measured.
        rounds: all rounds of this city, oldest first, this one included.
        cities: all cities of the site, this one included.
        live: whether the files of the live map are in the site.
        basemap: what may lie under the live map, from outside.
    """

    facts: Facts
    rounds: tuple[Facts, ...]
    cities: tuple[Place, ...]
    live: bool = True
    basemap: Basemap | None = None

    @property
    def city(self) -> Place:
        """The city that it is a round of."""
        return next(one for one in self.cities if self.facts in one.rounds)

    @property
    def folder(self) -> str:
        """Where its pages lie, from the site's folder."""
        return self.city.folder(self.facts)

    @cached_property
    def geometry(self) -> Mapping[str, gpd.GeoDataFrame]:
        """Per level ``unit`` and ``geometry`` in EPSG:4326."""
        return {one["id"]: self.facts.release.geometry(one["id"]) for one in self.facts.levels}
