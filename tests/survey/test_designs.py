"""Designs, domains and replicates: what is refused, what follows by hand, what equals what."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tejido import survey
from tejido.errors import TejidoError
from tests.survey.golden import asked, design, figures, sample, table


def code(problem: pytest.ExceptionInfo[TejidoError]) -> str:
    return problem.value.findings[0].code


SMALL = pd.DataFrame({
    "stratum": ["a", "a", "b", "b"], "w": [10.0, 10.0, 20.0, 20.0], "y": [1.0, 3.0, 5.0, 9.0], "n": [20, 20, 40, 40],
    "g": ["x", "y", "x", "y"],
})  # fmt: skip


def test_the_stratified_mean_of_four_rows_is_that_of_the_hand():
    # Means 2 and 7, shares 1/3 and 2/3: 16/3. Variances 2 and 8; (1 - 2/20) (1/3)^2 2/2 + (1 - 2/40) (2/3)^2 8/2 = 0.1 + 1.68889
    got = survey.estimate(survey.design(SMALL, "w", "stratum", fpc=["n"]), SMALL, survey.mean("y")).iloc[0]
    assert got["estimate"] == pytest.approx(16 / 3)
    assert got["se"] == pytest.approx(np.sqrt(0.9 / 9 + 0.95 * 16 / 9))
    assert (got["df"], got["n"]) == (2, 4)
    # t with 2 degrees of freedom is 4.302653
    assert got["high"] - got["estimate"] == pytest.approx(4.302653 * got["se"], rel=1e-6)


def test_finite_populations_may_be_counts_or_shares():
    shares = SMALL.assign(n=[0.1, 0.1, 0.05, 0.05])
    counts = survey.estimate(survey.design(SMALL, "w", "stratum", fpc=["n"]), SMALL, survey.mean("y"))
    other = survey.estimate(survey.design(shares, "w", "stratum", fpc=["n"]), shares, survey.mean("y"))
    assert other["se"].iloc[0] == pytest.approx(counts["se"].iloc[0], rel=1e-12)


def test_the_standard_error_of_a_domain_is_not_that_of_the_filtered_file():
    people = sample("one")
    inside = people[people["zone"] == "w"]
    domain = survey.estimate(design("one"), people, survey.total("water"), ["zone"])
    whole = domain[domain["zone"] == "w"].iloc[0]
    # The file without the others forgets the clusters where nobody of the domain was found.
    thinner = inside[~((inside["stratum"] == "s1") & (inside["cluster"] < 3))]
    flagged = people.assign(kept=people.index.isin(thinner.index))
    asked = survey.estimate(
        survey.design(flagged, "w", "stratum", ["cluster"]), flagged, survey.total("water"), ["kept"]
    )
    filtered = survey.estimate(survey.design(thinner, "w", "stratum", ["cluster"]), thinner, survey.total("water"))
    right = asked[asked["kept"] == True].iloc[0]  # noqa: E712
    assert right["estimate"] == pytest.approx(filtered["estimate"].iloc[0])
    assert abs(right["se"] / filtered["se"].iloc[0] - 1) > 0.005
    assert whole["n"] == len(inside)


def test_missing_answers_are_left_out_and_n_tells():
    got = survey.estimate(survey.design(SMALL, "w"), SMALL.assign(y=[1.0, None, 5.0, 9.0]), survey.mean("y")).iloc[0]
    assert got["n"] == 3
    assert got["estimate"] == pytest.approx((10 * 1 + 20 * 5 + 20 * 9) / 50)


def test_rows_without_weight_count_nowhere():
    none = pd.concat([SMALL, SMALL.iloc[:1].assign(w=0.0, y=1e9)], ignore_index=True)
    got = survey.estimate(survey.design(none, "w", "stratum"), none, survey.mean("y")).iloc[0]
    assert (got["n"], got["estimate"]) == (4, pytest.approx(16 / 3))


def test_households_behind_a_figure_are_counted_once():
    homes = SMALL.assign(home=["h1", "h1", "h2", "h3"])
    got = survey.estimate(survey.design(homes, "w", "stratum"), homes, survey.mean("y"), ["stratum"], household="home")
    assert got["n_households"].tolist() == [1, 2]


def test_a_text_column_gives_a_proportion_for_every_answer():
    got = survey.estimate(survey.design(SMALL, "w", "stratum"), SMALL, survey.proportion("g", "g=y"))
    assert got["variable"].tolist() == ["g=x", "g=y", "g=y"]
    assert got["estimate"].tolist() == pytest.approx([0.5, 0.5, 0.5])


def test_unweighted_figures_compare_with_a_sample_with_replacement():
    got = survey.estimate(survey.design(SMALL), SMALL, survey.mean("y")).iloc[0]
    assert got["deff"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "options", "wanted"),
    [
        ({}, {"strata": "strata"}, "E101"),
        ({"w": [1.0, None, 1.0, 1.0]}, {}, "E102"),
        ({"w": ["a", "1", "1", "1"]}, {}, "E103"),
        ({"w": [1.0, -1.0, 1.0, 1.0]}, {}, "E104"),
        ({}, {"fpc": ["n", "n"]}, "E112"),
        ({"stratum": ["a", "a", "a", "b"]}, {}, "E113"),
        ({"n": [20, 21, 40, 40]}, {"fpc": ["n"]}, "E114"),
        ({"n": [0.5, 0.5, 40, 40]}, {"fpc": ["n"]}, "E115"),
        ({"n": [1, 1, 40, 40]}, {"fpc": ["n"]}, "E116"),
    ],
)
def test_a_design_that_cannot_be_is_refused_with_its_code(change: dict, options: dict, wanted: str):
    with pytest.raises(TejidoError) as problem:
        survey.design(SMALL.assign(**change), **({"weight": "w", "strata": "stratum"} | options))
    assert code(problem) == wanted


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (survey.mean("why"), "E101"), (survey.mean("g"), "E103"), (survey.proportion("y"), "E105"),
        (survey.proportion("g=z"), "E107"),
    ],
)  # fmt: skip
def test_a_question_that_the_answers_cannot_answer_is_refused(asked: list[survey.Statistic], wanted: str):
    with pytest.raises(TejidoError) as problem:
        survey.estimate(survey.design(SMALL, "w"), SMALL, asked)
    assert code(problem) == wanted


def test_columns_with_countless_answers_are_no_categories():
    many = pd.DataFrame({"name": [f"n{i}" for i in range(80)]})
    with pytest.raises(TejidoError) as problem:
        survey.estimate(survey.design(many), many, survey.proportion("name"))
    assert code(problem) == "E106"


def test_half_samples_give_a_total_the_variance_of_linearisation():
    # Full orthogonal balance: for a total, exactly the stratified variance (McCarthy 1966).
    pairs = table("pairs")
    made = survey.design(pairs, "w", "stratum", ["cluster"])
    wanted = survey.estimate(made, pairs, survey.total("y", "b"))
    for method in ("BRR", "Fay"):
        got = survey.estimate(survey.replicate(made, method), pairs, survey.total("y", "b"))
        np.testing.assert_allclose(got["se"], wanted["se"], rtol=1e-10)
        assert got["df"].tolist() == [7, 7]


@pytest.mark.parametrize(("method", "case"), [("BRR", "brr"), ("Fay", "fay"), ("JKn", "jkn"), ("bootstrap", "made")])
@pytest.mark.parametrize("variable", ["y", "b", "b/y"])
def test_replicates_that_tejido_makes_give_the_errors_of_r(method: survey.Method, case: str, variable: str):
    # R's half-samples are others, but as balanced; the bootstrap's weights went to R as tests/golden/made.csv.
    pairs = table("pairs")
    made = survey.replicate(survey.design(pairs, "w", "stratum", ["cluster"]), method, count=40, seed=3, rho=0.3)
    statistic = {"y": "mean", "b": "proportion", "b/y": "ratio"}[variable]
    known = figures().set_index(["case", "statistic", "variable", "domain"])
    for by, domain in (([], "all"), (["grp"], "grp=1")):
        got = survey.estimate(made, pairs, asked(statistic, variable), by).iloc[-1]
        wanted = known.loc[(case, statistic, variable, domain)]
        assert got["se"] == pytest.approx(wanted["se"], rel=1e-6)
        assert got["df"] == wanted["df"]


def test_a_bootstrap_comes_near_linearisation_and_repeats_with_its_seed():
    pairs = table("people")
    made = survey.design(pairs, "w", "stratum", ["cluster"])
    wanted = survey.estimate(made, pairs, survey.mean("age"))["se"].iloc[0]
    runs = [
        survey.estimate(survey.replicate(made, "bootstrap", 2000, seed), pairs, survey.mean("age"))
        for seed in (1, 1, 2)
    ]
    assert runs[0]["se"].iloc[0] == runs[1]["se"].iloc[0] != runs[2]["se"].iloc[0]
    assert runs[0]["se"].iloc[0] == pytest.approx(wanted, rel=0.06)


@pytest.mark.parametrize(
    ("method", "strata", "rows", "wanted"),
    [
        ("BRR", "stratum", "people", "E119"),
        ("JK1", "stratum", "people", "E120"),
        ("bootstrap", "lonely_stratum", "people", "E121"),
    ],
)
def test_replicates_that_a_design_does_not_allow_are_refused(
    method: survey.Method, strata: str, rows: str, wanted: str
):
    made = survey.design(table(rows), "w", strata, ["cluster"], lonely="adjust")
    with pytest.raises(TejidoError) as problem:
        survey.replicate(made, method, file="homes.csv")
    assert code(problem) == wanted
    assert problem.value.findings[0].where() == "homes.csv"


def test_jackknife_weights_that_come_with_a_file_need_their_strata_and_equal_those_made():
    pairs = table("pairs")
    made = survey.replicate(survey.design(pairs, "w", "stratum", ["cluster"]), "JKn")
    factors = made.replicates.factors[made.leaf] * pairs[["w"]].to_numpy()
    names = [f"r_{k}" for k in range(factors.shape[1])]
    file = pd.concat([pairs, pd.DataFrame(factors, columns=names)], axis=1)
    with pytest.raises(TejidoError) as problem:
        survey.replicate_design(file, "w", names, "JKn")
    assert code(problem) == "E118"
    given = survey.estimate(survey.replicate_design(file, "w", names, "JKn", "stratum"), file, survey.mean("y"))
    assert given["se"].iloc[0] == pytest.approx(survey.estimate(made, pairs, survey.mean("y"))["se"].iloc[0], rel=1e-10)
    with pytest.raises(TejidoError) as problem:
        survey.replicate_design(file.assign(w=0.0), "w", names, "BRR")
    assert code(problem) == "E117"


TOTALS = pd.DataFrame({"g": ["x", "y"], "people": [30.0, 40.0]})


@pytest.mark.parametrize(
    ("totals", "wanted"),
    [
        (TOTALS.rename(columns={"g": "h"}), "E122"), (TOTALS.assign(more=1), "E123"), (TOTALS.iloc[:1], "E124"),
        (pd.concat([TOTALS, TOTALS]), "E125"),
        (pd.concat([TOTALS, pd.DataFrame({"g": ["z"], "people": [5.0]})]), "E127"),
    ],
)  # fmt: skip
def test_known_totals_that_do_not_fit_the_sample_are_refused(totals: pd.DataFrame, wanted: str):
    with pytest.raises(TejidoError) as problem:
        survey.poststratify(survey.design(SMALL, "w", "stratum"), SMALL, ["g"], totals)
    assert code(problem) == wanted


def test_margins_of_two_populations_second_calibrations_and_bounds_too_tight_are_refused():
    made = survey.design(SMALL, "w", "stratum")
    strata = pd.DataFrame({"stratum": ["a", "b"], "people": [20, 20]})
    with pytest.raises(TejidoError) as problem:
        survey.rake(made, SMALL, [(["g"], TOTALS), (["stratum"], strata)])
    assert code(problem) == "E126"
    once = survey.poststratify(made, SMALL, ["g"], TOTALS)
    with pytest.raises(TejidoError) as problem:
        survey.poststratify(once, SMALL, ["g"], TOTALS)
    assert code(problem) == "E128"
    paired = survey.replicate(survey.design(SMALL, "w", "stratum"), "JKn")
    with pytest.raises(TejidoError) as problem:
        survey.poststratify(survey.poststratify(paired, SMALL, ["g"], TOTALS), SMALL, ["g"], TOTALS)
    assert code(problem) == "E128"
    with pytest.raises(TejidoError) as problem:
        survey.calibrate(made, SMALL, {"1": 600.0}, bounds=(0.5, 2))
    assert code(problem) == "E129"


def test_a_differential_of_unknown_groups_or_of_quantiles_is_refused():
    made = survey.design(SMALL, "w", "stratum")
    with pytest.raises(TejidoError) as problem:
        survey.differential(made, SMALL, survey.mean("y"), "g", "x", "z")
    assert code(problem) == "E130"
    with pytest.raises(TejidoError) as problem:
        survey.differential(made, SMALL, survey.quantile("y", 0.5), "g", "x", "y")
    assert code(problem) == "E131"


def test_a_differential_says_what_may_be_said():
    people = sample("one")
    gap = survey.differential(design("one"), people, survey.mean("water", "age"), "grp", 1, 0, rule="dhs")
    assert gap["said"].tolist() == [
        "gap_shown" if low > 0 or high < 0 else "gap_not_shown"
        for low, high in zip(gap["low"], gap["high"], strict=True)
    ]
    strict = survey.differential(design("one"), people, survey.mean("water"), "grp", 1, 0)
    assert strict["said"].iloc[0] == "cannot_be_said" if strict["quality"].iloc[0] == "unreliable" else True


def test_p_values_are_adjusted_as_by_hand():
    # Holm: 0.01 x 4, 0.02 x 3, 0.03 x 2 (not below 0.06), 0.5. Benjamini-Hochberg: 0.04, 0.04, 0.04, 0.5
    p = np.array([0.03, 0.01, np.nan, 0.5, 0.02])
    np.testing.assert_allclose(survey.adjust_holm(p), [0.06, 0.04, np.nan, 0.5, 0.06])
    np.testing.assert_allclose(survey.adjust_false_discovery(p), [0.04, 0.04, np.nan, 0.5, 0.04])


def test_a_weight_that_calibration_turned_negative_still_counts():
    # Of the four rows (weights 10, 10, 20, 20; y 1, 3, 5, 9) the total of y is 320; 60 people with a total of 100 are reached
    # by g = 1 + a + b y with 60 a + 320 b = 0 and 320 a + 2220 b = -220: b = -0.42857, a = 2.28571; the row with 9 gets -0.57143.
    made = survey.calibrate(survey.design(SMALL, "w"), SMALL, {"1": 60.0, "y": 100.0})
    assert made.weight[3] == pytest.approx(20 * (1 + 2.285714 - 0.428571 * 9), rel=1e-5)
    got = survey.estimate(made, SMALL, survey.total("y") + survey.mean("y"))
    assert got["estimate"].tolist() == pytest.approx([100 / 60, 100])
    assert got["n"].tolist() == [4, 4]
