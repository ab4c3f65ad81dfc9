"""The words that lie inside the example folder: what it is, and what every column counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tejido.example.census import columns
from tejido.example.files import named, write_csv, write_text

README = """# Tejido City (synthetic)

Neither this city nor its people exist. It was simulated to try tejido on: about 60,000 people in 18,000 households, 1,200 blocks,
64 neighbourhoods, 8 districts and two municipalities, drawn in the open Pacific (2 degrees south, 87 degrees west).

* `city.toml`: the first round, 2024. `round2/city.toml`: the second, 2026; what changed stands in
  `round2/changes_synthetic.json`, and nothing else changed.
* Units with census counts: `blocks_`, `neighbourhoods_` and `districts_synthetic.geojson`; `columns_synthetic.csv` says what each
  column counts. Columns that end in `_rm` count refugees and migrants, in `_host` the host community.
* Layers: streets, health centres, hospitals, schools, culture, commerce, public space, land use, hazard, water, thefts, homicides.
* `survey_households_synthetic.csv`, `survey_persons_synthetic.csv`: a household survey with weights, and in `round2/` another
  sample by the same design. An empty cell is a missing answer.
* For the extended marker: `living_households_` and `living_persons_synthetic.csv`, a survey with columns called like the standard
  variables; `records_synthetic.csv`, figures of offices; `own_indicators_synthetic.toml`, an indicator of this city's own; and the
  layers `places_`, `street_lamps_`, `environment_synthetic.csv`, `areas_synthetic.geojson`, `gtfs_synthetic.zip`.
* For the profile: `unhcr_*_synthetic.csv`, tables about an invented country in the shape of UNHCR's; `policy_instruments_` and
  `policy_assessments_synthetic.csv`, how far local plans include people on the move.
* `truth/` (only with `--truth`): every simulated household and person.

No figure of this folder says anything about any real place.
"""

LEEME = """# Ciudad Tejido (sintética)

Ni esta ciudad ni sus habitantes existen. Se simuló para probar tejido: unas 60.000 personas en 18.000 hogares, 1.200 manzanas, 64
barrios, 8 distritos y dos municipios, dibujados en pleno océano Pacífico (2 grados sur, 87 grados oeste).

* `city.toml`: la primera ronda, 2024. `round2/city.toml`: la segunda, 2026; lo que cambió está en
  `round2/changes_synthetic.json`, y nada más cambió.
* Unidades con conteos del censo: `blocks_`, `neighbourhoods_` y `districts_synthetic.geojson`; `columns_synthetic.csv` dice qué cuenta
  cada columna. Las que terminan en `_rm` cuentan a las personas refugiadas y migrantes; las que terminan en `_host`, a la comunidad
  de acogida.
* Capas: calles, centros de salud, hospitales, escuelas, cultura, comercio, espacio público, usos del suelo, amenazas, agua, hurtos, homicidios.
* `survey_households_synthetic.csv`, `survey_persons_synthetic.csv`: una encuesta de hogares con sus factores de expansión, y en
  `round2/` otra muestra con el mismo diseño. Una celda vacía es una respuesta que falta.
* Para el marcador extendido: `living_households_` y `living_persons_synthetic.csv`, una encuesta cuyas columnas se llaman como las
  variables estándar; `records_synthetic.csv`, cifras de oficinas; `own_indicators_synthetic.toml`, un indicador propio de la ciudad; y
  las capas `places_`, `street_lamps_`, `environment_synthetic.csv`, `areas_synthetic.geojson`, `gtfs_synthetic.zip`.
* Para el perfil: `unhcr_*_synthetic.csv`, tablas de un país inventado con la forma de las del ACNUR; `policy_instruments_` y
  `policy_assessments_synthetic.csv`, en qué medida los planes locales incluyen a las personas en movilidad humana.
* `truth/` (solo con `--truth`): todos los hogares y personas simulados.

Ninguna cifra de esta carpeta dice nada de un lugar real.
"""


def write(folder: Path) -> None:
    """README.md, LEEME.md and the meaning of the census columns."""
    write_text(README, folder / "README.md")
    write_text(LEEME, folder / "LEEME.md")
    told = {**columns(), "stratum": "Most frequent official stratum of the dwellings, 1 to 6; 0 where nobody lives"}
    told |= {
        "pm10": "Annual mean PM10 in micrograms per cubic metre",
        "slope_percent": "Slope of the ground in percent",
    }
    write_csv(pd.DataFrame({"column": list(told), "counts": list(told.values())}), named(folder, "columns", "csv"))
