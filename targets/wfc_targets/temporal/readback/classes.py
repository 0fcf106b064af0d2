"""The module of the workflow class, taken apart: retry constants, methods, and whose output each variable has."""

import ast
from collections.abc import Iterator, Mapping

from wfc_targets.temporal.readback.activities import read_activities
from wfc_targets.temporal.readback.expected import Promised
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.retries import Retrying, read_retries
from wfc_targets.temporal.readback.source import Function, Source
from wfc_targets.temporal.readback.syntax import called, is_code, without_docstring
from wfc_targets.temporal.readback.tree import statements_in


def source_of(promised: Promised, trees: Mapping[str, ast.Module]) -> tuple[Source, ast.ClassDef]:
    """What readers share, and the class."""
    retries: dict[str, Retrying] = {}
    classes: list[ast.ClassDef] = []
    for node in without_docstring(trees["workflows.py"].body):
        match node:
            case ast.Import() | ast.ImportFrom():
                pass
            case ast.With(items=[ast.withitem(context_expr=opening, optional_vars=None)], body=imports):
                expect(is_code(opening, "workflow.unsafe.imports_passed_through()"), "a passage is expected", opening)
                expect(all(isinstance(one, ast.Import | ast.ImportFrom) for one in imports), "imports", opening)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                retries[name] = read_retries(value)
            case ast.ClassDef():
                classes.append(node)
            case _:
                raise misread("not expected in workflows.py", node)
    expect(len(classes) == 1, "one workflow class is expected")
    methods: dict[str, Function] = {}
    for node in without_docstring(classes[0].body):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name in methods:
            raise misread("a method is expected", node)
        methods[node.name] = node
    source = Source(
        promised=promised,
        activities=read_activities(trees["activities.py"], promised.operations),
        retries=retries,
        methods=methods,
        variables=_variables(classes[0]),
    )
    return source, classes[0]


def _variables(cls: ast.ClassDef) -> dict[str, str]:
    """The node whose output each variable has: one, in whichever method."""
    found: dict[str, str] = {}
    for node in statements_in(cls.body):
        if isinstance(node, ast.With) and called(node.items[0].context_expr).name == "self._run.step":
            step = _id_in(called(node.items[0].context_expr).args[0])
            for name in _assigned(node.body):
                expect(found.setdefault(name, step) == step, f"{name} is of {found[name]} and of {step}")
    return found


def _id_in(address: ast.expr) -> str:
    """The id of the node in an address, where no indexes are known."""
    match address:
        case ast.Constant(value=str() as text) | ast.JoinedStr(values=[ast.Constant(value=str() as text), *_]):
            return text.partition("[")[0]
        case _:
            raise misread("an address is expected", address)


def _assigned(body: list[ast.stmt]) -> Iterator[str]:
    for one in statements_in(body):
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Await() | ast.Name()):
                yield name
            case _:
                pass
