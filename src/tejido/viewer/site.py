"""The site: the pages of one or several public releases in one folder that any host for files can serve.

::

    SITE/index.html                            leads to the cities, or to the only round
    SITE/assets/                               style, scripts, fonts
    SITE/<city>/<period>/index.html            leads to the city's first language
    SITE/<city>/<period>/<lang>/<page>.html    pages of a round
    SITE/<city>/<period>/data/                 figures of the live map
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

from tejido.errors import Finding, fail, finding
from tejido.figures import palette
from tejido.viewer.build import page_files, write
from tejido.viewer.facts import Facts, PublicRelease
from tejido.viewer.page import entry_page
from tejido.viewer.round import ASSETS, Place, Round

MARK = "made-by-tejido.txt"
"""Says that the folder holds our pages, so that it may be written over by newer ones."""
MAP_FILES = ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")
FONT_FILES = ("noto-sans-latin-400.woff2", "noto-sans-latin-600.woff2")
PAGE_SCRIPTS = ("differences.js", "indicators.js", "sortable.js", "sure.js")
"""Scripts that need no live map."""


@dataclass(frozen=True)
class Built:
    """`index`: the page to open. `rounds`: the folder of each round, in the order of the releases. `live`: whether the live map
    is in it. `findings`: what the builder should know.
    """

    index: Path
    rounds: tuple[Path, ...]
    live: bool
    findings: tuple[Finding, ...]


def build(release: PublicRelease, out: Path, vendor: Path | None = None) -> Built:
    """Write the pages of one public release into `out`: `write_site` with one release."""
    return write_site([release], out, vendor)


def write_site(releases: Sequence[PublicRelease], out: Path, vendor: Path | None = None) -> Built:
    """Write the pages of public releases, of several cities and rounds, into `out`.

    Without the third-party files of the live map the pages are still whole: picture, ranking, areas, sources; then a
    warning V201 is among the findings.

    Args:
        releases: public releases (`tejido.release.open_release(path, audience="public")`), at least one.
        out: a folder that is new, empty, or holds pages made before.
        vendor: where the third-party files lie; by default those shipped with the program.

    Raises:
        TejidoError: V101 the folder holds other files, V102 a release is not public, V103 one has no units.
    """
    every = [Facts(release) for release in releases]
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise fail("V101", name=out.name)
    static = resources("tejido.viewer") / "static"
    third: Traversable = vendor if vendor is not None else static / "vendor"
    lacking = [name for name in (*MAP_FILES, *FONT_FILES) if not (third / name).is_file()]
    live = not any(name in lacking for name in MAP_FILES)
    cities = places(every)
    rounds = [Round(facts, place.rounds, cities, live) for facts in every for place in cities if facts in place.rounds]

    write(out / MARK, "Made by tejido from public releases, and written over when it is made again.\n")
    write(out / "index.html", entry_page(rounds[0], to=f"{rounds[0].folder}/"))
    for one in rounds:
        write(out / one.folder / "index.html", entry_page(one))
        for name, text in page_files(one):
            write(out / one.folder / name, text)
    _assets(static, third, out / ASSETS, live, {len(facts.catalogue.bands) for facts in every})
    findings = (finding("V201", names=", ".join(lacking)),) if lacking else ()
    return Built(out / "index.html", tuple(out / one.folder for one in rounds), live, findings)


def places(every: Iterable[Facts]) -> tuple[Place, ...]:
    """The cities, by code, each with its rounds, the oldest first."""
    rounds: dict[str, list[Facts]] = {}
    for facts in every:
        rounds.setdefault(facts.city["code"], []).append(facts)
    return tuple(Place(tuple(sorted(rounds[code], key=lambda one: str(one.meta["period"])))) for code in sorted(rounds))


def _assets(static: Traversable, vendor: Traversable, out: Path, live: bool, bands: Iterable[int]) -> None:
    """Style with the tokens, scripts where there is a live map, and every third-party file with its licence."""
    for count in bands:
        write(out / f"tokens-{count}.css", palette.css(count))
    for file in sorted(static.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".css") or (file.name.endswith(".js") and (live or file.name in PAGE_SCRIPTS)):
            write(out / file.name, file.read_text("utf-8"))
    if not vendor.is_dir():
        return
    for file in sorted(vendor.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith((".mjs", ".css", ".woff2", ".txt")):
            (out / "vendor").mkdir(parents=True, exist_ok=True)
            (out / "vendor" / file.name).write_bytes(file.read_bytes())


__all__ = ["MARK", "Built", "build", "places", "write_site"]
