"""Let Python import texts that are not written yet, so that a spec can be checked as it would be.

A spec may import another one, and so must see the draft of that. What was imported of the project before is forgotten:
a check of the drafts begins as a new process would.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import final


@contextmanager
def importable(drafts: Mapping[str, str]) -> Iterator[None]:
    """While it lasts, importing a file of `drafts`, by resolved path, runs its draft."""
    finder = _Finder(drafts)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        if finder in sys.meta_path:  # a spec may do anything
            sys.meta_path.remove(finder)


def forget_modules(root: Path, kept: Set[str]) -> None:
    """Forget what was imported from below `root`, but not what `kept` names, nor what is installed there."""
    for name in [
        name for name, module in [*sys.modules.items()] if name not in kept and _is_theirs(name, module, root)
    ]:
        del sys.modules[name]


def _is_theirs(name: str, module: object, root: Path) -> bool:
    file = vars(module).get("__file__") if isinstance(module, ModuleType) else None
    if not isinstance(file, str) or name.partition(".")[0].partition("_")[0] == "wfc":
        return False
    path = Path(file)
    return path.is_relative_to(root) and "site-packages" not in path.parts


@final
class _Finder(MetaPathFinder):
    def __init__(self, drafts: Mapping[str, str]) -> None:
        self.drafts = drafts

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Python asks for every import that it has not made yet."""
        found = PathFinder.find_spec(fullname, path)
        file = str(Path(found.origin).resolve()) if found is not None and found.has_location and found.origin else ""
        if file not in self.drafts:
            return None
        return spec_from_file_location(fullname, file, loader=_Loader(fullname, file, self.drafts[file]))


@final
class _Loader(SourceFileLoader):
    def __init__(self, name: str, file: str, text: str) -> None:
        super().__init__(name, file)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        """Not what was compiled of the file before."""
        return compile(self.text, self.path, "exec", dont_inherit=True)
