"""Pictures of the Human Mobility Profile of a release: every page to be looked at, or the two that the documentation shows.

python -m tools.profile_pictures RELEASE FOLDER [--docs]
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from tejido.report.folder_new import new_folder
from tejido.report.make_open import open_draft
from tejido.report.render_pdf import render_pdf
from tejido.words import LANGUAGES
from tools.pictures import small

SCALE = 90 / 72
SHOWN = {"es": ("En una página", "Empleo"), "en": ("On one page", "Employment")}
"""How the pages of the documentation begin after their head, by language."""
NAMES = ("profile-summary", "profile-right")


def pages(release: Path) -> Iterator[tuple[str, int, str, bytes]]:
    """Every page of the profile as it is before an editor has touched it: language, number, text, PNG."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "profile"
        new_folder(release, folder, LANGUAGES[0])
        draft = open_draft(folder)
        for lang in LANGUAGES:
            with pypdfium2.PdfDocument(render_pdf(draft.document(lang))) as pdf:
                for number, page in enumerate(pdf, start=1):
                    content = io.BytesIO()
                    page.render(scale=SCALE).to_pil().save(content, "PNG")
                    yield lang, number, page.get_textpage().get_text_range(), content.getvalue()


def begins(text: str, heading: str) -> bool:
    """Whether a page begins with a heading, after the head that every page has."""
    return heading in [line.strip() for line in text.splitlines()[:4]]


def main() -> int:
    """Write the pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("release", type=Path)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--docs", action="store_true")
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    names = {lang: dict(zip(SHOWN[lang], NAMES, strict=True)) for lang in LANGUAGES}
    for lang, number, text, content in pages(told.release):
        heading = next((one for one in names[lang] if number > 1 and begins(text, one)), "")
        if told.docs and heading:
            # Once: an annex may begin a page with the same heading.
            (told.folder / f"{names[lang].pop(heading)}-{lang}.png").write_bytes(small(content))
        elif not told.docs:
            (told.folder / f"profile-{lang}-{number:02}.png").write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
