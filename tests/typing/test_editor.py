"""What an editor says of specs: nothing of a good one, and of a mistake the message that its line announces.

pyright (which Pylance is) checks all of specs/, good/ and mistakes/ in one run. A line of mistakes/ that must be red
ends in `# red: <part of the message>`; no other line may be.
"""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RED = re.compile(r"  # red: (.+)")
BIN = Path(sys.executable).parent


@pytest.mark.slow
def test_every_mistake_is_red_in_its_place() -> None:
    reported = findings()
    missing = [
        f"{place}: no {message!r} in {reported.get(place, [])}"
        for place, message in announced().items()
        if not any(message in text for text in reported.get(place, []))
    ]
    assert len(announced()) > 50
    assert not missing, "\n".join(missing)


@pytest.mark.slow
def test_nothing_else_is_red() -> None:
    stray = [f"{place}: {texts}" for place, texts in findings().items() if place not in announced()]
    assert not stray, "\n".join(stray)


@pytest.mark.slow
def test_mypy_has_nothing_against_good_specs(tmp_path: Path) -> None:
    good = [*(HERE / "good").glob("*.py"), *(ROOT / "specs").glob("*.py")]
    command = [BIN / "mypy", "--strict", "--config-file=", "--explicit-package-bases", f"--cache-dir={tmp_path}", *good]
    path = os.pathsep.join([str(ROOT / "compiler"), str(ROOT / "specs")])
    done = subprocess.run(command, env=os.environ | {"MYPYPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_protocols_are_those_the_tables_say() -> None:
    program = "import gen_slots; print(gen_slots.stub(), end='')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "scripts", capture_output=True, text=True, check=True
    )
    written = (ROOT / "compiler" / "wfc" / "spec" / "protocols.pyi").read_text(encoding="utf-8")
    assert done.stdout == written, "run `python scripts/gen_slots.py`"


@cache
def findings() -> dict[str, list[str]]:
    """Everything pyright reports, as `file:line` -> messages."""
    command = [BIN / "pyright", "--project", HERE, "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] > 20, done.stdout + done.stderr
    found: dict[str, list[str]] = {}
    for one in report["generalDiagnostics"]:
        place = f"{Path(one['file']).name}:{one['range']['start']['line'] + 1}"
        found.setdefault(place, []).append(one["message"])
    return found


@cache
def announced() -> dict[str, str]:
    """What the lines of mistakes/ announce, as `file:line` -> part of the message."""
    return {
        f"{file.name}:{number}": found[1]
        for file in sorted((HERE / "mistakes").glob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := RED.search(line))
    }
