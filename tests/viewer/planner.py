"""A reader who has a keyboard and hears names: no selector, no mouse. Counts what each task costs."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browse import ready

FAR = 60
"""More steps than this to a control is not to find it."""
TRIES, NEW_WORD = 3, 1100
"""How often a word is typed, and the milliseconds after which a list takes a letter for the first of a new word."""
CHOSEN = "list => list.selectedOptions[0].text.trim()"
WITH_FOCUS = "found => found.indexOf(document.activeElement)"


class Planner:
    """Works a page. `strokes`: keys pressed so far; a word typed counts as one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strokes = 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.strokes += 1

    def type(self, word: str) -> None:
        """A word, into a field or to choose from a list."""
        self.page.keyboard.type(word)
        self.strokes += 1

    def reach(self, role: Any, name: str, back: bool = False) -> Locator:
        """Step on to the control of this role and exactly this name, or back to it; what opens a part of a page is a "summary"."""
        by_text, by_role = self.page.get_by_text(name, exact=True), self.page.get_by_role
        wanted = by_text if role == "summary" else by_role(role, name=name, exact=True)
        for _ in range(FAR):
            self.press("Shift+Tab" if back else "Tab")
            place = wanted.evaluate_all(WITH_FOCUS)
            if place >= 0:
                return wanted.nth(place)
        raise AssertionError(f"{role} “{name}” cannot be reached within {FAR} steps")

    def follow(self, role: Any, name: str, back: bool = False) -> None:
        """Step to a link or button and press Enter."""
        self.reach(role, name, back)
        self.press("Enter")

    def choose(self, name: str, option: str, back: bool = False) -> None:
        """Step to a list and take an option."""
        self.pick(self.reach("combobox", name, back), option)

    def pick(self, focused: Locator, option: str) -> None:
        """Type the option's name into the list that has the focus, and step on where others begin with the same words."""
        ready(self.page)
        self.type(option)
        for _ in range(TRIES):
            if focused.evaluate(CHOSEN).startswith(option):
                break
            # Where a second passes between two letters, as on a slow machine, a list takes them for two words. Once more, as its
            # reader would: by now the page has what it has to draw.
            ready(self.page)
            self.page.wait_for_timeout(NEW_WORD)
            self.page.keyboard.type(option)
        while focused.evaluate(CHOSEN) != option:
            assert self.strokes < FAR, f"“{option}” is not in the list"
            self.press("ArrowDown")

    def jump(self, name: str) -> None:
        """Use one of the links at the very beginning of a page that jump over what all pages have."""
        place = self.reach("link", name).get_attribute("href")
        self.press("Enter")
        expect(self.page.locator(f"{place}:target")).to_have_count(1)
