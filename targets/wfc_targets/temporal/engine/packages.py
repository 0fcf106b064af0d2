"""Generated packages made importable in this process, beside the team's own code, and made to go away again."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module, invalidate_caches
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import final


@final
class Packages:
    """The files of one job in a folder of their own: the package of a workflow, and those of the workflows it calls.
    Another job may bring the same module names with other content.
    """

    def __init__(self, names: Sequence[str], files: Mapping[str, str], roots: Sequence[str]) -> None:
        self.names, self._files, self._roots = names, files, roots
        self._folder = TemporaryDirectory(prefix="wfc-temporal-")
        for path, text in files.items():
            target = Path(self._folder.name, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        sys.path += self._paths
        invalidate_caches()

    @property
    def _paths(self) -> list[str]:
        return [self._folder.name, *self._roots]

    def is_for(self, files: Mapping[str, str], roots: Sequence[str]) -> bool:
        """Is another job about the same code?"""
        return (self._files, self._roots) == (files, roots)

    def module(self, package: str, name: str) -> ModuleType:
        """A module of one of the packages."""
        return import_module(f"{package}.{name}")

    def unload(self) -> None:
        """Forget everything that was imported from them and from the team's code."""
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None)).startswith(tuple(self._paths)):
                del sys.modules[name]
        sys.path[:] = [path for path in sys.path if path not in self._paths]
        self._folder.cleanup()
