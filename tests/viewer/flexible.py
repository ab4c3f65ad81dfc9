"""The made-up city with a survey and an extended marker of six indicators: asked, mapped, recorded, lacking, left out, added."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from tejido.catalogue.answers import Condition, FromAnswers
from tejido.catalogue.extended import Extended, ExtendedIndicator, Listed, Role, Subdimension
from tejido.catalogue.model import Compute, Universe
from tejido.tables import DIFFERENTIALS, VALUES
from tests.viewer.fake import PERIOD
from tests.viewer.surveyed import SOURCE, Surveyed

AREAS = {
    "housing": {"es": "Vivienda asequible y con servicios", "en": "Affordable quality housing and services"},
    "governance": {"es": "Gobernanza urbana y participación", "en": "Urban governance and participation"},
}
OWNED, STREETS, MEETINGS, SEATS, TENURE, MURALS = (
    "owned_homes", "street_density", "meetings", "seats", "tenure_safety", "murals",
)  # fmt: skip
STREET_KM = 12.5
"""The mean over streets of all hexagons is nobody's figure: each unit has its own, from 1 to 60."""


def one(id_: str, area: str, es: str, en: str, **more: Any) -> ExtendedIndicator:
    """An indicator with what every one must have."""
    plain: dict[str, Any] = {
        "definitions": {"es": f"Qué es: {es}.", "en": f"What it is: {en}."}, "measure_unit": "percent_households",
        "unit_names": {"es": "% de hogares", "en": "% of households"}, "direction": "higher", "universe": "households",
        "about": "people", "possible": (0.0, 100.0), "compute": Compute("given"), "subdimension": f"s_{area}", "category": "access",
        "filter": "resources", "source_kind": "administrative",
    }  # fmt: skip
    return ExtendedIndicator(id=id_, names={"es": es, "en": en}, area=area, **{**plain, **more})


def extended() -> Extended:
    """Six indicators in two areas."""
    owned = FromAnswers("households", "share", of=(Condition("tenure", ("owned",)),), scale=100.0)
    per_km = {
        "measure_unit": "km_per_km2",
        "unit_names": {"es": "km por km²", "en": "km per km²"},
        "possible": (0.0, 99.0),
    }
    indicators = (
        one(OWNED, "housing", "Hogares en vivienda propia", "Homes that are owned", answers=owned, compute=Compute("share"),
            source_kind="survey", listed=("HOU1",), groups=("origin",), sdg=("11.1.1",)),
        one(STREETS, "housing", "Calles del barrio", "Streets of the quarter", compute=Compute("length_per_area", "streets"),
            source_kind="territory", about="place", category="quantity", filter="connectivity", direction="context", **per_km),
        one(MEETINGS, "governance", "Reuniones de Ñandú", "Meetings", source_kind="perception", filter="governance",
            aliases=({"es": "Asambleas públicas", "en": "Town halls"},),
            answers=FromAnswers("adults", "share", of=(Condition("went_to_community_meeting", ("true",)),), scale=100.0),
            compute=Compute("share")),
        one(SEATS, "governance", "Puestos en juntas", "Seats on boards", data_needed={"es": "Actas de las juntas", "en": "Minutes of boards"}),
        one(TENURE, "governance", "Tenencia segura", "Safe tenure", status="needs-definition",
            lacking={"es": "Decidir qué es segura.", "en": "To decide what safe is."}),
        one(MURALS, "governance", "Murales", "Murals", reason="The neighbours asked for it.", data_needed={"es": "Lista", "en": "A list"}),
    )  # fmt: skip
    return Extended(
        id="x", version="1", names={"es": "Extendido", "en": "Extended"}, source="made up", areas=AREAS,
        subdimensions={f"s_{area}": Subdimension(f"s_{area}", area, {"es": "Tema", "en": "Theme"}) for area in AREAS},
        categories={"access": {"es": "Acceso", "en": "Access"}, "quantity": {"es": "Cantidad", "en": "Quantity"}},
        filters={
            "resources": {"es": "Recursos", "en": "Resources"}, "connectivity": {"es": "Conectividad", "en": "Connectivity"},
            "governance": {"es": "Gobernanza", "en": "Governance"},
        },
        roles={"streets": Role("streets", {"es": "calles", "en": "streets"}, "lines")},
        instruments={},
        universes={"households": Universe("households", {"es": "hogares", "en": "households"}, "households")},
        listed={"HOU1": Listed("HOU1", {"es": "Vivienda de propiedad", "en": "Ownership of dwellings"}, True, OWNED)},
        indicators={one.id: one for one in indicators}, omitted={SEATS: "Boards were dissolved."},
    )  # fmt: skip


class Flexible(Surveyed):
    """`meetings` were asked, but too few answered. Streets are known by hexagon, homes of the city, its groups and districts."""

    def __init__(self, merged: bool = False) -> None:
        super().__init__(merged=merged)
        self.catalogue = replace(self.catalogue, extended=extended())
        self.meta["level_names"] = {"city": {"es": "ciudad", "en": "city"}} | {
            level["id"]: level["names"] for level in self.meta["levels"]
        }

    def table(self, name: str) -> pd.DataFrame:
        """One of the public tables."""
        found = super().table(name)
        if name == "values":
            return VALUES.conform(pd.concat([found, pd.DataFrame(self._flexible())]))
        if name == "differentials":
            gap = self._gap("city", "prueba", "water", value=20.5, value_against=61.5, verdict="shown")
            return DIFFERENTIALS.conform(
                pd.concat([found, pd.DataFrame([gap | {"indicator": OWNED, "family": "housing.extended"}])])
            )
        return found

    def _flexible(self) -> list[dict[str, Any]]:
        plain = {"period": PERIOD, "group": "all", "flags": None, "domain": None}
        asked = plain | {"kind": "design-based", "source": SOURCE, "quality": "reliable", "support": "city"}
        figures = {"all": 54.7, "origin=rm": 20.5, "origin=host": 61.5}
        rows = [
            asked | {"level": "city", "unit": "prueba", "group": group, "indicator": OWNED, "value": value, "low": value - 2,
                     "high": value + 2, "n": 900, "population": 5000.0}
            for group, value in figures.items()
        ]  # fmt: skip
        rows += [
            asked | {"level": "district", "unit": f"d{place}", "indicator": OWNED, "value": None if place == 5 else 40.0 + place,
                     "support": "district", "quality": "weak" if place == 4 else "unreliable" if place == 5 else "reliable",
                     "n": 150, "population": 800.0}
            for place in range(6)
        ]  # fmt: skip
        laid = plain | {
            "kind": "layer",
            "source": "Calles inventadas",
            "quality": "not_sampled",
            "support": "hexagon",
            "indicator": STREETS,
        }
        rows += [
            laid | {"level": "hexagon", "unit": f"h{i:02d}", "value": float(i + 1), "population": 100.0}
            for i in range(60)
        ]
        rows.append(laid | {"level": "city", "unit": "prueba", "value": STREET_KM, "population": 6000.0})
        rows.append(
            asked
            | {
                "level": "city",
                "unit": "prueba",
                "indicator": MEETINGS,
                "value": np.nan,
                "quality": "unreliable",
                "n": 9,
            }
        )
        return rows
