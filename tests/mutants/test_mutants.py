"""The machinery that judges mutants, kept alive by a few of them; `python -m tests.mutants` judges hundreds."""

import ast
import json
import subprocess
import sys
from pathlib import Path

from tests.mutants.changes import possible_changes
from tests.mutants.run import ROOT, equivalents, sources
from tests.mutants.swap import swap_in
from tests.validation.apart import apart
from wfc.analysis import delays
from wfc.durations import spell_duration

SAMPLE = """
def due(steps: tuple[int, ...], *, strict: bool = False) -> bool:
    for step in steps:
        if step > 3 and not strict:
            continue
    return any(steps)
"""


def test_a_mutant_knows_its_lines_and_says_what_differs() -> None:
    made = {one.change: one for one in (make() for make in possible_changes("m", SAMPLE))}
    assert made["another comparison"].diff == "- if step > 3 and (not strict): + if step >= 3 and (not strict):"
    assert made["another comparison"].lines == range(4, 5)
    assert made["all for any"].diff == "- return any(steps) + return all(steps)"
    assert "break" in made["break for continue"].source
    assert {one.line for one in made.values()} == {2, 4, 5, 6}


def test_a_mutant_takes_the_place_of_a_module_in_one_process_only() -> None:
    text = Path(delays.__file__).read_text("utf-8")
    longest = next(one for one in _made(text) if one.diff.startswith("- LONGEST = 366"))
    assert apart(_longest, longest, text) != delays.LONGEST
    assert delays.LONGEST == 366 * 24 * 3600 * 1000
    assert spell_duration(delays.LONGEST)


def _made(text: str):
    return (make() for make in possible_changes("wfc.analysis.delays", text))


def _longest(mutant, text: str) -> int:
    swap_in(mutant, text)
    return delays.LONGEST


def test_the_tests_of_a_pass_kill_its_mutants(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.mutants", "--mutants", "10", "--file", "check_time.py"]
    where = ["--tests", "tests/passes", "tests/diagnostics/test_pages.py", "--out", str(tmp_path)]
    done = subprocess.run([*command, *where], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    verdicts = [one["verdict"] for one in json.loads((tmp_path / "report.json").read_text("utf-8"))["mutants"]]
    assert verdicts == ["killed"] * 10
    assert "| passes | 10 | 0 | 10 | 0 | 100.0% |" in (tmp_path / "report.md").read_text("utf-8")


def test_what_is_listed_as_equivalent_is_still_there() -> None:
    """Whether it is still not to be told from the original is for the long run to say, which fails if it is."""
    plain = {module: ast.unparse(ast.parse(file.read_text("utf-8"))) for module, file in sources().items()}
    for key, reason in equivalents().items():
        module, change, diff = key.split(": ", 2)
        before = diff.removeprefix("- ").partition(" + ")[0].strip(".").partition(" - ")[0]
        assert before in plain.get(module, ""), f"{key}: no such lines in the module"
        assert change
        assert len(reason.split()) > 3
