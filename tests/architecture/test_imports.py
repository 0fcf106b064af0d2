"""Who may import whom: the contracts of pyproject.toml bite, and starting the command line stays cheap."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture._modules import ROOT, SOURCE_ROOTS, modules

HEAVY = ("black", "jinja2", "libcst", "pydantic", "yaml")

# Contract (by a part of its name) -> the file it guards and an import it must refuse.
PLANTED = {
    "layers": ("compiler/wfc/source.py", "import wfc.passes"),
    "no target": ("compiler/wfc/ir/nodes.py", "import wfc_targets"),
    "published doors": ("targets/wfc_targets/airflow/__init__.py", "import wfc.passes"),
    "do not know each other": ("targets/wfc_targets/temporal/__init__.py", "import wfc_targets.airflow"),
    "only their engine": ("templates/wfc_templates/__init__.py", "import wfc.ir"),
    "at the border": ("compiler/wfc/ir/types.py", "import pydantic"),
}


def test_every_contract_catches_a_planted_import(tmp_path: Path) -> None:
    for root in SOURCE_ROOTS:
        shutil.copytree(ROOT / root, tmp_path / root)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, line in PLANTED.values():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        with (tmp_path / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    report = _lint_imports(tmp_path)
    missed = [
        contract for contract in PLANTED if not any(contract in line for line in report if line.endswith("BROKEN"))
    ]
    assert not missed, "\n".join(report)


def _lint_imports(project: Path) -> list[str]:
    """The lines of import-linter's report on `project`, whose packages win over the installed ones."""
    path = os.pathsep.join(str(project / root) for root in SOURCE_ROOTS)
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    environment = {"PYTHONPATH": path, "COLUMNS": "200"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    return [line.strip() for line in done.stdout.splitlines()]


def test_starting_the_command_line_loads_nothing_heavy() -> None:
    program = f"import sys, wfc.cli; print(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_no_module_imports_a_sibling_by_dots() -> None:
    dotted = [module.path for module in modules() if "\nfrom ." in module.text]
    assert not dotted, "write the whole name: it can be searched for"
