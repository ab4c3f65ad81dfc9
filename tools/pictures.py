"""Take pictures of a release's pages, to be looked at: two languages, two widths, two themes, with and without scripts.

    python tools/pictures.py RELEASE OUTDIR [--quick | --readme]

`--quick` takes Spanish and light only; `--readme` the first screen alone, as the README shows it.
Needs Chromium; none of the pictures of real cities belongs into the repository.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tejido.release import open_release
from tejido.viewer import build, serve

ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
WIDTHS = {360: 800, 1440: 900}


def take(
    browser: Browser,
    address: str,
    file: Path,
    width: int,
    theme: str,
    script: bool,
    state: str = "",
    whole: bool = True,
) -> None:
    """One picture of the page, or of its first screen."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=theme,  # type: ignore[arg-type]
        java_script_enabled=script, reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.on("console", lambda message: print(f"  {file.stem}: {message.type} {message.text}"))
    page.on("pageerror", lambda error: print(f"  {file.stem}: {error}"))
    page.goto(address + state)
    if script:
        page.wait_for_selector("html[data-map=idle]", timeout=30_000)
    page.screenshot(path=file, full_page=whole)
    context.close()


def home(pages: Path) -> str:
    """The way from the site's address to the pages of a round."""
    return f"{pages.parent.name}/{pages.name}/"


def pictures(pages: Path, out: Path, quick: bool = False, states: dict[str, str] | None = None) -> None:
    """All pictures of built pages into `out`; `states` names further states by the part of the address after #."""
    out.mkdir(parents=True, exist_ok=True)
    with serve(pages.parents[1]) as server, sync_playwright() as play:
        browser = launch(play)
        languages, themes = (("es",), ("light",)) if quick else (("es", "en"), ("light", "dark"))
        for lang, width, theme in product(languages, WIDTHS, themes):
            name, folder = f"{lang}-{width}-{theme}", f"{server.url}{home(pages)}{lang}/"
            take(browser, f"{folder}index.html", out / f"{name}.png", width, theme, True)
            take(browser, f"{folder}index.html", out / f"{name}-noscript.png", width, theme, False)
            take(browser, f"{folder}method.html", out / f"{name}-method.png", width, theme, False)
            for label, state in (states or {}).items():
                take(browser, f"{folder}index.html", out / f"{name}-{label}.png", width, theme, True, f"#{state}")
        browser.close()


def first_screen(pages: Path, out: Path) -> None:
    """The README's picture: English, light, on a laptop."""
    out.mkdir(parents=True, exist_ok=True)
    with serve(pages.parents[1]) as server, sync_playwright() as play:
        browser = launch(play)
        take(
            browser,
            f"{server.url}{home(pages)}en/index.html",
            out / "example-1440.png",
            1440,
            "light",
            True,
            whole=False,
        )
        browser.close()


def launch(play: Playwright) -> Browser:
    """Chromium: the one that `TEJIDO_CHROMIUM` names, else the system's, else the one that Playwright brought."""
    found = [os.environ.get("TEJIDO_CHROMIUM"), shutil.which("chromium"), shutil.which("google-chrome")]
    path = next((one for one in found if one), None)
    return play.chromium.launch(executable_path=path, args=ARGUMENTS)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Take pictures of a release's pages.")
    parser.add_argument("release", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--quick", action="store_true", help="Spanish and light only")
    parser.add_argument("--readme", action="store_true", help="the first screen alone")
    parser.add_argument("--state", action="append", default=[], help="LABEL=what stands after # in the address")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        built = build(open_release(asked.release, audience="public"), Path(folder) / "site")
        for one in built.findings:
            print(one.code, one.what("en"), file=sys.stderr)
        if asked.readme:
            first_screen(built.rounds[0], asked.out)
            return 0
        states = dict(state.split("=", 1) for state in asked.state)
        pictures(built.rounds[0], asked.out, asked.quick, states)
    return 0


if __name__ == "__main__":
    sys.exit(main())
