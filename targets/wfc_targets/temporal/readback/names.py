"""Names: whatever a module uses it has, and what it imports is there, under this name, in this module."""

import ast
import builtins
from collections.abc import Iterator, Mapping

from wfc.ir.nodes import Workflow
from wfc_targets.temporal.readback.misread import expect

_KNOWN = {
    **dict.fromkeys(("Callable",), "collections.abc"),
    **dict.fromkeys(("Any", "Literal"), "typing"),
    "timedelta": "datetime",
    **dict.fromkeys(("workflow", "activity"), "temporalio"),
    **dict.fromkeys(
        "RetryPolicy SearchAttributeKey SearchAttributePair TypedSearchAttributes WorkflowIDConflictPolicy "
        "WorkflowIDReusePolicy".split(),
        "temporalio.common",
    ),
    **dict.fromkeys(("Client", "WorkflowFailureError", "WorkflowHandle"), "temporalio.client"),
    "WorkflowAlreadyStartedError": "temporalio.exceptions",
    **dict.fromkeys(("BaseModel", "TypeAdapter"), "pydantic"),
}
"""Where what generated modules import comes from, besides the team's code."""
_MODULES = frozenset({"asyncio", "json", "sys"})
_BUILTINS = frozenset(dir(builtins)) | {"__name__"}


def expect_names(workflow: Workflow, trees: Mapping[str, ast.Module], defined: Mapping[str, set[str]]) -> None:
    """`defined`: what each module of the package has by itself."""
    team = set(_team(workflow))
    handlers = {one.handler.partition(":")[0] for one in workflow.operations}
    for name, tree in trees.items():
        bound: set[str] = set()
        for node in _imports(tree):
            for one in node.names:
                expect(one.asname is None, f"{name} renames {one.name}", node)
                bound.add(one.name.partition(".")[0])
                if isinstance(node, ast.Import):
                    expect(one.name in _MODULES | handlers, f"{name} imports an unknown module", node)
                else:
                    expect(_is_there(node, one.name, team, defined), f"{name} imports what is not there", node)
        _expect_bound(name, tree, bound)


def _imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in tree.body:
        inside = node.body if isinstance(node, ast.With) else [node]
        yield from (one for one in inside if isinstance(one, ast.Import | ast.ImportFrom))


def _is_there(node: ast.ImportFrom, name: str, team: set[tuple[str, str]], defined: Mapping[str, set[str]]) -> bool:
    if node.level:
        return name in (defined.get(f"{node.module}.py", set()) if node.module else {"activities"})
    return (node.module, name) in team or _KNOWN.get(name) == node.module


def _team(workflow: Workflow) -> Iterator[tuple[str, str]]:
    paths = [model.path for model in workflow.models]
    for operation in workflow.operations:
        paths += operation.result_imports
        paths += [path for one in operation.parameters for path in one.imports]
    for path in paths:
        module, colon, name = path.partition(":")
        if colon:
            yield module, name.partition(".")[0]


def _expect_bound(name: str, tree: ast.Module, bound: set[str]) -> None:
    used: dict[str, ast.Name] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=one, ctx=ast.Load()):
                used[one] = node
            case ast.Name(id=one) | ast.arg(arg=one) | ast.ExceptHandler(name=str() as one):
                bound.add(one)
            case ast.FunctionDef(name=one) | ast.AsyncFunctionDef(name=one) | ast.ClassDef(name=one):
                bound.add(one)
            case _:
                pass
    for one, node in used.items():
        expect(one in bound or one in _BUILTINS, f"{name} has no such name", node)


def defined_in(tree: ast.Module) -> set[str]:
    """What a module has at its top."""
    found: set[str] = set()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=one) | ast.AsyncFunctionDef(name=one) | ast.ClassDef(name=one):
                found.add(one)
            case ast.Assign(targets=[ast.Name(id=one)]) | ast.AnnAssign(target=ast.Name(id=one)):
                found.add(one)
            case _:
                pass
    return found
