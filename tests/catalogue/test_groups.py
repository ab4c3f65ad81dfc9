"""The definitions of groups: complete in both languages, held against the standard variables, with their faults told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.catalogue.groups import Definition, groups, read_groups
from tejido.catalogue.variables import variables
from tejido.errors import TejidoError
from tejido.words import LANGUAGES

CLASS = """
[[definitions.{of}.classes]]
id = "{id}"
names = {{en = "Some", es = "Algunos"}}
definition = {{en = "Some.", es = "Algunos."}}
source = "here"
rules = [{{all = [{{variable = "sex", values = ["{value}"]}}]}}]
"""
HEAD = """
[definitions.{id}]
dimension = "sex"
names = {{en = "Sex", es = "Sexo"}}
source = "here"
needed = ["sex"]
"""
COUNTED = 'group = "{group}"\nreason = {{en = "So.", es = "Así."}}\n'
ONE = HEAD.format(id="one") + CLASS.format(of="one", id="f", value="f")


@pytest.mark.parametrize("definition", groups().definitions.values(), ids=lambda one: one.id)
def test_a_definition_names_its_classes_in_every_language_with_a_source(definition: Definition):
    assert set(definition.names) == set(LANGUAGES)
    assert definition.source
    for one in definition.classes:
        texts = [one.names, one.definition, *([one.reason] if one.reason else [])]
        assert [set(text) for text in texts] == [set(LANGUAGES)] * len(texts), one.id
        assert one.source
        assert (one.group is None) == (not definition.groups)


def test_the_definitions_read_persons_only_and_the_canonical_group_is_refugees_and_migrants_or_hosts():
    read = {name for one in groups().definitions.values() for name in (*one.variables, *one.needed)}
    assert {variables()[name].table for name in read} == {"persons"}
    mobility = groups().definition("mobility")
    assert (mobility.dimension, list(mobility.groups)) == ("origin", ["rm", "host"])
    assert {one.id: one.group for one in mobility.classes} == {
        "returnee": "host", "rm": "rm", "child": "rm", "host": "host",
    }  # fmt: skip


def test_definitions_of_ones_own_are_read_from_a_file(tmp_path: Path):
    (tmp_path / "mine.toml").write_text(ONE + '[finest]\nethnicity = "district"\n', "utf-8")
    found = read_groups(tmp_path / "mine.toml")
    assert [one.id for one in found.definition("one").classes] == ["f"]
    assert found.finest == {"ethnicity": "district"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[definitions", ["E405"]),
        (ONE + CLASS.format(of="one", id="f", value="m"), ["E406"]),
        (ONE + COUNTED.format(group="rm"), ["E406"]),
        (ONE + HEAD.format(id="two") + 'within = {definition = "three", classes = ["f"]}\n', ["E407"]),
        (ONE + HEAD.format(id="two") + 'within = {definition = "one", classes = ["x"]}\n', ["E407"]),
        (ONE.replace('values = ["f"]', 'values = ["w"]'), ["K602"]),
        (ONE.replace('variable = "sex"', 'variable = "gender"'), ["K601"]),
        (ONE.replace('needed = ["sex"]', 'need = ["sex"]'), ["K107"]),
    ],
)
def test_a_fault_of_the_file_is_told_by_its_code(tmp_path: Path, text: str, codes: list[str]):
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    with pytest.raises(TejidoError) as refused:
        read_groups(tmp_path / "mine.toml")
    assert [one.code for one in refused.value.findings] == codes
    assert {one.file for one in refused.value.findings} == {"mine.toml"}


def test_a_definition_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(TejidoError) as refused:
        groups().definition("origin")
    assert refused.value.findings[0].code == "E404"
    assert "mobility" in refused.value.findings[0].remedy("en")
