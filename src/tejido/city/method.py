"""By which method a city is measured: the catalogue that it names, with its own choices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tejido.catalogue import Catalogue, load, load_extended, resolve
from tejido.catalogue.plain import extended_with_hash
from tejido.city.model import City, CityConfig


def catalogue_path(config: CityConfig, folder: Path) -> str | Path:
    """The catalogue that a city names: a file or folder beside `city.toml`, else one of those that come with tejido."""
    beside = folder / config.catalogue
    return beside if beside.exists() else config.catalogue


def catalogue_for(config: CityConfig, folder: Path) -> Catalogue:
    """The catalogue that a city names, with the extended marker and the indicators that the city adds to it beside it.

    Raises:
        TejidoError: every fault in the files of either (``K...``).
    """
    own = [folder / name for name in config.extended.add]
    return replace(load(catalogue_path(config, folder)), extended=load_extended(own))


def resolved(city: City, catalogue: Catalogue) -> Catalogue:
    """`catalogue` with the curves, numbers of classes and omissions that the city chose.

    Raises:
        TejidoError: every choice that the catalogue does not allow (``K...``).
    """
    config = city.config
    flexible = catalogue.extended
    omit = {key: why for key, why in config.omit.items() if flexible is None or key not in flexible.indicators}
    found = resolve(catalogue, curves=config.curves, classes=_classes(city, catalogue), omit=omit)
    if flexible is None:
        return found
    others = {key: why for key, why in sorted(config.omit.items()) if key in flexible.indicators}
    if others == flexible.omitted:
        return replace(found, extended=flexible)
    return replace(found, extended=extended_with_hash(replace(flexible, omitted=others)))


def _classes(city: City, catalogue: Catalogue) -> dict[str, int]:
    """The number of classes that this city's data can have, where it differs from the catalogue's."""
    found: dict[str, int] = {}
    for spec in city.config.values:
        if spec.possible_classes or spec.classes:
            found[spec.indicator] = spec.possible_classes or len(spec.classes)
    for one in catalogue.indicators.values():
        layer = city.layers.get(one.compute.role or "")
        if one.compute.function == "diversity" and one.id not in found and layer is not None and "class" in layer:
            found[one.id] = max(one.classes or 0, int(layer["class"].nunique()))
    return {
        key: k for key, k in found.items() if key in catalogue.indicators and k != catalogue.indicators[key].classes
    }
