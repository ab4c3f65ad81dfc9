"""Area-level models give the figures of their peers, hold at their limits, and say when they should not be believed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import norm

from tejido.errors import TejidoError
from tejido.survey.area_model import AreaModel, draws, fay_herriot
from tests.survey.areas import invented, peer, shares

CASES = ["milk", "plain", "few"]


def codes(model: AreaModel) -> list[str]:
    return [one.code for one in model.findings]


def slopes(model: AreaModel) -> np.ndarray:
    """The coefficients in the covariates' own units."""
    c = model.coefficients
    slope = c["estimate"] / c["sd"]
    slope[0] -= (slope * c["mean"])[1:].sum()
    return slope.to_numpy()


@pytest.mark.parametrize("case", CASES)
def test_sigma2_coefficients_eblup_and_mse_are_those_of_samplics(case: str):
    direct, covariates, theirs = peer(case)
    model = fay_herriot(direct, covariates, smooth=False)
    assert model.sigma2 == pytest.approx(theirs["sigma2"][0], rel=1e-6)
    count = len(covariates.columns)
    assert slopes(model) == pytest.approx([theirs[f"b{place}"][0] for place in range(count)], rel=1e-6)
    se = model.coefficients["se"] / model.coefficients["sd"]
    assert se[1:].to_numpy() == pytest.approx([theirs[f"b{place}_se"][0] for place in range(1, count)], rel=1e-6)
    assert model.estimates["estimate"].to_numpy() == pytest.approx(theirs["eblup"].to_numpy(), rel=1e-6)
    assert model.estimates["mse"].to_numpy() == pytest.approx(theirs["mse"].to_numpy(), rel=1e-6)


def test_the_milk_of_43_areas_has_the_figures_that_are_published_for_it():
    # README of R's saens 0.1.0 (CRAN), on the data of You and Chapman (2006): coefficients 0.968189, 0.132780, 0.226946,
    # -0.241301; standard errors of the last three 0.103001, 0.092330, 0.081617; log likelihood 12.67748.
    direct, covariates, _ = peer("milk")
    model = fay_herriot(direct, covariates, smooth=False)
    assert slopes(model) == pytest.approx([0.968189, 0.132780, 0.226946, -0.241301], abs=5e-7)
    se = model.coefficients["se"] / model.coefficients["sd"]
    assert se[1:].to_numpy() == pytest.approx([0.103001, 0.092330, 0.081617], abs=5e-7)
    fitted = np.column_stack([np.ones(43), covariates.drop(columns="domain")]) @ slopes(model)
    density = norm.logpdf(direct["estimate"], fitted, np.sqrt(model.sigma2 + direct["se"] ** 2))
    # saens stops where sigma2 changes by less than 1 in 10,000.
    assert density.sum() == pytest.approx(12.67748, abs=2e-5)


@pytest.mark.parametrize("case", CASES)
def test_no_other_variance_is_likelier_by_the_density_of_error_contrasts(case: str):
    # The restricted likelihood from its definition: the normal density of K'y, K'X = 0 (Patterson and Thompson 1971).
    direct, covariates, _ = peer(case)
    X = np.column_stack([np.ones(len(direct)), covariates.drop(columns="domain")])
    K = np.linalg.svd(X)[0][:, X.shape[1] :]

    def minus(log_sigma2: np.ndarray) -> float:
        V = K.T @ np.diag(np.exp(log_sigma2[0]) + direct["se"] ** 2) @ K
        contrast = K.T @ direct["estimate"].to_numpy()
        return float(np.linalg.slogdet(V)[1] + contrast @ np.linalg.solve(V, contrast)) / 2

    found = minimize(minus, [-2.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    assert fay_herriot(direct, covariates, smooth=False).sigma2 == pytest.approx(np.exp(found.x[0]), rel=1e-4)


def test_a_sampled_domain_lies_between_its_own_figure_and_what_its_covariates_say_by_gamma():
    direct, covariates, _ = invented(30)
    model = fay_herriot(direct, covariates)
    found = model.estimates
    b0, b1 = slopes(model)
    expected = found["gamma"] * direct["estimate"] + (1 - found["gamma"]) * (b0 + b1 * covariates["x"])
    assert found["estimate"].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-12)
    assert found["gamma"].to_numpy() == pytest.approx((model.sigma2 / (model.sigma2 + found["variance"])).to_numpy())


def test_a_domain_without_a_sample_gets_what_its_covariates_say_and_a_wider_interval():
    direct, covariates, _ = invented(30)
    direct.loc[3, "estimate"] = np.nan
    model = fay_herriot(direct.drop(index=5), covariates)
    found = model.estimates.set_index("domain")
    b0, b1 = slopes(model)
    for place in (3, 5):
        row = found.loc[f"a{place:03}"]
        assert not row["sampled"]
        assert row["gamma"] == 0
        assert row["estimate"] == pytest.approx(b0 + b1 * covariates["x"][place])
        assert row["mse"] > model.sigma2
        assert row["mse"] > found.loc[found["sampled"], "mse"].max()


def test_smoothing_gives_every_domain_the_mean_variance_of_one_answer():
    direct, covariates, _ = invented(15)
    direct["n"] = [10] * 14 + [60]
    direct["se"] = [0.0, 2.0] * 7 + [1.0]
    # Variance x n: 0 seven times, 4 x 10 seven times, 1 x 60; weighted by n: (70 x 0 + 70 x 40 + 60 x 60) / 200 = 32.
    found = fay_herriot(direct, covariates).estimates
    assert found["variance"].tolist() == pytest.approx([3.2] * 14 + [32 / 60])


def test_smoothing_shares_gives_every_domain_the_same_design_effect():
    direct, covariates, _ = shares(15)
    direct["n"], direct["n_eff"] = [40] * 15, [20.0, 40.0, np.nan] * 5
    # Design effects 2, 1 and unknown, mean 1.5; the variance of arcsin sqrt is 1.5 / (4 x 40).
    found = fay_herriot(direct, covariates, scale="arcsine").estimates
    assert found["variance"].tolist() == pytest.approx([1.5 / 160] * 15)


def test_the_way_back_from_the_arcsine_scale_is_the_mean_over_its_normal_distribution():
    direct, covariates, _ = shares(20)
    model = fay_herriot(direct, covariates, scale="arcsine")
    found = model._predicted
    for place in (0, 7, 19):
        theta, sd = found.theta[place], np.sqrt(found.leading[place])
        mean = quad(lambda t, at=theta, by=sd: np.sin(t) ** 2 * norm.pdf(t, at, by), theta - 9 * sd, theta + 9 * sd)[0]
        assert model.estimates["estimate"][place] == pytest.approx(mean, rel=1e-8)
        sd = np.sqrt(found.mse[place])
        spread = quad(
            lambda t, at=theta, by=sd, middle=mean: (np.sin(t) ** 2 - middle) ** 2 * norm.pdf(t, at, by),
            theta - 9 * sd,
            theta + 9 * sd,
        )[0]
        assert model.estimates["mse"][place] == pytest.approx(spread, rel=1e-7)
    assert (model.estimates["low"] < model.estimates["estimate"]).all()
    assert (model.estimates["estimate"] < model.estimates["high"]).all()
    assert model.estimates[["low", "high"]].stack().between(0, 1).all()


def test_percentages_give_a_hundred_times_the_shares():
    direct, covariates, _ = shares(20)
    one = fay_herriot(direct, covariates, scale="arcsine", benchmark=0.3).estimates
    percent = direct.assign(estimate=100 * direct["estimate"])
    hundred = fay_herriot(percent, covariates, scale="arcsine", benchmark=30, whole=100).estimates
    for name, factor in (("estimate", 100), ("low", 100), ("high", 100), ("mse", 10_000), ("gamma", 1)):
        assert hundred[name].to_numpy() == pytest.approx(factor * one[name].to_numpy(), rel=1e-9)


def test_benchmarked_domains_average_to_the_city_and_move_as_little_as_their_loss_allows():
    direct, covariates, _ = invented(30)
    population = direct["population"].to_numpy()
    plain = fay_herriot(direct, covariates).estimates
    model = fay_herriot(direct, covariates, benchmark=11.0)
    found = model.estimates
    assert np.average(found["estimate"], weights=population) == pytest.approx(11.0, rel=1e-12)
    move = 11.0 - np.average(plain["estimate"], weights=population)
    assert (found["estimate"] - plain["estimate"]).to_numpy() == pytest.approx(move)
    assert (found["mse"] - plain["mse"]).to_numpy() == pytest.approx(move**2)
    assert (found["high"] - found["low"]).to_numpy() == pytest.approx(2 * norm.ppf(0.975) * np.sqrt(found["mse"]))


def test_benchmarked_shares_average_to_the_city_and_stay_shares():
    direct, covariates, _ = shares(30)
    population = direct["population"].to_numpy()
    plain = fay_herriot(direct, covariates, scale="arcsine").estimates["estimate"]
    for target in (0.15, 0.4):
        found = fay_herriot(direct, covariates, scale="arcsine", benchmark=target).estimates
        assert np.average(found["estimate"], weights=population) == pytest.approx(target, rel=1e-12)
        assert found[["low", "estimate", "high"]].stack().between(0, 1).all()
        # Datta et al. (2011): the move of each in proportion to the inverse of its weight in the loss, here p (1 - p).
        step = (found["estimate"] - plain) / (plain * (1 - plain))
        assert step.to_numpy() == pytest.approx(step[0])


@pytest.mark.parametrize("scale", ["identity", "arcsine"])
def test_draws_have_the_mean_and_the_spread_of_the_estimates_and_their_seed_repeats_them(scale: str):
    direct, covariates, _ = invented(30) if scale == "identity" else shares(30)
    direct.loc[0, "estimate"] = np.nan
    model = fay_herriot(direct, covariates, scale=scale, benchmark=10.5 if scale == "identity" else 0.3)  # type: ignore[arg-type]
    made = draws(model, 20_000, 7)
    assert made.shape == (20_000, 30)
    se = np.sqrt(model.estimates["mse"])
    # A mean of 20,000 draws is off by se / 141 or so; on the arcsine scale the errors of the model shift it a little more.
    assert (np.abs(made.mean(axis=0) - model.estimates["estimate"]) < 0.06 * se).all()
    assert made.std(axis=0) == pytest.approx(se, rel=0.06)
    assert (made == draws(model, 20_000, 7)).all()
    assert (made != draws(model, 20_000, 8)).any()


def test_domains_that_rest_on_the_same_coefficients_are_drawn_together():
    direct, covariates, _ = invented(30)
    direct["estimate"] = 10 + 2 * covariates["x"]
    twins = pd.DataFrame({"domain": ["b1", "b2"], "x": [3.0, 3.0]})
    model = fay_herriot(direct, pd.concat([covariates, twins]))
    assert codes(model) == ["E815", "E812"]
    made = draws(model, 2000, 1)
    # No effects of domains are left (sigma2 is 0), so two places with the same covariates have the same true figure.
    assert np.corrcoef(made[:, -2], made[:, -1])[0, 1] == pytest.approx(1)


def test_the_order_of_the_rows_changes_nothing():
    direct, covariates, _ = invented(30)
    plain = fay_herriot(direct, covariates, benchmark=10.0).estimates
    turned = fay_herriot(direct[::-1], covariates.sample(frac=1, random_state=3), benchmark=10.0).estimates
    pd.testing.assert_frame_equal(plain, turned, check_exact=True)


def test_without_a_difference_between_areas_the_variance_is_0_and_it_is_told():
    direct, covariates, _ = invented(30)
    direct["estimate"] = 10 + 2 * covariates["x"]
    model = fay_herriot(direct, covariates)
    assert model.sigma2 == 0
    assert codes(model) == ["E812"]
    assert model.estimates["estimate"].to_numpy() == pytest.approx(direct["estimate"].to_numpy())
    assert (model.estimates["mse"] > 0).all()


def test_the_share_explained_leaves_the_errors_of_sampling_out():
    # Truth: variance of 2x is 4, of the effects 0.25, so the covariate explains 94 %; of the direct figures only about 89 %.
    found = [fay_herriot(*invented(200, seed)[:2]).r2 for seed in range(10)]
    assert np.mean(found) == pytest.approx(4 / 4.25, abs=0.01)


def test_a_constant_covariate_is_left_out_and_told():
    direct, covariates, _ = invented(20)
    model = fay_herriot(direct, covariates.assign(same=4.0))
    assert codes(model) == ["E811"]
    assert model.coefficients["name"].tolist() == ["intercept", "x"]
    pd.testing.assert_frame_equal(model.estimates, fay_herriot(direct, covariates).estimates)


def test_a_domain_far_from_the_model_is_told_by_its_code():
    direct, covariates, _ = invented(40, sigma=0.2)
    direct.loc[4, "estimate"] += 12
    model = fay_herriot(direct, covariates)
    assert codes(model) == ["E813", "E814"]
    assert dict(model.findings[0].values) == {"count": 1, "names": "a004"}
    assert model.estimates["residual"].abs().idxmax() == 4


def refused(direct: pd.DataFrame, covariates: pd.DataFrame, **more: object) -> str:
    with pytest.raises(TejidoError) as caught:
        fay_herriot(direct, covariates, **more)  # type: ignore[arg-type]
    return caught.value.findings[0].code


def test_fifteen_sampled_domains_are_enough_and_fourteen_are_not():
    direct, covariates, _ = invented(15)
    assert len(fay_herriot(direct, covariates).estimates) == 15
    assert refused(direct.drop(index=0), covariates) == "E801"


def test_what_cannot_be_modelled_is_refused_by_its_code():
    direct, covariates, _ = invented(16)
    rng = np.random.default_rng(2)
    many = covariates.assign(**{f"z{place}": rng.normal(0, 1, 16) for place in range(3)})
    assert refused(direct, many) == "E802"
    assert refused(direct, covariates.assign(x=[np.nan, *covariates["x"][1:]])) == "E803"
    assert refused(direct, covariates.drop(index=2)) == "E804"
    assert refused(direct, pd.concat([covariates, covariates[:1]])) == "E805"
    assert refused(direct, covariates.assign(z=5 - 3 * covariates["x"])) == "E806"
    assert refused(direct.assign(se=[0.0] + [1.0] * 15), covariates, smooth=False) == "E807"
    assert refused(direct.drop(columns="n"), covariates) == "E807"
    assert refused(direct.assign(n_eff=20.0), covariates, scale="arcsine") == "E808"
    assert refused(direct.assign(population=np.nan), covariates, benchmark=10.0) == "E809"
    share, x, _ = shares(16)
    assert refused(share, x, scale="arcsine", benchmark=0.95) == "E810"


def test_a_domain_where_all_answer_alike_has_a_variance_of_sampling_like_the_others():
    direct, covariates, _ = shares(20)
    direct.loc[0, ["estimate", "n_eff"]] = [0.0, np.nan]
    found = fay_herriot(direct, covariates, scale="arcsine").estimates.loc[0]
    assert 0 < found["estimate"] < found["high"] < 1
    assert 0 < found["gamma"] < 1
