"""Write generated files: each atomically, only below the output folder, never over one that wfc did not write.

`wfc.lock` in the output folder remembers the hash of every file written, so an edit is noticed; unchanged files are not
touched, and files of earlier builds that are no longer generated are removed if nobody edited them. While files are
being replaced the lock holds the hashes of both contents, so that a build that was killed can be repeated.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, final

import click

LOCK = "wfc.lock"
Hashes: TypeAlias = dict[str, tuple[str, ...]]
"""By relative path, of what wfc may have written there: one hash, two while a build is under way."""


@final
@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder; `left` are files that nothing generates any more but somebody edited."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[str, ...]


class NotOurs(click.ClickException):
    """A file stands in the way that wfc did not write, or that was edited since."""

    exit_code = 1


class NotWritable(click.ClickException):
    """A place that was named for output cannot be used."""

    exit_code = 2


def write_files(folder: Path, files: Mapping[str, bytes], pruned: Collection[str]) -> Written:
    """Write `files` (relative path -> content) below `folder`. Raises NotOurs before any write, and NotWritable.

    In the folders of the targets in `pruned`, files of an earlier build that are not among `files` are removed.
    """
    try:
        return _write_files(folder, files, pruned)
    except OSError as error:
        raise NotWritable(f"cannot write to {error.filename or folder}: {error.strerror}") from None


def _write_files(folder: Path, files: Mapping[str, bytes], pruned: Collection[str]) -> Written:
    locked = _read_lock(folder)
    obstacles = [path for path in files if not _may_write(folder, path, files[path], locked)]
    if obstacles:
        listed = "".join(f"\n  {path}" for path in obstacles)
        raise NotOurs(
            f"these files were not written by wfc, or were edited since; move them away or undo the edit:{listed}"
        )
    new = {path: _digest(data) for path, data in files.items()}
    changed = tuple(path for path in files if _current(folder / path) != new[path])
    stale = [path for path in locked if path.partition("/")[0] in pruned and path not in files]
    if changed:
        _write_lock(folder, locked | {path: (*locked.get(path, ()), new[path]) for path in changed})
    for path in changed:
        write_atomically(folder / path, files[path])
    removed = tuple(_remove(folder, stale, locked))
    left = tuple(path for path in stale if path not in removed and (folder / path).exists())
    kept = {path: hashes for path, hashes in locked.items() if path not in stale}
    _write_lock(folder, kept | {path: (digest,) for path, digest in new.items()})
    return Written(changed, removed, left)


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """The whole file or nothing, also when the process is killed in the middle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _may_write(folder: Path, path: str, data: bytes, locked: Hashes) -> bool:
    current = _current(folder / path)
    return _is_inside(folder, path) and (current is None or current in (*locked.get(path, ()), _digest(data)))


def _is_inside(folder: Path, path: str) -> bool:
    """Not where a symbolic link, or a lock that somebody wrote by hand, leads out of the output folder?"""
    return (folder / path).resolve().is_relative_to(folder.resolve())


def _remove(folder: Path, stale: list[str], locked: Hashes) -> Iterator[str]:
    for path in stale:
        if _is_inside(folder, path) and _current(folder / path) in locked[path]:
            (folder / path).unlink()
            _remove_empty((folder / path).parent, folder)
            yield path


def _remove_empty(empty: Path, folder: Path) -> None:
    while empty != folder and not any(empty.iterdir()):
        empty.rmdir()
        empty = empty.parent


def _current(path: Path) -> str | None:
    """The hash of a file, None where nothing is, a hash of nothing where something else than a file is."""
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        return ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_lock(folder: Path) -> Hashes:
    try:
        found = json.loads((folder / LOCK).read_text("utf-8"))["files"]
        return {path: (hashes,) if isinstance(hashes, str) else tuple(hashes) for path, hashes in found.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, AttributeError, TypeError):
        raise NotWritable(
            f"{folder / LOCK} is damaged: restore it, or delete the output folder and build again"
        ) from None


def _write_lock(folder: Path, files: Hashes) -> None:
    shown = {path: hashes[0] if len(hashes) == 1 else hashes for path, hashes in sorted(files.items())}
    text = json.dumps({"schema": 1, "files": shown}, indent=2) + "\n"
    if not (folder / LOCK).is_file() or (folder / LOCK).read_text("utf-8") != text:
        write_atomically(folder / LOCK, text.encode())
