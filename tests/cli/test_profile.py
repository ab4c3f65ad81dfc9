"""`tejido profile`: begun, checked, accepted and built from the command line."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from tejido.measure import measure_city
from tests.measure import hamlet
from tests.once import once


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(place: Path) -> None:
        measure_city(hamlet.write(place / "city"), place / "release")

    return once(tmp_path_factory, "hamlet-for-profiles", make) / "release"


def test_from_a_release_to_a_document(release: Path, tmp_path: Path, command):
    folder = tmp_path / "profile"
    status, out, _ = command("profile", "new", release, "--out", folder, "--lang", "es")
    assert (status, str(folder / "chapters") in out) == (0, True)
    assert command("profile", "check", folder, "--json")[:2] == (0, "[]\n")
    status, out, _ = command("profile", "build", folder, "--format", "html", "--format", "md", "--lang", "es")
    assert (status, [Path(line).name for line in out.split()]) == (0, ["profile.es.html", "profile.es.md"])
    assert '<html lang="es"' in (folder / "built" / "profile.es.html").read_text("utf-8")


def test_a_number_typed_by_hand_ends_with_status_1_until_it_is_mended(release: Path, tmp_path: Path, command):
    folder = tmp_path / "profile"
    command("profile", "new", release, "--out", folder)
    chapter = folder / "chapters" / "2-city.en.md"
    chapter.write_text(chapter.read_text("utf-8") + "\nImproved water reaches 65.7%.\n", "utf-8")
    status, out, _ = command("profile", "check", folder, "--json")
    [error] = [one for one in json.loads(out) if one["severity"] == "error"]
    assert (status, error["code"]) == (1, "H341")
    assert "{{value improved_water}}" in error["do"]["en"]
    status, _, told = command("profile", "build", folder, "--lang", "en", "--out", tmp_path / "city.html")
    assert (status, "H341" in told, (tmp_path / "city.html").exists()) == (1, True, False)
    for lang in ("es", "en"):
        chapter = folder / "chapters" / f"2-city.{lang}.md"
        text = chapter.read_text("utf-8").replace("Improved water reaches 65.7%.", "")
        chapter.write_text(text + "\n{{value improved_water}}.\n", "utf-8")
    assert command("profile", "check", folder, "--accept", "--lang", "en")[:2] == (0, "Nothing to report.\n")


def test_a_profile_that_cannot_be_read_is_told_as_json_where_json_was_asked_for(tmp_path: Path, command):
    status, out, said = command("profile", "check", tmp_path, "--json")
    assert (status, [one["code"] for one in json.loads(out)], said) == (1, ["H301"], "")
    status, out, said = command("profile", "check", tmp_path)
    assert (status, out, "H301" in said) == (1, "", True)


def test_one_file_takes_one_format_and_one_language(release: Path, tmp_path: Path, command):
    folder = tmp_path / "profile"
    command("profile", "new", release, "--out", folder)
    status, _, _ = command(
        "profile", "build", folder, "--format", "pdf", "--format", "md", "--lang", "en", "--out", tmp_path / "x"
    )
    assert status == 2
    assert command("profile", "build", folder, "--out", tmp_path / "x")[0] == 2


def test_a_folder_that_is_none_is_told_with_what_to_do(tmp_path: Path, command):
    status, _, errors = command("profile", "check", tmp_path, "--lang", "en")
    assert (status, "H301" in errors, "Traceback" in errors) == (1, True, False)


def test_every_picture_is_a_slide_of_its_own_and_a_full_folder_is_left_alone(release: Path, tmp_path: Path, command):
    folder, out = tmp_path / "profile", tmp_path / "slides"
    command("profile", "new", release, "--out", folder)
    status, told, _ = command("profile", "slides", folder, "--out", out, "--lang", "en")
    made = sorted(out.iterdir())
    assert status == 0 and [Path(line) for line in told.split()] == made
    # The first bytes of a PNG, then its width and height (ISO/IEC 15948, 5.2 and 11.2.2).
    assert all(one.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" for one in made)
    assert {struct.unpack(">II", one.read_bytes()[16:24]) for one in made} == {(1920, 1080)}
    status, _, told = command("profile", "slides", folder, "--out", out, "--lang", "en")
    assert (status, "H304" in told) == (1, True)
