"""A page as a reader has it who waits until it is there: tests wait for what they ask for, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

__all__ = ["PATIENCE", "becomes", "drawn", "leading", "ready", "turn", "visit"]

PATIENCE = 60_000
"""Milliseconds that anything may take: a slow machine is no fault of the page."""
LIVE = "location.protocol !== 'file:' && 'live' in document.body.dataset"
TURN = """hash => new Promise(done => {
  if (location.hash === hash || (hash === "#" && !location.hash)) return done();
  addEventListener("hashchange", () => done(), {once: true});
  location.hash = hash;
})"""


def drawn(page: Page) -> None:
    """Wait until the live map shows what was asked for."""
    page.wait_for_selector("html[data-map=idle]", timeout=PATIENCE)


def ready(page: Page) -> None:
    """Wait until styles, scripts and fonts of the page are there, and its live map where it has one."""
    page.wait_for_load_state("load", timeout=PATIENCE)
    page.evaluate("document.fonts.ready.then(() => true)")
    if page.evaluate(LIVE):
        drawn(page)


def visit(page: Page, address: str) -> Page:
    """Go to an address and wait until the page is ready."""
    page.goto(address, timeout=PATIENCE)
    ready(page)
    return page


@contextmanager
def leading(page: Page) -> Iterator[None]:
    """What is done inside leads to another page, or loads this one anew: wait until that is ready."""
    with page.expect_event("load", timeout=PATIENCE):
        yield
    ready(page)


def turn(page: Page, state: str) -> None:
    """Change what stands after # as a reader does in the address, and wait until the page has taken note."""
    page.evaluate(TURN, f"#{state}")


def becomes(ask: Callable[[], Any], wanted: Any) -> None:
    """Ask again until the answer is the wanted one, for what Playwright's `expect` has no word."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := ask()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert found == wanted
