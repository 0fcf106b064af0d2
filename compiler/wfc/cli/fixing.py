"""`wfc check --fix` and `--diff`: repair specs as far as that needs no author, as drafts; then write or show them.

A draft becomes a file only when the checks have seen it and like it no less. A file is replaced as a whole or not at
all, and never when it is not what was read any more.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from stat import S_IMODE
from typing import final

import click

from wfc.cli.drafts import forget_modules, importable
from wfc.cli.output import NotOurs, NotWritable, write_atomically
from wfc.cli.reading import Read, read_specs
from wfc.diagnostics import Diagnostic, Fix
from wfc.diagnostics.visible import visible
from wfc.fixes import apply_fixes, changed_regions, is_worse
from wfc.frontend.sources import display_name

ROUNDS = 20
"""Each repair may show the next mistake; a spec that needs more rounds is asked about again by its author."""
TRIED_ALONE = 20
"""When all fixes of a round together make things worse, so many are tried one by one."""
MARK = b"\xef\xbb\xbf"


@final
@dataclass(frozen=True, slots=True)
class Original:
    """A spec file of the project as it was read. `text` is exact, with its own line ends, without a byte order mark."""

    name: str
    data: bytes
    text: str


@final
@dataclass(frozen=True, slots=True)
class Fixed:
    """What is known of the specs with `made` in them; `refused` are fixes that would have made things worse."""

    read: Read
    originals: Mapping[Path, Original]
    texts: Mapping[Path, str]
    made: tuple[Fix, ...] = ()
    refused: frozenset[Fix] = frozenset()

    @property
    def changed(self) -> list[Path]:
        """The files that are to be another."""
        return [path for path, original in self.originals.items() if self.texts[path] != original.text]


def fix_specs(files: list[Path], root: Path) -> Fixed:
    """Read the specs and repair them, on paper. Only files below the project's root, through no link, are repaired."""
    originals = dict(_originals(files, root))
    texts = {path: original.text for path, original in originals.items()}
    kept = frozenset(sys.modules)
    now = Fixed(_read(files, root, texts, kept), originals, texts)
    for _ in range(ROUNDS):
        after = _round(now, files, root, kept)
        if after == now:
            break
        now = after
    return now


def _round(now: Fixed, files: list[Path], root: Path, kept: Set[str]) -> Fixed:
    wanted = [one for one in now.read.findings if one.fix is not None and one.fix not in now.refused]
    together = _with(now, wanted, files, root, kept)
    if together is not None:
        return together
    fixes = list(dict.fromkeys(one.fix for one in wanted if one.fix is not None))
    for fix in fixes[:TRIED_ALONE] if len(fixes) > 1 else ():
        alone = _with(now, [one for one in wanted if one.fix == fix], files, root, kept)
        if alone is not None:
            return alone
        now = replace(now, refused=now.refused | {fix})
    return replace(now, refused=now.refused | set(fixes))


def _with(now: Fixed, wanted: Sequence[Diagnostic], files: list[Path], root: Path, kept: Set[str]) -> Fixed | None:
    """The same with the fixes of some findings, None when nothing comes of them or it is for the worse."""
    fixes = [one.fix for one in wanted if one.fix is not None]
    done = {
        path: apply_fixes(now.texts[path], [fix for fix in fixes if fix.at.file == original.name])
        for path, original in now.originals.items()
    }
    made = tuple(fix for one in done.values() for fix in one.fixes)
    if not made:
        return None
    texts = {path: one.text for path, one in done.items()}
    read = _read(files, root, texts, kept)
    changed = {now.originals[path].name: changed_regions(_lines(now.texts[path]), _lines(texts[path])) for path in done}
    if is_worse([one for one in wanted if one.fix in made], now.read.findings, read.findings, changed):
        return None
    return replace(now, read=read, texts=texts, made=(*now.made, *made))


def _originals(files: list[Path], root: Path) -> Iterator[tuple[Path, Original]]:
    for path in (file.resolve() for file in files):
        if not path.is_relative_to(root):
            continue
        try:
            data = path.read_bytes()
            yield path, Original(display_name(path, root), data, data.removeprefix(MARK).decode("utf-8"))
        except (OSError, UnicodeDecodeError):
            continue  # reading it has a finding of its own


def _read(files: list[Path], root: Path, texts: Mapping[Path, str], kept: Set[str]) -> Read:
    drafts = {str(path): _lines(text) for path, text in texts.items()}
    forget_modules(root, kept)
    with importable(drafts):
        return read_specs(files, root, drafts)


def _lines(text: str) -> str:
    """With line ends as Python reads them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def show_diff(fixed: Fixed) -> None:
    """The diff on standard output: as it is for a program, with nothing that steers it for a terminal."""
    for line in diff(fixed):
        click.echo(f"{visible(line.rstrip())}\n" if is_terminal() else line.encode("utf-8"), nl=False)


def is_terminal() -> bool:
    """Does a person read standard output?"""
    return sys.stdout.isatty()


def tell(fixed: Fixed, done: str) -> None:
    """What was repaired, and what was not although a finding offers it, on standard error."""
    names = {original.name for original in fixed.originals.values()}
    for fix in fixed.made:
        click.echo(visible(f"{done} {fix.at.file}: {fix.title}"), err=True)
    for fix in dict.fromkeys(one.fix for one in fixed.read.findings if one.fix is not None):
        why = "it is no spec file that was asked for" if fix.at.file not in names else "it would not make it better"
        click.echo(visible(f"left {fix.at.file} alone: {why}: {fix.title}"), err=True)


def diff(fixed: Fixed) -> Iterator[str]:
    """The change as `patch` takes it, line by line, with the line ends of the files."""
    for path in fixed.changed:
        original = fixed.originals[path]
        old, new = _split(original.text), _split(fixed.texts[path])
        for line in unified_diff(old, new, f"a/{original.name}", f"b/{original.name}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def write(fixed: Fixed) -> None:
    """Replace the files. Raises NotOurs, before anything is written, when one is not what was read; NotWritable."""
    moved = [fixed.originals[path].name for path in fixed.changed if not _is_as_read(path, fixed.originals[path])]
    if moved:
        raise NotOurs(f"nothing was fixed: {', '.join(moved)} changed while the checks ran; run the command again")
    for path in fixed.changed:
        original = fixed.originals[path]
        mark = MARK if original.data.startswith(MARK) else b""
        _replace(path, original, mark + fixed.texts[path].encode("utf-8"))


def _replace(path: Path, original: Original, data: bytes) -> None:
    try:
        if not os.access(path, os.W_OK):
            raise PermissionError(0, "it is read-only", str(path))
        if not _is_as_read(path, original):
            raise NotOurs(f"{original.name} changed while the checks ran; run the command again")
        write_atomically(path, data, S_IMODE(path.stat().st_mode))
    except OSError as error:
        raise NotWritable(f"cannot write {original.name}: {error.strerror}") from None


def _is_as_read(path: Path, original: Original) -> bool:
    try:
        return path.read_bytes() == original.data
    except OSError:
        return False


def _split(text: str) -> list[str]:
    r"""Lines with their ends, where only "\n" ends one: a form feed in a line does not."""
    *ended, rest = text.split("\n")
    return [f"{line}\n" for line in ended] + ([rest] if rest else [])
