"""Shares of variance against functions whose shares are known."""

from __future__ import annotations

import numpy as np
import pytest

from tejido.marker.sobol import sample, shares


def test_the_causes_of_a_sum_share_its_variance_by_the_squares_of_their_weights():
    # Var(a u) = a^2 / 12: of 1 u0 + 2 u1 + 3 u2 the shares are 1/14, 4/14, 9/14, alone and in all.
    points = sample(1024, [[0], [1], [2]], seed=1)
    first, total = shares(points @ np.array([[1.0], [2.0], [3.0]]))
    assert first[:, 0] == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.005)
    assert total[:, 0] == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.005)


def test_columns_of_one_cause_count_together():
    points = sample(1024, [[0, 1], [2]], seed=1)
    first, total = shares(points @ np.array([[1.0], [2.0], [3.0]]))
    assert first[:, 0] == pytest.approx([5 / 14, 9 / 14], abs=0.005)
    assert total[:, 0] == pytest.approx([5 / 14, 9 / 14], abs=0.005)


def test_ishigamis_function_has_its_published_shares():
    # sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, x in (-pi, pi): the closed form's shares, as every text on the method prints them.
    points = sample(8192, [[0], [1], [2]], seed=1)
    x = np.pi * (2 * points - 1)
    result = np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])
    first, total = shares(result[..., None])
    assert first[:, 0] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.015)
    assert total[:, 0] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.015)


def test_what_never_varies_has_no_causes():
    points = sample(16, [[0], [1]], seed=1)
    first, total = shares(np.full((*points.shape[:2], 1), 61.3))
    assert np.isnan(first).all()
    assert np.isnan(total).all()


def test_points_without_a_result_are_left_out():
    points = sample(1024, [[0], [1]], seed=1)
    result = points @ np.array([[1.0], [3.0]])
    result[2, :300] = np.nan
    first, _ = shares(result)
    assert first[:, 0] == pytest.approx([0.1, 0.9], abs=0.05)


def test_each_matrix_differs_from_the_first_in_one_cause_only():
    first, second, *mixed = sample(333, [[0, 1], [2]], seed=7)
    assert first.shape == (333, 3)
    assert (mixed[0] == np.column_stack([second[:, :2], first[:, 2]])).all()
    assert (mixed[1] == np.column_stack([first[:, :2], second[:, 2]])).all()
