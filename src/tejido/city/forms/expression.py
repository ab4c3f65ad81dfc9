"""Expressions of forms as trees: XPath 1.0 as OpenRosa uses it, with ``${name}`` as XLSForm writes it.

In: the text of a relevance, a constraint or a calculation. Out: a tree of the classes below. Predicates, axes and unions are
not read. Why not a library: docs/decisions/0007-forms.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

__all__ = ["Binary", "Call", "Here", "Literal", "Minus", "Node", "Path", "Ref", "UnreadableError", "parse", "walk"]


class UnreadableError(ValueError):
    """An expression that cannot be read: the message says where, `function` names the function at fault if there is one."""

    def __init__(self, problem: str, function: str = "") -> None:
        super().__init__(problem)
        self.function = function


@dataclass(frozen=True)
class Literal:
    """A number or a text."""

    value: float | str


@dataclass(frozen=True)
class Ref:
    """``${name}``."""

    name: str


@dataclass(frozen=True)
class Path:
    """Steps down or up (``..``) from the question, or from the root of the form."""

    steps: tuple[str, ...]
    absolute: bool


@dataclass(frozen=True)
class Here:
    """The question itself, ``.``."""


@dataclass(frozen=True)
class Call:
    """A function."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Binary:
    """Two operands."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Minus:
    """The negative of a number."""

    of: Node


Node = Literal | Ref | Path | Here | Call | Binary | Minus

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>'[^']*'|"[^"]*")|\$\{\s*(?P<ref>[^{}]+?)\s*\}"""
    r"""|(?P<name>[^\W\d][\w.\-]*(?::[^\W\d:][\w.\-]*)?)|(?P<sign>!=|<=|>=|\.\.|[=<>+\-*/().,]))"""
)
_STRENGTH = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip


@cache
def parse(text: str) -> Node:
    """The tree of an expression.

    Raises:
        UnreadableError: the text is no expression of the kind read here.
    """
    parser = _Parser(text)
    tree = parser.expression(0)
    parser.expect("end")
    return tree


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    yield node
    below: tuple[Node, ...] = ()
    if isinstance(node, Call):
        below = node.arguments
    elif isinstance(node, Binary):
        below = (node.left, node.right)
    elif isinstance(node, Minus):
        below = (node.of,)
    for one in below:
        yield from walk(one)


class _Parser:
    """Operators by strength (Pratt 1973); a name after an operand is an operator, as XPath 1.0 section 3.7 has it."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        place, end = 0, len(text.rstrip())
        while place < end:
            found = _TOKEN.match(text, place)
            if not found or found.lastgroup is None:
                raise UnreadableError(f"character {place + 1}")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            place = found.end()
        self.tokens.append(("end", ""))
        self.place = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place]

    def next(self) -> tuple[str, str]:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def expect(self, kind: str, value: str = "") -> None:
        token = self.next()
        if token != (kind, value):
            raise UnreadableError(f"{token[1] or 'its end'}, part {self.place}")

    def expression(self, strength: int) -> Node:
        left = self.operand()
        while True:
            kind, sign = self.peek()
            own = _STRENGTH.get(sign, 0) if kind in ("sign", "name") else 0
            if own <= strength:
                return left
            self.next()
            left = Binary(sign, left, self.expression(own))

    def operand(self) -> Node:
        kind, value = self.next()
        if kind == "number":
            return Literal(float(value))
        if kind == "text":
            return Literal(value[1:-1])
        if kind == "ref":
            return Ref(value)
        if kind == "name":
            return self.call(value) if self.peek() == ("sign", "(") else self.path([value], False)
        if (kind, value) == ("sign", "-"):
            return Minus(self.expression(6))
        if (kind, value) == ("sign", "("):
            inside = self.expression(0)
            self.expect("sign", ")")
            return inside
        if (kind, value) == ("sign", "/"):
            return self.path([self.step()], True)
        if (kind, value) == ("sign", ".."):
            return self.path([".."], False)
        if (kind, value) == ("sign", "."):
            return self.path([], False) if self.peek() == ("sign", "/") else Here()
        raise UnreadableError(f"{value or 'its end'}, part {self.place}")

    def call(self, name: str) -> Node:
        self.expect("sign", "(")
        arguments: list[Node] = []
        while self.peek() != ("sign", ")"):
            if arguments:
                self.expect("sign", ",")
            arguments.append(self.expression(0))
        self.expect("sign", ")")
        if name == "current" and not arguments:
            return self.path([], False) if self.peek() == ("sign", "/") else Here()
        if self.peek() == ("sign", "/"):
            raise UnreadableError(f"{name}()/", name)
        return Call(name, tuple(arguments))

    def step(self) -> str:
        kind, value = self.next()
        if kind == "name" or (kind, value) in (("sign", ".."), ("sign", ".")):
            return value
        raise UnreadableError(f"{value or 'its end'}, part {self.place}")

    def path(self, steps: list[str], absolute: bool) -> Node:
        while self.peek() == ("sign", "/"):
            self.next()
            steps.append(self.step())
        return Path(tuple(step for step in steps if step != "."), absolute)
