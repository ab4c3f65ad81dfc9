"""A map of others to lie under the city's own, where who publishes the site names one: none by default.

Tiles are pictures of 256 by 256 points in Web Mercator (EPSG:3857), numbered as OGC 17-083r2 does for the set WebMercatorQuad, with
the row counted from the north (``{z}/{x}/{y}``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from tejido.errors import fail

_PLACES = ("{z}", "{x}", "{y}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
"""What may stand in a content security policy as the name of one host: no sign that would open it to another."""

__all__ = ["Basemap", "basemap"]


@dataclass(frozen=True)
class Basemap:
    """`url`: address of a tile with ``{z}``, ``{x}`` and ``{y}``. `credit`: who made it, as its licence asks."""

    url: str
    credit: str

    @cached_property
    def host(self) -> str:
        """The host that a reader's browser asks when he turns it on, with its port if it has one."""
        return urlsplit(self.url).netloc.lower()


def basemap(url: str | None, credit: str | None) -> Basemap | None:
    """The basemap of a site; None where none is wished for.

    Raises:
        TejidoError: V130 the address is no template of tiles over https, V131 one of both lacks.
    """
    url, credit = (url or "").strip(), (credit or "").strip()
    if not url and not credit:
        return None
    if not url or not credit:
        raise fail("V131")
    made = Basemap(url, credit)
    why = _wrong(made)
    if why:
        raise fail("V130", url=url, why=why)
    return made


def _wrong(asked: Basemap) -> str:
    """What keeps an address from being a template: the part of it that is wrong; empty where nothing does."""
    if not asked.url.startswith("https://"):
        return "https://"
    lacking = [place for place in _PLACES if asked.url.count(place) != 1]
    if lacking:
        return ", ".join(lacking)
    rest = asked.url
    for place in _PLACES:
        rest = rest.replace(place, "0")
    other = re.search(r"[{}\s\"'<>;,]", rest)
    if other:
        return repr(other[0])
    return "" if _HOST.fullmatch(asked.host) else asked.host or "https://"
