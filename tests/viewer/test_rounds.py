"""What changed between two rounds, as the page tells it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tejido.figures.slope import Point, Slope, axes, slope_svg
from tests.viewer.test_page import text_of
from tests.viewer.two_rounds import MORE, Round


def city_score(second: bool) -> float:
    scores = Round(second=second).table("scores")
    return float(scores.loc[(scores["level"] == "city") & (scores["node"] == "marker"), "score"].item())


def test_the_first_line_tells_both_figures_the_change_and_its_interval(twice: Path):
    before, after = (city_score(second) for second in (False, True))
    assert after - before == pytest.approx(MORE)
    # Two intervals of 3 points to either side: sqrt(3² + 3²) = 4.2 points, so from 8 to 16 more.
    said = text_of(twice / "2026" / "en" / "rounds.html")
    assert (
        f"it was {before:.0f} in 2024 and is {after:.0f} in 2026: 12 points more; it could be from 8 points more to 16 points more."
        in said
    )
    assert (
        f"era {before:.0f} en 2024 y es {after:.0f} en 2026: 12 puntos más; podría ir de 8 puntos más a 16 puntos más."
        in text_of(twice / "2026" / "es" / "rounds.html")
    )


def test_a_register_s_change_is_as_counted_and_what_was_not_measured_again_is_said(twice: Path):
    page = (twice / "2026" / "en" / "rounds.html").read_text("utf-8")
    rows = {
        name: row
        for row in re.findall(r"<tr.*?</tr>", page, re.S)
        for name in ("improved water", "public school")
        if name in row
    }
    assert (
        "3 points more, as counted" in rows["improved water"].replace("Points", "points")
        or "3 more, as counted" in rows["improved water"]
    )
    assert "better" in rows["improved water"]
    assert "it was not measured again" in rows["public school"]


def test_a_place_with_other_borders_is_not_compared(twice: Path):
    with (twice / "2026" / "en" / "synthetic-prueba-changes-2026.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {(row["unit"], row["node"]): row for row in csv.DictReader(stream) if row["what"] == "score"}
    assert rows["d5", "marker"]["breaks"] == "outline"
    assert rows["d5", "marker"]["verdict"] == "cannot_be_said"
    assert rows["d2", "marker"]["verdict"] == "shown"
    assert {row["synthetic"] for row in rows.values()} == {"True"}


def test_a_city_measured_once_says_so_and_what_a_second_round_would_need(site: Path):
    said = text_of(site / "en" / "rounds.html")
    assert (
        "This city was measured once, for 2024: a second round, measured with the same questions, sources and places"
        in said
    )


def test_the_first_round_leads_to_the_round_that_tells_what_changed_after_it(twice: Path):
    page = (twice / "2024" / "en" / "rounds.html").read_text("utf-8")
    assert "2024 is the first round of this city" in page
    target = re.search(r'<p><a href="([^"]+)">2026</a>', page)
    assert target is not None
    assert (twice / "2024" / "en" / target[1]).resolve() == (twice / "2026" / "en" / "rounds.html").resolve()


def test_charts_of_one_page_span_the_same_points_around_their_own_scores():
    def slope(*scores: float) -> Slope:
        return Slope([Point(str(place), score, f"{score:.0f}") for place, score in enumerate(scores)], ["shown"])

    found = axes([slope(20.0, 48.0), slope(90.0, 99.0), slope(3.0, 4.0)])
    assert {high - low for low, high in found} == {30.0}
    for (low, high), (first, last) in zip(found, ((20, 48), (90, 99), (3, 4)), strict=True):
        assert 0 <= low <= first <= last <= high <= 100


def test_a_chart_draws_no_line_between_what_cannot_be_compared_and_a_dashed_one_where_nothing_is_shown():
    points = [Point("2024", 50.0, "50", 47.0, 53.0), Point("2026", 60.0, "60")]
    drawn = {
        verdict: slope_svg(Slope(points, [verdict]), (40.0, 70.0))
        for verdict in ("shown", "not_shown", "cannot_be_said")
    }
    assert {verdict: svg.count('class="step"') for verdict, svg in drawn.items()} == {
        "shown": 1,
        "not_shown": 1,
        "cannot_be_said": 0,
    }
    assert [verdict for verdict, svg in drawn.items() if "dasharray" in svg] == ["not_shown"]
    # 40 to 70 lies between y = 118 and 16: 50 at 118 - 102/3 = 84, its interval from 94.2 to 73.8.
    assert 'cy="84.0"' in drawn["shown"]
    assert 'y1="73.8" y2="94.2"' in drawn["shown"]
