"""Reads emitted files back: valid Python that imports nothing it should not (invariant 7)."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping

from wfc_targets.temporal.readback.tree import parsed

_WORKFLOW_IMPORTS = frozenset({"datetime", "temporalio", "temporalio.common", "temporalio.workflow", "typing"})
"""What the workflow sandbox reloads for every run; everything else stands below `imports_passed_through`."""
_FORBIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__", "open", "print", "input"})


def check(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Complaints, none when all is well."""
    return tuple(complaint for path in sorted(files) for complaint in _check_file(path, files[path]))


def _check_file(path: str, content: bytes) -> Iterator[str]:
    try:
        tree = parsed(content)
    except (SyntaxError, UnicodeDecodeError) as error:
        yield f"{path}: not Python: {error}"
        return
    yield from _check_imports(path, tree)
    for node in ast.walk(tree):
        if any(module.partition(".")[0] == "wfc" for module in _modules(node)):
            yield f"{path}:{getattr(node, 'lineno', 0)}: generated code must not import wfc"
    if path.endswith("/workflows.py"):
        yield from _check_workflow(path, tree)


def _check_imports(path: str, tree: ast.Module) -> Iterator[str]:
    """No name is imported from two places: the second would silently take the first one's."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    pairs = {(alias.asname or alias.name, node.module) for node in imports for alias in node.names}
    counts = Counter(name for name, _ in pairs)
    yield from (f"{path}: {name} is imported from two modules" for name in sorted(counts) if counts[name] > 1)


def _check_workflow(path: str, tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        for module in _modules(node) - _WORKFLOW_IMPORTS:
            yield f"{path}:{node.lineno}: {module} must be passed through the sandbox"
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _FORBIDDEN_CALLS:
            yield f"{path}:{call.lineno}: {call.func.id}() has no place in a workflow"


def _modules(node: ast.AST) -> set[str]:
    match node:
        case ast.Import():
            return {alias.name for alias in node.names}
        case ast.ImportFrom(level=0, module=str(module)):
            return {module}
        case _:
            return set()
