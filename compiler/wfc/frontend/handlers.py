"""Where generated code finds a handler or a model: `package.module:name`, a path that leads to the very thing.

Used when operations and models are read. What is wrong with a path is reported there.
"""

import re
import sys
from collections.abc import Callable
from keyword import iskeyword
from operator import attrgetter
from typing import Any

_NAMES = r"[^\W\d]\w*(\.[^\W\d]\w*)*"
_PATH = re.compile(f"{_NAMES}:{_NAMES}")


def is_path(text: str) -> bool:
    """Is it written `package.module:function`, in names that Python has?"""
    return _PATH.fullmatch(text) is not None and not any(map(iskeyword, re.split("[.:]", text)))


def import_path(thing: type | Callable[..., Any]) -> str | None:
    """The path of a function or class; None when it does not lead back to it: for a lambda, something nested, a method
    of an object, an object that can be called, a generic model with its parameters, what hides behind another of its
    name.
    """
    path = f"{getattr(thing, '__module__', None)}:{getattr(thing, '__qualname__', None)}"
    if not is_path(path):
        return None
    module, _, name = path.partition(":")
    try:
        found: object = attrgetter(name)(sys.modules[module])
    except (AttributeError, KeyError):
        return None
    return path if found == thing else None
