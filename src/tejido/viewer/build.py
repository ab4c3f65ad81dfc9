"""Write the folder of pages: one page per language, style, script, third-party files, data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

from tejido.errors import Finding, fail, finding
from tejido.figures import palette
from tejido.marker import REASONS
from tejido.viewer import data
from tejido.viewer.card import card_pages
from tejido.viewer.differences import difference_pages
from tejido.viewer.facts import Facts, PublicRelease
from tejido.viewer.flexible import Flexible
from tejido.viewer.indicators import list_pages, no_list
from tejido.viewer.page import city_page, draw_map, entry_page, method_page
from tejido.viewer.sure import sure_pages
from tejido.viewer.texts import live_words
from tejido.viewer.unit_maps import UnitMaps
from tejido.words import LANGUAGES, say

MARK = "made-by-tejido.txt"
"""Says that the folder holds our pages, so that it may be written over by newer ones."""
MAP_FILES = ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")
FONT_FILES = ("noto-sans-latin-400.woff2", "noto-sans-latin-600.woff2")
PAGE_SCRIPTS = ("differences.js", "indicators.js", "sortable.js", "sure.js")
"""Scripts that need no live map."""


@dataclass(frozen=True)
class Built:
    """`index`: the page to open. `live`: whether the live map is in it. `findings`: what the builder should know."""

    index: Path
    live: bool
    findings: tuple[Finding, ...]


def build(release: PublicRelease, out: Path, vendor: Path | None = None) -> Built:
    """Write the pages of a public release into `out`.

    Without the third-party files of the live map the pages are still whole: picture, ranking, areas, sources; then a
    warning V201 is among the findings.

    Args:
        release: a public release (`tejido.release.open_release(path, audience="public")`).
        out: a folder that is new, empty, or holds pages made before.
        vendor: where the third-party files lie; by default those shipped with the program.

    Raises:
        TejidoError: V101 the folder holds other files, V102 the release is not public, V103 it has no units.
    """
    facts = Facts(release)
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise fail("V101", name=out.name)
    static = resources("tejido.viewer") / "static"
    third: Traversable = vendor if vendor is not None else static / "vendor"
    lacking = [name for name in (*MAP_FILES, *FONT_FILES) if not (third / name).is_file()]
    live = not any(name in lacking for name in MAP_FILES)
    geometry = {one["id"]: release.geometry(one["id"]) for one in facts.levels}

    picture = draw_map(facts, geometry)
    extended = facts.catalogue.extended
    maps = None if extended is None else UnitMaps(Flexible(facts, extended), geometry)
    _write(out / MARK, "Made by tejido from a public release, and written over when it is made again.\n")
    _write(out / "index.html", entry_page(facts))
    for lang in LANGUAGES:
        _write(out / lang / "index.html", city_page(facts, picture, lang, live))
        _write(out / lang / "method.html", method_page(facts, lang))
        for name, text in (
            *difference_pages(facts, lang),
            *sure_pages(facts, lang),
            *_flexible_pages(facts, maps, lang),
        ):
            _write(out / lang / name, text)
    _assets(static, third, out / "assets", live, len(facts.catalogue.bands))
    if live:
        for lang in LANGUAGES:
            words = live_words(lang) | {f"reason_{word}": say(text, lang) for word, text in REASONS.items()}
            _write(out / "data" / f"words.{lang}.json", json.dumps(words, ensure_ascii=False))
        for name, text in data.files(facts, geometry):
            _write(out / "data" / name, text)
    findings = (finding("V201", names=", ".join(lacking)),) if lacking else ()
    return Built(out / "index.html", live, findings)


def _flexible_pages(facts: Facts, maps: UnitMaps | None, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the pages of the extended marker; without it, one that says so."""
    if maps is None:
        yield no_list(facts, lang)
        return
    yield from list_pages(maps.flexible, lang)
    yield from card_pages(maps, lang)


def _assets(static: Traversable, vendor: Traversable, out: Path, live: bool, bands: int) -> None:
    """Style with the tokens, scripts where there is a live map, and every third-party file with its licence."""
    _write(out / "tokens.css", palette.css(bands))
    for file in sorted(static.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".css") or (file.name.endswith(".js") and (live or file.name in PAGE_SCRIPTS)):
            _write(out / file.name, file.read_text("utf-8"))
    if not vendor.is_dir():
        return
    for file in sorted(vendor.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith((".mjs", ".css", ".woff2", ".txt")):
            (out / "vendor").mkdir(parents=True, exist_ok=True)
            (out / "vendor" / file.name).write_bytes(file.read_bytes())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
