"""Make this checkout ready to run, starting from a bare Debian or Ubuntu with Python 3.11 and nothing else.

In: ``run`` (to use tejido) or ``dev`` (to test it too). Out: ``.venv`` with the locked packages and tejido itself, the front-end
files, and for ``dev`` a browser. It never asks, says what it does, and where root or the network is missing names the package
that is needed and goes on with what can be done. A second run finds everything in place and takes no time.

Standard library only, and no syntax newer than Python 3.7, so that an old Python can still say which one is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
WANTED = (3, 11)
NAMES = ("python3.11", "python3", "python3.12", "python3.13", "python3.14")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Missing:
    """What could not be had, told again at the end."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def tell(self, line: str) -> None:
        """Say it now and keep it."""
        self.lines.append(line)
        say("MISSING: " + line)


def say(line: str) -> None:
    """Print a line at once."""
    print("prepare: " + line, flush=True)


def succeeds(command: list[str], quiet: bool = False) -> bool:
    """Run a command inside the checkout; False where it fails or does not exist."""
    silence = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(command, cwd=str(ROOT), stdout=silence, stderr=silence).returncode == 0
    except OSError:
        return False


def find_python() -> str | None:
    """The first Python on this machine that is new enough, 3.11 before others because the tests run on it."""
    for name in (*NAMES, sys.executable):
        found = shutil.which(name)
        test = f"import sys; sys.exit(sys.version_info < {WANTED})"
        if found and succeeds([found, "-c", test], quiet=True):
            return found
    return None


def become_root() -> list[str] | None:
    """The prefix that runs a command as root without asking for a password; None where there is none."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"], quiet=True):
        return ["sudo", "-n"]
    return None


def apt_install(packages: list[str], purpose: str, missing: Missing) -> bool:
    """Install Debian packages where that is allowed; otherwise name them."""
    named = " ".join(packages)
    root = become_root()
    if not shutil.which("apt-get"):
        missing.tell(f"{purpose}: install {named} (Debian's names) with this system's package manager")
        return False
    if root is None:
        missing.tell(f"{purpose}: run as root: apt-get install {named}")
        return False
    say(f"installing {named} ({purpose})")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    # A fresh image has no package lists; where they are there, the second try after an update is not needed.
    if succeeds(install, quiet=True) or (succeeds([*apt, "update"], quiet=True) and succeeds(install, quiet=True)):
        return True
    missing.tell(f"{purpose}: apt-get could not install {named} (no network, or another name here)")
    return False


def digest(kind: str, version: str) -> str:
    """What the environment was made from: the lock, the project's own metadata and the Python."""
    content = hashlib.sha256(version.encode())
    for file in (LOCKS / (kind + ".txt"), LOCKS / "uv.txt", ROOT / "pyproject.toml"):
        content.update(file.read_bytes())
    # An editable installation points at its checkout: a copied or moved one is made anew.
    content.update(str(ROOT).encode())
    return content.hexdigest()


def is_ready(kind: str, version: str) -> bool:
    """Whether the environment already holds what `kind` asks for; one that can test can also run."""
    kinds = ("run", "dev") if kind == "run" else ("dev",)
    stamps = [(VENV / f"tejido-{one}.stamp", digest(one, version)) for one in kinds]
    return any(stamp.exists() and stamp.read_text("utf-8") == wanted for stamp, wanted in stamps)


def make_venv(python: str, missing: Missing) -> bool:
    """An environment in ``.venv``; where Python came without the means, install them."""
    if succeeds([str(PYTHON), "-c", f"import sys; sys.exit(sys.version_info < {WANTED})"], quiet=True):
        return True
    if VENV.exists():
        say(".venv does not work any more: making it anew")
        shutil.rmtree(str(VENV))
    if not succeeds([python, "-c", "import ensurepip, venv"], quiet=True):
        package = "python3-venv" if Path(python).name == "python3" else Path(python).name + "-venv"
        if not apt_install([package], "Python's environments", missing):
            return False
    say(f"making .venv with {python}")
    if succeeds([python, "-m", "venv", str(VENV)]):
        return True
    missing.tell(f"an environment: `{python} -m venv .venv` failed, see above")
    return False


def install_packages(kind: str, missing: Missing) -> bool:
    """The locked packages, every one checked against its hash, then tejido itself as a link to this checkout."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
    uv = [str(PYTHON), "-m", "uv", "pip"]
    lock = LOCKS / (kind + ".txt")
    say(f"installing the packages of requirements/{lock.name} (one to three minutes the first time)")
    has_uv = [str(PYTHON), "-m", "uv", "--version"]
    if not succeeds(has_uv, quiet=True):
        succeeds([str(PYTHON), "-m", "ensurepip"], quiet=True)
        succeeds([*pip, "-r", str(LOCKS / "uv.txt")])
    if not succeeds(has_uv, quiet=True):
        missing.tell("the installer uv from the Python package index: is there a network?")
        return False
    where = ["--quiet", "--python", str(PYTHON)]
    # Only what tests is brought to the lock exactly; who merely runs a demo keeps what else is there.
    bring = [*uv, "sync", *where] if kind == "dev" else [*uv, "install", *where, "-r"]
    if not succeeds([*bring, str(lock), "--require-hashes"]):
        missing.tell(f"the packages of requirements/{lock.name} from the Python package index: is there a network?")
        return False
    if not succeeds([*uv, "install", *where, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]):
        missing.tell("tejido itself in .venv, see above")
        return False
    return True


def fetch_front_end(kind: str, missing: Missing) -> None:
    """The pinned front-end files; without them the page still shows its picture and tables."""
    tool = ROOT / "tools" / "vendor.py"
    if not tool.exists():
        return
    wanted = ["page"] if kind == "run" else []
    found = subprocess.run([str(PYTHON), str(tool), *wanted], cwd=str(ROOT), stdout=subprocess.PIPE, text=True)
    for line in found.stdout.splitlines():
        if not line.endswith("is there"):
            say(line)
    if found.returncode != 0:
        missing.tell("front-end files from the npm registry (named above): the page has its picture but no live map")


def find_browser() -> bool:
    """Whether a browser for the page tests is on this machine, the system's or the one that Playwright brings."""
    if os.environ.get("TEJIDO_CHROMIUM") or any(shutil.which(name) for name in BROWSERS):
        return True
    test = (
        "import pathlib, sys; from playwright.sync_api import sync_playwright as start\n"
        "with start() as p: sys.exit(not pathlib.Path(p.chromium.executable_path).exists())"
    )
    return succeeds([str(PYTHON), "-c", test], quiet=True)


def install_browser(missing: Missing) -> None:
    """Chromium for the page tests: Debian's; on Ubuntu, whose package is a snap, the one that Playwright brings."""
    if find_browser():
        return
    release = Path("/etc/os-release")
    is_ubuntu = release.exists() and "ID=ubuntu" in release.read_text("utf-8").splitlines()
    if not is_ubuntu and apt_install(["chromium", "fonts-dejavu-core"], "a browser", Missing()):
        return
    say("fetching Playwright's own Chromium")
    with_system_libraries = ["--with-deps"] if become_root() is not None else []
    if not succeeds([str(PYTHON), "-m", "playwright", "install", *with_system_libraries, "chromium"], quiet=True):
        missing.tell("a browser for the page tests: run as root: apt-get install chromium fonts-dejavu-core")


def install_office(missing: Missing) -> None:
    """LibreOffice without its windows, in which the tests open the report's DOCX."""
    if not shutil.which("soffice"):
        apt_install(["libreoffice-writer-nogui"], "the test that opens a DOCX in LibreOffice", missing)


def prepare(kind: str) -> int:
    """Do all of it; 0 where tejido can run afterwards, even if something is missing."""
    start = time.monotonic()
    missing = Missing()
    python = find_python()
    if python is None and not PYTHON.exists():
        apt_install(["python3.11", "python3.11-venv"], "Python 3.11 or newer", missing)
        python = find_python()
    if python is None or not make_venv(python, missing):
        say("tejido cannot run here without what is named above.")
        return 1
    asked = [str(PYTHON), "-c", "import platform; print(platform.python_version())"]
    version = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    if not is_ready(kind, version):
        if install_packages(kind, missing):
            (VENV / f"tejido-{kind}.stamp").write_text(digest(kind, version), "utf-8")
        elif not succeeds([str(PYTHON), "-c", "import tejido"], quiet=True):
            say("tejido cannot run here without what is named above.")
            return 1
    fetch_front_end(kind, missing)
    if kind == "dev":
        if not shutil.which("git"):
            apt_install(["git"], "the tests about the repository", missing)
        install_browser(missing)
        install_office(missing)
    for line in missing.lines:
        say("still missing: " + line)
    how = "as ready as it can be" if missing.lines else "ready"
    say(f"{how} in {time.monotonic() - start:.0f} s (Python {version})")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("run", "dev"):
        sys.exit("usage: python3 tools/prepare.py run|dev")
    sys.exit(prepare(sys.argv[1]))
