"""A description that somebody changed by hand opens only where it still says what readers need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.release import sample
from tests.release.test_open import edit, refused

CITY, LEVELS = sample.meta()["city"], sample.meta()["levels"]


@pytest.mark.parametrize(
    "changes",
    [
        {"contract": 0}, {"contract": -1}, {"contract": True}, {"period": None}, {"period": ""}, {"levels": "block"},
        {"levels": [{"id": "block"}]}, {"city": {**CITY, "names": "Pueblo"}}, {"city": {**CITY, "names": {}}},
        {"city": {**CITY, "code": 7}}, {"city": {**CITY, "code": ""}}, {"city": {**CITY, "languages": None}},
        {"levels": [{**LEVELS[0], "names": {"es": None}}]},
    ],
)  # fmt: skip
def test_a_description_of_another_kind_is_refused(town: Path, changes: dict[str, Any]) -> None:
    edit(town / "public" / "release.json", **changes)
    assert refused(town / "public", "public") == ["R105"]
