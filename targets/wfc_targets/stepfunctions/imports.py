"""Import statements of `handlers.py`, in the order and the blocks that isort would leave them in."""

from collections.abc import Iterable, Mapping

from wfc.emit.lines import WIDTH
from wfc.emit.names import fresh_name

_STDLIB = frozenset(
    "asyncio collections datetime decimal enum fractions ipaddress json logging pathlib typing uuid".split()
)
"""The standard modules that occur. Not `sys.stdlib_module_names`, which differs by Python version."""


def outermost(path: str) -> str:
    """What is imported for `module:Outer.Inner`: `Outer`."""
    return path.rpartition(":")[2].partition(".")[0]


def local_names(paths: Iterable[str], ours: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """What each `module:Name` is called in the file: as it is, or with a number where that name is `taken`.

    `ours` are the paths that the file imports anyway, under these names.
    """
    used = {*taken, *ours.values()}
    found: dict[str, str] = {}
    for path in sorted({f"{path.partition(':')[0]}:{outermost(path)}" for path in paths}):
        found[path] = ours.get(path) or fresh_name(outermost(path), used)
        used.add(found[path])
    return found


def import_lines(modules: Iterable[str], names: Mapping[str, str]) -> str:
    """The block of the standard library, then that of everything else. `names`: `module:Name` to what it is called."""
    lines = [(_is_foreign(module), False, module, _rank(module), f"import {module}") for module in modules]
    plain: dict[str, list[str]] = {}
    for path, name in names.items():
        module, _, original = path.partition(":")
        if name == original:
            plain.setdefault(module, []).append(name)
        else:
            statement = f"from {module} import {original} as {name}"
            lines.append((_is_foreign(module), True, module, _rank(original), statement))
    for module, found in plain.items():
        lines.append((_is_foreign(module), True, module, min(map(_rank, found)), _statement(module, found)))
    blocks = [[line for foreign, *_, line in sorted(lines) if foreign is wanted] for wanted in (False, True)]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _is_foreign(module: str) -> bool:
    return module.partition(".")[0] not in _STDLIB


def _statement(module: str, names: list[str]) -> str:
    ordered = sorted(names, key=_rank)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {one},\n" for one in ordered) + ")"


def _rank(name: str) -> tuple[int, str, str]:
    """Constants, then classes, then the rest; each as in a dictionary."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name.lower(), name
