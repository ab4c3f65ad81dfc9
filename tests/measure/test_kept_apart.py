"""Nobody is told apart by what places would betray: a city folder cannot make a group of who is LGBTIQ+."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.city import check_city
from tests.measure import hamlet

GROUPS = 'groups = {"origin=rm" = "rm"}'
VALUES = '[values.block.groups."{group}"]\nimproved_water = {{numerator = ["water"], denominator = ["dwellings"]}}\n'


def written(folder: Path, group: str, where: str) -> Path:
    """The hamlet with a group: of a column of people, of values, or of a row of records."""
    settings = hamlet.SETTINGS
    if where == "people":
        settings = settings.replace(GROUPS, f'groups = {{"{group}" = "rm"}}')
    elif where == "values":
        settings += "\n" + VALUES.format(group=group)
    else:
        settings += '\n[extended]\nfigures = ["records.csv"]\n'
    city = hamlet.write(folder / "city", settings=settings)
    (city / "records.csv").write_text(
        f"indicator,level,unit,value,source,group\nseed_capital,district,A,3,Office,{group}\n", "utf-8"
    )
    return city


@pytest.mark.parametrize("group", ["lgbtiq=yes", "lgbtiq=true;origin=rm"])
@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("people", ("city.toml", "levels.groups.{group}")),
        ("values", ("city.toml", "values.block.groups.{group}")),
        ("records", ("records.csv", "group")),
    ],
)
def test_a_group_by_who_is_lgbtiq_is_refused_wherever_a_city_folder_names_groups(
    tmp_path: Path, group: str, where: str, place: tuple[str, str]
):
    told = [one for one in check_city(written(tmp_path, group, where)).findings if one.code == "C022"]
    assert [(one.file, str(one.column)) for one in told] == [(place[0], place[1].format(group=group))]


@pytest.mark.parametrize("where", ["people", "values", "records"])
def test_other_groups_may_be_named(tmp_path: Path, where: str):
    found = check_city(written(tmp_path, "disability=with", where)).findings
    assert not [one.code for one in found if one.code in ("C012", "C022", "C686")]
