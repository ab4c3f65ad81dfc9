"""What python-docx has no word for: styles of ours, fields, bookmarks and links inside a document, a file without a clock."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from tejido.report.look import COLOURS, TONES

FONT = "Calibri"
"""A font that word processors have or replace by one of the same widths."""

LANGUAGES = {"es": "es-419", "en": "en-GB"}
"""Which spelling Word checks, by the document's language."""

TABLE_STYLE = "Tejido Table"
_SIZES = {"Title": 30, "Heading 1": 24, "Heading 2": 16, "Heading 3": 13, "Heading 4": 11}


def element(tag: str, text: str | None = None, **attributes: str) -> Any:
    """An element of WordprocessingML, such as ``element("w:jc", val="right")``."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    if text is not None:
        made.text = text
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def colour(token: str) -> RGBColor:
    """A token of the look as Word has it."""
    return RGBColor.from_string(hexadecimal(token))


def hexadecimal(token: str) -> str:
    """A token of the look as six digits."""
    return COLOURS[token].removeprefix("#").upper()


def dress(word: Word, lang: str) -> None:
    """Word's own styles in our sizes and colours, and the few of ours: tables, callouts, small print, contents."""
    styles = word.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(11), colour("ink")
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(8), 1.2
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).attrib.update({qn("w:val"): LANGUAGES[lang], qn("w:eastAsia"): LANGUAGES[lang]})
    for name, size in _SIZES.items():
        _titled(styles[name], size, "accent" if name in ("Title", "Heading 1") else "ink")
    _titled(styles["Subtitle"], 14, "muted")
    styles["Subtitle"].font.italic, styles["Subtitle"].font.bold = False, False
    styles["Subtitle"].paragraph_format.space_after = Pt(24)
    caption = styles["Caption"]
    caption.font.size, caption.font.color.rgb, caption.font.bold = Pt(10), colour("ink"), True
    for name, size in (
        ("Small Print", 9),
        ("Lead", 13),
        ("Callout Word", 9),
        ("Callout Title", 12),
        ("TOC 1", 11),
        ("TOC 2", 11),
    ):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.font.size = normal, Pt(size)
    styles["Small Print"].font.color.rgb = colour("muted")
    styles["TOC 1"].font.bold = styles["Callout Title"].font.bold = styles["Callout Word"].font.bold = True
    styles["TOC 2"].paragraph_format.left_indent = Pt(14)
    styles.element.append(parse_xml(_table_style()))


def _titled(style: Any, size: int, token: str) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), True, colour(token)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size * 0.8), Pt(size * 0.45)
    if (border := style.element.pPr.find(qn("w:pBdr"))) is not None:
        style.element.pPr.remove(border)


def _table_style() -> str:
    """Light tables: a line above and under the head, hairlines between the rows."""
    ink, line = hexadecimal("ink"), hexadecimal("line")
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TejidoTable"><w:name w:val="{TABLE_STYLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
        f'<w:rPr><w:sz w:val="19"/></w:rPr><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{ink}"/>'
        f'<w:bottom w:val="single" w:sz="4" w:color="{line}"/><w:insideH w:val="single" w:sz="4" w:color="{line}"/></w:tblBorders></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:color="{ink}"/>'
        "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
    )


def box(paragraph: Paragraph, tone: str) -> None:
    """A paragraph of a callout: a bar in the colour of its tone at its left, a light ground."""
    token = TONES[tone].token  # type: ignore[index]
    properties = paragraph._p.get_or_add_pPr()
    border = element("w:pBdr")
    border.append(element("w:left", val="single", sz="24", space="8", color=hexadecimal(token)))
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    ground = element("w:shd", val="clear", color="auto", fill=_light(token))
    properties.insert_element_before(ground, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    listed = paragraph.style is not None and str(paragraph.style.name).startswith("List")
    paragraph.paragraph_format.left_indent = Pt(30 if listed else 12)
    if listed:
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(30))


def _light(token: str) -> str:
    """A colour thinned with white to 7 parts of 100."""
    parts = bytes.fromhex(hexadecimal(token))
    return "".join(f"{round(255 - (255 - part) * 0.07):02X}" for part in parts)


def field(paragraph: Paragraph, code: str, shown: str = "1") -> None:
    """A field of Word, such as the number of the page, and what stands there until Word counts."""
    for part in (
        element("w:fldChar", fldCharType="begin"), element("w:instrText", f" {code} "),
        element("w:fldChar", fldCharType="separate"), element("w:t", shown), element("w:fldChar", fldCharType="end"),
    ):  # fmt: skip
        paragraph.add_run()._r.append(part)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place that links lead to."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    first = paragraph._p.find(qn("w:r"))
    if first is None:
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def link(paragraph: Paragraph, text: str, target: str, inside: str | None) -> None:
    """Words that lead to a bookmark (`inside`) or to an address outside (`target`)."""
    if inside:
        made = element("w:hyperlink", anchor=inside, history="1")
    else:
        made = element("w:hyperlink", history="1")
        made.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.underline = colour("accent"), True
    made.append(run._r)
    paragraph._p.append(made)


def fresh_list(word: Word) -> str:
    """The id of a new numbering that begins at 1, in the manner of the style of numbered lists."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(style).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return str(made.numId)


def saved(word: Word) -> bytes:
    """The file: its parts in their order, every one dated as the format's first day, so that the same document is the same bytes."""
    for name in ("created", "modified"):
        for one in word.core_properties._element.findall(qn(f"dcterms:{name}")):
            word.core_properties._element.remove(one)
    first, last = io.BytesIO(), io.BytesIO()
    word.save(first)
    with zipfile.ZipFile(first) as read, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, read.read(name))
    return last.getvalue()
