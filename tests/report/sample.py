"""A small invented report with every kind of block, in both languages, and texts that are hard for a format."""

from __future__ import annotations

from tejido.reading.references import Cited, Reference
from tejido.report.blocks import (
    Bullets,
    Callout,
    Cell,
    Cite,
    Cover,
    Document,
    Heading,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    Text,
)
from tejido.report.look import frame_words

HARD = ('"quotes" and \'apostrophes\'', "#let x = 1", "$a_1^2$", "*stars* and **more**", "_low_", "<b>tag</b> & &amp;", "ñandú Ü ç",
        "party 🎉", "a" * 200, "back\\slash `code`", "[link](http://x.invalid)", "| pipe |", "1. one", "- two", "~three~", "≤ ≥ → ≈ −5")  # fmt: skip
"""Texts that mean something else to HTML, Typst, Word's XML or Markdown, or do not fit."""


def cite(number: float, text: str, careful: bool = False) -> Cite:
    """A figure looked up, written as `text` in either language."""
    kind = "indicative" if careful else "design-based"
    written = {"es": text, "en": text}
    return Cite(Cited(Reference("value", "employment"), number, "told", written, written, kind=kind), text)


def words(text: str) -> tuple[Text, ...]:
    """Running text of one piece."""
    return (Text(text),)


def bars(title: str, height: int = 170) -> str:
    """A chart that uses what charts use: a style, an id, a pattern, accents, a percentage."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" font-family="tejido-report, Noto Sans, Arial, sans-serif">'
        "<style>text{font-size:14px;fill:#1d1a26} .host{fill:#1f6f78}</style>"
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" fill="#f4c9b2"/><path d="M0 0V6" stroke="#c2502f" stroke-width="2"/></pattern></defs>'
        f'<text x="0" y="18" font-weight="600">{title}</text><text x="0" y="62">Niñez</text><text x="0" y="112">Personas mayores</text>'
        '<rect class="host" x="150" y="44" width="300" height="26"/><text x="458" y="62">62 %</text>'
        '<rect fill="url(#hatch)" x="150" y="94" width="190" height="26"/><text x="348" y="112">39 %</text>'
        f'<path d="M150 34V{height - 20}" stroke="#86808f"/></svg>'
    )


def picture(anchor: str, caption: str, half: bool = False, careful: bool = False) -> Picture:
    """A picture of the sample."""
    alt = f"Barras: {caption}. Niñez 62 %, personas mayores 39 %."
    width = "half" if half else "full"
    return Picture(
        bars("Título «con» acentos"),
        words(alt),
        words(caption),
        "Encuesta 2024, n = 812.",
        anchor,
        width,
        caution=careful,
    )


def table(anchor: str, rows: int, caption: str = "Employment by quarter") -> Table:
    """A table of as many rows as asked for."""
    head = (Cell(words("Quarter")), Cell(words("People"), numeric=True), Cell(words("Score"), numeric=True))
    body = tuple(
        (Cell(words(f"Las Madejas {one + 1}")), Cell(words(f"{1000 + 37 * one:,}"), numeric=True),
         Cell((cite(one % 100, str(one % 100)),), numeric=True, shade=one % 6))
        for one in range(rows)
    )  # fmt: skip
    return Table(words(caption), head, body, anchor, words("People as counted in 2024."), (3, 1, 1))


def sample(lang: str = "en", rows: int = 60) -> Document:
    """The report: a summary, three chapters with headings to level 3, every kind of block, a table over several pages."""
    es = lang == "es"
    cover = Cover(
        "Perfil de Movilidad Humana" if es else "Human Mobility Profile",
        "Quiénes viven aquí, qué derechos ejercen y qué puede hacerse" if es else "Who lives here, which rights are met, what can be done",
        "Urdimbre", "2024", ("Alcaldía de Urdimbre", "CC BY 4.0", "tejido, 2024-11"), picture("cover", "Urdimbre"),
    )  # fmt: skip
    summary = (
        Paragraph((Text("Six in ten adults work: "), cite(62, "62 %"), Text(".")), lead=True),
        Bullets((words("One reason"), (Text("another, "), Text("stronger", strong=True)))),
        picture("key", "Work by age"),
    )
    return Document(
        lang=lang, cover=cover, summary=summary, blocks=(*_city(), *_rights(), *_hard(rows)),
        running="Urdimbre · 2024", mark="Datos sintéticos" if es else "Synthetic data",
        caution="Esta página muestra cifras indicativas." if es else "This page shows indicative figures.", words=frame_words(lang),
    )  # fmt: skip


def _city() -> tuple[Heading | Paragraph | Bullets | Picture | Table | Note | Callout | PageBreak, ...]:
    long = (
        "La responsabilidad intergubernamental e interinstitucional exige corresponsabilidad: ningún gobierno local puede "
        "garantizar por sí solo el acceso a la vivienda, al empleo y a la educación de quienes llegan. "
    )
    return (
        Heading(1, "The city as a host community", "city"),
        Paragraph((Text(long * 3), Link("see housing", "#housing"), Text(" or "), Link("the site", "https://example.org/a?b=1&c=2"))),
        Heading(2, "Where it is easy to live, and where it is not", "where"),
        picture("map-a", "Water reaches most homes", half=True),
        picture("map-b", "Public space does not", half=True),
        Heading(3, "A step deeper", "deeper"),
        Bullets((words("first"), words("second")), ordered=True),
        Paragraph(words("Between the lists.")),
        Bullets((words("first again"), words("second again")), ordered=True),
        table("bands", 6, "Scores by quarter"),
        Note(words("Small print under all of it.")),
    )  # fmt: skip


def _rights() -> tuple[Heading | Paragraph | Callout | PageBreak | Picture, ...]:
    return (
        Heading(1, "Rights", "rights"),
        Heading(2, "Housing", "housing"),
        Callout("finding", "Half rent", (Paragraph((Text("About half rent: "), cite(51, "51 %"), Text("."))),)),
        Callout("gap", "Papers", (Paragraph(words("Fewer have a lease.")), picture("lease", "Leases by origin"))),
        Callout("asset", "Skills", (Bullets((words("teachers"), words("nurses"))),)),
        Callout("caution", "Few answers", (Paragraph(words("Read with care.")), Note(words("n = 31")))),
        Callout("editor", "A word", (Paragraph(words("Check the year.")),)),
        PageBreak(),
        Heading(2, "Employment", "employment"),
        Paragraph((Text("Of those asked, "), cite(44, "44 %", careful=True), Text(" work."))),
    )  # fmt: skip


def _hard(rows: int) -> tuple[Heading | Paragraph | Table | Bullets, ...]:
    return (
        Heading(1, "Annexes", "annex"),
        Heading(2, "Hard texts: #let, $x$, <b>", "hard"),
        *(Paragraph(words(one)) for one in HARD),
        Bullets(tuple(words(one) for one in HARD)),
        table("long", rows),
        Table(words("Nothing yet"), (Cell(words("Quarter")), Cell(words("People"), numeric=True)), (), "empty"),
        Paragraph((Text("strong", strong=True), Text(" and "), Text("soft", emphasis=True), Text(" and "), Text("both", True, True))),
    )  # fmt: skip
