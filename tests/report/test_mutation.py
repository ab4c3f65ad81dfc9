"""No sentence of a profile stays as it is when its figure changes, unless `check` says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tejido.release import Release
from tejido.report.blocks import Block
from tejido.report.folder_new import new_folder
from tejido.report.inserts import INSERTS
from tejido.report.make import Draft
from tejido.report.make_open import open_draft
from tejido.report.story import Story
from tests.report import small
from tests.report.mutation import Change, deaf, told

CHANGES: dict[str, Change] = {
    "more": lambda value: 1.3 * value,
    "less": lambda value: 0.7 * value,
    "turned": lambda value: -value,
}
WRITTEN_FROM = ("gaps", "assets", "recommendations")
"""The inserts of the real profile that need no maps."""
MORE = f"""
[[gaps]]

[[assets]]

[[recommendations]]

{{{{of employment {small.RM}}}}} · {{{{against employment {small.RM}}}}} · {{{{gap employment {small.RM}}}}} · {{{{residents}}}}
"""


def profile(place: Path) -> Draft:
    """The small profile, with what the real inserts make of the small release."""
    small.write(place, small.ES + MORE, small.EN + MORE)
    return small.draft(place, inserts={**small.INSERTS, **{name: INSERTS[name] for name in WRITTEN_FROM}})


@pytest.mark.parametrize("change", CHANGES)
def test_each_sentence_follows_each_of_its_figures_or_check_says_that_it_does_not(tmp_path: Path, change: str):
    draft = profile(tmp_path)
    assert len(told(draft)) > 20
    assert deaf(draft, CHANGES[change]) == []


def by_heart(story: Story) -> tuple[Block, ...]:
    """An insert that cites a figure and writes what it was in 2024."""
    cited = story.cite("value", "employment")
    kept = replace(cited, written=dict.fromkeys(cited.written, "61.8"))
    return (story.paragraph(("Then: ", kept, ".")),)


@pytest.mark.parametrize("change", CHANGES)
def test_a_sentence_that_says_its_figure_by_heart_is_found(tmp_path: Path, change: str):
    draft = small.draft(small.write(tmp_path), inserts={"employment": by_heart})
    assert deaf(draft, CHANGES[change]) == [f"{lang} {{{{value employment}}}}: Then: 61.8." for lang in ("en", "es")]


@pytest.mark.long
@pytest.mark.parametrize("change", CHANGES)
def test_each_sentence_of_the_whole_profile_of_the_example_follows_its_figures(
    tmp_path: Path, example_release: Release, change: str
):
    folder = tmp_path / "profile"
    new_folder(example_release.path, folder, "es")
    settings = folder / "profile.toml"
    # Spanish alone: that English cites the same figures is what `check` holds to.
    settings.write_text(settings.read_text("utf-8").replace('["es", "en"]', '["es"]'), "utf-8")
    draft = open_draft(folder)
    assert len({reference for _, reference, _ in told(draft)}) > 1000
    assert deaf(draft, CHANGES[change]) == []
