"""The project's own modules, parsed once for all architecture tests."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE_ROOTS = ("compiler", "targets", "templates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One file: `path` relative to the project, e.g. `compiler/wfc/ir/nodes.py`."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


@cache
def modules() -> tuple[Module, ...]:
    files = sorted(file for root in SOURCE_ROOTS for file in (ROOT / root).rglob("*.py"))
    return tuple(_parse(file) for file in files)


def _parse(file: Path) -> Module:
    text = file.read_text(encoding="utf-8")
    return Module(path=file.relative_to(ROOT).as_posix(), text=text, tree=ast.parse(text))
