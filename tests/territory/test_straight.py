"""Straight lines times a detour factor."""

from __future__ import annotations

import numpy as np
import pytest

from tejido.territory import nearest_straight, within_straight

HOUSES = np.array([[0.0, 0.0], [600.0, 0.0]])
SCHOOLS = np.array([[300.0, 400.0], [600.0, 100.0]])


def test_the_straight_line_is_lengthened_by_the_detour_factor() -> None:
    # The 3-4-5 triangle gives 500 m to the first school; the second is 608 m off. From the other house it is 100 m.
    assert nearest_straight(HOUSES, SCHOOLS, 1.2) == pytest.approx([600, 120])


def test_without_any_place_there_is_no_distance() -> None:
    assert np.isnan(nearest_straight(HOUSES, np.empty((0, 2)), 1.3)).all()
    assert within_straight(HOUSES, np.empty((0, 2)), 400, 1.3).empty


def test_pairs_are_those_within_the_limit_after_the_detour_the_limit_included() -> None:
    found = within_straight(HOUSES, SCHOOLS, 600, 1.2)
    # House 1 to school 1: 500 x 1.2 as well; house 0 to school 1: 608 x 1.2 = 730 is beyond.
    assert found[["origin", "destination"]].to_numpy().tolist() == [[0, 0], [1, 0], [1, 1]]
    assert found["distance"].tolist() == pytest.approx([600, 600, 120])
