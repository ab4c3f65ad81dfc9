"""Whoever waits is told which step the measuring is at."""

from __future__ import annotations

from pathlib import Path

from tejido.measure import STEPS, measure_city
from tejido.words import translations
from tests.measure import hamlet


def test_the_share_done_rises_from_nothing_to_all_through_every_step_in_order(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    measure_city(hamlet.write(tmp_path / "city"), tmp_path / "release", progress=lambda *step: told.append(step))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert list(dict.fromkeys(step for _, step in told if step)) == list(STEPS)


def test_every_step_has_its_spanish_name() -> None:
    assert set(STEPS) <= set(translations("es"))
