"""The `--target` option that several commands share."""

import click

from wfc.cli.project import ConfigError, Project, did_you_mean
from wfc.target import Target, default_options, load_target, target_names

target_option = click.option(
    "--target", "-t", multiple=True, metavar="NAME", help="A target's name, or `all`. May be given more than once."
)


def chosen_targets(names: tuple[str, ...]) -> list[Target]:
    """The targets by name, each once. Raises UsageError and ConfigError."""
    known = target_names()
    wanted = known if "all" in names else tuple(dict.fromkeys(names))
    for name in wanted:
        if name not in known:
            raise click.UsageError(f"no target is called `{name}`{did_you_mean(name, known)}")
    return [_load(name) for name in wanted]


def chosen_target(name: str) -> Target:
    """The one target that a command can work with. Raises UsageError and ConfigError."""
    if name == "all":
        raise click.UsageError("this command plays on one target at a time: name it")
    [target] = chosen_targets((name,))
    return target


def _load(name: str) -> Target:
    try:
        return load_target(name)
    except (ImportError, AttributeError) as error:  # an installed package that is broken or half removed
        raise ConfigError(f"target `{name}` is installed but cannot be loaded: {error}") from None


def options_of(target: Target, project: Project) -> dict[str, str | int | bool]:
    """A target's options: its defaults and what `[tool.wfc.targets.NAME]` says. Raises ConfigError."""
    for name in project.targets:
        if name not in target_names():
            raise ConfigError(f"[tool.wfc.targets]: no target is called `{name}`{did_you_mean(name, target_names())}")
    values = default_options(target)
    where = f"[tool.wfc.targets.{target.name}]"
    for name, value in project.targets.get(target.name, {}).items():
        if not values:
            raise ConfigError(f"{where}: unknown key `{name}`; this target has no options")
        if name not in values:
            raise ConfigError(f"{where}: unknown key `{name}`{did_you_mean(name, values)}")
        if type(value) is not type(values[name]):
            raise ConfigError(f"{where}: `{name}` must be {_KINDS[type(values[name])]}, not {value!r}")
        values[name] = value
    return values


_KINDS: dict[type, str] = {str: "a string", int: "a whole number", bool: "true or false"}
