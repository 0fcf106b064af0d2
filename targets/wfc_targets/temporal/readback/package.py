"""An emitted package, held against what its workflow means."""

import ast
from collections.abc import Iterator, Mapping

from wfc.ir.nodes import Workflow
from wfc.validation.compare import mismatches
from wfc.validation.facts import Aspect, Facts
from wfc_targets.temporal.readback.activities import read_activities
from wfc_targets.temporal.readback.expected import Promised
from wfc_targets.temporal.readback.misread import Misread, expect, misread
from wfc_targets.temporal.readback.retries import Retrying, read_retries
from wfc_targets.temporal.readback.run import read_run
from wfc_targets.temporal.readback.source import Function, Source
from wfc_targets.temporal.readback.syntax import called, without_docstring

UNREAD: Mapping[Aspect, str] = {}
"""What a package does not say in a form that can be read: nothing."""


def validate(workflow: Workflow, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """One sentence for each difference; only the first where something is not understood."""
    promised = Promised(workflow)
    try:
        stated = read_package(promised, files)
    except Misread as error:
        return (f"{workflow.name}: {error}",)
    return mismatches(promised.facts, stated, UNREAD)


def read_package(promised: Promised, files: Mapping[str, bytes]) -> Facts:
    """What the files say. Raises Misread for what they should not have."""
    folder = promised.workflow.name
    trees = {path.removeprefix(f"{folder}/"): ast.parse(content) for path, content in files.items()}
    source = _source(promised, trees)
    read_run(source)
    _expect_all_seen(source)
    points = {
        (one.node, Aspect.UNDO_ON_FAILURE if one.after == "failure" else Aspect.UNDO_ON_SUCCESS)
        for one in promised.workflow.failure_points
    }
    undone = {Aspect.UNDO_ON_FAILURE, Aspect.UNDO_ON_SUCCESS}
    return {key: value for key, value in source.facts.items() if key[1] not in undone or key in points}


def _source(promised: Promised, trees: Mapping[str, ast.Module]) -> Source:
    retries: dict[str, Retrying] = {}
    classes: list[ast.ClassDef] = []
    for node in without_docstring(trees["workflows.py"].body):
        match node:
            case ast.Import() | ast.ImportFrom() | ast.With():
                pass
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
    return Source(
        promised=promised,
        activities=read_activities(trees["activities.py"], promised.operations),
        retries=retries,
        methods=methods,
        variables=_variables(classes[0]),
    )


def _variables(cls: ast.ClassDef) -> dict[str, str]:
    """The node whose output each variable has: one, in whichever method."""
    found: dict[str, str] = {}
    for node in ast.walk(cls):
        if isinstance(node, ast.With) and called(node.items[0].context_expr).name == "self._run.step":
            opening = ast.unparse(called(node.items[0].context_expr).args[0])
            step = opening.lstrip("f").strip("'\"").partition("[")[0]
            for name in _assigned(node.body):
                expect(found.setdefault(name, step) == step, f"{name} is of {found[name]} and of {step}")
    return found


def _assigned(body: list[ast.stmt]) -> Iterator[str]:
    for one in body:
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Await() | ast.Name()):
                yield name
            case ast.With(body=inner):
                yield from _assigned(inner)
            case _:
                pass


def _expect_all_seen(source: Source) -> None:
    """No statement of a step's method may stand where no way leads."""
    scaffolding = {"run", "_to_end"}
    for name in source.used - scaffolding:
        for node in ast.walk(source.methods[name]):
            is_inside = isinstance(node, ast.stmt) and node is not source.methods[name]
            expect(not is_inside or node in source.seen, f"never reached in {name}", node)
