"""A score is written so that it agrees with the name of its band."""

from __future__ import annotations

import pytest

from tejido.reading.sentences import score_text


@pytest.mark.parametrize(
    ("score", "interval", "written"),
    [
        (69.6, None, "69.6"),  # 70 would be solid: bands begin at 40, 50, 60, 70, 80
        (69.4, None, "69"),
        (69.97, None, "69.9"),  # 70.0 would be, too
        (70.0, None, "70"),
        (59.8, (55.0, 64.0), "59.8"),
        (61.27, (61.0, 61.5), "61.3"),
    ],
)
def test_a_score_is_not_rounded_into_the_next_band(score: float, interval: tuple[float, float] | None, written: str):
    assert score_text(score, interval, "en") == written
