"""A small invented feed: two bus lines and a tram, written as text so that a test can spoil a line of it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

FILES = {
    "agency.txt": "agency_id,agency_name\nlineco,Line Company\n",
    "stops.txt": """\
stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
A,Alder,-30.00,-51.20,,
B,Birch,-30.00,-51.19,,
C,Cedar,-30.00,-51.16,0,
D,Dogwood,-30.02,-51.16,0,S
S,Central,-30.02,-51.16,1,
""",
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\nR1,lineco,1,,3\nR2,lineco,2,,0\n",
    "trips.txt": """\
route_id,service_id,trip_id,direction_id
R1,weekdays,T1,0
R1,weekdays,T2,1
R2,sundays,T3,
""",
    "stop_times.txt": """\
trip_id,arrival_time,departure_time,stop_id,stop_sequence
T1,8:00:00,8:00:00,A,1
T1,,,B,2
T1,8:08:00,8:09:00,C,3
T2,24:50:00,24:50:00,C,10
T2,25:10:00,25:10:00,A,20
T3,09:00:00,09:00:00,C,1
T3,09:05:00,09:05:00,D,2
""",
    "calendar.txt": """\
service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
weekdays,1,1,1,1,1,0,0,20240101,20240131
sundays,0,0,0,0,0,0,1,20240101,20240131
""",
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The feed as a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def pack(path: Path, files: Mapping[str, str]) -> Path:
    """The feed as a zip."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def added(**lines: str) -> dict[str, str]:
    """The small feed with lines added at the end of the files named (without ``.txt``); a file that it has not begins with them."""
    return FILES | {f"{name}.txt": FILES.get(f"{name}.txt", "") + text for name, text in lines.items()}
