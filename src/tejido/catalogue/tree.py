"""What only the whole catalogue can tell: whether its entries form one tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tejido.catalogue.model import Band, Indicator, Node, Universe

Note = Callable[..., None]
"""``note(code, path, **values)``: tells of a fault at an entry, wherever that entry stands."""

__all__ = ["check", "in_order"]


def check(
    nodes: Mapping[str, Node],
    indicators: Mapping[str, Indicator],
    bands: tuple[Band, ...],
    universes: Mapping[str, Universe],
    note: Note,
) -> None:
    """Note parents that are none, circles, roots but one, empty nodes, unknown universes, bands out of order."""
    _check_roots(nodes, note)
    parents = [("nodes", one.id, one.parent) for one in nodes.values() if one.parent is not None]
    parents += [("indicators", one.id, one.parent) for one in indicators.values()]
    for kind, item, parent in parents:
        if parent in indicators:
            note("K125", (kind, item, "parent"), parent=parent)
        elif parent not in nodes:
            note("K121", (kind, item, "parent"), parent=parent)
    for node in nodes.values():
        if _is_in_circle(node, nodes):
            note("K122", ("nodes", node.id, "parent"), id=node.id)
        _check_children(node, nodes, indicators, note)
    for indicator in indicators.values():
        if indicator.universe not in universes:
            note("K127", ("indicators", indicator.id, "universe"), universe=indicator.universe)
    if not indicators:
        note("K126", ())
    _check_bands(bands, note)


def in_order(
    nodes: Mapping[str, Node], indicators: Mapping[str, Indicator]
) -> tuple[dict[str, Node], dict[str, Indicator]]:
    """Nodes and indicators from the root down, every branch to its end before the next.

    So the order is the same in whichever file an entry stands.
    """
    children: dict[str | None, list[Node]] = {}
    for node in nodes.values():
        children.setdefault(node.parent, []).append(node)
    leaves: dict[str, list[Indicator]] = {}
    for indicator in indicators.values():
        leaves.setdefault(indicator.parent, []).append(indicator)
    ordered: dict[str, Node] = {}
    ordered_leaves: dict[str, Indicator] = {}
    waiting = list(reversed(children[None]))
    while waiting:
        node = waiting.pop()
        ordered[node.id] = node
        ordered_leaves |= {leaf.id: leaf for leaf in leaves.get(node.id, ())}
        waiting.extend(reversed(children.get(node.id, [])))
    return ordered, ordered_leaves


def _check_roots(nodes: Mapping[str, Node], note: Note) -> None:
    roots = [node.id for node in nodes.values() if node.parent is None]
    if not roots:
        note("K123", ("nodes",))
    for extra in roots[1:]:
        note("K124", ("nodes", extra), id=extra, root=roots[0])


def _is_in_circle(node: Node, nodes: Mapping[str, Node]) -> bool:
    seen = {node.id}
    step = node
    while step.parent is not None and step.parent in nodes:
        step = nodes[step.parent]
        if step.id == node.id:
            return True
        if step.id in seen:
            return False
        seen.add(step.id)
    return False


def _check_children(node: Node, nodes: Mapping[str, Node], indicators: Mapping[str, Indicator], note: Note) -> None:
    count = sum(one.parent == node.id for one in nodes.values())
    count += sum(one.parent == node.id for one in indicators.values())
    if count == 0:
        note("K128", ("nodes", node.id), id=node.id)
    elif node.minimum_children > count:
        note("K147", ("nodes", node.id, "minimum_children"), minimum=node.minimum_children, count=count)


def _check_bands(bands: tuple[Band, ...], note: Note) -> None:
    lows = [band.low for band in bands]
    if not bands or lows != sorted(set(lows), reverse=True) or lows[-1] != 0:
        note("K129", ("bands",))
    if len({band.id for band in bands}) < len(bands):
        note("K129", ("bands",))
