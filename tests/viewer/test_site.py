"""Several cities and rounds as one folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tejido.errors import TejidoError
from tejido.viewer import build, serve, write_site
from tejido.viewer.site import MARK
from tests.browse import leading, visit
from tests.viewer.fake import FakeRelease
from tests.viewer.flexible import OWNED
from tests.viewer.several import Elsewhere, Later
from tests.viewer.test_page import text_of


def test_every_round_has_a_folder_of_its_own_and_all_share_the_assets(several: Path):
    rounds = sorted(path.parent.parent.relative_to(several).as_posix() for path in several.glob("*/*/en/index.html"))
    assert rounds == ["otra/2024", "prueba/2024", "prueba/2026"]
    assert {path.name for path in several.iterdir() if path.is_dir()} == {"assets", "en", "es", "otra", "prueba"}


def test_the_page_of_the_cities_tells_each_round_its_marker_and_what_may_be_compared(several: Path):
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", (several / "en" / "index.html").read_text("utf-8"), re.S)
    assert len(rows) == 3
    assert [re.search(r'href="([^"]+)"', row).group(1) for row in rows] == [  # type: ignore[union-attr]
        "../otra/2024/en/index.html", "../prueba/2026/en/index.html", "../prueba/2024/en/index.html",
    ]  # fmt: skip
    assert "only inside its city" in rows[0]
    assert "synthetic" not in rows[0]
    assert "with other cities" in rows[1]
    assert "synthetic" in rows[1]
    said = text_of(several / "en" / "index.html")
    assert "2 cities, 3 rounds." in said
    assert "is not comparable with another city's" in said
    # 7 of 8 indicators, as the page of the city says.
    assert said.count("7 of 8") == 3


def test_one_round_alone_needs_no_page_of_cities(site: Path):
    assert not (site.parents[1] / "en").exists()


def test_a_page_leads_to_itself_in_the_other_round_and_where_that_lacks_it_to_the_first_page(several: Path):
    method = (several / "prueba" / "2024" / "es" / "method.html").read_text("utf-8")
    assert 'href="../../../prueba/2026/es/method.html"' in method
    # The later round was measured without the extended marker.
    assert not (several / "prueba" / "2026" / "es" / "indicators" / f"{OWNED}.html").exists()
    owned = (several / "prueba" / "2024" / "es" / "indicators" / f"{OWNED}.html").read_text("utf-8")
    assert 'href="../../../../prueba/2026/es/index.html"' in owned


def test_no_link_of_the_whole_site_leads_nowhere(several: Path):
    dead = []
    for page in several.rglob("*.html"):
        for way in re.findall(r'(?:href|src|data-list)="([^":#]+)[#"]', page.read_text("utf-8")):
            if not (page.parent / way).exists():
                dead.append((page.relative_to(several).as_posix(), way))
    assert dead[:5] == []


def test_two_cities_of_one_code_are_refused_and_both_named(tmp_path: Path):
    other = Elsewhere()
    other.meta["city"]["code"] = "Prueba"
    with pytest.raises(TejidoError) as refused:
        write_site([FakeRelease(), other], tmp_path / "site")
    (found,) = refused.value.findings
    assert found.code == "V120"
    assert "Testville" in found.what("en")
    assert "Otherville" in found.what("en")
    assert not (tmp_path / "site").exists()


def test_a_round_that_is_there_twice_is_refused(tmp_path: Path):
    with pytest.raises(TejidoError) as refused:
        write_site([FakeRelease(), Later(), FakeRelease()], tmp_path / "site")
    assert [one.code for one in refused.value.findings] == ["V121"]


def older(folder: Path) -> Path:
    """A site made before, with a round that the new one lacks."""
    (folder / "old" / "2020").mkdir(parents=True)
    (folder / "old" / "2020" / "index.html").write_text("old")
    (folder / MARK).write_text("ours")
    return folder


def test_a_site_that_fails_leaves_the_one_before_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    site = older(tmp_path / "site")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tejido.viewer.site._write_rounds", full)
    with pytest.raises(TejidoError) as refused:
        build(FakeRelease(), site)
    assert [one.code for one in refused.value.findings] == ["V122"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (site / "old" / "2020" / "index.html").read_text() == "old"


@pytest.mark.usefixtures("few_pages")
def test_what_an_older_site_had_and_the_new_one_lacks_is_gone(tmp_path: Path):
    site = older(tmp_path / "site")
    build(Elsewhere(), site)
    assert not (site / "old").exists()
    assert (site / "otra" / "2024" / "es" / "index.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_list_for_offline_holds_every_file_of_the_round_and_the_assets(several: Path):
    told = json.loads((several / "otra" / "2024" / "offline.json").read_text("utf-8"))
    mine = [path for part in ("otra/2024", "assets") for path in (several / part).rglob("*") if path.is_file()]
    there = {path.relative_to(several).as_posix() for path in mine} - {"otra/2024/offline.json"}
    assert set(told["files"]) == there
    assert told["bytes"] == sum((several / name).stat().st_size for name in there)
    assert f'"{told["version"]}"' in (several / "sw.js").read_text("utf-8")


def test_the_other_round_and_the_other_language_show_the_same(browser: Browser, several: Path):
    with serve(several) as server:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        visit(page, f"{server.url}prueba/2024/en/index.html#node=health&level=district")
        with leading(page):
            page.get_by_role("navigation", name="Round").get_by_role("link", name="2026").click()
        expect(page).to_have_url(re.compile(r"/prueba/2026/en/index\.html#node=health&level=district$"))
        with leading(page):
            page.get_by_role("link", name="ES", exact=True).click()
        expect(page).to_have_url(re.compile(r"/prueba/2026/es/index\.html#node=health&level=district$"))
        page.context.close()


def test_the_cities_are_sorted_by_a_click(browser: Browser, several: Path):
    with serve(several) as server:
        page = browser.new_context(bypass_csp=True, viewport={"width": 1440, "height": 900}).new_page()
        visit(page, f"{server.url}es/index.html")
        page.get_by_role("button", name="Ciudad", exact=True).click()
        names = page.locator("tbody th a")
        expect(names).to_have_text(["Ciudad de Prueba", "Ciudad de Prueba", "Otra Ciudad"])
        page.get_by_role("button", name="Ciudad", exact=True).click()
        expect(names.first).to_have_text("Otra Ciudad")
        page.context.close()
