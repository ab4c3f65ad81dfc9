"""The kinds of page of a site, each with an address: what holds for every page is tested on these, and these are pictured."""

from __future__ import annotations

from dataclasses import dataclass

ROUND = "{round}/{lang}/"


@dataclass(frozen=True)
class Kind:
    """A kind of page.

    Attributes:
        name: what it is called in tests and pictures.
        path: from the site's folder; holds ``{lang}`` and, for the pages of a round, ``{round}``; of a page of a place or an
            indicator also ``{unit}``, ``{basic}`` or ``{extended}``.
        state: what stands after #.
        live: whether the live map is on it, so that one waits for it.
        file: whether it is opened as a file, as from a stick.
    """

    name: str
    path: str
    state: str = ""
    live: bool = False
    file: bool = False

    def address(self, site: str, lang: str, **places: str) -> str:
        """Where it is, in the site at `site` (with a slash at its end); `places` fill the path and the state."""
        state = self.state.format(**places)
        return site + self.path.format(lang=lang, **places) + (f"#{state}" if state else "")


KINDS = (
    Kind("cities", "{lang}/index.html"),
    Kind("city", ROUND + "index.html", live=True),
    Kind("card", ROUND + "index.html", "node={basic}&as=value&unit={fine}&of={finest}", live=True),
    Kind("compare", ROUND + "index.html", "node={basic}&as=value&beside={other}&besideas=value", live=True),
    Kind("lens", ROUND + "index.html", "node={gap}&as=gap&level={coarse}", live=True),
    Kind("file", ROUND + "index.html", file=True),
    Kind("embed", ROUND + "index.html?embed", live=True),
    Kind("embedded unit", ROUND + "units/{coarse}/{unit}.html?embed"),
    Kind("method", ROUND + "method.html"),
    Kind("words", ROUND + "words.html"),
    Kind("differences", ROUND + "differences.html"),
    Kind("sure", ROUND + "sure.html"),
    Kind("indicators", ROUND + "indicators.html"),
    Kind("indicator", ROUND + "indicators/{basic}.html"),
    Kind("extended", ROUND + "indicators/{extended}.html"),
    Kind("lacking", ROUND + "indicators/{lacking}.html"),
    Kind("units", ROUND + "units.html"),
    Kind("unit", ROUND + "units/{coarse}/{unit}.html"),
    Kind("place", ROUND + "unit.html", "{finest}/{fine}"),
    Kind("rounds", ROUND + "rounds.html"),
    Kind("data", ROUND + "data.html"),
)
"""Every kind. A new page of the viewer belongs here."""
