"""What a release says of itself: which city, which method, which choices, which inputs."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pandas as pd

import tejido
from tejido.catalogue import Catalogue
from tejido.city import CITY_LEVEL, City
from tejido.errors import Finding
from tejido.measure.levels import Nest
from tejido.measure.surveys import Surveyed
from tejido.words import pick


def describe(
    city: City, catalogue: Catalogue, nest: Nest, units: pd.DataFrame, findings: list[Finding], surveyed: Surveyed
) -> dict[str, Any]:
    """The description of a release (`Contents.meta`); nothing in it depends on the machine or the hour."""
    config = city.config
    counts = units["level"].value_counts()
    names = {level.id: (dict(level.names), dict(level.plurals)) for level in config.levels}
    names[CITY_LEVEL] = ({"es": "ciudad", "en": "city"}, {"es": "ciudades", "en": "cities"})
    return {
        "city": {
            "code": config.code, "names": dict(config.names), "country": config.country,
            "languages": list(config.languages), "synthetic": config.synthetic, "licence": config.licence,
            "note": dict(config.note),
        },
        "period": config.period,
        "base": nest.base,
        "levels": [
            {"id": level, "names": names[level][0], "plurals": names[level][1], "n_units": int(counts[level])}
            for level in nest.shown
        ],
        "level_names": {level: names[level][0] for level in nest.levels},
        "crs": city.crs,
        "catalogue": {"id": catalogue.id, "version": catalogue.version, "hash": catalogue.hash},
        "extended": _method(catalogue),
        "inputs": {_inside(name): mark for name, mark in sorted((city.inputs | surveyed.inputs).items())},
        "program": {"name": "tejido", "version": tejido.__version__},
        "choices": _choices(city, catalogue) | {"indicative": surveyed.reasons},
        "translations": _translations(city),
        "findings": [_finding(one) for one in findings],
    }  # fmt: skip


def _translations(city: City) -> dict[str, dict[str, str]]:
    """What the city wrote, in other languages: as it translated it, and the names of its surveys, of which one stands in the tables."""
    config = city.config
    surveys = {pick(one.names, config.languages[0]): dict(one.names) for one in config.surveys}
    return surveys | {text: dict(labels) for text, labels in config.translations.items()}


def _method(catalogue: Catalogue) -> dict[str, str] | None:
    """By which extended marker; None where the catalogue has none beside it."""
    flexible = catalogue.extended
    return None if flexible is None else {"id": flexible.id, "version": flexible.version, "hash": flexible.hash}


def _choices(city: City, catalogue: Catalogue) -> dict[str, Any]:
    """What the city decided where the method leaves a choice, with the reasons it gave."""
    config = city.config
    territory = config.territory
    proxies = city.proxies
    if territory.within_unit:
        shared = (one.id for one in catalogue.definitions.values() if one.compute.function == "space_per_person")
        proxies |= dict.fromkeys(shared, territory.within_unit)
    return {
        "omit": dict(config.omit),
        "added": {one.id: one.reason for one in catalogue.extended.indicators.values() if one.reason}
        if catalogue.extended
        else {},
        "proxies": proxies,
        "curves": {key: str(choice.get("reason", "")) for key, choice in config.curves.items()},
        "territory": {"detour": territory.detour, "max_snap": territory.max_snap, "catchment": territory.catchment},
        "straight": dict(territory.straight),
        "publish": {"persons": config.publish.persons, "households": config.publish.households},
    }


def _finding(one: Finding) -> dict[str, Any]:
    told = {"code": one.code, "file": one.file and _inside(one.file), "row": one.row, "column": one.column}
    return {**told, "values": {key: _plain(value) for key, value in one.values}}


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)


def _inside(name: str) -> str:
    """The name of a file without the folders that lead to it from outside the city folder."""
    parts = PurePosixPath(name).parts
    return parts[-1] if ".." in parts or PurePosixPath(name).is_absolute() else name
