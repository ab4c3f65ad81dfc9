"""Polygons of a large level lie in tiles, and are read whole where the host cannot send parts of a file."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from playwright.sync_api import Browser, Page, expect

from tejido.viewer import build, data, serve
from tejido.viewer.polygons import thinned
from tejido.viewer.tiles import FINEST, LAYER, tiles
from tests.browse import becomes, visit
from tests.once import once
from tests.viewer.fake import FakeRelease, hexagon


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the made-up city as if its sixty hexagons were more than can be read whole."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(data, "WHOLE", 400)  # sixty hexagons have 420 corners, the first told twice
            build(FakeRelease(), place)

    return once(tmp_path_factory, "tiled", make)


def shown(browser: Browser, site: Path, ranges: bool) -> list[str]:
    """The files that a page asks for until its map is drawn, once with a unit picked on the map."""
    with serve(site, ranges=ranges) as server:
        page: Page = browser.new_page(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(server.url)))
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        visit(page, f"{server.url}prueba/2024/en/index.html#unit=h20&of=hexagon")
        expect(page.locator("#card h3")).to_have_text("H20")
        # In the middle of the map lies another unit; its tile may come after the map has been drawn once.
        canvas = page.locator("#live canvas")
        box = canvas.bounding_box()
        assert box

        def pointed(beside: int) -> bool:
            canvas.hover(position={"x": box["width"] / 2 + beside, "y": box["height"] / 2})
            return page.locator("#card h3").inner_text() != "H20"

        becomes(lambda: pointed(0) or pointed(1), True)
        page.close()
    return asked


def test_tiles_are_read_in_parts_where_the_host_sends_parts_and_units_can_be_pointed_at(browser: Browser, tiled: Path):
    asked = shown(browser, tiled, ranges=True)
    assert sum(one.endswith("hexagon.pmtiles") for one in asked) > 1
    assert "prueba/2024/data/hexagon.json" not in asked


def test_the_whole_file_is_read_where_the_host_sends_no_parts(browser: Browser, tiled: Path):
    asked = shown(browser, tiled, ranges=False)
    assert sum(one.endswith("hexagon.pmtiles") for one in asked) == 1
    assert "prueba/2024/data/hexagon.json" in asked


def test_tiles_hold_every_unit_by_its_number_at_every_zoom(tmp_path: Path):
    cells = [hexagon(column, row) for column in range(5) for row in range(4)]
    frame = gpd.GeoDataFrame({"unit": [f"{n:02d}" for n in range(20)]}, geometry=cells, crs="EPSG:4326")
    path = tmp_path / "cells.pmtiles"
    path.write_bytes(tiles(thinned(frame, list(frame["unit"]))))
    assert pyogrio.list_layers(path)[:, 0].tolist() == [LAYER]
    for zoom in (FINEST, FINEST - 2):
        read = pyogrio.read_dataframe(path, ZOOM_LEVEL=zoom)
        assert set(read["number"]) == set(range(20))


def test_a_level_below_the_limit_has_no_tiles(site: Path):
    assert list((site / "data").glob("*.pmtiles")) == []
    assert json.loads((site / "data" / "city.json").read_text("utf-8"))["tiled"] == []
