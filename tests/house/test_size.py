"""Nothing in the repository is too long to be read in one sitting, or too large to be fetched in passing."""

from __future__ import annotations

import ast

import pytest

from tests.house.repository import ROOT, files

CODE = {".py", ".js", ".mjs", ".css", ".html", ".sh"}
LINES_OF_A_MODULE = 400
LINES_OF_A_FUNCTION = 60


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = function.body[0]
    told = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) and first.end_lineno else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - told


def test_no_module_is_longer_than_400_lines():
    lengths = {str(file): len((ROOT / file).read_text("utf-8").splitlines()) for file in files() if file.suffix in CODE}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_MODULE} == {}


def test_no_function_needs_scrolling():
    long = []
    for file in files():
        if file.suffix == ".py":
            for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > LINES_OF_A_FUNCTION:
                    long.append(f"{file}:{node.lineno} {node.name} has {body_lines(node)} lines")
    assert long == []


def test_no_file_is_larger_than_a_megabyte():
    sizes = {str(file): (ROOT / file).stat().st_size for file in files()}
    assert {name: size for name, size in sizes.items() if size > 1_000_000} == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def f():\n    return 1\n", 2),
        ('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n', 2),
        ('def f():\n    """Only told."""\n', 1),
    ],
)
def test_the_lines_of_a_function_leave_its_docstring_out(source: str, lines: int):
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == lines
