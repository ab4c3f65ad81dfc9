"""The colours can be read, by everybody, in both themes. Contrast after WCAG 2.2, "relative luminance"."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tejido.figures.palette import BANDS, CONTEXT, DARK, GAPS, LIGHT, VALUES, band_colours, css, ramp_steps
from tests.figures.seen import SIMULATIONS, ciede2000, lab, seen

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


# Pairs 1, 4, 7, 9, 13, 17, 20 and 29 of table 1 of Sharma, Wu and Dalal (2005), "The CIEDE2000 color-difference formula:
# implementation notes, supplementary test data, and mathematical observations".
@pytest.mark.parametrize(("one", "other", "difference"), [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
    ((50.0, -0.0010, 2.4900), (50.0, 0.0009, -2.4900), 4.8045),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
])  # fmt: skip
def test_the_measure_of_difference_agrees_with_the_published_pairs(
    one: tuple[float, ...], other: tuple[float, ...], difference: float
):
    assert ciede2000(one, other) == pytest.approx(difference, abs=5e-5)
    assert ciede2000(other, one) == pytest.approx(difference, abs=5e-5)


def test_a_simulated_reader_sees_grey_as_grey():
    # Machado's matrices keep the neutral axis: each row sums to one.
    for matrix in SIMULATIONS.values():
        assert matrix.sum(axis=1) == pytest.approx([1, 1, 1], abs=2e-6)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eyes", list(SIMULATIONS))
@pytest.mark.parametrize("scale", [BANDS, VALUES, CONTEXT, GAPS], ids=["bands", "values", "context", "gaps"])
def test_neighbouring_classes_differ_by_10_for_every_reader(scale: dict[str, tuple[str, ...]], eyes: str, theme: str):
    colours = [lab(seen(colour, eyes)) for colour in scale[theme]]
    assert min(ciede2000(one, other) for one, other in pairwise(colours)) >= 10


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_sides_of_a_difference_are_as_far_from_zero_in_lightness(theme: str):
    light = [lab(seen(colour, "none"))[0] for colour in GAPS[theme]]
    outwards = [light[:3][::-1], light[3:]]
    for side in outwards:
        assert side == sorted(side, reverse=theme == "light")
    assert abs(light[2] - light[3]) < 6


def test_fewer_bands_keep_the_ends_of_the_scale_and_more_are_refused():
    assert band_colours(2) == [BANDS["light"][0], BANDS["light"][-1]]
    with pytest.raises(ValueError, match="7 bands"):
        band_colours(7)


def test_up_to_five_classes_spread_over_five_steps_and_six_take_the_last_one_too():
    assert [ramp_steps(count) for count in (1, 2, 3, 5, 6)] == [
        [2], [0, 4], [0, 2, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5]
    ]  # fmt: skip
    with pytest.raises(ValueError, match="7 classes"):
        ramp_steps(7)


def test_the_style_sheet_has_every_token_in_both_themes():
    text = css()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    for name in LIGHT:
        assert f"--{name}: {LIGHT[name]};" in light
        assert f"--{name}: {DARK[name]};" in dark
