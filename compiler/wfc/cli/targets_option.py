"""The `--target` option that several commands share."""

import click

from wfc.cli.project import ConfigError, Project, did_you_mean
from wfc.target import Target, load_target, target_names

target_option = click.option(
    "--target", "-t", multiple=True, metavar="NAME", help="A target's name, or `all`. May be given more than once."
)


def chosen_targets(names: tuple[str, ...]) -> list[Target]:
    """The targets by name, each once. Raises UsageError."""
    known = target_names()
    wanted = known if "all" in names else tuple(dict.fromkeys(names))
    for name in wanted:
        if name not in known:
            raise click.UsageError(f"no target is called `{name}`{did_you_mean(name, dict.fromkeys(known))}")
    return [load_target(name) for name in wanted]


def options_of(target: Target, project: Project) -> dict[str, str | int | bool]:
    """A target's options: its defaults and what `[tool.wfc.targets.NAME]` says. Raises ConfigError."""
    values = {name: option.default for name, option in target.options.items()}
    where = f"[tool.wfc.targets.{target.name}]"
    for name, value in project.targets.get(target.name, {}).items():
        if name not in values:
            raise ConfigError(f"{where}: unknown key `{name}`{did_you_mean(name, values)}")
        if type(value) is not type(values[name]):
            raise ConfigError(f"{where}: `{name}` must be a {type(values[name]).__name__}, not {value!r}")
        values[name] = value
    return values
