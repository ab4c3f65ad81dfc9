"""``[translations]`` of `city.toml`: what the city wrote in one language, in the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tejido.city.sections import Section
from tejido.words import Labels

_TABLE = "translations"


def read_translations(root: Section) -> Mapping[str, Labels]:
    """Texts of the file by language; one that stands nowhere in it is told, since nothing would ever be translated."""
    section = root.table(_TABLE)
    if section is None:
        return {}
    written = [text for key, value in root.data.items() if key != _TABLE for text in _texts(value)]
    found = {text: section.labels(text) for text in section.data}
    for text in found:
        if not any(text in one for one in written):
            section.note("C023", text, text=text)
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
