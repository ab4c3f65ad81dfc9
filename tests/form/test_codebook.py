"""The codebook has the structure of DDI Codebook 2.5.

The schema itself is not shipped here: the order of elements below is that of its types `varType` and `dataCollType`
(codebook.xsd, 2012), read there.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tejido.catalogue import load, load_extended, variables
from tejido.form import choose, codebook, sheets, write_codebook

CATALOGUE = replace(load(), extended=load_extended())
SPACE = {"d": "ddi:codebook:2_5"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IN_VAR = (
    "location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn", "valrng", "invalrng", "undocCod",
    "universe", "TotlResp", "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry", "codInstr", "verStmt", "concept", "derivation",
    "varFormat", "geoMap", "catLevel", "notes",
)  # fmt: skip
IN_COLLECTION = ("timeMeth", "dataCollector", "frequenc", "sampProc", "deviat", "collMode", "resInstru", "sources")


@pytest.fixture(scope="module")
def root() -> ET.Element:
    choice = choose(CATALOGUE, variables(), ["unemployment", "trust_neighbours", "sufficient_living_space"])
    return codebook(choice, sheets(choice))


def plain(one: ET.Element) -> list[str]:
    return [child.tag.removeprefix("{ddi:codebook:2_5}") for child in one]


def variable(root: ET.Element, name: str) -> ET.Element:
    [found] = root.findall(f"d:dataDscr/d:var[@name='{name}']", SPACE)
    return found


def said(one: ET.Element, path: str) -> dict[str | None, str | None]:
    return {found.get(LANG): found.text for found in one.findall(path, SPACE)}


def test_it_is_a_codebook_of_a_study_its_files_and_its_variables(root: ET.Element):
    assert (root.tag, root.get("version")) == ("{ddi:codebook:2_5}codeBook", "2.5")
    assert plain(root) == ["stdyDscr", "fileDscr", "fileDscr", "fileDscr", "dataDscr"]
    assert root.findtext("d:stdyDscr/d:citation/d:titlStmt/d:titl", None, SPACE) == "Encuesta de hogares"
    assert (root.findtext("d:stdyDscr/d:citation/d:titlStmt/d:IDNo", "", SPACE)).startswith("tejido_")


def test_elements_stand_in_the_order_of_the_schema(root: ET.Element):
    for one in root.findall("d:dataDscr/d:var", SPACE):
        places = [IN_VAR.index(name) for name in plain(one)]
        assert places == sorted(places)
    [collection] = root.findall("d:stdyDscr/d:method/d:dataColl", SPACE)
    places = [IN_COLLECTION.index(name) for name in plain(collection)]
    assert places == sorted(places)


def test_every_variable_names_a_file_that_is_there_and_no_id_stands_twice(root: ET.Element):
    ids = [one.get("ID") for one in root.iter() if one.get("ID")]
    assert len(ids) == len(set(ids))
    assert {one.get("files") for one in root.findall("d:dataDscr/d:var", SPACE)} <= set(ids)


def test_a_question_stands_with_its_words_its_universe_and_its_answers(root: ET.Element):
    looked = variable(root, "looked_for_work")
    question = variables()["looked_for_work"].question
    assert question is not None
    assert said(looked, "d:qstn/d:qstnLit") == dict(question.text)
    assert said(looked, "d:universe")["en"] == "Every person of the household: had a job but was absent (no)"
    assert [one.findtext("d:catValu", None, SPACE) for one in looked.findall("d:catgry", SPACE)] == [
        "true",
        "false",
        "no_answer",
    ]
    assert [one.get("missing") for one in looked.findall("d:catgry", SPACE)] == [None, None, "Y"]


def test_a_number_has_its_range(root: ET.Element):
    [ends] = variable(root, "age").findall("d:valrng/d:range", SPACE)
    assert (ends.get("min"), ends.get("max")) == ("0", "120")


def test_what_follows_from_answers_is_there_with_what_it_follows_from(root: ET.Element):
    crowding = variable(root, "persons_per_room")
    assert crowding.findall("d:qstn", SPACE) == []
    assert said(crowding, "d:derivation/d:drvdesc")["es"] == "Se deduce de: personas del hogar, cuartos habitables"


def test_equal_forms_give_equal_files(tmp_path: Path):
    choice = choose(CATALOGUE, variables(), ["electricity"])
    for name in ("one.xml", "two.xml"):
        write_codebook(choice, sheets(choice), tmp_path / name)
    assert (tmp_path / "one.xml").read_bytes() == (tmp_path / "two.xml").read_bytes()
    assert ET.parse(tmp_path / "one.xml").getroot().tag == "{ddi:codebook:2_5}codeBook"
