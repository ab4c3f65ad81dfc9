"""Sources, values, protection, marker, release: in this order, once."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from tejido.catalogue import Catalogue
from tejido.city import CITY_LEVEL, City, group_people, read_city, units_table
from tejido.errors import Finding, fail
from tejido.marker import measure_marker
from tejido.measure.context import with_context
from tejido.measure.crossings import enter_scores
from tejido.measure.description import describe
from tejido.measure.gate import Gate
from tejido.measure.ground import ground_of
from tejido.measure.levels import Nest
from tejido.measure.lying import Lying
from tejido.measure.protected import merge_protected
from tejido.measure.publication import public_tables
from tejido.measure.shares import questions_of
from tejido.measure.steps import PROTECTING, READING, SCORING, WEIGHING, WRITING
from tejido.measure.sure import Asked, how_sure
from tejido.measure.surveys import Surveyed
from tejido.measure.values import Progress, catalogue_of, values_of
from tejido.privacy import protection_notes
from tejido.privacy.closing import Together
from tejido.release import Contents, refuse_existing, write
from tejido.tables.flags import APART, has

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

    from tejido.city.engines import Engine


def measure_city(
    folder: Path,
    out: Path,
    *,
    data: Path | None = None,
    base: str | None = None,
    engine: Engine = "memory",
    progress: Progress | None = None,
) -> list[Finding]:
    """Measure the city of `folder` and write the release to `out`.

    Args:
        folder: The city folder.
        out: The release's folder, which must not exist.
        data: Where the data files lie, if not in `folder`.
        base: The level at which scores are made; the finest by default.
        engine: What makes the sums of estimates from answers. Equal bytes come from equal input in memory alone.
        progress: Called with the share done (0-1) and the name of the step.

    Returns:
        What was found on the way: warnings and notes.

    Raises:
        TejidoError: the folder is at fault, `out` exists, or the engine cannot be started.
    """
    began = time.monotonic()
    tell = progress or _silent
    refuse_existing(out)
    tell(0.0, READING)
    city = read_city(folder, data)
    catalogue = catalogue_of(city)
    if engine == "memory":
        contents, findings = measure(city, catalogue, base, tell)
    else:
        from tejido.city.engines import start_engine  # Ibis takes half a second to load

        with start_engine(engine) as running:
            contents, findings = measure(city, catalogue, base, tell, running)
    tell(0.95, WRITING)
    write(contents, out, time.monotonic() - began)
    tell(1.0, "")
    return findings


def measure(
    city: City,
    catalogue: Catalogue,
    base: str | None = None,
    progress: Progress | None = None,
    engine: BaseBackend | None = None,
    gate: Gate | None = None,
) -> tuple[Contents, list[Finding]]:
    """Measure a city that was read, by a resolved catalogue; `engine`, started, makes the sums of estimates from answers; `gate` decides
    what may be seen, as the city's folder says where none is given.

    Raises:
        TejidoError: A101 no such level, A102 nothing can be measured, and whatever the values' columns hold that cannot be.
    """
    tell = progress or _silent
    gate = gate or Gate.of(city.config, city.folder)
    whole = units_table(city.units)
    lying = Lying(city.units)
    hidden, together = gate.units(whole, lying)
    nest = nest_of(city, base, whole, together)
    units = whole[whole["level"].isin(nest.shown)].reset_index(drop=True)
    measured = values_of(city, catalogue, nest, lambda share, step: tell(0.2 + 0.5 * share, step), engine)
    values = measured.values
    if not values["value"].notna().any():
        raise fail("A102")
    people = _people(nest, measured.surveyed)
    tell(0.75, PROTECTING)
    public_units = hidden[hidden["level"].isin(nest.shown)].reset_index(drop=True)
    safe_people = gate.people(people, whole, nest)
    safe, merged = merge_protected(values, measured.parts, lying, catalogue, gate.rule, nest, gate.known.merged)
    public_values, public_gaps = gate.figures(
        safe, measured.surveyed.differentials, public_units, safe_people, catalogue, nest
    )
    findings = [*city.findings, *measured.findings, *merged, *protection_notes(public_values)]
    tell(0.8, SCORING)
    asked = _asked(
        public_values, public_units, catalogue, nest, _weighing(people, nest, measured.surveyed), city.config.period
    )
    marker = measure_marker(
        asked.values, asked.units, catalogue, nest.base, asked.people, levels=nest.shown, period=city.config.period
    )
    tell(0.85, WEIGHING)
    scores, causes = how_sure(marker.scores, asked, measured.surveyed.draws)
    gaps = measured.surveyed.differentials
    made = {"scores": scores, "contributions": marker.contributions, "causes": causes}
    if len(measured.surveyed.shares):
        made["shares"] = measured.surveyed.shares
    finest = city.config.publish.finest or nest.base
    contents = Contents(
        meta=describe(city, catalogue, nest, units, findings, measured.surveyed),
        catalogue=catalogue,
        tables={"units": units, "values": values, "differentials": gaps, "parts": measured.parts, **made},
        public_tables=public_tables(
            {"units": public_units, "values": public_values, **made, "differentials": public_gaps},
            safe_people, nest, finest, gate.crossings, set(nest.people["group"]),
        ),
        geometry={level: _geometry(city, level) for level in nest.shown},
        private=measured.surveyed.private,
        ground=ground_of(city),
        documents=questions_of(measured.surveyed.shares),
    )  # fmt: skip
    return with_context(contents, city), findings


def _people(nest: Nest, surveyed: Surveyed) -> pd.DataFrame:
    """How many of each group live in the units shown: as counted, else as the answers tell."""
    people = pd.concat([nest.people, surveyed.people], ignore_index=True)
    return people[people["level"].isin(nest.shown)]


def _weighing(people: pd.DataFrame, nest: Nest, surveyed: Surveyed) -> pd.DataFrame:
    """Counts of the groups that have scores, at the level where these are made."""
    return people[(people["level"] == nest.base) & ~people["group"].isin(surveyed.unweighed)]


def _asked(
    values: pd.DataFrame, units: pd.DataFrame, catalogue: Catalogue, nest: Nest, people: pd.DataFrame, period: str
) -> Asked:
    """What the marker is made of: values of its indicators that enter scores."""
    entering = (
        values["indicator"].isin(list(catalogue.indicators)) & ~has(values["flags"], APART) & enter_scores(values)
    )
    return Asked(values[entering], units, catalogue, nest.base, people, nest.shown, period)


def nest_of(
    city: City, base: str | None = None, units: pd.DataFrame | None = None, closed: Together | None = None
) -> Nest:
    """How the city's units hold each other, with scores made at `base` (the finest level by default).

    `units` are those of `units_table`, and `closed` says which of them the city's `Gate` hides, in which protected units; both are
    made where they are not given.

    Raises:
        TejidoError: A101, no such level.
    """
    levels = list(city.units)
    chosen = base or levels[-1]
    if chosen not in levels or chosen == CITY_LEVEL:
        raise fail("A101", level=chosen, known=", ".join(level for level in levels if level != CITY_LEVEL))
    people = group_people(city.units, city.attributes, city.config)
    whole = units_table(city.units) if units is None else units
    if closed is None:
        _, closed = Gate.of(city.config, city.folder).units(whole, Lying(city.units))
    return Nest.of_units(whole, levels, chosen, people, city.config.publish.persons, closed)


def _geometry(city: City, level: str) -> gpd.GeoDataFrame:
    return city.units[level][["unit", "geometry"]]


def _silent(_share: float, _step: str) -> None:
    """Progress that nobody watches."""
