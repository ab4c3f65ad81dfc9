"""Of a group less is published than of everybody, and the page goes where there is something to see."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, expect

from tejido.viewer import build
from tests.browse import visit
from tests.viewer.conftest import served
from tests.viewer.fake import FakeRelease

COARSEST = "district"


class WithGroup(FakeRelease):
    """The made-up city, with the scores of refugees and migrants at the coarsest level alone."""

    def table(self, name: str) -> pd.DataFrame:
        """Everybody's rows, and those of the group."""
        table = super().table(name)
        if name not in ("scores", "contributions"):
            return table
        rows = table[table["level"].isin(["city", COARSEST])]
        return pd.concat([table, rows.assign(group="origin=rm")], ignore_index=True)


@pytest.mark.usefixtures("few_pages")
def test_choosing_a_group_moves_to_the_finest_level_that_has_it_and_closes_the_others(
    browser: Browser, tmp_path: Path
) -> None:
    built = build(WithGroup(), tmp_path / "site")
    with served(built.rounds[0]) as address:
        page = visit(browser.new_page(), f"{address}en/index.html#level=hexagon")
        level = page.locator("#control-level")
        expect(level).to_have_value("hexagon")
        page.locator("#control-group").select_option("origin=rm")
        expect(level).to_have_value(COARSEST)
        for chooser in (level, page.locator("#table-level")):
            expect(chooser.locator("option[value=hexagon]")).to_be_disabled()
        expect(page.locator("#legend")).not_to_contain_text("Nothing can be shown")
        page.locator("#control-group").select_option("all")
        expect(level.locator("option[value=hexagon]")).to_be_enabled()
        page.close()
