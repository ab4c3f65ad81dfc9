"""Every key of `city.toml` that the program reads stands on the page about the city folder, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tejido import city
from tejido.city.config import read_config
from tests.conftest import ROOT

READERS = r"\.(?:text|texts|number|numbers|flag|labels|choice|reasons|table|tables)\(\s*\"(\w+)\""


def keys() -> list[str]:
    source = Path(city.__file__).parent
    return sorted({key for file in source.glob("config*.py") for key in re.findall(READERS, file.read_text("utf-8"))})


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("key", keys())
def test_a_key_is_documented(key: str, lang: str):
    page = (ROOT / "docs" / lang / "city-folder.md").read_text("utf-8")
    assert re.search(rf"[`\[\"\s{{]{key}\b", page), f"{key} is not on the page"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_small_folder_on_the_page_is_read_without_a_word(tmp_path: Path, lang: str):
    page = (ROOT / "docs" / lang / "city-folder.md").read_text("utf-8")
    (tmp_path / "city.toml").write_text(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0], "utf-8")
    assert read_config(tmp_path)[1] == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_list_of_what_is_published_on_the_page_fits_its_small_folder(tmp_path: Path, lang: str):
    page = (ROOT / "docs" / lang / "city-folder.md").read_text("utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    listed = next(block for block in blocks if block.startswith("[publish]"))
    (tmp_path / "city.toml").write_text(f"{blocks[0]}\n{listed}", "utf-8")
    config, findings = read_config(tmp_path)
    assert config is not None and findings == []
    coarse, fine = (level.id for level in config.levels)
    # At least 20 persons, and no fewer households than the rule; origin in the coarser units, origin by sex in the city alone.
    assert (config.publish.persons, config.publish.households, config.publish.finest) == (20, 5, fine)
    assert [(one.by, one.coarsest, one.finest) for one in config.publish.crossings] == [
        (("origin",), "city", coarse),
        (("origin", "sex"), "city", "city"),
    ]
    assert len(config.publish.earlier) == 1
