"""Count what the page costs before its first picture, and until it is at rest: bytes, requests and time in Chromium.

The first picture is the browser's first contentful paint. Two counts come before it: what it waits for (the document and the
files that block rendering), which is the same on every machine, and all that was asked for by then, counted whole even where it
came later, since the reader's line carries it all the same. Bytes are those of the bodies as sent, uncompressed by the little
server. Loopback has no slow line: the time is that of the machine alone.
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
PATIENCE = 40
TIMINGS = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  if (!paint) return null;
  const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const waited = f => f.entryType === "navigation" || f.renderBlockingStatus === "blocking";
  const told = f => ({start: f.startTime, bytes: f.encodedBodySize, waited: waited(f)});
  return {paint: paint.startTime, files: files.map(told)};
}"""


def visit(browser: Browser, address: str, size: tuple[int, int]) -> dict[str, float]:
    """One visit of the Spanish page with an empty cache: milliseconds, requests and kilobytes at three moments.

    Raises:
        RuntimeError: there was no first picture within twenty seconds.
    """
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(f"{address}es/index.html", wait_until="networkidle")
    found: dict[str, Any] | None = page.evaluate(TIMINGS)
    for _ in range(PATIENCE):
        if found is None:
            page.wait_for_timeout(500)
            found = page.evaluate(TIMINGS)
    context.close()
    if found is None:
        raise RuntimeError("the page never painted")
    waited = [file for file in found["files"] if file["waited"]]
    before = [file for file in found["files"] if file["start"] < found["paint"]]
    counts = {"waited for": waited, "asked for": before, "at rest": found["files"]}
    kilobytes = {f"{name}, kB": sum(file["bytes"] for file in files) / 1000 for name, files in counts.items()}
    return {**kilobytes, **{name: len(files) for name, files in counts.items()}, "milliseconds": found["paint"]}


def rows(browser: Browser, name: str, address: str) -> list[str]:
    """A table row per screen: the median of several visits."""
    lines = []
    for screen, size in SCREENS.items():
        visits = [visit(browser, address, size) for _ in range(RUNS)]
        one = {key: statistics.median(v[key] for v in visits) for key in visits[0]}
        cells = [
            f"{one[f'{count}, kB']:.0f} kB in {one[count]:.0f}" for count in ("waited for", "asked for", "at rest")
        ]
        lines.append(f"| {name} | {screen} | {cells[0]} | {cells[1]} | {one['milliseconds']:.0f} ms | {cells[2]} |")
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
    head = "| page | screen | waited for by the first picture | asked for by then | first picture | at rest |"
    said = f"{today()}; {machine()}; median of {RUNS} visits with an empty cache; kilobytes in requests."
    text = "\n".join([said, "", head, "|---|---|---:|---:|---:|---:|", *lines])
    write_section("page", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
