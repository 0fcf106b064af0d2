"""Files and functions stay small enough to read in one sitting, and every module says what it is for."""

import ast
from collections.abc import Iterator
from statistics import median

import pytest

from tests.architecture._modules import Module, modules

FILE_CAP, FILE_MEDIAN = 300, 80
FUNCTION_CAP, FUNCTION_MEDIAN = 40, 8

# Tables, not code: one row per node kind, rule or feature, and splitting them would only hide where they end.
LONG_FILES_ALLOWED = {
    "compiler/wfc/diagnostics/catalogue.py",
    "compiler/wfc/ir/expressions.py",
    "compiler/wfc/ir/nodes.py",
    "compiler/wfc/ir/surface.py",
}


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """Every function of a module with the lines of its body, docstring left out."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module.path}:{node.lineno} {node.name}", _length(node)


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.path)
def test_module_says_what_it_is_for(module: Module) -> None:
    assert ast.get_docstring(module.tree), (
        f"{module.path} has no docstring: what is it, when does it run, why is it there?"
    )


def test_no_file_is_too_long() -> None:
    long = {module.path: module.lines for module in modules() if module.lines > FILE_CAP}
    assert long.keys() <= LONG_FILES_ALLOWED, long


def test_no_function_is_too_long() -> None:
    long = {name: length for module in modules() for name, length in functions(module) if length > FUNCTION_CAP}
    assert not long


def test_the_typical_file_and_function_are_small() -> None:
    assert median(module.lines for module in modules()) <= FILE_MEDIAN
    assert median(length for module in modules() for _, length in functions(module)) <= FUNCTION_MEDIAN
