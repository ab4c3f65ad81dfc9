"""A feed with faults is read as far as it goes, and each fault is told with file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.city.gtfs import Feed, calls_on, read_feed, service_day
from tests.city.gtfs.small import FILES, added, pack, write

ODD = [
    b'"',
    b"\r\n",
    b",,,,",
    b"\x00",
    b"1e400",
    b"-1",
    b"nan",
    b"999999999999",
    b"99991231",
    b"00000000",
    "ñ".encode("cp1252"),
    b"\n\n",
]
"""What has broken readers before."""

PLANTED = added(
    stops="""\
A,Again,-30.00,-51.20,,
E,Elm,,,,
F,Fir,0,0,,
G,Gum,-51.2,-30.0,,
H,Holly,south,-51.19,,
I,Ivy,-30.00,-51.19,,nowhere
J,Juniper,-30.00,-51.18,9,
""",
    routes="R3,lineco,3,,99\n",
    trips="R9,weekdays,T4,0\nR1,holidays,T5,0\nR1,weekdays,T6,0\n",
    stop_times="""\
T1,08:20:00,08:20:00,Z,4
T1,8h30,08:30:00,A,5
T1,08:05:00,08:05:00,B,6
T1,,,A,7
T4,08:00:00,08:00:00,A,1
T4,08:09:00,08:09:00,B,2
T5,08:00:00,08:00:00,A,1
T5,08:09:00,08:09:00,B,2
T6,08:00:00,08:00:00,A,1
T7,08:00:00,08:00:00,A,1
""",
    calendar="""\
backwards,1,1,1,1,1,0,0,20240131,20240101
never,0,0,0,0,0,0,0,20240101,20240131
""",
    calendar_dates="service_id,date,exception_type\nweekdays,2024-01-01,2\n",
    frequencies="trip_id,start_time,end_time,headway_secs\nT1,06:00:00,07:00:00,0\n",
    transfers="from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,Q,2,60\n",
)

TOLD = [
    ("C710", "stops.txt", 7, "stop_id"),
    ("C716", "stops.txt", 8, "stop_lat"),
    ("C716", "stops.txt", 9, "stop_lat"),
    ("C717", "stops.txt", 10, "stop_lat"),
    ("C711", "stops.txt", 11, "stop_lat"),
    ("C713", "stops.txt", 12, "parent_station"),
    ("C712", "stops.txt", 13, "location_type"),
    ("C718", "routes.txt", 4, "route_type"),
    ("C713", "trips.txt", 5, "route_id"),
    ("C713", "trips.txt", 6, "service_id"),
    ("C725", "trips.txt", 7, "trip_id"),
    ("C713", "stop_times.txt", 9, "stop_id"),
    ("C714", "stop_times.txt", 10, "arrival_time"),
    ("C721", "stop_times.txt", 11, "arrival_time"),
    ("C722", "stop_times.txt", 12, "arrival_time"),
    ("C713", "stop_times.txt", 18, "trip_id"),
    ("C719", "calendar.txt", 4, "end_date"),
    ("C720", "calendar.txt", 5, "service_id"),
    ("C715", "calendar_dates.txt", 2, "date"),
    ("C724", "frequencies.txt", 2, "headway_secs"),
    ("C713", "transfers.txt", 2, "to_stop_id"),
]


def told(feed: Feed) -> list[tuple[str, str | None, int | None, str | None]]:
    """Code and place of every finding but the one of interpolated times, without the feed's own name."""
    return [
        (one.code, (one.file or "").partition("/")[2] or None, one.row, one.column)
        for one in feed.findings
        if one.code != "C723"
    ]


def test_every_planted_fault_is_told_once_with_file_row_and_column(tmp_path: Path):
    found = told(read_feed(write(tmp_path / "feed", PLANTED)))
    assert sorted(found) == sorted(TOLD)
    assert len(found) == 21


def test_what_is_sound_in_a_spoiled_feed_is_read_as_if_nothing_else_were_there(tmp_path: Path):
    sound, spoiled = read_feed(write(tmp_path / "a", FILES)), read_feed(write(tmp_path / "b", PLANTED))
    for name in ("trips", "stop_times", "calendar"):
        one, other = getattr(sound, name), getattr(spoiled, name)
        key = "service" if name == "calendar" else "trip"
        assert one.equals(other[other[key].isin(one[key])].reset_index(drop=True)), name
    assert set(spoiled.trips["trip"]) == {"T1", "T2", "T3"}


def test_a_sound_feed_is_told_of_nothing_but_the_times_that_were_interpolated(tmp_path: Path):
    feed = read_feed(write(tmp_path / "feed", FILES))
    assert [(one.code, one.severity, dict(one.values)) for one in feed.findings] == [("C723", "note", {"count": 1})]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"stops.txt": None}, ("C702", "stops.txt", None, None)),
        ({"calendar.txt": None}, ("C702", "calendar.txt", None, None)),
        ({"agency.txt": None}, ("C703", "agency.txt", None, None)),
        ({"transfers.txt": ""}, ("C704", "transfers.txt", None, None)),
        ({"transfers.txt": "from_stop_id,to_stop_id,transfer_type\n"}, ("C704", "transfers.txt", None, None)),
        ({"transfers.txt": "from_stop_id,to_stop_id\nA,B\n"}, ("C705", "transfers.txt", None, "transfer_type")),
        ({"agency.txt": "agency_id,agency_name\nlineco,Line, Company\n"}, ("C706", "agency.txt", 2, "agency_name")),
        ({"agency.txt": "agency_id,agency_name\nlineco,Público\n".encode("cp1252")}, ("C707", "agency.txt", None, None)),
        ({"agency.txt": 'agency_id,agency_name\nlineco,"Line Company\n'}, ("C708", "agency.txt", None, None)),
        ({"agency.txt": "agency_id,agency_name\nlineco,Line\n", "transfers.txt": "from_stop_id,to_stop_id,transfer_type\n,B,2\n"},
         ("C709", "transfers.txt", 2, "from_stop_id")),
    ],
)  # fmt: skip
def test_a_fault_of_a_whole_file_is_told_and_the_others_are_read(
    tmp_path: Path, changed: dict[str, str | bytes | None], expected: tuple[str, str, int | None, str | None]
):
    files = {name: text for name, text in (FILES | changed).items() if text is not None}
    feed = read_feed(write(tmp_path / "feed", files))
    assert expected in told(feed)
    assert len(feed.routes) == 2


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"stop_id,stop_lat\n"])
def test_what_is_no_feed_is_told_once_and_gives_empty_tables(tmp_path: Path, content: bytes):
    (tmp_path / "feed.zip").write_bytes(content)
    feed = read_feed(tmp_path / "feed.zip")
    assert [(one.code, one.file) for one in feed.findings] == [("C701", "feed.zip")]
    assert feed.trips.empty and feed.stops.empty


@pytest.mark.parametrize("name", ["trips", "stops", "routes", "stop_times"])
def test_a_feed_without_a_trip_that_can_be_used_is_an_error(tmp_path: Path, name: str):
    head = FILES[f"{name}.txt"].splitlines()[0]
    feed = read_feed(write(tmp_path / "feed", FILES | {f"{name}.txt": f"{head}\n"}))
    assert ("C731", None, None, None) in told(feed)


@settings(max_examples=25)
@given(
    st.sampled_from(sorted(FILES)),
    st.integers(0, 400),
    st.integers(0, 30),
    st.binary(max_size=12) | st.sampled_from(ODD),
)
def test_whatever_a_file_holds_nothing_is_raised_and_every_finding_can_be_said(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, length: int, put: bytes
):
    raw = FILES[name].encode()
    spoiled: dict[str, str | bytes] = {**FILES, name: raw[:at] + put + raw[at + length :]}
    feed = read_feed(write(tmp_path_factory.mktemp("feed"), spoiled))
    assert all(one.what(lang) and one.remedy(lang) for one in feed.findings for lang in ("es", "en"))
    assert set(feed.stop_times["trip"]) == set(feed.trips["trip"])
    assert (feed.stop_times.groupby("trip").size() >= 2).all()
    assert (feed.stop_times["departure"] >= feed.stop_times["arrival"]).all()
    day = service_day([feed])
    if day is not None:
        calls = calls_on(feed, day)
        assert (calls.groupby("trip")["arrival"].diff().fillna(0) >= 0).all()


def test_a_fault_that_repeats_itself_is_told_ten_times_and_then_counted(tmp_path: Path):
    rows = "".join(f"T{n},09:00:00,09:00:00,A,1\n" for n in range(100, 125))
    found = [one for one in read_feed(write(tmp_path / "feed", added(stop_times=rows))).findings if one.code != "C723"]
    assert [one.code for one in found] == ["C713"] * 10 + ["C729"]
    assert dict(found[-1].values) == {"count": 15, "same": "C713"}


def test_order_marks_line_ends_blanks_further_columns_and_quoted_line_breaks_are_no_faults(tmp_path: Path):
    files: dict[str, str | bytes] = dict(FILES)
    files["routes.txt"] = ("\ufeff" + FILES["routes.txt"]).encode().replace(b"\n", b"\r\n")
    files["agency.txt"] = 'agency_id , agency_name,fare\n lineco ,"Line\nCompany",free\n\n'
    files["shapes.txt"] = "anything"
    sound, odd = read_feed(write(tmp_path / "feed", FILES)), read_feed(write(tmp_path / "odd", files))
    assert told(odd) == []
    assert odd.routes.equals(sound.routes)


def test_a_zip_and_a_folder_with_rows_in_another_order_give_the_same_feed(tmp_path: Path):
    head, *rows = FILES["stop_times.txt"].splitlines()
    turned = FILES | {"stop_times.txt": "\n".join([head, *reversed(rows)]) + "\n"}
    folder, packed = read_feed(write(tmp_path / "feed", FILES)), read_feed(pack(tmp_path / "feed.zip", turned))
    assert folder.stop_times.equals(packed.stop_times)
    assert folder.hash == packed.hash
