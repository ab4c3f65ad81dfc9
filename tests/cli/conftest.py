"""Running a command inside the test, as its own process would."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tejido.cli import main

Command = Callable[..., tuple[int, str, str]]
"""From the words after `tejido` to the status and what was printed on stdout and stderr."""


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["tejido", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return call
