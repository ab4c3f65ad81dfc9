"""The pages of the extended marker: the list of indicators and the page of each."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.viewer import build
from tests.browse import leading, ready, visit
from tests.once import once
from tests.viewer.conftest import HOME, served
from tests.viewer.flexible import MEETINGS, MURALS, OWNED, SEATS, STREETS, TENURE, Flexible
from tests.viewer.test_page import text_of


@pytest.fixture(scope="module")
def flexible(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the city with an extended marker."""
    return once(tmp_path_factory, "flexible", lambda place: build(Flexible(), place)) / HOME


def card(site: Path, indicator: str, lang: str = "en") -> str:
    """What a reader sees on the page of an indicator."""
    return text_of(site / lang / "indicators" / f"{indicator}.html")


def row(site: Path, indicator: str, lang: str = "en") -> str:
    """What a reader sees of an indicator in the list."""
    found = re.search(rf'<tr data-id="{indicator}".*?</tr>', (site / lang / "indicators.html").read_text("utf-8"), re.S)
    assert found, indicator
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group())).split())


def test_the_list_says_how_many_have_a_figure_and_that_there_is_no_total(flexible: Path):
    said = text_of(flexible / "en" / "indicators.html")
    # Of six indicators homes and streets have figures; of homes alone a difference is shown.
    assert "2 of 6 indicators have a figure for Testville." in said
    assert "In 1 of them a difference between refugees and migrants and the host community can be shown." in said
    assert "there is no total and no average" in said


def test_a_row_shows_the_city_s_figure_with_its_interval_and_both_groups(flexible: Path):
    said = row(flexible, OWNED)
    assert "54.7% of households between 52.7 and 56.7" in said
    assert "survey · 900 answers" in said
    assert "20.5% 18.5–22.5" in said
    assert "61.5% 59.5–63.5" in said
    assert "difference shown" in said
    assert "54,7 % de hogares" in row(flexible, OWNED, "es").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        (MEETINGS, "More answers It was measured, but too few answers or too few people stand behind it to show it."),
        (SEATS, "A record : Minutes of boards The city leaves it out: “Boards were dissolved.”"),
        (TENURE, "A definition : To decide what safe is."),
        (MURALS, "A record : A list"),
    ],
)
def test_what_has_no_figure_says_what_it_would_take(flexible: Path, indicator: str, said: str):
    assert said.replace(" :", ":") in row(flexible, indicator).replace(" :", ":")


def test_the_card_holds_definition_figure_groups_and_where_it_comes_from(flexible: Path):
    said = card(flexible, OWNED)
    assert "What it is: Homes that are owned." in said
    assert "54.7% of households between 52.7 and 56.7" in said
    # 20.5 is 41 points less than 61.5, of which the differences page says the same.
    assert "Among refugees and migrants it is 20.5%, 41 points less than in the host community (61.5%)" in said
    assert "Encuesta inventada 2024" in said
    assert "HOU1 Ownership of dwellings" in said
    assert "docs/en/indicators/owned_homes.md" in said
    assert 'class="dumbbell"' in (flexible / "en" / "indicators" / f"{OWNED}.html").read_text("utf-8")


def test_the_table_of_units_says_what_the_map_shows_and_why_a_unit_has_none(flexible: Path):
    page = (flexible / "en" / "indicators" / f"{OWNED}.html").read_text("utf-8")
    table = re.search(r'<div class="units".*?</div>', page, re.S)
    assert table
    cells = re.findall(
        r'<th scope="row"><a [^>]+>(.+?)</a></th><td class="num" data-sort="(.*?)">(.+?)</td>', table.group()
    )
    assert len(cells) == 6
    assert ("Alto del Río", "40", "40%") in cells
    assert [cell for _, raw, cell in cells if not raw] == ["—<small>not enough data</small>"]
    assert [cell for _, _, cell in cells if "few answers" in cell] == ["44%<small>few answers</small>"]
    counts = re.findall(r'</span></th><td class="num">(\d+)</td>', page)
    assert sum(map(int, counts)) == 6


def test_a_figure_of_which_neither_end_is_better_has_its_own_ramp(flexible: Path):
    page = (flexible / "en" / "indicators" / f"{STREETS}.html").read_text("utf-8")
    assert re.search(r'<path class="c4" fill="#54401d"', page)
    assert not re.search(r'<path class="[vb]\d"', page)
    assert "Neither more nor less is better" in page


def test_an_indicator_that_the_city_added_says_why(flexible: Path):
    said = card(flexible, MURALS)
    assert "The city added this indicator: “The neighbours asked for it.”" in said
    assert "What would we need to measure this?" in said
    assert "murals.md" not in said


def test_no_page_shows_a_mean_over_indicators(flexible: Path):
    # 54.7 and 12.5 have the mean 33.6, by which nothing could be explained.
    for page in (flexible / "en").rglob("indicators*/*.html"):
        assert "33.6" not in page.read_text("utf-8"), page.name
    assert "33.6" not in (flexible / "en" / "indicators.html").read_text("utf-8")


def test_the_file_holds_every_indicator_once_and_says_that_it_is_synthetic(flexible: Path):
    with (flexible / "en" / "synthetic-prueba-indicators.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    # Eight of the marker and six of the extended one.
    assert [sum(row["marker"] == marker for row in rows.values()) for marker in ("basic", "extended")] == [8, 6]
    assert {row["synthetic"] for row in rows.values()} == {"True"}
    owned = rows[OWNED]
    assert (owned["value"], owned["low"], owned["refugees_and_migrants"], owned["difference"]) == (
        "54.7",
        "52.7",
        "20.5",
        "shown",
    )
    assert rows[SEATS]["value"] == ""
    assert rows[SEATS]["needed"].startswith("A record: Minutes of boards")


def test_a_city_measured_without_the_extended_marker_says_so(site: Path):
    said = text_of(site / "es" / "indicators.html")
    assert "se midió sin el marcador extendido" in said
    assert "7 de 8 indicadores tienen una cifra para Ciudad de Prueba." in said


@pytest.fixture
def page(browser: Browser, flexible: Path) -> Iterator[Page]:
    """The list in a browser, in Spanish, on a laptop."""
    with served(flexible) as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True, accept_downloads=True)
        yield visit(context.new_page(), f"{address}es/indicators.html")
        context.close()


def test_search_and_choices_narrow_the_list_and_stand_in_the_address(page: Page):
    listed = page.locator("tr[data-id]:visible th a")
    page.get_by_label("Buscar un indicador").fill("nandu")
    expect(listed).to_have_text(["Reuniones de Ñandú"])
    expect(page.get_by_role("status")).to_have_text("1 de 14 indicadores")
    # By the name of the published list, by an alias.
    for words, id_ in (("propiedad vivienda", OWNED), ("asambleas publicas", MEETINGS)):
        page.get_by_label("Buscar un indicador").fill(words)
        expect(page.locator("tr[data-id]:visible")).to_have_attribute("data-id", id_)
    page.get_by_role("button", name="Mostrar todos").click()
    page.get_by_label("Cifra", exact=True).select_option("yes")
    page.get_by_label("Filtro", exact=True).select_option("connectivity")
    expect(listed).to_have_text(["Calles del barrio"])
    expect(page).to_have_url(re.compile("#filter=connectivity&figure=yes$"))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Descargar").click()
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines] == ["id", STREETS]
    page.go_back()
    expect(page.get_by_label("Filtro", exact=True)).to_have_value("")
    page.get_by_label("Marcador", exact=True).select_option("extended")
    expect(listed).to_have_text(["Hogares en vivienda propia", "Calles del barrio"])
    page.reload()
    ready(page)
    expect(page.get_by_label("Cifra", exact=True)).to_have_value("yes")
    with leading(page):
        page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("tr[data-id]:visible th a")).to_have_text(["Homes that are owned", "Streets of the quarter"])
    page.get_by_label("Find an indicator").fill("zzz")
    expect(page.get_by_role("status")).to_contain_text("No indicator fits")


def test_the_table_of_a_card_is_sorted_by_figure_and_leads_on_to_the_next(page: Page):
    with leading(page):
        page.get_by_role("link", name="Hogares en vivienda propia").click()
    figures = page.locator(".units tbody td:nth-child(3)")
    page.locator(".units").get_by_role("button", name="Cifra").click()
    expect(figures).to_have_text(
        [re.compile("40"), re.compile("41"), re.compile("42"), re.compile("43"), re.compile("44"), re.compile("—")]
    )
    with leading(page):
        page.get_by_role("link", name="Siguiente").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Calles del barrio")
    with leading(page):
        page.get_by_role("link", name="EN", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Streets of the quarter")
