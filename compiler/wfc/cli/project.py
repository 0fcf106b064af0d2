"""The project a command works in: its root, its configuration, the specs it was asked for.

The root is the nearest folder upwards with `wfc.toml`, `pyproject.toml` or `.git`. Configuration is `wfc.toml`, else
`[tool.wfc]` of `pyproject.toml`; an unknown key is an error with a did-you-mean.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, final

import click

MARKERS = ("wfc.toml", "pyproject.toml", ".git")
KEYS: Mapping[str, type] = {"specs": list, "out": str, "targets": dict}
DEFAULT_SPECS = ["specs/*.py"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`specs` are glob patterns and `out` a folder, both below `root`; `targets` holds each target's own table."""

    root: Path
    specs: tuple[str, ...]
    out: str
    targets: Mapping[str, Mapping[str, Any]]


class ConfigError(click.ClickException):
    """A configuration that cannot be used."""

    exit_code = 2


def find_project(start: Path | None = None) -> Project:
    """The project around a folder, the current one by default. Raises ConfigError."""
    here = (start or Path.cwd()).resolve()
    root = next((folder for folder in (here, *here.parents) if any((folder / name).exists() for name in MARKERS)), here)
    table, file = _table(root)
    for key in table:
        if key not in KEYS:
            raise ConfigError(f"{file}: unknown key `{key}`{did_you_mean(key, KEYS)}")
        if not isinstance(table[key], KEYS[key]):
            raise ConfigError(f"{file}: `{key}` must be a {KEYS[key].__name__}, not {table[key]!r}")
    return Project(
        root=root,
        specs=tuple(table.get("specs", DEFAULT_SPECS)),
        out=table.get("out", "build"),
        targets=table.get("targets", {}),
    )


def _table(root: Path) -> tuple[dict[str, Any], str]:
    for name, path in (("wfc.toml", ()), ("pyproject.toml", ("tool", "wfc"))):
        file = root / name
        if file.is_file():
            table = _read(file)
            for key in path:
                table = table.get(key, {})
            if table or name == "wfc.toml":
                return table, name
    return {}, ""


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file.name} is not TOML: {error}") from None


def spec_files(named: tuple[str, ...], project: Project) -> list[Path]:
    """The spec files a command was given (files or folders), else those the configuration names. Raises UsageError."""
    found: list[Path] = []
    for name in named:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"`{name}` does not exist")
        found += sorted(path.glob("*.py")) if path.is_dir() else [path]
    if not named:
        found = sorted({path for pattern in project.specs for path in project.root.glob(pattern)})
    if not found:
        raise click.UsageError("no spec files: name some, or set `specs` in [tool.wfc]")
    return found


def did_you_mean(word: str, known: Mapping[str, object]) -> str:
    """The end of a sentence about an unknown word."""
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else f"; known are {', '.join(f'`{name}`' for name in known)}"
