"""A process that is killed while it writes leaves no half release, at whatever moment it dies."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tejido.errors import TejidoError
from tejido.release import Contents, open_release, verify, write
from tests.release import sample


def write_until_killed(contents: Contents, folder: Path) -> int:
    """Write one release after the other in a process of its own; gives its number."""
    child = os.fork()
    if child == 0:
        try:
            for count in range(10_000):
                write(contents, folder / f"release-{count:04d}")
        finally:
            os._exit(1)
    return child


def wait_for_the_first_release(folder: Path) -> None:
    until = time.monotonic() + 60
    while not (folder / "release-0000").exists():
        assert time.monotonic() < until, "the writing process made no release within a minute"
        time.sleep(0.005)


def kill_at_random_moments(folder: Path, times: int, seed: int) -> int:
    """Kill that many writers and look at what each left; gives how many died in the middle of a release."""
    moments, contents, interrupted = random.Random(seed), sample.contents(), 0
    for run in range(times):
        place = folder / f"run-{run}"
        place.mkdir()
        writer = write_until_killed(contents, place)
        wait_for_the_first_release(place)
        time.sleep(moments.uniform(0, 0.4))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        interrupted += look_at_what_is_left(place, contents)
    return interrupted


def look_at_what_is_left(place: Path, contents: Contents) -> bool:
    """Everything with a release's name is a whole release; what is not whole does not open and goes with the next write."""
    for release in sorted(place.glob("release-[0-9][0-9][0-9][0-9]")):
        assert verify(open_release(release)) == []
        assert verify(open_release(release, "public")) == []
    partial = sorted(place.glob(".release-*"))
    for folder in partial:
        with pytest.raises(TejidoError) as caught:
            open_release(folder)
        assert caught.value.findings[0].code == "R114"
        write(contents, place / folder.name.removeprefix(".").partition(".")[0])
    assert sorted(place.glob(".release-*")) == []
    return bool(partial)


def test_six_kills_at_random_moments_leave_no_half_release(tmp_path: Path) -> None:
    assert kill_at_random_moments(tmp_path, times=6, seed=20) > 0


@pytest.mark.long
def test_fifty_kills_at_random_moments_leave_no_half_release(tmp_path: Path) -> None:
    assert kill_at_random_moments(tmp_path, times=50, seed=21) > 10
