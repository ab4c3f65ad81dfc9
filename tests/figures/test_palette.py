"""The colours can be read, by everybody, in both themes. Contrast after WCAG 2.2, "relative luminance"."""

from __future__ import annotations

import pytest

from tejido.figures.palette import BANDS, DARK, LIGHT, VALUES, band_colours, css

TOKENS = {"light": LIGHT, "dark": DARK}
TEXT = [("ink", "paper"), ("ink", "card"), ("muted", "paper"), ("muted", "card"), ("accent", "paper"), ("accent", "card"),
        ("ink", "tint"), ("muted", "tint"), ("ink", "notice"), ("ink", "water")]  # fmt: skip
SIGNS = [("focus", "paper"), ("focus", "card"), ("edge", "card"), ("edge", "water"), ("host", "card"), ("rm", "card")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_the_standards():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground_by_4_5(theme: str, text: str, ground: str):
    assert contrast(TOKENS[theme][text], TOKENS[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_stand_out_from_their_ground_by_3(theme: str, sign: str, ground: str):
    assert contrast(TOKENS[theme][sign], TOKENS[theme][ground]) >= 3


@pytest.mark.parametrize("scale", [BANDS, VALUES])
def test_lightness_runs_one_way_along_a_scale_and_turns_round_in_the_dark(scale: dict[str, tuple[str, ...]]):
    light, dark = ([luminance(colour) for colour in scale[theme]] for theme in ("light", "dark"))
    assert light == sorted(light, reverse=light[0] > light[-1])
    assert dark == sorted(dark, reverse=dark[0] > dark[-1])
    assert (light[0] < light[-1]) != (dark[0] < dark[-1])


def test_fewer_bands_keep_the_ends_of_the_scale_and_more_are_refused():
    assert band_colours(2) == [BANDS["light"][0], BANDS["light"][-1]]
    with pytest.raises(ValueError, match="7 bands"):
        band_colours(7)


def test_the_style_sheet_has_every_token_in_both_themes():
    text = css()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    for name in LIGHT:
        assert f"--{name}: {LIGHT[name]};" in light
        assert f"--{name}: {DARK[name]};" in dark
