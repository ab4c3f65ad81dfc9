"""What a city's first page carries in itself, so that one answer of the host is enough to paint it; and the policy that lets it in."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files as resources

from markupsafe import Markup

from tejido.figures import palette

SCREEN = ("page.css", "site.css")
"""The style of the screen, after the tokens."""
PAPER = "print.css"
LETTERS = "letters.js"
SCRIPTS = ("share.js", "picture.js", "offline.js", "for_whom.js", "terms.js", "start.js")
"""Plain scripts, in this order. What they find or hide stands above them, so nothing moves when they run."""

_POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; img-src 'self' data: blob:{other}; "
    "font-src 'self' data:; connect-src 'self'{other}; worker-src 'self'; base-uri 'none'; form-action 'none'"
)
_FONT = re.compile(r'font-display: optional; src: url\("(vendor/[^"]+)"\)')
PLACE = "{{policy}}"
"""Where a finished page says its policy: until it is finished, nobody knows what it carries."""

__all__ = ["PLACE", "letters", "paper", "policy", "screen", "scripts", "with_policy"]


def policy(page: str = "", ours: Collection[str] = (), other: str = "") -> str:
    """What a page may load: only the site's own files, what it carries of `ours` in itself, by hash, and pictures of the host `other`,
    if any. A block that is none of `ours` is not named, so that it does nothing however it came into the page.

    They say it themselves, for hosts that send no headers. Source: W3C, Content Security Policy Level 3, section 2.3.1.
    """
    scripts, styles = (
        "".join(
            f" '{_hash(text)}'"
            for text in re.findall(rf"<{tag}(?: media=\"print\")?>(.*?)</{tag}>", page, re.DOTALL)
            if text in ours
        )
        for tag in ("script", "style")
    )
    return _POLICY.format(scripts=scripts, styles=styles, other=f" https://{other}" if other else "")


def with_policy(page: str, ours: Collection[str] = (), other: str = "") -> str:
    """A finished page with its policy where the template left the place for it."""
    return page.replace(PLACE, policy(page, ours, other), 1)


@cache
def screen(bands: int, assets: str) -> Markup:
    """The style of the first page: tokens, page and site as they are linked elsewhere, with the two files of the usual letters in it.

    The letters come with the words: a font that came later would be a second request before the first paint, and words that change
    their width move everything below. Those of other alphabets (`assets` is the way to them) are asked for only where they stand.
    """
    text = palette.css(bands) + "".join(_read(name) for name in SCREEN)
    return Markup(_short(_FONT.sub(lambda found: _font(found[1], assets), text)))


@cache
def paper() -> Markup:
    """The style of the printed page."""
    return Markup(_short(_read(PAPER)))


@cache
def letters() -> Markup:
    """The script of the page's head, before there is anything to lay out."""
    return Markup(_read(LETTERS))


@cache
def scripts() -> Markup:
    """The plain scripts of the first page, one after the other; each keeps its names to itself."""
    return Markup("".join(_read(name) for name in SCRIPTS))


def _font(path: str, assets: str) -> str:
    """Where a font is and when it is shown. In the style itself: always. One of rarer letters, or one that is not shipped, is named by
    its address and shown only if it is there at once.
    """
    file = resources("tejido.viewer") / "static" / path
    if "-ext-" in path or not file.is_file():
        return f'font-display: optional; src: url("{assets}{path}")'
    return f'font-display: block; src: url("data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}")'


def _read(name: str) -> str:
    return (resources("tejido.viewer") / "static" / name).read_text("utf-8")


def _short(css: str) -> str:
    """Style without comments and indents."""
    return re.sub(r"\n\s+", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
