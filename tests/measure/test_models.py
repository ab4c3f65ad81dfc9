"""Models that a city declares: figures of every unit, brought to the city's, with a drawn error; and models that cannot be."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.city import City, read_city
from tejido.city.surveys import AreaModel, SurveySpec
from tejido.errors import TejidoError
from tejido.measure import measure
from tejido.measure.values import catalogue_of
from tejido.release import Contents
from tests.measure import interviews

MODEL = AreaModel(("unemployment", "informal_employment"), "neighbourhood", ("mean_schooling", "internet"))


def with_survey(city: City, **changed: object) -> City:
    spec: SurveySpec = dataclasses.replace(city.config.surveys[0], **changed)  # type: ignore[arg-type]
    return dataclasses.replace(city, config=dataclasses.replace(city.config, surveys=(spec,)))


@pytest.fixture(scope="module")
def modelled(example_folder: Path) -> Contents:
    city = with_survey(read_city(example_folder), models=(MODEL,))
    return measure(city, catalogue_of(city), "neighbourhood")[0]


def unemployment(contents: Contents, level: str) -> pd.DataFrame:
    values = contents.tables["values"]
    chosen = values[(values["indicator"] == "unemployment") & (values["group"] == "all") & (values["level"] == level)]
    return chosen.set_index("unit")


def test_a_modelled_figure_stands_in_every_unit_and_says_so(modelled: Contents) -> None:
    units = unemployment(modelled, "neighbourhood")
    assert len(units) == 64
    assert set(units["kind"]) == {"modelled"}
    said = units[units["quality"] != "unreliable"]
    assert len(said) > 30
    assert ((said["low"] < said["value"]) & (said["value"] < said["high"])).all()
    assert units.loc[units["quality"] == "unreliable", "value"].isna().all()
    assert set(unemployment(modelled, "city")["kind"]) == {"design-based"}


def test_an_interval_of_a_modelled_score_is_as_wide_as_the_model_s_error(modelled: Contents) -> None:
    cells = modelled.private["survey_household_2024_cells"]
    drawn = modelled.private["survey_household_2024_replicates"]
    mine = cells[(cells["indicator"] == "unemployment") & (cells["group"] == "all")].set_index("unit")["cell"]
    told = unemployment(modelled, "neighbourhood").loc[mine.index]
    spread = drawn[[str(cell) for cell in mine]].std(axis=0, ddof=1).to_numpy()
    # The root of the mean squared error holds the move to the city's figure too, and 500 draws know a spread to 3 %.
    assert np.median(spread / told["se"].to_numpy()) == pytest.approx(1, abs=0.15)


def test_the_errors_of_two_modelled_indicators_are_drawn_apart(modelled: Contents) -> None:
    cells = modelled.private["survey_household_2024_cells"].query("group == 'all'")
    drawn = modelled.private["survey_household_2024_replicates"]
    both = [cells[cells["indicator"] == one].set_index("unit")["cell"] for one in MODEL.indicators]
    units = both[0].index.intersection(both[1].index)
    one, other = (drawn[[str(cell) for cell in cell_of[units]]].to_numpy() for cell_of in both)
    together = [np.corrcoef(one[:, unit], other[:, unit])[0, 1] for unit in range(len(units))]
    # Of 500 independent draws the correlation is 0.045 off, on average over units far less.
    assert abs(np.mean(together)) < 0.1


def test_a_model_finer_than_the_base_or_of_what_the_survey_does_not_give_is_told_and_not_used(
    example_folder: Path,
) -> None:
    models = (AreaModel(("unemployment",), "neighbourhood"), AreaModel(("internet",), "district"))
    city = with_survey(read_city(example_folder), models=models)
    contents, findings = measure(city, catalogue_of(city), "district")
    told = {(one.code, dict(one.values)["indicator"]) for one in findings if one.code.startswith("A21")}
    assert told == {("A211", "unemployment"), ("A212", "internet")}
    assert "modelled" not in set(contents.tables["values"]["kind"])


def test_a_covariate_that_is_not_known_everywhere_stops_the_measurement(example_folder: Path) -> None:
    model = dataclasses.replace(MODEL, covariates=("unemployment_of_the_moon",))
    city = with_survey(read_city(example_folder), models=(model,))
    with pytest.raises(TejidoError, match="A210"):
        measure(city, catalogue_of(city), "neighbourhood")


def test_a_model_of_an_indicative_survey_is_refused(tmp_path: Path) -> None:
    city = read_city(interviews.write(tmp_path / "city"))
    model = AreaModel(("internet",), "block")
    city = with_survey(city, models=(model,), sampling="indicative", enters_marker="all there is")
    with pytest.raises(TejidoError, match="A213"):
        measure(city, catalogue_of(city))
