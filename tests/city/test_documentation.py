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
