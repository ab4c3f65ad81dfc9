"""Ten tasks that a planner would set, done by the keyboard and by names alone; what is right, the release's tables say."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.release import Release
from tejido.viewer import serve
from tests.browse import becomes, leading, visit
from tests.viewer.planner import Planner

HOME = "tej/2026/{lang}/index.html"
FEW = 16
"""A task may cost so many keys; a word typed counts as one."""
Begin = Callable[..., AbstractContextManager[Planner]]


@pytest.fixture(scope="module")
def address(whole_site: Path) -> Iterator[str]:
    with serve(whole_site) as server:
        yield server.url


@pytest.fixture
def begin(browser: Browser, address: str) -> Begin:
    """A planner at the first screen of the second round; no page may complain or ask for anything outside."""

    @contextmanager
    def begun(file: str = HOME.format(lang="en"), **more: Any) -> Iterator[Planner]:
        asked = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", "accept_downloads": True}
        context = browser.new_context(**asked | more)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request", lambda one: None if one.url.startswith((address, "data:", "blob:")) else wrong.append(one.url)
        )
        yield Planner(visit(page, f"{address}{file}"))
        assert wrong == []
        context.close()

    return begun


def scores(release: Release, level: str, node: str, group: str = "all") -> pd.Series:
    """Scores of a level by the names of its places, lowest first."""
    table, units = release.table("scores"), release.table("units")
    mine = table[(table["level"] == level) & (table["node"] == node) & (table["group"] == group)]
    names = units[units["level"] == level].set_index("unit")["name"]
    return mine.set_index(mine["unit"].map(names))["score"].sort_values(kind="stable")


def first_row(page: Page, table: str) -> Any:
    """The first place that a table lists, once it lists what is asked for."""
    return page.get_by_role("table", name=table, exact=True).get_by_role("row").nth(1)


def test_the_worst_served_community_in_health_is_found(begin: Begin, example_second: Release):
    lowest = scores(example_second, "neighbourhood", "health")
    with begin() as planner:
        planner.jump("Skip to the map")
        planner.choose("Show", "Health and wellbeing")
        planner.choose("By", "neighbourhood")
        row = first_row(planner.page, "Health and wellbeing, by neighbourhood")
        expect(row.get_by_role("rowheader").get_by_role("button")).to_have_text(lowest.index[0])
        expect(row).to_contain_text(f"{lowest.iloc[0]:.1f}".removesuffix(".0"))
        # What was true of the marker is not said of health.
        expect(planner.page.get_by_text("It is hardest in")).to_be_hidden()
        assert planner.strokes <= FEW


def test_the_quarter_with_the_largest_gap_in_employment_is_found_and_what_can_be_said_of_it(
    begin: Begin, example_second: Release
):
    table, units = example_second.table("differentials"), example_second.table("units")
    told = table[
        (table["level"] == "district") & (table["indicator"] == "employment") & (table["group"] == "origin=rm")
    ]
    told = told.assign(name=told["unit"].map(units[units["level"] == "district"].set_index("unit")["name"]))
    shown = told[told["verdict"] == "shown"]
    largest = shown.loc[shown["gap"].abs().idxmax()]
    side = "more" if largest["gap"] > 0 else "less"
    with begin() as planner:
        planner.jump("Skip to the map")
        planner.choose("Show", "Employment")
        planner.choose("As", "difference between groups")
        table_of = planner.page.get_by_role("table", name="Employment, by district", exact=True)
        row = first_row(planner.page, "Employment, by district")
        expect(row.get_by_role("rowheader")).to_contain_text(largest["name"])
        # It can be trusted as far as its interval: both ends stand beside it.
        ends = sorted(abs(largest[end]) for end in ("gap_low", "gap_high"))
        said = f"{figure(abs(largest['gap']))} points {side}"
        expect(row).to_contain_text(f"{said}{'–'.join(figure(end) for end in ends)}")
        for _, one in told[told["verdict"] != "shown"].iterrows():
            word = "no difference can be shown" if one["verdict"] == "not_shown" else "not enough answers to compare"
            expect(table_of.get_by_role("row").filter(has_text=one["name"])).to_contain_text(word)
        assert planner.strokes <= FEW


def figure(size: float) -> str:
    """A figure as the pages write it: at most one decimal, none from ten on where it is whole."""
    return f"{size:.1f}".removesuffix(".0")


def test_the_figures_of_one_district_are_downloaded_and_are_those_of_the_release(begin: Begin, example_second: Release):
    name = scores(example_second, "district", "marker").index[0]
    with begin() as planner:
        planner.jump("Skip to the map")
        planner.reach("combobox", "Go to a place or street")
        planner.type(name)
        expect(planner.page.get_by_role("option", name=name).first).to_be_visible()
        planner.press("Enter")
        expect(planner.page.get_by_role("group", name=name, exact=True)).to_be_focused()
        with leading(planner.page):
            planner.follow("link", f"All about {name}")
        expect(planner.page.get_by_role("heading", level=1)).to_have_text(name)
        planner.jump("Skip to the place")
        with planner.page.expect_download() as saved:
            planner.follow("link", "Download the figures of this place (CSV)")
        with Path(saved.value.path()).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert planner.strokes <= FEW
    units, values = example_second.table("units"), example_second.table("values")
    code = units.loc[(units["level"] == "district") & (units["name"] == name), "unit"].item()
    assert {row["unit"] for row in rows} == {code}
    mine = values[(values["level"] == "district") & (values["unit"] == code) & (values["group"] == "all")]
    expected = mine.set_index("indicator")["value"].dropna()
    everybody = [row for row in rows if (row["what"], row["group"]) == ("value", "all")]
    found = {row["id"]: row["figure"] for row in everybody}
    for indicator in example_second.catalogue.indicators:
        assert float(found[indicator]) == pytest.approx(expected[indicator], rel=1e-6), indicator


def test_the_address_of_a_view_opens_the_same_view(begin: Begin, example_second: Release):
    lowest = scores(example_second, "district", "education").index[0]
    with begin(permissions=["clipboard-read", "clipboard-write"]) as planner:
        planner.jump("Skip to the map")
        planner.choose("Show", "Education, culture and diversity")
        planner.choose("By", "district")
        planner.follow("button", "Share, print, keep")
        planner.follow("button", "Copy the address")
        expect(planner.page.get_by_text("Copied.")).to_be_visible()
        assert planner.strokes <= FEW
        copied = planner.page.evaluate("navigator.clipboard.readText()")
    with begin(copied.split("/", 3)[3]) as other:
        row = first_row(other.page, "Education, culture and diversity, by district")
        expect(row.get_by_role("rowheader").get_by_role("button")).to_have_text(lowest)
        expect(other.page.get_by_role("heading", name="Education, culture and diversity, by district")).to_be_visible()


def test_what_a_coverage_means_is_explained_where_it_stands(begin: Begin, example_second: Release):
    table = example_second.table("scores")
    city = table[(table["level"] == "city") & (table["node"] == "marker") & (table["group"] == "all")]
    share = f"{city['coverage'].item():.0%}"
    with begin() as planner:
        planner.jump("Skip to the figures")
        planner.follow("button", f"Coverage {share}")
        told = planner.page.get_by_role("region", name="Tejido City (synthetic)", exact=True)
        expect(told.get_by_text("make up 62% of the marker and the other 38% are missing")).to_be_visible()
        expect(told.get_by_text("Missing is not counted as zero.")).to_be_visible()
        with leading(planner.page):
            planner.follow("link", "All words")
        expect(planner.page.get_by_role("term").filter(has_text="Coverage").first).to_be_visible()
        assert planner.strokes <= FEW


def test_two_areas_are_compared_side_by_side(begin: Begin, example_second: Release):
    with begin() as planner:
        planner.jump("Skip to the map")
        planner.choose("Show", "Health and wellbeing")
        planner.choose("By", "neighbourhood")
        planner.follow("button", "Compare with a second map")
        # The list of the second map has the focus already.
        second = planner.page.get_by_role("combobox", name="Show, on the second map")
        expect(second).to_be_focused()
        expect(planner.page.get_by_role("heading", name="Health and wellbeing, by neighbourhood")).to_have_count(2)
        planner.pick(second, "Education, culture and diversity")
        for area, node in (("Health and wellbeing", "health"), ("Education, culture and diversity", "education")):
            found = scores(example_second, "neighbourhood", node)
            legend = planner.page.get_by_role("table", name=area, exact=True)
            # The bands of the catalogue: 80 or more, then ten points each.
            for name, units in (("very solid 80 or more", found >= 80), ("solid 70–80", (found >= 70) & (found < 80))):
                row = legend.get_by_role("row", name=name)
                expect(row.get_by_role("cell").first).to_have_text(str(units.sum()))
        assert planner.strokes <= FEW


def test_what_changed_since_the_last_round_is_told(begin: Begin, example_release: Release, example_second: Release):
    before, after = (scores(one, "city", "marker").item() for one in (example_release, example_second))
    with begin() as planner:
        with leading(planner.page):
            planner.follow("link", "Rounds")
        said = f"it was {figure(before)} in 2024 and is {figure(after)} in 2026"
        expect(planner.page.get_by_text(said).first).to_be_visible()
        region = planner.page.get_by_role("region", name="Marker and areas", exact=True)
        expect(region.get_by_role("heading", name="Health and wellbeing", exact=True)).to_be_visible()
        one, other = (figure(scores(release, "city", "health").item()) for release in (example_release, example_second))
        expect(region.get_by_text(f"It was {one} in 2024 and is {other} in 2026")).to_be_visible()
        assert planner.strokes <= FEW


def test_on_a_phone_a_place_is_found_by_touch_and_nothing_is_wider_than_the_screen(
    begin: Begin, example_second: Release
):
    lowest = scores(example_second, "district", "health")
    with begin(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as planner:
        page = planner.page
        page.get_by_role("combobox", name="Show", exact=True).select_option(label="Health and wellbeing")
        page.get_by_role("button", name=lowest.index[0], exact=True).tap()
        card = page.get_by_role("group", name=lowest.index[0], exact=True)
        expect(card).to_be_visible()
        expect(card.get_by_text(figure(lowest.iloc[0]), exact=True)).to_be_visible()
        becomes(lambda: page.evaluate("document.documentElement.scrollWidth"), 360)
        with leading(page):
            card.get_by_role("link", name=f"All about {lowest.index[0]}").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text(lowest.index[0])
        becomes(lambda: page.evaluate("document.documentElement.scrollWidth"), 360)


def test_in_spanish_the_same_is_shown(begin: Begin, example_second: Release):
    lowest = scores(example_second, "district", "health")
    with begin(f"{HOME.format(lang='en')}#node=health&level=district") as planner:
        with leading(planner.page):
            planner.follow("link", "ES")
        expect(planner.page).to_have_url(re.compile(r"/es/index\.html#node=health&level=district$"))
        row = first_row(planner.page, "Salud y bienestar, por distrito")
        expect(row.get_by_role("rowheader").get_by_role("button")).to_have_text(lowest.index[0])
        expect(planner.page.get_by_role("heading", name="Salud y bienestar, por distrito")).to_be_visible()
        planner.jump("Ir al mapa")
        planner.choose("Mostrar", "Desempleo")
        expect(planner.page.get_by_role("heading", name="Desempleo, por distrito")).to_be_visible()
        assert planner.strokes <= FEW


def test_a_page_of_a_place_is_printed_on_one_sheet_with_city_round_and_source(begin: Begin, example_second: Release):
    name = scores(example_second, "district", "marker").index[0]
    units = example_second.table("units")
    code = units.loc[(units["level"] == "district") & (units["name"] == name), "unit"].item()
    with begin(f"tej/2026/en/units/district/{code.lower()}.html") as planner:
        page = planner.page
        page.evaluate("window.print = () => { document.title = 'printing'; }")
        planner.follow("summary", "Share, print, keep")
        planner.follow("button", "Print or save as PDF")
        expect(page).to_have_title("printing")
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
        page.emulate_media(media="print")
        for said in ("Tejido City (synthetic)", "2026", "Household survey 2026 (synthetic)"):
            expect(page.get_by_text(said).filter(visible=True).first).to_be_visible()
        expect(page.get_by_role("link", name="Rounds")).to_be_hidden()


@pytest.mark.parametrize(
    "view",
    ["differences.html", "differences.html#right=housing", "differences-sex.html", "indicators/unemployment.html", "indicators/pm10.html",
     "rounds.html", "sure.html"],
)  # fmt: skip
def test_every_view_of_a_figure_is_printed_on_one_sheet(begin: Begin, view: str):
    with begin(f"tej/2026/es/{view}") as planner:
        paper = planner.page.pdf(prefer_css_page_size=True)
        assert paper.count(b"/Type /Page\n") == 1
