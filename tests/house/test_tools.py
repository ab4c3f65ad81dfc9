"""The tools keep their word: a section of the results is replaced alone, an interrupted demo leaves the last one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import room_of
from tools import demo
from tools.results import write_section


def test_a_section_of_the_results_is_replaced_and_the_others_stay(tmp_path: Path):
    page = tmp_path / "RESULTS.md"
    page.write_text("# R\n<!-- a:start -->\nold\n<!-- a:end -->\n<!-- b:start -->\nkept\n<!-- b:end -->\n", "utf-8")
    write_section("a", "new\n", page)
    assert (
        page.read_text("utf-8")
        == "# R\n<!-- a:start -->\nnew\n<!-- a:end -->\n<!-- b:start -->\nkept\n<!-- b:end -->\n"
    )


def test_a_result_without_its_section_is_refused(tmp_path: Path):
    page = tmp_path / "RESULTS.md"
    page.write_text("# R\n", "utf-8")
    with pytest.raises(ValueError, match="no section speed"):
        write_section("speed", "fast", page)


def test_a_demo_that_fails_leaves_the_last_one_and_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "release.json").write_text("last", "utf-8")

    def fails(*arguments: str) -> None:
        Path(arguments[1]).mkdir()
        raise SystemExit(1)

    monkeypatch.setattr(demo, "tejido", fails)
    with pytest.raises(SystemExit):
        demo.make(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["release"]
    assert (tmp_path / "release" / "release.json").read_text("utf-8") == "last"


def test_a_new_demo_takes_the_place_of_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "old").write_text("", "utf-8")

    def makes(*arguments: str) -> None:
        folder = Path(arguments[-1])
        folder.mkdir()
        (folder / "new").write_text("", "utf-8")

    monkeypatch.setattr(demo, "tejido", makes)
    demo.make(tmp_path)
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()) == [
        "example/new",
        "release/new",
    ]


def test_the_minutes_of_a_test_count_for_its_room():
    assert room_of("tests/marker/test_tree.py::test_one") == "marker"
    assert room_of("tests/test_loose.py::test_one") == "house"
