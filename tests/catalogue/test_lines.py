"""Where a key stands in a TOML file."""

from __future__ import annotations

import tomllib

import pytest

from tejido.catalogue.lines import Locator

TEXT = '''\
a = 1
"quoted key" = 2
many = [
  "x = 1", # ] not the end
  2,
]
long = """
b = 5
[not.a.table]
"""
b = 6
inline = { first = 1, second = { deep = 2 } }

[one.two]
c = 1
d.e = 2
  [one.three]   # indented, with a comment
  c = 3

[[list]]
x = 1

[[list]]
x = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("quoted key",), 2),
        (("many",), 3),
        (("b",), 11),
        (("inline", "second", "deep"), 12),
        (("one",), 14),
        (("one", "two", "c"), 15),
        (("one", "two", "d", "e"), 16),
        (("one", "three"), 17),
        (("one", "three", "c"), 18),
        (("list", "0", "x"), 21),
        (("list", "1", "x"), 24),
        (("one", "two", "missing"), 14),
        (("missing",), None),
    ],
)
def test_a_key_is_found_on_its_line(path: tuple[str, ...], line: int | None) -> None:
    tomllib.loads(TEXT)
    assert Locator(TEXT).line(path) == line
