"""The programme's slope factor."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tejido.errors import TejidoError
from tejido.territory import slope
from tests.territory.town import CRS


def test_the_factors_are_those_that_the_programme_publishes() -> None:
    classes = pd.Series(["level", "slight", "moderate", "strong", "steep"])
    assert slope.factor(classes).tolist() == [1, 1.25, 1.5, 1.75, 2]


def test_a_slope_in_percent_takes_the_class_that_begins_there() -> None:
    percent = pd.Series([0, 2.9, 3, 7, 12, 24.9, 25, 60])
    assert slope.factor(percent).tolist() == [1, 1, 1.25, 1.5, 1.75, 1.75, 2, 2]


def test_a_missing_slope_has_no_factor() -> None:
    assert np.isnan(slope.factor(pd.Series([np.nan]))).all()
    assert np.isnan(slope.factor(pd.Series(["level", None]))).tolist() == [False, True]


@pytest.mark.parametrize(("given", "code"), [(["level", "hilly"], "T501"), ([-1.0], "T502"), ([np.inf], "T502")])
def test_what_is_no_slope_is_refused_by_code(given: list, code: str) -> None:
    with pytest.raises(TejidoError) as refused:
        slope.factor(pd.Series(given))
    assert refused.value.findings[0].code == code


def test_a_unit_has_the_mean_factor_of_its_ground_by_area() -> None:
    units = gpd.GeoDataFrame(
        {"unit": ["a", "b"]}, geometry=[shapely.box(0, 0, 100, 100), shapely.box(500, 0, 600, 100)], crs=CRS
    )
    ground = gpd.GeoDataFrame(
        {"class": ["level", "steep"]}, geometry=[shapely.box(0, 0, 75, 100), shapely.box(75, 0, 200, 100)], crs=CRS
    )
    found = slope.of_units(units, ground)
    # Three quarters level, one quarter steep: 0.75 x 1 + 0.25 x 2. Nothing is known of b.
    assert found["a"] == pytest.approx(1.25)
    assert np.isnan(found["b"])
