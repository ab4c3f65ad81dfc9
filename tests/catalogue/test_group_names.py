"""Every group that the list can name has words, alone and inside a sentence, in both languages."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from tejido.catalogue.group_names import among_group, group_name
from tejido.catalogue.groups import groups
from tejido.privacy.listed import DIMENSIONS, canonical

VALUES = {one: groups().of_dimension(one).values for one in DIMENSIONS}
EVERY = [
    canonical(dict(zip(by, values, strict=True)))
    for size in range(1, len(DIMENSIONS) + 1)
    for by in combinations(DIMENSIONS, size)
    for values in product(*(VALUES[one] for one in by))
]


@pytest.mark.parametrize(
    ("group", "english", "spanish"),
    [
        ("sex=f", "Women", "Mujeres"),
        ("origin=rm", "Refugees and migrants", "Personas refugiadas y migrantes"),
        ("origin=host", "Host community", "Comunidad de acogida"),
        ("origin=rm;sex=m", "Refugee and migrant men", "Hombres refugiados y migrantes"),
        ("origin=host;sex=f", "Women of the host community", "Mujeres de la comunidad de acogida"),
        ("age=60+", "People aged 60 and over", "Personas de 60 años y más"),
        ("age=0-14;origin=rm", "Refugees and migrants under 15", "Personas refugiadas y migrantes menores de 15 años"),
        ("disability=yes;sex=f", "Women with disabilities", "Mujeres con discapacidad"),
        ("all", "Everybody", "Toda la población"),
        ("displacement=idp", "Internally displaced people", "Personas desplazadas internas"),
    ],
)
def test_a_group_has_a_name(group: str, english: str, spanish: str) -> None:
    assert (group_name(group, "en"), group_name(group, "es")) == (english, spanish)


@pytest.mark.parametrize(
    ("group", "english", "spanish"),
    [
        ("sex=m", "among men", "entre los hombres"),
        ("origin=host", "in the host community", "en la comunidad de acogida"),
        (
            "age=60+;origin=host",
            "among people of the host community aged 60 and over",
            "entre las personas de la comunidad de acogida de 60 años y más",
        ),
        ("disability=no", "among people without disabilities", "entre las personas sin discapacidad"),
    ],
)
def test_a_group_stands_in_a_sentence(group: str, english: str, spanish: str) -> None:
    assert (among_group(group, "en"), among_group(group, "es")) == (english, spanish)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_no_group_of_the_list_is_called_by_its_code_or_like_another(lang: str) -> None:
    names = [group_name(one, lang) for one in EVERY]
    assert len(EVERY) == (1 + 2) * (1 + 2) * (1 + 2) * (1 + 4) - 1
    assert len(set(names)) == len(names)
    assert not any("=" in name or "{" in name for name in [*names, *(among_group(one, lang) for one in EVERY)])


def test_every_dimension_of_the_list_has_a_value_with_which_the_others_are_compared() -> None:
    assert {one: groups().of_dimension(one).reference for one in DIMENSIONS} == {
        "age": "30-59", "disability": "no", "origin": "host", "sex": "m",
    }  # fmt: skip
