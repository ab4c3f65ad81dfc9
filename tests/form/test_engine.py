"""ODK's own engine shows the questions of a form of ours to whom our reading says it does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tejido.catalogue import load, load_extended, variables
from tejido.form import choose, sheets, write_form
from tests.city import test_forms_engine as engine

CASES, SEED = 6, 11


def test_who_is_asked_about_work_is_the_same_in_the_engine_of_odk(
    tmp_path: Path, chromium: str | None, monkeypatch: pytest.MonkeyPatch
):
    both = replace(load(), extended=load_extended())
    path = tmp_path / "form.xlsx"
    write_form(sheets(choose(both, variables(), areas=["economy"])), path)
    told = engine.filled(path, engine.read_form(path), CASES, SEED, chromium)
    monkeypatch.setattr(engine, "filled", lambda *_: told)
    _, compared, differ = engine.compare(path, CASES, SEED, chromium, tmp_path)
    assert differ == []
    assert compared > 500
    # Chance let somebody agree, be old enough and work; else little would have been compared.
    shown = {reference.rpartition("/")[2] for _, reference, relevant, _ in told if relevant}
    assert {"worked", "employment_status", "selected_person"} <= shown
