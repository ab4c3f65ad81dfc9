"""Show tejido at work: make the example city, measure it, and serve its page.

With ``--check`` it does all of that, prints the address, sees that the page answers, and ends. The city and its release are
made in a new folder and then take the place of the last ones in demo/, so that a broken run leaves those as they were.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo"
TEJIDO = str(Path(sys.executable).parent / "tejido")
ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost):\d+\S*")


def tejido(*arguments: str) -> None:
    """Run one of tejido's commands, saying which, and stop where it fails."""
    shown = [argument.removeprefix(f"{ROOT}/") for argument in arguments]
    print("$ tejido " + " ".join(shown), flush=True)
    done = subprocess.run([TEJIDO, *arguments], cwd=ROOT)
    if done.returncode != 0:
        sys.exit(done.returncode)


@contextmanager
def viewing(release: Path) -> Iterator[str]:
    """Serve a release with ``tejido view`` on a free port for as long as the block lasts; the page's address.

    Raises:
        RuntimeError: the command ended without an address.
    """
    command = [TEJIDO, "view", str(release), "--port", "0", "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = next((found.group() for line in server.stdout if (found := ADDRESS.search(line))), None)
        if address is None:
            raise RuntimeError("`tejido view` ended without giving an address")
        yield address.rstrip(".,;")
    finally:
        server.terminate()
        server.wait(timeout=20)


def answers(address: str) -> bool:
    """Whether the page is there and is a page."""
    with urllib.request.urlopen(address, timeout=20) as page:
        return bool(page.status == 200 and b"<html" in page.read().lower())


def make(folder: Path) -> None:
    """Make and measure the example city in a new folder, then put it where the last one was."""
    folder.mkdir(exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix="new-", dir=folder))
    try:
        tejido("example", str(new / "example"))
        tejido("measure", str(new / "example"), "--out", str(new / "release"))
        for part in sorted(new.iterdir()):
            last = folder / part.name
            if last.is_dir():
                shutil.rmtree(last)
            part.replace(last)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def check(release: Path) -> int:
    """Serve the page, print its address and see that it answers; 0 where it does."""
    try:
        with viewing(release) as address:
            print(f"The example city (synthetic) is at {address}", flush=True)
            if answers(address):
                return 0
        print("demo: what answers there is not a page", file=sys.stderr)
    except (RuntimeError, OSError) as problem:
        print(f"demo: {problem}", file=sys.stderr)
    return 1


def main(arguments: list[str]) -> int:
    """Make the demo, then check its page or show it until the reader ends it."""
    make(DEMO)
    if "--check" in arguments:
        return check(DEMO / "release")
    with suppress(KeyboardInterrupt):
        tejido("view", str(DEMO / "release"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
