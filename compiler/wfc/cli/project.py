"""The project a command works in: its root, its configuration, the specs it was asked for.

The root is the nearest folder upwards with `wfc.toml`, `pyproject.toml` or `.git`. Configuration is `wfc.toml`, else
`[tool.wfc]` of `pyproject.toml`; an unknown key is an error with a did-you-mean.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, final

import click

MARKERS = ("wfc.toml", "pyproject.toml", ".git")
DEFAULT_SPECS = ["specs/*.py"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`specs` are glob patterns and `out` a folder, both below `root`; `targets` holds each target's own table.
    `load_seconds` and `load_mebibytes` limit the reading of one spec; 0 is no limit.
    """

    root: Path
    specs: tuple[str, ...]
    out: str
    targets: Mapping[str, Mapping[str, Any]]
    load_seconds: int
    load_mebibytes: int


class ConfigError(click.ClickException):
    """A configuration that cannot be used."""

    exit_code = 2


def find_project(start: Path | None = None) -> Project:
    """The project around a folder, the current one by default. Raises ConfigError."""
    here = (start or Path.cwd()).resolve()
    root = next((folder for folder in (here, *here.parents) if any((folder / name).exists() for name in MARKERS)), here)
    table, file = _table(root)
    for key, value in table.items():
        if key not in KEYS:
            raise ConfigError(f"{file}: unknown key `{key}`{did_you_mean(key, KEYS)}")
        fits, wanted = KEYS[key]
        if not fits(value):
            raise ConfigError(f"{file}: `{key}` must be {wanted}, not {value!r}")
    return Project(
        root=root,
        specs=tuple(table.get("specs", DEFAULT_SPECS)),
        out=table.get("out", "build"),
        targets=table.get("targets", {}),
        load_seconds=table.get("load_seconds", 30),
        load_mebibytes=table.get("load_mebibytes", 8192),
    )


def _table(root: Path) -> tuple[dict[str, Any], str]:
    for name, path in (("wfc.toml", ()), ("pyproject.toml", ("tool", "wfc"))):
        file = root / name
        if file.is_file():
            table = _read(file)
            for key in path:
                table = table.get(key, {})
                if not isinstance(table, dict):
                    raise ConfigError(f"{name}: `{key}` must be a table, not {table!r}")
            if table or name == "wfc.toml":
                return table, name
    return {}, ""


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file.name} is not TOML: {error}") from None
    except OSError as error:
        raise ConfigError(f"{file.name} cannot be read: {error.strerror}") from None


def _are_patterns(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, str) and one and not Path(one).is_absolute() for one in value
    )


def _is_folder(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_limit(value: object) -> bool:
    return type(value) is int and 0 <= value <= 1_000_000


def _are_tables(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(table, dict) for table in value.values())


KEYS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "specs": (_are_patterns, "a list of glob patterns relative to the project"),
    "out": (_is_folder, "the name of a folder"),
    "load_seconds": (_is_limit, "a whole number of seconds from 0, no limit, to 1,000,000"),
    "load_mebibytes": (_is_limit, "a whole number of mebibytes from 0, no limit, to 1,000,000"),
    "targets": (_are_tables, "a table with a table for each target"),
}
"""What each key of the configuration must be."""


def spec_files(named: tuple[str, ...], project: Project) -> list[Path]:
    """The spec files a command was given (files or folders), each once, else those the configuration names.

    Raises UsageError and ConfigError.
    """
    if not named:
        found = sorted({path for pattern in project.specs for path in _matching(pattern, project.root)})
        if not found:
            patterns = ", ".join(f"`{pattern}`" for pattern in project.specs)
            raise click.UsageError(f"no spec matches {patterns}: name some, or set `specs` in [tool.wfc]")
        return found
    return list({path.resolve(): path for name in named for path in _specs_at(name)}.values())


def _matching(pattern: str, root: Path) -> list[Path]:
    try:
        return [path for path in root.glob(pattern) if path.is_file()]
    except (ValueError, NotImplementedError) as error:
        raise ConfigError(f"`specs` has `{pattern}`, which is no pattern: {error}") from None


def _specs_at(name: str) -> list[Path]:
    path = Path(name)
    try:
        path.stat()
    except FileNotFoundError:
        raise click.UsageError(f"`{name}` does not exist") from None
    except (OSError, ValueError) as error:
        raise click.UsageError(f"`{name}` cannot be read: {getattr(error, 'strerror', error)}") from None
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.glob("*.py") if one.is_file())
    if not found:
        raise click.UsageError(f"no spec files in `{name}`")
    return found


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word."""
    names = list(known)
    close = get_close_matches(word, names, n=1)
    return f"; did you mean `{close[0]}`?" if close else f"; known are {', '.join(f'`{name}`' for name in names)}"
