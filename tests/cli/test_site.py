"""`tejido site`: from releases to a folder of pages."""

from __future__ import annotations

from pathlib import Path

from tejido.measure import measure_city
from tests.measure import hamlet


def test_it_says_how_many_pages_it_made_and_how_large_they_are_and_refuses_a_folder_of_others(tmp_path: Path, command):
    measure_city(hamlet.write(tmp_path / "city"), tmp_path / "release")
    status, out, _ = command("site", tmp_path / "release", "--out", tmp_path / "site", "--lang", "en")
    assert status == 0
    made = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in made)
    size = f"{sum(path.stat().st_size for path in made) / 1e6:.1f}".removesuffix(".0")
    assert f"Rounds: 1. Pages: {pages}. {size} MB in all." in out
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    status, _, errors = command("site", tmp_path / "release", "--out", tmp_path / "thesis", "--lang", "en")
    assert status == 1
    assert "V101" in errors
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]
