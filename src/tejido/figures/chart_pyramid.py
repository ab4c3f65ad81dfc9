"""Two populations by age and sex: one as filled bars, the other as an outline over them, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tejido.figures.chart import LINE, SMALL, WIDTH, Scale, Tick, axis, gridlines, legend, num, page, rect, text
from tejido.figures.chart_text import text_width
from tejido.figures.palette import LIGHT

_ROW = 20.0
"""Height of an age class."""

__all__ = ["Sex", "pyramid"]


@dataclass(frozen=True)
class Sex:
    """One side: its name, and of either group the per cent of its people in each age class, the youngest first.

    None where too few people stand behind a figure to show it.
    """

    name: str
    filled: Sequence[float | None]
    outlined: Sequence[float | None]


def pyramid(
    left: Sex,
    right: Sex,
    classes: Sequence[str],
    groups: tuple[str, str],
    ticks: Sequence[Tick],
    *,
    counted: str = "",
    withheld: str = "",
) -> str:
    """Age classes by sex of two groups, as SVG: refugees and migrants filled, their hosts outlined.

    Args:
        left: usually women.
        right: usually men.
        classes: names of the age classes, the youngest first; it is drawn at the foot.
        groups: names of the filled group and of the outlined one.
        ticks: the axis of either side, from zero outwards.
        counted: what the axis counts, written under it.
        withheld: what a dotted box means; needed where a figure is withheld.

    Raises:
        ValueError: sides that have not one figure per class, a figure outside the axis, a withheld figure without words.
    """
    counts = {len(side) for sex in (left, right) for side in (sex.filled, sex.outlined)} | {len(classes)}
    if len(counts) > 1:
        raise ValueError(f"an age pyramid needs one figure per class, not {sorted(counts)}")
    hidden = any(one is None for sex in (left, right) for one in (*sex.filled, *sex.outlined))
    if hidden and not withheld:
        raise ValueError("a figure is withheld, and no words say so")
    entries = [(rect(-8, -6, 16, 12, "rm"), groups[0]), (_outline("M-8 5H7V-5H-8", 2.5), groups[1])]
    entries += [(rect(-8, -6, 16, 12, "none", edge="edge", dash="1.5 2"), withheld)] if hidden else []
    head, y = legend(entries, 16)
    middle = max(text_width(name, SMALL) for name in classes) / 2 + 10
    scales = (Scale(ticks, WIDTH / 2 - middle, 14), Scale(ticks, WIDTH / 2 + middle, WIDTH - 14))
    top = y + LINE
    foot = top + _ROW * len(classes)
    drawn = [head]
    for sex, scale, place, anchor in ((left, scales[0], 14.0, "start"), (right, scales[1], WIDTH - 14, "end")):
        drawn.append(text(place, y + 6, sex.name, bold=True, anchor=anchor))
        drawn.append(gridlines(scale, top, foot) + _bars(sex, scale, foot))
    for number, name in enumerate(classes):
        drawn.append(text(WIDTH / 2, foot - _ROW * (number + 0.5) + 4.5, name, size=SMALL, anchor="middle"))
    words, _ = axis(scales[0], foot + 17)
    drawn += [words, axis(scales[1], foot + 17)[0]]
    if counted:
        drawn.append(text(WIDTH / 2, foot + 17 + LINE, counted, size=SMALL, anchor="middle", ink="muted"))
    return page(drawn, WIDTH, foot + 22 + LINE * bool(counted))


def _bars(sex: Sex, scale: Scale, foot: float) -> str:
    """The filled bars, and the outline from class to class, which is open where a figure is withheld."""
    parts, path, drawing = [], "", False
    for number, (filled, outlined) in enumerate(zip(sex.filled, sex.outlined, strict=True)):
        top = foot - _ROW * (number + 1)
        if filled is None or outlined is None:
            parts.append(_hidden(scale, top, first=filled is None, second=outlined is None))
        if filled is not None:
            ends = sorted((scale(0), scale(filled)))
            parts.append(rect(ends[0], top + 2, ends[1] - ends[0], _ROW - 4, "rm", css="filled"))
        if outlined is None:
            path += f"H{num(scale.start)}" if drawing else ""
            drawing = False
        else:
            x = num(scale(outlined))
            path += f"H{x}V{num(top)}" if drawing else f"M{num(scale.start)} {num(top + _ROW)}H{x}V{num(top)}"
            drawing = True
    path += f"H{num(scale.start)}" if drawing else ""
    return "".join(parts) + (_outline(path, 2.5) if path else "")


def _hidden(scale: Scale, top: float, first: bool, second: bool) -> str:
    """A dotted box at the foot of the axis, in the colour of each group whose figure is withheld: the upper half for the filled,
    the lower one for the outlined group.
    """
    left = min(scale.start, scale.start + (18 if scale.stop > scale.start else -18))
    halves = ((first, top + 2, "rm"), (second, top + _ROW / 2 + 1, "host"))
    return "".join(
        rect(left, y, 18, _ROW / 2 - 3, "card", edge=ink, dash="1.5 2", css="withheld")
        for gone, y, ink in halves
        if gone
    )


def _outline(path: str, width: float) -> str:
    """The line of the outlined group, with a white rim where it crosses bars."""
    shape = f'd="{path}" fill="none" stroke-linejoin="round"'
    rim = f'<path {shape} stroke="{LIGHT["card"]}" stroke-width="{num(width + 2)}"/>'
    return f'{rim}<path class="outlined" {shape} stroke="{LIGHT["host"]}" stroke-width="{num(width)}"/>'
