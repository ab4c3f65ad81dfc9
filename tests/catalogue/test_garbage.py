"""A catalogue may hold anything at all: faults are told, nothing breaks."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.catalogue.fields import Document
from tejido.catalogue.loader import from_tables
from tejido.errors import TejidoError

CPI = tomllib.loads((Path(__file__).parent / "data" / "cpi.toml").read_text("utf-8"))

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 300) | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["es", "en", "id", "x"]), inner, max_size=3)
    ),
    max_leaves=4,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside `data`."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for key, value in inner for found in [(*path, key), *places(value, (*path, key))]]


@settings(max_examples=300)
@given(st.sampled_from(places(CPI)), ANYTHING)
def test_whatever_stands_in_the_place_of_a_value_is_taken_or_told(path: tuple[Any, ...], anything: object) -> None:
    data = copy.deepcopy(CPI)
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = anything
    try:
        found = from_tables([(Document("cpi.toml"), data)])
    except TejidoError as told:
        assert all(one.what(lang) and one.remedy(lang) for one in told.findings for lang in ("es", "en"))
    else:
        assert len(found.indicators) == 3
