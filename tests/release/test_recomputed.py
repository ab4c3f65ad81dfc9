"""Every score of everybody in `public/` is the one that anybody gets from the public values, units and method alone."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.marker import measure_marker
from tejido.release import Release
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import APART, has

PLACE = ["level", "unit", "group", "node"]


@pytest.fixture(params=["example_release", "example_second"])
def public(request: pytest.FixtureRequest) -> Release:
    return request.getfixturevalue(request.param).public()


def recomputed(public: Release) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores and contributions of everybody from the tables of `public`."""
    values, levels = public.table("values"), public.levels
    scored = values["indicator"].isin(list(public.catalogue.indicators)) & ~has(values["flags"], APART)
    made = measure_marker(
        values[scored & (values["group"] == EVERYBODY)], public.table("units"), public.catalogue, levels[-1],
        levels=[CITY_LEVEL, *(one for one in levels if one != CITY_LEVEL)], period=public.meta["period"],
    )  # fmt: skip
    return made.scores, made.contributions


def beside(public: Release, name: str, made: pd.DataFrame) -> pd.DataFrame:
    told = public.table(name)
    return told[told["group"] == EVERYBODY].merge(made, on=PLACE, how="outer", suffixes=("", "_again"), indicator=True)


def test_every_score_of_everybody_is_recomputed_from_public_values(public: Release):
    both = beside(public, "scores", recomputed(public)[0])
    assert len(both) > 60_000
    assert (both["_merge"] == "both").all()
    assert (both["score"].isna() == both["score_again"].isna()).all()
    # Values are published with ten digits; the steepest curve makes less than a millionth of a point of it.
    assert (both["score"] - both["score_again"]).abs().max() < 1e-6
    assert (both["coverage"] - both["coverage_again"]).abs().max() < 1e-6
    assert (both["reason"].fillna("") == both["reason_again"].fillna("")).all()
    # Scores that tie may fall apart in their last digit, and then have places side by side.
    assert ((both["rank"] - both["rank_again"]).fillna(0) != 0).mean() < 0.001


def test_every_contribution_of_everybody_is_recomputed_from_public_values(public: Release):
    both = beside(public, "contributions", recomputed(public)[1])
    assert (both["_merge"] == "both").all()
    assert (both["points"] - both["points_again"]).abs().max() < 1e-6


def test_a_groups_score_is_a_mean_of_public_scores_by_weights_that_are_not_public(public: Release):
    # How many of a group live in a block is told to nobody, so that the mean cannot be made again; it lies between its parts.
    scores = public.table("scores")
    base = public.levels[-1]
    groups = scores[(scores["group"] != EVERYBODY) & scores["score"].notna()]
    assert len(groups) > 0
    assert set(groups["level"]) <= {CITY_LEVEL, public.levels[1]}
    places = [one.id for one in public.catalogue.indicators.values() if one.about == "place"]
    of_all = scores[(scores["level"] == base) & (scores["group"] == EVERYBODY) & scores["node"].isin(places)]
    ends = of_all.groupby("node")["score"].agg(["min", "max"])
    told = groups[groups["node"].isin(places)].join(ends, on="node")
    assert len(told) > 0
    assert (told["score"] >= told["min"] - 1e-6).all()
    assert (told["score"] <= told["max"] + 1e-6).all()
