"""From a city that was read to the values of every indicator that it can measure, and by which catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tejido import tables
from tejido.catalogue import Catalogue
from tejido.city import City, ReadyMade, can_measure, catalogue_for, faults, ready_made, resolved
from tejido.errors import Finding, refuse_errors
from tejido.measure.completeness import where_complete
from tejido.measure.levels import Nest, spread
from tejido.measure.places import measure_places
from tejido.measure.steps import ASKING, CARRYING, MEASURING
from tejido.measure.surveys import Surveyed, ask, pairs
from tejido.tables.flags import INHERITED, PROXY, add, has

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Measured:
    """`values` after `tables.VALUES`, the `parts` after `tables.PARTS` that some are made of, what the surveys told, and
    what was found.
    """

    values: pd.DataFrame
    parts: pd.DataFrame
    surveyed: Surveyed
    findings: list[Finding]


def catalogue_of(city: City) -> Catalogue:
    """The catalogue that the city names, with the city's own choices.

    Raises:
        TejidoError: every error that stands between the city and this catalogue, as `check_city` tells it.
    """
    chosen = catalogue_for(city.config, city.folder)
    refuse_errors(faults(city, chosen))
    return resolved(city, chosen)


def values_of(
    city: City, catalogue: Catalogue, nest: Nest, progress: Progress, engine: BaseBackend | None = None
) -> Measured:
    """Values at every level down to the base: from ready-made columns, from layers what no column gives, and from surveys,
    whose sums an `engine` makes where there is one.

    Raises:
        TejidoError: a declared column is missing, holds no figure, or disagrees inside the unit whose figure it repeats; or
            as `surveys.ask`.
    """
    progress(0.0, MEASURING)
    ready = ready_made(city, catalogue)
    refuse_errors(ready.findings)
    given = set(ready.values["indicator"]) | set(ready.parts["indicator"])
    wanted = [
        one
        for one in catalogue.definitions.values()
        if one.id not in given and one.id not in city.config.omit and can_measure(city, one)
    ]
    placed, place_parts, findings = measure_places(
        city, wanted, nest, lambda share: progress(0.1 + 0.5 * share, MEASURING)
    )
    progress(0.6, CARRYING)
    measured = tables.VALUES.gather([ready.values, _announced(ready, catalogue), placed])
    parts = tables.PARTS.gather([ready.parts, place_parts])
    everywhere, lacking = where_complete(spread(measured, parts, catalogue.definitions, nest), city, wanted, nest)
    carried = _where_measured(everywhere, catalogue)
    progress(0.8, ASKING)
    surveyed = ask(city, catalogue, nest, pairs(measured), carried, engine)
    kept = [table[~table["indicator"].isin(surveyed.instead)] for table in (carried, parts)]
    values = tables.VALUES.gather([kept[0], surveyed.values])
    # Whatever gives it: a survey or a table of figures tells a proxy no better than a layer.
    values["flags"] = add(values["flags"], PROXY, values["indicator"].isin(list(city.config.proxy)).to_numpy())
    return Measured(
        values, kept[1].reset_index(drop=True), surveyed, [*ready.findings, *findings, *lacking, *surveyed.findings]
    )


def _where_measured(carried: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The values without those of the extended marker that only repeat a larger unit's: what is not scored stands where it was
    measured, and whoever asks for a smaller unit reads its holder's (`release.extended`).
    """
    repeated = has(carried["flags"], INHERITED) & ~carried["indicator"].isin(list(catalogue.indicators)).to_numpy()
    return carried[~repeated].reset_index(drop=True)


def _announced(ready: ReadyMade, catalogue: Catalogue) -> pd.DataFrame:
    """Rows for the figures made of counts: who says so and of what kind, the value left to the formula."""
    rows = ready.parts[["period", "level", "unit", "group", "indicator"]].drop_duplicates()
    return tables.VALUES.conform(
        rows.assign(
            value=np.nan,
            kind=rows["indicator"].map(lambda one: catalogue.definitions[one].given_kind),
            quality="not_sampled",
            support=rows["level"],
            source=rows["indicator"].map(ready.sources),
            flags=rows["indicator"].map(lambda one: PROXY if one in ready.proxies else None),
        )
    )
