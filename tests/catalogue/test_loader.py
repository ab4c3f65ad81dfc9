"""What is wrong with a catalogue file is told: all of it, with file and line, in Spanish and in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.catalogue import load
from tejido.errors import Finding, TejidoError

SMALL = """\
format = 1
id = "small"
version = "1"
names = { es = "Chico", en = "Small" }
source = "test"

[nodes.all]
names = { es = "Todo", en = "All" }

[nodes.homes]
parent = "all"
names = { es = "Casas", en = "Homes" }
minimum_coverage = 0.5

[universes.persons]
counts = "persons"
names = { es = "personas", en = "persons" }

[indicators.water]
parent = "homes"
names = { es = "Agua", en = "Water" }
definitions = { es = "Con agua.", en = "With water." }
measure_unit = "%"
unit_names = { es = "%", en = "%" }
direction = "higher"
universe = "persons"
about = "people"
possible = [0, 100]
data_needed = { es = "Censo", en = "Census" }

[indicators.water.compute]
function = "share"

[indicators.water.curve]
transform = "none"
knots = [
  [0, 0],
  [50, 80],
  [100, 100],
]
source = "test"
status = "proposal"

[indicators.water.example]
value = 25
score = 40

[[bands]]
id = "good"
low = 50
names = { es = "bueno", en = "good" }

[[bands]]
id = "poor"
low = 0
names = { es = "pobre", en = "poor" }
"""


def findings(folder: Path, text: str) -> list[Finding]:
    """What `load` says of a catalogue with that text."""
    file = folder / "small.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(TejidoError) as caught:
        load(file)
    for one in caught.value.findings:
        for language in ("es", "en"):
            assert one.what(language) and one.remedy(language)
    return list(caught.value.findings)


def line_of(text: str, part: str) -> int:
    """The line, from 1, where `part` begins."""
    return text[: text.index(part)].count("\n") + 1


def test_the_small_catalogue_of_these_tests_has_no_fault(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    assert load(tmp_path / "small.toml").root == "all"


# What is replaced, by what, the code expected, and the text on whose line it is told.
FAULTS = {
    "unknown key": ('minimum_coverage = 0.5', 'minimum_cover = 0.5', "K107", "minimum_cover"),
    "unknown key deep inside": ('status = "proposal"', 'status = "proposal"\nsauce = "x"', "K107", "sauce"),
    "missing key": ('measure_unit = "%"\n', "", "K106", "[indicators.water]"),
    "table missing": ('[indicators.water.compute]\nfunction = "share"\n', "", "K106", "[indicators.water]"),
    "text expected": ('measure_unit = "%"', "measure_unit = 5", "K110", "measure_unit"),
    "empty text": ('measure_unit = "%"', 'measure_unit = " "', "K110", "measure_unit"),
    "number expected": ("value = 25", 'value = "25"', "K111", "value ="),
    "not a number at all": ("value = 25", "value = nan", "K111", "value ="),
    "whole number expected": ("minimum_coverage = 0.5", "minimum_children = 1.5", "K112", "minimum_children"),
    "true or false expected": ('transform = "none"', 'over_maximum = "no"', "K113", "over_maximum"),
    "list of texts expected": ('measure_unit = "%"', 'sdg = [11]\nmeasure_unit = "%"', "K114", "sdg"),
    "pair expected": ("possible = [0, 100]", "possible = [0, 50, 100]", "K115", "possible"),
    "knots that are no pairs": ("  [50, 80],", "  50,", "K115", "knots"),
    "table expected": ('names = { es = "Casas", en = "Homes" }', 'names = "Homes"', "K109", 'names = "Homes"'),
    "label missing in a language": ('{ es = "Agua", en = "Water" }', '{ en = "Water" }', "K116", '{ en = "Water" }'),
    "word not known": ('direction = "higher"', 'direction = "up"', "K117", "direction"),
    "transform not known": ('transform = "none"', 'transform = "log10"', "K117", "transform"),
    "function not known": ('function = "share"', 'function = "magic"', "K117", "function"),
    "share above one": ("minimum_coverage = 0.5", "minimum_coverage = 50", "K118", "minimum_coverage"),
    "id with capitals": ("[nodes.homes]", "[nodes.Homes]", "K119", "[nodes.Homes]"),
    "id of a node and an indicator": ("[nodes.homes]", "[nodes.water]", "K120", "[indicators.water]"),
    "parent unknown": ('parent = "homes"', 'parent = "house"', "K121", 'parent = "house"'),
    "circle": ('[nodes.all]\n', '[nodes.all]\nparent = "homes"\n', "K122", 'parent = "homes"'),
    "no top": ('[nodes.all]\n', '[nodes.all]\nparent = "homes"\n', "K123", "[nodes.all]"),
    "two tops": ('[nodes.homes]\nparent = "all"', "[nodes.homes]", "K124", "[nodes.homes]"),
    "indicator as a parent": ('parent = "all"', 'parent = "water"', "K125", 'parent = "water"'),
    "universe unknown": ('universe = "persons"', 'universe = "people"', "K127", "universe ="),
    "empty node": ('[universes.persons]', '[nodes.spare]\nparent = "all"\nnames = {}\n[universes.persons]', "K128", "[nodes.spare]"),
    "bands that do not reach zero": ("low = 0", "low = 10", "K129", "[[bands]]"),
    "one knot": ("  [50, 80],\n  [100, 100],\n", "", "K130", "knots"),
    "knots that do not rise": ("  [50, 80],", "  [150, 80],", "K131", "knots"),
    "knot twice": ("  [50, 80],", "  [0, 80],", "K131", "knots"),
    "knot above 100": ("  [100, 100],", "  [100, 101],", "K132", "knots"),
    "logarithm of zero": ('transform = "none"', 'transform = "ln"', "K133", "knots"),
    "root of a negative": ('transform = "none"\nknots = [\n  [0, 0]', 'transform = "sqrt"\nknots = [\n  [-1, 0]', "K133", "knots"),
    "knots and observed bounds": ('transform = "none"', "observed = [0, 100]", "K134", "[indicators.water.curve]"),
    "diversity without classes": ('function = "share"', 'function = "diversity"', "K135", "[indicators.water]"),
    "classes without diversity": ('measure_unit = "%"', 'classes = 5\nmeasure_unit = "%"', "K135", "classes"),
    "curve against the direction": ('direction = "higher"', 'direction = "lower"', "K136", "knots"),
    "weight of zero": ("minimum_coverage = 0.5", "weight = 0", "K138", "weight"),
    "distance from no layer": ('function = "share"', 'function = "distance_nearest"', "K141", "[indicators.water.compute]"),
    "rate per nobody says how many": ('function = "share"', 'function = "rate"\nrole = "theft"', "K106", "[indicators.water.compute]"),
    "unknown option": ('function = "share"', 'function = "share"\noptions = { metres = 5 }', "K107", "options"),
    "example that misses its score": ("score = 40", "score = 41", "K142", "score = 41"),
    "empty possible range": ("possible = [0, 100]", "possible = [100, 0]", "K143", "possible"),
    "context indicator": ('direction = "higher"', 'direction = "context"', "K144", "[indicators.water]"),
    "extended indicator": ('about = "people"', 'about = "people"\ntier = "extended"', "K144", "[indicators.water]"),
    "no development goal": ('measure_unit = "%"', 'sdg = ["18.1"]\nmeasure_unit = "%"', "K146", "sdg"),
    "more children asked for than there are": ("minimum_coverage = 0.5", "minimum_children = 2", "K147", "minimum_children"),
    "newer format": ("format = 1", "format = 2", "K148", "format"),
    "syntax": ('id = "small"', "id = small", "K102", "id = small"),
    "entry twice": ("[nodes.homes]", "[nodes.all]", "K105", '[nodes.all]\nparent'),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_code_and_line(tmp_path: Path, fault: str) -> None:
    old, new, code, place = FAULTS[fault]
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    found = [one for one in findings(tmp_path, text) if one.code == code]
    assert found, f"{code} was not told"
    assert found[0].file == "small.toml"
    assert found[0].row == line_of(text, place)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('"%"\nunit', "5\nunit").replace("[50, 80]", "[150, 80]").replace('"homes"', '"house"')
    assert {"K110", "K131", "K121"} <= {one.code for one in findings(tmp_path, text)}


def test_a_diversity_may_not_state_what_follows_from_its_classes(tmp_path: Path) -> None:
    text = SMALL.replace('transform = "none"', "over_maximum = true").replace(
        'about = "people"', 'about = "people"\nclasses = 4'
    )
    assert {one.code for one in findings(tmp_path, text)} == {"K139", "K142"}


def test_observed_bounds_are_a_curve_without_knots(tmp_path: Path) -> None:
    start, end = SMALL.index("knots = ["), SMALL.index('source = "test"\nstatus')
    text = SMALL[:start] + "observed = [1, 100]\n" + SMALL[end:]
    assert [one.code for one in findings(tmp_path, text)] == ["K145"]
    # 1 + 99 x 25 / 50 = 50.5
    whole = text.replace("value = 25\nscore = 40", "value = 25\nscore = 50.5\nobserved = [0, 50]")
    (tmp_path / "small.toml").write_text(whole, "utf-8")
    assert load(tmp_path / "small.toml").indicators["water"].curve.observed == (1, 100)
    equal = whole.replace("observed = [1, 100]", "observed = [50, 50]")
    assert "K137" in {one.code for one in findings(tmp_path, equal)}


def test_an_id_that_stands_in_two_files_is_told_at_the_second(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(SMALL, "utf-8")
    start = SMALL.index("[indicators.water]")
    (tmp_path / "more.toml").write_text("# more\n" + SMALL[start : SMALL.index("[[bands]]")], "utf-8")
    with pytest.raises(TejidoError) as caught:
        load(tmp_path)
    assert [(one.code, one.file, one.row) for one in caught.value.findings] == [("K120", "more.toml", 2)]


def test_a_catalogue_spread_over_files_is_the_same_catalogue(tmp_path: Path) -> None:
    start, end = SMALL.index("[indicators.water]"), SMALL.index("[[bands]]")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "catalogue.toml").write_text(SMALL[:start] + SMALL[end:], "utf-8")
    (tmp_path / "parts" / "a.toml").write_text(SMALL[start:end], "utf-8")
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    assert load(tmp_path / "parts") == load(tmp_path / "small.toml")


def test_faults_in_the_syntax_of_two_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text("a = [", "utf-8")
    (tmp_path / "z.toml").write_bytes('ok = 1\nname = "a\xf1o"\n'.encode("latin-1"))
    with pytest.raises(TejidoError) as caught:
        load(tmp_path)
    assert [(one.code, one.file) for one in caught.value.findings] == [("K102", "catalogue.toml"), ("K104", "z.toml")]
    assert caught.value.findings[1].row == 2


def test_a_catalogue_without_indicators_is_refused(tmp_path: Path) -> None:
    start, end = SMALL.index("[indicators.water]"), SMALL.index("[[bands]]")
    assert "K126" in {one.code for one in findings(tmp_path, SMALL[:start] + SMALL[end:])}


def test_a_folder_without_its_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TejidoError) as caught:
        load(tmp_path)
    assert [one.code for one in caught.value.findings] == ["K103"]


def test_a_catalogue_that_does_not_exist_is_refused_with_the_names_that_do(tmp_path: Path) -> None:
    with pytest.raises(TejidoError) as caught:
        load(tmp_path / "nowhere")
    assert caught.value.findings[0].code == "K101"
    assert "basic" in caught.value.findings[0].remedy("es")
    assert str(tmp_path) not in caught.value.findings[0].what("en")


def test_a_tree_may_have_any_depth(tmp_path: Path) -> None:
    deep = "".join(
        f'[nodes.d{n}]\nparent = "{f"d{n - 1}" if n else "homes"}"\nnames = {{ es = "a", en = "b" }}\n'
        for n in range(9)
    )
    text = SMALL.replace("[universes.persons]", deep + "[universes.persons]").replace(
        '[indicators.water]\nparent = "homes"', '[indicators.water]\nparent = "d8"'
    )
    (tmp_path / "deep.toml").write_text(text, "utf-8")
    assert len(load(tmp_path / "deep.toml").path("water")) == 12


def test_another_index_is_only_another_file() -> None:
    cpi = load(Path(__file__).parent / "data" / "cpi.toml")
    assert cpi.path("street_land") == ("cpi_marker", "infrastructure", "street_connectivity", "street_land")
    assert cpi.share("street_land") == pytest.approx(1 / 3)
