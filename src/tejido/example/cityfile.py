"""`city.toml` of the example: what it says of its levels, layers and census columns.

In: a round and where its files lie. Out: the text of the file.
"""

from __future__ import annotations

from dataclasses import dataclass

from tejido.example import cityfile_context, cityfile_extended, cityfile_survey
from tejido.example.census import CLASS_COLUMNS

SHARES = {
    "adequate_dwellings": ("dw_adequate", "dwellings"),
    "sufficient_living_space": ("hh_enough_space", "households"),
    "improved_water": ("dw_water", "dwellings"),
    "sanitation": ("dw_sanitation", "dwellings"),
    "electricity": ("dw_electricity", "dwellings"),
    "internet": ("dw_internet", "dwellings"),
    "solid_waste": ("dw_waste_uncollected", "dwellings"),
    "employment": ("employed", "working_age"),
}
"""Indicators that are one count over another, known for each block."""

RARE = {
    "economic_dependency": ("population", "employed"),
    "unemployment": ("unemployed", "labour_force"),
    "informal_employment": ("informal", "employed"),
}
"""Too few workers in many a block: published by neighbourhood."""
RAREST = {"youth_unemployment": ("unemployed_15_24", "labour_force_15_24")}
"""By neighbourhood for everybody, by district for groups."""
GAPS = {
    "gender_gap_schooling": (("years_women_25", "women_25"), ("years_men_25", "men_25")),
    "gender_gap_unemployment": (("unemployed_women", "labour_force_women"), ("unemployed_men", "labour_force_men")),
}
DIVERSITIES = {f"diversity_{family}": columns for family, columns in CLASS_COLUMNS.items()}
GROUPS = {"origin=rm": "rm", "origin=host": "host"}
"""Groups and the ending of their columns."""

LAYERS = {
    "streets": (
        "{base}streets_synthetic.geojson",
        "Synthetic streets 2024",
        'class = "kind"',
        'exclude = ["motorway"]',
    ),
    "health_centre": ("{health}", "Synthetic register of health centres {period}"),
    "hospital": ("{base}hospitals_synthetic.geojson", "Synthetic register of hospitals 2024"),
    "school": ("{base}schools_synthetic.geojson", "Synthetic register of schools 2024"),
    "culture": ("{culture}", "Synthetic register of libraries {period}"),
    "commerce": ("{base}commerce_synthetic.geojson", "Synthetic register of shops 2024"),
    "public_space": ("{base}public_space_synthetic.geojson", "Synthetic map of public space 2024"),
    "land_use": ("{base}land_use_synthetic.geojson", "Synthetic cadastre 2024", 'class = "use"'),
    "theft": ("{base}thefts_synthetic.geojson", "Synthetic police records 2024"),
    "homicide": ("{base}homicides_synthetic.geojson", "Synthetic police records 2024"),
    "hazard": ("{base}hazard_synthetic.geojson", "Synthetic map of hazards 2024", 'class = "hazard"'),
    "water": ("{base}water_synthetic.geojson", "Synthetic map of water 2024"),
}
"""Role to file, who says so, and further keys."""

LIFE = {"women": 79.4, "men": 74.1, "all": 76.7}
"""Life expectancy at birth in years: invented, near those of the region."""


@dataclass(frozen=True)
class Round:
    """A round of measurement: `base` is the way from its folder to that of the first round (empty or ``../``), the others
    name the files that differ between rounds.
    """

    period: str
    base: str
    blocks: str
    neighbourhoods: str
    districts: str
    health: str
    culture: str
    survey_households: str
    survey_persons: str
    living_households: str
    living_persons: str
    records: str


def text(of: Round, population: int) -> str:
    """The whole `city.toml`."""
    parts = [_city(of, population), *_levels(of), _layers(of), cityfile_extended.layers(of.base), _values(of), _PUBLISH]
    parts.append(cityfile_extended.choices(of.base, of.records))
    parts.append(cityfile_survey.text(of.period, of.survey_households, of.survey_persons))
    parts.append(cityfile_extended.survey(of.period, of.living_households, of.living_persons))
    parts += [cityfile_context.text(of.period, not of.base), cityfile_context.translations()]
    return "\n".join(parts)


def _city(of: Round, population: int) -> str:
    return f"""# Synthetic: no such city, nobody in it exists. Made by `tejido example`.
[city]
code = "TEJ"
name = {{es = "Ciudad Tejido (sintética)", en = "Tejido City (synthetic)"}}
country = "XXX"
languages = ["es", "en"]
period = "{of.period}"
population = {population}
synthetic = true
catalogue = "basic"
licence = "CC0-1.0"
note = {{es = "Datos sintéticos: ni la ciudad ni sus habitantes existen.", en = "Synthetic data: neither the city nor its people exist."}}
"""


def _levels(of: Round) -> list[str]:
    groups = ", ".join(f'"{group}" = "pop_{ending}"' for group, ending in GROUPS.items())
    return [
        f"""[[levels]]
id = "district"
name = {{es = "distrito", en = "district"}}
plural = {{es = "distritos", en = "districts"}}
file = "{of.districts}"
code = "code"
label = "name"
municipality = "municipality"
""",
        f"""[[levels]]
id = "neighbourhood"
name = {{es = "barrio", en = "neighbourhood"}}
plural = {{es = "barrios", en = "neighbourhoods"}}
file = "{of.neighbourhoods}"
code = "code"
label = "name"
parent = "district"
municipality = "municipality"
""",
        f"""[[levels]]
id = "block"
name = {{es = "manzana", en = "block"}}
plural = {{es = "manzanas", en = "blocks"}}
file = "{of.blocks}"
code = "code"
parent = "neighbourhood"
municipality = "municipality"
population = "population"
groups = {{{groups}}}
slope = "slope_percent"
""",
    ]


def _layers(of: Round) -> str:
    lines = []
    for role, (file, label, *keys) in LAYERS.items():
        path = file.format(base=of.base, health=of.health, culture=of.culture)
        told = label.format(period=of.period)
        lines += [f"[layers.{role}]", f'file = "{path}"', f'label = "{told}"', *keys, ""]
    return "\n".join(lines)


def _values(of: Round) -> str:
    census = f'source = "Synthetic census {of.period}"\nperiod = "{of.period}"'
    blocks = [_share(name, *columns) for name, columns in SHARES.items()]
    blocks.append(
        'mean_schooling = {numerator = ["years_women_25", "years_men_25"], denominator = ["women_25", "men_25"]}'
    )
    for name, classes in DIVERSITIES.items():
        blocks.append(f"{name} = {{classes = [{', '.join(map(_quoted, classes))}]}}")
    blocks.append(
        'socioeconomic_stratum = {column = "stratum", no_data = [0], source = "Synthetic cadastre", period = "2024"}'
    )
    blocks.append('pm10 = {column = "pm10", source = "Synthetic air model", period = "2024"}')
    wider = [_share(name, *columns) for name, columns in (RARE | RAREST).items()]
    wider += [_gap(name, *GAPS[name]) for name in GAPS]
    tables = ["[values.block]", census, *blocks, "", "[values.neighbourhood]", census, *wider, ""]
    tables += _group_values(census)
    return "\n".join([*tables, _life(of), ""])


def _group_values(census: str) -> list[str]:
    """A group's own figures: by neighbourhood, the rare ones by district, so that nobody can be told apart."""
    lines = []
    for level, shares, gaps in (
        ("neighbourhood", SHARES | RARE, ["gender_gap_schooling"]),
        ("district", RAREST, ["gender_gap_unemployment"]),
    ):
        if level == "district":
            lines += ["[values.district]", census, ""]
        for group, ending in GROUPS.items():
            lines.append(f'[values.{level}.groups."{group}"]')
            lines += [_share(name, f"{up}_{ending}", f"{down}_{ending}") for name, (up, down) in shares.items()]
            if level == "neighbourhood":
                ends = [
                    [_quoted(f"{column}_{ending}") for column in pair]
                    for pair in (("years_women_25", "years_men_25"), ("women_25", "men_25"))
                ]
                lines.append(
                    f"mean_schooling = {{numerator = [{', '.join(ends[0])}], denominator = [{', '.join(ends[1])}]}}"
                )
            for name in gaps:
                women, men = GAPS[name]
                lines.append(_gap(name, tuple(f"{c}_{ending}" for c in women), tuple(f"{c}_{ending}" for c in men)))
            lines.append("")
    return lines


def _life(of: Round) -> str:
    ratio = round(LIFE["women"] / LIFE["men"], 4)
    return f"""[values.city]
source = "Synthetic vital statistics"
period = "2022-2024"
life_expectancy = {{value = {LIFE["all"]}}}
gender_gap_life_expectancy = {{value = {ratio}}}
"""


def _quoted(word: str) -> str:
    return f'"{word}"'


def _share(name: str, numerator: str, denominator: str) -> str:
    return f'{name} = {{numerator = ["{numerator}"], denominator = ["{denominator}"]}}'


def _gap(name: str, women: tuple[str, ...], men: tuple[str, ...]) -> str:
    against = f'{{numerator = ["{men[0]}"], denominator = ["{men[1]}"]}}'
    return f'{name} = {{numerator = ["{women[0]}"], denominator = ["{women[1]}"], against = {against}}}'


_PUBLISH = """[publish]
persons = 10
households = 5
finest = "block"
"""
