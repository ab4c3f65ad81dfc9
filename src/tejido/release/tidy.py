"""The tables of an export: every figure in a row of its own, a row per unit, and what each figure means.

In: an opened release. Out: plain frames with English column ids, whose texts (names of units, nodes, kinds) are in the
language asked for. Missing stays missing: no cell is filled with zero.
"""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from tejido.catalogue.extended import ExtendedIndicator
from tejido.catalogue.model import Catalogue, Curve
from tejido.release.readable import Readable
from tejido.survey.sentences import sentence
from tejido.tables import CAUSES, COUNTRY_LEVEL, DIFFERENTIALS, EVERYBODY
from tejido.words import number, pick, say
from tejido.words.own import translated

_PLACE = ["level", "unit", "group"]


def figures(release: Readable, what: str, lang: str) -> pd.DataFrame:
    """Every ``value`` or every ``score`` (`what`) of a release as one row, with its source, period, kind, quality, support.

    A score of an indicator carries those of the value behind it; a score above the indicators is `composed` by the method,
    which is then its source.
    """
    table = _values(release) if what == "value" else release.table("scores")
    id_column = "indicator" if what == "value" else "node"
    table = table.rename(columns={id_column: "node", what: "figure"})
    if what == "score":
        table = _with_origin(table, release, lang)
    catalogue = release.catalogue
    nodes = sorted({str(node) for node in table["node"].unique()})
    units = {one.id: pick(one.unit_names, lang) for one in catalogue.definitions.values()}
    table = table.assign(
        city=release.meta["city"]["code"],
        synthetic=bool(release.meta["city"].get("synthetic", False)),
        what=what,
        unit_name=_unit_names(release, table),
        node_name=table["node"].map({node: pick(catalogue.names_of(node), lang) for node in nodes}),
        step=table["node"].map({node: step(catalogue, node) for node in nodes}),
        measure_unit=table["node"].map(units) if what == "value" else "0-100",
    )
    first = ["city", "synthetic", "period", "level", "unit", "unit_name", "group", "node", "node_name", "step", "what"]
    first += ["figure", "measure_unit"]
    return table[[*first, *(name for name in table.columns if name not in first)]].reset_index(drop=True)


def step(catalogue: Catalogue, item: str) -> str:
    """``marker``, ``area``, ``dimension`` (any node below an area) or ``indicator``."""
    if item in catalogue.definitions:
        return "indicator"
    return {1: "marker", 2: "area"}.get(len(catalogue.path(item)), "dimension")


def wide(release: Readable, level: str) -> pd.DataFrame:
    """One row per unit of a level and group, columns by id: ``<node>_score`` from the marker down, ``<indicator>_value``.

    Where a release holds several periods, each figure is the latest. Units that have no figure of a group stay out, but
    for the group `all`, in which every unit stands.
    """
    catalogue = release.catalogue
    units = release.table("units").query("level == @level").drop(columns="level")
    scores = _latest(release.table("scores").query("level == @level"), "node")
    values = _latest(release.table("values").query("level == @level"), "indicator")
    columns: dict[str, pd.Series[float]] = {}
    score, value = _pivot(scores, "node", "score"), _pivot(values, "indicator", "value")
    root = scores[scores["node"] == catalogue.root].set_index(["group", "unit"])
    columns[f"{catalogue.root}_score"] = score.get(catalogue.root, pd.Series(dtype="float64"))
    columns |= {f"{catalogue.root}_{name}": root[name] for name in ("coverage", "band", "comparable", "reason", "rank")}
    for item in in_order(catalogue)[1:]:
        if item in value:
            columns[f"{item}_value"] = value[item]
        if item in score:
            columns[f"{item}_score"] = score[item]
    flexible = catalogue.extended.indicators if catalogue.extended else {}
    columns |= {f"{item}_value": value[item] for item in flexible if item in value}
    everybody = pd.MultiIndex.from_product([[EVERYBODY], units["unit"]], names=["group", "unit"])
    index = pd.MultiIndex.from_tuples(sorted({*everybody, *score.index, *value.index}), names=everybody.names)
    table = pd.DataFrame({name: column.reindex(index) for name, column in columns.items()}, index=index).reset_index()
    table = units.merge(table, on="unit", how="right", validate="one_to_many")
    table.insert(0, "synthetic", bool(release.meta["city"].get("synthetic", False)))
    table.insert(0, "period", release.meta["period"])
    table.insert(3, "group", table.pop("group"))
    # The city's unit figures describe everybody: beside one group's figures they would be read as that group's.
    table.loc[table["group"] != EVERYBODY, "population"] = float("nan")
    return table.sort_values(["group", "unit"], key=lambda cells: cells.where(cells != EVERYBODY, ""), kind="stable")


def definitions(release: Readable, lang: str) -> pd.DataFrame:
    """One row per node and indicator of the method, from the marker down: what it is, its unit, weight, curve and source."""
    catalogue = release.catalogue
    rows = []
    for item in in_order(catalogue):
        one = catalogue.indicators.get(item)
        above = (one or catalogue.nodes[item]).parent
        texts = (one or catalogue.nodes[item]).definitions
        row: dict[str, object] = {
            "id": item,
            "name": pick(catalogue.names_of(item), lang),
            "step": step(catalogue, item),
            "part_of": None if above is None else pick(catalogue.names_of(above), lang),
            "weight_percent": round(100 * catalogue.weight(item), 4),
            "share_percent": round(100 * catalogue.share(item), 4),
            "definition": pick(texts, lang) if texts else None,
        }
        if one is not None:
            universe = catalogue.universe(one.universe)
            row |= {
                "measure_unit": pick(one.unit_names, lang),
                "direction": _direction(one.direction, lang),
                "universe": pick(universe.names, lang) if universe else one.universe,
                "curve": _curve(one.curve, lang),
                "curve_source": one.curve.source,
                "curve_status": _status(one.curve.status, lang),
                "changed_by_city": item in catalogue.changed,
            }
        rows.append(row)
    if catalogue.extended is not None:
        rows += [_flexible(one, catalogue, lang) for one in catalogue.extended.indicators.values()]
    return pd.DataFrame(rows)


def _flexible(one: ExtendedIndicator, catalogue: Catalogue, lang: str) -> dict[str, object]:
    """The row of an indicator of the extended marker, which has neither weight nor curve."""
    universe = catalogue.universe(one.universe)
    return {
        "id": one.id,
        "name": pick(one.names, lang),
        "step": "indicator",
        "part_of": pick(catalogue.names_of(catalogue.family(one.id)), lang),
        "definition": pick(one.definitions, lang),
        "measure_unit": pick(one.unit_names, lang),
        "direction": _direction(one.direction, lang),
        "universe": pick(universe.names, lang) if universe else one.universe,
    }


def sources(release: Readable, lang: str) -> pd.DataFrame:
    """One row per source, kind, quality, period and level of measurement, with the indicators that rest on it."""
    values = _values(release)
    values = values[values["value"].notna()]
    keys = ["source", "kind", "quality", "period", "support"]
    found = values.groupby([*keys, "indicator"], sort=True).size().rename("n_figures").reset_index()
    names = {str(one): pick(release.catalogue.names_of(str(one)), lang) for one in found["indicator"].unique()}
    return found.assign(indicator_name=found["indicator"].map(names))[
        ["indicator", "indicator_name", *keys, "n_figures"]
    ].sort_values(["indicator", *keys], kind="stable", ignore_index=True)


def differentials(release: Readable, lang: str) -> pd.DataFrame:
    """Every comparison of two groups as one row, with the names of its unit, indicator and right, and what may be said of it.

    Empty where no survey asked several groups.
    """
    if "differentials" not in release.tables:
        return DIFFERENTIALS.empty()
    table, catalogue = release.table("differentials"), release.catalogue
    rows = cast(list[dict[str, Any]], table.to_dict("records"))
    table = _named(table, "indicator", release, lang).assign(
        family=table["family"].map(
            {str(one): pick(catalogue.names_of(str(one)), lang) for one in table["family"].unique()}
        ),
        measure_unit=table["indicator"].map(
            {one.id: pick(one.unit_names, lang) for one in catalogue.definitions.values()}
        ),
        said=[sentence(row, catalogue.definitions[row["indicator"]], lang) for row in rows],
    )
    first = ["city", "synthetic", "period", "level", "unit", "unit_name", "group", "against", "family", "indicator"]
    first += ["indicator_name", "verdict", "said", "measure_unit"]
    return table[[*first, *(name for name in table.columns if name not in first)]].reset_index(drop=True)


def causes(release: Readable, lang: str) -> pd.DataFrame:
    """What makes the range of every score under other defensible methods, a row per node and choice; empty where unknown."""
    if "causes" not in release.tables:
        return CAUSES.empty()
    table = _named(release.table("causes"), "node", release, lang)
    first = ["city", "synthetic", "period", "level", "unit", "unit_name", "group", "node", "node_name", "cause"]
    return table[[*first, *(name for name in table.columns if name not in first)]].reset_index(drop=True)


def _named(table: pd.DataFrame, column: str, release: Readable, lang: str) -> pd.DataFrame:
    """The table with its city, the names of its units and of what stands in `column`."""
    names = {str(one): pick(release.catalogue.names_of(str(one)), lang) for one in table[column].unique()}
    return table.assign(
        city=release.meta["city"]["code"],
        synthetic=bool(release.meta["city"].get("synthetic", False)),
        unit_name=_unit_names(release, table),
        **{f"{column}_name": table[column].map(names)},
    )


def about(release: Readable, lang: str) -> pd.DataFrame:
    """What the file is, in sentences: city, period, method, what is synthetic, what an empty cell means."""
    meta, catalogue = release.meta, release.catalogue
    city = meta["city"]
    rows = [(say("City", lang), f"{pick(city['names'], lang)} ({city['code']}, {city['country']})")]
    if city.get("synthetic"):
        rows.append(
            (say("Synthetic", lang), say("This city does not exist: every figure in this file is invented.", lang))
        )
    rows.append((say("Period", lang), meta["period"]))
    method = f"{pick(catalogue.names, lang)}, {catalogue.id} {catalogue.version}"
    rows.append((say("Method", lang), f"{method}. {catalogue.source}"))
    rows.append((say("Fingerprint of the method", lang), catalogue.hash))
    for level in meta["levels"]:
        rows.append((say("Level", lang), f"{pick(level['plurals'], lang)}: {number(level['n_units'], lang, 0)}"))
    rows.append((say("Readers", lang), _audience(release.audience, lang)))
    for survey, reason in meta.get("choices", {}).get("indicative", {}).items():
        told = translated(str(reason), lang, meta.get("translations", {}))
        rows.append((say("Indicative", lang), f"{survey}: {told}"))
    rows.append(
        (
            say("Empty cells", lang),
            say("An empty cell is a figure that is missing or protected. It is never zero.", lang),
        )
    )
    if city.get("licence"):
        rows.append((say("Licence", lang), city["licence"]))
    if city.get("note"):
        rows.append((say("Note", lang), pick(city["note"], lang)))
    rows.append((say("Made with", lang), f"{meta['program']['name']} {meta['program']['version']}"))
    return pd.DataFrame(rows, columns=["about", "text"])


def in_order(catalogue: Catalogue, item: str | None = None) -> list[str]:
    """Ids from the marker down, each node before its children, children in the catalogue's order."""
    item = catalogue.root if item is None else item
    return [item, *(below for child in catalogue.children.get(item, ()) for below in in_order(catalogue, child))]


def _with_origin(scores: pd.DataFrame, release: Readable, lang: str) -> pd.DataFrame:
    """Scores with source, kind, quality, support and flags of the (latest) value behind them."""
    origin = ["kind", "quality", "support", "source", "flags"]
    values = _latest(_values(release), "indicator").rename(columns={"indicator": "node"})
    table = scores.merge(values[[*_PLACE, "node", *origin]], on=[*_PLACE, "node"], how="left", validate="many_to_one")
    catalogue = release.catalogue
    composed = table["node"].isin(list(catalogue.nodes))
    table.loc[composed, "kind"] = "composed"
    table.loc[composed, "support"] = table.loc[composed, "level"]
    # A score over several indicators has the label of their data only where all have the same one.
    labels = values["quality"].unique()
    table.loc[composed, "quality"] = labels[0] if len(labels) == 1 else None
    table.loc[composed, "source"] = f"{pick(catalogue.names, lang)} {catalogue.version}"
    return table


def _values(release: Readable) -> pd.DataFrame:
    """What was measured of the city: published figures about its country belong to no marker."""
    table = release.table("values")
    return table[table["level"] != COUNTRY_LEVEL]


def _latest(table: pd.DataFrame, node: str) -> pd.DataFrame:
    """The rows of the latest period of each figure."""
    return table.sort_values("period", kind="stable").drop_duplicates([*_PLACE, node], keep="last")


def _pivot(table: pd.DataFrame, columns: str, figure: str) -> pd.DataFrame:
    return table.pivot(index=["group", "unit"], columns=columns, values=figure)


def _unit_names(release: Readable, table: pd.DataFrame) -> pd.Series[str]:
    units = release.table("units")
    names = pd.Series(units["name"].to_numpy(), index=pd.MultiIndex.from_frame(units[["level", "unit"]]))
    return pd.Series(names.reindex(pd.MultiIndex.from_frame(table[["level", "unit"]])).to_numpy(), index=table.index)


def _direction(direction: str, lang: str) -> str:
    words = {
        "higher": say("higher is better", lang),
        "lower": say("lower is better", lang),
        "band": say("best in between", lang),
        "context": say("context only", lang),
    }
    return words[direction]


def _status(status: str, lang: str) -> str:
    return {"fact": say("published", lang), "proposal": say("proposal of tejido", lang)}[status]


def _audience(audience: str, lang: str) -> str:
    words = {
        "public": say("For everybody.", lang),
        "analyst": say(
            "For the analysts of the city: some figures rest on few people. Do not publish this file.", lang
        ),
    }
    return words[audience]


def _curve(curve: Curve, lang: str) -> str:
    """A score curve in words: its knots, the transform between them, the range that it is measured against."""
    if curve.observed is not None:
        low, high = curve.observed
        text = say("lowest value of this city: {low}, highest: {high}", lang, low=f"{low:g}", high=f"{high:g}")
    else:
        text = "; ".join(f"{number(value, lang, 4)} → {number(score, lang, 4)}" for value, score in curve.knots)
    if curve.transform != "none":
        text += f" ({curve.transform})"
    return text + (f" ({say('share of the highest possible diversity', lang)})" if curve.over_maximum else "")
