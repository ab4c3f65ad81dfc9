"""Take pictures of the pages of releases, to be looked at: every kind of page at three widths, in two languages and two themes.

    python -m tools.pictures RELEASE... FOLDER [--some | --docs]

Each kind of page (``tests/viewer/pages.py``) of the last release is taken whole at 360, 768 and 1440 px, in es and en, light and
dark. ``--some`` takes Spanish and light alone; ``--docs`` the few that the documentation shows, made small. Needs Chromium. None of
a real city belongs into the repository.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pandas as pd
from PIL import Image
from playwright.sync_api import Browser, Playwright, sync_playwright

from tejido.release import Release, open_release
from tejido.viewer import serve, write_site
from tests.viewer.pages import KINDS, Kind

ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
HEIGHTS = {360: 740, 768: 1024, 1440: 900}
"""Of the window, by its width."""
COLOURS = 256
"""Of a picture of the documentation."""


@dataclass(frozen=True)
class Shot:
    """One picture: which kind of page, how it is looked at, whether all of it."""

    kind: Kind
    lang: str
    width: int
    theme: str = "light"
    whole: bool = True
    called: str = ""

    @property
    def name(self) -> str:
        """Of the file."""
        return self.called or f"{self.kind.name}-{self.lang}-{self.width}-{self.theme}"


def every(some: bool) -> list[Shot]:
    """A picture of every kind at every width; of `some`, in Spanish and light alone."""
    languages, themes = (("es",), ("light",)) if some else (("es", "en"), ("light", "dark"))
    return [Shot(kind, *how) for kind, *how in product(KINDS, languages, HEIGHTS, themes)]  # type: ignore[arg-type]


def documented() -> list[Shot]:
    """What README and documentation show: first screens."""
    kinds = {kind.name: kind for kind in KINDS}
    return [
        Shot(kinds["city"], "en", 1440, whole=False, called="example-1440"),
        Shot(kinds["city"], "es", 1440, "dark", whole=False, called="example-dark-es"),
        Shot(kinds["card"], "es", 360, whole=False, called="example-360-es"),
        Shot(kinds["lens"], "en", 1440, whole=False, called="example-lens"),
        Shot(kinds["unit"], "en", 1440, whole=False, called="example-unit"),
        Shot(kinds["differences"], "es", 768, whole=False, called="example-differences-es"),
    ]


def places(release: Release) -> dict[str, str]:
    """What fills the addresses of the kinds: the lowest places, and indicators of which there is most to see. Some may be lacking."""
    levels = [str(one["id"]) for one in release.meta["levels"]]
    values, scores, gaps = (release.table(name) for name in ("values", "scores", "differentials"))
    basic = list(release.catalogue.indicators)
    measured = set(values["indicator"])
    document = release.document("extended.json")
    extended = list((document or {}).get("indicators", {}))
    shown = (gaps["level"] == levels[1]) & (gaps["group"] == "origin=rm") & (gaps["verdict"] == "shown")
    told = gaps[shown].sort_values("p", kind="stable")["indicator"].unique()
    first = [*(one for one in told if one in basic), *(one for one in basic if one in measured)]
    found = {
        "round": f"{release.meta['city']['code'].lower()}/{release.meta['period']}",
        "coarse": levels[1],
        "finest": levels[-1],
        "unit": lowest(scores, levels[1]).lower(),
        "fine": lowest(scores, levels[-1]),
        "basic": first[0],
        "other": next(one for one in first if one != first[0]),
        "gap": first[0],
        "extended": next((one for one in extended if one in measured and one not in basic), ""),
        "lacking": next((one for one in extended if one not in measured), ""),
    }
    return {name: place for name, place in found.items() if place}


def lowest(scores: pd.DataFrame, level: str) -> str:
    """The unit of a level with the lowest score of all; where there is no marker, the first."""
    mine = scores[(scores["level"] == level) & (scores["node"] == "marker") & (scores["group"] == "all")]
    return str(mine.sort_values("score", na_position="last", kind="stable")["unit"].iloc[0])


def pictures(releases: Sequence[Release], shots: Sequence[Shot], out: Path) -> Iterator[Path]:
    """Each picture once it is taken; a kind of page that the site does not have is told and left out."""
    out.mkdir(parents=True, exist_ok=True)
    filled = places(releases[-1])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        site = write_site(releases, Path(folder) / "site").index.parent
        with serve(site) as server:
            browser = launch(play)
            for shot in shots:
                missing = lacking(shot, site, filled)
                if missing:
                    print(f"{shot.name}: {missing}", file=sys.stderr)
                    continue
                base = f"{site.as_uri()}/" if shot.kind.file else server.url
                file = out / f"{shot.name}.png"
                content = taken(browser, shot, shot.kind.address(base, shot.lang, **filled))
                file.write_bytes(small(content) if shot.called else content)
                yield file
            browser.close()


def lacking(shot: Shot, site: Path, filled: dict[str, str]) -> str:
    """Why a picture cannot be taken, if it cannot."""
    try:
        file = site / shot.kind.path.format(lang=shot.lang, **filled)
        shot.kind.state.format(**filled)
    except KeyError as problem:
        return f"no {problem.args[0]} in this release"
    return "" if file.exists() else f"no page {file.relative_to(site)}"


def taken(browser: Browser, shot: Shot, address: str) -> bytes:
    """The picture of the page at an address; what the page complains of is printed."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": HEIGHTS[shot.width]},
        color_scheme=shot.theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.on("console", lambda message: print(f"{shot.name}: {message.type} {message.text}", file=sys.stderr))
    page.on("pageerror", lambda error: print(f"{shot.name}: {error}", file=sys.stderr))
    page.goto(address)
    if shot.kind.live:
        page.wait_for_selector("html[data-map=idle]", timeout=60_000)
    content = page.screenshot(full_page=shot.whole)
    context.close()
    return content


def small(content: bytes) -> bytes:
    """The same picture in few colours."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        # The largest coverage keeps colours that are rare, such as those of a legend.
        picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            made, "PNG", optimize=True
        )
    return made.getvalue()


def launch(play: Playwright) -> Browser:
    """Chromium: the one that `TEJIDO_CHROMIUM` names, else the system's, else the one that Playwright brought."""
    found = [os.environ.get("TEJIDO_CHROMIUM"), shutil.which("chromium"), shutil.which("google-chrome")]
    path = next((one for one in found if one), None)
    return play.chromium.launch(executable_path=path, args=ARGUMENTS)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Take pictures of the pages of releases.")
    parser.add_argument("releases", type=Path, nargs="+", metavar="RELEASE")
    parser.add_argument("out", type=Path, metavar="FOLDER")
    parser.add_argument("--some", action="store_true", help="Spanish and light alone")
    parser.add_argument("--docs", action="store_true", help="the few that the documentation shows")
    asked = parser.parse_args()
    releases = [open_release(one, audience="public") for one in asked.releases]
    for file in pictures(releases, documented() if asked.docs else every(asked.some), asked.out):
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
