"""The files of a sample: the plan in words, the list and the map for the field, and what weights will need.

In: a `Drawn` sample. Out: a folder that appears only when it is whole and is never written over. `read_plan` reads from it
what weights rest on.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from tejido.catalogue.group_names import group_name
from tejido.errors import fail
from tejido.figures import NO_DATA, map_file, map_svg
from tejido.figures.palette import band_colours
from tejido.measure.sampling import EVERYWHERE, JOINED, Drawn
from tejido.release.export import standing_gdal
from tejido.release.workbook import write_sheets
from tejido.survey.selection import CERTAIN, MAIN, RESERVE
from tejido.words import number, people, percent, pick, say

PLAN = "sample.toml"
FORMAT = 1
"""Number of the form of `PLAN`."""

_ON_MAP = {CERTAIN: 0, MAIN: 0, RESERVE: 4}
"""Class of a unit on the map by its role: dark for those to visit, light for those held back."""

__all__ = ["PLAN", "headings", "plan_lines", "read_plan", "write_sample"]


def headings(lang: str) -> dict[str, str]:
    """The columns of the list for the field, in words."""
    return {
        "code": say("Code", lang), "name": say("Name", lang), "holder": say("Part of", lang), "stratum": say("Stratum", lang),
        "role": say("Role", lang), "release": say("Order of release", lang), "people": say("People", lang),
        "probability": say("Probability", lang), "visits": say("Households to visit", lang),
        "joined": say("Made of these units", lang), "unit": say("Unit", lang), "lon": say("Longitude", lang),
        "lat": say("Latitude", lang), "per_km2": say("Points per km²", lang), "synthetic": say("Synthetic", lang),
    }  # fmt: skip


def roles(lang: str) -> dict[str, str]:
    """The roles of units in words."""
    return {CERTAIN: say("certain", lang), MAIN: say("to visit", lang), RESERVE: say("reserve", lang)}


def plan_lines(drawn: Drawn, lang: str) -> list[str]:
    """The plan in sentences: for whom how precise, how many to visit, what it rests on."""
    options, plan, effort = drawn.options, drawn.plan, drawn.options.effort
    level = pick(drawn.city.config.level(drawn.level).plurals, lang)
    lines = [
        say("Sample of {city}", lang, city=pick(drawn.city.config.names, lang)), "",
        say("Draw {clusters} of {frame} {level} and visit {visits} households in each: {all} households.", lang,
            clusters=number(plan.clusters, lang, 0), frame=number(drawn.frame, lang, 0), level=level, visits=number(plan.visits, lang, 0),
            all=number(int(drawn.units.loc[drawn.units["role"] != RESERVE, "visits"].sum()), lang, 0)),
        "",
    ]  # fmt: skip
    for row in plan.groups.to_dict("records"):
        lines.append(say(
            "{who} ({share} of the people): {expected} interviews, precise to {margin} points (deff {deff}). "
            "For {asked} points it takes {needed} interviews: {visit} households to visit.", lang,
            who=group_name(row["group"], lang), share=percent(row["share"], lang, 1), expected=number(row["expected"], lang, 0),
            margin=number(100 * row["margin"], lang, 1), deff=number(row["deff"], lang, 2), asked=number(100 * effort.margin, lang, 1),
            needed=number(row["needed"], lang, 0), visit=number(row["to_visit"], lang, 0),
        ))  # fmt: skip
    how = say("deff {deff}", lang, deff=number(effort.deff, lang, 2))
    if effort.icc is not None:
        how = say("correlation inside units {icc}", lang, icc=number(effort.icc, lang, 3))
    lines += ["", say(
        "Assumed: {response} of the households answer, {how}, intervals of {confidence} for a share of {p}. Seed {seed}.", lang,
        response=percent(effort.response, lang), how=how, confidence=percent(effort.confidence, lang), p=percent(effort.p, lang),
        seed=str(options.seed),
    )]  # fmt: skip
    lines.append(say(
        "Units are drawn in proportion to their people ({people} in all); reserves are used in their order, never at choice.",
        lang, people=people(drawn.people, lang),
    ))  # fmt: skip
    joined = int((drawn.units["joined"] != "").sum())
    if joined:
        lines.append(say(
            "Small neighbours were joined. Units in the list that are made of several: {count}. Their parts are named there; list "
            "the households of all parts together, as of one unit.", lang, count=number(joined, lang, 0),
        ))  # fmt: skip
    if len(drawn.points):
        lines.append(say(
            "{points} points for people who are hard to find: list everybody within {radius} m. They are random places, not dwellings.",
            lang, points=number(len(drawn.points), lang, 0), radius=number(options.radius, lang, 0),
        ))  # fmt: skip
    if drawn.city.config.synthetic:
        lines += ["", say("Synthetic city: made up, nothing here is true of a real place.", lang)]
    return lines


def write_sample(drawn: Drawn, out: Path, lang: str) -> list[Path]:
    """Write the folder of a sample; gives its files.

    ``plan.txt``, ``sample.toml``; the list as ``units.csv`` and ``units.xlsx`` (with a sheet of points), ``map.svg``, and
    for a GIS or a phone ``units.geojson`` and ``sample.gpkg`` with the layers ``units`` and ``points``.

    Raises:
        TejidoError: E509 something is there already, E616 there is no folder for it.
    """
    if out.exists() or out.is_symlink():
        raise fail("E509", file=out.name)
    if not out.absolute().parent.is_dir():
        raise fail("E616", file=out.absolute().parent.name)
    draft = out.with_name(f".{out.name}.partial-{os.getpid()}")
    draft.mkdir()
    try:
        _write(drawn, draft, lang)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return sorted(out.iterdir())


def _write(drawn: Drawn, folder: Path, lang: str) -> None:
    units, points = drawn.units, drawn.points
    if drawn.city.config.synthetic:
        units, points = units.assign(synthetic=True), points.assign(synthetic=True)
    (folder / "plan.txt").write_bytes(("\n".join(plan_lines(drawn, lang)) + "\n").encode())
    (folder / PLAN).write_bytes(_plan_toml(drawn).encode())
    listed = pd.DataFrame(units.drop(columns="geometry"))
    # The mark at the start tells spreadsheets that accents are UTF-8.
    listed.to_csv(folder / "units.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    spoken = _rounded(listed).assign(
        role=listed["role"].map(roles(lang)), release=listed["release"].where(listed["release"] > 0),
        stratum=listed["stratum"].replace({EVERYWHERE: say("The whole city", lang)}),
    )  # fmt: skip
    words = headings(lang)
    sheets = [(say("Units", lang), spoken, [words[str(name)] for name in spoken])]
    if len(points):
        table = pd.DataFrame(points.drop(columns="geometry"))
        sheets.append((say("Points", lang), _rounded(table), [words[str(name)] for name in table]))
    write_sheets(sheets, folder / "units.xlsx", printed=True)
    (folder / "map.svg").write_bytes(_map(drawn, lang).encode())
    shapes = units.to_crs("EPSG:4326")
    with standing_gdal():
        pyogrio.write_dataframe(shapes, folder / "units.geojson", driver="GeoJSON", layer="units", RFC7946="YES")
        pyogrio.write_dataframe(shapes, folder / "sample.gpkg", layer="units", driver="GPKG", promote_to_multi=True)
        if len(points):
            spots = points.to_crs("EPSG:4326")
            pyogrio.write_dataframe(spots, folder / "sample.gpkg", layer="points", driver="GPKG", append=True)


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    """As people read it: whole people, probabilities and densities with four significant digits."""
    shown = {
        name: table[name].map(lambda value: float(f"{value:.4g}"))
        for name in ("probability", "per_km2")
        if name in table
    }
    if "people" in table:
        shown["people"] = table["people"].round().astype("int64")
    return table.assign(**shown)


def _map(drawn: Drawn, lang: str) -> str:
    """The units drawn on the city's coarsest outlines: dark to visit, light in reserve."""
    city = drawn.city
    pieces = {
        row["code"]: (row["joined"] or row["code"]).split(JOINED)
        for row in drawn.units[["code", "joined"]].to_dict("records")
    }
    steps = {
        unit: _ON_MAP[role] for code, role in zip(drawn.units["code"], drawn.units["role"], strict=True) for unit in pieces[code]
    }  # fmt: skip
    coarsest = city.units[list(city.units)[1]].to_crs("EPSG:4326")
    middle = coarsest.geometry.representative_point()
    labels = pd.DataFrame({"name": coarsest["name"], "x": middle.x, "y": middle.y})
    base = city.units[drawn.level].to_crs("EPSG:4326")
    title, colours = say("Where the field goes", lang), band_colours(6)
    picture = map_svg(
        gpd.GeoDataFrame(base[["unit", "geometry"]]), pd.Series(steps).reindex(base["unit"]).fillna(NO_DATA),
        outlines=coarsest[["unit", "geometry"]], labels=labels, title=title,
        description=say("Units of the sample: dark to visit, light in reserve, grey not drawn.", lang),
    )  # fmt: skip
    words = roles(lang)
    legend = [(_ON_MAP[role], colours[_ON_MAP[role]], words[role]) for role in (MAIN, RESERVE)]
    note = say("Synthetic city: made up, nothing here is true of a real place.", lang) if city.config.synthetic else ""
    legend.append((NO_DATA, "", say("not drawn", lang)))
    return map_file(picture, f"{title}: {pick(city.config.names, lang)}", legend, note)


def _plan_toml(drawn: Drawn) -> str:
    """What weights rest on. Points stand here without their place."""
    options, effort = drawn.options, drawn.options.effort
    head: dict[str, object] = {
        "format": FORMAT, "city": drawn.city.config.code, "period": drawn.city.config.period, "synthetic": drawn.city.config.synthetic,
        "level": drawn.level, "frame": drawn.frame, "people": drawn.people, "seed": options.seed,
    }  # fmt: skip
    asked: dict[str, object] = {
        "precision": effort.margin, "confidence": effort.confidence, "p": effort.p, "deff": effort.deff if effort.icc is None else None,
        "icc": effort.icc, "response": effort.response, "psus": effort.clusters, "take": effort.take, "least": options.least,
        "strata": options.strata, "allocate": options.allocation, "reserve": options.reserve, "points": options.points,
        "radius": options.radius,
    }  # fmt: skip
    lines = [*_pairs(head), "", "[inputs]", *_pairs(drawn.city.inputs), "", "[options]", *_pairs(asked)]
    for name, table, columns in (
        ("groups", drawn.plan.groups, list(drawn.plan.groups.columns)),
        ("units", drawn.units, ["code", "stratum", "role", "release", "people", "probability", "visits", "joined"]),
        ("points", drawn.points, ["code", "unit", "per_km2", "probability"]),
    ):
        for row in table[columns].to_dict("records"):
            lines += ["", f"[[{name}]]", *_pairs({str(key): value for key, value in row.items()})]
    return "\n".join(lines) + "\n"


def _pairs(values: Mapping[str, object]) -> list[str]:
    """Lines of TOML; what is not known is left out. Its texts are written as JSON writes them, which TOML reads."""
    return [f"{_key(key)} = {json.dumps(one, ensure_ascii=False)}" for key, one in values.items() if one is not None]


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else json.dumps(name, ensure_ascii=False)


def read_plan(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, object]]:
    """What a sample folder says of its units and of its points, and all of `PLAN`.

    Both have `code, stratum, probability, role, release`; points are a stratum of their own.

    Raises:
        TejidoError: E601, there is no such file, or it is not what was written.
    """
    path = folder / PLAN
    columns = ["code", "stratum", "probability", "role", "release"]
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
        if data["format"] != FORMAT:
            raise fail("E601", file=f"{folder.name}/{PLAN}", problem=f"format {data['format']}")
        units = pd.DataFrame(data["units"])[columns]
        points = pd.DataFrame(data.get("points", []), columns=["code", "unit", "per_km2", "probability"])
    except OSError as problem:
        raise fail(
            "E601", file=f"{folder.name}/{PLAN}", problem=problem.strerror or type(problem).__name__
        ) from problem
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as problem:
        raise fail("E601", file=f"{folder.name}/{PLAN}", problem=str(problem)) from problem
    return units, points.assign(stratum="points", role=MAIN, release=0)[columns], data
