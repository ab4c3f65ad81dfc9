"""The commands as a person or a program uses them: what is printed where, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tejido.cli import main
from tests.measure import hamlet


class Ran:
    """What a command printed and how it ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> object:
        return json.loads(self.out)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    monkeypatch.setenv("COLUMNS", "160")

    def call(*words: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["tejido", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return call


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hamlet.write(tmp_path_factory.mktemp("cli") / "city")


@pytest.fixture(scope="module")
def release(city: Path) -> Path:
    from tejido.measure import measure_city

    out = city.parent / "release"
    measure_city(city, out)
    return out


def test_catalogue_json_lists_the_35_and_the_extended_marker_with_names_in_both_languages(run) -> None:
    ran = run("catalogue", "--json")
    assert ran.status == 0
    assert [one["tier"] for one in ran.json].count("basic") == 35
    first = ran.json[0]
    assert set(first) == {"id", "tier", "area", "dimension", "name", "measure_unit", "direction", "status", "listed"}
    assert all(one["name"]["es"] and one["name"]["en"] for one in ran.json)
    codes = [name["code"] for one in ran.json for name in one["listed"]]
    assert len(codes) == len(set(codes)) == 233
    assert run("catalogue", "--extended", "--json").json == ran.json[35:]


def test_catalogue_extended_shows_ids_and_what_each_is_made_from_but_no_weight(run) -> None:
    ran = run("catalogue", "--extended", "--lang", "en")
    assert ran.status == 0
    assert "trust_local_government" in ran.out
    assert "Questions of opinion" in ran.out
    assert "Weight" not in ran.out


def test_catalogue_for_people_says_the_weight_of_each_indicator(run) -> None:
    ran = run("catalogue", "--lang", "en")
    assert "10.00 %" in ran.out  # commerce alone in its dimension, one of two of its area, one of five
    assert "1.33 %" in ran.out  # each of five diversities in one of three dimensions


def test_measure_prints_json_alone_on_stdout_and_the_release_is_there(run, city: Path, tmp_path: Path) -> None:
    ran = run("measure", city, "--out", tmp_path / "release", "--json")
    assert ran.status == 0
    assert ran.json["population"] == 600
    assert ran.json["n_units"] == 4
    assert (tmp_path / "release" / "release.json").is_file()


def test_measure_ends_with_the_areas_and_the_units_at_both_ends(run, city: Path, tmp_path: Path) -> None:
    ran = run("measure", city, "--out", tmp_path / "release", "--lang", "es")
    assert "Vivienda asequible" in ran.out
    assert "Medido con" in ran.out


def test_a_second_measure_into_the_same_folder_is_refused_and_changes_nothing(run, city: Path, release: Path) -> None:
    before = {path: path.read_bytes() for path in sorted(release.rglob("*")) if path.is_file()}
    ran = run("measure", city, "--out", release, "--lang", "en")
    assert ran.status == 1
    assert "R101" in ran.err
    assert {path: path.read_bytes() for path in sorted(release.rglob("*")) if path.is_file()} == before


def test_show_json_has_the_shape_that_programs_rely_on(run, release: Path) -> None:
    answer = run("show", release, "--json", "--units").json
    ends = {"low", "high", "robust_low", "robust_high", "p_band", "rank_low", "rank_high", "rank_robust_low"}
    score = {"score", "coverage", "band", "rank", "rank_robust_high", "comparable", "reason"} | ends
    figure = {
        "value",
        "se",
        "value_low",
        "value_high",
        "n",
        "n_households",
        "quality",
        "domain",
        "flags",
        "measure_unit",
    }
    assert set(answer["marker"]) == score
    assert set(answer["areas"]) == {"housing", "health", "education", "public_space", "economy"}
    assert len(answer["dimensions"]) == 14
    assert set(answer["indicators"]["improved_water"]) == score | figure | {"source", "support", "kind"}
    assert answer["indicators"]["improved_water"]["value"] == pytest.approx(100 * 115 / 175)
    assert answer["indicators"]["internet"]["value"] is None
    assert answer["marker"]["score"] is None
    assert answer["marker"]["reason"]
    assert [unit["id"] for unit in answer["units"]] == ["a1", "a2", "b1", "b2"]
    assert answer["units"][0]["name"] == "a1"
    assert answer["level"] == "block"


def test_show_of_one_unit_takes_its_code_at_any_level(run, release: Path) -> None:
    assert run("show", release, "--json", "--unit", "a2").json["indicators"]["improved_water"]["value"] == 40.0
    district = run("show", release, "--json", "--unit", "A").json
    assert (district["level"], district["population"], district["indicators"]["improved_water"]["value"]) == (
        "district", 400, 52.0,
    )  # fmt: skip
    assert run("show", release, "--json", "--unit", "district:A").json == district


def test_show_of_a_group_gives_its_scores(run, release: Path) -> None:
    answer = run("show", release, "--json", "--group", "origin=rm").json
    assert answer["indicators"]["residential_density"]["score"] == pytest.approx((20 * (60 + 40 / 6) + 4 * 80) / 24)


def test_an_unknown_unit_or_group_is_told_with_what_to_do(run, release: Path) -> None:
    unit = run("show", release, "--unit", "zz", "--lang", "en")
    assert (unit.status, "S101" in unit.err) == (1, True)
    group = run("show", release, "--json", "--group", "age=9", "--lang", "en")
    assert (group.status, "S102" in group.err, group.out) == (1, True, "")


def test_check_reports_findings_and_what_can_be_measured(run, city: Path) -> None:
    ran = run("check", city, "--json")
    assert ran.status == 0
    can = {row["indicator"]: row["can"] for row in ran.json["measurable"]}
    assert can["improved_water"] is True
    assert can["internet"] is False
    assert "internet" in {row["indicator"] for row in ran.json["measurable"] if row["why_not"]}


def test_check_of_a_folder_without_settings_ends_with_status_1_and_no_traceback(run, tmp_path: Path) -> None:
    ran = run("check", tmp_path, "--lang", "es")
    assert ran.status == 1
    assert "city.toml" in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


def test_a_command_that_is_not_understood_ends_with_status_2(run) -> None:
    assert run("measure").status == 2
    assert run("catalogue", "--lang", "fr").status == 2
    assert run("no-such-command").status == 2


@pytest.mark.parametrize("format_", ["gpkg", "csv", "xlsx"])
def test_export_writes_the_file_and_names_it(run, release: Path, tmp_path: Path, format_: str) -> None:
    out = tmp_path / f"hamlet.{format_}"
    ran = run("export", release, "--format", format_, "--out", out)
    assert ran.status == 0
    assert out.name in ran.out
    assert out.stat().st_size > 0
    assert "R140" in ran.err


def test_an_export_of_what_is_for_everybody_needs_no_warning(run, release: Path, tmp_path: Path) -> None:
    ran = run("export", release / "public", "--format", "csv", "--out", tmp_path / "hamlet.csv")
    assert (ran.status, ran.err) == (0, "")


def test_messages_come_in_the_language_asked_for(run, tmp_path: Path) -> None:
    spanish = run("show", tmp_path / "nothing", "--lang", "es").err
    english = run("show", tmp_path / "nothing", "--lang", "en").err
    assert "qué hacer" in spanish
    assert "what to do" in english


def test_a_unit_whose_code_holds_a_colon_is_found(run, tmp_path: Path) -> None:
    from tejido.measure import measure_city

    folder = hamlet.write(tmp_path / "city")
    blocks = folder / "blocks.geojson"
    blocks.write_text(blocks.read_text("utf-8").replace('"a1"', '"a:1"'), "utf-8")
    measure_city(folder, tmp_path / "release")
    for asked in ("a:1", "block:a:1"):
        assert run("show", tmp_path / "release", "--json", "--unit", asked).json["population"] == 100


def test_a_name_that_no_disk_can_hold_is_told_with_status_1(run, city: Path, tmp_path: Path) -> None:
    ran = run("measure", city, "--out", tmp_path / ("x" * 300))
    assert (ran.status, ran.out) == (1, "")
    assert "U101" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_interrupted_work_ends_with_status_130_and_leaves_nothing(
    run, city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tejido.release.writer._publish", interrupt)
    ran = run("measure", city, "--out", tmp_path / "release")
    assert (ran.status, ran.out, ran.err) == (130, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_the_signs_still_gets_the_answer(release: Path, encoding: str) -> None:
    show = [sys.executable, "-c", "from tejido.cli import main; main()", "show", str(release), "--lang", "es"]
    plain = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "160"}
    table = subprocess.run(show, env=plain, capture_output=True, check=False)
    assert (table.returncode, table.stderr) == (0, b"")
    assert "600 habitantes" in table.stdout.decode(encoding)
    told = subprocess.run([*show, "--json"], env=plain, capture_output=True, check=True)
    assert json.loads(told.stdout.decode("ascii"))["name"] == {"es": "Aldea", "en": "Hamlet"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_finds_no_room_ends_with_status_1_and_a_code(release: Path) -> None:
    show = [sys.executable, "-c", "from tejido.cli import main; main()", "show", str(release), "--json"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(show, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert "U101" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_brackets_and_colons_in_a_name_are_its_own(run, tmp_path: Path) -> None:
    from tejido.measure import measure_city

    settings = hamlet.SETTINGS.replace('"Hamlet"', '"Hamlet [/old] :house:"')
    measure_city(hamlet.write(tmp_path / "city", settings=settings), tmp_path / "release")
    ran = run("show", tmp_path / "release", "--lang", "en")
    assert ran.status == 0
    assert "Hamlet [/old] :house: · 2024" in ran.out


def test_a_folder_without_a_city_lists_nothing_that_can_be_measured(run, tmp_path: Path) -> None:
    ran = run("check", tmp_path, "--lang", "en")
    assert ran.status == 1
    assert "C001" in ran.out + ran.err
    assert "What can be measured" not in ran.out
