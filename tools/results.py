"""Keep benchmarks/RESULTS.md: each benchmark owns the text between its two markers and replaces it whole."""

from __future__ import annotations

import datetime
import os
import platform
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "RESULTS.md"


def today() -> str:
    """The date of a result, as it stands in its section."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def machine() -> str:
    """What a figure was measured on, without naming the machine."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def write_section(name: str, text: str, file: Path = RESULTS) -> None:
    """Put `text` between the markers of section `name`.

    Raises:
        ValueError: the file has no such markers.
    """
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    page = file.read_text("utf-8")
    if start not in page or end not in page:
        raise ValueError(f"{file.name} has no section {name}")
    before, rest = page.split(start, 1)
    after = rest.split(end, 1)[1]
    file.write_text(f"{before}{start}\n{text.strip()}\n{end}{after}", "utf-8")
