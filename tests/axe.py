"""What axe finds against a page in light and dark, for every room that makes pages."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "viewer" / "vendor" / "axe.min.js"
RUN = """async only => (await axe.run(document, {resultTypes: ['violations'], ...(only && {runOnly: only})}))
  .violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)])"""
THEMES = {"light": None, "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What is asked in each theme: everything, then what depends on colours, in which alone the themes differ."""


def axe() -> Path:
    """The checker, fetched and not committed."""
    assert AXE.exists(), "axe-core is missing: run python tools/vendor.py test"
    return AXE


def violations(page: Page) -> dict[str, list[list[str]]]:
    """What axe finds, by theme."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=axe())
    found = {}
    for theme, only in THEMES.items():
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found[theme] = page.evaluate(RUN, only)
    return found
