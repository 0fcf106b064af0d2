"""Where generated code finds a handler: `package.module:function`, a path that leads to the very function of the spec.

Used when an operation is read. What is wrong with a path is reported there.
"""

import re
import sys
from collections.abc import Callable
from functools import reduce
from keyword import iskeyword
from typing import Any

_NAMES = r"[^\W\d]\w*(\.[^\W\d]\w*)*"
_PATH = re.compile(f"{_NAMES}:{_NAMES}")


def is_path(text: str) -> bool:
    """Is it written `package.module:function`, in names that Python has?"""
    return _PATH.fullmatch(text) is not None and not any(map(iskeyword, re.split("[.:]", text)))


def import_path(handler: Callable[..., Any]) -> str | None:
    """The path of a function; None when it does not lead back to it: for a lambda, a nested function, a method of an
    object, an object that can be called, a function that hides behind another of its name.
    """
    module, name = getattr(handler, "__module__", None), getattr(handler, "__qualname__", None)
    try:
        found: object = reduce(getattr, name.split("."), sys.modules[module]) if name and module else None
    except (AttributeError, KeyError):
        return None
    return f"{module}:{name}" if found == handler else None
