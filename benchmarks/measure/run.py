"""Time `tejido measure` of Lima end to end, as an analyst starts it: a new process, files from disk, a release on disk.

Goal: 10 s and 1 GB. Wall time and peak memory are those of the whole process, start of Python included.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.results import machine, today, write_section

ROOT = Path(__file__).resolve().parents[2]
TEJIDO = str(Path(sys.executable).parent / "tejido")
CITY = "lima"
RUNS = 5
GOAL_SECONDS, GOAL_MEGABYTES = 10.0, 1000.0


def measure(data: Path, out: Path) -> tuple[float, float, float]:
    """One run: seconds of wall time, megabytes of peak memory, seconds of processor time.

    Raises:
        RuntimeError: the command failed; its last words are in the message.
    """
    command = [TEJIDO, "measure", str(ROOT / "examples" / CITY), "--data", str(data), "--out", str(out)]
    with tempfile.TemporaryFile("w+") as words:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            words.seek(0)
            raise RuntimeError(f"tejido measure failed: {words.read()[-2000:]}")
    return seconds, usage.ru_maxrss * 1024 / 1e6, usage.ru_utime + usage.ru_stime


def main() -> int:
    """Measure several times and write the section; 0 where it ran or its data are not here."""
    shared = Path(os.environ.get("TEJIDO_SHARED") or ROOT.parent / "shared" / "data")
    data = shared / "cities" / CITY
    if not data.is_dir():
        print("bench: measure: not run, because the data of Lima are not in ../shared/data nor under TEJIDO_SHARED")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        measure(data, Path(folder) / "warm")
        runs = [measure(data, Path(folder) / f"release{run}") for run in range(RUNS)]
    walls = [one[0] for one in runs]
    seconds, memory, processor = (
        statistics.median(walls),
        max(one[1] for one in runs),
        statistics.median(r[2] for r in runs),
    )
    verdict = "met" if seconds <= GOAL_SECONDS and memory <= GOAL_MEGABYTES else "not met"
    text = "\n".join(
        [
            f"{today()}; {machine()}; median of {RUNS} runs after a first one that warms the disk's cache. Goals {verdict}.",
            "",
            "| `tejido measure` of Lima | measured | goal |",
            "|---|---:|---:|",
            f"| wall time (from {min(walls):.1f} to {max(walls):.1f} s) | {seconds:.1f} s | {GOAL_SECONDS:.0f} s |",
            f"| processor time | {processor:.1f} s | |",
            f"| peak memory | {memory:.0f} MB | {GOAL_MEGABYTES:.0f} MB |",
        ]
    )
    write_section("measure", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
