"""A small made-up city with the same interface as a public release: 6 districts, 60 hexagons, 5 areas, 8 indicators."""

from __future__ import annotations

import math
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.catalogue.model import Band, Catalogue, Compute, Curve, Example, Indicator, Node
from tejido.tables import CONTRIBUTIONS, SCORES, UNITS, VALUES

PERIOD = "2024"
DISTRICTS = ("Alto del Río", "San José de los Remedios", "Centro", "Puerto Nuevo", "La Esperanza", "Villa Ñandú")
BANDS = (
    ("very_weak", 0, "muy débil", "very weak"),
    ("weak", 40, "débil", "weak"),
    ("moderately_weak", 50, "moderadamente débil", "moderately weak"),
    ("moderately_solid", 60, "moderadamente sólida", "moderately solid"),
    ("solid", 70, "sólida", "solid"),
    ("very_solid", 80, "muy sólida", "very solid"),
)
AREAS = (
    ("housing", "Vivienda y servicios", "Housing and services"),
    ("economy", "Empleo y oportunidades", "Jobs, incomes and opportunities for all"),
    ("health", "Salud y bienestar", "Health and well-being"),
    ("education", "Educación y cultura", "Education and culture"),
    ("public_space", "Espacio público y seguridad", "Public space and safety"),
)
INDICATORS = (
    ("water", "housing", "Acceso a agua mejorada", "Access to improved water", "%", "people"),
    ("overcrowding", "housing", "Viviendas con espacio suficiente", "Dwellings with enough room", "%", "people"),
    ("unemployment", "economy", "Desempleo", "Unemployment", "%", "people"),
    ("commerce", "economy", "Distancia a un mercado", "Distance to a market", "m", "place"),
    ("clinic", "health", "Distancia a un centro de salud", "Distance to a clinic", "m", "place"),
    ("school", "education", "Distancia a la escuela pública más cercana", "Distance to the nearest public school", "m", "place"),
    ("space", "public_space", "Espacio público por habitante", "Public space per inhabitant", "m²", "place"),
    ("homicide", "public_space", "Homicidios por cada 100 000 habitantes", "Homicides per 100,000 inhabitants", "n", "place"),
)  # fmt: skip


def catalogue() -> Catalogue:
    """A tree of five areas with one dimension each."""
    nodes = {
        "marker": Node(
            "marker",
            None,
            {"es": "Marcador de Inclusión Urbana", "en": "Urban Inclusion Marker"},
            minimum_coverage=0.35,
        )
    }
    for area, es, en in AREAS:
        nodes[area] = Node(area, "marker", {"es": es, "en": en}, minimum_coverage=0.3)
        nodes[f"d_{area}"] = Node(
            f"d_{area}", area, {"es": f"{es}: acceso", "en": f"{en}: access"}, minimum_coverage=0.5
        )
    indicators = {
        key: Indicator(
            id=key, parent=f"d_{area}", names={"es": es, "en": en},
            definitions={"es": f"{es} en cada unidad.", "en": f"{en} in each unit."}, measure_unit=unit,
            unit_names={"es": unit, "en": unit}, direction="lower" if unit in ("m", "n") else "higher", universe="persons",
            about=about, possible=(0.0, 10000.0),  # type: ignore[arg-type]
            curve=Curve("none", ((0.0, 0.0), (100.0, 100.0)), "made up", "proposal"), compute=Compute("given"),
            example=Example(50.0, 50.0),
        )
        for key, area, es, en, unit, about in INDICATORS
    }  # fmt: skip
    bands = tuple(Band(key, low, {"es": es, "en": en}) for key, low, es, en in BANDS)
    return Catalogue(
        "uim-fake",
        "1",
        {"es": "Índice de prueba", "en": "Test index"},
        "made up",
        nodes,
        indicators,
        bands,
        0.5,
        "0" * 64,
    )


def hexagon(column: int, row: int) -> shapely.Polygon:
    """A flat-topped hexagon of about 500 m near 9 N, 79.5 W; neighbours share exactly the same corners."""
    size = 0.0045
    x, y = column * 1.5 * size, (row + 0.5 * (column % 2)) * math.sqrt(3) * size
    corners = [(x + size * math.cos(math.radians(a)), y + size * math.sin(math.radians(a))) for a in range(0, 360, 60)]
    return shapely.Polygon([(round(-79.5 + a, 6), round(9.0 + b, 6)) for a, b in corners])


class FakeRelease:
    """What `tejido.release.open_release` gives, without files. `marker=False` has no area but housing, and no marker."""

    def __init__(self, synthetic: bool = True, marker: bool = True) -> None:
        self.catalogue = catalogue()
        self.with_marker = marker
        self.meta: dict[str, Any] = {
            "contract": 1, "audience": "public", "period": PERIOD, "base": "hexagon", "crs": "EPSG:32617",
            "city": {"code": "prueba", "names": {"es": "Ciudad de Prueba", "en": "Testville"}, "country": "PA", "languages": ["es", "en"],
                     "synthetic": synthetic, "licence": "CC-BY-4.0", "note": {}},
            "levels": [
                {"id": "district", "names": {"es": "distrito", "en": "district"}, "plurals": {"es": "distritos", "en": "districts"}, "n_units": 6},
                {"id": "hexagon", "names": {"es": "hexágono", "en": "hexagon"}, "plurals": {"es": "hexágonos", "en": "hexagons"}, "n_units": 60},
            ],
            "catalogue": {"id": "uim-fake", "version": "1", "hash": "0" * 64},
            "program": {"name": "tejido", "version": "0"}, "inputs": {}, "choices": {}, "findings": [],
        }  # fmt: skip
        cells = [(c, r) for c in range(10) for r in range(6)]
        self.hexagons = gpd.GeoDataFrame(
            {"unit": [f"h{i:02d}" for i in range(60)], "district": [f"d{c // 4 * 2 + r // 3}" for c, r in cells]},
            geometry=[hexagon(c, r) for c, r in cells], crs="EPSG:4326",
        )  # fmt: skip
        self._units = self._make_units()
        self._scores, self._values = self._make_figures()

    @property
    def audience(self) -> str:
        """For whom it is."""
        return str(self.meta["audience"])

    @property
    def levels(self) -> list[str]:
        """Ids of its levels, coarse to fine."""
        return [one["id"] for one in self.meta["levels"]]

    @property
    def tables(self) -> list[str]:
        """Names of its tables."""
        return ["contributions", "scores", "units", "values"]

    def table(self, name: str) -> pd.DataFrame:
        """One of the public tables."""
        if name == "contributions":
            return self._make_contributions()
        return {"units": self._units, "scores": self._scores, "values": self._values}[name]

    def geometry(self, level: str) -> gpd.GeoDataFrame:
        """Polygons of a level in EPSG:4326."""
        if level == "hexagon":
            return self.hexagons[["unit", "geometry"]]
        by = "district" if level == "district" else self.hexagons.assign(district="prueba")["district"]
        joined = (
            self.hexagons[["geometry", "district"]].dissolve(by=by)
            if level == "district"
            else self.hexagons[["geometry"]].dissolve(by=by)
        )
        return joined.rename_axis("unit").reset_index()[["unit", "geometry"]]

    def ground(self) -> gpd.GeoDataFrame:
        """A river through the middle, an avenue and a lane."""
        west, south, east, north = self.hexagons.total_bounds
        middle, half = (south + north) / 2, (north - south) / 200
        return gpd.GeoDataFrame(
            {"kind": ["street", "street", "water"], "rank": [1, 4, 0], "name": ["Avenida Ñáñez", None, None], "source": "Mapa inventado"},
            geometry=[
                shapely.LineString([(west, south), (east, north)]), shapely.LineString([(west, middle), (west, north)]),
                shapely.box(west, middle - half, east, middle + half),
            ], crs="EPSG:4326",
        )  # fmt: skip

    def _make_units(self) -> pd.DataFrame:
        base = pd.DataFrame({
            "level": "hexagon", "unit": self.hexagons["unit"], "name": self.hexagons["unit"].str.upper(), "parent": self.hexagons["district"],
            "population": [float("nan") if i in (7, 8) else 400.0 + 37 * i for i in range(60)], "area_km2": 0.65,
            "flags": ["protected" if i == 7 else None for i in range(60)],
        })  # fmt: skip
        districts = (
            base.groupby("parent")["population"].sum().reset_index(name="population").rename(columns={"parent": "unit"})
        )
        districts = districts.assign(level="district", name=list(DISTRICTS), parent="prueba", area_km2=6.5)
        city = pd.DataFrame(
            {
                "level": ["city"],
                "unit": ["prueba"],
                "name": ["Ciudad de Prueba"],
                "population": base["population"].sum(),
                "area_km2": 39.0,
            }
        )
        return UNITS.conform(pd.concat([base, districts, city]))

    def _make_figures(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        generator = np.random.default_rng(7)
        items = [*self.catalogue.nodes, *self.catalogue.indicators]
        scores, values = [], []
        for place, unit in enumerate(self._units.itertuples()):
            level_of = 35 + 50 * generator.random()
            for item in items:
                score = round(float(np.clip(level_of + 18 * generator.standard_normal(), 2, 99)), 8)
                reason = self._reason(unit, item)
                scores.append({
                    "period": PERIOD, "level": unit.level, "unit": unit.unit, "group": "all", "node": item,
                    "score": None if reason else score, "rank": None if reason else 1 + place % 6, "reason": reason,
                    "coverage": 0.0 if reason else 0.75, "comparable": item != "unemployment",
                })  # fmt: skip
                if item in self.catalogue.indicators:
                    weak = item == "unemployment" and place % 9 == 0
                    values.append({
                        "period": PERIOD, "level": unit.level, "unit": unit.unit, "group": "all", "indicator": item,
                        "value": None if reason else round(score * 3, 2), "population": unit.population, "kind": "register",
                        "quality": "weak" if weak else "not_sampled", "support": unit.level, "source": "Censo inventado 2024",
                        "flags": "protected" if reason == "protected" else "straight_line" if item == "school" else None,
                    })  # fmt: skip
        return SCORES.conform(pd.DataFrame(scores)), VALUES.conform(pd.DataFrame(values))

    def _reason(self, unit: Any, item: str) -> str | None:
        if item in ("homicide",):
            return "no_data"
        if unit.unit in ("h07", "h08"):
            return "protected" if unit.unit == "h07" else "no_population"
        if not self.with_marker and item not in ("water", "overcrowding", "d_housing", "housing"):
            return "low_coverage" if item in self.catalogue.nodes else "no_data"
        return None

    def _make_contributions(self) -> pd.DataFrame:
        rows = self._scores[(self._scores["node"] != "marker") & self._scores["score"].notna()]
        rows = rows[["period", "level", "unit", "group", "node"]].assign(points=(100 - rows["score"]) / 8)
        return CONTRIBUTIONS.conform(rows)
