"""A survey of the example city from plan to weights: drawn by our command, a field simulated from the truth, weights made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tejido import survey
from tejido.city import read_city
from tejido.measure.sample_files import write_sample
from tejido.measure.sampling import Drawn, Options, draw_sample
from tejido.measure.weighing import Weighing, weigh
from tejido.survey.planning import Effort


@pytest.fixture(scope="module")
def drawn(folder) -> Drawn:
    """60 joined blocks of at least 150 people in the strata of the districts, with 12 interviews in each."""
    options = Options(effort=Effort(clusters=60, take=12, response=0.8), least=150, strata="district", seed=3)
    return draw_sample(read_city(folder), options)


@pytest.fixture(scope="module")
def field(drawn, households) -> pd.DataFrame:
    """Who was drawn, and what came of it: people with internet are found at home less often, a few addresses stay unknown."""
    rng = np.random.default_rng(8)
    rows = []
    for unit in drawn.units[drawn.units["role"] != "reserve"].itertuples():
        there = households[households["block"].isin((unit.joined or unit.code).split(" + "))]
        taken = there.iloc[np.sort(rng.choice(len(there), min(unit.visits, len(there)), replace=False))]
        rows.append(taken.assign(psu=unit.code, listed=len(there)))
    made = pd.concat(rows, ignore_index=True)
    answers = rng.random(len(made)) < np.where(made["internet"], 0.65, 0.92)
    made["outcome"] = np.where(rng.random(len(made)) < 0.02, "3.1", np.where(answers, "1.1", "2.2"))
    return made[["household", "psu", "listed", "outcome", "internet", "water", "size"]]


@pytest.fixture(scope="module")
def made(folder, drawn, field, tmp_path_factory):
    """The weights of that survey, by what is asked for."""
    place = tmp_path_factory.mktemp("survey")
    write_sample(drawn, place / "sample", "es")
    field.to_csv(place / "field.csv", index=False)

    def call(**words) -> pd.DataFrame:
        found = weigh(folder, place / "sample", place / "field.csv", Weighing(**words))
        return field.assign(
            weight=found.table["weight"].to_numpy(), **found.table.filter(regex="stratum|sampling_unit")
        )

    return call


def total(table: pd.DataFrame, column: str) -> tuple[float, float]:
    """Estimated total of a column and its standard error."""
    known = table.dropna(subset="weight").assign(**{column: lambda rows: rows[column].astype(float)})
    design = survey.design(known, "weight", "stratum", ["sampling_unit"], lonely="adjust")
    row = survey.estimate(design, known, survey.total(column)).iloc[0]
    return float(row["estimate"]), float(row["se"])


def test_weighted_households_and_people_come_near_the_truth(made, households):
    table = made().assign(one=1)
    for column, truth in (("one", len(households)), ("size", households["size"].sum())):
        estimate, se = total(table, column)
        assert abs(estimate - truth) < 3 * se
        assert se < 0.08 * truth


def test_making_up_for_nonresponse_where_it_differs_takes_its_bias_away(made, households):
    """Two thirds of those with internet answer, and nine tenths of the others: unmade, their share is some 8 points short."""
    truth = households["internet"].mean()

    def share(table: pd.DataFrame) -> float:
        known = table.dropna(subset="weight")
        return float(np.average(known["internet"], weights=known["weight"]))

    assert share(made()) < truth - 0.04
    assert share(made(cells=["internet"])) == pytest.approx(truth, abs=0.04)
    assert share(made(propensity=["internet"])) == pytest.approx(truth, abs=0.04)


def test_calibrated_weights_equal_their_targets(made, households):
    targets: dict = {"1": float(len(households)), "size": float(households["size"].sum())}

    def calibrated(design, rows, file):
        return survey.calibrate(design, rows, targets, file=file)

    known = made(cells=["internet"], trim="iqr", calibrated=calibrated).dropna(subset="weight")
    assert known["weight"].sum() == pytest.approx(targets["1"], rel=1e-9)
    assert (known["weight"] * known["size"]).sum() == pytest.approx(targets["size"], rel=1e-9)


def test_over_many_samples_a_weighted_total_is_the_truth_on_average(folder, households):
    """10 samples of units alone: the mean total of dwellings without water lies within 3.5 of its standard errors."""
    city = read_city(folder)
    dry = (~households["water"]).groupby(households["block"]).sum()
    found = []
    for seed in range(10):
        drawn = draw_sample(city, Options(effort=Effort(clusters=60, take=12), least=150, seed=seed, reserve=0.2))
        units = drawn.units.query("role != 'reserve'")
        codes = units["joined"].where(units["joined"] != "", units["code"]).str.split(" + ", regex=False)
        found.append(float((codes.map(lambda one: dry.reindex(one).sum()) / units["probability"]).sum()))
    error = np.std(found, ddof=1) / np.sqrt(len(found))
    assert abs(np.mean(found) - dry.sum()) < 3.5 * error
    assert error < 0.1 * dry.sum()
