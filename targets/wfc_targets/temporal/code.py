"""Lines of generated Python, laid out as black would: statements, blocks and import lists."""

from collections.abc import Iterable

from wfc.emit.layout import lay_out
from wfc.emit.lines import INDENT, WIDTH

Lines = list[str]


def statement(text: str, depth: int) -> Lines:
    """One logical line, broken where it is too long."""
    return lay_out(text, depth).split("\n")


def header(opening: str, depth: int) -> Lines:
    """`with`, `def`, `if` and the like, up to and with the colon."""
    return lay_out(opening, depth).split("\n")


def call(function: str, arguments: Iterable[str]) -> str:
    """A call whose arguments stand one to a line, which the trailing comma asks for."""
    return f"{function}({', '.join(arguments)},)"


def imports(names: Iterable[tuple[str, str]], depth: int = 0) -> Lines:
    """`from module import a, b` for each module of (module, name) pairs, sorted."""
    found: dict[str, set[str]] = {}
    for module, name in names:
        found.setdefault(module, set()).add(name)
    return [line for module in sorted(found, key=_module_order) for line in _import(module, found[module], depth)]


def _module_order(module: str) -> tuple[bool, str]:
    return module.startswith("."), module


def _import(module: str, names: set[str], depth: int) -> Lines:
    indent = INDENT * depth
    ordered = sorted(names, key=_name_order)
    line = f"{indent}from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return [line]
    return [f"{indent}from {module} import (", *(f"{indent}{INDENT}{name}," for name in ordered), f"{indent})"]


def _name_order(name: str) -> tuple[int, str, str]:
    """Isort's order: CONSTANTS, Classes, functions; each as in a dictionary."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name.lower(), name


def import_of(path: str) -> tuple[str, str]:
    """`acme.models:Outer.Inner` -> the module and the name to import from it."""
    module, _, name = path.partition(":")
    return module, name.partition(".")[0]


def local_name(path: str) -> str:
    """How code that has imported `acme.models:Outer.Inner` calls it."""
    return path.partition(":")[2]


def seconds(milliseconds: int) -> str:
    """A timedelta as one would write it: `timedelta(minutes=5)`."""
    for unit, size in (("days", 86_400_000), ("hours", 3_600_000), ("minutes", 60_000), ("seconds", 1000)):
        if milliseconds and milliseconds % size == 0:
            return f"timedelta({unit}={milliseconds // size})"
    return f"timedelta(milliseconds={milliseconds})"
