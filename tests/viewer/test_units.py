"""The page of a unit and the list of places."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.figures.position import Stand, position_svg
from tejido.reading.facts import Facts
from tejido.viewer import serve, unit_files, write_site
from tests.browse import ready, turn, visit
from tests.viewer.fake import DISTRICTS, FakeRelease
from tests.viewer.test_page import text_of
from tests.viewer.two_rounds import Round


@pytest.fixture
def site(twice: Path) -> Path:
    """The second round of the city."""
    return twice / "2026"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    yield context.new_page()
    context.close()


def score_of(level: str, unit: str, node: str = "marker") -> float:
    scores = Round("2026", second=True).table("scores")
    return float(scores.set_index(["level", "unit", "node"])["score"][level, unit, node])


def test_every_unit_of_a_small_city_has_a_page_in_both_languages(site: Path):
    for lang in ("en", "es"):
        assert len(list((site / lang / "units" / "district").glob("*.html"))) == len(DISTRICTS)
        assert len(list((site / lang / "units" / "hexagon").glob("*.html"))) == 60


def test_a_page_is_small_enough_for_a_slow_telephone(site: Path):
    assert max(file.stat().st_size for file in (site / "en" / "units").rglob("*.html")) < 60_000


def test_the_first_line_compares_the_unit_with_its_city_and_its_past(site: Path):
    mine, city = score_of("district", "d2"), score_of("city", "prueba")
    said = text_of(site / "en" / "units" / "district" / "d2.html")
    gap = round(mine) - round(city)
    beside = f"That is {abs(gap)} points {'more' if gap > 0 else 'less'} than the whole city ({city:.0f})."
    assert f"Centro gets {mine:.0f} of 100" in said
    assert beside in said
    assert f"It was {mine - 12:.0f} in 2024 and is {mine:.0f} in 2026: 12 points more" in said


def test_a_unit_without_a_score_says_why_first(site: Path):
    said = text_of(site / "en" / "units" / "hexagon" / "h07.html")
    assert "H07 has no score: Too few people" in said or "H07 has no score: Figures behind which" in said


def test_what_is_shared_with_neighbours_or_held_back_is_said_in_words(site: Path):
    said = text_of(site / "en" / "units" / "district" / "d0.html")
    assert f"so they are of {DISTRICTS[0]}, {DISTRICTS[1]} together: Unemployment." in said
    hidden = text_of(site / "en" / "units" / "hexagon" / "h07.html")
    assert "Kept back so that nobody can be recognised: Access to improved water" in hidden


def test_the_points_that_are_lost_are_the_unit_s_contributions_largest_first(site: Path):
    table = Round("2026", second=True).table("contributions").query("level == 'district' and unit == 'd2'")
    leaves = table[table["node"].isin(list(FakeRelease().catalogue.indicators))].sort_values("points", ascending=False)
    page = (site / "en" / "units" / "district" / "d2.html").read_text("utf-8")
    lost = re.search(r'<table class="lost">.*?</table>', page, re.S)
    assert lost is not None
    told = [float(one) for one in re.findall(r"<b>([\d.]+)</b>", lost[0])]
    assert told == [round(one, 1) for one in leaves["points"].head(6)]


def test_neighbours_are_the_units_that_touch_and_lead_to_their_pages(site: Path):
    folder = site / "en" / "units" / "hexagon"
    links = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', (folder / "h00.html").read_text("utf-8"))
    # The corner cell touches the one above it and the two of the next column that share a side with it.
    shapes = FakeRelease().hexagons.set_index("unit").geometry
    touching = sorted(unit for unit, shape in shapes.items() if unit != "h00" and shape.distance(shapes["h00"]) < 1e-6)
    assert [name for _, name in links] == [unit.upper() for unit in touching]
    assert all((folder / link).resolve().is_file() for link, _ in links)


def test_the_file_of_a_unit_holds_its_figures_with_definitions_and_nothing_of_what_is_protected(site: Path):
    with (site / "en" / "units" / "hexagon" / "h07.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["unit"] for row in rows} == {"h07"}
    assert {row["figure"] for row in rows} == {""}
    water = [row for row in rows if (row["id"], row["what"]) == ("water", "value")]
    assert [(row["definition"], row["flags"], row["city_figure"] != "") for row in water] == [
        ("Access to improved water in each unit.", "protected", True)
    ]


@pytest.mark.parametrize(
    ("page", "book", "sheet"),
    [("units/district/d2.html", "district", "Districts"), ("indicators/water.html", "hexagon", "Hexagons")],
)
def test_the_page_of_a_place_and_of_an_indicator_leads_to_the_workbook_in_which_both_stand(
    site: Path, page: str, book: str, sheet: str
):
    text = (site / "en" / page).read_text("utf-8")
    link = re.search(r'href="([^"]+\.xlsx)" download>Workbook of (\w+), with definitions \(XLSX, (\d+) kB\)', text)
    assert link is not None
    assert link[2] == f"{book}s"
    file = (site / "en" / page).parent / link[1]
    assert round(file.stat().st_size / 1000) == int(link[3])
    opened = openpyxl.load_workbook(file)
    head, *rows = opened[sheet].iter_rows(values_only=True)
    water = next(place for place, name in enumerate(head) if str(name).startswith("Access to improved water (%"))
    told = {row[head.index("Code")]: row[water] for row in rows}
    values = Round("2026", second=True).table("values").query("level == @book and indicator == 'water'")
    for unit, value in values.set_index("unit")["value"].items():
        assert told[unit] == (None if pd.isna(value) else pytest.approx(value))
    assert "Access to improved water in each unit." in {cell for row in opened["Definitions"].values for cell in row}


def test_codes_become_safe_names_and_those_that_look_alike_get_a_part_of_their_hash():
    release = FakeRelease()
    codes = ["Ñandú / 1", "nandu-1", "07", "...", "d4", "d5"]
    units = release.table("units")
    units.loc[units["level"] == "district", "unit"] = codes
    files = unit_files.unit_files(Facts(release), "district")
    assert files["07"] == "units/district/07.html"
    assert len(set(files.values())) == len(codes)
    assert all(re.fullmatch(r"units/district/[a-z0-9-]+\.html", file) for file in files.values())
    assert re.fullmatch(r"units/district/nandu-1-[0-9a-f]{6}\.html", files["nandu-1"])


def test_a_level_with_too_many_units_has_one_page_for_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unit_files, "MOST", 20)
    facts = Facts(FakeRelease())
    assert unit_files.levels_with_pages(facts) == ["district"]
    assert unit_files.unit_files(facts, "hexagon")["h03"] == "unit.html#hexagon/h03"
    assert unit_files.links(facts, "hexagon", ["h03"]) == "unit.html#hexagon/"
    assert unit_files.links(facts, "district", ["d1", "d0"]) == ["units/district/d1.html", "units/district/d0.html"]


def test_the_map_s_data_names_the_page_of_every_unit(site: Path):
    units = json.loads((site / "data" / "district" / "units.json").read_text("utf-8"))
    assert all((site / "en" / file).is_file() for file in units["page"])
    assert len(units["page"]) == len(units["code"])


def test_the_picture_marks_unit_city_and_neighbours_at_their_scores():
    drawn = position_svg(Stand(50.0, 40.0, 60.0, city=75.0, neighbours=(25.0, 25.0), others=(0.0, 25.0, 50.0)))
    # The axis takes 96 % of the width from 2 % on: 50 stands at 50 %, 75 at 74 %, 25 at 26 %, 40 and 60 at 40.4 % and 59.6 %.
    assert 'class="mine" cx="50.0%"' in drawn
    assert 'class="whole" x1="74.0%"' in drawn
    assert drawn.count('class="near" cx="26.0%"') == 1
    assert 'x1="40.4%" x2="59.6%"' in drawn


def test_opened_as_a_file_the_list_is_sorted_searched_and_downloaded_and_its_address_can_be_shared(
    site: Path, page: Page
):
    visit(page, (site / "es" / "units.html").as_uri())
    page.get_by_label("Buscar un lugar").fill("rio")
    expect(page.get_by_role("status")).to_have_text("1 de 6 lugares")
    expect(page).to_have_url(re.compile(r"units\.html#find=rio$"))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Descargar lo que se ve en la lista (CSV)").click()
    text = Path(saved.value.path()).read_text("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()][1:] == ["Alto del Río"]
    page.reload()
    ready(page)
    expect(page.get_by_label("Buscar un lugar")).to_have_value("rio")
    page.get_by_label("Buscar un lugar").fill("")
    page.get_by_role("button", name="Marcador de Inclusión Urbana").click()
    scores = Round("2026", second=True).table("scores").query("level == 'district' and node == 'marker'")
    lowest = scores.set_index("unit")["score"].idxmin()
    names = dict(zip([f"d{place}" for place in range(6)], DISTRICTS, strict=True))
    expect(page.locator("section:not([hidden]) tbody th").first).to_have_text(names[lowest])


def test_any_unit_of_a_large_level_is_shown_from_the_map_s_data(
    tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(unit_files, "MOST", 20)
    release = FakeRelease()
    out = write_site([release], tmp_path / "site").rounds[0]
    score = release.table("scores").set_index(["level", "unit", "node"])["score"]["hexagon", "h03", "marker"]
    with serve(tmp_path / "site") as server:
        visit(page, f"{server.url}{out.relative_to(tmp_path / 'site').as_posix()}/en/unit.html#hexagon/h03")
        expect(page.get_by_role("heading", level=1)).to_have_text("H03")
        expect(page.locator("#lead")).to_contain_text(f"Urban Inclusion Marker: {score:.0f} of 100")
        page.get_by_text("What it rests on").click()
        expect(page.locator("#indicators tr")).to_have_count(7)
        turn(page, "hexagon/nowhere")
        expect(page.locator("#about")).to_have_text("There is no place with this code.")


def test_a_row_that_is_missing_stays_empty_and_is_never_zero(site: Path):
    page = (site / "en" / "units.html").read_text("utf-8")
    row = next(one for one in re.findall(r"<tr>.*?</tr>", page, re.S) if ">H07<" in one)
    assert "—" in row
    assert not re.search(r">0<", row)
    assert pd.isna(Round("2026", second=True).table("scores").set_index(["unit", "node"])["score"]["h07", "marker"])
