"""`city.toml` read into a `CityConfig`, with every problem at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from tejido.catalogue import Variable, variables, variables_with
from tejido.catalogue.lines import Locator
from tejido.city.config_context import read_country, read_policies_section
from tejido.city.config_publish import read_publish
from tejido.city.config_surveys import read_surveys_section
from tejido.city.config_values import note_group, read_values
from tejido.city.config_words import read_translations
from tejido.city.model import (
    CityConfig,
    ExtendedSpec,
    LayerSpec,
    Level,
    MissingRows,
    Population,
    Source,
    Territory,
)  # fmt: skip
from tejido.city.sections import Book, Section
from tejido.errors import Finding, TejidoError, finding
from tejido.tables import CITY_LEVEL, COUNTRY_LEVEL

NAME = "city.toml"

_LEVEL_ID = re.compile(r"[\w-]{1,60}")
"""Levels name files, and units as LEVEL:CODE."""

_PERIOD = re.compile(r"\d{4}(-\d{4})?$")


def read_config(folder: Path) -> tuple[CityConfig | None, list[Finding]]:
    """What `city.toml` of `folder` says, as far as it can be read, and what is wrong with it.

    No config comes back where the file is missing, is no TOML, or names no city or no level; else a part that is wrong is
    left out and told, so that one check finds all faults.
    """
    try:
        text = (folder / NAME).read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError:
        return None, [finding("C001", file=NAME)]
    except UnicodeDecodeError:
        return None, [finding("C013", file=NAME)]
    except tomllib.TOMLDecodeError as problem:
        return None, [finding("C002", file=NAME, row=_syntax_line(problem), problem=str(problem))]
    book = Book(NAME, Locator(text))
    root = Section(data, (), book)
    config = _config(root, folder)
    root.close()
    return config, book.found


def _syntax_line(problem: tomllib.TOMLDecodeError) -> int | None:
    told = re.search(r"line (\d+)", str(problem))
    return int(told[1]) if told else None


def _config(root: Section, folder: Path) -> CityConfig | None:
    city = root.table("city")
    if city is None:
        root.note("C004", None, key="[city]")
        return None
    code = city.text("code", required=True)
    names = city.labels("name", required=True)
    country = city.text("country", required=True)
    period = city.text("period", required=True)
    if period is not None and not _PERIOD.match(period):
        city.note("C015", "period", value=period)
    levels = _levels(root)
    known = [level.id for level in levels]
    extended = _extended(root, folder)
    own = _own_variables(root, folder, extended)
    config = CityConfig(
        code=code or "?", names=names or {"en": code or "?"}, country=country or "?",
        languages=city.texts("languages") or ("es", "en"), period=period or "?", levels=tuple(levels),
        layers=_layers(root, known), values=tuple(read_values(root, known)), territory=_territory(root),
        publish=read_publish(root, known), population=city.number("population", 0), crs=city.text("crs"),
        synthetic=city.flag("synthetic"), catalogue=city.text("catalogue") or "basic", omit=root.reasons("omit"), proxy=root.reasons("proxy"),
        curves=_curves(root), licence=city.text("licence"), note=city.labels("note"),
        surveys=read_surveys_section(root, known, period or "?", own), extended=extended,
        variables=own, country_tables=read_country(root), policies=read_policies_section(root),
        translations=read_translations(root),
    )  # fmt: skip
    city.close()
    if not levels:
        root.note("C004", None, key="[[levels]]")
        return None
    return config


def _extended(root: Section, folder: Path) -> ExtendedSpec:
    """The city's choices in the extended marker; files that are not there are told."""
    section = root.table("extended")
    if section is None:
        return ExtendedSpec()
    found: dict[str, tuple[str, ...]] = {}
    for key in ("add", "figures"):
        named = section.texts(key)
        for name in named:
            if key == "add" and not (folder / name).is_file():
                section.book.found.append(finding("C101", file=name))
        found[key] = tuple(name for name in named if key == "figures" or (folder / name).is_file())
    section.close()
    return ExtendedSpec(**found)


def _own_variables(root: Section, folder: Path, extended: ExtendedSpec) -> Mapping[str, Variable]:
    """The standard variables and the city's own; what is wrong with these is told."""
    try:
        return variables_with([folder / name for name in extended.add])
    except TejidoError as problem:
        root.book.found.extend(problem.findings)
        return variables()


def source_of(section: Section) -> Source | None:
    """The keys that name a file; None (and a finding) where there is no `file`."""
    file = section.text("file", required=True)
    where: dict[str, tuple[str, ...]] = {}
    if (conditions := section.table("where")) is not None:
        where = {column: conditions.texts(column) for column in sorted(conditions.data)}
    source = Source(file or "", section.text("layer"), section.text("x"), section.text("y"), section.text("crs"), where)
    return source if file else None


def _levels(root: Section) -> list[Level]:
    levels: list[Level] = []
    for section in root.tables("levels"):
        level = _level(section, [one.id for one in levels])
        section.close()
        if level is not None and level.id not in [CITY_LEVEL, COUNTRY_LEVEL, *(one.id for one in levels)]:
            levels.append(level)
        elif level is not None:
            section.note("C010", "id", level=level.id)
    return levels


def _level(section: Section, coarser: list[str]) -> Level | None:
    id_, code = section.text("id", required=True), section.text("code", required=True)
    if id_ and not _LEVEL_ID.fullmatch(id_):
        section.note("C021", "id", level=id_)
        id_ = None
    source, names = source_of(section), section.labels("name", required=True)
    groups = section.table("groups")
    level = Level(
        id=id_ or "", names=names or {"en": id_ or ""}, plurals=section.labels("plural") or names or {"en": id_ or ""},
        source=source or Source(""), code=code or "", label=section.text("label"), parent=section.text("parent"),
        municipality=section.text("municipality"), population=_population(section, coarser),
        groups={} if groups is None else _groups(groups), slope=section.text("slope"),
        duplicates=section.choice("duplicates", ("refuse", "suffix"), "refuse"),
        slivers=section.choice("slivers", ("keep", "merge"), "keep"),
        missing=tuple(_missing(one) for one in section.tables("missing")),
    )  # fmt: skip
    return level if id_ and code and source else None


def _groups(section: Section) -> dict[str, str]:
    found = {}
    for group in sorted(section.data):
        column = section.text(group)
        if note_group(section, group) and column is not None:
            found[group] = column
    return found


def _population(section: Section, coarser: list[str]) -> Population | None:
    value = section.data.get("population")
    if not isinstance(value, dict):
        columns = section.texts("population")
        return Population(columns) if columns else None
    table = section.table("population")
    assert table is not None
    columns = (*table.texts("column"), *table.texts("columns"))
    support = table.text("support")
    if support is not None and support not in coarser:
        table.note("C009", "support", support=support, level=str(section.data.get("id")))
    if not columns:
        table.note("C004", None, key="column")
    population = Population(columns, support, table.text("share_by") or "area", table.numbers("no_data"))
    table.close()
    return population if columns else None


def _missing(section: Section) -> MissingRows:
    value = section.number("value")
    rows = MissingRows(section.texts("columns"), 0.0 if value is None else value)
    section.close()
    return rows


def _layers(root: Section, levels: list[str]) -> dict[str, LayerSpec]:
    layers = root.table("layers")
    found: dict[str, LayerSpec] = {}
    for role in sorted(layers.data) if layers is not None else ():
        assert layers is not None
        section = layers.table(role)
        if section is None:
            continue
        if role == "transit":
            found |= _feeds(section)
            continue
        source, ends = source_of(section), section.texts("ends")
        if ends and len(ends) != 4:
            section.note("C006", "ends", key="ends", value=", ".join(ends), allowed='["x1", "y1", "x2", "y2"]')
        spec = LayerSpec(
            role, source or Source(""), section.text("class"), section.texts("exclude"), section.text("weight"),
            (ends[0], ends[1], ends[2], ends[3]) if len(ends) == 4 else None, section.text("period"), section.text("label"),
            complete=_complete(section, levels),
        )  # fmt: skip
        section.close()
        if source is not None:
            found[role] = spec
    return found


def _complete(section: Section, levels: list[str]) -> dict[str, tuple[str, ...]]:
    """Inside which units a layer lacks nothing, by level."""
    table = section.table("complete")
    found: dict[str, tuple[str, ...]] = {}
    for level in sorted(table.data) if table is not None else ():
        assert table is not None
        if level in levels:
            found[level] = table.texts(level)
        else:
            table.note("C007", level, level=level, known=", ".join(levels))
    return found


def _feeds(section: Section) -> dict[str, LayerSpec]:
    """The timetables: one file or several, the day and the hours that count."""
    names, hours = section.texts("file"), section.numbers("hours")
    if not names:
        section.note("C004", None, key="file")
    if hours and not (len(hours) == 2 and 0 <= hours[0] < hours[1]):
        section.note("C006", "hours", key="hours", value=", ".join(f"{one:g}" for one in hours), allowed="[7, 9]")
        hours = ()
    spec = LayerSpec(
        "transit", Source(", ".join(names)), period=section.text("period"), label=section.text("label"), feeds=names,
        day=section.day("date"), hours=(hours[0], hours[1]) if hours else None,
    )  # fmt: skip
    section.close()
    return {spec.role: spec} if names else {}


def _territory(root: Section) -> Territory:
    section = root.table("territory")
    if section is None:
        return Territory()
    plain = Territory()
    found = Territory(
        detour=section.number("detour", 1) or plain.detour,
        max_snap=section.number("max_snap", 1) or plain.max_snap,
        catchment=section.number("catchment", 1) or plain.catchment,
        straight=section.reasons("straight"),
        within_unit=section.text("within_unit"),
    )
    section.close()
    return found


def _curves(root: Section) -> dict[str, dict[str, object]]:
    """Curves of the city's own; what may stand in one is the catalogue's affair, but none goes without its reason."""
    section = root.table("curves")
    found: dict[str, dict[str, object]] = {}
    for indicator in sorted(section.data) if section is not None else ():
        assert section is not None
        curve = section.table(indicator)
        if curve is not None:
            curve.text("reason", required=True)
            found[indicator] = dict(curve.data)
    return found
