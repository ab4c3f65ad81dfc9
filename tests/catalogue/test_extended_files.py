"""A city adds indicators in a file of its own, and what is wrong with it is told: file, line, and what to do."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from tejido.catalogue import extended_as_dict, extended_files, extended_from_dict, load, load_extended, variables_with
from tejido.catalogue.plain import extended_with_hash
from tejido.catalogue.sheet_extended import page
from tejido.errors import Finding, TejidoError
from tejido.words import LANGUAGES

OWN = """\
[indicators.home_garden]
reason = "Gardens feed the hillsides."
names = { es = "Hogares con huerta", en = "Households with a garden" }
definitions = { es = "De cada 100 hogares, cuántos tienen huerta.", en = "Of every 100 households, how many have a garden." }
subdimension = "gardens"
category = "access"
filter = "resources"
source_kind = "survey"
measure_unit = "percent_households"
direction = "higher"

[indicators.home_garden.answers]
table = "households"
statistic = "share"
of = [{ variable = "has_garden", values = ["true"] }]
scale = 100

[subdimensions.gardens]
area = "health"
names = { es = "Huertas", en = "Gardens" }

[households.has_garden]
kind = "flag"
names = { es = "tiene huerta", en = "has a garden" }
source = "test"

[households.has_garden.question]
text = { es = "¿Tiene este hogar una huerta?", en = "Does this household have a garden?" }
module = "dwelling"
instrument = "ours"
seconds = 8
"""


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    """A file with that text."""
    (folder / name).write_text(text, "utf-8")
    return folder / name


def findings(folder: Path, text: str) -> list[Finding]:
    """What the reader says of a city's file with that text."""
    with pytest.raises(TejidoError) as caught:
        load_extended([written(folder, text)])
    return list(caught.value.findings)


def line_of(text: str, part: str) -> int:
    """The line, from 1, where `part` begins."""
    return text[: text.index(part)].count("\n") + 1


def test_a_citys_own_file_adds_an_indicator_with_its_reason_and_its_question(tmp_path: Path) -> None:
    shipped = load_extended()
    found = load_extended([written(tmp_path, OWN)])
    one = found.indicators["home_garden"]
    assert set(found.indicators) - set(shipped.indicators) == {"home_garden"}
    assert one.reason == "Gardens feed the hillsides."
    assert (one.area, one.universe, one.provenance) == ("health", "households", "ours")
    assert one.possible == (0, 100)  # those of its measure unit
    asked = variables_with([tmp_path / "own.toml"])["has_garden"].question
    assert asked is not None
    assert asked.text["en"] == "Does this household have a garden?"
    assert found.hash != shipped.hash
    assert "home_garden" not in load_extended().indicators


# What is replaced, by what, the code expected, and the text on whose line it is told.
FAULTS = {
    "unknown theme": ('subdimension = "gardens"', 'subdimension = "garden"', "K201", "subdimension ="),
    "unknown measure unit": ('"percent_households"', '"percent_homes"', "K201", "measure_unit"),
    "unknown universe": ('direction = "higher"', 'direction = "higher"\nuniverse = "homes"', "K201", "universe"),
    "unknown name of the list": ('direction = "higher"', 'direction = "higher"\nlisted = ["HOU999"]', "K201", "listed"),
    "unknown role of a layer": (
        'direction = "higher"',
        'direction = "higher"\ncompute = { function = "rate", role = "gardens_layer", options = { per = 1000 } }',
        "K201",
        "compute",
    ),
    "unknown second role": (
        'direction = "higher"',
        'direction = "higher"\ncompute = { function = "length_share", role = "streets", options = { of = "canals" } }',
        "K201",
        "compute",
    ),
    "unknown group": ('direction = "higher"', 'direction = "higher"\ngroups = ["origin", "wealth"]', "K201", "groups"),
    "unknown category": ('category = "access"', 'category = "reach"', "K117", "category"),
    "nothing computes it": (OWN[OWN.index("[indicators.home_garden.answers]") : OWN.index("[subdimensions")], "", "K203", "[indicators"),
    "computed although it needs a definition": (
        'direction = "higher"',
        'direction = "higher"\nstatus = "needs-definition"\nlacking = { es = "Todo.", en = "All." }',
        "K203",
        "[indicators",
    ),
    "no reason": ('reason = "Gardens feed the hillsides."\n', "", "K206", "[indicators"),
    "lacks something but is defined": (
        'direction = "higher"',
        'direction = "higher"\nlacking = { es = "Algo.", en = "Something." }',
        "K207",
        "lacking",
    ),
    "a weight": ('direction = "higher"', 'direction = "higher"\nweight = 2', "K107", "weight"),
    "a curve": ('direction = "higher"', 'direction = "higher"\ncurve = { knots = [[0, 0], [100, 100]] }', "K107", "curve"),
    "a parent": ('direction = "higher"', 'direction = "higher"\nparent = "health"', "K107", "parent"),
    "an instrument of its own": (
        "[subdimensions.gardens]",
        '[instruments.gardeners]\nnames = { es = "Huertas", en = "Gardens" }\nsource = "Us"\n\n[subdimensions.gardens]',
        "K107",
        "instruments",
    ),
    "a theme that stands already": ("[subdimensions.gardens]", "[subdimensions.community_centres]", "K120", "[subdimensions"),
    "an objective that does not exist": ('direction = "higher"', 'direction = "higher"\ngcm = [24]', "K118", "gcm"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_citys_own_file_is_told_with_its_line(tmp_path: Path, fault: str) -> None:
    old, new, code, place = FAULTS[fault]
    assert old in OWN
    text = OWN.replace(old, new, 1)
    found = [one for one in findings(tmp_path, text) if one.code == code]
    assert found, f"{code} was not told"
    assert found[0].file == "own.toml"
    assert found[0].row == line_of(text, place)
    for language in LANGUAGES:
        assert found[0].what(language)
        assert found[0].remedy(language)


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("[households.has_garden", "[households.tenure", ["K208"]),
        ("[households.has_garden", "[households.weight", ["K208"]),
        ('kind = "flag"', 'kind = "flag"\ncolour = "green"', ["K107"]),
        ('module = "dwelling"\n', "", ["K106"]),
        ('kind = "flag"\n', "", ["K106"]),
        ('kind = "flag"', 'kind = "category"', ["K106"]),
        ('{ es = "¿Tiene', '{ fr = "¿Tiene', ["K107", "K116"]),
        (
            '{ es = "¿Tiene este hogar una huerta?", en = "Does this household have a garden?" }',
            '"A garden?"',
            ["K109"],
        ),
        ("seconds = 8", 'seconds = "8"', ["K112"]),
        ("seconds = 8", "seconds = -8", ["K118"]),
        ('instrument = "ours"', 'instrument = "mine"', ["K208"]),
        ('kind = "flag"', 'kind = "flag"\nasked = [{ variable = "has_land", values = ["true"] }]', ["K208"]),
        ('kind = "flag"', 'kind = "flag"\nasked = [{ values = ["true"] }]', ["K106"]),
        ("[households.has_garden.question]", "[households.Garden]", ["K106", "K106", "K106", "K107", "K119"]),
    ],
    ids=[
        "the name of a standard variable",
        "the name of a column of every table",
        "an unknown key",
        "a question without its module",
        "no kind",
        "a category without its answers",
        "a question in one language",
        "a question in no language",
        "seconds in quotes",
        "less than no time",
        "an unknown instrument",
        "asked by an unknown variable",
        "asked by no variable",
        "a name with capitals",
    ],
)
def test_a_variable_that_cannot_be_used_is_told(tmp_path: Path, old: str, new: str, codes: list[str]) -> None:
    text = OWN.replace(old, new)
    assert text != OWN
    found = findings(tmp_path, text)
    assert sorted({one.code for one in found}) == sorted(set(codes))
    assert {one.file for one in found} == {"own.toml"} and all(one.row for one in found)


@pytest.mark.parametrize("taken", ["internet", "housing", "marker", "food_insecurity"])
def test_an_indicator_cannot_be_called_like_what_stands_already(tmp_path: Path, taken: str) -> None:
    """One of the basic marker, an area, the whole, one of the extended marker."""
    found = findings(tmp_path, OWN.replace("home_garden", taken))
    assert [(one.code, one.file, one.row) for one in found] == [("K120", "own.toml", 1)]


def test_a_formula_over_a_table_that_does_not_exist_is_told(tmp_path: Path) -> None:
    found = findings(tmp_path, OWN.replace('table = "households"', 'table = "homes"'))
    assert "K117" in [one.code for one in found]


def test_an_indicator_made_of_the_same_answers_as_a_basic_one_is_refused(tmp_path: Path) -> None:
    # Basic: of 100 dwellings, those with electricity.
    start = OWN.index("[subdimensions")
    text = OWN[:start].replace('"has_garden"', '"electricity"').replace('"gardens"', '"community_centres"')
    found = findings(tmp_path, text)
    assert [one.code for one in found] == ["K204"]
    assert "electricity" in found[0].what("en")


def test_an_indicator_made_of_the_same_places_as_another_is_refused(tmp_path: Path) -> None:
    compute = '[indicators.home_garden.compute]\nfunction = "share_within"\nrole = "community_centre"\noptions = { metres = 1000 }\n'
    start, end = OWN.index("[indicators.home_garden.answers]"), OWN.index("[subdimensions")
    found = findings(
        tmp_path, OWN[:start].replace("[indicators", 'universe = "persons"\n[indicators', 0) + compute + OWN[end:]
    )
    assert "K204" in {one.code for one in found}
    farther = (
        OWN[:start].replace('direction = "higher"', 'direction = "higher"\nuniverse = "persons"')
        + compute.replace("1000", "1500")
        + OWN[end:]
    )
    assert "home_garden" in load_extended([written(tmp_path, farther)]).indicators


def test_two_own_files_may_not_define_one_indicator(tmp_path: Path) -> None:
    other = OWN[: OWN.index("[subdimensions")]
    with pytest.raises(TejidoError) as caught:
        load_extended([written(tmp_path, OWN), written(tmp_path, other, "more.toml")])
    assert [(one.code, one.file, one.row) for one in caught.value.findings] == [("K120", "more.toml", 1)]


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert [(one.code, one.row) for one in findings(tmp_path, "a = 1\nb = [")] == [("K102", 2)]


@pytest.mark.parametrize("claim", ['same = { GOV001 = "electricity" }', 'same = { GOV001 = "no_such_indicator" }'])
def test_a_published_name_to_which_two_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claim: str
) -> None:
    with as_file(files("tejido.catalogue").joinpath("data", "extended")) as shipped:
        shutil.copytree(shipped, tmp_path / "data" / "extended")
    # The first file of the folder after the head and the list; `same` must stand above its tables.
    written(tmp_path / "data" / "extended", claim, "a.toml")
    monkeypatch.setattr(extended_files, "files", lambda package: tmp_path)
    with pytest.raises(TejidoError) as caught:
        extended_files._shipped.__wrapped__()
    codes = {one.code for one in caught.value.findings}
    assert codes == ({"K205"} if "electricity" in claim else {"K201", "K205"})


def test_what_was_written_as_json_is_read_back_the_same(tmp_path: Path) -> None:
    found = load_extended([written(tmp_path, OWN)])
    assert extended_from_dict(json.loads(json.dumps(extended_as_dict(found), allow_nan=False))) == found


@pytest.mark.parametrize(("change", "code"), [({"version": "9"}, "K154"), ({"indicators": []}, "K155")])
def test_what_was_altered_in_its_json_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(TejidoError) as caught:
        extended_from_dict({**extended_as_dict(load_extended()), **change})
    assert [one.code for one in caught.value.findings] == [code]


def test_the_hash_changes_with_the_content_and_with_nothing_else(tmp_path: Path) -> None:
    first = load_extended([written(tmp_path, OWN)])
    tables = re.split(r"\n(?=\[)", OWN)
    shuffled = "# The same, in another order.\n" + "\n\n".join(reversed(tables))
    assert load_extended([written(tmp_path, shuffled, "other.toml")]).hash == first.hash
    changed = OWN.replace("how many have a garden", "how many own a garden")
    assert load_extended([written(tmp_path, changed)]).hash != first.hash
    left_out = dataclasses.replace(first, omitted={"home_garden": "No garden here."})
    assert extended_with_hash(left_out).hash != first.hash
    # The basic marker stays comparable, whatever a city adds to the other.
    assert dataclasses.replace(load("basic"), extended=first).hash == load("basic").hash


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_of_the_documentation_is_read_and_gets_its_page(root: Path, tmp_path: Path, lang: str) -> None:
    text = (root / "docs" / lang / "extended.md").read_text("utf-8")
    block = next(block for block in re.findall(r"```toml\n(.+?)```", text, re.DOTALL) if "[indicators." in block)
    own = written(tmp_path, block)
    found = load_extended([own])
    one = found.indicators["communal_kitchen"]
    told = page(one, found, lang)
    asked = variables_with([own])["in_communal_kitchen"].question
    assert asked is not None
    for part in (one.names[lang], one.definitions[lang], asked.text[lang], one.reason):
        assert part in told
