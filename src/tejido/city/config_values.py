"""The ``[values.LEVEL]`` tables of `city.toml`: which column is which indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tejido.catalogue.groups import groups
from tejido.city.model import Fraction, ValueSpec
from tejido.city.sections import Section
from tejido.tables import CITY_LEVEL, EVERYBODY

_DEFAULTS = ("source", "period", "groups")


def read_values(root: Section, levels: Sequence[str]) -> Iterator[ValueSpec]:
    """Every ready-made value, in the order of level, group and indicator; wrong ones are left out and told."""
    seen: set[tuple[str, str]] = set()
    for spec in _all(root, levels):
        if (spec.indicator, spec.group) in seen:
            root.book.note("C018", ("values", spec.level, spec.indicator), indicator=spec.indicator)
            continue
        seen.add((spec.indicator, spec.group))
        yield spec


def canonical_group(text: str) -> str | None:
    """A group's text in its one form (``origin=rm;sex=f``: parts sorted by name), or None where it is none."""
    parts = [part.strip() for part in text.split(";")]
    if not all(re.fullmatch(r"[a-z_]+=[a-z0-9_+-]+", part) for part in parts):
        return None
    return ";".join(sorted(parts))


def kept_apart(text: str) -> bool:
    """Whether a group is made by what the catalogue lets nobody be told apart by in a unit (``finest`` of ``groups.toml``)."""
    return any(part.partition("=")[0].strip() in groups().finest for part in text.split(";"))


def note_group(section: Section, group: str) -> bool:
    """Note what keeps the group that a key of the section names from being one; whether it may be.

    Findings: C012 it is not written as a group, C022 nobody may be told apart in this way.
    """
    if canonical_group(group) != group:
        section.note("C012", group, group=group, canonical=canonical_group(group) or "origin=rm")
        return False
    if kept_apart(group):
        section.note("C022", group, given=group)
        return False
    return True


def _all(root: Section, levels: Sequence[str]) -> Iterator[ValueSpec]:
    values = root.table("values")
    for level in values.data if values is not None else ():
        assert values is not None
        section = values.table(level)
        if section is None:
            continue
        if level != CITY_LEVEL and level not in levels:
            section.note("C007", None, level=level, known=", ".join([CITY_LEVEL, *levels]))
            continue
        source, period = section.text("source"), section.text("period")
        yield from _specs(section, level, levels, EVERYBODY, source, period)
        named = section.table("groups")
        for group in sorted(named.data) if named is not None else ():
            assert named is not None
            own = named.table(group)
            if note_group(named, group) and own is not None:
                yield from _specs(own, level, levels, group, own.text("source") or source, own.text("period") or period)


def _specs(
    section: Section, level: str, levels: Sequence[str], group: str, source: str | None, period: str | None
) -> Iterator[ValueSpec]:
    for indicator in sorted(set(section.data) - set(_DEFAULTS)):
        table = section.table(indicator)
        if table is None:
            continue
        spec = _spec(table, indicator, level, levels, group, source, period)
        table.close()
        if spec is not None:
            yield spec


def _spec(
    table: Section,
    indicator: str,
    level: str,
    levels: Sequence[str],
    group: str,
    source: str | None,
    period: str | None,
) -> ValueSpec | None:
    own_source, support = table.text("source") or source, table.text("support")
    possible, scale = table.number("possible_classes", 2), table.number("scale")
    against = table.table("against")
    spec = ValueSpec(
        indicator=indicator, level=level, source=own_source or "?", period=table.text("period") or period,
        column=table.text("column"), fraction=_fraction(table), against=None if against is None else _fraction(against),
        classes=table.texts("classes"), constant=table.number("value"), scale=1.0 if scale is None else scale,
        invert=table.number("invert"), no_data=table.numbers("no_data"), within=table.number("within", 0), support=support, proxy=table.text("proxy"),
        possible_classes=None if possible is None else int(possible), group=group,
        of_shares=table.flag("of_shares"),
    )  # fmt: skip
    if against is not None:
        against.close()
    if spec.within is not None and spec.column is None:
        table.note("C006", "within", key="within", value=f"{spec.within:g}", allowed='column = "..."')
    if own_source is None:
        table.note("C016", None, indicator=indicator)
    if scale == 0:
        table.note("C006", "scale", key="scale", value=scale, allowed="≠ 0")
    given = [spec.column is not None, spec.fraction is not None, bool(spec.classes), spec.constant is not None]
    if sum(given) != 1 or (spec.constant is not None) != (level == CITY_LEVEL):
        table.note("C011", None, indicator=indicator)
        return None
    coarser = levels[: levels.index(level)] if level in levels else ()
    if support is not None and support not in coarser:
        table.note("C009", "support", support=support, level=level)
        return None
    if (spec.against is not None and spec.fraction is None) or (
        spec.fraction is not None and spec.invert not in (None, 100)
    ):
        table.note("C017", None, indicator=indicator)
        return None
    return spec


def _fraction(table: Section) -> Fraction | None:
    numerator, denominator = table.texts("numerator"), table.texts("denominator")
    return Fraction(numerator, denominator) if numerator else None
