"""A `tejido measure` that is killed at any moment leaves no half release behind."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tejido.errors import TejidoError
from tejido.release import open_release, verify
from tests.measure import hamlet

ARGUMENTS = [sys.executable, "-c", "from tejido.cli import main; main()", "measure"]


def start(city: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*ARGUMENTS, str(city), "--out", str(out), "--json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def whole_run(city: Path, out: Path) -> float:
    """Seconds from the start to the release's appearance."""
    began = time.monotonic()
    process = start(city, out)
    while process.poll() is None and not out.exists():
        time.sleep(0.005)
    appeared = time.monotonic() - began
    assert process.wait() == 0
    return appeared


def kill_at(city: Path, out: Path, seconds: float) -> None:
    process = start(city, out)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def kills(tmp_path: Path, times: int, seed: int) -> int:
    """Kill `times` runs, most of them while the release is being written; how many left nothing at all."""
    city = hamlet.write(tmp_path / "city")
    usual = whole_run(city, tmp_path / "whole")
    rng = random.Random(seed)
    nothing = 0
    for turn in range(times):
        out = tmp_path / f"release-{turn}"
        share = rng.uniform(0.05, 0.8) if turn % 3 == 0 else rng.uniform(0.8, 1.05)
        kill_at(city, out, usual * share)
        if out.exists():
            assert verify(open_release(out)) == []
        else:
            nothing += 1
            for left in tmp_path.glob(f".{out.name}*"):
                with pytest.raises(TejidoError):
                    open_release(left)
    return nothing


def test_six_killed_runs_leave_whole_releases_or_none_and_the_next_run_succeeds(tmp_path: Path) -> None:
    assert kills(tmp_path, 6, seed=11) > 0
    out = tmp_path / "release-0"
    if not out.exists():
        whole_run(tmp_path / "city", out)
    assert verify(open_release(out)) == []
    assert list(tmp_path.glob(f".{out.name}*")) == []


@pytest.mark.long
def test_fifty_killed_runs_leave_whole_releases_or_none(tmp_path: Path) -> None:
    assert kills(tmp_path, 50, seed=12) > 0
