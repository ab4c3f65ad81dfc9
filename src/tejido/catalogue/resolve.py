"""A city's choices among what a catalogue allows: another curve, another number of classes, indicators left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tejido.catalogue.curve import score
from tejido.catalogue.entries import curve_of, diversity_range
from tejido.catalogue.fields import Document, Table
from tejido.catalogue.model import Catalogue, Curve, Example, Indicator
from tejido.catalogue.plain import with_hash
from tejido.errors import TejidoError

__all__ = ["resolve"]


def resolve(
    catalogue: Catalogue,
    curves: Mapping[str, Mapping[str, object]] | None = None,
    classes: Mapping[str, int] | None = None,
    omit: Mapping[str, str] | None = None,
    file: str = "city.toml",
) -> Catalogue:
    """The catalogue as a city uses it; its hash is that of what was resolved.

    Args:
        catalogue: as it was loaded.
        curves: per indicator another score curve: ``knots`` or ``observed``, perhaps another ``transform``, and the
            ``reason``. Where it differs from the catalogue's, the indicator is `changed` and nothing above it is
            comparable with other cities.
        classes: per diversity the number of classes k that the city's data can have. The score stays a share of its own
            maximum ln k, so the indicator is not `changed`.
        omit: per indicator left out the reason. It is missing, as if it had not been measured.
        file: the name to tell where a fault is.

    Raises:
        TejidoError: every unknown indicator, missing reason or faulty curve.
    """
    document = Document(file)
    indicators = dict(catalogue.indicators)
    changed = set(catalogue.changed)
    for key, k in sorted((classes or {}).items()):
        if _is_known(catalogue, key, ("values", key), document):
            indicators[key] = _with_classes(indicators[key], k, document)
    for key, choice in sorted((curves or {}).items()):
        if not _is_known(catalogue, key, ("curves", key), document):
            continue
        made = _with_curve(indicators[key], Table(choice, ("curves", key), document))
        if _scale(made.curve) != _scale(indicators[key].curve):
            indicators[key] = made
            changed.add(key)
    for key, reason in sorted((omit or {}).items()):
        if _is_known(catalogue, key, ("omit", key), document) and not reason.strip():
            document.note("K151", ("omit", key))
    if document.findings:
        raise TejidoError(document.findings)
    return with_hash(
        replace(
            catalogue,
            indicators=indicators,
            changed=frozenset(changed),
            omitted=dict(sorted((omit or {}).items())),
        )
    )


def _is_known(catalogue: Catalogue, key: str, path: tuple[str, ...], document: Document) -> bool:
    if key not in catalogue.indicators:
        document.note("K150", path, id=key, catalogue=catalogue.id)
    return key in catalogue.indicators


def _with_classes(indicator: Indicator, classes: int, document: Document) -> Indicator:
    if not indicator.curve.over_maximum:
        document.note("K152", ("values", indicator.id), id=indicator.id)
        return indicator
    if classes < 2:
        document.note("K118", ("values", indicator.id), value=classes, low=2, high="…")
        return indicator
    return replace(indicator, classes=classes, possible=diversity_range(classes))


def _with_curve(indicator: Indicator, choice: Table) -> Indicator:
    """The indicator with the curve chosen; what the choice does not name stays as the catalogue has it."""
    own = indicator.curve
    if not choice.has("reason"):
        choice.note("K151")
        return indicator
    reason = choice.text("reason")
    given = {key: value for key, value in choice.data.items() if key != "reason"}
    kept = {"transform": own.transform, "over_maximum": own.over_maximum}
    filled = {**kept, **given, "source": reason, "status": "proposal"}
    noted = len(choice.document.findings)
    curve = curve_of(Table(filled, choice.path, choice.document), indicator.direction)
    if len(choice.document.findings) > noted:
        return indicator
    return replace(indicator, curve=curve, example=_example(indicator, curve))


def _example(indicator: Indicator, curve: Curve) -> Example:
    """The indicator's example, scored anew; under observed bounds as if the old outer knots had been observed."""
    old = indicator.example
    observed = None
    if curve.observed is not None:
        observed = old.observed or (indicator.curve.knots[0][0], indicator.curve.knots[-1][0])
    made = score([old.value], curve, old.classes, observed)
    return Example(old.value, round(float(made[0]), 2), old.classes, observed)


def _scale(curve: Curve) -> tuple[object, ...]:
    """What makes two curves score differently; who says so does not."""
    return curve.transform, curve.knots, curve.observed, curve.over_maximum
