"""Risks of small files are those that the literature prints."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from tejido.errors import TejidoError
from tejido.privacy.frequencies import frequencies
from tejido.privacy.risk import diversity, household_risk, individual_risk, measure_risk, special_uniques
from tests.privacy import small_files as small


def risks(table: pd.DataFrame, keys: list[str], weight: str) -> list[float]:
    found = frequencies(table, keys, weight)
    return individual_risk(found["sample"].to_numpy(dtype=float), found["population"].to_numpy()).tolist()


@pytest.mark.parametrize(
    ("file", "keys", "weight", "published", "digits"),
    [
        (small.PRACTICE, small.PRACTICE_KEYS, "weight", small.PRACTICE_RISK, 1e-9),
        (small.EIGHT, ["a", "b", "c"], "w", small.EIGHT_RISK, 1e-8),
        (small.EIGHT_GAPS, ["a", "b", "c"], "w", small.EIGHT_GAPS_RISK, 1e-9),
        (small.FRANCDAT, ["key1", "key2", "key3", "key4"], "w", small.FRANCDAT_RISK, 5e-4),
    ],
    ids=["practice guide", "sdcMicro", "sdcMicro, keys missing", "francdat"],
)
def test_individual_risks_are_the_published_ones_with_and_without_missing_keys(file, keys, weight, published, digits):
    assert risks(file, keys, weight) == pytest.approx(published, abs=digits)


def test_a_combination_with_no_more_people_than_rows_has_the_risk_of_choosing_among_them():
    assert individual_risk(np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0])).tolist() == [1.0, 0.5, 0.25]


@given(st.integers(1, 10**6), st.floats(1.0, 1e6))
def test_a_risk_lies_between_choosing_among_the_people_and_choosing_among_the_rows(rows: int, each: float):
    """1 / F by Jensen's inequality: the mean of 1 / F is no less than 1 over the mean F; and F is at least f."""
    risk = float(individual_risk(np.array([float(rows)]), np.array([rows * each]))[0])
    assert 1 / (rows * each) * (1 - 1e-9) <= risk <= 1 / rows * (1 + 1e-9)


@pytest.mark.parametrize("share", [1e-6, 1e-3, 0.2, 0.499999, 0.500001, 0.9, 0.999])
@pytest.mark.parametrize("rows", [1, 2, 3, 5, 19, 20, 21, 60, 150])
def test_a_risk_is_the_mean_of_one_over_the_number_of_people(rows: int, share: float):
    """The integral that Franconi and Polettini give it, p u^(f - 1) / (p + (1 - p) u) over u from 0 to 1, by quadrature."""
    expected = quad(
        lambda u: share * u ** (rows - 1) / (share + (1 - share) * u), 0, 1, epsabs=0, epsrel=1e-11, limit=400
    )[0]
    assert float(individual_risk(np.array([float(rows)]), np.array([rows / share]))[0]) == pytest.approx(
        expected, rel=1e-9
    )


def test_a_household_is_found_if_one_of_its_members_is():
    """1 - 0.9 x 0.8 = 0.28; alone 0.5; who has no household is alone."""
    found = household_risk(np.array([0.1, 0.5, 0.2, 0.3]), pd.Series(["x", "y", "x", None]))
    assert found.tolist() == pytest.approx([0.28, 0.5, 0.28, 0.3])


def test_who_is_known_for_sure_makes_the_household_known():
    assert household_risk(np.array([1.0, 0.1]), pd.Series([7, 7])).tolist() == [1.0, 1.0]


def test_diversity_counts_the_different_sensitive_answers_of_those_who_look_alike():
    found = diversity(small.PRACTICE, small.PRACTICE_KEYS, "health")
    assert found["distinct"].tolist() == small.PRACTICE_DISTINCT
    assert found["entropy"].tolist() == pytest.approx(small.PRACTICE_DISTINCT)  # halves and wholes: exp(log 2) = 2


def test_entropy_diversity_of_unequal_answers_is_less_than_their_number():
    """Machanavajjhala et al. (2007), figure 4, second block: cancer, heart, viral, viral; exp(1.0397) = 2.828."""
    table = pd.DataFrame({"zip": [1485] * 4, "disease": ["cancer", "heart", "viral", "viral"]})
    found = diversity(table, ["zip"], "disease")
    assert set(found["distinct"]) == {3}
    assert found["entropy"].iloc[0] == pytest.approx(math.sqrt(8))


def test_a_missing_sensitive_answer_is_no_answer():
    table = pd.DataFrame({"sex": ["f", "f", "m"], "papers": ["no", None, None]})
    assert diversity(table, ["sex"], "papers")["distinct"].tolist() == [1, 1, 0]


def test_amounts_have_no_diversity_and_are_refused():
    table = pd.DataFrame({"sex": ["f"] * 300, "income": range(300)})
    with pytest.raises(TejidoError, match="P214"):
        diversity(table, ["sex"], "income")


def test_special_uniques_score_as_published():
    """Table 4.5: four sets single out the fifth person: rural (3 x 2 x 1 = 6) and three pairs (2 x 1 each): 12."""
    found = special_uniques(small.PRACTICE, small.PRACTICE_KEYS)
    assert found["score"].tolist() == small.PRACTICE_SCORES
    assert (found["count"].iloc[4], found["smallest"].iloc[4]) == (4, 1)


def test_scores_of_a_second_published_table():
    """Templ's book, as checked by sdcMicro (test_suda2.R): rows 5 to 8 score 4, 2, 6 and 8."""
    table = pd.DataFrame({
        "age": ["20s"] * 7 + ["60s"],
        "gender": ["male"] * 4 + ["female"] * 3 + ["male"],
        "income": ["50k+"] * 2 + ["50k-"] * 6,
        "education": ["high"] * 4 + ["university", "high", "middle", "university"],
    })  # fmt: skip
    assert special_uniques(table, list(table))["score"].tolist()[4:] == [4, 2, 6, 8]


def test_a_missing_key_singles_nobody_out():
    table = pd.DataFrame({"origin": ["host", "host", None], "sex": ["f", "f", "f"], "age": [1, 1, 1]})
    assert special_uniques(table, list(table))["count"].tolist() == [0, 0, 0]


def test_the_summary_of_the_practice_guide_is_as_printed():
    """Example 4.4: 4 rows violate 2-anonymity and all 10 violate 3-anonymity. Table 4.3: 6 rows have one answer alone."""
    found = measure_risk(small.PRACTICE, small.PRACTICE_KEYS, weight="weight", sensitive="health", k=3)
    assert (found.fewer_than[2], found.fewer_than[3]) == (4, 10)
    assert found.expected == pytest.approx(sum(small.PRACTICE_RISK))
    assert found.largest == pytest.approx(0.029010932)
    assert (found.special, found.alike, found.least_diverse) == (4, 6, pytest.approx(1.0))
    assert found.households is None


def test_rows_with_a_missing_key_do_not_make_complete_rows_less_rare_than_they_look():
    """Each complete row could be the third, but among complete rows each is alone."""
    table = pd.DataFrame({"sex": ["f", "m", None]})
    found = measure_risk(table, ["sex"], k=2)
    assert (found.fewer_than[2], found.bare[2]) == (0, 2)


def test_households_are_counted_once():
    """Two who look alike in one house, unweighted: each 1 / 2, so 1 - 1/4 = 0.75; and one alone with 1."""
    table = pd.DataFrame({"sex": ["f", "f", "m"], "home": ["x", "x", "y"]})
    assert measure_risk(table, ["sex"], household="home").households == pytest.approx(1.75)


def test_a_file_whose_every_row_misses_a_key_has_no_complete_rows_to_be_rare():
    table = pd.DataFrame({"sex": ["f", None], "age": [None, 4.0]})
    assert measure_risk(table, ["sex", "age"]).bare == {2: 0, 3: 0, 5: 0}
