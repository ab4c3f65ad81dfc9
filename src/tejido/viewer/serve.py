"""A small server to look at the pages on this machine: never on the network."""

from __future__ import annotations

import re
import shutil
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import parse_qs, urlsplit

from tejido.errors import fail
from tejido.viewer.inline import policy
from tejido.viewer.render import EMBED

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_SAID = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
_HEAD = 4096
"""Bytes of a page within which it says its policy."""


class _Handler(SimpleHTTPRequestHandler):
    """Files of the folder with their right types, whole or in part; no word about each request."""

    protocol_version = "HTTP/1.1"
    ranges = True
    _left: int | None = None
    extensions_map = {  # noqa: RUF012 — the standard library declares it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8", ".json": "application/json; charset=utf-8", ".woff2": "font/woff2",
        ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".svg": "image/svg+xml", ".geojson": "application/geo+json",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".pmtiles": "application/vnd.pmtiles",
    }  # fmt: skip

    def end_headers(self) -> None:
        # Only what is asked for as an embed may stand in a frame of others.
        framed = "*" if EMBED in parse_qs(urlsplit(self.path).query, keep_blank_values=True) else "'none'"
        self.send_header("Content-Security-Policy", f"{self.policy()}; frame-ancestors {framed}")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def policy(self) -> str:
        """What the page says of itself, by hash of what it carries; of every other file that nothing but the site's own is let in."""
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if page.suffix != ".html" or not page.is_file():
            return policy()
        with page.open("rb") as file:
            said = _SAID.search(file.read(_HEAD))
        return said[1].decode("ascii") if said else policy()

    def send_head(self) -> Any:
        """The file, or where a part of it is asked for (RFC 9110, section 14) that part."""
        self._left = None
        path = Path(self.translate_path(self.path))
        asked = _RANGE.fullmatch(self.headers.get("Range", "")) if self.ranges and path.is_file() else None
        # Without either end it is no range and is not obeyed, like several ranges at once.
        if asked is None or not any(asked.groups()):
            return super().send_head()
        size = path.stat().st_size
        first, last = asked.groups()
        start = int(first) if first else max(size - int(last), 0)
        end = min(int(last), size - 1) if first and last else size - 1
        if start > end:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        part = path.open("rb")
        part.seek(start)
        self._left = end - start + 1
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {start}-{end}/{size}")
        self.send_header("Content-Length", str(self._left))
        self.end_headers()
        return part

    def copyfile(self, source: IO[bytes], outputfile: Any) -> None:  # type: ignore[override]
        """No more than was asked for."""
        if self._left is None:
            shutil.copyfileobj(source, outputfile)
        else:
            outputfile.write(source.read(self._left))

    def list_directory(self, path: object) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a reader of pages is nobody's business."""


class _QuietServer(ThreadingHTTPServer):
    """Browsers hang up in the middle of a file when a reader moves on: that is no error to be told."""

    daemon_threads = True
    # A page asks for twenty files at once; with the usual queue of five a browser waits seconds to be let in.
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Server:
    """A running server: `url` to open, `wait` until Ctrl-C, `close` to end. Also a context manager."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self._server = server
        self.url = f"http://127.0.0.1:{server.server_address[1]}/"
        self._thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.1), daemon=True)
        self._thread.start()

    def wait(self, pause: Callable[[], object] | None = None) -> None:
        """Serve until the reader presses Ctrl-C, then end without a complaint. `pause` replaces the waiting in tests."""
        try:
            (pause or self._thread.join)()
        except KeyboardInterrupt:
            pass
        finally:
            self.close()

    def close(self) -> None:
        """End and free the port; a second time does nothing."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Whole(_Handler):
    """A host that knows of no parts, as the plainest are."""

    ranges = False


def serve(folder: Path, port: int | None = None, ranges: bool = True) -> Server:
    """Serve the pages in `folder` on 127.0.0.1 and return at once.

    Args:
        folder: made by `tejido.viewer.build`.
        port: None or 0 takes a free one.
        ranges: whether a part of a file may be asked for; the plainest hosts always send the whole.

    Raises:
        TejidoError: V104 the port is taken.
    """
    try:
        return Server(
            _QuietServer(("127.0.0.1", port or 0), partial(_Handler if ranges else _Whole, directory=str(folder)))
        )
    except OSError as problem:
        raise fail("V104", port=port) from problem
