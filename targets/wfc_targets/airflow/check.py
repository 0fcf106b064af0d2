"""What Airflow would not accept in emitted files; anything found is a bug of the emitter."""

import ast
from collections.abc import Iterator, Mapping

_ALLOWED = frozenset(
    "asyncio collections.abc contextlib dataclasses datetime inspect json logging random typing".split()
)
"""What a DAG file may import, beside Airflow, when the scheduler parses it."""


def check(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """One sentence for each complaint."""
    return tuple(complaint for path, content in files.items() for complaint in _complaints(path, content))


def _complaints(path: str, content: bytes) -> Iterator[str]:
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError) as error:
        yield f"{path} is not Python: {error}"
        return
    yield from (f"{path} imports {module} when it is parsed" for module in _modules(tree) if not _is_allowed(module))
    yield from (f"{path} calls {name}" for name in _forbidden_calls(tree))


def _modules(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        match statement:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield module
            case _:
                pass


def _is_allowed(module: str) -> bool:
    return module in _ALLOWED or module.partition(".")[0] == "airflow"


def _forbidden_calls(tree: ast.Module) -> Iterator[str]:
    names = (node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return (name for name in names if name in {"eval", "exec", "compile", "open", "__import__"})
