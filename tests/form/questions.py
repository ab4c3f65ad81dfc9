"""A catalogue of variables small enough to know by heart."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from tejido.catalogue import Variable, variables
from tejido.catalogue.groups import groups
from tejido.catalogue.variables import of_tables

SMALL = """
[persons.job]
kind = "flag"
names = {en = "has a job", es = "tiene trabajo"}
source = "-"
asked = [{variable = "age", low = 15}]
question = {text = {en = "Has a job?", es = "¿Tiene trabajo?"}, module = "employment", instrument = "ours", seconds = 10}

[persons.looks]
kind = "flag"
names = {en = "looks for one", es = "busca trabajo"}
source = "-"
asked = [{variable = "job", values = ["false"]}]
question = {text = {en = "Looks?", es = "¿Busca?"}, module = "employment", instrument = "ours", seconds = 6}

[persons.state]
kind = "category"
names = {en = "state", es = "estado"}
source = "-"
asked = [{variable = "age", low = 15}]
outside = "young"
rules = [
  {then = "works", when = [{variable = "job", values = ["true"]}]},
  {then = "looks", when = [{variable = "looks", values = ["true"]}]},
]
otherwise = "rests"
categories = {works = {en = "w", es = "w"}, looks = {en = "l", es = "l"}, rests = {en = "r", es = "r"}, young = {en = "y", es = "y"}}

[persons.stage]
kind = "category"
names = {en = "stage", es = "etapa"}
source = "-"
cut = "age"
bounds = [18, 60]
categories = {child = {en = "c", es = "c"}, grown = {en = "g", es = "g"}, old = {en = "o", es = "o"}}

[persons.double]
kind = "number"
names = {en = "double age", es = "doble de la edad"}
source = "-"
summed = ["age"]
times = 2

[adults.trust]
kind = "flag"
names = {en = "trusts", es = "confía"}
source = "-"
asked = [{variable = "state", values = ["works"]}]
question = {text = {en = "Trusts?", es = "¿Confía?"}, module = "cohesion", instrument = "ours", seconds = 8, sensitive = true}

[households.rent]
kind = "number"
names = {en = "rent", es = "arriendo"}
source = "-"
possible = [0, inf]
question = {text = {en = "Rent?", es = "¿Arriendo?"}, module = "housing", instrument = "ours", seconds = 20, whole = false}
"""


def small(more: str = "") -> Mapping[str, Variable]:
    """What every form asks, the variables above, and `more`."""
    mobility = groups().definition("mobility")
    frame = {"size", "role", "sex", "age", "arrival_year", *mobility.variables}
    return {
        **{name: one for name, one in variables().items() if name in frame},
        **of_tables([tomllib.loads(SMALL + more)]),
    }
