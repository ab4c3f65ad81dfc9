"""How the live map keeps up: a pan over 50,000 polygons beside a bare MapLibre page, and what a city's whole map weighs.

The pan is scripted: five seconds, a step at every frame. Counted are the frames drawn and the longest task of the main thread
(`PerformanceObserver`, tasks from 50 ms on), and the same for a page that holds nothing but MapLibre and the same polygons in one
colour. Weights are those of the bodies as sent, and as they would be with gzip (level 6), which every host for files offers.
"""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tejido.release import open_release
from tejido.viewer import build, serve
from tests.viewer.fake import FakeRelease
from tools.results import machine, today, write_section

FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
COUNT = 50_000
RUNS = 3
HOLD = """async () => {
  if (window.tejidoMap) return;
  const { LiveMap } = await import("/assets/map.js");
  const repaint = LiveMap.prototype.repaint;
  const held = new Promise(done => { LiveMap.prototype.repaint = function () { window.tejidoMap = this.map; repaint.call(this); done(); }; });
  location.hash = "#sort=name";
  await held;
}"""
"""The map of the page, which the page keeps to itself: it is held when it next draws."""
PAN = """() => new Promise(done => {
  const map = window.tejidoMap;
  const tasks = [];
  const watch = new PerformanceObserver(list => tasks.push(...list.getEntries().map(one => one.duration)));
  watch.observe({type: "longtask"});
  let frames = 0;
  const began = performance.now();
  const step = now => {
    if (now - began > 5000) { watch.disconnect(); return done({frames, longest: Math.max(0, ...tasks), tasks: tasks.length}); }
    frames += 1;
    map.panBy([Math.cos(now / 400) * 6, Math.sin(now / 400) * 6], {animate: false});
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
BARE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="assets/vendor/maplibre-gl.css">
<style>#map { width: 590px; height: 660px; }</style><div id="map"></div><script type="module" src="bare.js"></script>"""
BARE_SCRIPT = """import { createData } from "./assets/data.js";
import { Map as Live, setWorkerUrl } from "./assets/vendor/maplibre-gl.mjs";
setWorkerUrl(new URL("./assets/vendor/maplibre-gl-worker.mjs", import.meta.url).href);
const data = await createData(new URL("prueba/2024/data/", location.href).href).shapes("hexagon");
window.tejidoMap = new Live({container: "map", bounds: data.bbox, fitBoundsOptions: {padding: 24}, fadeDuration: 0, style: {version: 8,
  sources: {one: {type: "geojson", data}}, layers: [{id: "one", source: "one", type: "fill", paint: {"fill-antialias": false}}]}});
window.tejidoMap.once("idle", () => document.documentElement.setAttribute("data-map", "idle"));"""


class Many(FakeRelease):
    """The made-up city cut into 50,000 rectangles instead of hexagons."""

    def __init__(self, count: int = COUNT) -> None:
        super().__init__()
        side = int(np.ceil(np.sqrt(count)))
        place = np.arange(count)
        x, y = -79.5 + (place % side) * 0.0008, 9 + (place // side) * 0.0008
        shapes = shapely.box(x, y, x + 0.0008, y + 0.0008)
        codes = [f"c{one:05d}" for one in place]
        self.hexagons = gpd.GeoDataFrame({"unit": codes, "district": [f"d{one % 6}" for one in place // (count // 6 + 1)]},
                                         geometry=shapely.transform(shapes, lambda at: np.round(at, 6)), crs="EPSG:4326")  # fmt: skip
        coarse = {
            table: getattr(self, table)[getattr(self, table)["level"] != "hexagon"]
            for table in ("_units", "_scores", "_values")
        }
        base = pd.DataFrame(
            {"level": "hexagon", "unit": codes, "name": codes, "parent": self.hexagons["district"], "population": 100.0}
        )
        self._units = pd.concat([coarse["_units"], base.reindex(columns=coarse["_units"].columns)], ignore_index=True)
        scores = pd.DataFrame({"period": "2024", "level": "hexagon", "unit": codes, "group": "all", "node": "marker", "coverage": 1.0,
                               "score": 50 + 40 * np.sin(x * 900) * np.cos(y * 700), "comparable": True})  # fmt: skip
        self._scores = pd.concat(
            [coarse["_scores"], scores.reindex(columns=coarse["_scores"].columns)], ignore_index=True
        )
        self._values = coarse["_values"]
        self.meta["levels"][-1]["n_units"] = count


def pan(page: Page, address: str) -> dict[str, Any]:
    """Frames and long tasks of one pan, once the page is at rest."""
    page.goto(address)
    page.wait_for_selector("html[data-map=idle]", timeout=300_000)
    page.evaluate(HOLD)
    page.wait_for_timeout(1000)
    found: dict[str, Any] = page.evaluate(PAN)
    return found


def smooth(browser: Browser) -> str:
    """Both pans, one after the other, several times: the medians of the frames and the longest task of all."""
    with tempfile.TemporaryDirectory() as folder:
        site = build(cast(Any, Many()), Path(folder) / "site").index.parent
        (site / "bare.html").write_text(BARE, "utf-8")
        (site / "bare.js").write_text(BARE_SCRIPT, "utf-8")
        runs: dict[str, list[dict[str, Any]]] = {"bare": [], "live": []}
        with serve(site) as server:
            for _ in range(RUNS):
                for name, path in (("bare", "bare.html"), ("live", "prueba/2024/en/index.html")):
                    page = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
                    runs[name].append(pan(page, server.url + path))
                    page.close()
    frames = {name: statistics.median(one["frames"] for one in every) for name, every in runs.items()}
    longest = {name: max(one["longest"] for one in every) for name, every in runs.items()}
    share = frames["live"] / frames["bare"]
    return (
        f"| pan of 5 s over {COUNT:,} polygons | {frames['live']:.0f} frames ({share:.2f} of the bare page's {frames['bare']:.0f}) "
        f"| longest task {longest['live']:.0f} ms (bare page {longest['bare']:.0f} ms) |"
    )


def weight(browser: Browser, release: Path) -> str:
    """What a visit of the live map transfers until it is at rest."""
    opened = open_release(release, audience="public")
    with tempfile.TemporaryDirectory() as folder:
        site = build(opened, Path(folder) / "site").rounds[0]
        bodies: dict[str, bytes] = {}
        with serve(site.parents[1]) as server:
            page = browser.new_page(viewport={"width": 1440, "height": 900})

            def keep(request: Request) -> None:
                answer = request.response()
                bodies[request.url] = answer.body() if answer else b""

            page.on("requestfinished", keep)
            page.goto(f"{server.url}{site.parent.name}/{site.name}/es/index.html")
            page.wait_for_selector("html[data-map=idle]", timeout=120_000)
            page.wait_for_timeout(500)
            page.close()
    packed = sum(min(len(gzip.compress(body, 6)), len(body)) for body in bodies.values())
    whole = sum(map(len, bodies.values()))
    city = opened.meta["city"]["code"]
    beside = f"{whole / 1000:.0f} kB without, {len(bodies)} requests"
    return f"| live map of {city}, complete | {packed / 1000:.0f} kB with gzip | {beside} |"


def main(releases: list[str]) -> int:
    """Pan, and weigh the releases named; write the section."""
    chromium = os.environ.get("TEJIDO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        lines = [smooth(browser), *(weight(browser, Path(one)) for one in releases)]
        browser.close()
    head = ["| what | figure | beside it |", "|---|---|---|"]
    load = f"Load of the machine at the end {os.getloadavg()[0]:.1f}, this benchmark included."
    told = f"{today()}; {machine()}; Chromium with software rendering; {RUNS} runs. {load}"
    text = "\n".join([told, "", *head, *lines])
    write_section("map", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
