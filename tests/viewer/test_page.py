"""The page as it stands in the HTML, before any script."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tejido.errors import TejidoError
from tejido.viewer import build
from tests.viewer.conftest import HOME, Open
from tests.viewer.fake import DISTRICTS, FakeRelease


def text_of(page: Path) -> str:
    """What a reader sees, without markup and with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8"))).split())


def test_with_scripts_off_the_page_shows_picture_areas_ranking_and_what_is_missing(open_page: Open):
    page = open_page(script=False, lang="es")
    expect(page.get_by_role("img", name="Marcador de Inclusión Urbana, por hexágono")).to_be_visible()
    expect(page.locator(".area")).to_have_count(5)
    expect(page.locator("#ranking-static tbody tr")).to_have_count(len(DISTRICTS))
    expect(page.get_by_role("heading", name="Qué falta y por qué")).to_be_visible()
    expect(page.locator("#missing li")).to_have_text(["Homicidios por cada 100 000 habitantes"])
    expect(page.locator("#controls")).to_be_hidden()


def test_every_area_tells_its_band_and_its_source(site: Path):
    page = (site / "en" / "index.html").read_text("utf-8")
    areas = re.findall(r'<li class="area".*?</li>\n', page, re.S)
    assert len(areas) == 5
    for area in areas:
        assert re.search(r"(weak|solid) · indicators measured: \d of 2", area) or "1 of 1" in area or "2 of 2" in area
        assert "Censo inventado 2024" in area


def test_the_first_line_answers_how_inclusive_the_city_is(site: Path):
    scores = FakeRelease().table("scores")
    score = round(scores.loc[(scores["level"] == "city") & (scores["node"] == "marker"), "score"].item())
    assert f"Testville gets {score} of 100: solid." in text_of(site / "en" / "index.html")
    assert f"Ciudad de Prueba obtiene {score} de 100: sólida." in text_of(site / "es" / "index.html")


def test_the_page_says_how_much_was_measured(site: Path):
    # Five areas of equal weight; homicide, half of one of them, is missing: 1 - 1/5 x 1/2 = 90 %.
    assert "Measured with 7 of 8 indicators (90% of the weight)." in text_of(site / "en" / "index.html")
    assert "Se midió con 7 de 8 indicadores (90 % del peso)." in text_of(site / "es" / "index.html").replace(
        "\u00a0", " "
    )


@pytest.mark.usefixtures("few_pages")
def test_without_a_marker_the_page_says_so_and_shows_an_area(tmp_path: Path):
    build(FakeRelease(marker=False), tmp_path / "site")
    said = text_of(tmp_path / "site" / HOME / "en" / "index.html")
    assert "Testville has no marker yet." in said
    assert "There is no marker, so the map shows what most places have." in said
    assert "Housing and services, by hexagon" in said


def test_synthetic_is_called_synthetic_on_every_page(site: Path):
    pages = list(site.rglob("*.html"))
    assert len(pages) > 100
    assert [page.name for page in pages if 'class="synthetic"' not in page.read_text("utf-8")] == ["index.html"]


def test_the_legend_counts_every_unit_once(site: Path):
    page = (site / "en" / "index.html").read_text("utf-8")
    legend = re.search(r'<table class="legend">.*?</table>', page, re.S)
    assert legend
    counts = re.findall(r'</th><td class="num">(\d+)</td>', legend.group())
    assert sum(map(int, counts)) == 60
    assert "too few people to show" in legend.group()
    assert "not enough data" in legend.group()


def test_the_root_leads_to_the_first_language_of_the_city_without_a_script(site: Path):
    assert 'http-equiv="refresh" content="0; url=es/index.html"' in (site / "index.html").read_text("utf-8")
    assert f"url={HOME}/es/index.html" in (site.parents[1] / "index.html").read_text("utf-8")


def test_the_method_page_says_the_weight_of_every_indicator(site: Path):
    # Two indicators share an area of one fifth: 10 % each.
    assert re.search(r"Access to improved water .*? 10%", text_of(site / "en" / "method.html"))


def test_only_a_public_release_is_shown(tmp_path: Path):
    release = FakeRelease()
    release.meta["audience"] = "analyst"
    with pytest.raises(TejidoError) as refused:
        build(release, tmp_path / "site")
    assert [one.code for one in refused.value.findings] == ["V102"]


def test_a_folder_with_other_files_is_not_written_into(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(TejidoError) as refused:
        build(FakeRelease(), tmp_path)
    assert [one.code for one in refused.value.findings] == ["V101"]
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.usefixtures("few_pages")
def test_pages_made_before_are_written_over_and_a_real_city_is_not_called_synthetic(site: Path, tmp_path: Path):
    shutil.copytree(site.parents[1], tmp_path / "site")
    build(FakeRelease(synthetic=False), tmp_path / "site")
    for name in ("es/index.html", "en/index.html", "es/method.html", "en/method.html"):
        assert 'class="synthetic"' not in (tmp_path / "site" / HOME / name).read_text("utf-8")


@pytest.mark.usefixtures("few_pages")
def test_without_the_files_of_the_live_map_the_page_is_whole_and_asks_for_no_map(tmp_path: Path):
    built = build(FakeRelease(), tmp_path / "site", vendor=tmp_path / "nothing")
    page = (tmp_path / "site" / HOME / "en" / "index.html").read_text("utf-8")
    assert [one.code for one in built.findings] == ["V201"]
    assert not built.live
    assert "app.js" not in page
    assert "map-picture" in page
    assert not (tmp_path / "site" / HOME / "data" / "city.json").exists()


def test_equal_releases_give_equal_bytes_whatever_the_order_of_their_rows(site: Path, tmp_path: Path):
    shuffled = FakeRelease()
    for name in ("_units", "_scores", "_values"):
        setattr(shuffled, name, getattr(shuffled, name).sample(frac=1, random_state=3))
    shuffled.hexagons = shuffled.hexagons.sample(frac=1, random_state=5)
    one, other = site.parents[1], tmp_path / "other"
    build(shuffled, other)
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    different = [str(name) for name in files if (one / name).read_bytes() != (other / name).read_bytes()]
    assert different == []


@pytest.mark.usefixtures("few_pages")
def test_a_straight_line_is_told_in_the_reader_s_language(tmp_path: Path):
    release = FakeRelease()
    values = release.table("values")
    values.loc[values["indicator"] == "school", "source"] = "MEDUCA; straight_line × 1.3"
    build(release, tmp_path / "site")
    said = {"es": "MEDUCA, en línea recta × 1,3", "en": "MEDUCA, in a straight line × 1.3"}
    for lang, source in said.items():
        text = (tmp_path / "site" / HOME / lang / "index.html").read_text("utf-8")
        assert source in text
        assert "; straight_line" not in text
    (live,) = (tmp_path / "site").rglob("city.json")
    assert json.loads(live.read_text("utf-8"))["sources"] == {"MEDUCA; straight_line × 1.3": said}
