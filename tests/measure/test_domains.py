"""Units that are put together until their figure passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pandas as pd

from tejido.measure.answered import Sample
from tejido.measure.answers import Where, _Asking
from tejido.measure.levels import Nest
from tejido.privacy import Rule
from tejido.tables import UNITS

N = {"a": 60, "b": 4, "c": 2}
"""Answers by block: a passes alone, b and c do not, nor together."""


class Answers:
    """A sample whose estimates pass with ten answers and more."""

    tables = {"homes": pd.DataFrame({"@block": [unit for unit, count in N.items() for _ in range(count)]})}  # noqa: RUF012

    def table_of(self, _indicator: str) -> str:
        return "homes"

    def planned(self, _level: str | None) -> bool:
        return True

    def estimates(self, indicators: Sequence[str], _group: str, place: pd.Series, _planned: bool) -> pd.DataFrame:
        n = place.value_counts().sort_index()
        quality = ["reliable" if count >= 10 else "unreliable" for count in n]
        return pd.DataFrame({"indicator": indicators[0], "unit": n.index, "n": n.to_numpy(), "n_households": n.to_numpy(),
                             "estimate": 50.0, "quality": quality})  # fmt: skip


def test_a_domain_that_grows_after_it_passed_is_asked_again() -> None:
    # c joins a, its only neighbour: 62 answers pass. b joins them in the next round: the figure of all three rests on 66.
    rows = [("city", "T", None), ("district", "D", "T"), *(("block", unit, "D") for unit in N)]
    units = UNITS.conform(pd.DataFrame([
        {"level": level, "unit": unit, "name": unit, "parent": parent, "population": 500.0, "area_km2": 1.0} for level, unit, parent in rows
    ]))  # fmt: skip
    nobody = pd.DataFrame({"level": [], "unit": [], "group": [], "population": []}, dtype="object")
    nest = Nest.of_units(units, ["district", "block"], "block", nobody)
    middles = pd.DataFrame({"unit": list(N), "x": [0.0, 1.0, 2.0], "y": 0.0})
    where = Where(nest, {"block": pd.DataFrame({"unit": ["a", "a"], "other": ["b", "c"]})}, {"block": middles})
    sample = cast(Any, Answers())
    asking = _Asking(cast(Sample, sample), units, where, Rule(), "survey")
    alone = sample.estimates(["internet"], "all", sample.tables["homes"]["@block"], True)
    domains, told = asking._merged("internet", "all", "block", alone)
    assert domains.to_dict() == dict.fromkeys(N, "a+")
    assert told.set_index("unit")["n"].to_dict() == {"a+": 66}
