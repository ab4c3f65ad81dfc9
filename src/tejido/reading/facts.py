"""What a page says about a city, taken from the public tables: no sentence and no markup yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.release.readable import Readable
from tejido.survey.comparisons import CANNOT
from tejido.survey.indicative import INDICATIVE
from tejido.tables import CAUSES, CITY_LEVEL, DIFFERENTIALS
from tejido.words import LANGUAGES, pick
from tejido.words.own import Translations, translated
from tejido.words.sources import source_in_words

EVERYBODY = "all"
READABLE = 5
"""A ranking of fewer units than this says little: it is made at the coarsest level that has at least so many."""


Ends = tuple[float, float]
"""Lower and upper end."""


@dataclass(frozen=True)
class Figure:
    """A score of the whole city: None where there is none, and then `reason`.

    `interval` is how far chance in the sample would move it, `ways` how far other defensible ways of counting would: two
    things that are never mixed. None where nothing of the kind is known.
    """

    node: str
    score: float | None
    interval: Ends | None
    ways: Ends | None
    coverage: float
    comparable: bool
    reason: str | None


class Facts:
    """The public release as the page reads it.

    Raises:
        TejidoError: V102 where the release is not the public one, V103 where it has no level of units.
    """

    def __init__(self, release: Readable) -> None:
        self.meta = release.meta
        if self.meta.get("audience") != "public":
            raise fail("V102")
        self.release = release
        self.catalogue = release.catalogue
        self.city: dict[str, Any] = self.meta["city"]
        self._own: Translations = self.meta.get("translations", {})
        self.levels: list[dict[str, Any]] = [one for one in self.meta["levels"] if one["id"] != CITY_LEVEL]
        if not self.levels:
            raise fail("V103")
        self.base: str = self.levels[-1]["id"]
        self.units = release.table("units")
        self.scores = _latest(release.table("scores"))
        self.contributions = _latest(release.table("contributions"))
        # A round's figures may be of different years: each indicator's last one is the one that was scored.
        # The pages of the marker tell of what is scored; the extended marker has its own.
        self.values = self.values_of(release.catalogue.indicators)

    def values_of(self, indicators: Iterable[str]) -> pd.DataFrame:
        """The values of indicators of either marker, each of its last period."""
        places = [self._places[one] for one in dict.fromkeys(indicators) if one in self._places]
        return self._latest_values.iloc[np.sort(np.concatenate(places)) if places else []]

    @cached_property
    def _latest_values(self) -> pd.DataFrame:
        values = self.release.table("values")
        return values[values["period"] == values.groupby("indicator")["period"].transform("max")]

    @cached_property
    def _places(self) -> Mapping[str, Any]:
        """The rows of the values of each indicator: hundreds of pages ask for those of one."""
        return {str(leaf): rows for leaf, rows in self._latest_values.groupby("indicator", sort=True).indices.items()}

    @cached_property
    def differentials(self) -> pd.DataFrame:
        """The comparisons of the indicators of both markers, those that are scored first."""
        return self.differentials_of(self.catalogue.definitions)

    def differentials_of(self, indicators: Iterable[str]) -> pd.DataFrame:
        """The last comparison of each indicator between two groups in a unit, in the order of `indicators`."""
        if "differentials" not in self.release.tables:
            return DIFFERENTIALS.empty()
        key = ["level", "unit", "group", "against", "indicator"]
        place = {leaf: number for number, leaf in enumerate(indicators)}
        told = self.release.table("differentials")
        rows = told[told["indicator"].isin(list(place))].sort_values(["period", *key], kind="stable")
        rows = rows.drop_duplicates(key, keep="last")
        # The public reads "not enough answers" and no figure.
        mute = (rows["verdict"] == CANNOT) & (rows["kind"] != INDICATIVE)
        rows = rows.assign(**{name: rows[name].mask(mute) for name in rows.columns[rows.dtypes == "float64"]})
        return rows.iloc[rows["indicator"].map(place).argsort(kind="stable")].reset_index(drop=True)

    @cached_property
    def causes(self) -> pd.DataFrame:
        """What makes the range over other ways of counting."""
        return _latest(self.release.table("causes")) if "causes" in self.release.tables else CAUSES.empty()

    def indicative(self, lang: str) -> Mapping[str, str]:
        """Why figures of people who were not chosen by chance are in the marker: the city's reason, by survey."""
        given = self.meta.get("choices", {}).get("indicative", {})
        return {str(survey): self.own(str(reason), lang) for survey, reason in given.items()}

    @cached_property
    def merged(self) -> pd.Series:
        """Per row of the values the names of all units that share its figure; missing where it stands alone.

        Units were put together because too few people stand behind one of them: those of a domain are found at the level where it was made.
        """
        domain = ["indicator", "group", "support", "domain"]
        rows = self.values[self.values["domain"].notna()]
        names = self.units.set_index(["level", "unit"])["name"]
        own = rows[rows["level"] == rows["support"]]
        together = own.assign(name=names.reindex(pd.MultiIndex.from_frame(own[["level", "unit"]])).to_numpy())
        told = together.sort_values("name").groupby(domain)["name"].agg(", ".join)
        found = pd.Series(told.reindex(pd.MultiIndex.from_frame(rows[domain])).to_numpy(), index=rows.index)
        return found.where(rows["domain"] != CITY_LEVEL, CITY_LEVEL).reindex(self.values.index)

    @cached_property
    def groups(self) -> list[str]:
        """Groups with scores, everybody first."""
        return sorted(set(self.scores["group"]), key=lambda group: (group != EVERYBODY, group))

    @cached_property
    def group_levels(self) -> dict[str, list[str]]:
        """The levels at which a group has scores, coarse to fine: of groups fewer are published than of everybody."""
        scored = self.scores.loc[self.scores["score"].notna(), ["group", "level"]].drop_duplicates()
        have = {str(group): set(rows["level"]) for group, rows in scored.groupby("group")}
        return {group: [one["id"] for one in self.levels if one["id"] in have.get(group, ())] for group in self.groups}

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """The children of the root, in the catalogue's order."""
        return self.catalogue.children[self.catalogue.root]

    @cached_property
    def population(self) -> float | None:
        """Inhabitants of the city."""
        known = self.units.loc[self.units["level"] == CITY_LEVEL, "population"].dropna()
        return float(known.iloc[0]) if len(known) else None

    @cached_property
    def _city_scores(self) -> dict[tuple[str, str], Any]:
        rows = self.scores[self.scores["level"] == CITY_LEVEL]
        return {(str(row.node), str(row.group)): row for row in rows.itertuples(index=False)}

    @cached_property
    def city_values(self) -> dict[str, Any]:
        """Row of the values table per indicator, for everybody in the whole city."""
        rows = self._rows(self.values, CITY_LEVEL, EVERYBODY)
        return {str(row.indicator): row for row in rows.itertuples(index=False)}

    @cached_property
    def city_figures(self) -> dict[str, Any]:
        """Row of the values table per indicator of either marker that has a figure for everybody in the whole city."""
        rows = self._rows(self.values_of(self.catalogue.definitions), CITY_LEVEL, EVERYBODY)
        rows = rows[rows["value"].notna()].drop_duplicates("indicator")
        return {str(row.indicator): row for row in rows.itertuples(index=False)}

    def figure(self, node: str, group: str = EVERYBODY) -> Figure:
        """The city's score of a node, of everybody or of a group."""
        row = self._city_scores.get((node, group))
        if row is None:
            return Figure(node, None, None, None, 0.0, True, "no_data")
        score = None if pd.isna(row.score) else float(row.score)
        interval, ways = ends(row.low, row.high), ends(row.robust_low, row.robust_high)
        reason = None if pd.isna(row.reason) else str(row.reason)
        return Figure(node, score, interval, ways, float(row.coverage), bool(row.comparable), reason)

    def under(self, node: str) -> list[str]:
        """Indicators below a node, in the catalogue's order."""
        if node in self.catalogue.indicators:
            return [node]
        return [leaf for child in self.catalogue.children[node] for leaf in self.under(child)]

    def measured(self, node: str, group: str = EVERYBODY) -> list[str]:
        """Indicators below a node that have a score for the city."""
        return [leaf for leaf in self.under(node) if self.figure(leaf, group).score is not None]

    def missing(self) -> list[tuple[str, str]]:
        """Indicators without a score for the city, with the reason, in the catalogue's order."""
        figures = [self.figure(leaf) for leaf in self.under(self.catalogue.root)]
        return [(one.node, one.reason or "no_data") for one in figures if one.score is None]

    def sources(self, node: str) -> list[str]:
        """Who says so: the sources of what was measured below a node, each once, in the order of the indicators."""
        return list(dict.fromkeys(source for leaf in self.measured(node) for source in self._sources.get(leaf, ())))

    @cached_property
    def _sources(self) -> dict[str, list[str]]:
        pairs = self.values.loc[self.values["value"].notna(), ["indicator", "source"]].drop_duplicates()
        pairs = pairs.sort_values(["indicator", "source"], kind="stable")
        return {str(leaf): list(rows) for leaf, rows in pairs.groupby("indicator", sort=True)["source"]}

    def worded_sources(self, others: Iterable[str] = ()) -> dict[str, dict[str, str]]:
        """Of its sources, and of `others`, those that a reader of some language is told in other words than they are written in."""
        known = {one for rows in self._sources.values() for one in rows} | set(others)
        found = {one: {lang: self.said_source(one, lang) for lang in LANGUAGES} for one in sorted(known)}
        return {one: told for one, told in found.items() if {*told.values()} != {one}}

    @cached_property
    def supports(self) -> dict[str, str]:
        """Per indicator the level for which it was measured; the city's where one figure had to do for all of it."""
        rows = self.values[(self.values["level"] == self.base) & self.values["value"].notna()]
        rows = rows.assign(
            support=rows["support"].where(rows["domain"].isna() | (rows["domain"] != CITY_LEVEL), CITY_LEVEL)
        )
        first = rows.groupby("indicator", sort=True)["support"].first()
        return {str(leaf): str(level) for leaf, level in first.items()}

    def at_base(self, leaf: str) -> pd.DataFrame:
        """The values of an indicator at the finest level."""
        return self.values[(self.values["indicator"] == leaf) & (self.values["level"] == self.base)]

    def level(self, level: str) -> dict[str, Any]:
        """What the release says of a level that it shows."""
        return next(one for one in self.levels if one["id"] == level)

    def level_name(self, level: str, lang: str) -> str:
        """The name of any level at which something was measured, also of one too fine to be shown."""
        return pick(self.level_names[level], lang)

    @cached_property
    def level_names(self) -> dict[str, Any]:
        """Names of all levels at which something was measured, the city's own left out."""
        named = {one["id"]: one["names"] for one in self.levels} | self.meta.get("level_names", {})
        return {level: names for level, names in named.items() if level != CITY_LEVEL}

    @cached_property
    def ranking_level(self) -> str:
        """The coarsest level with enough units to be ranked."""
        sizes = self.units["level"].value_counts()
        return next((one["id"] for one in self.levels if sizes.get(one["id"], 0) >= READABLE), self.base)

    @cached_property
    def shown(self) -> str:
        """The node that the page opens with: the marker; where no unit has one, what most units have: an area, else an indicator."""
        rows = self._rows(self.scores, self.base, EVERYBODY)
        counts = rows.loc[rows["score"].notna(), "node"].value_counts()
        for choice in ((self.catalogue.root,), self.areas, tuple(self.under(self.catalogue.root))):
            best = max(choice, key=lambda node: counts.get(node, 0))
            if counts.get(best, 0):
                return best
        return self.catalogue.root

    def units_with(self, node: str, level: str, group: str = EVERYBODY) -> pd.DataFrame:
        """Units of a level with their score: ``unit name population parent score low high rank reason protected weak``, in order of code."""
        units = self.units[self.units["level"] == level].sort_values("unit", kind="stable").reset_index(drop=True)
        rows = self._rows(self.scores, level, group)
        rows = rows.loc[rows["node"] == node, ["unit", "score", "low", "high", "rank", "reason", "coverage"]]
        table = units.merge(rows, on="unit", how="left", validate="1:1")
        hidden = (table["reason"] == "protected") | _flag(table["flags"], "protected")
        table["protected"] = table["score"].isna() & hidden
        values = self._rows(self.values, level, group)
        weak = values.loc[(values["indicator"] == node) & (values["quality"] == "weak"), "unit"]
        table["weak"] = table["unit"].isin(set(weak)) & table["score"].notna()
        return table

    @staticmethod
    def _rows(table: pd.DataFrame, level: str, group: str) -> pd.DataFrame:
        return table[(table["level"] == level) & (table["group"] == group)]

    def choice(self, kind: str, leaf: str, lang: str) -> str:
        """Why the city left an indicator out (``omit``) or put another figure in its place (``proxies``); empty where it did not."""
        said = self.meta.get("choices", {}).get(kind, {}).get(leaf, "")
        return self.own(said, lang) if isinstance(said, str) else pick(said, lang)

    def own(self, text: str, lang: str) -> str:
        """What the city wrote, in `lang` where the city translated it."""
        return translated(text, lang, self._own)

    def said_source(self, source: str, lang: str) -> str:
        """A source in words."""
        return source_in_words(source, lang, self._own)

    def name(self, node: str) -> dict[str, str]:
        """Names of a node or an indicator."""
        return dict(self.catalogue.names_of(node))


def ends(low: Any, high: Any) -> Ends | None:
    """Both ends, or None where they are missing."""
    return None if pd.isna(low) or pd.isna(high) else (float(low), float(high))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table by the names of its columns."""
    return cast(list[dict[str, Any]], table.to_dict("records"))


def _latest(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last period: this page shows one round."""
    return table[table["period"] == table["period"].max()] if len(table) else table


def _flag(flags: pd.Series, word: str) -> pd.Series:
    return flags.fillna("").astype(str).str.split().map(lambda words: word in words).astype(bool)
