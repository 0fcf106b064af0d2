"""The command line. The only code that prints, reads or writes.

Standard output is the answer, everything else goes to standard error. Exit codes: 0 clean, 1 worked and found
something, 2 could not work (usage, configuration, a spec that does not load), 101 a bug in wfc. Commands are loaded
when they are called, so that `wfc --help` costs little more than importing click.
"""

import gc
import io
import sys
import traceback
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

import click

COMMANDS = {
    "build": "Compile specs and write the generated files.",
    "check": "Report everything that is wrong with specs.",
    "run": "Run one scenario of a spec and show it as a timeline.",
    "test": "Run the scenarios of specs and compare with what they expect.",
    "targets": "Show what each target supports, feature by feature.",
    "explain": "Explain a diagnostic code.",
}
"""The one line of help of each command; command NAME is `wfc.cli.NAME:NAME`."""

BUG = 101

RARELY = 100_000, 50, 50
"""How often to look for garbage in cycles. IR has no cycles, and looking through it again and again while it is made
would take as long as making it.
"""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"wfc.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.format_message()}{_did_you_mean(args[0])}", ctx) from None


def _did_you_mean(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, COMMANDS, n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


def wfc_version() -> str:
    """The version of the installed distribution."""
    try:
        return version("wfc-compiler")
    except PackageNotFoundError:
        return "0+unknown"


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(wfc_version(), prog_name="wfc")
def cli() -> None:
    """Compile workflow specs to Airflow, Temporal and AWS Step Functions: one spec, one meaning."""


def main() -> None:
    """The `wfc` command. A bug of ours ends with 101 and what to report; it is never blamed on the spec."""
    gc.set_threshold(*RARELY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a text that the terminal has no signs for is shown all the same
            stream.reconfigure(errors="backslashreplace")
    if sys.argv[1:2] == ["check"]:
        from wfc.cli.guard import guarded

        sys.exit(guarded(_run))
    _run()


def _run() -> None:
    try:
        cli.main(prog_name="wfc")
    except Exception:  # noqa: BLE001 - the one place where anything unexpected ends
        traceback.print_exc()
        click.echo("\nThis is a bug in wfc, not in your spec. Please report it with the lines above.", err=True)
        sys.exit(BUG)
    finally:
        gc.freeze()  # leaving would else look through all of it once more
