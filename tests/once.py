"""What takes long to make and many tests read, made once in a run, whichever worker of the run comes first."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

__all__ = ["once"]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` that `make` writes: by the first who asks, while the others wait."""
    base = factory.getbasetemp()
    # Under xdist every worker has a folder of its own inside that of the run.
    place = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "once" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            draft = place.with_name(f"{name}.draft")
            make(draft)
            draft.rename(place)
    return place
