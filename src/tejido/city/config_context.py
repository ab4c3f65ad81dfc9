"""``[country]`` and ``[policies]`` of `city.toml`: which files tell what surrounds the city's figures."""

from __future__ import annotations

from tejido.catalogue.country import context
from tejido.city.model_context import CountrySpec, PoliciesSpec
from tejido.city.sections import Section


def read_country(root: Section) -> CountrySpec | None:
    """The tables of the country, None where the city names none."""
    section = root.table("country")
    if section is None:
        return None
    files = {table: file for table in context().tables if (file := section.text(table)) is not None}
    names, source = section.labels("name"), section.text("source")
    section.close()
    if not files:
        section.note("C004", None, key="population")
        return None
    return CountrySpec(files, names, source or CountrySpec.source)


def read_policies_section(root: Section) -> PoliciesSpec | None:
    """The tables of the policy assessment, None where the city names none."""
    section = root.table("policies")
    if section is None:
        return None
    found = [_file(section, key) for key in ("instruments", "assessments")]
    section.close()
    return PoliciesSpec(found[0], found[1]) if found[0] and found[1] else None


def _file(section: Section, key: str) -> tuple[str, str | None] | None:
    """A file by its name, or a workbook with the worksheet."""
    if not isinstance(section.data.get(key), dict):
        name = section.text(key, required=True)
        return None if name is None else (name, None)
    inner = section.table(key)
    assert inner is not None
    name, sheet = inner.text("file", required=True), inner.text("layer")
    inner.close()
    return None if name is None else (name, sheet)
