"""Puts a mutant in the place of a module that everybody has imported already, which takes no time.

Only the statement with the change is run again. Functions keep their identity and get the code of the mutant, so that
all who hold them (tables, decorators, other modules) run it; other values are exchanged wherever a module has them.
"""

import ast
import sys
from types import FunctionType, ModuleType
from typing import Any

from tests.mutants.changes import Changed


def swap_in(mutant: Changed, text: str) -> None:
    """Make a loaded module behave as the mutant; meant for a process that ends soon."""
    module = sys.modules[mutant.module]
    for statement in _changed_statements(ast.parse(text), ast.parse(mutant.source)):
        fresh = dict(vars(module))
        exec(compile(ast.Module([statement], []), str(module.__file__), "exec"), fresh)
        for name, new in fresh.items():
            old = vars(module).get(name)
            if new is not old and name != "__builtins__":
                _exchange(module, name, old, new)


def _changed_statements(before: ast.Module, after: ast.Module) -> list[ast.stmt]:
    pairs = zip(before.body, after.body, strict=True)
    return [new for old, new in pairs if ast.dump(old) != ast.dump(new)]


def _exchange(module: ModuleType, name: str, old: Any, new: Any) -> None:
    if isinstance(old, type) and isinstance(new, type):
        for member, value in vars(new).items():
            _recode(module, vars(old).get(member), value)
    elif not _recode(module, old, new):
        for other in list(sys.modules.values()):
            for known, value in list(vars(other).items()) if isinstance(other, ModuleType) else ():
                if value is old:
                    setattr(other, known, new)
        setattr(module, name, new)


def _recode(module: ModuleType, old: Any, new: Any) -> bool:
    """Give a function of the module its new code; False when it is none, but a value, or made by a decorator."""
    before, after = _function(module, old), _function(module, new)
    if before is None or after is None:
        return False
    before.__code__, before.__defaults__, before.__kwdefaults__ = (
        after.__code__,
        after.__defaults__,
        after.__kwdefaults__,
    )
    return True


def _function(module: ModuleType, value: Any) -> FunctionType | None:
    """The function itself, that of a property, a class method or a cached function."""
    for wrapped in ("fget", "func", "__wrapped__", "__func__"):
        value = getattr(value, wrapped, None) or value
    return value if isinstance(value, FunctionType) and value.__code__.co_filename == module.__file__ else None
