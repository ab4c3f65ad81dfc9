"""What surrounds a city's figures in its release: its country, and the assessment of its policies.

In: a measured city's contents. Out: the same with the tables and files of its context; nothing that was measured changes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tejido.catalogue import country, policies
from tejido.city import City
from tejido.measure.country import country_document, country_values
from tejido.release import Contents
from tejido.tables import VALUES

__all__ = ["with_context"]


def with_context(contents: Contents, city: City) -> Contents:
    """The contents with published figures of the country, and with the assessment of policies, where the city has them.

    Both are public as they come: others have published the figures, and the instruments are public documents.
    """
    documents: dict[str, Any] = dict(contents.documents)
    tables, public = dict(contents.tables), dict(contents.public_tables)
    figures = country_values(city.config, city.country)
    if len(figures):
        documents[country.DOCUMENT] = country_document(city.config, city.country, figures)
        for found in (tables, public):
            found["values"] = VALUES.gather([found["values"], figures])
    if len(city.policies.assessments):
        documents[policies.DOCUMENT] = policies.as_data()
        for found in (tables, public):
            found |= {"instruments": city.policies.instruments, "policies": city.policies.assessments}
    return replace(contents, tables=tables, public_tables=public, documents=documents)
