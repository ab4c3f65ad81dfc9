"""Whatever stands in `city.toml`, it is answered by findings and never by a crash."""

from __future__ import annotations

import copy
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tejido.city import check_city
from tejido.city.config import read_config
from tests.city import village

WRONG: list[Any] = ["", "nonsense", -1, 0, 1.5, True, [], [1, "a"], {}, {"a": {"b": 1}}, [{"a": 1}], float("inf")]
TOML = (
    village.TOML.replace('population = "people"', 'population = {column = "people", support = "zone"}')
    + """
[values.city]
life_expectancy = {value = 77, source = "x"}
[values.block.groups."origin=rm"]
internet = {column = "net", no_data = [9], invert = 100, scale = 2, support = "zone", proxy = "why"}
[territory]
detour = 1.2
max_snap = 100
straight = {distance_school = "why"}
[omit]
unemployment = "why"
[curves.internet]
knots = [[0, 0], [50, 100]]
reason = "why"
[publish]
persons = 10
finest = "zone"
"""
)


def paths(data: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield (*above, key)
        yield from paths(value, (*above, key))


def written(value: Any) -> str:
    """A value as TOML; tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {written(one)}' for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(one) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def spoiled() -> list[str]:
    """The folder's settings with every key taken out once and given every wrong value once."""
    texts = []
    plain = tomllib.loads(TOML)
    for *above, last in paths(plain):
        for wrong in [None, *WRONG]:
            data = copy.deepcopy(plain)
            table: Any = data
            for key in above:
                table = table[key]
            if wrong is None:
                del table[last]
            else:
                table[last] = wrong
            texts.append("\n".join(f'"{key}" = {written(value)}' for key, value in data.items()))
    return texts


def test_wrong_settings_are_answered_by_findings(tmp_path: Path):
    for text in spoiled():
        (tmp_path / "city.toml").write_text(text, "utf-8")
        read_config(tmp_path)


@pytest.mark.parametrize("text", random.Random(7).sample(spoiled(), 12))
def test_a_folder_with_a_wrong_setting_is_checked_to_the_end(tmp_path: Path, text: str):
    folder = village.write(tmp_path, text)
    for lang in ("en", "es"):
        for found in check_city(folder).findings:
            assert found.what(lang)
            assert found.remedy(lang)
