"""Eight households of the village and their persons, as a survey small enough to check by eye.

Households h1 to h4 live in zone 1 (stratum s1, sampling units p1 and p2), h5 to h8 in zone 2 (stratum s2, p3 and p4). Household
h1 lies in the middle of block b11, h2 of b12, and so on; every weight is 37.5: the 600 people of the village among 16 persons.
"""

from __future__ import annotations

from pathlib import Path

from tests.city import village
from tests.city.village import SIDE, degrees

SURVEY = """
[[surveys]]
id = "homes"
name = {en = "Survey of homes", es = "Encuesta de hogares"}
period = "2024"
households = "homes.csv"
persons = "people.csv"
household = "home"
person = "line"
weight = "w"
stratum = "zone"
psu = "cluster"
group = "origin"
x = "lon"
y = "lat"
unit = {level = "block", column = "block"}
planned = ["city", "origin"]

[surveys.variables]
electricity = "light"
water = {column = "tap", values = {1 = "improved_on_premises", 2 = "surface"}, no_data = ["9"]}
rooms = "rooms"
tenure = {column = "tenure", values = {own = "owned"}, otherwise = "rented"}
income_class = {column = "income", bounds = [100, 200, 300, 400, 500]}
sex = "sex"
age = "age"
role = {column = "role", values = {head = "reference"}, otherwise = "other"}
activity = "work"
"""

HEAD = "home,w,zone,cluster,lon,lat,block,light,tap,rooms,tenure,income"
PEOPLE_HEAD = "home,line,sex,age,role,work,origin"


def home(number: int, **changed: object) -> str:
    """One row of households; `changed` cells replace the ordinary ones."""
    column, row = (number - 1) % 4, (number - 1) // 4
    lon, lat = degrees(SIDE * column + SIDE / 2, SIDE * row + SIDE / 2)
    cells: dict[str, object] = {
        "home": f"h{number}", "w": 37.5, "zone": f"s{row + 1}", "cluster": f"p{(number + 1) // 2}", "lon": lon, "lat": lat,
        "block": f"b{row + 1}{column + 1}", "light": "true", "tap": 1, "rooms": 2, "tenure": "own", "income": 100 * number,
    }  # fmt: skip
    return ",".join(str(one) for one in (cells | changed).values())


def persons(number: int, head: str = "f,40,head,employed,host", child: str = "m,10,child,,host") -> list[str]:
    """The two persons of a household: an adult and a child."""
    return [f"h{number},1,{head}", f"h{number},2,{child}"]


def homes() -> list[str]:
    """The eight rows of households."""
    return [home(number) for number in range(1, 9)]


def people() -> list[str]:
    """The sixteen rows of persons; h1 is of refugees and migrants."""
    rows = persons(1, "f,40,head,unemployed,rm", "m,10,child,,rm")
    return rows + [row for number in range(2, 9) for row in persons(number)]


def write(folder: Path, survey: str = SURVEY, own: list[str] | None = None, members: list[str] | None = None) -> Path:
    """The village with its survey."""
    village.write(folder, village.TOML + survey)
    (folder / "homes.csv").write_text("\n".join([HEAD, *(homes() if own is None else own)]) + "\n", "utf-8")
    (folder / "people.csv").write_text(
        "\n".join([PEOPLE_HEAD, *(people() if members is None else members)]) + "\n", "utf-8"
    )
    return folder
