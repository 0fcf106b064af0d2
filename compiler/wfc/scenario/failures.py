"""The exception that a scenario's error type and message stand for, made so that it reports exactly these two."""

from collections.abc import Mapping
from functools import reduce
from importlib import import_module


def make_error(name: str, message: str, declared: Mapping[str, str], module: str) -> Exception:
    """An exception reported as `name`, with `str(error) == message`.

    Its class is the one the operation declares under that name (`declared`: name to `module:QualName`), else one of
    that name in the handler's `module` or in builtins, else a new one. `acme.payments.Timeout` is a class in a module.
    """
    cls = _find_class(name, declared, module)
    try:
        error = cls(message)
    except Exception:  # noqa: BLE001  (a constructor of the team's own may do anything)
        error = cls.__new__(cls)
        error.args = (message,)
    return error if _text(error) == message else _plain(cls, message)


def _find_class(name: str, declared: Mapping[str, str], module: str) -> type[Exception]:
    home, _, short = name.rpartition(".")
    candidates = [declared.get(name, ""), f"{home or module}:{short}", f"builtins:{short}"]
    for path in candidates:
        found = _load(path)
        if isinstance(found, type) and issubclass(found, Exception):
            return found
    return type(short, (Exception,), {"__module__": home or module})


def _load(path: str) -> object:
    module, _, name = path.partition(":")
    try:
        return reduce(getattr, name.split("."), import_module(module)) if name else None
    except (ImportError, AttributeError):
        return None


def _text(error: Exception) -> str | None:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  (as above)
        return None


def _plain(cls: type[Exception], message: str) -> Exception:
    """A class that is `cls` by name and by `except`, but prints just the message (`KeyError` would quote it)."""
    body = {"__module__": cls.__module__, "__qualname__": cls.__qualname__, "__str__": lambda self: self.args[0]}
    plain: type[Exception] = type(cls.__name__, (cls,), body)
    error: Exception = plain.__new__(plain)
    error.args = (message,)
    return error
