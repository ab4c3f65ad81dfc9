"""The profile of a city without a survey: shorter, and honest about what it cannot say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tejido.release import Release
from tejido.report.blocks import Bullets, Document, Heading, Picture, cites, plain
from tejido.report.folder_new import new_folder
from tejido.report.make_open import build_all, open_draft
from tejido.report.numbering import flat
from tests.report import reading, structure

LANGUAGES = ("es", "en")


@pytest.fixture(scope="module")
def folder(real_city: Callable[[str], Release], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("profile") / "panama"
    new_folder(Path(real_city("panama").path), place, "es")
    return place


@pytest.fixture(scope="module")
def documents(folder: Path) -> dict[str, Document]:
    draft = open_draft(folder)
    return {lang: draft.document(lang) for lang in LANGUAGES}


def test_every_format_is_made_in_both_languages(folder: Path):
    made, found = build_all(folder, ["html", "pdf", "docx", "md"], LANGUAGES)
    assert len(made) == 8 and all(one.stat().st_size > 10_000 for one in made)
    assert found == []
    pdf = next(one for one in made if one.name.endswith("es.pdf")).read_bytes()
    assert "Ciudad de Panamá" in reading.of_pdf(pdf)
    # Seven rights on seven pages, and the next chapter on the eighth.
    titles, pages = zip(*structure.pages(pdf), strict=True)
    assert pages[titles.index("Recomendaciones")] - pages[titles.index("Vivienda")] == 7


def test_no_group_is_compared_where_nobody_was_asked(documents: dict[str, Document]):
    for document in documents.values():
        told = cites((*document.summary, *document.blocks))
        assert told
        assert {one.cited.reference.group for one in told} == {"all"}
        assert not [one for one in told if one.cited.reference.statistic in ("gap", "of", "against", "share")]


def test_what_is_not_there_is_said_under_what_is_missing(documents: dict[str, Document]):
    blocks = documents["es"].blocks
    at = next(place for place, one in enumerate(blocks) if isinstance(one, Heading) and one.text == "Qué falta")
    listed = blocks[at + 1]
    assert isinstance(listed, Bullets)
    text = " ".join(plain(item) for item in listed.items)
    for missing in ("contexto nacional", "políticas locales", "Diferencias", "Edades"):
        assert missing.lower() in text.lower()


def test_the_city_is_drawn_and_nothing_calls_it_synthetic(documents: dict[str, Document]):
    document = documents["en"]
    assert document.mark == ""
    assert document.cover.picture is not None
    assert [one.anchor for one in flat(document.blocks) if isinstance(one, Picture)][:2] == ["areas", "places-map"]
