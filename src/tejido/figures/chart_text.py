"""How wide words are, so that charts can break names where a line is full without asking for an installed font."""

from __future__ import annotations

import unicodedata

FONTS = "tejido-report, Noto Sans, Liberation Sans, Arial, sans-serif"
"""The families of all charts. Widths are those of Noto Sans; Liberation Sans and Arial are a little narrower."""

_REGULAR = (
    (935, "mW"), (907, "M@"), (864, "æ"), (831, "%"), (791, "…w"), (781, "OQ"), (760, "N"), (741, "H"), (732, "&UDG"), (650, "B#"),
    (639, "ACß"), (622, "RKhnubdgpqþ"), (605, "PoøðV"), (586, "X"), (572, "$+0123456789<=>Z^~−×€±Ye"), (561, "aET"), (551, "*|S"),
    (534, "kx"), (524, "LF"), (510, "y«»v"), (500, "–"), (480, "cs"), (470, "z"), (444, "_"), (434, "?¿°"), (413, 'r"'),
    (380, "{}º/\\"), (361, "t“”ª"), (344, "fI"), (329, "[]-"), (300, "()"), (281, "`J"), (269, "!¡,.:;·"), (260, " ijlı"),
    (225, "'"), (175, "‘’"),
)  # fmt: skip
_BOLD = (
    (960, "mW"), (929, "M"), (898, "@æ"), (875, "%"), (831, "…w"), (793, "NOQ"), (756, "H"), (747, "U&"), (732, "DG"), (676, "ßA"),
    (659, "B"), (647, "K#R"), (638, "CXhnuV"), (626, "bdgpqþð"), (617, "oPø"), (603, "Y"), (588, "kae"),
    (577, "−Z«»$+0123456789<=>^~×€±T"), (560, "xE"), (551, "|Syv*L'"), (538, "F"), (502, "c–"), (493, "s"), (484, "z"),
    (461, "?¿"), (452, '"'), (434, "r°"), (423, "_"), (413, "“”t"), (399, "/\\"), (389, "{}º"), (372, "ªfI"), (333, "`[]"),
    (324, "()-"), (309, "J"), (283, "ijlı¡,;!.:·"), (260, " "), (201, "‘’"),
)  # fmt: skip
_WIDTHS = {bold: {sign: wide for wide, signs in rows for sign in signs} for bold, rows in ((False, _REGULAR), (True, _BOLD))}  # fmt: skip
"""Thousandths of the size that each sign advances: the ``hmtx`` tables of Noto Sans 400 and 600, rounded up by at most 8."""
_WIDEST = 1000

__all__ = ["FONTS", "text_width", "wrap"]


def text_width(words: str, size: float, bold: bool = False) -> float:
    """The length of `words` in one line, in the units of `size`. An accent adds nothing to its letter; an unknown sign counts
    as a wide one.
    """
    table = _WIDTHS[bold]
    letters = (sign for sign in unicodedata.normalize("NFD", words) if not unicodedata.combining(sign))
    return sum(table.get(" " if sign in "\u00a0\u202f" else sign, _WIDEST) for sign in letters) * size / 1000


def wrap(words: str, room: float, size: float, bold: bool = False) -> list[str]:
    """`words` in lines of at most `room`; nothing is left out. A word longer than a line is broken inside, without a hyphen
    where there is no room for one.

    Args:
        words: lines part at plain spaces; a no-break space (as before "%") holds its neighbours together.
        room: width of a line, in the units of `size`.
        size: of the font.
        bold: in weight 600, else 400.
    """
    lines: list[str] = []
    for word in filter(None, words.split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if text_width(longer, size, bold) <= room:
            lines[-1:] = [longer]
        else:
            lines += _pieces(word, room, size, bold)
    return lines


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and text_width(pieces[-1] + sign, size, bold) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces
