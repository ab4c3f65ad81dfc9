"""One figure as a sentence: what is measured, of whom and where, how much, how sure. Written by hand as one would say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido import catalogue
from tejido.reading.grammar import ENDS, counted, tell, tell_score
from tejido.reading.references import Cited, said
from tests.reading.cited import DEFINITIONS, definition, figure

S = "\u00a0"  # Spanish puts a space that does not break before the sign
RM, WOMEN = {"group": "origin=rm"}, {"group": "sex=f"}
SURVEY = {"kind": "design-based", "quality": "reliable"}


@pytest.mark.parametrize(
    ("cited", "place", "es", "en"),
    [
        # counted in records or on a map: no chance
        (figure("improved_water", 62.0, kind="register"), "",
         f"Agua mejorada: 62{S}% de las viviendas, alrededor de seis de cada diez.", "Improved water: 62% of dwellings, about six in ten."),
        (figure("improved_water", 100.0, kind="register"), "Urdimbre",
         f"Agua mejorada: en Urdimbre, 100{S}% de las viviendas, todas.", "Improved water: in Urdimbre, 100% of dwellings, all."),
        (figure("sufficient_living_space", 100.0, kind="register"), "",
         f"Espacio vital suficiente: 100{S}% de los hogares, todos.", "Sufficient living space: 100% of households, all."),
        (figure("electricity", 0.0, kind="register"), "Las Madejas",
         f"Electricidad: en Las Madejas, 0{S}% de las viviendas, ninguna.", "Electricity: in Las Madejas, 0% of dwellings, none."),
        (figure("sufficient_living_space", 0.0, kind="register"), "",
         f"Espacio vital suficiente: 0{S}% de los hogares, ninguno.", "Sufficient living space: 0% of households, none."),
        (figure("electricity", 10.0, kind="register"), "", f"Electricidad: 10{S}% de las viviendas, alrededor de una de cada diez.",
         "Electricity: 10% of dwellings, about one in ten."),
        (figure("sufficient_living_space", 10.0, kind="register"), "",
         f"Espacio vital suficiente: 10{S}% de los hogares, alrededor de uno de cada diez.",
         "Sufficient living space: 10% of households, about one in ten."),
        # a survey: the interval decides
        (figure("unemployment", 22.0, 19.0, 23.0, **RM, **SURVEY), "",
         (f"Desempleo: entre las personas refugiadas y migrantes, 22{S}% de la fuerza de trabajo, alrededor de una de cada cinco"
         f" (entre 19{S}% y 23{S}%)."),
         "Unemployment: among refugees and migrants, 22% of labour force, about one in five (between 19% and 23%)."),
        (figure("unemployment", 7.0, 5.1, 9.4, **SURVEY), "",
         f"Desempleo: 7{S}% de la fuerza de trabajo, menos de una de cada diez (entre 5,1{S}% y 9,4{S}%).",
         "Unemployment: 7% of labour force, fewer than one in ten (between 5.1% and 9.4%)."),
        (figure("employment", 50.0, 20.0, 80.0, **SURVEY), "",  # too wide for words
         f"Empleo: 50{S}% de la población en edad de trabajar (entre 20{S}% y 80{S}%).",
         "Employment: 50% of working-age population (between 20% and 80%)."),
        (figure("employment", 50.0, **SURVEY), "",  # how far chance moves it is not known
         f"Empleo: 50{S}% de la población en edad de trabajar.", "Employment: 50% of working-age population."),
        (figure("employment", 48.0, 44.0, 53.0, kind="design-based", quality="weak", **WOMEN), "Urdimbre",
         (f"Empleo: en Urdimbre, entre las mujeres, 48{S}% de la población en edad de trabajar, entre cuatro de cada diez y seis de cada diez"
         f" (entre 44{S}% y 53{S}%). Se basa en pocas respuestas."),
         ("Employment: in Urdimbre, among women, 48% of working-age population, between four in ten and six in ten (between 44% and 53%)."
         " It rests on few answers.")),
        (figure("unemployment", 12.0, 8.5, 16.0, kind="modelled", quality="reliable"), "El Carrete",
         (f"Desempleo: en El Carrete, 12{S}% de la fuerza de trabajo, menos de una de cada cinco (entre 8,5{S}% y 16{S}%)."
         " Es una estimación hecha con un modelo."),
         "Unemployment: in El Carrete, 12% of labour force, fewer than one in five (between 8.5% and 16%). It is estimated by a model."),
        (figure("unemployment", 22.0, kind="indicative", **RM), "",
         (f"Desempleo: de quienes respondieron, entre las personas refugiadas y migrantes, 22{S}% de la fuerza de trabajo, alrededor de una"
         " de cada cinco. La selección no fue al azar: no dice nada de las demás personas."),
         ("Unemployment: of those asked, among refugees and migrants, 22% of labour force, about one in five. They were not chosen by"
         " chance: of others it says nothing.")),
        # nothing to tell
        (figure("unemployment", None, state="protected", **RM), "Urdimbre",
         "Desempleo: en Urdimbre, entre las personas refugiadas y migrantes, no se muestra, para que no se pueda reconocer a nadie.",
         "Unemployment: in Urdimbre, among refugees and migrants, not shown, so that nobody can be recognised."),
        (figure("unemployment", None, state="few"), "",
         "Desempleo: no se puede decir nada, porque las respuestas son muy pocas o varían demasiado.",
         "Unemployment: nothing can be said, because the answers are too few or vary too much."),
        (figure("unemployment", None, kind="indicative"), "", "Desempleo: no se midió.", "Unemployment: not measured."),
        # in their own units
        (figure("distance_health_centre", 1250.0, kind="layer"), "", "Proximidad a centros de salud: 1.250 metros a pie.",
         "Distance to the nearest health centre: 1,250 metres on foot."),
        (figure("distance_health_centre", 1.0, kind="layer"), "", "Proximidad a centros de salud: 1 metro a pie.",
         "Distance to the nearest health centre: 1 metre on foot."),
        (figure("days_to_register_business", 1.0, kind="register"), "", "Días para registrar una empresa: 1 día.",
         "Days to register a business: 1 day."),
        (figure("days_to_register_business", 12.0, 10.0, 14.5, **SURVEY), "", "Días para registrar una empresa: 12 días (entre 10 y 14,5).",
         "Days to register a business: 12 days (between 10 and 14.5)."),
        (figure("migrant_organisations", 12.0, kind="register"), "", "Organizaciones de personas refugiadas y migrantes: 12.",
         "Organisations of refugees and migrants: 12."),
        (figure("life_satisfaction", 6.8, 6.4, 7.2, **SURVEY), "", "Satisfacción con la vida: 6,8 (de 0 a 10), entre 6,4 y 7,2.",
         "Life satisfaction: 6.8 (from 0 to 10), between 6.4 and 7.2."),
        (figure("land_use_diversity", 1.1, kind="layer"), "",
         "Diversidad de usos del suelo: 1,1 (índice de Shannon, de 0 a 1,61).",
         "Diversity of land uses: 1.1 (Shannon index, 0 to 1.61)."),
    ],
)  # fmt: skip
def test_a_figure_is_told_with_its_size_and_how_sure_it_is(cited: Cited, place: str, es: str, en: str):
    one = definition(cited.reference.node)
    assert said(tell(cited, one, "es", place=place), "es") == es
    assert said(tell(cited, one, "en", place=place), "en") == en


def test_the_second_figure_of_a_comparison_is_of_the_second_group():
    cited = figure("unemployment", 16.0, statistic="against", group="origin=rm", against="origin=host", kind="register")
    assert said(tell(cited, definition("unemployment"), "en"), "en").startswith(
        "Unemployment: in the host community, 16%"
    )


BANDS = catalogue.load("basic").bands


@pytest.mark.parametrize(
    ("cited", "es", "en"),
    [
        (figure("housing", 62.0, statistic="score"), "Vivienda obtiene 62 de 100: moderadamente sólido.",
         "Housing gets 62 of 100: moderately solid."),
        (figure("housing", 64.0, 61.0, 67.0, statistic="score"),
         "Vivienda obtiene 64 de 100: moderadamente sólido. Si se hubiera preguntado a otras personas, estaría entre 61 y 67.",
         "Housing gets 64 of 100: moderately solid. Had other people been asked, it would be between 61 and 67."),
        (figure("housing", 62.0, 58.0, 71.0, statistic="score"),
         ("Vivienda obtiene 62 de 100: moderadamente sólido. Si se hubiera preguntado a otras personas, estaría entre 58 y 71. Entonces"
         " podría ser también moderadamente débil o sólido."),
         ("Housing gets 62 of 100: moderately solid. Had other people been asked, it would be between 58 and 71. It could then also be"
         " moderately weak or solid.")),
        (figure("housing", 64.0, statistic="score", group="origin=rm"),
         "Vivienda, entre las personas refugiadas y migrantes, obtiene 64 de 100: moderadamente sólido.",
         "Housing, among refugees and migrants, gets 64 of 100: moderately solid."),
        (figure("housing", None, statistic="score", state="protected", group="origin=rm"),
         "Vivienda, entre las personas refugiadas y migrantes: no se muestra, para que no se pueda reconocer a nadie.",
         "Housing, among refugees and migrants: not shown, so that nobody can be recognised."),
    ],
)  # fmt: skip
def test_a_score_is_told_with_every_band_that_chance_could_give_it(cited: Cited, es: str, en: str):
    assert said(tell_score(cited, "Vivienda", BANDS, "es"), "es") == es
    assert said(tell_score(cited, "Housing", BANDS, "en"), "en") == en


def test_every_percentage_of_the_catalogue_can_be_said_in_words_but_those_of_nothing_that_can_be_named():
    unnamed = {
        one.measure_unit
        for one in DEFINITIONS.values()
        if one.measure_unit.startswith(("%", "percent")) and not counted(one)
    }
    assert unnamed == {"percent"}


SHARES = st.tuples(*[st.floats(0, 100)] * 3).map(sorted)
KINDS = st.sampled_from(["register", "layer", "design-based", "calibrated", "modelled", "indicative"])
OWN_UNITS = st.sampled_from(sorted(DEFINITIONS))


@given(SHARES, KINDS, st.sampled_from(["es", "en"]))
def test_every_number_of_a_sentence_is_a_figure_that_it_cites(three, kind: str, lang: str):
    low, share, high = three
    cited = figure("unemployment", share, low, high, kind=kind)
    pieces = tell(cited, definition("unemployment"), lang)
    words = "".join(piece for piece in pieces if isinstance(piece, str))
    assert not any(sign.isdigit() for sign in words)
    figures = [piece for piece in pieces if isinstance(piece, Cited)]
    assert figures[0] == cited
    told = {one.reference.statistic: one.number for one in figures[1:]}
    assert told.items() <= dict(zip(ENDS["value"], (low, high), strict=True)).items()


@given(OWN_UNITS, st.floats(0.5, 90), st.sampled_from([0.7, 1.3, -1.0]), st.sampled_from(["es", "en"]))
def test_a_figure_changed_by_a_third_or_by_its_sign_changes_its_sentence(
    node: str, value: float, factor: float, lang: str
):
    before, after = (
        tell(figure(node, number, kind="register"), definition(node), lang) for number in (value, value * factor)
    )
    assert said(before, lang) != said(after, lang)
