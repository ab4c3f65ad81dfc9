"""Only a whole, unchanged release of a known contract opens, and only for the readers it is for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tejido.errors import TejidoError, messages
from tejido.release import Audience, open_release, verify
from tejido.release.manifest import entry
from tejido.tables import SCHEMAS
from tests.release import sample


def refused(path: Path, audience: Audience | None = None) -> list[str]:
    with pytest.raises(TejidoError) as caught:
        open_release(path, audience)
    return [finding.code for finding in caught.value.findings]


def edit(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


def test_tables_come_back_as_they_were_written(town: Path) -> None:
    release, given = open_release(town), sample.contents().tables
    assert release.tables == ["contributions", "scores", "units", "values"]
    for name in ("units", "scores", "contributions"):
        pd.testing.assert_frame_equal(release.table(name), SCHEMAS[name].conform(given[name]))
    # 80.123456789012 has fourteen digits; ten are kept.
    values = release.table("values").set_index(["unit", "indicator", "group"])["value"]
    assert values["a2", "water", "all"] == 80.12345679
    assert values["b3", "clinic", "all"] == 1239.5


def test_the_public_part_opens_from_the_release_and_from_its_own_folder(town: Path) -> None:
    for release in (open_release(town, "public"), open_release(town / "public"), open_release(town).public()):
        assert release.audience == "public"
        values = release.table("values").set_index(["unit", "indicator"])
        assert pd.isna(values.loc[("b3", "water"), "value"])
        assert values.loc[("b3", "water"), "flags"] == "protected"


def test_an_analyst_s_tables_do_not_open_for_everybody(town: Path) -> None:
    assert open_release(town, "public").path == town / "public"
    manifest = json.loads((town / "release.json").read_text("utf-8"))
    edit(town / "release.json", files={k: v for k, v in manifest["files"].items() if not k.startswith("public/")})
    for path in sorted((town / "public").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert refused(town, "public") == ["R104"]


def test_a_folder_named_public_that_holds_an_analyst_s_release_is_refused(town: Path, tmp_path: Path) -> None:
    edit(town / "public" / "release.json", audience="analyst")
    size = (town / "public" / "release.json").read_bytes()
    manifest = json.loads((town / "release.json").read_text("utf-8"))
    edit(town / "release.json", files={**manifest["files"], "public/release.json": entry(size)})
    assert refused(town, "public") == ["R111"]


def test_a_public_release_does_not_serve_an_analyst(town: Path) -> None:
    assert refused(town / "public", "analyst") == ["R111"]


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path / "nothing") == ["R103"]
    assert refused(tmp_path / "file") == ["R103"]
    assert refused(tmp_path / "folder") == ["R104"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"contract": 1}', '{"contract": "1", "audience": "public"}'])
def test_a_damaged_description_is_refused(town: Path, text: str) -> None:
    (town / "release.json").write_text(text, "utf-8")
    assert refused(town) == ["R105"]


@pytest.mark.parametrize("key", ["city", "period", "base", "levels", "catalogue"])
def test_a_description_that_does_not_say_what_it_describes_is_refused(town: Path, key: str) -> None:
    description = json.loads((town / "release.json").read_text("utf-8"))
    del description[key]
    (town / "release.json").write_text(json.dumps(description), "utf-8")
    assert refused(town) == ["R105"]


def test_a_newer_contract_is_refused(town: Path) -> None:
    edit(town / "release.json", contract=3)
    assert refused(town) == ["R106"]


def test_a_missing_file_is_found_at_once(town: Path) -> None:
    (town / "geometry" / "block.parquet").unlink()
    (town / "public" / "tables" / "scores.parquet").unlink()
    assert refused(town) == ["R107", "R107"]


def test_a_file_of_another_size_is_found_at_once(town: Path) -> None:
    with (town / "tables" / "scores.parquet").open("ab") as stream:
        stream.write(b" ")
    assert refused(town) == ["R108"]


def test_a_file_that_does_not_belong_is_found_at_once_but_a_hidden_one_is_left_alone(town: Path) -> None:
    (town / ".directory").touch()
    open_release(town)
    (town / "tables" / "notes.txt").touch()
    assert refused(town) == ["R109"]


def test_a_changed_file_of_the_same_size_is_found_when_it_is_read_and_when_all_is_verified(town: Path) -> None:
    file = town / "tables" / "values.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    release = open_release(town)
    assert [(one.code, one.file) for one in verify(release)] == [("R108", "tables/values.parquet")]
    with pytest.raises(TejidoError) as caught:
        release.table("values")
    assert caught.value.findings[0].code == "R108"


def test_an_untouched_release_verifies(town: Path) -> None:
    assert verify(open_release(town)) == []
    assert verify(open_release(town, "public")) == []


def test_a_folder_that_is_still_being_written_is_not_a_release(town: Path) -> None:
    partial = town.rename(town.with_name(".town.partial-12345"))
    assert refused(partial) == ["R114"]


def test_what_a_release_does_not_hold_is_said_with_what_it_holds(town: Path) -> None:
    release = open_release(town)
    with pytest.raises(TejidoError) as caught:
        release.table("parts")
    assert "contributions, scores, units, values" in caught.value.findings[0].remedy("es")
    with pytest.raises(TejidoError) as caught:
        release.geometry("../../secret")
    assert caught.value.findings[0].code == "R113"


def test_a_column_that_a_newer_version_added_does_not_stop_an_older_reader(town: Path) -> None:
    file, manifest = town / "tables" / "scores.parquet", town / "release.json"
    table = pq.read_table(file)
    pq.write_table(table.append_column("mood", [["calm"] * len(table)]), file)
    files = json.loads(manifest.read_text("utf-8"))["files"]
    edit(manifest, files={**files, "tables/scores.parquet": entry(file.read_bytes())})
    assert open_release(town).table("scores").columns.tolist() == SCHEMAS["scores"].names


def test_every_message_has_the_same_placeholders_in_both_languages() -> None:
    for code, message in messages().items():
        if code.startswith("R"):
            for part in ("what", "do"):
                texts = [message[lang][part] for lang in ("en", "es")]  # type: ignore[index]
                braces = [sorted(piece.split("}")[0] for piece in text.split("{")[1:]) for text in texts]
                assert braces[0] == braces[1], code
