"""A made-up town of six square blocks in two districts, measured by two indicators: small enough to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from tejido.catalogue.model import Band, Catalogue, Compute, Curve, Example, Indicator, Node, Universe
from tejido.catalogue.plain import with_hash
from tejido.release import Contents

PERIOD = "2024"
BLOCKS = ["a1", "a2", "a3", "b1", "b2", "b3"]
WATER = [90.0, 80.123456789012, 70.0, 60.0, 50.0, 40.0]
PEOPLE = [100, 200, 300, 100, 200, 4]


def catalogue() -> Catalogue:
    nodes = [
        Node("marker", None, {"en": "Inclusion", "es": "Inclusión"}),
        Node("housing", "marker", {"en": "Housing", "es": "Vivienda"}),
        Node("services", "housing", {"en": "Services", "es": "Servicios"}),
        Node("health", "marker", {"en": "Health", "es": "Salud"}),
        Node("care", "health", {"en": "Care", "es": "Atención"}),
    ]
    indicators = [_indicator("water", "services", "Agua", "%"), _indicator("clinic", "care", "Clínica", "m")]
    town = Catalogue(
        id="town",
        version="1",
        names={"en": "Town index", "es": "Índice del pueblo"},
        source="Made up for tests",
        nodes={node.id: node for node in nodes},
        indicators={one.id: one for one in indicators},
        bands=(Band("low", 0.0, {"en": "Low", "es": "Baja"}), Band("high", 50.0, {"en": "High", "es": "Alta"})),
        minimum_population=0.5,
        hash="",
        universes={"persons": Universe("persons", {"en": "Persons", "es": "Personas"}, "persons")},
    )
    return with_hash(town)


def _indicator(name: str, parent: str, spanish: str, unit: str) -> Indicator:
    return Indicator(
        id=name,
        parent=parent,
        names={"en": name.title(), "es": spanish},
        definitions={"en": f"What {name} is.", "es": f"Qué es {spanish.lower()}."},
        measure_unit=unit,
        unit_names={"en": unit, "es": unit},
        direction="higher",
        universe="persons",
        about="people" if unit == "%" else "place",
        possible=(0.0, 100.0),
        curve=Curve("none", ((0.0, 0.0), (100.0, 100.0)), "Made up", "proposal"),
        compute=Compute("given"),
        example=Example(50.0, 50.0),
    )


def units() -> pd.DataFrame:
    rows: list[dict[str, object]] = [_unit("city", "town", "Pueblo", None, 904, 0.06)]
    rows += [
        _unit("district", code, f"Distrito {code.upper()}", "town", people, 0.03)
        for code, people in (("a", 600), ("b", 304))
    ]
    rows += [
        _unit("block", code, f"Manzana {code}", code[0], people, 0.01)
        for code, people in zip(BLOCKS, PEOPLE, strict=True)
    ]
    return pd.DataFrame(rows)


def _unit(level: str, unit: str, name: str, parent: str | None, people: float, area: float) -> dict[str, object]:
    return {
        "level": level,
        "unit": unit,
        "name": name,
        "parent": parent,
        "municipality": "Pueblo",
        "population": float(people),
        "area_km2": area,
    }


def values(figures: Mapping[str, float] | None = None) -> pd.DataFrame:
    water = figures or {**dict(zip(BLOCKS, WATER, strict=True)), "a": 76.7, "b": 53.2, "town": 1 / 3 + 68}
    rows = [_value(unit, "water", figure, source='=Census & "records", 2024') for unit, figure in water.items()]
    rows += [_value(unit, "clinic", 1234.5 + place, source="Distances on foot") for place, unit in enumerate(BLOCKS)]
    rows.append({**_value("a", "water", 61.0, source="Census"), "group": "origin=rm", "population": 60.0})
    return pd.DataFrame(rows)


def _value(unit: str, indicator: str, figure: float, source: str) -> dict[str, object]:
    return {
        "period": PERIOD, "level": level_of(unit), "unit": unit, "group": "all", "indicator": indicator, "value": figure,
        "population": 100.0, "kind": "register", "quality": "not_sampled", "support": level_of(unit), "source": source, "flags": None,
    }  # fmt: skip


def level_of(unit: str) -> str:
    return {1: "district", 2: "block"}.get(len(unit), "city")


def scores() -> pd.DataFrame:
    rows = []
    for place, unit in enumerate([*BLOCKS, "a", "b", "town"]):
        for node in ("marker", "housing", "services", "water", "health", "care", "clinic"):
            gap = node in ("health", "care", "clinic") and unit == "b2"
            rows.append({
                "period": PERIOD, "level": level_of(unit), "unit": unit, "group": "all", "node": node,
                "score": np.nan if gap else round(91.12345678 - 7 * place, 8), "coverage": 0.0 if gap else 1.0,
                "band": None if gap else "high", "comparable": place % 2 == 0, "reason": "no_data" if gap else None,
                "rank": pd.NA if gap else place + 1,
            })  # fmt: skip
    return pd.DataFrame(rows).astype({"rank": "Int64"})


def contributions() -> pd.DataFrame:
    table = scores().query("node != 'marker' and score.notna()")
    points = ((100 - table["score"]) / 2).round(8)
    return table[["period", "level", "unit", "group", "node"]].assign(points=points)


def differentials() -> pd.DataFrame:
    """Water of two groups in the town (shown) and in district a, where too few people answered to show it."""
    rows = []
    for unit, value, against in (("town", 60.0, 75.5), ("a", np.nan, np.nan)):
        rows.append({
            "period": PERIOD, "level": level_of(unit), "unit": unit, "group": "origin=rm", "against": "origin=host",
            "indicator": "water", "value": value, "value_against": against, "quality": "reliable", "quality_against": "weak",
            "gap": value - against, "ratio": value / against, "family": "housing", "source": "Survey", "kind": "design-based",
            "verdict": "cannot_be_said" if np.isnan(value) else "shown", "flags": "protected" if np.isnan(value) else None,
        })  # fmt: skip
    return pd.DataFrame(rows)


def causes() -> pd.DataFrame:
    """What makes the range of the town's marker."""
    rows = [{"cause": cause, "first": share, "total": share} for cause, share in (("curves", 0.75), ("weights", 0.25))]
    return pd.DataFrame(rows).assign(period=PERIOD, level="city", unit="town", group="all", node="marker")


def surveyed() -> Contents:
    """The town with a survey of two groups, some of whose people were not chosen by chance."""
    found = contents()
    more = {"differentials": differentials(), "causes": causes()}
    meta = {**found.meta, "choices": {"indicative": {"walk-in": "Nobody else asked them."}}}
    return contents(meta=meta, tables={**found.tables, **more}, public_tables={**found.public_tables, **more})


def geometry() -> dict[str, gpd.GeoDataFrame]:
    west, south, side = 700_000.0, 870_000.0, 100.0
    squares = [
        box(west + side * (n % 3), south + side * (n // 3), west + side * (n % 3 + 1), south + side * (n // 3 + 1))
        for n in range(6)
    ]
    blocks = gpd.GeoDataFrame({"unit": BLOCKS}, geometry=squares, crs="EPSG:32618")
    districts = blocks.assign(unit=blocks["unit"].str[0]).dissolve("unit", as_index=False)
    whole = blocks.assign(unit="town").dissolve("unit", as_index=False)
    return {"city": whole, "district": districts, "block": blocks}


def meta() -> dict[str, Any]:
    return {
        "city": {
            "code": "town", "names": {"es": "Pueblo"}, "country": "COL", "languages": ["es"], "synthetic": True,
            "licence": "CC0-1.0", "note": {"es": "Ciudad inventada."},
        },
        "period": PERIOD,
        "base": "block",
        "levels": [
            {"id": "city", "names": {"en": "City", "es": "Ciudad"}, "plurals": {"en": "Cities", "es": "Ciudades"}, "n_units": 1},
            {"id": "district", "names": {"en": "District", "es": "Distrito"}, "plurals": {"en": "Districts", "es": "Distritos"}, "n_units": 2},
            {"id": "block", "names": {"en": "Block", "es": "Manzana"}, "plurals": {"en": "Blocks", "es": "Manzanas"}, "n_units": 6},
        ],
        "crs": "EPSG:32618",
        "catalogue": {"id": "town", "version": "1", "hash": "0" * 64},
        "inputs": {"census/blocks.csv": "1" * 64, "city.toml": "2" * 64},
        "program": {"name": "tejido", "version": "0"},
        "choices": {"omit": {}},
        "findings": [{"code": "R101"}, {"code": "R101"}],
    }  # fmt: skip


def contents(**changes: Any) -> Contents:
    """The town; block b3, where four people live, is protected in what is public."""
    tables = {"units": units(), "values": values(), "scores": scores(), "contributions": contributions()}
    few = tables["values"]["unit"].eq("b3") & tables["values"]["indicator"].eq("water")
    public_values = tables["values"].copy()
    public_values.loc[few, ["value", "population"]] = np.nan
    public_values.loc[few, "flags"] = "protected"
    given: dict[str, Any] = {
        "meta": meta(),
        "catalogue": catalogue(),
        "tables": tables,
        "public_tables": {**tables, "values": public_values},
        "geometry": geometry(),
    }
    return Contents(**{**given, **changes})
