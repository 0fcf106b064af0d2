"""A process of its own, with a fault in one module: nothing of it stays behind.

It is forked from one that has read the specs, and forgets which emitters that has imported.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import multiprocessing
import resource
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import CodeType, ModuleType
from typing import TypeVar

from tests.validation.mutations import Mutant

Result = TypeVar("Result")

LONGEST = 60
"""Seconds of the processor that a process may take."""

SHARED = "wfc.emit"
"""What emitters share. Reading specs imports some of it."""

TARGETS = "wfc_targets."
"""Where emitters are. Other tests of the same process have imported them."""


def apart(function: Callable[..., Result], *arguments: object, longest: int = LONGEST) -> Result:
    """Call in a process of its own, for so many seconds of the processor. Raises EOFError when that has died."""
    forking = multiprocessing.get_context("fork")
    heard, said = forking.Pipe(duplex=False)
    process = forking.Process(target=_say, args=(said, longest, function, arguments))
    process.start()
    said.close()
    try:
        result: Result = heard.recv()
        return result
    finally:
        process.join()


def _say(said: Connection, longest: int, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
    said.send(function(*arguments))


def install(mutant: Mutant) -> None:
    """From now on a module is imported with its fault, and all that may have imported it anew."""
    for name in [one for one in sys.modules if one.startswith((SHARED, TARGETS))]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Faulty(mutant))


class _Faulty(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module with its fault."""

    def __init__(self, mutant: Mutant) -> None:
        self._module, self._source = mutant.module, mutant.source()

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self._module else None

    def get_filename(self, fullname: str) -> str:
        return fullname

    def get_data(self, path: str | bytes) -> bytes:
        return self._source.encode()

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, fullname, "exec")
