"""What a site needs to be read without a network: the worker with the site's fingerprint, and a list of files for each round."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files as resources
from pathlib import Path

from tejido.viewer.render import plain, write
from tejido.viewer.round import ASSETS, Round
from tejido.viewer.texts_site import offline_words
from tejido.words import LANGUAGES

LIST = "offline.json"
"""In the folder of a round: ``version`` of the site, ``bytes`` in all, and ``files`` as paths from the site's folder."""
PAGE = "offline.html"
"""At the site's root: shown in the place of a page that was not kept."""
WORKER = "sw.js"

__all__ = ["LIST", "PAGE", "WORKER", "write_offline"]


def write_offline(rounds: Sequence[Round], out: Path) -> None:
    """Write the worker, the page for what was not kept and the lists; the site in `out` is whole but for these.

    Another content of any file gives another worker, which tells browsers that there is a new version.
    """
    write(out / PAGE, plain("offline.html", {"texts": [(lang, offline_words(lang)) for lang in LANGUAGES]}))
    every = sorted(path for path in out.rglob("*") if path.is_file())
    mark = hashlib.sha256()
    for path in every:
        mark.update(f"{path.relative_to(out).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    version = mark.hexdigest()[:16]
    sizes = {path.relative_to(out).as_posix(): path.stat().st_size for path in every}
    for one in rounds:
        mine = {name: size for name, size in sizes.items() if name.startswith((f"{one.folder}/", f"{ASSETS}/"))}
        found = {"version": version, "bytes": sum(mine.values()), "files": list(mine)}
        write(out / one.folder / LIST, json.dumps(found))
    worker = (resources("tejido.viewer") / "static" / WORKER).read_text("utf-8")
    write(out / WORKER, f'self.VERSION = "{version}";\n{worker}')
