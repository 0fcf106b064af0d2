"""The entry points of `handlers.py`: which handler each calls, and what it expects of its event."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc_targets.stepfunctions.readback.syntax import Unreadable

Imported: TypeAlias = Mapping[str, str]
"""What names in the file stand for: `module:Name`."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPoint:
    """A function that runs an operation, or validates (`handler` is None then). `wrapped`: the input stands in the
    event beside something else; `ignorant`: it asks for no input; `limited`: its result has a limit of its own. Another
    machine has no handler, but is one."""

    name: str
    handler: str | None
    wrapped: bool = False
    ignorant: bool = False
    limited: bool = False
    takes_key: bool = False
    machine: str | None = None


def read_entry_points(source: ast.Module) -> dict[str, EntryPoint]:
    """The entry points by name. Raises Unreadable."""
    imported = dict(imported_names(source))
    functions = (one for one in source.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"))
    return {one.name: _entry_point(one, imported) for one in functions}


def imported_names(source: ast.Module) -> Iterator[tuple[str, str]]:
    """What is imported from modules: its name here, and `module:Name`."""
    for one in source.body:
        if isinstance(one, ast.ImportFrom) and one.module:
            yield from ((name.asname or name.name, f"{one.module}:{name.name}") for name in one.names)


def _entry_point(function: ast.FunctionDef, imported: Imported) -> EntryPoint:
    call = _called(function.body[-1])
    if call is None:
        return EntryPoint(name=function.name, handler=None)
    inside = list(ast.walk(function))
    asked = set(_asked(inside))
    return EntryPoint(
        name=function.name,
        handler=_path(call.func, imported),
        wrapped="input" in asked,
        ignorant=not any(isinstance(one, ast.Call) and _is(one.func, "_given") for one in inside),
        limited=_is_limited(function.body[-1]),
        takes_key="idempotency_key" in asked,
    )


def _is_limited(last: ast.stmt) -> bool:
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and len(last.value.args) > 2


def _is(one: ast.expr, name: str) -> bool:
    return isinstance(one, ast.Name) and one.id == name


def _asked(inside: list[ast.AST]) -> Iterator[object]:
    """The fields of the event that a function cannot do without."""
    for one in inside:
        if isinstance(one, ast.Subscript) and _is(one.value, "event") and isinstance(one.slice, ast.Constant):
            yield one.slice.value


def _called(last: ast.stmt) -> ast.Call | None:
    """The call of the team's handler, in `return _result(type, lambda: handler(...))`."""
    match last:
        case ast.Return(value=ast.Call(func=ast.Name(id="_result"), args=[_, ast.Lambda(body=ast.Call() as call), *_])):
            is_run = isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "asyncio.run"
            inner = call.args[0] if is_run else call
            return inner if isinstance(inner, ast.Call) else None
        case _:
            return None


def _path(function: ast.expr, imported: Imported) -> str:
    first, dot, rest = ast.unparse(function).partition(".")
    if first not in imported:
        raise Unreadable(f"{first} is not imported")
    return f"{imported[first]}{dot}{rest}"


def said(part: object, imported: Imported) -> object:
    """A part of a file as plain data to compare. Imported names are text that says where they are from:
    `module:Outer.Inner`.
    """
    if isinstance(part, list):
        return tuple([said(one, imported) for one in part])
    if not isinstance(part, ast.AST):
        return part
    if isinstance(part, ast.Name):
        return ("text", imported[part.id]) if part.id in imported else ("name", part.id)
    if isinstance(part, ast.Constant):
        return ("text" if isinstance(part.value, str) else type(part.value).__name__, part.value)
    if isinstance(part, ast.Attribute):
        base = said(part.value, imported)
        inside = isinstance(base, tuple) and base[0] == "text" and ":" in base[1]
        return ("text", f"{base[1]}.{part.attr}") if isinstance(base, tuple) and inside else (base, part.attr)
    return (type(part).__name__, *[said(getattr(part, field), imported) for field in part._fields])
