"""How much longer a walk counts where the ground is steep: the programme's slope factor."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.errors import fail
from tejido.territory.overlay import by_class

Floats = NDArray[np.float64]

FACTORS = {"level": 1.0, "slight": 1.25, "moderate": 1.5, "strong": 1.75, "steep": 2.0}
"""The programme's factors by class of slope."""

PERCENT = (3.0, 7.0, 12.0, 25.0)
"""Slope in percent at which the next class begins. A proposal of tejido: the programme publishes the classes and
factors, not their limits; these are the limits that soil surveys in Colombia use for classes of the same names.
"""


def factor(slopes: pd.Series) -> Floats:
    """The factor of each slope, given as a class of `FACTORS` (text) or in percent (numbers); NaN where it is missing.

    Raises:
        TejidoError: T501 a text is not a class of slope; T502 a percentage is negative or infinite.
    """
    if pd.api.types.is_numeric_dtype(slopes):
        percent = slopes.to_numpy(dtype=float, na_value=np.nan)
        wrong = int(((percent < 0) | np.isinf(percent)).sum())
        if wrong:
            raise fail("T502", count=wrong)
        factors: Floats = np.array(list(FACTORS.values()))[np.searchsorted(PERCENT, percent, side="right")]
        factors[np.isnan(percent)] = np.nan
        return factors
    unknown = sorted({str(slope) for slope in slopes.dropna()} - set(FACTORS))
    if unknown:
        raise fail("T501", found=", ".join(unknown), classes=", ".join(FACTORS))
    return np.asarray(slopes.map(FACTORS), dtype=np.float64)


def of_units(units: gpd.GeoDataFrame, slopes: gpd.GeoDataFrame) -> pd.Series:
    """Mean factor of each unit over the polygons of `slopes` (columns `class` as in `factor`, `geometry`), by area.

    Indexed by unit; NaN where no polygon covers any of the unit.
    """
    known = slopes.assign(factor=factor(slopes["class"])).dropna(subset="factor")
    areas = by_class(units, known.drop(columns="class").rename(columns={"factor": "class"}))
    areas["weighted"] = areas["area"] * areas["class"].astype(float)
    sums = areas.groupby("unit")[["weighted", "area"]].sum()
    mean = (sums["weighted"] / sums["area"]).reindex(units["unit"])
    return mean.rename("factor")
