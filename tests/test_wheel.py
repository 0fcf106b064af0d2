"""What a user gets from the package index: the wheel alone, in a clean environment, far from the repository."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TARGETS = ("airflow", "stepfunctions", "temporal")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dist = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", dist, cwd=ROOT)
    (built,) = dist.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def wfc(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `wfc` command of a new environment that holds the wheel and its pinned dependencies, nothing else."""
    environment = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", environment)
    pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--require-hashes", "--requirement", ROOT / "requirements" / "runtime.txt")
    run(*pip, "--no-deps", wheel)
    return environment / "bin" / "wfc"


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Standard output of a command that must succeed; its complaints are the failure message otherwise."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} said:\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_wheel_holds_the_three_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {
        "wfc",
        "wfc_targets",
        "wfc_templates",
    }
    for needed in (
        "wfc/py.typed",
        "wfc_targets/py.typed",
        "wfc/diagnostics/pages/WFC101.md",
        "wfc_targets/airflow/conformance.json",
    ):
        assert needed in names
    assert any(name.endswith(".jinja") for name in names)


def test_the_installed_command_finds_the_targets(wfc: Path, tmp_path: Path) -> None:
    listed = run(wfc, "targets", cwd=tmp_path)
    assert all(target in listed for target in TARGETS)


def test_the_installed_command_compiles_a_spec_for_every_target(wfc: Path, tmp_path: Path) -> None:
    shutil.copy(ROOT / "specs" / "payment_flow.py", tmp_path)
    shutil.copytree(ROOT / "specs" / "acme", tmp_path / "acme", ignore=shutil.ignore_patterns("__pycache__"))
    run(wfc, "build", "payment_flow.py", "--target", "all", "--out", "generated", cwd=tmp_path)
    written = {path.relative_to(tmp_path / "generated").parts[0] for path in (tmp_path / "generated").rglob("*.*")}
    assert written >= set(TARGETS)
