"""How often combinations of keys occur, in the file and in the population."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.privacy.frequencies import classes, coded, frequencies, matching
from tests.privacy import small_files as small

CELLS = st.lists(st.tuples(*[st.sampled_from([0, 1, 2, None])] * 3), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("file", "keys", "weight", "sample", "population"),
    [
        (small.PRACTICE, small.PRACTICE_KEYS, "weight", small.PRACTICE_SAMPLE, small.PRACTICE_POPULATION),
        (small.FRANCDAT, ["key1", "key2", "key3", "key4"], "w", small.FRANCDAT_SAMPLE, small.FRANCDAT_POPULATION),
    ],
)
def test_frequencies_of_complete_keys_are_the_published_ones(file, keys, weight, sample, population):
    found = frequencies(file, keys, weight)
    assert found["sample"].tolist() == sample
    assert found["population"].tolist() == population


def test_a_missing_key_is_counted_with_every_answer_that_it_could_be():
    """Table 4.2 of the practice guide: the third man could be either of the others, who are not alike: 2, 2, 3."""
    men = pd.DataFrame({
        "gender": ["male"] * 3, "education": ["complete", "incomplete", None], "labour": ["employed"] * 3
    })  # fmt: skip
    assert frequencies(men, list(men))["sample"].tolist() == [2, 2, 3]


def test_without_weights_the_file_is_the_population():
    """sdcMicro's eight rows with missing keys: its risks of an unweighted file are 1 / f."""
    found = frequencies(small.EIGHT_GAPS, ["a", "b", "c"])
    assert found["population"].tolist() == found["sample"].tolist()
    assert (1 / found["sample"]).tolist() == pytest.approx(small.EIGHT_GAPS_ALL_COUNTED)


@settings(max_examples=60)
@given(CELLS)
def test_frequencies_are_those_of_comparing_every_row_with_every_other(rows):
    table = pd.DataFrame(rows, columns=list("abc"), dtype="Int64")
    weights = np.arange(1.0, len(rows) + 1)
    found = frequencies(table.assign(w=weights), list("abc"), "w")
    for place, one in enumerate(rows):
        alike = [all(x is None or y is None or x == y for x, y in zip(one, other, strict=True)) for other in rows]
        assert found["sample"].iloc[place] == sum(alike)
        assert found["population"].iloc[place] == pytest.approx(weights[alike].sum())


def test_many_keys_with_many_answers_are_told_apart():
    """Twenty keys of a thousand answers are more combinations than a number of 64 bits can count: 1000^20."""
    rows = np.tile(np.arange(1000)[:, None], (1, 20))
    rows[0, 19] = 1
    found = classes(rows)
    assert len(found.codes) == 1000
    assert matching(rows[:2], rows, np.ones(1000)).tolist() == [1.0, 1.0]


def test_accents_and_the_letter_enye_are_answers_of_their_own():
    table = pd.DataFrame({"place": ["Peña", "Pena", "Peña", None]})
    assert coded(table, ["place"])[:, 0].tolist() == [1, 0, 1, -1]
    assert frequencies(table, ["place"])["sample"].tolist() == [3, 2, 3, 4]


@pytest.mark.parametrize("wrong", [0, -1, None, float("inf")])
def test_a_weight_that_is_no_positive_number_is_refused_with_its_row(wrong):
    table = pd.DataFrame({"sex": ["f", "m"], "w": [1.5, wrong]})
    with pytest.raises(TejidoError) as told:
        frequencies(table, ["sex"], "w")
    assert (told.value.findings[0].code, told.value.findings[0].row) == ("P212", 3)
