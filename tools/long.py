"""Run the tests that take long and write what came of them, with the date, into benchmarks/RESULTS.md."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from tools.results import machine, today, write_section

ROOT = Path(__file__).resolve().parents[1]


def table(report: Path) -> str:
    """The result of every long test as a Markdown table; nothing where none ran."""
    rows = []
    for case in ElementTree.parse(report).iter("testcase"):
        outcome = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")
        name = case.get("name", "").removeprefix("test_").replace("_", " ")
        rows.append((case.get("classname", ""), name, outcome, float(case.get("time", "0"))))
    if not rows:
        return ""
    lines = [f"| {room} | {name} | {outcome} | {seconds:.1f} |" for room, name, outcome, seconds in sorted(rows)]
    return "\n".join(["| where | test | result | seconds |", "|---|---|---|---:|", *lines])


def main(arguments: list[str]) -> int:
    """Run the long tests; arguments go to pytest. The result is pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "long.xml"
        tests = [sys.executable, "-m", "pytest", "-n", "2", "-m", "long", f"--junitxml={report}", *arguments]
        done = subprocess.run(tests, cwd=ROOT)
        if report.exists() and (found := table(report)):
            write_section("long", f"Last run: {today()}; {machine()}.\n\n{found}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
