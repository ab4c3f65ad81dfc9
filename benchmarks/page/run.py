"""Count what the page costs before its first picture, and until it is at rest: bytes, requests and time in Chromium.

The first picture is the browser's first contentful paint. What was asked for before it counts whole, even where it came later:
the reader's line carries it all the same. Bytes are those of the bodies as sent. Loopback has no slow line, so bytes and requests
are the figures to compare; the time is that of the machine alone.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tools.demo import DEMO, make, viewing
from tools.results import machine, today, write_section

FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
SCREENS = {"phone, 360 x 740": (360, 740), "laptop, 1440 x 900": (1440, 900)}
RUNS = 3
TIMINGS = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return {paint: paint.startTime, files: files.map(f => ({start: f.startTime, bytes: f.encodedBodySize}))};
}"""


def visit(browser: Browser, address: str, size: tuple[int, int]) -> dict[str, float]:
    """One visit with an empty cache: milliseconds, requests and kilobytes before the first picture and in all."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    found: dict[str, Any] = page.evaluate(TIMINGS)
    context.close()
    before = [file for file in found["files"] if file["start"] < found["paint"]]
    return {
        "milliseconds": found["paint"],
        "requests": len(before),
        "kilobytes": sum(file["bytes"] for file in before) / 1000,
        "all requests": len(found["files"]),
        "all kilobytes": sum(file["bytes"] for file in found["files"]) / 1000,
    }


def rows(browser: Browser, name: str, address: str) -> list[str]:
    """A table row per screen: the median of several visits."""
    lines = []
    for screen, size in SCREENS.items():
        visits = [visit(browser, address, size) for _ in range(RUNS)]
        one = {key: statistics.median(v[key] for v in visits) for key in visits[0]}
        lines.append(
            f"| {name} | {screen} | {one['kilobytes']:.0f} kB | {one['requests']:.0f} | {one['milliseconds']:.0f} ms "
            f"| {one['all kilobytes']:.0f} kB | {one['all requests']:.0f} |"
        )
    return lines


def main(releases: list[str]) -> int:
    """Visit the pages of the releases named (the example city's where none is) and write the section."""
    if not releases and not (DEMO / "release").is_dir():
        make(DEMO)
    chosen = {Path(one).name: Path(one) for one in releases} or {"example city": DEMO / "release"}
    chromium = os.environ.get("TEJIDO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    lines = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, release in chosen.items():
            with viewing(release) as address:
                lines += rows(browser, name, address)
        browser.close()
    head = "| page | screen | before the first picture | requests | first picture | at rest | requests |"
    text = "\n".join(
        [f"{today()}; {machine()}; median of {RUNS} visits.", "", head, "|---|---|---:|---:|---:|---:|---:|", *lines]
    )
    write_section("page", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
