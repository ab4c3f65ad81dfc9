"""A book finds the figure that a name names, writes it by language, and says why there is none."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from tejido.reading.book import Book
from tejido.reading.facts import Facts
from tejido.reading.references import parse
from tejido.release import Release


@pytest.fixture(scope="module")
def book(example_release: Release) -> Book:
    return Book(Facts(example_release.public()))


def only(table: pd.DataFrame, **where: str) -> pd.Series:
    """The one row where columns have these values."""
    rows = table[(table[list(where)] == pd.Series(where)).all(axis=1)]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("text", "table", "column", "where"),
    [
        ("{{value unemployment}}", "values", "value", {"indicator": "unemployment", "level": "city", "group": "all"}),
        ("{{score health level=district unit=D3}}", "scores", "score",
         {"node": "health", "level": "district", "unit": "D3", "group": "all"}),
        ("{{points unemployment}}", "contributions", "points", {"node": "unemployment", "level": "city", "group": "all"}),
        ("{{gap internet group=origin=rm against=origin=host}}", "differentials", "gap",
         {"indicator": "internet", "level": "city", "group": "origin=rm", "against": "origin=host"}),
        ("{{against_low internet group=origin=rm against=origin=host}}", "differentials", "low_against",
         {"indicator": "internet", "level": "city", "group": "origin=rm", "against": "origin=host"}),
        ("{{residents level=district unit=D1}}", "units", "population", {"level": "district", "unit": "D1"}),
    ],
)  # fmt: skip
def test_the_number_is_that_of_the_release(
    book: Book, example_release: Release, text: str, table: str, column: str, where: dict[str, str]
):
    assert book.look(parse(text)).number == only(example_release.public().table(table), **where)[column]


def test_the_figure_of_a_comparison_has_its_own_interval_and_the_gap_has_its_own(book: Book, example_release: Release):
    row = only(example_release.public().table("differentials"), indicator="internet", level="city",
               group="origin=rm", against="origin=host")  # fmt: skip
    keys = {"group": "origin=rm", "against": "origin=host"}
    ends = {"of": ("low", "high"), "against": ("low_against", "high_against"), "gap": ("gap_low", "gap_high")}
    for statistic, (low, high) in ends.items():
        cited = book.cite(statistic, "internet", **keys)
        assert (cited.low, cited.high) == (row[low], row[high])
    assert book.cite("of", "internet", **keys).n == row["n"]
    assert book.cite("against", "internet", **keys).n == row["n_against"]


@pytest.mark.parametrize(
    ("text", "es", "en"),
    [
        # 20.0 points less: in Spanish with the decimal comma and the noun in the plural.
        ("{{gap internet group=origin=rm against=origin=host}}", "puntos menos", "points less"),
        ("{{coverage marker}}", "100\u00a0%", "100%"),
        ("{{measured marker}}", "35", "35"),
    ],
)
def test_a_figure_is_written_as_each_language_writes_it(book: Book, text: str, es: str, en: str):
    cited = book.look(parse(text))
    assert cited.text("es").endswith(es)
    assert cited.text("en").endswith(en)


def test_a_gap_in_a_table_keeps_its_sign_and_in_a_sentence_says_its_direction(book: Book):
    cited = book.cite("gap", "internet", group="origin=rm", against="origin=host")
    assert cited.number is not None and cited.number < 0
    size = f"{abs(cited.number):.1f}"
    assert cited.bare["en"] == f"−{size}"
    assert cited.text("en") == f"{size.removesuffix('.0')} points less"


def test_a_figure_that_nobody_may_see_says_why(book: Book, example_release: Release):
    values = example_release.public().table("values")
    hidden = values[
        (values["level"] == "city") & values["value"].isna() & values["flags"].str.contains("protected", na=False)
    ]
    row = hidden.iloc[0]
    cited = book.cite("value", row["indicator"], group=row["group"])
    assert (cited.number, cited.state, cited.text("es")) == (None, "protected", "—")
    few = values[(values["level"] == "city") & (values["quality"] == "unreliable") & values["flags"].isna()].iloc[0]
    assert book.cite("value", few["indicator"], group=few["group"]).state == "few"
    assert book.cite("value", "no_such_indicator").state == "missing"


def test_no_figure_of_a_row_without_number_is_told(book: Book, example_release: Release):
    table = example_release.public().table("differentials")
    muted = table[(table["level"] == "city") & (table["verdict"] == "cannot_be_said")].iloc[0]
    keys = {"group": muted["group"], "against": muted["against"]}
    for statistic in ("gap", "of", "against"):
        cited = book.cite(statistic, muted["indicator"], **keys)
        assert cited.number is None or math.isfinite(cited.number)
        assert cited.number is None
