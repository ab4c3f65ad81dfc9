"""The README's first command works: the example city is made, measured and served."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path


def test_make_demo_makes_measures_and_serves_the_example_city_and_ends(root: Path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "PYTEST"))}
    done = subprocess.run(
        ["make", "demo", "ARGS=--check"], cwd=root, env=environment, capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert re.search(r"The example city \(synthetic\) is at http://127\.0\.0\.1:\d+", done.stdout)
