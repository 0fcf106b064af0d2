"""Every validator there is for this platform accepts what is emitted for the example specs."""

import subprocess
from pathlib import Path

import pytest

from tests.support.engines import without
from tests.targets.stepfunctions.emitted import everything
from wfc.runner import engine_python
from wfc.target import EngineMissing
from wfc_targets.stepfunctions import TARGET

pytestmark = [pytest.mark.engine, pytest.mark.slow]


def test_no_validator_complains(tmp_path: Path) -> None:
    """statelint, sfnx, moto's parser and cfn-lint, all files in one process."""
    try:
        python = engine_python("stepfunctions")
    except EngineMissing as missing:
        without(missing)
    for path, data in everything().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    command = [python, Path(__file__).with_name("validate.py"), tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    *complaints, counted = done.stdout.splitlines() or [done.stderr]
    assert complaints == []
    machines = len(everything()) // 3
    assert counted == f"{machines} definitions, {machines} templates"


def test_its_own_check_does_not_complain_either() -> None:
    assert TARGET.check(everything()) == ()
