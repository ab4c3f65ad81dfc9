"""What `check` finds in a profile: numbers typed by hand, languages apart, decisions, and figures that changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tejido.errors import Finding
from tejido.report.blocks import Block, Picture, Text
from tejido.report.check import check
from tejido.report.story import Story
from tejido.report.written import Written, written_now
from tests.report.small import EN, ES, GAPS, RM, VALUES, Small, draft, write

NEVER = Written()


def found(place: Path, written: Written = NEVER, release: Small | None = None) -> list[Finding]:
    return check(draft(place, release), written)


def codes(place: Path, written: Written = NEVER, release: Small | None = None) -> list[str]:
    return [one.code for one in found(place, written, release)]


def both(es: str, en: str) -> dict[str, str]:
    """More text below the usual one, in each language."""
    return {"es": f"{ES}\n{es}\n", "en": f"{EN}\n{en}\n"}


def test_a_profile_whose_figures_all_have_their_references_gives_nothing_to_report(tmp_path: Path):
    assert found(write(tmp_path)) == []


# Numbers typed by hand.


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("El empleo llega al 61,8 %.", "{{value employment}}"),
        ("El empleo llega al 62 %.", "{{value employment}}"),
        ("El empleo de la población refugiada es de 55 %.", "{{value employment group=origin=rm}}"),
        ("Aquí viven 45.310 personas.", "{{residents}}"),
        ("El marcador de la ciudad es 73,7.", "{{score marker}}"),
        ("La tasa de homicidios es 12,4.", "{{value homicide_rate}}"),
    ],
)
def test_a_number_that_the_release_holds_is_an_error_that_names_the_reference(
    tmp_path: Path, sentence: str, reference: str
):
    [error] = [one for one in found(write(tmp_path, **both(sentence, "Text."))) if one.severity == "error"]
    assert (error.code, dict(error.values)["reference"]) == ("H341", reference)
    assert error.where().startswith("chapters/2-city.es.md:11 [")


def test_any_other_number_needs_a_source_and_one_with_a_source_needs_nothing_more(tmp_path: Path):
    assert codes(write(tmp_path, **both("Vinieron 317 familias.", "They were 317 families."))) == ["H342", "H342"]
    own = both("Vinieron {{own 317 | Registro, 2023}} familias.", "They were {{own 317 | Register, 2023}} families.")
    assert codes(write(tmp_path, **own)) == []


def test_the_same_digits_about_something_else_are_not_taken_for_a_figure_of_the_release(tmp_path: Path):
    # 12.4 is the homicide rate: kilometres of a road are none.
    assert "H341" not in codes(write(tmp_path, **both("La vía mide 12,4 km.", "The road has 12.4 km.")))


# Languages side by side.


def test_a_heading_an_insert_or_a_figure_in_one_language_alone_is_an_error(tmp_path: Path):
    assert codes(write(tmp_path, es=ES + "\n## Más\n\nTexto.\n")) == ["H331"]
    assert codes(write(tmp_path, es=ES + "\n[[gaps]]\n")) == ["H332"]
    assert codes(write(tmp_path, es=ES + "\nY {{value homicide_rate}}.\n", en=EN + "\nAnd more.\n")) == ["H333"]


def test_the_same_figures_in_another_order_are_told_with_the_first_that_differs(tmp_path: Path):
    texts = both("{{score marker}} y {{value homicide_rate}}.", "{{value homicide_rate}} and {{score marker}}.")
    [error] = found(write(tmp_path, **texts))
    assert dict(error.values) == {
        "other": "chapters/2-city.es.md", "wanted": "{{score marker}}", "found": "{{value homicide_rate}}",
    }  # fmt: skip


def test_a_number_of_the_editors_own_is_the_same_in_both_languages(tmp_path: Path):
    same = both("Son {{own 7,24 millones | R4V}}.", "They are {{own 7.24 million | R4V}}.")
    assert codes(write(tmp_path, **same)) == []
    other = both("Son {{own 7,24 millones | R4V}}.", "They are {{own 7.42 million | R4V}}.")
    assert codes(write(tmp_path, **other)) == ["H336"]


def test_a_paragraph_in_one_language_alone_is_told(tmp_path: Path):
    assert codes(write(tmp_path, es=ES + "\nUn párrafo más.\n")) == ["H335"]


def test_a_text_that_changed_in_one_language_since_it_was_accepted_is_told_of_the_other(tmp_path: Path):
    accepted = written_now(draft(write(tmp_path)))
    es = ES.replace("de las personas adultas", "de la gente adulta")
    [warning] = found(write(tmp_path, es=es), accepted)
    assert (warning.code, warning.where()) == ("H334", "chapters/2-city.en.md:5")
    both_changed = {"es": es, "en": EN.replace("all adults", "those of age")}
    assert codes(write(tmp_path, **both_changed), accepted) == []


def test_a_new_section_in_both_languages_makes_no_other_lag_behind(tmp_path: Path):
    accepted = written_now(draft(write(tmp_path)))
    more = {
        "es": ES.replace("## Trabajo", "## Antes\n\nNuevo.\n\n## Trabajo"),
        "en": EN.replace("## Work", "## Before\n\nNew.\n\n## Work"),
    }
    assert codes(write(tmp_path, **more), accepted) == []


# Inserts and decisions.


def test_an_insert_that_is_unknown_stands_twice_or_has_nothing_to_say_is_told(tmp_path: Path):
    assert set(codes(write(tmp_path, **both("[[employmnt]]", "[[employmnt]]")))) == {"H325"}
    assert set(codes(write(tmp_path, **both("[[employment]]", "[[employment]]")))) == {"H327"}
    assert set(codes(write(tmp_path, **both("[[nothing]]", "[[nothing]]")))) == {"H328"}


@pytest.mark.parametrize(
    ("decisions", "codes_"),
    [
        ('[forml_work]\ndecision = "accepted"', ["H361"]),
        # Unemployment is the gap of this release, and formal_work would narrow it; no gap calls for enterprise.
        ('[enterprise]\ndecision = "accepted"', ["H362"]),
        ('[formal_work]\ndecision = "accepted"', []),
        ('[formal_work]\ndecision = "rejected"', ["H363"]),
        ('[formal_work]\ndecision = "rejected"\nreason = { es = "No hay fondos.", en = "" }', ["H363"]),
        ('[formal_work]\ndecision = "changed"\nreason = { es = "x", en = "x" }', ["H364"]),
        ('[formal_work]\ndecision = "changed"\nreason = { es = "x", en = "x" }\ntext = { es = "y", en = "y" }', []),
    ],
)
def test_a_decision_names_a_recommendation_and_says_why(tmp_path: Path, decisions: str, codes_: list[str]):
    assert codes(write(tmp_path, decisions=decisions)) == codes_


def test_a_link_that_leads_nowhere_is_found_before_the_document_is_made(tmp_path: Path):
    assert set(codes(write(tmp_path, **both("[allá](#nowhere)", "[there](#nowhere)")))) == {"H205"}


# Figures that changed since the text was written.


def values(**changed: Any) -> Small:
    """The next round: employment of everybody is another."""
    return Small(values=({**VALUES[0], **changed}, *VALUES[1:]))


def gap(**changed: Any) -> Small:
    return Small(differentials=({**GAPS[0], **changed}, *GAPS[1:]))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        # Its interval was 58.0 to 65.6.
        (63.0, "H351"),
        (70.0, "H352"),
    ],
)
def test_a_figure_of_the_next_round_is_told_with_its_sentence_and_whether_chance_may_be_the_reason(
    tmp_path: Path, value: float, code: str
):
    accepted = written_now(draft(write(tmp_path)))
    warning, *_ = [one for one in found(tmp_path, accepted, values(value=value)) if one.code == code]
    told = dict(warning.values)
    assert (told["before"], told["after"]) == ("61,8\u00a0%", f"{value:.0f}\u00a0%")
    assert told["sentence"] == f"Trabaja {value:.0f}\u00a0% de las personas adultas."
    assert warning.where() == "chapters/2-city.es.md:9 [9]"


def test_figures_of_an_insert_that_changed_are_told_once_for_each_place(tmp_path: Path):
    accepted = written_now(draft(write(tmp_path)))
    codes_ = codes(tmp_path, accepted, values(value=63.0))
    assert (codes_.count("H355"), codes_.count("H351")) == (2, 2)


def test_a_figure_that_is_written_in_a_picture_alone_is_told_when_it_changes(tmp_path: Path):
    def chart(story: Story) -> tuple[Block, ...]:
        alt = story.inline(("Bars: ", story.cite("value", "employment"), "."))
        return (Picture("<svg/>", alt, (Text("Bars"),), "ENH", "bars"),)

    text = "# 1\n\n[[chart]]\n\n"
    folder = write(tmp_path, text + "Se ve.", text + "It is seen.")
    accepted = written_now(draft(folder, inserts={"chart": chart}))
    changes = check(draft(folder, values(value=63.0), {"chart": chart}), accepted)
    told = [(one.code, dict(one.values)["first"]) for one in changes if one.code == "H355"]
    assert told == [("H355", "{{value employment}}")] * 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"gap": -8.0}, "H351"),
        ({"gap": -20.0}, "H352"),
        ({"gap": 9.0, "gap_low": 3.0, "gap_high": 15.0}, "H353"),
        ({"gap": -8.0, "gap_low": -17.0, "gap_high": 1.0, "verdict": "not_shown"}, "H353"),
        ({"verdict": "not_shown"}, "H353"),
    ],
)
def test_a_gap_that_changes_its_sign_or_can_no_longer_be_shown_is_an_error(
    tmp_path: Path, changed: dict[str, Any], code: str
):
    reference = f"{{{{gap employment {RM}}}}}"
    accepted = written_now(draft(write(tmp_path, **both(f"Hay {reference}.", f"There are {reference}."))))
    assert set(codes(tmp_path, accepted, gap(**changed))) == {code}


def test_the_sentence_of_one_group_is_looked_at_when_the_gap_beside_it_turns(tmp_path: Path):
    reference = f"{{{{of employment {RM}}}}}"
    accepted = written_now(draft(write(tmp_path, **both(f"Trabaja {reference}.", f"{reference} work."))))
    assert set(codes(tmp_path, accepted, gap(value=75.0, gap=11.0))) == {"H353"}


def test_a_figure_that_is_measured_no_longer_is_an_error(tmp_path: Path):
    accepted = written_now(draft(write(tmp_path)))
    assert {"H322"} < set(codes(tmp_path, accepted, values(value=None, quality="unreliable")))


def test_a_figure_without_an_interval_is_told_when_it_changes(tmp_path: Path):
    rate = "{{value homicide_rate}}"
    accepted = written_now(draft(write(tmp_path, **both(f"Hubo {rate}.", f"There were {rate}."))))
    next_round = Small(values=(*VALUES[:2], {**VALUES[2], "value": 13.0}, *VALUES[3:]))
    assert set(codes(tmp_path, accepted, next_round)) == {"H354"}
