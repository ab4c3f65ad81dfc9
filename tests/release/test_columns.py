"""The page about releases tells every column of every table, in both languages, as the schemas do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.release.columns import renewed
from tejido.tables import SCHEMAS
from tejido.words import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_columns_in_the_documentation_are_those_of_the_schemas(lang: str, root: Path) -> None:
    page = (root / "docs" / lang / "release.md").read_text("utf-8")
    assert page == renewed(page, lang), "run `make docs`"
    for schema in SCHEMAS.values():
        assert f"### `{schema.name}`" in page
        assert all(f"`{column.name}`" in page for column in schema.columns)


def test_a_page_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        renewed("# The release", "en")
