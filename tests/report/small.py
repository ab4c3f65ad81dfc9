"""A small invented release, and a profile of it in two languages with two inserts of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from tejido.catalogue import load, load_extended
from tejido.report.blocks import Block, Bullets
from tejido.report.folder import read_folder
from tejido.report.make import Draft
from tejido.report.story import Insert, Story
from tejido.tables import SCHEMAS

PAIR = {"group": "origin=rm", "against": "origin=host"}
RM = "group=origin=rm against=origin=host"

VALUES: tuple[dict[str, Any], ...] = (
    {"indicator": "employment", "value": 61.8, "low": 58.0, "high": 65.6, "n": 812, "kind": "design-based"},
    {"indicator": "employment", "group": "origin=rm", "value": 55.0, "low": 50.0, "high": 60.0, "n": 300, "kind": "design-based"},
    {"indicator": "homicide_rate", "value": 12.4, "kind": "register"},
    {"indicator": "internet", "kind": "design-based", "quality": "unreliable"},
    {"indicator": "sanitation", "kind": "register", "flags": "protected"},
)  # fmt: skip
SCORES: tuple[dict[str, Any], ...] = (
    {"node": "marker", "score": 73.7, "low": 71.0, "high": 76.4, "coverage": 1.0},
    {"node": "housing", "score": 48.2, "low": 45.0, "high": 51.4, "coverage": 0.9},
)
GAPS: tuple[dict[str, Any], ...] = (
    {"indicator": "employment", "value": 55.0, "low": 50.0, "high": 60.0, "value_against": 64.0, "low_against": 60.0, "high_against": 68.0,
     "gap": -9.0, "gap_low": -15.0, "gap_high": -3.0, "verdict": "shown", "quality": "reliable", "quality_against": "reliable"},
    {"indicator": "sanitation", "value": 80.0, "low": 75.0, "high": 85.0, "value_against": 82.0, "low_against": 79.0, "high_against": 85.0,
     "gap": -2.0, "gap_low": -7.5, "gap_high": 3.5, "verdict": "not_shown", "quality": "reliable", "quality_against": "reliable"},
    {"indicator": "unemployment", "value": 14.0, "low": 12.0, "high": 16.0, "value_against": 9.0, "low_against": 8.0, "high_against": 10.0,
     "gap": 5.0, "gap_low": 2.0, "gap_high": 8.0, "verdict": "shown", "quality": "reliable", "quality_against": "reliable"},
)  # fmt: skip
UNITS = (
    {"level": "city", "unit": "MAD", "name": "Las Madejas", "population": 45_310.0, "area_km2": 12.5},
    {"level": "quarter", "unit": "q1", "name": "El Carrete", "parent": "MAD", "population": 20_155.0, "area_km2": 4.0},
)


class Small:
    """The release of Las Madejas: what `tejido.release.readable.Readable` asks for."""

    audience = "public"
    levels = ("quarter",)

    def __init__(self, **rows: tuple[dict[str, Any], ...]) -> None:
        told = {"values": VALUES, "scores": SCORES, "differentials": GAPS, "units": UNITS, "contributions": ()} | rows
        self.catalogue = replace(load("basic"), extended=load_extended())
        self.meta: dict[str, Any] = {
            "audience": "public", "period": "2024", "base": "quarter", "choices": {}, "program": {"version": "9.9"},
            "city": {"code": "MAD", "names": {"es": "Las Madejas", "en": "Las Madejas"}, "languages": ["es", "en"], "synthetic": True},
            "levels": [{"id": "quarter", "names": {"es": "barrio", "en": "quarter"}, "plurals": {"es": "barrios", "en": "quarters"},
                        "n_units": 1}],
        }  # fmt: skip
        self._tables = {name: _table(name, one) for name, one in told.items()}

    @property
    def tables(self) -> list[str]:
        return sorted(self._tables)

    def table(self, name: str) -> pd.DataFrame:
        return self._tables[name]

    def document(self, name: str) -> Mapping[str, Any] | None:
        return None

    def geometry(self, level: str) -> gpd.GeoDataFrame:
        raise AssertionError("the small release draws no maps")

    ground = geometry


def _table(name: str, rows: tuple[dict[str, Any], ...]) -> pd.DataFrame:
    """Rows with the columns of their schema; of the whole city, of everybody, of 2024 where they do not say otherwise."""
    usual = {
        "period": "2024",
        "level": "city",
        "unit": "MAD",
        "group": "all",
        "source": "ENH",
        "comparable": True,
        "support": "city",
    }
    usual |= PAIR if name == "differentials" else {}
    empty = SCHEMAS[name].empty()
    full = [{column: row.get(column, usual.get(column)) for column in empty} for row in rows]
    return pd.DataFrame(full, columns=list(empty)).astype(empty.dtypes) if rows else empty


def employment(story: Story) -> tuple[Block, ...]:
    """An insert that cites a figure."""
    return (story.paragraph(("…", story.cite("value", "employment"), ".")),)


def gaps(story: Story) -> tuple[Block, ...]:
    """An insert that cites a comparison, in a list."""
    return (Bullets((story.inline((story.cite("gap", "employment", **PAIR), ".")),)),)


def nothing(_: Story) -> tuple[Block, ...]:
    """An insert that this release has nothing for."""
    return ()


INSERTS: Mapping[str, Insert] = {"employment": employment, "gaps": gaps, "nothing": nothing}

PROFILE = """
release = "../release"
title = { es = "Perfil", en = "Profile" }
subtitle = { es = "De Las Madejas", en = "Of Las Madejas" }
authors = ["Alcaldía"]
licence = "CC BY 4.0"
contact = ""
languages = ["es", "en"]
"""
ES = """# La ciudad

El marcador es {{score marker}}.

## Trabajo

[[employment]]

Trabaja {{value employment}} de las personas adultas.
"""
EN = """# The city

The marker is {{score marker}}.

## Work

[[employment]]

Of all adults {{value employment}} work.
"""


def write(place: Path, es: str = ES, en: str = EN, profile: str = PROFILE, decisions: str = "") -> Path:
    """A profile's folder of one chapter."""
    files = {
        "profile.toml": profile,
        "chapters/2-city.es.md": es,
        "chapters/2-city.en.md": en,
        "recommendations.toml": decisions,
    }
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8", newline="")
    return place


def draft(place: Path, release: Small | None = None, inserts: Mapping[str, Insert] = INSERTS) -> Draft:
    """The profile in a folder, of the small release."""
    return Draft(read_folder(place), release or Small(), inserts)
