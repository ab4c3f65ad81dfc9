"""Run the benchmarks one after the other: every folder of benchmarks/ that holds a run.py or a run.sh."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def command(folder: Path) -> list[str] | None:
    """How the benchmark in `folder` is started; None where there is none."""
    if (folder / "run.sh").exists():
        return ["bash", str(folder / "run.sh")]
    return [sys.executable, "-m", f"benchmarks.{folder.name}.run"] if (folder / "run.py").exists() else None


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all; the number that failed."""
    failed = 0
    for folder in sorted((ROOT / "benchmarks").iterdir()):
        started = command(folder) if folder.is_dir() and (not names or folder.name in names) else None
        if started:
            print(f"bench: {folder.name}", flush=True)
            failed += subprocess.run(started, cwd=ROOT).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
