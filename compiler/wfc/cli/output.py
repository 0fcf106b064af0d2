"""Write generated files: each atomically, only below the output folder, never over one that wfc did not write.

`wfc.lock` in the output folder remembers the hash of every file written, so an edit is noticed; unchanged files are not
touched, and files of earlier builds that are no longer generated are removed if nobody edited them.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

LOCK = "wfc.lock"


class NotOurs(click.ClickException):
    """A file stands in the way that wfc did not write, or that was edited since."""

    exit_code = 1


def write_files(folder: Path, files: Mapping[str, bytes], pruned: list[str]) -> int:
    """Write `files` (relative path -> content) below `folder`; returns how many changed. Raises NotOurs before any
    write.

    In the folders of the targets in `pruned`, files of an earlier build that are not among `files` are removed.
    """
    locked = _read_lock(folder)
    obstacles = [path for path in files if not _may_write(folder, path, files[path], locked)]
    if obstacles:
        listed = "".join(f"\n  {path}" for path in obstacles)
        raise NotOurs(
            f"these files were not written by wfc, or were edited since; move them away or undo the edit:{listed}"
        )
    changed = [path for path in files if _current(folder / path) != _digest(files[path])]
    for path in changed:
        write_atomically(folder / path, files[path])
    stale = [path for path in locked if path.partition("/")[0] in pruned and path not in files]
    for path in stale:
        if _current(folder / path) == locked[path]:
            (folder / path).unlink()
    kept = {path: digest for path, digest in locked.items() if path not in stale}
    _write_lock(folder, kept | {path: _digest(data) for path, data in files.items()})
    return len(changed)


def write_atomically(path: Path, data: bytes) -> None:
    """The whole file or nothing, also when the machine stops in the middle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _may_write(folder: Path, path: str, data: bytes, locked: Mapping[str, str]) -> bool:
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()):
        return False  # a symbolic link leads out of the output folder
    current = _current(file)
    return current is None or current in (locked.get(path), _digest(data))


def _current(path: Path) -> str | None:
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except (IsADirectoryError, NotADirectoryError, PermissionError):
        return ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_lock(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / LOCK).read_text("utf-8"))["files"]
        return {str(path): str(digest) for path, digest in found.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, AttributeError, TypeError):
        raise NotOurs(
            f"{LOCK} in the output folder is damaged: restore it, or delete the output folder and build again"
        ) from None


def _write_lock(folder: Path, files: Mapping[str, str]) -> None:
    text = json.dumps({"schema": 1, "files": dict(sorted(files.items()))}, indent=2) + "\n"
    if not (folder / LOCK).is_file() or (folder / LOCK).read_text("utf-8") != text:
        write_atomically(folder / LOCK, text.encode())
