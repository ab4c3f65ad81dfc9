"""Write the generated pages of docs/ from what they tell of, so that no name or bound stands twice.

Generated: ``errors.md`` from the error catalogue, ``indicators.md``, ``variables.md``, a page for each indicator of the extended marker in
``indicators/`` and their list in ``extended.md`` from the method's catalogue, the tables in ``release.md`` from their schemas, in es and en. A
test compares every page with what this makes.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tejido.catalogue import load, load_extended
from tejido.catalogue.sheet import markdown
from tejido.catalogue.sheet_extended import index, page
from tejido.catalogue.sheet_variables import variables_page
from tejido.release.columns import renewed
from tejido.words import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
START, END = "<!-- indicators -->", "<!-- /indicators -->"
"""Between these marks ``extended.md`` is generated."""

MESSAGES = ROOT / "src" / "tejido" / "errors" / "messages"

TEXTS = {
    "en": {
        "title": "Error codes",
        "intro": "Whatever tejido finds has a code, says where it is (file, row, column) and what to do. "
        "An **error** stops the work; a **warning** is to be looked at; a **note** tells what was done. "
        "Words in braces stand for the name or figure found.",
        "head": "| code | kind | what happened | what to do |",
        "error": "error",
        "warning": "warning",
        "note": "note",
    },
    "es": {
        "title": "Códigos de error",
        "intro": "Todo lo que tejido encuentra tiene un código, dice dónde está (archivo, fila, columna) y qué hacer. "
        "Un **error** detiene el trabajo; un **aviso** pide una mirada; una **nota** cuenta lo que se hizo. "
        "Las palabras entre llaves ocupan el lugar del nombre o la cifra encontrados.",
        "head": "| código | tipo | qué pasó | qué hacer |",
        "error": "error",
        "warning": "aviso",
        "note": "nota",
    },
}

ROOMS = {
    "catalogue": {"en": "Catalogue", "es": "Catálogo"},
    "city": {"en": "City folder", "es": "Carpeta de la ciudad"},
    "cli": {"en": "Commands", "es": "Comandos"},
    "example": {"en": "Example city", "es": "Ciudad de ejemplo"},
    "form": {"en": "Form", "es": "Formulario"},
    "marker": {"en": "Marker", "es": "Marcador"},
    "measure": {"en": "Measuring", "es": "Medición"},
    "privacy": {"en": "Protection", "es": "Protección"},
    "release": {"en": "Release", "es": "Publicación"},
    "report": {"en": "Profile", "es": "Perfil"},
    "survey": {"en": "Surveys", "es": "Encuestas"},
    "summary": {"en": "Showing a release", "es": "Mostrar una publicación"},
    "territory": {"en": "Territory", "es": "Territorio"},
    "viewer": {"en": "Page", "es": "Página"},
}


def _cell(text: str) -> str:
    """A message as a table cell."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def errors_page(lang: str, folder: Path = MESSAGES) -> str:
    """The page of all error codes in `lang`, a section per room, codes in order."""
    words = TEXTS[lang]
    lines = [f"# {words['title']}", "", words["intro"]]
    rooms: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.glob("*.toml")):
        rooms.setdefault(file.stem.partition("_")[0], {}).update(tomllib.loads(file.read_text("utf-8")))
    for room, messages in rooms.items():
        lines += ["", f"## {ROOMS[room][lang]}", "", words["head"], "|---|---|---|---|"]
        for code, message in sorted(messages.items()):
            said = message[lang]
            lines.append(f"| {code} | {words[message['severity']]} | {_cell(said['what'])} | {_cell(said['do'])} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """Every generated page by its path, with the text that it should have."""
    found = {Path("docs", lang, "errors.md"): errors_page(lang) for lang in LANGUAGES}
    found |= {Path("docs", lang, "indicators.md"): markdown(load("basic"), lang) for lang in LANGUAGES}
    found |= {Path("docs", lang, "variables.md"): variables_page(lang) for lang in LANGUAGES}
    for lang in LANGUAGES:
        release = Path("docs", lang, "release.md")
        found[release] = renewed((ROOT / release).read_text("utf-8"), lang)
    return found | extended_pages()


def extended_pages() -> dict[Path, str]:
    """The pages of the extended marker: the list inside its page, and one page for each indicator."""
    extended = load_extended()
    found = {}
    for lang in LANGUAGES:
        listed = Path("docs", lang, "extended.md")
        before, rest = (ROOT / listed).read_text("utf-8").split(START)
        _, after = rest.split(END)
        found[listed] = f"{before}{START}\n\n{index(extended, lang)}{END}{after}"
        found |= {
            Path("docs", lang, "indicators", f"{key}.md"): page(one, extended, lang)
            for key, one in extended.indicators.items()
        }
    return found


def left_over() -> list[Path]:
    """Pages of indicators that the extended marker no longer has."""
    known = set(extended_pages())
    there = [file for lang in LANGUAGES for file in (ROOT / "docs" / lang / "indicators").glob("*.md")]
    return sorted(file.relative_to(ROOT) for file in there if file.relative_to(ROOT) not in known)


def main() -> None:
    """Write every page that differs, and take away those of indicators that are gone."""
    for path, text in pages().items():
        file = ROOT / path
        if not file.exists() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
            print(f"written: {path}")
    for path in left_over():
        (ROOT / path).unlink()
        print(f"removed: {path}")


if __name__ == "__main__":
    main()
