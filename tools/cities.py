"""Write docs/{es,en}/cities.md: what both markers measure in the four real cities, anew from their own files.

    python tools/cities.py [DATA]        DATA defaults to ../shared/data/cities

The data lie outside the repository; where they are absent nothing is written.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from tejido.catalogue import Catalogue, ExtendedIndicator
from tejido.marker import REASONS
from tejido.measure import measure_city
from tejido.release import Release, open_release
from tejido.release.extended import extended_of
from tejido.release.summary import summary
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.words import LANGUAGES, number, percent, pick, residents, say
from tejido.words.sources import source_in_words

ROOT = Path(__file__).resolve().parents[1]
CITIES = ("panama", "chaguanas", "lima", "cucuta")

TEXTS = {
    "en": {
        "title": "Four real cities",
        "intro": "Measured from the files that UN-Habitat's viewers and open sources give. The files are "
        "not part of this repository (several state no licence); each folder under `examples/` says what its data are, what "
        "is missing and what the figures cannot say. Coverage is the share of a score's weight that was measured: a city "
        "measured with 3 of 35 indicators is not comparable with one measured with 19.",
        "made": "This page is written by `python tools/cities.py`.",
        "score": "Score", "band": "Band", "coverage": "Coverage", "indicator": "Indicator", "value": "Value",
        "source": "Source", "node": "Marker and areas",
        "measured": "{people}; {n} of {all} indicators, {units} units of level {level}.",
        "none": "none: {reason}",
        "own": "Scores with an asterisk are comparable only inside this city: a proxy enters them.",
        "extended": "Of the extended marker, which has no total, {n} of {all} indicators; {near} of them by a proxy, whose reason "
        "stands below. `tejido check examples/{city} --extended` lists the others with what they need.",
        "where": "in {n} units of level {level}", "city": "whole city",
        "reason": "Where it was measured, and why it is not quite the indicator",
    },
    "es": {
        "title": "Cuatro ciudades reales",
        "intro": "Medidas a partir de los archivos de los visores de ONU-Habitat y de fuentes "
        "abiertas. Los archivos no forman parte de este repositorio (varios no indican licencia); cada carpeta de `examples/` "
        "dice qué son sus datos, qué falta y qué no pueden decir las cifras. La cobertura es la parte del peso de un puntaje "
        "que se midió: una ciudad medida con 3 de 35 indicadores no se puede comparar con una medida con 19.",
        "made": "Esta página la escribe `python tools/cities.py`.",
        "score": "Puntaje", "band": "Banda", "coverage": "Cobertura", "indicator": "Indicador", "value": "Valor",
        "source": "Fuente", "node": "Marcador y áreas",
        "measured": "{people}; {n} de {all} indicadores, {units} unidades del nivel {level}.",
        "none": "no hay: {reason}",
        "own": "Los puntajes con asterisco solo se comparan dentro de esta ciudad: entra en ellos un indicador sustituto.",
        "extended": "Del marcador extendido, que no tiene total, {n} de {all} indicadores; {near} de ellos con un sustituto, cuya razón "
        "está abajo. `tejido check examples/{city} --extended` da la lista de los demás con lo que necesitan.",
        "where": "en {n} unidades del nivel {level}", "city": "toda la ciudad",
        "reason": "Dónde se midió y por qué no es del todo el indicador",
    },
}  # fmt: skip


def measure_all(data: Path) -> dict[str, Release]:
    """Measure every city whose data are there."""
    folder = Path(tempfile.mkdtemp(prefix="tejido-cities-"))
    for city in CITIES:
        print(f"measuring {city}")
        measure_city(ROOT / "examples" / city, folder / city, data=data / city)
    return {city: open_release(folder / city) for city in CITIES}


def page(releases: dict[str, Release], lang: str) -> str:
    """The page in `lang`."""
    texts = TEXTS[lang]
    lines = [f"# {texts['title']}", "", texts["intro"], "", texts["made"]]
    for city, release in releases.items():
        lines += ["", *_city(release, lang), "", *_extended(release, city, lang)]
    return "\n".join(lines) + "\n"


def _city(release: Release, lang: str) -> list[str]:
    texts, answer, catalogue = TEXTS[lang], summary(release), release.catalogue
    figures = {key: one for key, one in answer["indicators"].items() if one["score"] is not None}
    level = next(one for one in release.meta["levels"] if one["id"] == answer["level"])
    told = texts["measured"].format(
        people=residents(answer["population"], lang), n=len(figures), all=len(answer["indicators"]),
        units=number(answer["n_units"], lang, 0), level=pick(level["names"], lang),
    )  # fmt: skip
    nodes = [(catalogue.root, answer["marker"]), *answer["areas"].items()]
    lines = [f"## {pick(answer['name'], lang)}, {answer['period']}", "", told, ""]
    lines += [f"| {texts['node']} | {texts['score']} | {texts['band']} | {texts['coverage']} |", "|---|--:|---|--:|"]
    lines += [_node(catalogue, node, score, lang) for node, score in nodes]
    if any(score["score"] is not None and not score["comparable"] for _, score in nodes):
        lines += ["", texts["own"]]
    lines += ["", f"| {texts['indicator']} | {texts['value']} | {texts['score']} | {texts['source']} |"]
    lines += ["|---|--:|--:|---|", *(_figure(release, key, one, lang) for key, one in figures.items())]
    return lines


def _node(catalogue: Catalogue, node: str, score: dict[str, Any], lang: str) -> str:
    name, coverage = pick(catalogue.names_of(node), lang), percent(score["coverage"], lang)
    if score["score"] is None:
        reason = say(REASONS[score["reason"]], lang).rstrip(".").lower()
        return f"| {name} | — | {TEXTS[lang]['none'].format(reason=reason)} | {coverage} |"
    band = next(pick(one.names, lang) for one in catalogue.bands if one.id == score["band"])
    return f"| {name} | {number(score['score'], lang)}{'' if score['comparable'] else '*'} | {band} | {coverage} |"


def _figure(release: Release, key: str, one: dict[str, Any], lang: str) -> str:
    indicator = release.catalogue.indicators[key]
    value = f"{number(one['value'], lang, 2)} {pick(indicator.unit_names, lang)}"
    star = "" if one["comparable"] else "*"
    return f"| {pick(indicator.names, lang)} | {value} | {number(one['score'], lang)}{star} | {_source(release, one['source'], lang)} |"


def _source(release: Release, source: str, lang: str) -> str:
    return source_in_words(source, lang, release.meta.get("translations", {}))


def _extended(release: Release, city: str, lang: str) -> list[str]:
    """What the extended marker tells of the city, as a list."""
    texts, flexible = TEXTS[lang], extended_of(release)
    rows = release.table("values").dropna(subset=["value"])
    rows = rows[rows["indicator"].isin(list(flexible.indicators)) & (rows["group"] == EVERYBODY)]
    measured = [key for key in flexible.indicators if (rows["indicator"] == key).any()]
    reasons = release.meta["choices"]["proxies"]
    told = texts["extended"].format(
        n=len(measured), all=len(flexible.indicators), near=sum(key in reasons for key in measured), city=city
    )
    lines = [
        told,
        "",
        f"| {texts['indicator']} | {texts['value']} | {texts['source']} | {texts['reason']} |",
        "|---|--:|---|---|",
    ]
    for key in measured:
        mine = rows[rows["indicator"] == key]
        lines.append(_flexible(release, flexible.indicators[key], mine, reasons.get(key, ""), lang))
    return lines


def _flexible(release: Release, one: ExtendedIndicator, rows: pd.DataFrame, reason: str, lang: str) -> str:
    """A figure of the city, or from the least to the greatest of its units, and where it was measured."""
    texts, levels = TEXTS[lang], {level["id"]: level for level in release.meta["levels"]}
    whole = rows[rows["level"] == CITY_LEVEL]
    # What is not scored stands no finer than it was measured.
    level = [level for level in levels if (rows["level"] == level).any()][-1]
    finest = rows[rows["level"] == level]
    figures = [finest["value"].min(), finest["value"].max()] if whole.empty else [whole["value"].iloc[0]]
    value = f"{' – '.join(number(float(figure), lang, 2) for figure in figures)} {pick(one.unit_names, lang)}"
    where = texts["city"]
    if level != CITY_LEVEL:
        where = texts["where"].format(n=number(len(finest), lang, 0), level=pick(levels[level]["names"], lang))
    source = _source(release, str(rows["source"].iloc[0]), lang)
    return f"| {pick(one.names, lang)} | {value} | {source} | {'. '.join(filter(None, (where, reason)))} |"


def main() -> None:
    """Measure and write."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "cities"
    if not data.is_dir():
        print("the real cities' data are not here: nothing is written")
        return
    releases = measure_all(data)
    for lang in LANGUAGES:
        (ROOT / "docs" / lang / "cities.md").write_text(page(releases, lang), "utf-8")


if __name__ == "__main__":
    main()
