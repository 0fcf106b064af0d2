"""What Airflow would not accept in emitted files; anything found is a bug of the emitter."""

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

from wfc_targets.airflow.support import SINCE

_STANDARD = frozenset(
    "asyncio collections.abc contextlib dataclasses datetime functools inspect json logging random signal time".split()
) | {"typing"}
"""What a DAG file may import, beside Airflow's names, when the scheduler parses it."""


def check(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """One sentence for each complaint."""
    return tuple(complaint for path, content in files.items() for complaint in _complaints(path, content))


def _complaints(path: str, content: bytes) -> Iterator[str]:
    try:
        tree = parsed(content)
    except (SyntaxError, ValueError) as error:
        yield f"{path} is not Python: {error}"
        return
    yield from (f"{path} imports {name} when it is parsed" for name in _imports(tree) if not _is_allowed(name))
    yield from (f"{path} calls {name}" for name in _forbidden_calls(tree))


@lru_cache(maxsize=1)
def parsed(content: bytes) -> ast.Module:
    """The tree of a file, which several look at one after another."""
    return ast.parse(content)


def _imports(tree: ast.Module) -> Iterator[str]:
    """Modules of the standard library, and the names out of Airflow's."""
    for statement in tree.body:
        match statement:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names) if module.partition(".")[0] == "airflow":
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield module
            case _:
                pass


def _is_allowed(name: str) -> bool:
    return name in _STANDARD or name in SINCE


def _forbidden_calls(tree: ast.Module) -> Iterator[str]:
    names = (node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return (name for name in names if name in {"eval", "exec", "compile", "open", "__import__"})
