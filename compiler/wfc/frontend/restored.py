"""Put back what a spec took from the interpreter that reads it, in which wfc goes on afterwards.

Only what is missing or was replaced is put back; what a spec adds (a folder to `sys.path`, a finder, a module) stays.
"""

import builtins
import sys
from types import ModuleType
from typing import final

_KEPT = "stdin stdout stderr excepthook unraisablehook modules path meta_path path_hooks".split()
_LISTS = "path meta_path path_hooks".split()
_ours: dict[str, ModuleType] = {}
"""What was imported before the first spec: wfc's own."""


@final
class Restored:
    """In a `with`: afterwards streams, modules, import paths, builtins and limits are what wfc needs them to be."""

    def __enter__(self) -> None:
        if not _ours:
            _ours.update(sys.modules)
        self._words, self._put_back = builtins.__dict__.copy(), builtins.__dict__.update
        self._kept = {name: getattr(sys, name) for name in _KEPT}
        self._lists = {name: [*self._kept[name]] for name in _LISTS}
        self._limit, self._trace, self._profile = sys.getrecursionlimit(), sys.gettrace(), sys.getprofile()

    def __exit__(self, *_: object) -> None:
        self._put_back(self._words)  # first of all: the rest is written with them
        sys.setrecursionlimit(self._limit)
        if sys.gettrace() is not self._trace:
            sys.settrace(self._trace)
        if sys.getprofile() is not self._profile:
            sys.setprofile(self._profile)
        for name, value in self._kept.items():
            setattr(sys, name, value)
        for name, entries in self._lists.items():
            _complete(self._kept[name], entries)
        for name, module in _ours.items():
            if name.partition(".")[0] == "wfc" or sys.modules.get(name) is None:
                sys.modules[name] = module


def _complete(now: list[object], before: list[object]) -> None:
    if any(one not in now for one in before):
        now[:] = [*before, *(one for one in now if one not in before)]
