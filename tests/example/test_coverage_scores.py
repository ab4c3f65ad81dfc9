"""Do the intervals of scores hold the score of the truth in 95 of 100 samples?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido import survey, tables
from tejido.city import read_city
from tejido.city.model_surveys import CitySurvey
from tejido.marker import Draws, intervals, measure_marker
from tejido.measure.pipeline import measure
from tejido.measure.values import catalogue_of
from tejido.survey.design import Design
from tejido.survey.rescaled import rescaled_factors
from tests.example.repeated import Field, Tables, designs, points

BASE = "district"
REPLICATES = 100
"""Instead of the 500 of a measurement, for speed: the ends of an interval are less steady, its share of hits falls a little."""
AREAS = [("all", "housing"), ("all", "health"), ("all", "economy"), ("all", "education"), ("origin=rm", "housing")]


class Plan:
    """What `measure` makes of the example's survey once every indicator that it can tell comes from it, none from the census:
    the level and the domains of each. In other samples of the same survey the same domains are estimated anew; all that
    does not come from answers stays as it was measured.
    """

    def __init__(self, folder: Path) -> None:
        city = read_city(folder)
        # The extended marker has no score, and so no part in this.
        self.catalogue = replace(catalogue_of(city), extended=None)
        city = replace(city, records=city.records.iloc[:0])
        self.formulas = {one.id: one.answers for one in self.catalogue.indicators.values() if one.answers is not None}
        self.formulas.pop("diversity_income")  # The survey asks for an amount, the indicator for classes.
        asked = city.config.surveys[0]
        config = replace(city.config, surveys=(replace(asked, indicators=tuple(self.formulas)),))
        contents, _ = measure(replace(city, config=config), self.catalogue, BASE)
        values = contents.tables["values"]
        values = values[(values["level"] == BASE) & values["group"].isin(["all", "origin=rm"])]
        answered = values["indicator"].isin(list(self.formulas))
        area = values["indicator"].map(self.catalogue.area)
        wanted = pd.MultiIndex.from_arrays([values["group"], area]).isin(AREAS)
        rest = values[~answered]
        self.rows = values[answered & wanted & values["value"].notna()].reset_index(drop=True)
        assert set(self.rows["kind"]) == {"design-based"}
        place = self.rows["domain"].where(self.rows["domain"].notna(), self.rows["unit"])
        self.rows["place"] = place.mask((self.rows["support"] == "city") | (place == "city"), "TEJ")
        whole = self.rows.groupby(["indicator", "group", "place"])["population"].transform("sum")
        self.rows["part"] = self.rows["population"] / whole
        self.values = tables.VALUES.conform(
            pd.concat([self.rows.drop(columns=["place", "part"]), rest], ignore_index=True), sort=False
        )
        self.units, self.levels, self.period = contents.tables["units"], ["city", BASE], city.config.period
        self.together = self._together()

    def _together(self) -> list[tuple[str, dict[str, str], list[str]]]:
        """Group, domain by district and the indicators of one table that are measured in these domains."""
        found: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[str]] = {}
        for (indicator, group), rows in self.rows.groupby(["indicator", "group"]):
            domains = tuple(zip(rows["unit"], rows["place"], strict=True))
            found.setdefault((self.formulas[indicator].table, group, domains), []).append(indicator)
        return [(group, dict(domains), indicators) for (_, group, domains), indicators in found.items()]

    def measured(
        self, people: Tables, drawn: Mapping[str, Design], factors: Mapping[str, np.ndarray]
    ) -> tuple[pd.DataFrame, Draws]:
        """The values of all indicators with those of these answers, and their replicates."""
        made, replicates = [], []
        for group, domains, indicators in self.together:
            table = self.formulas[indicators[0]].table
            rows = people[table]
            inside = pd.Series(True, rows.index) if group == "all" else rows["origin"] == "rm"
            placed = rows.assign(place=rows["district"].map(domains).where(inside))
            asked = {one: self.formulas[one] for one in indicators}
            found = points(drawn[table], placed, asked, "place", factors[table])
            made.append(found.rows.set_axis(pd.MultiIndex.from_tuples([(*key, group) for key in found.rows.index])))
            replicates.append(found.drawn)
        every = pd.concat(made)
        cell = every.index.get_indexer(pd.MultiIndex.from_frame(self.rows[["indicator", "place", "group"]]))
        whole, size = self.values.copy(), len(self.rows)
        whole.loc[: size - 1, "value"] = every["value"].to_numpy()[cell]
        whole.loc[: size - 1, "population"] = every["population"].to_numpy()[cell] * self.rows["part"].to_numpy()
        keys = self.rows[["level", "unit", "group", "indicator"]]
        clusters = drawn["persons"].stages[0]
        df = float(len(clusters.stratum) - len(clusters.size))
        return whole, Draws(keys, cell, np.concatenate(replicates, axis=1), df)


def factors_of(people: Tables, drawn: Mapping[str, Design], seed: int) -> dict[str, np.ndarray]:
    """Replicates of the households of a sample, and the same for their persons."""
    made = rescaled_factors(drawn["households"], REPLICATES, seed)
    leaf = pd.Series(drawn["households"].leaf, people["households"]["household"])
    first = np.unique(drawn["persons"].leaf, return_index=True)[1]
    return {"households": made, "persons": made[leaf[people["persons"]["household"].iloc[first]].to_numpy()]}


@pytest.fixture(scope="module")
def plan(folder: Path) -> Plan:
    return Plan(folder)


@pytest.mark.parametrize("samples", [200, pytest.param(3000, marks=pytest.mark.long)])
def test_intervals_of_area_scores_hold_the_score_of_the_truth(plan: Plan, everybody: CitySurvey, samples: int):
    """The truth is what the same curves and averages give of everybody's answers in the same domains of the `Plan`."""
    read = {variable for one in plan.formulas.values() for variable in one.variables}
    field = Field(everybody, sorted(read))
    whole = {name: survey.design(rows) for name, rows in field.everybody.items()}
    once = {name: np.ones((one.leaves, 2)) for name, one in whole.items()}
    people = field.everybody["persons"].groupby("district")["origin"].agg(lambda of: float((of == "rm").sum()))
    residents = people.rename_axis("unit").reset_index(name="population").assign(group="origin=rm")
    given = (plan.units, plan.catalogue, BASE, residents)
    values, _ = plan.measured(field.everybody, whole, once)
    truth = measure_marker(values, *given, levels=plan.levels, period=plan.period).scores
    truth = truth[truth["level"] == "city"].set_index(["group", "node"])["score"]
    held = pd.Series(0.0, AREAS)
    for seed in range(samples):
        answers = field.visit(seed)
        drawn = designs(answers)
        values, draws = plan.measured(answers, drawn, factors_of(answers, drawn, seed))
        found = intervals(values, *given, draws, levels=plan.levels, period=plan.period)
        found = found[found["level"] == "city"].set_index(["group", "node"]).loc[AREAS]
        held += ((found["low"] <= truth[AREAS]) & (truth[AREAS] <= found["high"])) / samples
    assert held.between(0.92, 0.98).all(), held
