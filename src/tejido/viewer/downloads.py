"""Files to take home: for each level its units as CSV, GeoJSON and XLSX, each figure with its interval, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tejido.reading.facts import Facts
from tejido.release import tidy
from tejido.release.export import disarmed
from tejido.release.geojson import geojson
from tejido.release.workbook import write_level
from tejido.viewer.render import write
from tejido.viewer.round import Round, safe
from tejido.words import LANGUAGES, number, pick, say

MOST = 20_000
"""More figures than this at a level are not listed one by one: the units' table, the GeoJSON and `tejido export` have them."""

__all__ = ["MOST", "File", "book", "of", "size", "stem", "write_downloads"]


@dataclass(frozen=True)
class File:
    """A file in the folder ``files`` of a round. `level`: empty where it is of all. `lang`: empty where it is of every language.

    `kind`: ``units``, ``figures``, ``book``, ``map`` or ``definitions``. `size`: bytes.
    """

    name: str
    level: str
    kind: str
    lang: str
    size: int


def stem(facts: Facts) -> str:
    """How every file of a round begins; synthetic is called synthetic."""
    synthetic = "synthetic-" if facts.city.get("synthetic") else ""
    return f"{synthetic}{safe(facts.city['code'])}-{safe(str(facts.meta['period']))}"


def write_downloads(round: Round, folder: Path) -> tuple[File, ...]:
    """Write the files of a round into `folder`; gives what was written, level by level from coarse to fine."""
    release, base = round.facts.release, stem(round.facts)
    folder.mkdir(parents=True, exist_ok=True)
    found: list[File] = []

    def took(name: str, level: str, kind: str, lang: str = "") -> None:
        found.append(File(name, level, kind, lang, (folder / name).stat().st_size))

    every = {lang: _figures(round, lang) for lang in LANGUAGES}
    for level in release.levels:
        name = f"{base}-{level}.csv"
        units = tidy.wide(release, level)
        _csv(units, folder / name)
        took(name, level, "units")
        name = f"{base}-{level}.geojson"
        write(folder / name, geojson(release, level, units))
        took(name, level, "map")
        for lang in LANGUAGES:
            mine = every[lang][every[lang]["level"] == level]
            shown = mine if len(mine) <= MOST else mine.iloc[:0]
            if len(shown):
                name = f"{base}-{level}-figures.{lang}.csv"
                _csv(shown, folder / name)
                took(name, level, "figures", lang)
            name = f"{base}-{level}.{lang}.xlsx"
            write_level(release, level, units, shown, folder / name, lang)
            took(name, level, "book", lang)
    for lang in LANGUAGES:
        name = f"{base}-definitions.{lang}.csv"
        _csv(tidy.definitions(release, lang), folder / name)
        took(name, "", "definitions", lang)
    return tuple(found)


def _figures(round: Round, lang: str) -> pd.DataFrame:
    """Every value and every score, a row each."""
    release = round.facts.release
    found = pd.concat([tidy.figures(release, what, lang) for what in ("value", "score")], ignore_index=True)
    return found.sort_values(["level", "unit", "group", "what", "node", "period"], kind="stable", ignore_index=True)


def _csv(table: pd.DataFrame, file: Path) -> None:
    # The mark at the start tells spreadsheets that accents are UTF-8.
    disarmed(table).to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\n")


def of(files: Sequence[File], level: str, lang: str) -> dict[str, File]:
    """The files of a level for readers of a language, by kind."""
    return {one.kind: one for one in files if one.level == level and one.lang in ("", lang)}


def size(file: File, lang: str) -> str:
    """How large a file is, as a reader is told before he fetches it."""
    kilo = file.size / 1000
    return f"{number(kilo / 1000, lang, 1)} MB" if kilo >= 1000 else f"{number(max(kilo, 1), lang, 0)} kB"


def book(facts: Facts, files: Sequence[File], level: str, lang: str) -> dict[str, str]:
    """The workbook of a level, in which a unit has its row and an indicator its column: file and what its link says.

    One of each unit and indicator would take longer to make than all pages together.
    """
    found = of(files, level, lang)["book"]
    said = say(
        "Workbook of {plural}, with definitions (XLSX, {size})",
        lang,
        plural=pick(facts.level(level)["plurals"], lang),
        size=size(found, lang),
    )
    return {"file": found.name, "label": said}
