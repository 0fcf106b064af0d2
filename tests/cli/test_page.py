"""docs/cli.md is true: what it shows of the command is what the command says."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli._command import wfc

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
SHOWN = re.findall(r"```console\n\$ wfc (.*?)\n(.*?)```", PAGE, re.DOTALL)
[SPEC] = re.findall(r"Let this be `specs/tell.py`:\n\n```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_it_shows_what_the_command_says(project: Path, command: str, shown: str) -> None:
    (project / "specs" / "hello.py").unlink()
    (project / "specs" / "tell.py").write_text(SPEC, "utf-8")
    said = wfc(*shlex.split(command)).stdout
    beginning, cut, _ = shown.partition("...\n")
    assert (said[: len(beginning)] if cut else said) == beginning
