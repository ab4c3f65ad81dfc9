"""The functions that a catalogue may name: the rooms that each know a part of them agree."""

from __future__ import annotations

import pytest

from tejido.catalogue import in_words
from tejido.catalogue.entries import FUNCTIONS
from tejido.city import FROM_PLACES
from tejido.measure import places
from tejido.territory import formulas
from tejido.words import LANGUAGES
from tests.house.repository import ROOT


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_every_function_is_a_formula_or_measured_from_places_or_given(function: str) -> None:
    assert function in {*formulas.FUNCTIONS, *FROM_PLACES, "given"}


def test_no_room_knows_a_function_that_a_catalogue_may_not_name() -> None:
    # A sum is what the area under a layer is made of.
    assert {*formulas.FUNCTIONS, *FROM_PLACES} - {"sum"} <= set(FUNCTIONS)


def test_what_the_check_promises_from_places_is_what_is_measured_from_them() -> None:
    assert set(places.FUNCTIONS) == set(FROM_PLACES)


def test_what_needs_a_layer_is_measured_from_places() -> None:
    assert {name for name, (needs_layer, _) in FUNCTIONS.items() if needs_layer} <= set(FROM_PLACES)


def test_the_page_of_a_catalogue_describes_every_function() -> None:
    assert set(in_words.FUNCTIONS) == set(FUNCTIONS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_to_catalogues_lists_every_function(lang: str) -> None:
    guide = (ROOT / "docs" / lang / "catalogue.md").read_text("utf-8")
    assert [function for function in FUNCTIONS if f"`{function}`" not in guide] == []
