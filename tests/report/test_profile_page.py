"""The page for editors names everything that a reference can ask for, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tejido.reading.references import KEY_NAMES, STATISTICS
from tejido.report.folder import PROFILE, RECOMMENDATIONS, WRITTEN
from tejido.report.markdown import TONES
from tejido.words import LANGUAGES


def code(root: Path, lang: str) -> set[str]:
    """What stands as code in the page."""
    return set(re.findall(r"`([^`\n]+)`", (root / "docs" / lang / "profile.md").read_text("utf-8")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_statistic_every_key_and_every_kind_of_box_is_documented(root: Path, lang: str):
    known = {*STATISTICS, *(f"{key}=" for key in KEY_NAMES), *TONES, PROFILE, RECOMMENDATIONS, WRITTEN}
    assert known - code(root, lang) == set()
