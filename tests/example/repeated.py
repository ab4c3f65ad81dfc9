"""The example's survey taken again and again: other households, other answers missing, nothing written and nothing read.

Rows are those that `city.read_surveys` gives of the whole city, so a sample of them is what it would give of the sample's
files. Estimates are made by the very functions that `survey.estimate_indicators`, `compare_indicators` and
`replicate_indicators` are made of, so that the answers are read once for all domains: ten times as fast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tejido import survey
from tejido.catalogue.answers import FromAnswers
from tejido.city.model_surveys import CitySurvey
from tejido.example.folder import make_town
from tejido.example.survey import UNANSWERED, draw, sampling_frame
from tejido.survey.design import Design, Replicates
from tejido.survey.differentials import compare
from tejido.survey.domains import cross
from tejido.survey.estimates import Telling
from tejido.survey.indicators import ask, judged, sums
from tejido.survey.linear import replicated

Tables = Mapping[str, pd.DataFrame]

SILENT = {
    "rooms": ["persons_per_room"], "age": ["age", "age_group"], "education": ["education", "schooling_years"],
    "informal": ["informal"],
}  # fmt: skip
"""The standard variables that a question without answer leaves empty."""
DESIGN = {"weight": "weight", "strata": "stratum", "psu": ["psu", "household"], "fpc": ["fpc", "psu_households"]}
"""The design as `city.toml` declares it."""


class Field:
    """Everybody's answers, of which `visit` draws samples."""

    def __init__(self, everybody: CitySurvey, variables: Sequence[str]) -> None:
        town = make_town()
        self.households = town.people.households
        self.frame = sampling_frame(town.blocks, self.households)
        self.everybody = {
            name: _told(rows, variables)
            for name, rows in (("households", everybody.households), ("persons", everybody.persons))
        }
        home = self.everybody["persons"]["household"].to_numpy()
        assert (np.diff(home) >= 0).all(), "persons stand by household"
        self.first = np.searchsorted(home, np.arange(len(self.households) + 1))

    def visit(self, seed: int) -> Tables:
        """The answers of one sample, by table."""
        drawn = draw(seed, self.frame, self.households).sort_index()
        home = drawn.index.to_numpy()
        size = self.first[home + 1] - self.first[home]
        of = np.repeat(np.arange(len(home)), size)
        person = np.arange(size.sum()) + np.repeat(self.first[home] - np.cumsum(size) + size, size)
        rng = np.random.default_rng(seed)
        found = {}
        for name, rows in (("households", home), ("persons", person)):
            answers = self.everybody[name].iloc[rows].reset_index(drop=True)
            for question, variables in SILENT.items():
                silent = rng.random(len(rows)) < UNANSWERED[question]
                for variable in answers.columns.intersection(variables):
                    answers[variable] = answers[variable].mask(silent)
            chosen = np.arange(len(home)) if name == "households" else of
            design = drawn.iloc[chosen].reset_index(drop=True)
            found[name] = pd.concat([answers, design], axis=1)
        return found


def _told(rows: pd.DataFrame, variables: Sequence[str]) -> pd.DataFrame:
    """The columns needed; what is text as categories, which are drawn faster."""
    read = rows[["household", "origin", *(one for one in variables if one in rows.columns)]]
    told = read.assign(household=rows["household"].astype(int), district=rows["unit"].str.split("-").str[0], city="TEJ")
    return told.astype({name: "category" for name in told.columns if told[name].dtype.kind not in "if"})


@dataclass(frozen=True)
class Asked:
    """Answers of one table by the domains of one column: `rows` with ``indicator, unit, estimate, low, high``, and, where the
    column is ``origin``, `gaps` between refugees and migrants and hosts.
    """

    rows: pd.DataFrame
    gaps: pd.DataFrame | None


def estimates(
    design: Design, table: pd.DataFrame, formulas: Mapping[str, FromAnswers], columns: Sequence[str]
) -> dict[str, Asked]:
    """All `formulas` by every one of the `columns`."""
    asked, found = ask(table, formulas), {}
    for column in columns:
        domains = cross(design, table, [column])
        made = sums(design, domains, asked)
        figures = judged(design, Telling(domains, None, 0.95, "eclac_2023", False), made)
        gaps = None
        if column == "origin":
            gaps = compare(design, made, domains, figures, "rm", "host", 0.95)
            gaps = asked.told(gaps.rename(columns={"variable": "indicator"}), 1)
            gaps = _scaled(gaps, asked.scales, ["gap", "low", "high"])
        rows = asked.told(figures.rename(columns={"variable": "indicator", column: "unit"}), domains.count)
        found[column] = Asked(_scaled(rows, asked.scales, ["estimate", "low", "high"]), gaps)
    return found


def _scaled(rows: pd.DataFrame, scales: pd.Series, figures: Sequence[str]) -> pd.DataFrame:
    """In the indicators' measure units."""
    scale = rows["indicator"].map(scales)
    return rows.assign(**{name: rows[name] * scale for name in figures})


@dataclass(frozen=True)
class Points:
    """Figures (``value``) and the size of their universes (``population``), by indicator and unit; `drawn` (R, rows) are the
    figures in every replicate.
    """

    rows: pd.DataFrame
    drawn: np.ndarray


def points(
    design: Design, table: pd.DataFrame, formulas: Mapping[str, FromAnswers], column: str, factors: np.ndarray
) -> Points:
    """All `formulas` by the domains of one column, without what tells how sure they are; `factors` (leaves, R)."""
    asked, domains = ask(table, formulas), cross(design, table, [column])
    again = replace(design, replicates=Replicates("given", factors, 1.0, np.ones(factors.shape[1])))
    value, drawn = {}, {}
    for part in sums(design, domains, asked):
        turned = replicated(again, part)
        for place, one in enumerate(part.group.statistics):
            value[one.variable] = part.estimate[:, place] * asked.scales[one.variable]
            drawn[one.variable] = turned[:, :, place] * asked.scales[one.variable]
    inside = domains.of_row >= 0
    names = [one.indicator for one in asked.columns]
    size = [
        np.bincount(domains.of_row[inside], (design.weight * members)[inside], domains.count)
        for members in asked.members.T
    ]
    index = pd.MultiIndex.from_product([names, domains.table[column]])
    rows = {"value": np.concatenate([value[one] for one in names]), "population": np.concatenate(size)}
    return Points(pd.DataFrame(rows, index=index), np.concatenate([drawn[one] for one in names], axis=1))


def designs(tables: Tables) -> dict[str, Design]:
    """Both tables as the sample was drawn."""
    return {name: survey.design(rows, **DESIGN) for name, rows in tables.items()}
