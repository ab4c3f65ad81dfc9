"""What surrounds a city's figures: the tables of its country, and how local policies were assessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from tejido.tables import INSTRUMENTS, POLICIES
from tejido.words import Labels


@dataclass(frozen=True)
class CountrySpec:
    """``[country]``: UNHCR's tables by their id in the catalogue of the national context, the country's names, who says so."""

    files: Mapping[str, str]
    names: Labels = field(default_factory=dict)
    source: str = "UNHCR Refugee Data Finder"


@dataclass(frozen=True)
class PoliciesSpec:
    """``[policies]``: the table of instruments and that of their assessment, each with its worksheet where it is a workbook."""

    instruments: tuple[str, str | None]
    assessments: tuple[str, str | None]


@dataclass(frozen=True)
class Policies:
    """Both tables as `tables.INSTRUMENTS` and `tables.POLICIES`; empty where the city has none."""

    instruments: pd.DataFrame = field(default_factory=INSTRUMENTS.empty)
    assessments: pd.DataFrame = field(default_factory=POLICIES.empty)
