"""Figures of the example city's records: one row per indicator and unit, as an office would hand them over.

In: a round's place among the rounds, and ``data/records.toml``. Out: the table that ``[extended] figures`` of `city.toml` names.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

CITY = "city"
SOURCE = "Synthetic records of Tejido City"
COLUMNS = ("indicator", "level", "unit", "value", "source", "period", "proxy")

__all__ = ["table"]


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("tejido.example").joinpath("data", "records.toml").read_text("utf-8"))


def table(place: int, period: str) -> pd.DataFrame:
    """The figures of the first (0) or second round (1), which is of the year `period`."""
    data = _data()
    rows = []
    for indicator, rounds in (data["figures"] | data["proxies"]).items():
        told = rounds[place]
        units = [(CITY, "TEJ", told)] if not isinstance(told, list) else [
            ("district", f"D{number}", value) for number, value in enumerate(told, start=1)
        ]  # fmt: skip
        why = data["reasons"].get(indicator)
        rows += [(indicator, level, unit, value, SOURCE, period, why) for level, unit, value in units]
    return pd.DataFrame(rows, columns=list(COLUMNS))
