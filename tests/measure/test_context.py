"""The national context and the policy assessment lie beside a city's figures and change none of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.measure import measure_city
from tejido.reading.country import country_of
from tejido.reading.facts import Facts
from tejido.reading.policies import policies_of
from tejido.release import Release, open_release, verify
from tejido.release.rounds import changes
from tejido.release.tidy import definitions, figures, sources, wide
from tejido.viewer import everything
from tejido.viewer.round import Round
from tests.city import context
from tests.measure import hamlet

SECTIONS = '\n[country]\npopulation = "unhcr.csv"\n' + context.POLICIES


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    """The hamlet without its context, and with it; both measured."""
    place = tmp_path_factory.mktemp("context")
    found = {}
    for name, settings in (("plain", hamlet.SETTINGS), ("context", hamlet.SETTINGS + SECTIONS)):
        folder = hamlet.write(place / name, settings=settings)
        (folder / "unhcr.csv").write_text(context.POPULATION.replace("PAN", "COL"), "utf-8")
        (folder / "instruments.csv").write_text(context.INSTRUMENTS, "utf-8")
        (folder / "assessments.csv").write_text(context.ASSESSMENTS, "utf-8")
        measure_city(folder, place / f"release-{name}")
        found[name] = open_release(place / f"release-{name}")
    return found


def test_no_figure_of_the_city_changes(releases: dict[str, Release]):
    for audience in ("analyst", "public"):
        plain, whole = (one.public() if audience == "public" else one for one in releases.values())
        for name in plain.tables:
            table = whole.table(name)
            own = table[table["level"] != "country"].reset_index(drop=True)
            pd.testing.assert_frame_equal(own, plain.table(name))


def test_the_public_release_is_whole_and_carries_what_is_needed_to_name_the_figures(releases: dict[str, Release]):
    public = releases["context"].public()
    assert verify(public) == []
    assert {"country.json", "policies.json", "tables/policies.parquet", "tables/instruments.parquet"} <= set(
        public.files
    )
    values = public.table("values")
    rows = values[(values["level"] == "country") & (values["indicator"] == "country_refugees")]
    assert rows[["period", "unit", "value"]].to_numpy().tolist() == [["2021", "COL", 400.0], ["2023", "COL", 500.0]]


def test_a_release_without_them_stays_readable(releases: dict[str, Release]):
    plain = releases["plain"].public()
    assert country_of(plain) is None and policies_of(plain) is None
    assert plain.document("country.json") is None


def test_the_order_of_the_rows_of_both_tables_changes_no_byte(releases: dict[str, Release], tmp_path: Path):
    folder = hamlet.write(tmp_path / "city", settings=hamlet.SETTINGS + SECTIONS)
    for name, text in (
        ("unhcr.csv", context.POPULATION.replace("PAN", "COL")), ("instruments.csv", context.INSTRUMENTS),
        ("assessments.csv", context.ASSESSMENTS),
    ):  # fmt: skip
        head, *rows = text.splitlines()
        (folder / name).write_text("\n".join([head, *reversed(rows), ""]), "utf-8")
    measure_city(folder, tmp_path / "release")
    assert open_release(tmp_path / "release").files == releases["context"].files


def test_what_is_made_of_the_city_s_figures_leaves_the_country_out(releases: dict[str, Release]):
    plain, whole = (one.public() for one in releases.values())
    for made in (
        lambda release: figures(release, "value", "es"),
        lambda release: figures(release, "score", "en"),
        lambda release: wide(release, "city"),
        lambda release: sources(release, "en"),
        lambda release: definitions(release, "es"),
        lambda release: Facts(release).values,
    ):
        pd.testing.assert_frame_equal(made(whole).reset_index(drop=True), made(plain).reset_index(drop=True))


def test_the_table_of_everything_and_the_levels_of_a_page_are_the_city_s_own(releases: dict[str, Release]):
    every = [Facts(one.public()) for one in releases.values()]
    plain, whole = (Round(facts, (facts,), ()) for facts in every)
    assert everything.levels(whole) == everything.levels(plain)
    pd.testing.assert_frame_equal(everything.table(whole, "city"), everything.table(plain, "city"))
    assert "country" not in whole.facts.level_names


def test_between_two_rounds_nothing_is_said_of_the_country(releases: dict[str, Release], tmp_path: Path):
    settings = (hamlet.SETTINGS + SECTIONS).replace('period = "2024"', 'period = "2026"')
    folder = hamlet.write(tmp_path / "city", settings=settings)
    (folder / "unhcr.csv").write_text(context.POPULATION.replace("PAN", "COL").replace("500", "900"), "utf-8")
    (folder / "instruments.csv").write_text(context.INSTRUMENTS, "utf-8")
    (folder / "assessments.csv").write_text(context.ASSESSMENTS, "utf-8")
    measure_city(folder, tmp_path / "release")
    told = changes(releases["context"].public(), open_release(tmp_path / "release").public())
    assert len(told) and not told["node"].str.startswith("country_").any()
