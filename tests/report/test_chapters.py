"""What the chapters say of a small invented release: no more than its figures carry."""

from __future__ import annotations

from typing import Any

from tejido.reading.book import Book
from tejido.reading.facts import Facts
from tejido.reading.references import Cited
from tejido.report import chapter_city, chapter_rights, rights_chart
from tejido.report.blocks import Bullets, Picture, Table, plain
from tejido.report.decisions import Decisions
from tejido.report.rights import rights
from tejido.report.story import Story
from tests.report.small import GAPS, Small

HEALTH = {"node": "health", "score": 62.0, "low": 60.0, "high": 64.0, "coverage": 1.0}
MARKER = {"node": "marker", "score": 60.0, "low": 58.0, "high": 62.0, "coverage": 1.0}

WORK = next(one for one in rights() if one.id == "employment")


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
    monkeypatch.setattr(rights_chart, "MOST_ROWS", 1)
    told = story()
    picture = next(one for one in chapter_rights.one_right(told, WORK) if isinstance(one, Picture))
    # Employment and unemployment differ; one of the two is drawn.
    assert plain(picture.caption).endswith("a difference can be shown in 2 of 2 figures in per cent (1 drawn here)")


def lines(*differentials: dict[str, Any], lang: str = "en") -> list[list[str]]:
    """The lists on the page of work."""
    page = chapter_rights.one_right(story(lang, differentials=differentials), WORK)
    return [[plain(item) for item in one.items] for one in page if isinstance(one, Bullets)]


def test_what_can_be_said_names_three_indicators_of_each_verdict_and_counts_the_rest():
    # Of six that are told, five are worse: less employment, more of the others; of the sixth nothing is known.
    worse = ("unemployment", "informal_employment", "youth_unemployment", "monetary_poverty")
    rows = [{**GAPS[2], "indicator": one} for one in worse]
    said, _ = lines(
        GAPS[0], *rows, {**GAPS[2], "indicator": "child_labour", "verdict": "cannot_be_said", "gap": float("nan")}
    )
    assert len(said) == 2
    assert said[0].startswith("Refugees and migrants worse off: employment, ")
    assert said[0].endswith(" and 2 more.")
    assert said[1].startswith("Not enough answers: child labour")


def test_of_women_persons_with_disabilities_and_ages_the_largest_difference_is_told_or_that_there_is_none():
    women = {"group": "sex=f", "against": "sex=m"}
    disabled = {"group": "disability=yes", "against": "disability=no"}
    older = {"group": "age=60+", "against": "age=30-59"}
    rows = (
        {**GAPS[0], **women},  # 9 points
        {**GAPS[2], **women},  # 5 points
        {**GAPS[0], **disabled, "verdict": "not_shown"},
        {**GAPS[0], **older, "verdict": "cannot_be_said"},
    )
    *_, others = lines(*GAPS, *rows)
    assert others == [
        "Women: employment, 55%; men, 64% (9 points less).",
        "People with disabilities: no difference from people without disabilities shown (1 indicator).",
        "People aged 60 and over: not enough answers to compare them with people aged 30 to 59.",
        "People aged 15 to 29: not compared with people aged 30 to 59 in this round.",
    ]
    *_, otros = lines(*GAPS, *rows, lang="es")
    assert otros[0] == "Mujeres: empleo, 55\u00a0%; hombres, 64\u00a0% (9 puntos menos)."


def test_a_right_of_which_no_groups_were_compared_says_so_of_all_of_them():
    ((alone, others),) = lines()
    assert alone.startswith("Of refugees and migrants beside their hosts nothing can be said")
    assert others == "Women, persons with disabilities, ages: not compared in this round."
