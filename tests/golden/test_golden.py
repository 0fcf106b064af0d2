"""The generated files of every example spec, as they stand in `tests/golden/<spec>/<target>/`, with their real names.

`make bless` writes them; a reviewer reads the difference. What the files must satisfy beyond being the same is asked
here too: black and ruff accept the Python, nothing imports wfc, and no golden is left over from a spec that is gone.
Where a target refuses a spec, what it says stands in `refused.txt`.
"""

import ast
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import black
import pytest
from pytest_snapshot.plugin import Snapshot

from wfc.cli.reading import Read, read_specs
from wfc.diagnostics import Severity
from wfc.diagnostics.render_full import render_concise
from wfc.driver import compile_workflow
from wfc.ir.text import workflow_text
from wfc.target import Target, default_options, find_targets

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SPECS = {path.stem: path for path in sorted((ROOT / "specs").glob("*.py"))}
TARGETS = find_targets()
PYTHON = [path for path in sorted(HERE.glob("*/*/**/*.py")) if path.name != "test_golden.py"]


@cache
def read(spec: str) -> Read:
    return read_specs([SPECS[spec]], ROOT)


def emitted(spec: str, target: Target) -> dict[str, bytes]:
    """All files of all workflows of a spec, with every option at its default; or what is said against it."""
    compiled = [
        compile_workflow(workflow, target, default_options(target)) for workflow in read(spec).workflows[SPECS[spec]]
    ]
    findings = [found for one in compiled for found in one.findings]
    if any(found.severity is Severity.ERROR for found in findings):
        return {"refused.txt": "".join(f"{render_concise(found)}\n" for found in findings).encode()}
    return {path: data for one in compiled for path, data in one.files.items()}


@pytest.mark.parametrize("spec", SPECS)
def test_is_sound(spec: str) -> None:
    assert [found.message for found in read(spec).findings if found.severity.value == "error"] == []


@pytest.mark.parametrize("spec", SPECS)
def test_core(spec: str, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = HERE / spec
    texts = [workflow_text(workflow) for workflow in read(spec).workflows[SPECS[spec]]]
    snapshot.assert_match("\n".join(texts), "core.txt")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("spec", SPECS)
def test_files(spec: str, target: str, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = HERE / spec
    snapshot.assert_match_dir(_tree(emitted(spec, TARGETS[target])), target)


def _tree(files: dict[str, bytes]) -> dict[str, object]:
    tree: dict[str, object] = {}
    for path, data in files.items():
        *folders, name = path.split("/")
        folder = tree
        for part in folders:
            folder = folder.setdefault(part, {})  # type: ignore[assignment]
        folder[name] = data
    return tree


def test_no_orphans() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(SPECS)
    kept = {path.name for folder in folders for path in (HERE / folder).iterdir()}
    assert kept <= {"core.txt", *TARGETS}


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(HERE).as_posix())
def test_python_is_as_black_would_have_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert black.format_str(text, mode=black.Mode()) == text


def test_python_passes_ruff() -> None:
    """Style of any Python, and for DAG files Airflow's own rules."""
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or "ruff"
    common = [
        ruff,
        "check",
        "--isolated",
        "--no-cache",
        "--preview",
        "--target-version",
        "py311",
        "--output-format",
        "concise",
    ]
    for select, paths in (
        ("E4,E7,E9,F,I,B,UP", PYTHON),
        ("AIR", [path for path in PYTHON if "airflow" in path.parts]),
    ):
        arguments = [*common, "--select", select, *(str(path) for path in paths)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(HERE).as_posix())
def test_python_needs_nothing_of_wfc(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not [name for name in names if name.split(".")[0].startswith("wfc")]
