"""A report of about fifty pages as a city with territory and survey has it: text, charts, maps, tables."""

from __future__ import annotations

import math

from tejido.reading.references import Cited, Reference
from tejido.report.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Cite,
    Cover,
    Document,
    Heading,
    Note,
    Paragraph,
    Picture,
    Table,
    Text,
)
from tejido.report.look import frame_words

CHAPTERS, SECTIONS = 4, 3
ROWS = 420
"""Rows of the annex: every figure with what it rests on."""

WORDS = (
    "La población refugiada y migrante vive sobre todo en los barrios del norte, donde el agua y el transporte llegan a menos "
    "hogares que en el centro; la diferencia con la comunidad de acogida es mayor en la vivienda que en la educación. "
)


def report() -> Document:
    """The document, the same every time."""
    blocks: list[Block] = []
    for chapter in range(CHAPTERS):
        blocks.append(Heading(1, f"Capítulo {chapter + 1}", f"chapter-{chapter}"))
        for section in range(SECTIONS):
            blocks += _section(f"{chapter}-{section}")
    blocks += [Heading(1, "Anexo: todas las cifras", "annex"), _table("annex-table", ROWS)]
    cover = Cover("Perfil de Movilidad Humana", "Banco de pruebas", "Urdimbre", "2024", ("tejido",), _map("cover"))
    return Document(
        lang="es", cover=cover, summary=(Paragraph(_text(3), lead=True),), blocks=tuple(blocks), running="Urdimbre · 2024",
        mark="Datos sintéticos", caution="Esta página muestra cifras indicativas.", words=frame_words("es"),
    )  # fmt: skip


def _section(name: str) -> list[Block]:
    return [
        Heading(2, f"Sección {name}", f"section-{name}"),
        Paragraph(_text(2), lead=True),
        Paragraph(_text(4)),
        _chart(f"chart-{name}"),
        Callout("finding", "La brecha es de vivienda", (Paragraph(_text(1)), Bullets((_text(1), _text(1))))),
        Heading(3, "Dónde", f"where-{name}"),
        Paragraph(_text(3)),
        _map(f"map-{name}"),
        _table(f"table-{name}", 8),
        Note(_text(1)),
    ]


def _text(sentences: int) -> tuple[Text | Cite, ...]:
    found: list[Text | Cite] = []
    for one in range(sentences):
        found += [Text(WORDS + "En esta medición "), _cite(30 + one), Text(" tiene contrato. ")]
    return tuple(found)


def _cite(number: int) -> Cite:
    written = {"es": f"{number} %", "en": f"{number} %"}
    kind = "indicative" if number % 4 == 0 else "design-based"
    return Cite(
        Cited(Reference("value", "employment"), float(number), "told", written, written, kind=kind), f"{number} %"
    )


def _chart(anchor: str) -> Picture:
    bars = "".join(
        f'<text x="0" y="{30 * row + 22}">Barrio número {row + 1}</text><rect x="170" y="{30 * row + 8}" width="{60 + 31 * row}" height="18" '
        f'fill="#1f6f78"/><path d="M{200 + 31 * row} {30 * row + 17}h{50}" stroke="#1d1a26"/>'
        f'<text x="{260 + 31 * row}" y="{30 * row + 22}">{row * 7} %</text>'
        for row in range(10)
    )
    return _picture(anchor, 640, 310, bars)


def _map(anchor: str) -> Picture:
    def hexagon(x: float, y: float) -> str:
        corners = ((x + 11 * math.sin(turn * math.pi / 3), y + 11 * math.cos(turn * math.pi / 3)) for turn in range(6))
        return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in corners) + "Z"

    cells = "".join(
        f'<path d="{hexagon(20 + 19.1 * column + 9.5 * (row % 2), 20 + 16.5 * row)}" fill="#{"d3436e" if (row * column) % 3 else "febb81"}" '
        'stroke="#fff"/>'
        for row in range(22)
        for column in range(30)
    )
    return _picture(anchor, 620, 400, cells)


def _picture(anchor: str, width: int, height: int, inside: str) -> Picture:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="tejido-report, Noto Sans, sans-serif" '
        f'font-size="14">{inside}</svg>'
    )
    return Picture(
        svg,
        (Text("Lo que muestra la figura, en una frase."),),
        (Text("El agua llega a casi todos los hogares"),),
        "Encuesta 2024",
        anchor,
    )


def _table(anchor: str, rows: int) -> Table:
    head = tuple(
        Cell((Text(word),), numeric=bool(index))
        for index, word in enumerate(("Barrio", "Personas", "Intervalo", "Puntaje"))
    )
    body = tuple(
        (Cell((Text(f"Barrio número {row + 1}"),)), Cell((_cite(row),), numeric=True), Cell((Text(f"{row} a {row + 8}"),), numeric=True),
         Cell((_cite(row % 100),), numeric=True, shade=row % 6))
        for row in range(rows)
    )  # fmt: skip
    return Table((Text("Cifras por barrio"),), head, body, anchor, (Text("Con intervalos de 95 %."),), (3, 1, 1, 1))
