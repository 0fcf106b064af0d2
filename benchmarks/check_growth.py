"""How the CPU time of `wfc check` grows with the number of steps of a workflow: `python benchmarks/check_growth.py`.

JSON to standard output. Seconds are user and system time of the whole process, the median of rounds that go through all
sizes in turn; `bare` is an interpreter that imports click and pydantic, `python` reads, parses and compiles the text of
the same file. The exponent is that of the growth from one size to the next: 1 is linear.
"""

import json
import os
import subprocess
import sys
import tempfile
from math import log
from pathlib import Path
from statistics import median
from typing import Any, get_args

from big_workflow import Form, write_workflow

SIZES = (500, 2_000, 10_000)
ROUNDS = 3
BARE = ("-c", "import click, pydantic; pydantic.BaseModel")
PYTHON = ("-c", "import ast, sys; compile(ast.parse(open(sys.argv[1]).read()), sys.argv[1], 'exec')")
CHECK = ("-c", "from wfc.cli import main; main()", "check")


def seconds(*arguments: str) -> float:
    """The CPU time of one run of Python, which must succeed."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(told.decode())
    return usage.ru_utime + usage.ru_stime


def measure(folder: Path) -> dict[str, Any]:
    """All runs, in rounds."""
    specs = {(form, size): str(write_workflow(folder, size, form)) for form in get_args(Form) for size in SIZES}
    runs: dict[tuple[str, ...], list[float]] = {}
    for _ in range(ROUNDS):
        runs.setdefault(BARE, []).append(seconds(*BARE))
        for spec in specs.values():
            for command in (PYTHON, CHECK):
                runs.setdefault((*command, spec), []).append(seconds(*command, spec))
    took = {run: median(times) for run, times in runs.items()}
    forms = {
        form: [
            {
                "steps": size,
                "check": round(took[*CHECK, specs[form, size]], 3),
                "python": round(took[*PYTHON, specs[form, size]], 3),
                "exponent": _exponent(
                    [took[*CHECK, specs[form, one]] for one in SIZES[: at + 1]][-2:], SIZES[: at + 1]
                ),
            }
            for at, size in enumerate(SIZES)
        ]
        for form in get_args(Form)
    }
    return {"bare": round(took[BARE], 3), **forms}


def _exponent(times: list[float], sizes: tuple[int, ...]) -> float | None:
    return round(log(times[-1] / times[0]) / log(sizes[-1] / sizes[-2]), 2) if len(times) > 1 else None


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(measure(Path(folder)), indent=2) + "\n")
