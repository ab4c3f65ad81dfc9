"""Measure a city's first page on a slow line in Chromium: largest paint, what is asked for before it, bytes, what moves.

The line is Chromium's own throttling (DevTools protocol, Network.emulateNetworkConditions) with the figures of Slow 3G. Each page is
sent by a host that compresses and by one that does not, to a phone and a laptop, with an empty cache. What moves (Layout Instability
API, summed) is told twice: until the page is read whole on the slow line, and until its live map is drawn on a fast one.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tejido.release import open_release
from tejido.viewer import Built, build
from tools.demo import DEMO, make
from tools.results import machine, today, write_section

FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
SCREENS = {"phone, 360 x 740": (360, 740), "laptop, 1440 x 900": (1440, 900)}
SLOW = {"offline": False, "latency": 2000, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
"""Slow 3G: milliseconds, and bytes in a second."""
RUNS = 3
PATIENCE = 120_000
GOAL_SECONDS, GOAL_KILOBYTES = 6.0, 120
PACKED = (".html", ".css", ".js", ".mjs", ".json", ".svg")
WATCH = """window.seen = { paint: 0, moved: 0 };
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.paint = one.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.moved += one.value; })
  .observe({ type: "layout-shift", buffered: true });"""
TIMINGS = """() => ({
  ...window.seen,
  page: performance.getEntriesByType("navigation")[0].encodedBodySize,
  asked: performance.getEntriesByType("resource").map((one) => ({ start: one.startTime, bytes: one.encodedBodySize })),
})"""


class _Host(SimpleHTTPRequestHandler):
    """A plain host for files; `packs`: it compresses texts, as most do."""

    protocol_version = "HTTP/1.1"
    packs = False

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        if not self.packs or path.suffix not in PACKED or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class _Packing(_Host):
    packs = True


HOSTS = {"gzip": _Packing, "no compression": _Host}


@dataclass(frozen=True)
class Visit:
    """`paint`: the largest, in seconds. `before`: requests before it, but for the page. `page`: its body as sent, in kB. `moved`: the
    sum of layout shifts. `requests` and `bytes` (kB): all that was answered, the page among it.
    """

    paint: float
    before: int
    page: float
    moved: float
    requests: int
    bytes: float


@contextmanager
def hosted(folder: Path, kind: type[_Host]) -> Iterator[str]:
    """The address of a folder for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def visit(browser: Browser, address: str, size: tuple[int, int], slow: bool) -> Visit:
    """A visit with an empty cache: on the slow line until the page is read whole, else until the live map is drawn."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, service_workers="block")
    page = context.new_page()
    page.add_init_script(WATCH)
    if slow:
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, timeout=PATIENCE)
    if not slow:
        page.wait_for_selector("html[data-map=idle]", timeout=PATIENCE)
    page.wait_for_timeout(1000)
    found = page.evaluate(TIMINGS)
    context.close()
    if not found["paint"]:
        raise RuntimeError("the page never painted")
    asked = found["asked"]
    return Visit(
        paint=found["paint"] / 1000,
        before=sum(one["start"] <= found["paint"] for one in asked),
        page=found["page"] / 1000,
        moved=found["moved"],
        requests=1 + len(asked),
        bytes=(found["page"] + sum(one["bytes"] for one in asked)) / 1000,
    )


def rows(browser: Browser, name: str, site: Built) -> list[str]:
    """A table row per host and screen."""
    lines = []
    folder, page = site.index.parent, site.rounds[0].relative_to(site.index.parent) / "es" / "index.html"
    for host, kind in HOSTS.items():
        with hosted(folder, kind) as address:
            for screen, size in SCREENS.items():
                slow = [visit(browser, address + page.as_posix(), size, slow=True) for _ in range(RUNS)]
                live = visit(browser, address + page.as_posix(), size, slow=False)
                lines.append(row(f"{name} | {screen} | {host}", slow, live, packed=kind.packs))
    return lines


def row(what: str, slow: list[Visit], live: Visit, packed: bool) -> str:
    """The median of the largest paints; of all else the worst of the visits."""
    paint = statistics.median(one.paint for one in slow)
    before, page = max(one.before for one in slow), slow[0].page
    moved = max(one.moved for one in (*slow, live))
    met = paint <= GOAL_SECONDS and before == 0 and moved == 0 and (page <= GOAL_KILOBYTES or not packed)
    return (
        f"| {what} | {paint:.1f} s | {before} | {page:.0f} kB | {max(one.moved for one in slow):.3f} | {live.moved:.3f} "
        f"| {live.bytes:.0f} kB in {live.requests} | {'met' if met else 'NOT MET'} |"
    )


def main(releases: list[str]) -> int:
    """Measure the first pages of the releases named (the example city's where none is) and write the section."""
    if not releases and not (DEMO / "release").is_dir():
        make(DEMO)
    chosen = {Path(one).name: Path(one) for one in releases} or {"example city": DEMO / "release"}
    chromium = os.environ.get("TEJIDO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    lines = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as work:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, release in chosen.items():
            site = build(open_release(release, audience="public"), Path(work) / name)
            lines += rows(browser, name, site)
        browser.close()
    said = (
        f"{today()}; {machine()}. Slow 3G (400 kbit/s, 2 s); median of {RUNS} visits with an empty cache. Goals: largest paint within "
        f"{GOAL_SECONDS:.0f} s, nothing asked for before it, the page at most {GOAL_KILOBYTES} kB where the host compresses, layout shift 0."
    )
    head = (
        "| page | screen | host | largest paint | asked before it | page as sent | layout shift until read | with the live map "
        "| live map at rest | goals |\n|---|---|---|---:|---:|---:|---:|---:|---:|---|"
    )
    text = "\n".join([said, "", head, *lines])
    write_section("page", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
