"""The small server."""

from __future__ import annotations

import socket
import struct
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tejido.errors import TejidoError
from tejido.viewer import serve


def test_it_listens_on_this_machine_only_and_gives_its_address(address: str):
    assert address.startswith("http://127.0.0.1:")
    assert urllib.request.urlopen(address).status == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("es/index.html", "text/html; charset=utf-8"),
        ("../../assets/app.js", "text/javascript; charset=utf-8"),
        ("../../assets/vendor/maplibre-gl.mjs", "text/javascript; charset=utf-8"),
        ("../../assets/vendor/noto-sans-latin-400.woff2", "font/woff2"),
        ("data/city.json", "application/json; charset=utf-8"),
        ("files/synthetic-prueba-2024-district.geojson", "application/geo+json"),
        ("files/synthetic-prueba-2024-district.csv", "text/csv; charset=utf-8"),
        (
            "files/synthetic-prueba-2024-district.en.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_every_file_has_its_type_and_a_policy_that_lets_nothing_else_in(address: str, name: str, kind: str):
    answer = urllib.request.urlopen(urljoin(address, name))
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_policy_stands_in_the_page_too_for_hosts_without_headers(site: Path, address: str):
    sent = (
        urllib.request.urlopen(f"{address}en/index.html")
        .headers["Content-Security-Policy"]
        .removesuffix("; frame-ancestors 'none'")
    )
    assert f'content="{sent}"' in (site / "en" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["data/", "../../assets/", "../../../pyproject.toml", "nothing.html"])
def test_folders_and_what_lies_outside_are_not_found(address: str, name: str):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urljoin(address, name))
    assert refused.value.code == 404


def test_a_port_that_is_taken_is_said(site: Path, address: str):
    with pytest.raises(TejidoError) as refused:
        serve(site, urlsplit(address).port)
    assert [one.code for one in refused.value.findings] == ["V104"]


def test_ctrl_c_ends_it_without_a_complaint_and_frees_the_port(site: Path):
    def interrupt() -> None:
        raise KeyboardInterrupt

    server = serve(site)
    server.wait(interrupt)
    again = serve(site, urlsplit(server.url).port)
    again.close()
    again.close()


def test_a_browser_that_hangs_up_is_no_error(address: str, capfd: pytest.CaptureFixture[str]):
    at = urlsplit(address)
    for _ in range(3):
        caller = socket.create_connection((at.hostname, at.port))
        caller.sendall(b"GET /assets/vendor/maplibre-gl.mjs HTTP/1.0\r\n\r\n")
        # Reset instead of a polite goodbye.
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        caller.recv(100)
        caller.close()
    assert urllib.request.urlopen(address).status == 200
    assert "Traceback" not in capfd.readouterr().err


def asked(address: str, name: str, part: str) -> tuple[int, bytes, str | None]:
    """Status, content and what part of the file it is."""
    wish = urllib.request.Request(urljoin(address, name), headers={"Range": part})
    with urllib.request.urlopen(wish) as answer:
        return answer.status, answer.read(), answer.headers["Content-Range"]


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=10-10", 10, 10), ("bytes=-5", -5, None), ("bytes=20-", 20, None)],
)
def test_a_part_of_a_file_is_sent_as_one(site: Path, address: str, part: str, first: int, last: int | None):
    whole = (site / "data" / "city.json").read_bytes()
    start = first % len(whole)
    end = len(whole) - 1 if last is None else last
    status, content, told = asked(address, "data/city.json", part)
    assert (status, content, told) == (206, whole[start : end + 1], f"bytes {start}-{end}/{len(whole)}")


@pytest.mark.parametrize("part", ["bytes=0-1,4-5", "lines=0-9", "bytes=-"])
def test_what_is_no_single_part_gets_the_whole_file(site: Path, address: str, part: str):
    assert asked(address, "data/city.json", part)[:2] == (200, (site / "data" / "city.json").read_bytes())


def test_a_part_behind_the_end_is_refused(address: str):
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(address, "data/city.json", "bytes=99999999-")
    assert refused.value.code == 416


def test_a_plain_host_sends_the_whole_file_whatever_part_is_asked_for(site: Path):
    with serve(site, ranges=False) as server:
        assert asked(server.url, "data/city.json", "bytes=0-9")[:2] == (200, (site / "data" / "city.json").read_bytes())


@pytest.mark.parametrize(
    ("name", "framed"),
    [
        ("en/index.html?embed", "*"),
        ("en/units/district/d1.html?embed&from=news", "*"),
        ("en/index.html", "'none'"),
        ("en/index.html?embedded", "'none'"),
    ],
)
def test_pages_of_others_may_frame_what_is_asked_for_as_an_embed_and_nothing_else(address: str, name: str, framed: str):
    policy = urllib.request.urlopen(address + name).headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {framed}")
