"""ODK's own engine in a browser: what it makes of random answers to a form, and the same answers as ODK Central exports them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright
from pyxform.xls2xform import convert

from tejido.city.forms import MAIN, Form

HERE = Path(__file__).parent
ENGINE = HERE / "vendor" / "xforms-engine.js"
NOW = "2026-03-15T12:00:00Z"


def filled(workbook: Path, form: Form, cases: int, seed: int, chromium: str | None) -> list[tuple[int, str, bool, str]]:
    """Case, place, relevance and value of every question in every row, as the engine has them."""
    if not ENGINE.exists():
        pytest.skip("@getodk/xforms-engine is not here: run python tools/vendor.py test")
    xml = convert(str(workbook), validate=False).xform
    files = {"/engine.js": ENGINE, "/forms_engine.js": HERE / "forms_engine.js"}

    def serve(route: Any) -> None:
        file = files.get(re.sub(r"^https?://[^/]+", "", route.request.url))
        kind = "text/javascript" if file else "text/html"
        route.fulfill(body=file.read_text("utf-8") if file else "<!doctype html>", content_type=kind)

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(timezone_id="UTC").new_page()
        page.clock.set_fixed_time(NOW)
        page.route("http://localhost/**", serve)
        page.goto("http://localhost/")
        told = page.evaluate(
            """async ([xml, cases, seed, computed]) => {
                const engine = await import("/engine.js");
                const { fill } = await import("/forms_engine.js");
                return fill(engine, xml, cases, seed, computed);
            }""",
            [xml, cases, seed, [one.name for one in form.questions.values() if one.calculation]],
        )
        browser.close()
    return [(case, place, relevant, value) for case, place, relevant, value in told]


def place_of(reference: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """``/data/S1[2]/age`` as its path in the form and the positions on the way."""
    parts = [re.fullmatch(r"([^\[]+)(?:\[(\d+)\])?", part) for part in reference.split("/")[2:]]
    return tuple(part[1] for part in parts if part), tuple(int(part[2]) for part in parts if part and part[2])


def exported(told: list[tuple[int, str, bool, str]], form: Form, left_out: set[str], into: Path) -> Path:
    """The answers as a zip of CSV files; `left_out` are ids of questions that no column holds."""
    at = {question.path: question for question in form.questions.values()}
    tables: dict[str, dict[tuple[int, ...], dict[str, str]]] = {name: {} for name in (MAIN, *form.parents)}
    for case, reference, _, value in told:
        path, positions = place_of(reference)
        question = at.get(path)
        if question is not None:
            row = tables[question.table].setdefault((case, *positions), {"KEY": "/".join(map(str, (case, *positions)))})
            if positions:
                row["PARENT_KEY"] = "/".join(map(str, (case, *positions[:-1])))
            if question.id not in left_out:
                row["-".join(path)] = value
    with zipfile.ZipFile(into, "w") as archive:
        for name, rows in tables.items():
            if rows:
                text = io.StringIO()
                writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows.values() for key in row)))
                writer.writeheader()
                writer.writerows(rows[key] for key in sorted(rows))
                archive.writestr(f"form-{name}.csv" if name else "form.csv", text.getvalue())
    return into
