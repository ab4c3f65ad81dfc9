"""Laws that hold for every sample (Hypothesis)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido import survey
from tejido.survey.aggregates import add_up, items_of
from tejido.survey.summed import Sampling, Sums, estimate_sums
from tests.survey.alike import same


@st.composite
def samples(draw: st.DrawFn) -> pd.DataFrame:
    """Two to four strata of two to four clusters with one to six rows each."""
    rows = []
    for stratum in range(draw(st.integers(2, 4))):
        for cluster in range(draw(st.integers(2, 4))):
            for _ in range(draw(st.integers(1, 6))):
                rows.append((stratum, cluster))
    n = len(rows)
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rows, columns=["stratum", "cluster"])
    table["w"] = rng.gamma(5, 4, n)
    table["y"] = rng.normal(100, 20, n)
    table["b"] = rng.integers(0, 2, n)
    table["g"] = rng.integers(0, 2, n)
    table.loc[0, "g"], table.loc[n - 1, "g"] = 0, 1
    table.loc[rng.random(n) < 0.1, "y"] = np.nan
    return table


def design(table: pd.DataFrame) -> survey.Design:
    return survey.design(table, "w", "stratum", ["cluster"])


ASKED = survey.mean("y") + survey.proportion("b") + survey.ratio("y", "b")


@settings(max_examples=40)
@given(samples(), st.floats(0.01, 1000))
def test_scaling_all_weights_changes_no_mean_and_no_standard_error(table: pd.DataFrame, factor: float):
    first = survey.estimate(design(table), table, ASKED, ["g"])
    scaled = table.assign(w=table["w"] * factor)
    second = survey.estimate(design(scaled), scaled, ASKED, ["g"])
    for name in ("estimate", "se", "low", "high", "df"):
        np.testing.assert_allclose(second[name], first[name], rtol=1e-7, atol=1e-12)


@settings(max_examples=40)
@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(table: pd.DataFrame, chance: object):
    first = survey.estimate(design(table), table, ASKED, ["g"])
    order = list(range(len(table)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    mixed = table.iloc[order].reset_index(drop=True)
    second = survey.estimate(design(mixed), mixed, ASKED, ["g"])
    for name in ("estimate", "se", "deff", "df", "n", "n_cases"):
        np.testing.assert_allclose(
            second[name].to_numpy(float, na_value=np.nan),
            first[name].to_numpy(float, na_value=np.nan),
            rtol=1e-8,
            atol=1e-9,
        )


def parted(table: pd.DataFrame, seed: int) -> list[pd.DataFrame]:
    """The rows over two files, clusters torn apart."""
    first = np.random.default_rng(seed).random(len(table)) < 0.5
    first[0], first[-1] = True, False
    return [table[first].reset_index(drop=True), table[~first].reset_index(drop=True)]


def sums(rows: ibis.Table, asked: list[survey.Statistic]) -> Sums:
    return add_up(rows, Sampling("w", "stratum", ("cluster",)), items_of(rows, asked), ["g"])


@settings(max_examples=6)
@given(samples(), st.integers(0, 10_000))
def test_splitting_rows_over_two_files_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, table: pd.DataFrame, seed: int
):
    folder = Path(tmp_path_factory.mktemp("parted"))
    files = [folder / "one.parquet", folder / "other.parquet"]
    for path, part in zip(files, parted(table, seed), strict=True):
        part.to_parquet(path)
    whole = survey.estimate(design(table), table, ASKED, ["g"])
    together = pd.concat([pd.read_parquet(path) for path in files], ignore_index=True)
    same(whole, survey.estimate(design(together), together, ASKED, ["g"]), 1e-8)
    same(whole, estimate_sums(sums(ibis.read_parquet(files), ASKED)), 1e-8)


@settings(max_examples=6)
@given(samples(), st.integers(0, 10_000))
def test_sums_of_two_files_added_up_are_those_of_one(table: pd.DataFrame, seed: int):
    asked = survey.proportion("b") + survey.proportion("g")
    made = [sums(ibis.memtable(part), asked) for part in parted(table, seed)]
    frames = [one.frame for one in made]
    keys = [name for name in frames[0].columns if name.startswith(("by", "stratum", "psu"))]
    cells = pd.concat(frames).groupby(keys, as_index=False).sum()
    same(survey.estimate(design(table), table, asked, ["g"]), estimate_sums(replace(made[0], frame=cells)), 1e-8)


@settings(max_examples=40)
@given(samples())
def test_a_total_is_the_sum_of_its_parts(table: pd.DataFrame):
    whole = survey.estimate(design(table), table, survey.total("y", "b"))
    parts = survey.estimate(design(table), table, survey.total("y", "b"), ["g"])
    np.testing.assert_allclose(parts.groupby("variable", sort=False)["estimate"].sum(), whole["estimate"], rtol=1e-12)


@settings(max_examples=30)
@given(samples(), st.floats(0.7, 1.4), st.floats(0.7, 1.4))
def test_calibrated_totals_equal_their_targets_without_error(table: pd.DataFrame, more: float, fewer: float):
    sums = table.groupby("g")["w"].sum()
    totals = pd.DataFrame({"g": [0, 1], "people": [sums[0] * more, sums[1] * fewer]})
    table = table.assign(one=(table["g"] == 1).astype(int))
    for made in (
        survey.poststratify(design(table), table, ["g"], totals),
        survey.rake(design(table), table, [(["g"], totals)]),
        survey.calibrate(design(table), table, {"g": dict(zip(totals["g"], totals["people"], strict=True))}),
    ):
        reached = survey.estimate(made, table, survey.total("one")).iloc[0]
        assert reached["estimate"] == pytest.approx(totals["people"][1], rel=1e-10)
        assert reached["se"] == pytest.approx(0, abs=1e-8 * reached["estimate"])


@settings(max_examples=30)
@given(samples())
def test_a_differential_with_itself_is_nothing_without_error(table: pd.DataFrame):
    gap = survey.differential(design(table), table, ASKED[:2], "g", 1, 1)
    assert gap["gap"].tolist() == [0, 0]
    assert gap["se"].tolist() == [0, 0]


@settings(max_examples=30)
@given(samples())
def test_turning_a_differential_round_turns_its_sign_alone(table: pd.DataFrame):
    one = survey.differential(design(table), table, ASKED[:2], "g", 1, 0)
    other = survey.differential(design(table), table, ASKED[:2], "g", 0, 1)
    np.testing.assert_allclose(one["gap"], -other["gap"], rtol=1e-12)
    np.testing.assert_allclose(one["se"], other["se"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(one["p"], other["p"], rtol=1e-7, atol=1e-12)


@settings(max_examples=40)
@given(samples())
def test_the_interval_of_a_proportion_stays_between_0_and_1_and_is_never_a_point_at_0(table: pd.DataFrame):
    for column in (table["b"], table["b"] * 0, table["b"] * 0 + 1):
        got = survey.estimate(design(table), table.assign(b=column), survey.proportion("b")).iloc[0]
        assert 0 <= got["low"] <= got["estimate"] <= got["high"] <= 1
        assert got["high"] > 0
        assert got["low"] < 1


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_keep_their_order_and_never_fall(p: list[float]):
    values = np.array(p)
    for adjusted in (survey.adjust_holm(values), survey.adjust_false_discovery(values)):
        assert (adjusted >= values * (1 - 1e-12)).all()  # p x m / m rounds
        assert (adjusted <= 1).all()
        order = np.argsort(values, kind="stable")
        assert (np.diff(adjusted[order]) >= -1e-15).all()
    assert (survey.adjust_false_discovery(values) <= survey.adjust_holm(values) + 1e-15).all()
