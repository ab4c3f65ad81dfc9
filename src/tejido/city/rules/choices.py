"""Rules about what the city chose: indicators left out, proxies, curves of its own."""

from __future__ import annotations

from collections.abc import Iterator

from tejido.city.config import NAME
from tejido.city.method import resolved
from tejido.city.rules.reading import Reading
from tejido.city.values import unknown_indicator
from tejido.errors import Finding, TejidoError, finding
from tejido.tables import EVERYBODY


def unknown_indicators(reading: Reading) -> Iterator[Finding]:
    """C008: a choice about an indicator that the catalogue does not have."""
    known = list(reading.catalogue.definitions)
    config = reading.config
    for key, named in (
        ("omit", config.omit),
        ("proxy", config.proxy),
        ("curves", config.curves),
        ("territory.straight", config.territory.straight),
    ):
        for indicator in named:
            if indicator not in (reading.catalogue.indicators if key == "curves" else reading.catalogue.definitions):
                yield unknown_indicator(indicator, known, f"{key}.{indicator}")


def left_out(reading: Reading) -> Iterator[Finding]:
    """C501, C504: indicators that the city omits, with its reason."""
    given = {spec.indicator for spec in reading.config.values} | set(reading.config.proxy)
    for indicator, why in sorted(reading.config.omit.items()):
        yield finding("C501", file=NAME, column=f"omit.{indicator}", indicator=indicator, why=why)
        if indicator in given:
            yield finding("C504", file=NAME, column=f"omit.{indicator}", indicator=indicator)


def proxies(reading: Reading) -> Iterator[Finding]:
    """C502: figures that are not quite the indicator, those of public space among them where the city counts it otherwise."""
    for spec in reading.config.values:
        if spec.proxy:
            column = f"values.{spec.level}.{spec.indicator}"
            yield finding("C502", file=NAME, column=column, indicator=spec.indicator, why=spec.proxy)
    for indicator, why in sorted(reading.config.proxy.items()):
        if indicator in reading.config.omit:
            continue
        yield finding("C502", file=NAME, column=f"proxy.{indicator}", indicator=indicator, why=why)
    territory = reading.config.territory
    given = {spec.indicator for spec in reading.config.values}
    for one in reading.catalogue.indicators.values():
        if one.compute.function != "space_per_person" or one.id in given:
            continue
        if territory.within_unit:
            yield finding(
                "C502", file=NAME, column="territory.within_unit", indicator=one.id, why=territory.within_unit
            )
        elif territory.catchment not in (None, one.compute.options["metres"]):
            why = f"{territory.catchment:g} m"
            yield finding("C502", file=NAME, column="territory.catchment", indicator=one.id, why=why)


def not_allowed(reading: Reading) -> Iterator[Finding]:
    """K...: choices that the catalogue does not allow; an indicator that it does not have is told by `unknown_indicators`."""
    try:
        resolved(reading.city, reading.catalogue)
    except TejidoError as problem:
        yield from (one for one in problem.findings if one.code != "K150")


def groups_not_counted(reading: Reading) -> Iterator[Finding]:
    """M102: figures of a group, but no level says how many of its people live in each unit."""
    counted = {group for level in reading.config.levels for group in level.groups}
    told = {(spec.level, spec.group) for spec in reading.config.values} - {
        (spec.level, EVERYBODY) for spec in reading.config.values
    }
    for level, group in sorted(told):
        if group not in counted:
            yield finding("M102", file=NAME, column=f"values.{level}.groups.{group}", group=group)


def own_curves(reading: Reading) -> Iterator[Finding]:
    """C503: curves that the city changed."""
    for indicator, curve in sorted(reading.config.curves.items()):
        why = str(curve.get("reason", "?"))
        yield finding("C503", file=NAME, column=f"curves.{indicator}", indicator=indicator, why=why)
