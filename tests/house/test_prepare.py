"""Setting up never asks, never takes away, and names the package where it cannot fetch it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import prepare


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with locks and an environment that has been set up for tests."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv").mkdir()
    for name in ("run.txt", "dev.txt", "uv.txt"):
        (tmp_path / "requirements" / name).write_text(name, "utf-8")
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(prepare, "LOCKS", tmp_path / "requirements")
    (tmp_path / ".venv" / "tejido-dev.stamp").write_text(prepare.digest("dev", "3.11.7"), "utf-8")
    return tmp_path


def test_an_environment_that_can_test_can_also_run(checkout: Path):
    assert prepare.is_ready("dev", "3.11.7")
    assert prepare.is_ready("run", "3.11.7")


def test_an_environment_that_can_only_run_is_not_taken_for_one_that_tests(checkout: Path):
    (checkout / ".venv" / "tejido-dev.stamp").rename(checkout / ".venv" / "tejido-run.stamp")
    (checkout / ".venv" / "tejido-run.stamp").write_text(prepare.digest("run", "3.11.7"), "utf-8")
    assert prepare.is_ready("run", "3.11.7")
    assert not prepare.is_ready("dev", "3.11.7")


@pytest.mark.parametrize("changed", ["requirements/dev.txt", "requirements/uv.txt", "pyproject.toml"])
def test_a_changed_lock_is_installed_anew(checkout: Path, changed: str):
    (checkout / changed).write_text("changed", "utf-8")
    assert not prepare.is_ready("dev", "3.11.7")


def test_another_python_is_set_up_anew(checkout: Path):
    assert not prepare.is_ready("dev", "3.12.1")


def test_without_root_the_package_is_named_and_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)
    missing = prepare.Missing()
    assert not prepare.apt_install(["chromium"], "a browser", missing)
    assert missing.lines == ["a browser: run as root: apt-get install chromium"]
    assert "chromium" in capsys.readouterr().out


def test_on_a_system_without_apt_the_package_is_named_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(prepare.shutil, "which", lambda name: None)
    missing = prepare.Missing()
    assert not prepare.apt_install(["chromium"], "a browser", missing)
    assert missing.lines == ["a browser: install chromium (Debian's names) with this system's package manager"]


def test_without_network_the_installation_fails_in_words_after_one_update(monkeypatch: pytest.MonkeyPatch):
    commands: list[list[str]] = []
    monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(prepare, "become_root", list)
    monkeypatch.setattr(prepare, "succeeds", lambda command, quiet=False: commands.append(command))
    missing = prepare.Missing()
    assert not prepare.apt_install(["chromium"], "a browser", missing)
    assert ["update" in command for command in commands] == [False, True]
    assert all("DEBIAN_FRONTEND=noninteractive" in command for command in commands)
    assert "no network" in missing.lines[0]


def test_an_older_python_is_passed_over_and_3_11_is_preferred(monkeypatch: pytest.MonkeyPatch):
    here = {"python3": False, "python3.11": True, "python3.13": True}
    monkeypatch.setattr(prepare.shutil, "which", lambda name: name if name in here else None)
    monkeypatch.setattr(prepare, "succeeds", lambda command, quiet=False: here[command[0]])
    assert prepare.find_python() == "python3.11"
    here.pop("python3.11")
    assert prepare.find_python() == "python3.13"
    here.pop("python3.13")
    assert prepare.find_python() is None
