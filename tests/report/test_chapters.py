"""What the chapters say of a small invented release: no more than its figures carry."""

from __future__ import annotations

from typing import Any

from tejido.reading.book import Book
from tejido.reading.facts import Facts
from tejido.reading.references import Cited
from tejido.report import chapter_city, chapter_rights
from tejido.report.blocks import Picture, Table, plain
from tejido.report.decisions import Decisions
from tejido.report.rights import rights
from tejido.report.story import Story
from tests.report.small import GAPS, Small

HEALTH = {"node": "health", "score": 62.0, "low": 60.0, "high": 64.0, "coverage": 1.0}
MARKER = {"node": "marker", "score": 60.0, "low": 58.0, "high": 62.0, "coverage": 1.0}


def story(lang: str = "en", **rows: tuple[dict[str, Any], ...]) -> Story:
    return Story(Book(Facts(Small(**rows))), lang, Decisions())


def test_the_scores_of_the_strongest_and_of_the_weakest_area_are_cited():
    low = {"node": "housing", "score": 48.0, "low": 45.0, "high": 51.0, "coverage": 1.0}
    (told,) = chapter_city.spread(story(scores=(MARKER, HEALTH, low)))
    assert [(one.reference.node, one.number) for one in told if isinstance(one, Cited)] == [
        ("health", 62),
        ("housing", 48),
    ]


def test_the_counts_of_a_right_sum_to_its_indicators():
    # To have built one's home is neither better nor worse; of sanitation no difference can be shown.
    built = {**GAPS[0], "indicator": "self_built_homes"}
    *_, table = chapter_rights.all_rights(story(differentials=(*GAPS, built)))
    assert isinstance(table, Table)
    counts = {plain(row[0].text): [int(plain(cell.text)) for cell in row[1:]] for row in table.rows}
    assert counts["Housing"] == [2, 0, 0, 1, 1, 0]
    assert all(total == sum(parts) for total, *parts in counts.values())


def test_the_picture_of_a_right_counts_all_its_comparisons_and_not_those_alone_that_it_draws(monkeypatch: Any):
    monkeypatch.setattr(chapter_rights, "MOST_ROWS", 1)
    told = story()
    work = next(one for one in rights() if one.id == "employment")
    picture = next(one for one in chapter_rights.one_right(told, work) if isinstance(one, Picture))
    # Employment and unemployment differ; one of the two is drawn.
    assert plain(picture.caption).endswith(
        "a difference can be shown in 2 of 2 figures in per cent, of which 1 are drawn"
    )
