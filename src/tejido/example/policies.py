"""The policy assessment of the example city, as a planner would write it into two tables.

In: ``data/policies.toml`` and a round's place among the rounds. Out: the tables that ``[policies]`` of `city.toml` names.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from tejido.city.policies import DIMENSION
from tejido.tables import INSTRUMENTS, POLICIES

__all__ = ["assessments", "instruments"]


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("tejido.example").joinpath("data", "policies.toml").read_text("utf-8"))


def instruments() -> pd.DataFrame:
    """The instruments, the same in both rounds."""
    return pd.DataFrame(_data()["instruments"], columns=INSTRUMENTS.names)


def assessments(place: int) -> pd.DataFrame:
    """The assessment at the first (0) or second round (1), when more is known of what became of the recommendations."""
    rows = []
    for entry in _data()["assessments"]:
        told = {name: value for name, value in entry.items() if isinstance(value, str)}
        told |= dict(
            zip(("instrument", "area", "dimension", "criterion", "score"), map(str, entry["of"]), strict=False)
        )
        told |= {
            f"{name}_{lang}": text for name in ("gap", "recommendation") for lang, text in entry.get(name, {}).items()
        }
        rows.append(told | (entry.get("later", {}) if place else {}))
    return pd.DataFrame(rows, columns=[DIMENSION if name == "node" else name for name in POLICIES.names])
