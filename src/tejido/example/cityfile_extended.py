"""What `city.toml` of the example says for the extended marker: layers by role, figures from records, an indicator of its own, what it
leaves out, and the survey that is asked in the words of the catalogue.

In: the period of a round and where its files lie. Out: pieces of the text of the file.
"""

from __future__ import annotations

from tejido.example.register import CROSSING, RAMP, kinds

PLACES, AREAS, ENVIRONMENT = "places_synthetic.csv", "areas_synthetic.geojson", "environment_synthetic.csv"
LAMPS, FEED, OWN = "street_lamps_synthetic.csv", "gtfs_synthetic.zip", "own_indicators_synthetic.toml"

WEIGHED = ("job", "social_housing")
"""Registered places of which the table says how many there are."""
AREA_ROLES = (
    "employment_cluster", "idle_land", "informal_settlement", "material_deficit", "polluting_site", "registered_tenure",
    "tree_canopy",
)  # fmt: skip
OF_STREETS = {"adequate_sidewalk": "sidewalk", "paved_street": "paved", "cycleway": "cycleway"}
"""Roles that are some of the streets, and the column that says which."""

LEFT_OUT = {
    "degree_recognition_days": "The ministry recognises degrees; the city can do nothing about it.",
    "urban_observatory": "The observatory belongs to the region, not to the city.",
}
"""Indicators that the city omits, and why."""

BETTER_ASKED = ("improved_sanitation", "youth_not_working_nor_studying")
"""Indicators that the other survey feeds too, but which this one asked about in full: shared toilets, and school after 17."""

__all__ = ["choices", "layers", "survey"]


def choices(base: str, records: str) -> str:
    """``[extended]``, whose figures stand in `records`, and ``[omit]``."""
    left_out = "\n".join(f'{indicator} = "{why}"' for indicator, why in LEFT_OUT.items())
    return f"""[extended]
add = ["{base}{OWN}"]
figures = ["{records}"]

[omit]
{left_out}
"""


def layers(base: str) -> str:
    """Every layer of the extended marker; `base` is the way to the folder of the first round."""
    found = [_registered(base, kind) for kind in (*kinds(), CROSSING, RAMP)]
    found += [
        _layer(role, f"{base}{AREAS}", "Synthetic map of areas 2024", f'where = {{kind = ["{role}"]}}')
        for role in AREA_ROLES
    ]
    streets, spaces = f"{base}streets_synthetic.geojson", f"{base}public_space_synthetic.geojson"
    found += [
        _layer(role, streets, "Synthetic survey of streets 2024", f'where = {{{column} = ["yes"]}}')
        for role, column in OF_STREETS.items()
    ]
    found += [
        _layer("green_area", spaces, "Synthetic map of public space 2024", 'where = {kind = ["park", "riverside"]}'),
        _layer("public_space_audit", spaces, "Synthetic audit of public space 2024", 'weight = "condition"'),
        _layer("street_lamp", f"{base}{LAMPS}", "Synthetic register of lamps 2024", *_DEGREES),
        _layer("pm25", f"{base}{ENVIRONMENT}", "Synthetic air model 2024", *_DEGREES, 'weight = "pm25"'),
        _layer("surface_temperature", f"{base}{ENVIRONMENT}", "Synthetic satellite 2024", *_DEGREES, 'weight = "surface"'),
        _layer("transit", f"{base}{FEED}", "Synthetic timetables 2024", 'period = "2024"'),
    ]  # fmt: skip
    return "\n".join(found)


_DEGREES = ('x = "lon"', 'y = "lat"', 'crs = "EPSG:4326"')


def _registered(base: str, kind: str) -> str:
    weight = ('weight = "weight"',) if kind in WEIGHED else ()
    where = f'where = {{kind = ["{kind}"]}}'
    return _layer(kind, f"{base}{PLACES}", "Synthetic register of places 2024", *_DEGREES, where, *weight)


def _layer(role: str, file: str, label: str, *keys: str) -> str:
    return "\n".join([f"[layers.{role}]", f'file = "{file}"', f'label = "{label}"', *keys, ""])


def survey(period: str, households: str, persons: str) -> str:
    """The survey whose columns are called like the standard variables."""
    better = ", ".join(f'"{one}"' for one in BETTER_ASKED)
    return f"""[[surveys]]
id = "living_{period}"
name = {{es = "Encuesta de condiciones de vida {period} (sintética)", en = "Survey of living conditions {period} (synthetic)"}}
period = "{period}"
households = "{households}"
persons = "{persons}"
household = "household_id"
person = "person_id"
selected = "selected_person"
weight = "weight"
stratum = "stratum"
psu = ["psu", "household_id"]
fpc = ["fpc", "psu_households"]
group = "origin"
unit = {{level = "block", column = "block"}}
planned = ["city", "district", "origin"]
indicators = [{better}]
variables = "standard"
"""
