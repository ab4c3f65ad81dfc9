"""Resolve the packages of pyproject.toml anew and write the hashed locks in requirements/, which hold no addresses.

Three locks: ``dev.txt`` (everything), ``run.txt`` (what it takes to use tejido; the same versions) and ``uv.txt`` (the
installer itself). One resolution for Python 3.11 and newer, every file by its hash.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMON = [
    "--quiet", "--universal", "--upgrade", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
    "--no-emit-find-links", "--custom-compile-command", "make lock",
]  # fmt: skip
PROJECT = ["pyproject.toml", "requirements/setup.in"]
SAME_VERSIONS = ["--constraints", "requirements/dev.txt"]
LOCKS = {
    "requirements/dev.txt": [*PROJECT, "--extra", "dev"],
    "requirements/run.txt": [*PROJECT, *SAME_VERSIONS],
    "requirements/uv.txt": ["-", *SAME_VERSIONS],
}


def main() -> None:
    """Write all locks; stops where the resolver finds no solution."""
    for lock, sources in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *COMMON, *sources, "--output-file", lock]
        subprocess.run(command, cwd=ROOT, check=True, text=True, input="uv\n", stdout=subprocess.DEVNULL)
        print(f"written: {lock}")


if __name__ == "__main__":
    main()
