"""Reading a catalogue: a folder of TOML files or a single one, all faults told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from tejido.catalogue import entries, tree
from tejido.catalogue.fields import Document, Table
from tejido.catalogue.lines import Locator
from tejido.catalogue.model import Catalogue
from tejido.catalogue.plain import with_hash
from tejido.errors import TejidoError, fail

FORMAT = 1
"""Number of the file format; it rises when a key changes its meaning or goes."""

HEAD = "catalogue.toml"
"""The file of a folder that holds what stands once: id, version, names, nodes, bands, universes."""

E = TypeVar("E")

__all__ = ["FORMAT", "HEAD", "from_tables", "load", "read_document", "shipped"]


def shipped() -> tuple[str, ...]:
    """Names of the catalogues that come with tejido."""
    return tuple(sorted(entry.name for entry in _data().iterdir() if entry.joinpath(HEAD).is_file()))


def load(path_or_name: str | Path = "basic") -> Catalogue:
    """Read and check a catalogue: one that comes with tejido by its name, any other by the path of its folder or file.

    A folder holds ``catalogue.toml`` and any number of other TOML files with more nodes, indicators or universes. The
    order of siblings is that of ``catalogue.toml`` and then of the files by name; the hash does not depend on how the
    entries are spread over files.

    Raises:
        TejidoError: every fault that was found, each with its file and line.
    """
    place = _place(path_or_name)
    documents: dict[str, tuple[Document, Mapping[str, object]]] = {}
    faults: list[TejidoError] = []
    for file in _files(place):
        try:
            documents[file.name] = read_document(file)
        except TejidoError as problem:
            faults.append(problem)
    if faults:
        raise TejidoError([finding for fault in faults for finding in fault.findings])
    return from_tables(list(documents.values()))


def from_tables(documents: list[tuple[Document, Mapping[str, object]]]) -> Catalogue:
    """Make a catalogue of the tables of its documents; the first one holds what stands once.

    Raises:
        TejidoError: every fault that was found.
    """
    head, *others = [Table(data, (), document) for document, data in documents]
    owners: dict[tuple[str, str], Document] = {}
    nodes = _collect("nodes", [head, *others], entries.node, owners)
    indicators = _collect("indicators", [head, *others], entries.indicator, owners)
    universes = _collect("universes", [head, *others], entries.universe, owners)
    for item in sorted(set(nodes) & set(indicators)):
        owners["indicators", item].note("K120", ("indicators", item), id=item)
    bands = tuple(entries.band(row) for row in head.rows("bands"))
    if head.integer("format", low=1) > FORMAT:
        head.note("K148", "format", format=head.data["format"], known=FORMAT)
    found = Catalogue(
        id=head.text("id"),
        version=head.text("version"),
        names=head.labels("names"),
        source=head.text("source"),
        nodes=nodes,
        indicators=indicators,
        bands=bands,
        minimum_population=head.number("minimum_population", 0.0, 0.0, 1.0),
        hash="",
        universes=universes,
    )
    for table in (head, *others):
        table.done()

    def note(code: str, path: tuple[str, ...], **values: object) -> None:
        owner = owners[path[0], path[1]] if len(path) > 1 else head.document
        owner.note(code, path, **values)

    tree.check(nodes, indicators, bands, universes, note)
    findings = [finding for document, _ in documents for finding in document.findings]
    if findings:
        raise TejidoError(sorted(findings, key=lambda one: (one.file or "", one.row or 0, one.code, one.column or "")))
    ordered, leaves = tree.in_order(nodes, indicators)
    return with_hash(replace(found, nodes=ordered, indicators=leaves))


def _collect(
    kind: str, tables: list[Table], make: Callable[[Table], E], owners: dict[tuple[str, str], Document]
) -> dict[str, E]:
    """All entries of a kind by id, in the order of the files; an id that stands in two files is noted at the second."""
    found: dict[str, E] = {}
    for outer in tables:
        for table in outer.tables(kind):
            if table.id in found:
                table.note("K120", id=table.id)
                continue
            owners[kind, table.id] = table.document
            found[table.id] = make(table)
    return found


def _data() -> Traversable:
    return files("tejido.catalogue").joinpath("data")


def _place(path_or_name: str | Path) -> Traversable:
    if isinstance(path_or_name, str) and path_or_name in shipped():
        return _data().joinpath(path_or_name)
    path = Path(path_or_name)
    if not path.exists():
        raise fail("K101", name=path.name, known=", ".join(shipped()))
    return path


def _files(place: Traversable) -> Iterator[Traversable]:
    """The file itself; of a folder its head and then its other TOML files by name."""
    if place.is_file():
        yield place
        return
    found = {entry.name: entry for entry in place.iterdir() if entry.name.endswith(".toml")}
    if HEAD not in found:
        raise fail("K103", file=place.name, head=HEAD)
    yield found.pop(HEAD)
    for name in sorted(found):
        yield found[name]


def read_document(file: Traversable | Path) -> tuple[Document, Mapping[str, object]]:
    """A TOML file and where its keys stand.

    Raises:
        TejidoError: K102 it is no TOML, K104 no UTF-8, K105 a key stands twice.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = problem.object[: problem.start].count(b"\n") + 1
        raise fail("K104", file=file.name, row=row) from problem
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        told = str(problem)
        line = re.search(r"at line (\d+)", told)
        row = int(line[1]) if line else text.count("\n") + 1
        # The reader of TOML says "Cannot declare ... twice" and "Cannot overwrite a value".
        code = "K105" if "twice" in told or "overwrite" in told else "K102"
        raise fail(code, file=file.name, row=row) from problem
    return Document(file.name, Locator(text)), data
