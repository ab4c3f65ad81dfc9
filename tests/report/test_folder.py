"""The editor's folder: begun whole or not at all, read with what is wrong in it, its text accepted, its documents written whole."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tejido.errors import TejidoError
from tejido.measure import measure_city
from tejido.report.blocks import Cite, Heading, Paragraph, spans
from tejido.report.folder import read_folder
from tejido.report.folder_new import new_folder
from tejido.report.make_open import accept_text, build_all, findings_of
from tejido.report.story import Story
from tests.measure import hamlet
from tests.once import once
from tests.report.small import EN, ES, PROFILE, draft, write


def marker(story: Story) -> tuple[Paragraph, ...]:
    return (story.paragraph(("El agua: ", story.cite("value", "improved_water"))),)


INSERTS = {"marker": marker, "people": lambda story: ()}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hamlet measured: 115 of 175 dwellings have improved water."""

    def make(place: Path) -> None:
        measure_city(hamlet.write(place / "city"), place / "release")

    return once(tmp_path_factory, "hamlet-for-profiles", make) / "release"


@pytest.fixture
def profile(release: Path, tmp_path: Path) -> Path:
    new_folder(release, tmp_path / "profile", "es", INSERTS)
    return tmp_path / "profile"


def fails(work: Callable[[], object]) -> list[tuple[str, str]]:
    """The codes with which something is refused, each with its place."""
    with pytest.raises(TejidoError) as refused:
        work()
    return [(one.code, one.where()) for one in refused.value.findings]


def test_a_new_profile_has_each_chapter_in_each_language_and_nothing_to_report(profile: Path):
    names = sorted(str(file.relative_to(profile)) for file in profile.rglob("*") if file.is_file())
    assert names == [
        "LEEME.md", "README.md", "chapters/1-context.en.md", "chapters/1-context.es.md", "chapters/2-city.en.md", "chapters/2-city.es.md",
        "profile.toml", "recommendations.toml", "written.json",
    ]  # fmt: skip
    assert findings_of(profile, inserts=INSERTS) == []


def test_sections_whose_inserts_the_release_has_nothing_for_are_left_out(profile: Path):
    text = (profile / "chapters" / "2-city.es.md").read_text("utf-8")
    assert "[[marker]]" in text
    assert "[[people]]" not in text
    assert "Quiénes viven aquí" not in text


def test_the_path_of_the_release_is_told_from_the_folder(profile: Path, release: Path):
    told = tomllib.loads((profile / "profile.toml").read_text("utf-8"))["release"]
    assert not Path(told).is_absolute()
    assert (profile / told).resolve() == release.resolve()


def test_equal_releases_give_equal_folders(release: Path, profile: Path, tmp_path: Path):
    new_folder(release, tmp_path / "again", "es", INSERTS)
    texts = [
        {str(one.relative_to(place)): one.read_bytes() for one in place.rglob("*") if one.is_file()}
        for place in (profile, tmp_path / "again")
    ]
    assert texts[0] == texts[1]


def test_a_folder_that_holds_something_is_never_written_over(release: Path, tmp_path: Path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    assert fails(lambda: new_folder(release, tmp_path / "thesis", "es", INSERTS)) == [("H304", "thesis")]
    assert [one.name for one in tmp_path.iterdir()] == ["thesis"]


def test_work_that_fails_leaves_nothing_behind(release: Path, tmp_path: Path):
    def broken(_: Story) -> tuple[Paragraph, ...]:
        raise RuntimeError("no paper")

    with pytest.raises(RuntimeError):
        new_folder(release, tmp_path / "profile", "es", {"marker": broken})
    assert list(tmp_path.iterdir()) == []


def test_figures_come_from_the_public_part_alone(profile: Path, release: Path, tmp_path: Path):
    # The private part of the release is not even looked at: without it the profile is the same.
    public = tmp_path / "public"
    new_folder(release / "public", public, "es", INSERTS)
    assert (public / "written.json").read_text("utf-8") == (profile / "written.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("file", "text", "code", "where"),
    [
        ("profile.toml", "release = ", "H302", "profile.toml"),
        ("profile.toml", PROFILE.replace('licence = "CC BY 4.0"', "licence = 4"), "H303", "profile.toml [licence]"),
        ("profile.toml", PROFILE + "\ncolour = 1\n", "H303", "profile.toml [colour]"),
        ("profile.toml", PROFILE.replace('["es", "en"]', '["es", "fr"]'), "H303", "profile.toml [languages]"),
        ("profile.toml", PROFILE.replace(', en = "Profile"', ""), "H303", "profile.toml [title]"),
        ("recommendations.toml", '[income]\ndecision = "maybe"', "H365", "recommendations.toml [income]"),
        ("recommendations.toml", "income = 1", "H366", "recommendations.toml [income]"),
        ("recommendations.toml", '[income]\nreason = "no"', "H367", "recommendations.toml [income]"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_told_with_its_place(
    tmp_path: Path, file: str, text: str, code: str, where: str
):
    write(tmp_path)
    (tmp_path / file).write_text(text, "utf-8")
    assert fails(lambda: read_folder(tmp_path)) == [(code, where)]


def test_a_folder_that_is_no_profile_is_refused(tmp_path: Path):
    assert fails(lambda: read_folder(tmp_path)) == [("H301", tmp_path.name)]


def test_a_chapter_must_be_there_in_every_language_of_the_profile(tmp_path: Path):
    write(tmp_path)
    (tmp_path / "chapters" / "2-city.en.md").unlink()
    assert fails(lambda: read_folder(tmp_path)) == [("H305", "chapters/2-city.en.md")]
    (tmp_path / "profile.toml").write_text(PROFILE.replace('["es", "en"]', '["es"]'), "utf-8")
    assert [one.lang for one in read_folder(tmp_path).sources] == ["es"]


def test_text_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path):
    write(tmp_path)
    (tmp_path / "chapters" / "2-city.es.md").write_bytes("# Ciudad\n\nAño\n".encode("latin-1"))
    assert fails(lambda: read_folder(tmp_path)) == [("H308", "chapters/2-city.es.md:3")]


def test_what_was_accepted_and_was_changed_by_hand_is_refused(profile: Path):
    (profile / "written.json").write_text('{"figures": []}', "utf-8")
    assert fails(lambda: findings_of(profile, inserts=INSERTS)) == [("H307", "written.json")]


def test_accepting_remembers_the_figures_and_the_release(profile: Path, release: Path, tmp_path: Path):
    for lang in ("es", "en"):
        with (profile / "chapters" / f"2-city.{lang}.md").open("a", encoding="utf-8") as file:
            file.write("\n{{value improved_water}}\n")
    settings = hamlet.SETTINGS.replace('period = "2024"', 'period = "2026"')
    blocks = {**hamlet.BLOCKS, "a1": {**hamlet.BLOCKS["a1"], "water": 10}}
    measure_city(hamlet.write(tmp_path / "city", settings=settings, blocks=blocks), tmp_path / "next")
    accept_text(profile, inserts=INSERTS)
    figures = json.loads((profile / "written.json").read_text("utf-8"))["figures"]
    assert figures["{{value improved_water}}"]["number"] == pytest.approx(100 * 115 / 175)
    # A block with fewer dwellings with water: 100 of 175.
    changed = findings_of(profile, tmp_path / "next", INSERTS)
    assert {(one.code, dict(one.values).get("after")) for one in changed} == {
        ("H354", "57,1\u00a0%"),
        ("H354", "57.1%"),
        ("H355", None),
    }
    accept_text(profile, tmp_path / "next", INSERTS)
    assert findings_of(profile, inserts=INSERTS) == []
    assert read_folder(profile).release.resolve() == (tmp_path / "next").resolve()


def test_a_document_has_the_cover_of_its_settings_the_chapters_in_order_and_says_that_it_is_synthetic(tmp_path: Path):
    made = draft(write(tmp_path)).document("en")
    assert (made.cover.title, made.cover.city, made.cover.period, made.running) == (
        "Profile",
        "Las Madejas",
        "2024",
        "Las Madejas · 2024",
    )
    assert made.cover.lines[:2] == ("Alcaldía", "Licence: CC BY 4.0")
    assert [(one.level, one.anchor) for one in made.blocks if isinstance(one, Heading)] == [
        (1, "city"),
        (2, "employment"),
    ]
    assert [one.text for one in spans(made.blocks) if isinstance(one, Cite)] == ["74", "61.8%", "61.8%"]
    assert made.mark != ""


def test_a_heading_under_which_nothing_stands_yet_is_left_out(tmp_path: Path):
    es, en = (text + f"\n## {word}\n\n<!-- hint -->\n" for text, word in ((ES, "Vacío"), (EN, "Empty")))
    made = draft(write(tmp_path, es, en)).document("en")
    assert [one.text for one in made.blocks if isinstance(one, Heading)] == ["The city", "Work"]


def test_two_headings_of_one_name_lead_to_two_places(tmp_path: Path):
    es, en = (text + "\n## Más\n\nUno.\n\n## Más\n\nDos.\n" for text in (ES, EN))
    made = draft(write(tmp_path, es, en)).document("es")
    assert [one.anchor for one in made.blocks if isinstance(one, Heading)][2:] == ["mas", "mas-2"]


def test_what_check_calls_an_error_is_never_built(profile: Path):
    with (profile / "chapters" / "2-city.es.md").open("a", encoding="utf-8") as file:
        file.write("\nEl agua mejorada llega al 65,7 %.\n")
    assert fails(lambda: build_all(profile, ["html"], ["es"], inserts=INSERTS)) == [
        ("H341", "chapters/2-city.es.md:9 [27]")
    ]
    assert not (profile / "built").exists()
    # Nobody asked for the language with the error.
    assert [one.name for one in build_all(profile, ["md"], ["en"], inserts=INSERTS)[0]] == ["profile.en.md"]


def test_a_document_is_written_over_only_when_asked(profile: Path):
    build_all(profile, ["md"], ["en"], inserts=INSERTS)
    file = profile / "built" / "profile.en.md"
    file.write_text("gone on with by hand", "utf-8")
    assert fails(lambda: build_all(profile, ["md"], ["en"], inserts=INSERTS)) == [("H306", "profile.en.md")]
    assert file.read_text("utf-8") == "gone on with by hand"
    build_all(profile, ["md"], ["en"], replace=True, inserts=INSERTS)
    assert "65.7%" in file.read_text("utf-8")
    # The map of the cover lies beside it.
    assert sorted(one.name for one in file.parent.iterdir()) == ["profile.en-pictures", "profile.en.md"]
