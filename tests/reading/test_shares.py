"""What a report reads of who the people are: classes in order, named, with their certainty, and two pyramids on one axis."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd

from tejido.catalogue.shares import distributions
from tejido.reading.shares import distribution, pyramid, questions
from tejido.tables import SHARES

Row = tuple[str, str, str, float | None]


def release(*rows: Row, flags: str | None = None) -> Any:
    """A release that tells these rows: question, group, class, share."""
    table = pd.DataFrame(rows, columns=["question", "group", "class", "share"]).assign(
        period="2024", level="city", unit="TOWN", kind="design-based", source="survey", flags=flags, quality="reliable", n=400,
        n_households=180,
    )  # fmt: skip
    table = table.assign(low=table["share"] - 2, high=table["share"] + 2)
    asked = {name: distributions()[name] for name in dict.fromkeys(table["question"])}
    conformed = SHARES.conform(table)
    return SimpleNamespace(tables=["shares"], table=lambda name: conformed, questions=asked)


def test_ordered_classes_stand_in_their_order_and_joined_ones_are_named_by_their_reach():
    told = distribution(
        release(
            ("time_in_country", "origin=rm", "5_9+10_over", 40.0),
            ("time_in_country", "origin=rm", "under_1+1_2", 25.0),
            ("time_in_country", "origin=rm", "3_4", 35.0),
        ),
        "time_in_country",
        "origin=rm",
    )
    assert told is not None
    assert [one.names["es"] for one in told.parts] == ["menos de 3 años", "3 a 4 años", "5 años y más"]
    assert [one.share for one in told.parts] == [25.0, 35.0, 40.0]
    assert [one.joined for one in told.parts] == [True, False, True]
    assert told.parts[0].interval == (23.0, 27.0)
    assert (told.n, told.households, told.protected) == (400, 180, False)


def test_the_rest_of_unordered_answers_stands_last():
    told = distribution(
        release(
            ("intention", "origin=rm", "within_country+undecided", 15.0), ("intention", "origin=rm", "return", 85.0)
        ),
        "intention",
        "origin=rm",
    )
    assert told is not None
    assert [one.names["en"] for one in told.parts] == [
        "return to their country", "other answers: move within the country, not decided",
    ]  # fmt: skip


def test_a_withheld_question_has_no_parts_and_says_why():
    whole = "+".join(one.id for one in distributions()["intention"].classes)
    told = distribution(release(("intention", "origin=rm", whole, None), flags="protected"), "intention", "origin=rm")
    assert told is not None
    assert told.parts == ()
    assert told.protected


def test_what_nobody_asked_is_not_there():
    told = release(("intention", "origin=rm", "stay", 100.0))
    assert distribution(told, "education") is None
    assert distribution(told, "intention", "origin=host") is None
    empty: Any = SimpleNamespace(tables=[], questions={})
    assert distribution(empty, "intention") is None
    assert pyramid(empty) == {}
    assert questions(told) == ["intention"]


def test_two_pyramids_have_the_same_bands_young_to_old_and_one_axis():
    old = "10_19+20_29+30_39+40_49+50_59+60_69+70_over"
    rows = [
        ("age_sex", group, f"{sex}:{band}", share)
        for group, shares in (("origin=rm", (30.0, 25.0, 20.0, 25.0)), ("origin=host", (10.0, 35.0, 15.0, 40.0)))
        for (sex, band), share in zip([("f", "0_9"), ("f", old), ("m", "0_9"), ("m", old)], shares, strict=True)
    ]
    found = pyramid(release(*rows))
    assert list(found) == ["origin=rm", "origin=host"]
    young, grown = found["origin=host"].bands
    assert (young.women.share, young.men.share) == (10.0, 15.0)
    assert (grown.women.share, grown.men.share) == (35.0, 40.0)
    assert grown.women.names == {"es": "10 años y más", "en": "10 years and over"}
    assert {one.largest for one in found.values()} == {40.0}
